/**
 * The pre-check (预审) in a conversation. Whatever is pressed, numbered or typed becomes one move on the matter that goes on
 * here; what is no move is left to the rest of the dialogue, and the question that waits follows its answer.
 */
import { parseCommand } from "../../core/dialogue/commands.ts";
import type { Answer, AnswerBlock } from "../../core/grounding/answer.ts";
import { beginMatter, type Matter, type Move } from "../../core/precheck/interview.ts";
import type { Report } from "../../core/precheck/report.ts";
import { meansDay, parseDay, parseNumbers, parseSteering, type Steering } from "../../core/precheck/words.ts";
import type { FactId } from "../../core/rules/types.ts";
import type { Choice, PersonId } from "../../ports/channel.ts";
import type { MatterView, QuestionView, Step } from "../../ports/interviews.ts";
import type { Clock } from "../../ports/time.ts";
import {
  answerWords,
  moveProblems,
  shortestStory,
  untoldWords,
  interviewWords as words,
} from "../../text/interview.ts";
import type { ConversationState, GivenStory } from "../flow/events.ts";
import type { Handover } from "../precheck/handover.ts";
import type { Interviewer } from "../precheck/interviewer.ts";
import type { KeptMatter } from "../precheck/matters.ts";
import { noStories, type Stories, type StoryRead } from "../precheck/stories.ts";
import { storyOptions, storyText } from "./story-steps.ts";

export interface InterviewDialogueOptions {
  readonly interviewer: Interviewer;
  readonly reportAnswer: (report: Report) => Pick<Answer, "blocks" | "citations">;
  readonly handover: Handover;
  readonly contact: string;
  readonly clock: Clock;
  /** 22 characters of base64url. */
  readonly newMatterId: () => string;
  /** Lets stories in that a model is to read; left out: there is no model. */
  readonly stories?: Pick<Stories, "admit">;
}

/** A result reached, for the audit log. */
export interface MatterResult {
  readonly matter: string;
  /** Status or outcome. */
  readonly result: string;
  readonly recordHash: string;
  /** Answers that were proposed out of a story and confirmed. */
  readonly confirmed: number;
}

/** The result that a matter stands at; null before. */
export function matterResult({ step, matter, answered }: MatterView): MatterResult | null {
  if (step.type !== "result") return null;
  const { outcome, status, recordHash } = step.report;
  const confirmed = answered.filter(({ source }) => source === "confirmed").length;
  return { matter, result: outcome ?? status, recordHash, confirmed };
}

/** What a reply does to the matters of a person. */
export interface InterviewEffect {
  /** The matter that goes on in this conversation from now on. */
  readonly active: string | null;
  /** Written back at its version. */
  readonly changed: KeptMatter | null;
  readonly result: MatterResult | null;
}

/** What is shown: the reply but for what the dialogue adds. */
export interface InterviewReply {
  readonly choices: readonly Choice[];
  readonly blocks: readonly AnswerBlock[];
  readonly citations: Answer["citations"];
  readonly interview: InterviewEffect;
  /** The same list again, ticked otherwise: it takes the place of the one before. */
  readonly again: boolean;
  /** What was said is a story: only that there was one is kept. */
  readonly told?: boolean;
  /** Shows words of a story: they go when the conversation goes on. */
  readonly passing?: boolean;
  /** Asks for a story. */
  readonly telling?: boolean;
  /** A story to be given to a model, masked. */
  readonly story?: GivenStory;
}

/** What the interview has to know of an event. */
export interface InterviewSituation {
  readonly person: PersonId;
  readonly state: Pick<ConversationState, "matter" | "telling" | "choices"> | null;
  /** The person's pre-checks, the oldest first. */
  readonly matters: () => Promise<readonly KeptMatter[]>;
}

export interface InterviewDialogue {
  /** @param pressed the choice, by button or number; null: typed @returns null: no move, nothing was done */
  reply(text: string, pressed: Choice | null, situation: InterviewSituation): Promise<InterviewReply | null>;
  /** The question that waits, to follow what was said in the middle; null where none waits. */
  waiting(
    situation: InterviewSituation,
  ): Promise<Pick<InterviewReply, "blocks" | "choices" | "telling"> | null>;
  /** The matter with what became of a story that was being read. */
  storyRead(kept: KeptMatter, read: StoryRead): InterviewReply;
}

/** What a choice of the interview does. */
interface Option {
  readonly label: string;
  readonly act: Move | Steering;
}

/** Stages at which nothing is asked. */
const settled: ReadonlySet<string> = new Set(["result", "unheld"]);

