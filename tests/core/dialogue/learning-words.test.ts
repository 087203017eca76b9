import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type LearningMove,
  learningText,
  parseLearning,
  reasonLimit,
  reportReason,
} from "../../../src/core/dialogue/learning-words.ts";
import type { QuizSource } from "../../../src/core/learning/picking.ts";
import { quizTopics } from "../../../src/core/learning/quiz.ts";
import { leanings, walkOutcomes } from "../../../src/core/learning/walk.ts";

const id = fc.stringMatching(/^[a-z]{1,8}(?:-[a-z0-9]{1,6}){0,3}$/);
const source: fc.Arbitrary<QuizSource> = fc.constantFrom("daily", "misconceptions", "wrong", ...quizTopics);
const places = fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { maxLength: 6 });

const move: fc.Arbitrary<LearningMove> = fc.oneof(
  fc.record({
    type: fc.constantFrom("menu" as const, "topics" as const, "progress" as const, "end" as const),
  }),
  fc.record({ type: fc.constant("walks" as const), page: fc.integer({ min: 1, max: 9 }) }),
  fc.record({ type: fc.constantFrom("subscribe" as const, "polls" as const), on: fc.boolean() }),
  fc.record({ type: fc.constant("next" as const), source }),
  fc.record({
    type: fc.constant("answer" as const),
    quiz: id,
    picked: places.filter((of) => of.length > 0),
    source,
  }),
  fc.record({ type: fc.constant("tick" as const), quiz: id, picked: places, source }),
  fc.record({ type: fc.constant("question" as const), quiz: id }),
  fc.record({
    type: fc.constant("report" as const),
    quiz: id,
    reason: fc.constantFrom("", "选项写反了", "2 和 3 都对，见第十七条：有其一"),
  }),
  fc.record({
    type: fc.constant("walk" as const),
    case: id,
    judged: fc.record({
      looks: fc.array(fc.constantFrom(...leanings), { maxLength: 6 }),
      guess: fc.constantFrom(null, ...walkOutcomes),
    }),
  }),
);

describe("此题有误", () => {
  it.each([
    ["此题有误 quiz-a", "quiz-a", ""],
    ["此题有误：ｑｕｉｚ－ａ，选项写反了", "quiz-a", "选项写反了"],
    ["此题有误 quiz-a选项写反了", "quiz-a", "选项写反了"],
    ["此题有误 quiz-a 第二项：\n也对。", "quiz-a", "第二项： 也对。"],
  ])("%s names a question, and why it is wrong", (text, quiz, reason) => {
    expect(parseLearning(text)).toEqual({ type: "report", quiz, reason });
  });

  it.each(["此题有误", "此题有误吗", "此题有误，怎么反映", "此题 有误 quiz-a"])("%s names none", (text) => {
    expect(parseLearning(text)).toBeNull();
  });

  it("has a reason of its own where the question was named before", () => {
    expect(reportReason("此题有误，选项写反了")).toBe("选项写反了");
    expect(reportReason("此题有误")).toBe("");
    expect(reportReason("此题有误吗")).toBeNull();
  });

  it("keeps a reason in one line, and cuts it between characters", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 500 }), (text) => {
        const reason = reportReason(`此题有误 ${text}`) ?? "";
        expect(reason.length).toBeLessThanOrEqual(reasonLimit);
        expect(reason).not.toMatch(/[\r\n]/u);
        expect(reason.isWellFormed()).toBe(text.isWellFormed() || reason.isWellFormed());
      }),
    );
  });
});

describe("the words of a choice", () => {
  it("say the move again, whole", () => {
    fc.assert(
      fc.property(move, (of) => {
        expect(parseLearning(learningText(of))).toEqual(of);
      }),
    );
  });

  it.each([
    ["学习", { type: "menu" }],
    ["/learn", { type: "menu" }],
    [" 每日一题 ", { type: "next", source: "daily" }],
    ["每日一题：开", { type: "subscribe", on: true }],
    ["每日一题　关", { type: "subscribe", on: false }],
    ["结束学习", { type: "end" }],
  ] as const)("are words of people too: %s", (text, of) => {
    expect(parseLearning(text)).toEqual(of);
  });

  it.each([
    "学习三个区分开来有什么用",
    "此题有误吗",
    "下一题",
    "下一题 everything",
    "答题 quiz-a 9x looks",
    "答题 quiz-a - looks",
    "推演 seed-1 FFX",
    "推演 seed-1 FFFFFFFE",
    "勾选 quiz-a 1",
    "",
  ])("are nothing else: %s", (text) => {
    expect(parseLearning(text)).toBeNull();
  });
});
