/** Learning (学习) through the whole flow: a real store, the shipped questions and cases, everything chosen by number. */
import { afterEach, describe, expect, it } from "vitest";
import { createLearningDialogue, type LearningDialogue } from "../../../src/app/dialogue/learning.ts";
import { learningKey, spaceOf } from "../../../src/app/flow/keys.ts";
import { createDailyPush, type DailyPush } from "../../../src/app/learning/daily-push.ts";
import { readLearning } from "../../../src/app/learning/stored-learning.ts";
import { readNotes } from "../../../src/app/listening/notes.ts";
import { usualHours as pushHours } from "../../../src/core/campaign/campaign.ts";
import { parseLearning, reasonLimit } from "../../../src/core/dialogue/learning-words.ts";
import type { Quiz } from "../../../src/core/law/types.ts";
import { addDays } from "../../../src/core/learning/days.ts";
import { rightOptions } from "../../../src/core/learning/quiz.ts";
import type { Store } from "../../../src/ports/store.ts";
import { replies } from "../../../src/text/dialogue.ts";
import { learningWords as words } from "../../../src/text/learning.ts";
import { walkWords } from "../../../src/text/walk.ts";
import { catalogue, walking } from "../../precheck-interviewer.ts";
import { address, type Running, running, today } from "./running.ts";
import { type Sent, textOf } from "./scripted-channel.ts";

const open: Running[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.stop();
});

interface Learner extends Running {
  readonly lessons: LearningDialogue;
  /** Goes on to another day. */
  on(day: string): void;
}

async function start(polls = true): Promise<Learner> {
  let day = today;
  let store: Store | null = null;
  const held = new Proxy({} as Store, { get: (_, name) => Reflect.get(store as Store, name) });
  const lessons = createLearningDialogue({
    catalogue,
    walking,
    store: held,
    hasPolls: () => polls,
    today: () => day,
    pushHours,
  });
  const one = await running({ learning: lessons });
  store = one.store;
  open.push(one);
  return Object.assign(one, {
    lessons,
    on: (next: string) => {
      day = next;
    },
  });
}

const anna = address("web:anna");

const last = (of: Running): Sent => {
  const sent = of.channel.sends.at(-1);
  if (sent === undefined) throw new Error("nothing was sent");
  return sent;
};
const choicesOf = (of: Running) => last(of).message.choices;
async function say(of: Running, ...texts: string[]): Promise<string> {
  for (const text of texts) {
    await of.say(anna, text);
    await of.settle();
  }
  return textOf(last(of));
}
/** Chooses by number, as a person without buttons does. */
async function choose(of: Running, label: string): Promise<string> {
  const at = choicesOf(of).findIndex((choice) => choice.label.startsWith(label));
  if (at === -1)
    throw new Error(
      `no ${label} among ${choicesOf(of)
        .map((one) => one.label)
        .join(" | ")}`,
    );
  return say(of, String(at + 1));
}
const learningOf = async (of: Running) => (await readLearning(of.store, anna.person)).learning;

/** The question that was asked last. */
function asked(of: Running): Quiz {
  for (const { text } of choicesOf(of)) {
    const move = parseLearning(text);
    const quiz =
      move?.type === "answer" || move?.type === "tick"
        ? catalogue.base.quizzes.find(({ id }) => id === move.quiz)
        : undefined;
    if (quiz !== undefined) return quiz;
  }
  throw new Error("no question was asked");
}
/** Answers the question asked last. */
async function answer(of: Running, right: boolean): Promise<Quiz> {
  const quiz = asked(of);
  const picked = quiz.options.findIndex((option) => option.right === right);
  if (quiz.kind !== "multiple") await choose(of, quiz.options[picked]?.text ?? "");
  else {
    const wanted = right ? rightOptions(quiz) : [picked];
    for (const at of wanted) await choose(of, words.ticked(quiz.options[at]?.text ?? "", false));
    await choose(of, words.done);
  }
  return quiz;
}

describe("a question that a link or a poster leads to", () => {
  it("is asked by its id, and answered as any; one that is gone says so", async () => {
    const one = await start();
    await say(one, "做题 quiz-accountability-silence");
    expect(asked(one).id).toBe("quiz-accountability-silence");
    expect(textOf(last(one))).toMatch(/【判断·党内问责】.+，对不对？/u);
    await answer(one, true);
    expect(textOf(last(one))).toContain(words.right);
    expect(await say(one, "做题 quiz-no-such")).toContain(words.gone);
  });
});

