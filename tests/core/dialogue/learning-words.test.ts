import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type LearningMove, learningText, parseLearning } from "../../../src/core/dialogue/learning-words.ts";
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
  fc.record({ type: fc.constantFrom("report" as const, "question" as const), quiz: id }),
  fc.record({
    type: fc.constant("walk" as const),
    case: id,
    judged: fc.record({
      looks: fc.array(fc.constantFrom(...leanings), { maxLength: 6 }),
      guess: fc.constantFrom(null, ...walkOutcomes),
    }),
  }),
);

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
