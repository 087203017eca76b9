/**
 * Learning (学习) in a conversation: quizzes, misconceptions, cases walked through, one's own wrong answers. Whatever is pressed
 * says all it needs, so nothing of it is kept in the conversation; what is kept is the person's own progress, written with the
 * turn it came from.
 */
import type { Hours } from "../../core/campaign/campaign.ts";
import { type LearningMove, parseLearning, reportReason } from "../../core/dialogue/learning-words.ts";
import { tickedBy } from "../../core/dialogue/ticking.ts";
import type { Catalogue } from "../../core/law/catalogue.ts";
import type { Day, Quiz } from "../../core/law/types.ts";
import { dueOn } from "../../core/learning/leitner.ts";
import { nextQuiz, type QuizSource } from "../../core/learning/picking.ts";
import { answeredThisMonth, type Learning, withAnswer } from "../../core/learning/progress.ts";
import { isRight, quizTopics, standingOf } from "../../core/learning/quiz.ts";
import { seededOrder } from "../../core/learning/seeds.ts";
import { parseNumbers } from "../../core/precheck/words.ts";
import type { Choice, PersonId } from "../../ports/channel.ts";
import type { Store } from "../../ports/store.ts";
import { topicNames, learningWords as words } from "../../text/learning.ts";
import { dayInChinese } from "../../text/zh.ts";
import type { ConversationState } from "../flow/events.ts";
import { learningKey } from "../flow/keys.ts";
import { askQuiz, backChoice, choice, endChoice, explainQuiz, type Shown, says } from "../learning/asking.ts";
import { type KeptLearning, readLearning, storedLearning } from "../learning/stored-learning.ts";
import { showWalk } from "../learning/walk-shown.ts";
import type { Walking } from "../learning/walking.ts";
import type { Change } from "./change.ts";
import type { GivenGap, ReportedQuiz } from "./gap.ts";

export interface LearningOptions {
  readonly catalogue: Catalogue;
  readonly walking: Walking;
  readonly store: Pick<Store, "read">;
  /** Whether quizzes can be native polls where the person writes. */
  readonly hasPolls: (person: PersonId) => boolean;
  readonly today: () => Day;
  /** In which the question of the day comes, as whoever asks for it is told. */
  readonly pushHours: Pick<Hours, "from" | "until">;
}

export interface LearningReply extends Shown {
  readonly changes: readonly Change[];
  readonly gap: GivenGap | null;
  /** Tells how the person fared: theirs alone. */
  readonly personal: boolean;
  /** The same list again, ticked otherwise. */
  readonly again: boolean;
  /** What waits here besides may be shown again. */
  readonly ended: boolean;
}

export interface LearningSituation {
  readonly person: PersonId;
  readonly conversation: string;
  readonly state: Pick<ConversationState, "choices"> | null;
  /** Id that a note made with this turn has on the gap list. */
  readonly note: string;
  /** The note the person made before that a question is wrong; null: none. */
  readonly reported: (quiz: string) => Promise<ReportedQuiz | null>;
}

export interface LearningDialogue {
  /** @returns null: the text concerns nothing of this */
  reply(text: string, situation: LearningSituation): Promise<LearningReply | null>;
  /** What ends the question of the day with all other pushes; empty: none was wanted. */
  stopDaily(person: PersonId): Promise<readonly Change[]>;
  /**
   * The question of the day for a person who asked for one (每日一题), with what records that it was given.
   *
   * @returns null: not wanted, given already that day, or there is none
   */
  nextDaily(person: PersonId, day: Day): Promise<DailyQuestion | null>;
}

export interface DailyQuestion extends Shown {
  /** Conversation it goes to. */
  readonly to: string;
  /** To be written in the commit that gives it. */
  readonly change: Change;
}

/** Cases offered at once. */
const casesAtOnce = 6;