describe("a question", () => {
  it("is asked by topic, answered by number, and explained with its sources", async () => {
    const one = await start();
    await say(one, "学习");
    await choose(one, words.topics);
    await choose(one, "党内问责");
    const quiz = await answer(one, true);
    expect(quiz.topic).toBe("accountability");
    expect(textOf(last(one))).toContain(words.right);
    const { citations, blocks } = last(one).message.answer;
    expect(citations.map(({ passage }) => passage)).toEqual(
      expect.arrayContaining(quiz.basis.map(({ passage }) => passage)),
    );
    for (const block of blocks) if (block.type === "sentence") expect(block.citations).not.toEqual([]);
    expect(await learningOf(one)).toMatchObject({
      answered: [{ quiz: quiz.id, day: today, right: true }],
      cards: [],
    });
  });

  it("tells which misconception was chosen, and leads to it", async () => {
    const one = await start();
    await say(one, "误区辨析");
    expect(asked(one).options.some(({ misconception }) => misconception !== null)).toBe(true);
    await say(one, "答题 quiz-accountability-dissent 1 misconceptions");
    const entry = catalogue.curated("collective-is-enough");
    expect(textOf(last(one))).toContain(entry?.title);
    expect(choicesOf(one).find(({ label }) => label === words.readMisconception)?.text).toBe(
      entry?.questions[0],
    );
  });

  it("with several right options is ticked, by single numbers or several at once", async () => {
    const one = await start();
    const several = catalogue.base.quizzes.find(({ id }) => id === "quiz-accountability-ways");
    if (several === undefined) throw new Error("quiz-accountability-ways is gone");
    await say(one, `勾选 ${several.id} - accountability`);
    expect(choicesOf(one).some(({ label }) => label === words.done)).toBe(false);
    const numbers = choicesOf(one).flatMap(({ label }, at) =>
      rightOptions(several).some((right) => label === words.ticked(several.options[right]?.text ?? "", false))
        ? [at + 1]
        : [],
    );
    await say(one, numbers.join(" "));
    expect(choicesOf(one).filter(({ label }) => label.startsWith("☑")).length).toBe(numbers.length);
    expect(last(one).message.replaces).toBe((last(one).message.turn ?? 0) - 1);
    expect(await choose(one, words.done)).toContain(words.right);
  });

  it("is answered by a letter, ticked by several, and says which there are where one names none of them", async () => {
    const one = await start();
    const letterOf = (at: number): string => String.fromCharCode("A".charCodeAt(0) + at);
    await say(one, "下一题 accountability");
    for (let skipped = 0; asked(one).kind === "multiple"; skipped++) {
      expect(skipped).toBeLessThan(60);
      await answer(one, true);
      await say(one, "下一题 accountability");
    }
    const quiz = asked(one);
    expect(await say(one, "AB")).toContain(replies.oneOption);
    expect(await say(one, "z")).toContain(replies.noSuchOption(quiz.options.length));
    expect(asked(one)).toBe(quiz);
    const [right = 0] = rightOptions(quiz);
    const at = choicesOf(one).findIndex(({ label }) => label === quiz.options[right]?.text);
    expect(await say(one, letterOf(at).toLowerCase())).toContain(words.right);

    await say(one, "勾选 quiz-accountability-ways - accountability");
    await say(one, "ＡＣ");
    const ticked = choicesOf(one).flatMap(({ label }, place) =>
      label.startsWith("☑") ? [letterOf(place)] : [],
    );
    expect(ticked).toEqual(["A", "C"]);
  });

  it("pressed again changes nothing, and says so", async () => {
    const one = await start();
    await say(one, "每日一题");
    const quiz = await answer(one, false);
    const before = await learningOf(one);
    const at = rightOptions(quiz)[0] ?? 0;
    expect(await say(one, `答题 ${quiz.id} ${at} daily`)).toContain(words.again);
    expect(await learningOf(one)).toEqual(before);
  });

  it("that is gone, or has no such option, is not answered", async () => {
    const one = await start();
    expect(await say(one, "答题 quiz-nobody 0 daily")).toContain(words.gone);
    expect(await say(one, "答题 quiz-accountability-silence 5 daily")).toContain(words.gone);
  });

  it("goes as a native quiz where that was asked for, its options the first choices", async () => {
    const one = await start();
    await say(one, words.polls, `专题`, "下一题 procedure");
    const { quiz, choices } = last(one).message;
    const { kind } = asked(one);
    if (kind === "multiple") expect(quiz).toBeUndefined();
    else {
      expect(choices.slice(0, quiz?.options.length).map(({ label }) => label)).toEqual(quiz?.options);
      const move = parseLearning(choices[(quiz?.right ?? 0) - 1]?.text ?? "");
      expect(move?.type === "answer" && move.picked).toEqual(rightOptions(asked(one)));
    }
    await say(one, words.noPolls, "下一题 procedure");
    expect(last(one).message.quiz).toBeUndefined();
  });

  it("is not offered as a native quiz where there are none", async () => {
    const one = await start(false);
    await say(one, "学习");
    expect(choicesOf(one).map(({ label }) => label)).not.toContain(words.polls);
    expect(await say(one, words.polls)).toContain(words.noPollsHere);
    expect((await learningOf(one)).polls).toBe(false);
  });

  it("that was called wrong though it is so tells what was misread in it", async () => {
    const one = await start();
    const text = await say(one, "答题 quiz-misconceptions-protected 1 daily");
    expect(text).toContain("认为“公职人员依法履行职责受法律保护");
    expect(text).toContain("不对，这里有一个常见误区：");
  });
});