const steeringTypes: ReadonlySet<string> = new Set(["why", "result", "another", "answers"]);

const says = (...texts: readonly string[]): AnswerBlock[] =>
  texts.filter((text) => text !== "").map((text) => ({ type: "notice", text }));

const stepId = ({ matter, version }: MatterView): string => `${matter}.${version}`;

/** A checklist of several is ticked; one question is asked as any other. */
const isChecklist = (step: Step): step is Extract<Step, { type: "questions" }> & { page: "checklist" } =>
  step.type === "questions" && step.page === "checklist" && step.questions.length > 1;

/** Whether the choices of the reply before are pre-checks to go on with. */
const offersMatters = ({ state }: InterviewSituation): boolean =>
  state?.choices.some(({ text }) => ["resume", "fetch"].includes(parseSteering(text)?.type ?? "")) ?? false;

/** Numbers are counted within a person. */
const nextNumber = (kept: readonly KeptMatter[]): number =>
  Math.max(0, ...kept.map(({ matter }) => matter.number)) + 1;

export function createInterviewDialogue(options: InterviewDialogueOptions): InterviewDialogue {
  const { interviewer, reportAnswer, handover, contact, clock, newMatterId, stories = noStories } = options;

  const optionsOf = ({ step, storyModel }: MatterView, matter: Matter): readonly Option[] => {
    const back: Option = { label: words.back, act: { type: "back" } };
    const pause: Option = { label: words.pause, act: { type: "pause" } };
    switch (step.type) {
      case "consent":
        return [
          { label: words.consent, act: { type: "consent" } },
          { ...pause, label: words.notNow },
        ];
      case "jurisdiction":
        return [
          { label: words.nationalOnly, act: { type: "jurisdiction", ids: [] } },
          ...step.options.map(
            ({ id, title }): Option => ({ label: title, act: { type: "jurisdiction", ids: [id] } }),
          ),
          pause,
        ];
      case "dates":
        return [
          ...(matter.actDate === null
            ? []
            : [{ label: words.notDecided, act: datesOf(matter.actDate, step.today) }]),
          back,
          pause,
        ];
      case "story-notice":
      case "story":
      case "story-reading":
        return storyOptions(step);
      case "proposals":
        return [...storyOptions(step), pause];
      case "questions":
        return [
          ...(isChecklist(step) ? checklistOptions(step.questions, matter) : valueOptions(step.questions[0])),
          { label: words.why, act: { type: "why" } },
          back,
          pause,
          // Last, so that the numbers of the others are the same with a model and without.
          ...(storyModel === null ? [] : [{ label: words.story, act: { type: "story" } as const }]),
        ];
      case "result":
        return [
          ...(step.completable ? [{ label: words.complete, act: { type: "complete" } as const }] : []),
          { label: words.answers, act: { type: "answers" } },
          { label: words.another, act: { type: "another" } },
          { ...pause, label: words.end },
        ];
      case "unheld":
        return [
          { label: words.recompute, act: { type: "recompute" } },
          { label: words.answers, act: { type: "answers" } },
          { label: words.another, act: { type: "another" } },
        ];
    }
  };

  const valueOptions = (question: QuestionView | undefined): readonly Option[] =>
    question === undefined
      ? []
      : [...question.values.map(({ id }) => id), "unsure"].map((value) => ({
          label: answerWords(question, value),
          act: { type: "answers", facts: { [question.fact]: value }, source: "pressed" },
        }));

  const checklistOptions = (questions: readonly QuestionView[], { ticked }: Matter): readonly Option[] => [
    ...questions.map(
      ({ fact, label }): Option => ({
        label: words.tick(label, ticked.includes(fact)),
        act: { type: "tick", facts: [fact] },
      }),
    ),
    { label: words.ticked(ticked.length), act: { type: "ticked", source: "pressed" } },
  ];

  const datesOf = (act: string, decision: string | null): Move => ({ type: "dates", act, decision });

  const choicesOf = (view: MatterView, matter: Matter): readonly Choice[] =>
    optionsOf(view, matter).map(({ label }) => ({ label, text: label, step: stepId(view) }));

  const stepBlocks = (view: MatterView): Pick<InterviewReply, "blocks" | "citations"> => {
    const { step } = view;
    if (step.type === "result") {
      const { blocks, citations } = reportAnswer(step.report);
      return {
        blocks: [...says(step.stopped ? words.stopped(contact) : "", newerWords(view)), ...blocks],
        citations,
      };
    }
    return { blocks: says(...stepTexts(view, step)), citations: [] };
  };

  const stepTexts = (view: MatterView, step: Exclude<Step, { type: "result" }>): readonly string[] => {
    switch (step.type) {
      case "consent":
        return [words.consentText(contact)];
      case "jurisdiction":
        return [words.jurisdictionText];
      case "dates":
        return [
          view.actDate === null ? words.actDateText(step.firstDay) : words.decisionDateText(view.actDate),
        ];
      case "story-notice":
      case "story":
      case "story-reading":
      case "proposals":
        return [storyText(step)];
      case "questions":
        return isChecklist(step)
          ? [words.checklistText, ...step.questions.map(words.checklistLine)]
          : step.questions.slice(0, 1).map((question) => words.questionText(question, step.page, view.left));
      case "unheld":
        return [words.unheld(step.ruleset.version)];
    }
  };

  const newerWords = ({ newer }: MatterView): string =>
    newer === null ? "" : words.newer(newer.ruleset.version, newer.differs);

  const show = (
    { matter, version }: KeptMatter,
    rest: {
      readonly lead?: readonly string[];
      readonly changed?: boolean;
      readonly active?: boolean;
      readonly again?: boolean;
    } = {},
  ): InterviewReply => {
    const view = interviewer.view(matter);
    const { blocks, citations } = stepBlocks(view);
    const changed = rest.changed ?? false;
    return {
      blocks: [...says(...(rest.lead ?? [])), ...blocks],
      citations,
      choices: choicesOf(view, matter),
      interview: {
        active: rest.active === false ? null : matter.id,
        changed: changed ? { matter, version } : null,
        result: changed ? matterResult(view) : null,
      },
      again: rest.again ?? false,
      passing: view.step.type === "proposals",
      telling: view.step.type === "story",
    };
  };

  /** Words alone; the matter stays where it is, and what it offered can still be chosen. */
  const remark = (kept: KeptMatter, ...lead: readonly string[]): InterviewReply => {
    const shown = show(kept);
    return { ...shown, blocks: says(...lead), citations: [], passing: false };
  };

  const begin = (kept: readonly KeptMatter[], lead: readonly string[] = []): InterviewReply => {
    return show(
      { matter: beginMatter(newMatterId(), nextNumber(kept), clock()), version: 0 },
      { lead, changed: true },
    );
  };

  const apply = (kept: KeptMatter, move: Move): InterviewReply => {
    const moved = interviewer.move(kept.matter, move, clock());
    if (!moved.ok) return show(kept, { lead: [moveProblems[moved.problem]] });
    const next = { matter: moved.matter, version: kept.version };
    if (move.type === "pause") {
      return {
        blocks: says(words.paused(kept.matter.number)),
        citations: [],
        choices: [{ label: words.resume(kept.matter.number), text: words.resume(kept.matter.number) }],
        interview: { active: null, changed: next, result: null },
        again: false,
      };
    }
    const lead = move.type === "confirm" ? [words.confirmed(move.facts.length)] : [];
    return show(next, { lead, changed: true, again: move.type === "tick" });
  };

  /** A story is taken in to be read, or why not is said; nothing was answered yet. */
  const tell = (kept: KeptMatter, given: string): InterviewReply => {
    if (given.trim().length < shortestStory) return { ...remark(kept, words.storyShort), told: true };
    const admitted = stories.admit(given);
    if (!admitted.ok) return { ...storyRead(kept, admitted), told: true };
    const reply = apply(kept, { type: "story-told" });
    const { changed } = reply.interview;
    if (changed === null) return { ...reply, told: true };
    const { id, revision } = changed.matter;
    return { ...reply, told: true, story: { matter: id, since: revision, text: admitted.text } };
  };

  /** Whatever comes of a story, the interview goes on. */
  const storyRead = (kept: KeptMatter, read: StoryRead): InterviewReply => {
    const reply = apply(kept, read.ok ? read.move : { type: "story-end", why: read.reason });
    const { changed } = reply.interview;
    // Everything that was proposed may have been answered meanwhile.
    const reason = read.ok ? (changed?.matter.story == null ? "nothing" : null) : read.reason;
    return { ...reply, blocks: [...(reason === null ? [] : says(untoldWords[reason])), ...reply.blocks] };
  };

  const why = (kept: KeptMatter): InterviewReply => {
    const { step } = interviewer.view(kept.matter);
    if (step.type !== "questions") return show(kept, { lead: [words.nothingAsked] });
    const questions = isChecklist(step) ? step.questions : step.questions.slice(0, 1);
    return remark(kept, ...questions.map(words.whyText), words.chooseAbove);
  };

  /** The report of what is known so far; then the question again. */
  const soFar = (kept: KeptMatter): InterviewReply => {
    const shown = show(kept);
    const report = interviewer.reportOf(kept.matter);
    if (report === null) return show(kept, { lead: [words.noResultYet] });
    const { step } = interviewer.view(kept.matter);
    if (step.type === "result") return shown;
    const { blocks, citations } = reportAnswer(report);
    return { ...shown, blocks: [...blocks, ...says(words.backTo), ...shown.blocks], citations };
  };

  const steer = (steering: Steering, kept: KeptMatter, all: readonly KeptMatter[]): InterviewReply => {
    switch (steering.type) {
      case "why":
        return why(kept);
      case "result":
        return soFar(kept);
      case "another":
        return begin(all, [words.setAside(kept.matter.number)]);
      case "answers":
        return remark(kept, words.answersText(interviewer.view(kept.matter).answered));
      case "resume":
        return resume(steering.number ?? kept.matter.number, all);
      // Taken before: it needs no matter here.
      case "fetch":
        return show(kept);
      case "edit": {
        const given = kept.matter.answers[steering.number - 1];
        return given === undefined
          ? show(kept, { lead: [words.noSuchQuestion(kept.matter.answers.length)] })
          : apply(kept, { type: "edit", fact: given.fact });
      }
      default:
        return apply(kept, { type: steering.type });
    }
  };

  const resume = (number: number, all: readonly KeptMatter[]): InterviewReply => {
    const kept = all.find(({ matter }) => matter.number === number);
    if (kept === undefined) return listing(all);
    const moved = interviewer.move(kept.matter, { type: "resume" }, clock());
    const next = moved.ok ? { matter: moved.matter, version: kept.version } : kept;
    return show(next, {
      lead: [
        words.resumed(number),
        kept.matter.continuedAt === undefined ? "" : words.continuedElsewhere(kept.matter.continuedAt),
        newerWords(interviewer.view(next.matter)),
      ],
      changed: moved.ok,
    });
  };

  /** Says how to go on in another channel. */
  const movable = async (person: PersonId, reply: InterviewReply): Promise<InterviewReply> => {
    const { active } = reply.interview;
    if (active === null) return reply;
    const code = await handover.offer(person, active);
    return { ...reply, blocks: [...says(words.movable(code)), ...reply.blocks] };
  };

  /** A copy of a matter that was begun elsewhere. */
  const fetched = async (
    person: PersonId,
    code: string,
    all: readonly KeptMatter[],
  ): Promise<InterviewReply> => {
    const matter = await handover.take(person, code);
    if (matter === null) return { ...listing(all), blocks: says(words.unknownCode) };
    const here = all.find((kept) => kept.matter.id === matter.id);
    if (here !== undefined) return resume(here.matter.number, all);
    const number = nextNumber(all);
    const revision = matter.revision + 1;
    return show(
      { matter: { ...matter, number, revision, paused: false, story: null }, version: 0 },
      {
        lead: [words.fetched(number)],
        changed: true,
      },
    );
  };

  /** Nothing was begun here: what was begun in other channels, where all of it is the same owner's. */
  const fromElsewhere = async (person: PersonId): Promise<InterviewReply> => {
    const found = await handover.elsewhere(person);
    if (found.length === 0) return listing([]);
    const codes = await Promise.all(found.map(({ owner, matter }) => handover.offer(owner, matter.id)));
    const choices = found.map(({ matter: { startedAt, answers } }, at) => ({
      label: words.elsewhereChoice(startedAt, answers.length),
      text: words.fetch(codes[at] ?? ""),
    }));
    return { ...listing([]), blocks: says(words.whichElsewhere), choices };
  };

  /** The matters to go on with. */
  const listing = (all: readonly KeptMatter[]): InterviewReply => ({
    blocks: says(all.length === 0 ? words.noMatters : words.whichMatter),
    citations: [],
    choices: [
      ...all.map(({ matter: { number, startedAt } }) => ({
        label: words.matterChoice(number, startedAt),
        text: words.resume(number),
      })),
      { label: words.another, text: words.another },
    ],
    interview: { active: null, changed: null, result: null },
    again: false,
  });

  /** What a text means at the step that is shown; null: nothing. */
  const moveOf = (text: string, view: MatterView, matter: Matter): Move | Steering | null => {
    const folded = text.trim();
    const option = optionsOf(view, matter).find(({ label }) => label === folded);
    if (option !== undefined) return typed(option.act);
    const { step } = view;
    if (step.type === "dates") {
      const day = folded === words.today ? step.today : parseDay(folded);
      if (day === null) return null;
      return matter.actDate === null ? datesOf(day, null) : datesOf(matter.actDate, day);
    }
    if (!isChecklist(step)) return null;
    if (words.noneOfThem.includes(folded)) return { type: "ticked", source: "typed" };
    const numbers = parseNumbers(folded);
    if (numbers === null) return null;
    const facts = numbers.map((number) => step.questions[number - 1]?.fact);
    return facts.every((fact): fact is FactId => fact !== undefined) ? { type: "tick", facts } : null;
  };

  const typed = (act: Move | Steering): Move | Steering =>
    act.type === "answers" && "facts" in act ? { ...act, source: "typed" } : act;

  const act = (acting: Move | Steering, kept: KeptMatter, all: readonly KeptMatter[]): InterviewReply =>
    steeringTypes.has(acting.type) && !("facts" in acting)
      ? steer(acting as Steering, kept, all)
      : "number" in acting
        ? steer(acting, kept, all)
        : apply(kept, acting as Move);

  const inMatter = (
    text: string,
    pressed: Choice | null,
    kept: KeptMatter,
    all: readonly KeptMatter[],
    { state }: InterviewSituation,
  ): InterviewReply | null => {
    const view = interviewer.view(kept.matter);
    if (pressed?.step !== undefined) {
      if (pressed.step !== stepId(view)) return show(kept, { lead: [words.stale] });
      const option = optionsOf(view, kept.matter).find(({ label }) => label === pressed.text);
      return option === undefined ? show(kept, { lead: [words.stale] }) : act(option.act, kept, all);
    }
    const steering = parseSteering(text);
    if (steering !== null) return steer(steering, kept, all);
    const move = moveOf(text, view, kept.matter);
    if (move !== null) return act(move, kept, all);
    if (pressed !== null) return null;
    if (view.step.type === "dates" && meansDay(text)) return show(kept, { lead: [words.noDay] });
    if (view.step.type === "story") return tell(kept, text);
    // A story that comes after the step has passed, by the page perhaps, is no question.
    return state?.telling === true ? { ...show(kept, { lead: [words.stale] }), told: true } : null;
  };

  /** What is said where pre-checks to go on with were offered, and none was chosen yet: the same are offered again. */
  const unchosen = ({ state }: InterviewSituation): InterviewReply => ({
    ...listing([]),
    blocks: says(words.chooseMatterFirst),
    choices: state?.choices ?? [],
  });

  const activeOf = (all: readonly KeptMatter[], { state }: InterviewSituation): KeptMatter | undefined =>
    all.find(({ matter }) => matter.id === state?.matter);

  return {
    async reply(text, pressed, situation) {
      const command = parseCommand(text);
      const steering = parseSteering(text);
      const concerned =
        situation.state?.matter != null ||
        pressed?.step !== undefined ||
        command?.name === "precheck" ||
        steering?.type === "resume" ||
        steering?.type === "fetch" ||
        steering?.type === "another" ||
        (steering !== null && offersMatters(situation));
      if (!concerned || (command !== null && command.name !== "precheck")) return null;
      const all = await situation.matters();
      const active = activeOf(all, situation);
      if (steering?.type === "fetch") return fetched(situation.person, steering.code, all);
      if (command?.name === "precheck") {
        const unfinished = all.filter(({ matter }) => interviewer.stage(matter).type !== "result");
        return unfinished.length === 0 ? begin(all) : listing(all);
      }
      if (active !== undefined) return inMatter(text, pressed, active, all, situation);
      if (pressed?.step !== undefined) return { ...listing(all), blocks: says(words.stale) };
      if (steering?.type === "another") return begin(all);
      if (steering !== null && steering.type !== "resume")
        return offersMatters(situation) ? unchosen(situation) : null;
      if (steering === null) return null;
      if (all.length === 0) return fromElsewhere(situation.person);
      const last = all.toSorted((one, other) => other.matter.changedAt - one.matter.changedAt)[0];
      const number = steering.number ?? (all.length === 1 ? last?.matter.number : undefined);
      return number === undefined ? listing(all) : movable(situation.person, resume(number, all));
    },
    async waiting(situation) {
      if (situation.state?.matter == null) return null;
      const kept = activeOf(await situation.matters(), situation);
      if (kept === undefined || settled.has(interviewer.stage(kept.matter).type)) return null;
      const { blocks, choices, passing, telling = false } = show(kept);
      // The words of a story are shown where they are to be confirmed, and nowhere else.
      const again = passing === true ? says(words.proposalsWait, words.chooseAbove) : blocks;
      return { blocks: [...says(words.backTo), ...again], choices, telling };
    },
    storyRead,
  };
}