export function createLearningDialogue({
  catalogue,
  walking,
  store,
  hasPolls,
  today,
  pushHours,
}: LearningOptions): LearningDialogue {
  const byId = new Map(catalogue.base.quizzes.map((quiz) => [quiz.id, quiz]));
  const topicOf = (id: string) => byId.get(id)?.topic ?? null;
  const goodOn = (day: Day): readonly Quiz[] =>
    catalogue.base.quizzes.filter((quiz) => standingOf(quiz, catalogue, day) === "good");
  /** A question that may be asked; one that waits for review is gone, however old the press. */
  const askable = (id: string, day: Day): Quiz | null => {
    const quiz = byId.get(id);
    return quiz === undefined || standingOf(quiz, catalogue, day) !== "good" ? null : quiz;
  };

  const shown = (of: Shown, rest: Partial<LearningReply> = {}): LearningReply => ({
    ...of,
    changes: [],
    gap: null,
    personal: false,
    again: false,
    ended: false,
    ...rest,
  });

  const note = (text: string, choices: readonly Choice[] = [backChoice, endChoice]): Shown => ({
    blocks: says(text),
    citations: [],
    choices,
  });

  const changeOf = (person: PersonId, { version }: KeptLearning, learning: Learning): Change => ({
    key: learningKey(person),
    version,
    value: storedLearning(learning),
    expires: true,
  });

  const menu = (learning: Learning, person: PersonId, day: Day): Shown => {
    const due = dueOn(learning.cards, day).length;
    return note(words.menu, [
      choice(words.daily, { type: "next", source: "daily" }),
      choice(words.topics, { type: "topics" }),
      choice(words.misconceptions, { type: "next", source: "misconceptions" }),
      choice(words.walks, { type: "walks", page: 1 }),
      choice(due === 0 ? words.wrong : words.wrongDue(due), { type: "next", source: "wrong" }),
      choice(words.progress, { type: "progress" }),
      choice(learning.dailyTo === null ? words.subscribe : words.unsubscribe, {
        type: "subscribe",
        on: learning.dailyTo === null,
      }),
      ...(hasPolls(person)
        ? [choice(learning.polls ? words.noPolls : words.polls, { type: "polls", on: !learning.polls })]
        : []),
      endChoice,
    ]);
  };

  const topics = (day: Day): Shown => {
    const good = goodOn(day);
    return note(words.whichTopic, [
      ...quizTopics.flatMap((topic) => {
        const count = good.filter((quiz) => quiz.topic === topic).length;
        return count === 0
          ? []
          : [choice(words.topicChoice(topicNames[topic], count), { type: "next", source: topic })];
      }),
      endChoice,
    ]);
  };

  const cases = (page: number, day: Day): Shown => {
    const order = seededOrder([...walking.walks.keys()], String, day);
    const from = ((page - 1) * casesAtOnce) % Math.max(1, order.length);
    const offered = order.slice(from, from + casesAtOnce);
    const more = from + casesAtOnce < order.length ? page + 1 : 1;
    return note(words.whichCase, [
      ...offered.map((id) =>
        choice(catalogue.case(id)?.title ?? id, {
          type: "walk",
          case: id,
          judged: { looks: [], guess: null },
        }),
      ),
      choice(words.moreCases, { type: "walks", page: more }),
      endChoice,
    ]);
  };

  /** One order of questions for a day, whoever asks; the next day has another. */
  const next = (source: QuizSource, learning: Learning, day: Day): Shown => {
    const quiz = nextQuiz(goodOn(day), source, learning, day, day);
    if (quiz !== null) return askQuiz(quiz, source, day, { poll: learning.polls });
    if (source !== "wrong") return note(words.none);
    const [first] = learning.cards.map(({ due }) => due).sort();
    return note(words.noneDue(first === undefined ? null : dayInChinese(first)));
  };

  const answer = (
    { quiz: id, picked, source }: Extract<LearningMove, { type: "answer" | "tick" }>,
    person: PersonId,
    kept: KeptLearning,
    day: Day,
  ): LearningReply => {
    const quiz = askable(id, day);
    if (quiz === null || picked.some((at) => quiz.options[at] === undefined)) return shown(note(words.gone));
    const right = isRight(quiz, picked);
    const learning = withAnswer(kept.learning, id, right, day);
    const repeated = learning === kept.learning;
    const added = !right && learning.cards.length > kept.learning.cards.length;
    const remarks = [repeated ? words.again : "", added ? words.comesBack : ""];
    return shown(explainQuiz(catalogue, quiz, picked, source, day, remarks), {
      personal: true,
      changes: repeated ? [] : [changeOf(person, kept, learning)],
    });
  };

  const tick = (
    { quiz: id, picked, source }: Extract<LearningMove, { type: "answer" | "tick" }>,
    day: Day,
  ): LearningReply => {
    const quiz = askable(id, day);
    if (quiz === null) return shown(note(words.gone));
    return shown(askQuiz(quiz, source, day, { ticked: picked }), { again: true });
  };

  const progress = (learning: Learning, day: Day): Shown => {
    const counts = answeredThisMonth(learning, topicOf, day);
    const lines = quizTopics.flatMap((topic) => {
      const count = counts.get(topic);
      return count === undefined ? [] : [words.progressLine(topicNames[topic], count)];
    });
    const waiting = learning.cards.length === 0 ? "" : words.waiting(learning.cards.length);
    const isEmpty = learning.answered.length === 0 && learning.cards.length === 0;
    return {
      ...note("", [...(isEmpty ? [] : [choice(words.erase, { type: "erase" })]), backChoice, endChoice]),
      blocks: says(lines.length === 0 ? words.progressNone : words.progressText(lines), waiting),
    };
  };

  const setting = (
    person: PersonId,
    kept: KeptLearning,
    set: Partial<Learning>,
    text: string,
  ): LearningReply => shown(note(text), { changes: [changeOf(person, kept, { ...kept.learning, ...set })] });

  /**
   * That a question is wrong: one note of a person to a question, however often and wherever they say it. What was said last of
   * why stands; said again without, the earlier reason does.
   */
  const report = async (
    { quiz: id, reason }: Extract<LearningMove, { type: "report" }>,
    { state, note: receipt, reported }: LearningSituation,
  ): Promise<LearningReply> => {
    const quiz = byId.get(id);
    if (quiz === undefined) return shown(note(words.gone));
    const before = await reported(id);
    const why = reason === "" ? before?.reason : reason;
    const goesOn = state?.choices.find(({ text }) => parseLearning(text)?.type === "next");
    const whys =
      reason === "" ? words.reasons.map((one) => choice(one, { type: "report", quiz: id, reason: one })) : [];
    return shown(
      {
        ...note(words.reported(before?.id ?? receipt, reason), [
          goesOn ?? choice(words.next, { type: "next", source: "daily" }),
          ...whys,
          backChoice,
          endChoice,
        ]),
      },
      {
        gap: {
          kind: "quiz",
          text: quiz.stem,
          detail: id,
          ...(why === undefined ? {} : { reason: why }),
          ...(before === null ? {} : { place: before.key }),
        },
      },
    );
  };

  const act = async (
    move: LearningMove,
    situation: LearningSituation,
    kept: KeptLearning,
    day: Day,
  ): Promise<LearningReply> => {
    const { person, conversation } = situation;
    const { learning } = kept;
    switch (move.type) {
      case "menu":
        return shown(menu(learning, person, day));
      case "topics":
        return shown(topics(day));
      case "walks":
        return shown(cases(move.page, day));
      case "progress":
        return shown(progress(learning, day), { personal: true });
      case "erase":
        // What was asked for, the question of the day, goes on.
        return setting(person, kept, { answered: [], cards: [] }, words.erased);
      case "end":
        return shown(note(words.ended, []), { ended: true });
      case "subscribe":
        return setting(
          person,
          kept,
          { dailyTo: move.on ? conversation : null },
          move.on ? words.subscribed(pushHours) : words.unsubscribed,
        );
      case "polls":
        if (move.on && !hasPolls(person)) return shown(note(words.noPollsHere));
        return setting(person, kept, { polls: move.on }, move.on ? words.pollsOn : words.pollsOff);
      case "next":
        return shown(next(move.source, learning, day), { personal: move.source === "wrong" });
      case "question": {
        const quiz = askable(move.quiz, day);
        return shown(
          quiz === null ? note(words.gone) : askQuiz(quiz, quiz.topic, day, { poll: learning.polls }),
        );
      }
      case "answer":
        return answer(move, person, kept, day);
      case "tick":
        return tick(move, day);
      case "report":
        return report(move, situation);
      case "walk": {
        const walk = walking.walks.get(move.case);
        return shown(
          walk === undefined ? note(words.goneCase) : showWalk(walking, catalogue, walk, move.judged, day),
        );
      }
    }
  };

  /** Several numbers on a list that is ticked: all of them at once. */
  const ticks = (text: string, offered: readonly Choice[]): LearningMove | null => {
    const numbers = parseNumbers(text);
    if (numbers === null || numbers.length < 2) return null;
    const ticking = offered.map(({ text: move }) => {
      const parsed = parseLearning(move);
      return parsed?.type === "tick" ? parsed : null;
    });
    const first = ticking.find((move) => move !== null);
    if (first === undefined) return null;
    const picked = tickedBy(
      ticking.map((move) => move?.picked ?? null),
      numbers,
    );
    return picked === null ? null : { ...first, picked };
  };

  /** A word of a choice that was offered just before, typed. */
  const typed = (text: string, offered: readonly Choice[]): LearningMove | null => {
    const found = offered.find(({ label }) => label === text.trim());
    return found === undefined ? reasoned(text, offered) : parseLearning(found.text);
  };

  /** Why the question that was just answered, or found wrong, is so. */
  const reasoned = (text: string, offered: readonly Choice[]): LearningMove | null => {
    const reason = reportReason(text);
    if (reason === null) return null;
    for (const { text: move } of offered) {
      const parsed = parseLearning(move);
      if (parsed?.type === "report") return { ...parsed, reason };
    }
    return null;
  };

  return {
    async reply(text, situation) {
      const offered = situation.state?.choices ?? [];
      const move = parseLearning(text) ?? typed(text, offered) ?? ticks(text, offered);
      if (move === null) return null;
      return act(move, situation, await readLearning(store, situation.person), today());
    },
    async stopDaily(person) {
      const kept = await readLearning(store, person);
      return kept.learning.dailyTo === null
        ? []
        : [changeOf(person, kept, { ...kept.learning, dailyTo: null })];
    },
    async nextDaily(person, day) {
      const kept = await readLearning(store, person);
      const { dailyTo, pushedOn, polls } = kept.learning;
      if (dailyTo === null || pushedOn === day) return null;
      const quiz = nextQuiz(goodOn(day), "daily", kept.learning, day, day);
      if (quiz === null) return null;
      const question = askQuiz(quiz, "daily", day, { poll: polls });
      return {
        ...question,
        // Ended with one press, as any push.
        choices: [
          ...question.choices.filter((one) => one !== endChoice && one !== backChoice),
          choice(words.unsubscribe, { type: "subscribe", on: false }),
        ],
        to: dailyTo,
        change: changeOf(person, kept, { ...kept.learning, pushedOn: day }),
      };
    },
  };
}