describe("a question found wrong by a reader", () => {
  const notes = async (of: Running) =>
    (await readNotes(of.store, of.pseudonyms)).map(({ note: { kind, detail, text, reason } }) => ({
      kind,
      detail,
      text,
      reason,
    }));
  const id = "quiz-procedure-comment";
  const stem = catalogue.base.quizzes.find((quiz) => quiz.id === id)?.stem ?? "";
  const noted = (reason?: string) => [{ kind: "quiz", detail: id, text: stem, reason }];

  it("goes on the gap list with its id, and learning goes on where it was", async () => {
    const one = await start();
    await say(one, "下一题 procedure");
    const quiz = await answer(one, true);
    await choose(one, words.report);
    expect(await notes(one)).toEqual([{ kind: "quiz", detail: quiz.id, text: quiz.stem, reason: undefined }]);
    await choose(one, words.next);
    expect(asked(one).topic).toBe("procedure");
    expect(asked(one).id).not.toBe(quiz.id);
  });

  it("takes why: typed with its id, chosen after the press, or typed with the word alone", async () => {
    const one = await start();
    expect(await say(one, `此题有误 ${id} 选项写反了`)).toContain("您说的理由");
    expect(await notes(one)).toEqual(noted("选项写反了"));
    await say(one, `此题有误 ${id}`);
    const [reason = ""] = words.reasons;
    await choose(one, reason);
    expect(await notes(one)).toEqual(noted(reason));
    await say(one, `此题有误 ${id}`, "此题有误，条文写的是不少于，\n没有写一般");
    expect(await notes(one)).toEqual(noted("条文写的是不少于， 没有写一般"));
  });

  it("is one note of a person, pressed five times in two conversations, and keeps what was said last of why", async () => {
    const one = await start();
    const first = await say(one, `此题有误 ${id} 选项写反了`);
    const receipt = /编号([0-9A-Z-]+)/u.exec(first)?.[1] ?? "";
    for (let press = 0; press < 4; press++) expect(await say(one, `此题有误 ${id}`)).toContain(receipt);
    await one.say(address("web:anna", "c2"), `此题有误 ${id}`);
    await one.settle();
    expect(await notes(one)).toEqual(noted("选项写反了"));
    // Somebody else's is another.
    await one.say(address("web:bo"), `此题有误 ${id}`);
    await one.settle();
    expect(await notes(one)).toHaveLength(2);
  });

  it("keeps of why no personal data, and no more than a few lines", async () => {
    const one = await start();
    await say(one, `此题有误 ${id} 请打电话13812345678告诉我。${"很长".repeat(300)}`);
    const [note] = await notes(one);
    expect(note?.reason).not.toContain("13812345678");
    expect(note?.reason?.length).toBeLessThanOrEqual(reasonLimit);
  });

  it("is a question like any other where no question of learning is meant", async () => {
    const one = await start();
    await say(one, "此题有误，怎么反映");
    expect(await notes(one)).not.toContainEqual(expect.objectContaining({ kind: "quiz" }));
    expect(await say(one, "此题有误 quiz-nobody 选项写反了")).toContain(words.gone);
    expect(await notes(one)).not.toContainEqual(expect.objectContaining({ kind: "quiz" }));
  });
});

describe("one's own wrong answers", () => {
  it("come again on their day, and later each time they are right", async () => {
    const one = await start();
    await say(one, "每日一题");
    const quiz = await answer(one, false);
    expect(textOf(last(one))).toContain(words.comesBack);
    expect(await say(one, "我的错题")).toContain("11月24日");
    one.on(addDays(today, 1));
    await say(one, "我的错题");
    expect(asked(one).id).toBe(quiz.id);
    await answer(one, true);
    expect((await learningOf(one)).cards).toEqual([{ quiz: quiz.id, box: 2, due: addDays(today, 3) }]);
    expect(await choose(one, words.next)).toContain("11月26日");
  });
});

