import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Quiz } from "../../../src/core/law/types.ts";
import { addDays, monthOf } from "../../../src/core/learning/days.ts";
import { nextQuiz } from "../../../src/core/learning/picking.ts";
import {
  answeredThisMonth,
  type Learning,
  noLearning,
  withAnswer,
} from "../../../src/core/learning/progress.ts";

const day = "2026-11-23";
const quiz = (id: string, more: Partial<Quiz> = {}): Quiz => ({
  id,
  kind: "single",
  topic: "looks",
  case: null,
  stem: "？",
  options: [
    { text: "甲", right: true, misconception: null },
    { text: "乙", right: false, misconception: null },
  ],
  basis: [],
  explanation: [],
  reviewed: null,
  ...more,
});
const quizzes = ["a", "b", "c", "d"].map((id) => quiz(id));

describe("withAnswer", () => {
  it("counts the first answer of a day, and nothing that is pressed again", () => {
    const once = withAnswer(noLearning, "a", false, day);
    expect(withAnswer(once, "a", true, day)).toBe(once);
    expect(withAnswer(once, "a", false, day)).toBe(once);
    expect(withAnswer(once, "a", true, addDays(day, 1))).not.toBe(once);
  });

  it("keeps one answer a question, the newest last", () => {
    const learning = ["a", "b", "a"].reduce<Learning>(
      (so, id, at) => withAnswer(so, id, true, addDays(day, at)),
      noLearning,
    );
    expect(learning.answered.map(({ quiz: id }) => id)).toEqual(["b", "a"]);
  });
});

describe("nextQuiz", () => {
  it("asks every question once before any comes again", () => {
    fc.assert(
      fc.property(fc.string(), (seed) => {
        let learning = noLearning;
        const asked: string[] = [];
        for (let at = 0; at < quizzes.length * 2; at++) {
          const on = addDays(day, at);
          const next = nextQuiz(quizzes, "daily", learning, on, seed);
          asked.push(next?.id ?? "");
          learning = withAnswer(learning, next?.id ?? "", true, on);
        }
        expect(new Set(asked.slice(0, quizzes.length)).size).toBe(quizzes.length);
        expect(asked.slice(quizzes.length)).toEqual(asked.slice(0, quizzes.length));
      }),
    );
  });

  it("gives the same for the same seed, whoever asks for the first time", () => {
    expect(nextQuiz(quizzes, "daily", noLearning, day, "x")).toBe(
      nextQuiz(quizzes, "daily", noLearning, day, "x"),
    );
  });

  it("keeps to the topic, and to what tempts with a misconception", () => {
    const other = quiz("x", {
      topic: "local",
      options: [
        { text: "甲", right: true, misconception: null },
        { text: "乙", right: false, misconception: "collective-is-enough" },
      ],
    });
    const all = [...quizzes, other];
    expect(nextQuiz(all, "local", noLearning, day, "s")).toBe(other);
    expect(nextQuiz(all, "misconceptions", noLearning, day, "s")).toBe(other);
    expect(nextQuiz(all, "clarification", noLearning, day, "s")).toBeNull();
  });

  it("asks of wrong answers what is due alone, and leaves out what waits for review", () => {
    const learning = withAnswer(noLearning, "a", false, day);
    expect(nextQuiz(quizzes, "wrong", learning, day, "s")).toBeNull();
    expect(nextQuiz(quizzes, "wrong", learning, addDays(day, 1), "s")?.id).toBe("a");
    expect(nextQuiz(quizzes.slice(1), "wrong", learning, addDays(day, 1), "s")).toBeNull();
  });
});

describe("answeredThisMonth", () => {
  it("counts by topic what was answered in the month, and nothing else", () => {
    let learning = withAnswer(noLearning, "a", false, "2026-10-31");
    learning = withAnswer(learning, "b", true, day);
    learning = withAnswer(learning, "gone", true, day);
    const counts = answeredThisMonth(learning, (id) => (id === "gone" ? null : "looks"), day);
    expect([...counts]).toEqual([["looks", 1]]);
  });
});

describe("monthOf and addDays", () => {
  it("count over the end of a month and of a leap February", () => {
    expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
    expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
    expect(monthOf("2026-12-31")).toBe("2026-12");
  });
});