describe("a case walked through", () => {
  it("is judged look by look, and ends with the decision, the rules and what would have differed", async () => {
    const one = await start();
    const text = await say(one, "推演 seed-1");
    expect(text).toContain("会议补助");
    // What was decided is not told before the end, not even by the caution under the source.
    expect(JSON.stringify(last(one).message)).not.toMatch(/严重警告|受到.{0,6}处分/u);
    for (let look = 0; look < 6; look++) await choose(one, "有利");
    const end = await choose(one, "容错免责");
    expect(end).toContain("受到党内严重警告处分");
    expect(end).toContain("涉及不予容错的情形");
    const { citations } = last(one).message.answer;
    expect(citations.map(({ passage }) => passage)).toContain("seed-1");
    expect(citations.some(({ kind }) => kind === "provision")).toBe(true);
  });

  it("says what the source states of the look that was judged", async () => {
    const one = await start();
    await say(one, "推演 seed-1");
    const text = await choose(one, "有利");
    expect(text).toContain("来源写“违反中央八项规定精神");
    expect(text).toContain("是否违反八项规定精神——涉及");
    expect(text).toContain(walkWords.read("against", false, []));
  });

  it("tells before a look is judged what only the reasons say of it", async () => {
    const one = await start();
    await say(one, "推演 seed-2");
    await choose(one, "还要再问");
    expect(await choose(one, "还要再问")).toContain(
      "第三看，主观动机：来源另外写明“没有为个人谋取私利等行为”",
    );
  });

  it("judges unfavourable what the rules put before people by itself", async () => {
    const one = await start();
    await say(one, "推演 sanctioned-01 O");
    expect(await choose(one, "不利")).toContain(walkWords.read("against", false, []));
  });

  it("of a sanction says that no refusal of tolerance was reported", async () => {
    const one = await start();
    await say(one, "推演 sanctioned-11 OOOOOO");
    const end = await choose(one, "给予处分");
    expect(end).toContain("与公布的结果一致");
    expect(end).toContain("没有写当事人申请过容错");
    expect(end).not.toContain("不予容错，与公布的结果一致");
  });

  it("where rules and decision part says so, and puts neither in the wrong", async () => {
    const one = await start();
    await say(one, "推演 tolerated-06 OOOOOO");
    const end = await choose(one, "容错免责");
    expect(end).toContain("两者不同");
    expect(end).toContain("以决定为准");
  });

  it.each([...walking.walks.keys()])("of %s ends with its decision, every sentence cited", async (id) => {
    const reply = await createLearningDialogue({
      catalogue,
      walking,
      store: { read: async () => [] },
      hasPolls: () => false,
      today: () => today,
      pushHours,
    }).reply(`推演 ${id} OOOOOON`, {
      person: "web:anna",
      conversation: "c1",
      state: null,
      note: "7K3M-Q9TD",
      reported: async () => null,
    });
    const text = reply?.blocks.map((block) => ("text" in block ? block.text : "")).join("\n") ?? "";
    expect(text).toContain(catalogue.case(id)?.decision.replace(/[。；]$/u, ""));
    expect(text).toContain("不是认定");
    expect(text).toContain(walkWords.otherwise);
    expect(text).not.toContain(walkWords.nothingChanges);
    for (const block of reply?.blocks ?? [])
      if (block.type === "sentence") expect(block.citations).not.toEqual([]);
  });

  it("can be chosen by number from the cases there are, batch by batch", async () => {
    const one = await start();
    await say(one, "案例推演");
    const first = choicesOf(one).map(({ label }) => label);
    await choose(one, words.moreCases);
    expect(choicesOf(one).map(({ label }) => label)).not.toEqual(first);
    expect(await say(one, "1")).toContain("第一看");
  });

  it("there are at least fifteen of", () => {
    expect(walking.walks.size).toBeGreaterThanOrEqual(15);
  });
});

describe("the question of the day", () => {
  /** After it, nobody is in the middle of a lesson any more. */
  const rest = 31 * 60_000;
  const dailyPush = (one: Learner, hours: { readonly from: string; readonly until: string } = pushHours) =>
    createDailyPush({
      store: one.store,
      lessons: one.lessons,
      campaignDays: { at: async () => async () => false },
      hours,
      calendar: { years: new Set([2026]), off: new Set(["2026-11-24"]), worked: new Set() },
      pseudonyms: one.pseudonyms,
      knowledgeVersion: "sha256:0",
      log: { debug() {}, info() {}, warn() {}, error() {} },
      clock: one.clock,
      expiry: (at) => at + 180 * 86_400_000,
    });
  const pushes = (one: Learner): readonly Sent[] =>
    one.channel.sends.filter(({ message }) => message.push === true);
  async function tick(one: Learner, ...more: DailyPush[]): Promise<void> {
    await Promise.all(more.map((push) => push.tick()));
    await one.settle();
  }

  it("is pushed to nobody who did not ask for it", async () => {
    const one = await start();
    await say(one, "每日一题");
    await tick(one, dailyPush(one));
    expect(pushes(one)).toEqual([]);
  });

  it("is pushed once a day, by however many servers, and answered by pressing it", async () => {
    const one = await start();
    await say(one, "每日一题 开");
    one.clock.advance(rest);
    await tick(one, dailyPush(one), dailyPush(one));
    await tick(one, dailyPush(one));
    expect(pushes(one).length).toBe(1);
    const { turn, choices } = last(one).message;
    expect(choices.at(-1)?.label).toBe(words.unsubscribe);
    await one.give(anna, { type: "choice", turn: turn ?? 0, choice: 1 });
    await one.settle();
    expect((await learningOf(one)).answered.length).toBe(1);
  });

  it("waits for a working day and the hours of pushes", async () => {
    const one = await start();
    await say(one, "每日一题 开");
    // From 10:00 to 20:00 of the same day, then to 10:00 of a day off, then of a working day.
    one.clock.advance(10 * 3_600_000);
    await tick(one, dailyPush(one));
    one.clock.advance(14 * 3_600_000);
    await tick(one, dailyPush(one));
    expect(pushes(one)).toEqual([]);
    one.clock.advance(24 * 3_600_000);
    await tick(one, dailyPush(one));
    expect(pushes(one).length).toBe(1);
  });

  it("tells whoever asks for it in which hours it comes", async () => {
    const one = await start();
    await say(one, "每日一题 开");
    expect(textOf(last(one))).toContain("08:30至18:00");
  });

  it("waits for narrower hours where the installation has such", async () => {
    const one = await start();
    await say(one, "每日一题 开");
    one.clock.advance(rest);
    const afternoon = dailyPush(one, { from: "14:00", until: "16:00" });
    await tick(one, afternoon);
    expect(pushes(one)).toEqual([]);
    one.clock.advance(4 * 3_600_000);
    await tick(one, afternoon);
    expect(pushes(one).length).toBe(1);
  });

  it("is ended by a word, and by deleting everything", async () => {
    const one = await start();
    await say(one, "每日一题 开", "每日一题 关");
    one.clock.advance(rest);
    await tick(one, dailyPush(one));
    expect(pushes(one)).toEqual([]);
    await say(one, "每日一题 开", "确认删除我的数据");
    one.clock.advance(rest);
    await tick(one, dailyPush(one));
    expect(pushes(one)).toEqual([]);
  });

  it("is ended with every other push by the one word that ends them", async () => {
    const one = await start();
    await say(one, "每日一题 开");
    const [change] = await one.lessons.stopDaily(anna.person);
    expect(JSON.parse(change?.value ?? "{}")).toMatchObject({ dailyTo: null });
    await say(one, "每日一题 关");
    expect(await one.lessons.stopDaily(anna.person)).toEqual([]);
  });
});

describe("what is kept of learning", () => {
  it("is told in plain counts of this month, by topic", async () => {
    const one = await start();
    expect(await say(one, "我的学习")).toContain(words.progressNone);
    await say(one, "下一题 looks");
    await answer(one, true);
    expect(await say(one, "我的学习")).toContain("六看：1题");
    expect(textOf(last(one))).not.toMatch(/[%％分名]|正确率|连续/u);
  });

  it("goes with everything else of the person, and stands in what they export", async () => {
    const one = await start();
    await say(one, "每日一题");
    const quiz = await answer(one, false);
    const file = await one.conversations.file(anna.person, "my-data");
    expect(JSON.parse(file.text).learning.cards).toEqual([{ quiz: quiz.id, box: 1, due: addDays(today, 1) }]);
    await say(one, "删除我的数据", "确认删除我的数据");
    const [read] = await one.store.read(spaceOf(anna.person), [learningKey(anna.person)]);
    expect(read?.value ?? null).toBeNull();
  });

  it("ends when the person says so, and nothing waits", async () => {
    const one = await start();
    await say(one, "学习");
    expect(await choose(one, words.end)).toBe(words.ended);
    expect(choicesOf(one)).toEqual([]);
  });
});
