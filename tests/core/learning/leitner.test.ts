import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays } from "../../../src/core/learning/days.ts";
import { afterAnswer, boxDays, type Card, dueOn, isDue } from "../../../src/core/learning/leitner.ts";

const day = "2026-11-23";
const quizzes = ["a", "b", "c"] as const;
const steps = fc.array(
  fc.record({
    quiz: fc.constantFrom(...quizzes),
    right: fc.boolean(),
    after: fc.integer({ min: 0, max: 20 }),
  }),
  { maxLength: 40 },
);

/** Every state of the cards on the way, with its day. */
function played(answers: readonly { quiz: string; right: boolean; after: number }[]) {
  let on = day;
  let cards: readonly Card[] = [];
  return answers.map(({ quiz, right, after }) => {
    on = addDays(on, after);
    const before = cards;
    cards = afterAnswer(cards, quiz, right, on);
    return { quiz, right, on, before, cards };
  });
}

describe("the boxes", () => {
  it("wait longer one after the other", () => {
    for (const [at, days] of boxDays.entries()) expect(days).toBeGreaterThan(boxDays[at - 1] ?? 0);
  });
});

describe("afterAnswer", () => {
  it("asks a wrong answer again the next day", () => {
    expect(afterAnswer([], "a", false, day)).toEqual([{ quiz: "a", box: 1, due: "2026-11-24" }]);
  });

  it("keeps nothing of what was right at once", () => {
    expect(afterAnswer([], "a", true, day)).toEqual([]);
  });

  it("lets a question go after it was right in every box, at growing intervals", () => {
    let cards = afterAnswer([], "a", false, day);
    const dues: string[] = [];
    while (cards.length > 0) {
      const due = cards[0]?.due ?? "";
      dues.push(due);
      cards = afterAnswer(cards, "a", true, due);
    }
    expect(dues).toEqual(["2026-11-24", "2026-11-26", "2026-11-30", "2026-12-08", "2026-12-24"]);
  });

  it("moves nothing that was right before it was due", () => {
    const cards = afterAnswer([], "a", false, day);
    expect(afterAnswer(cards, "a", true, day)).toEqual(cards);
  });

  it("never forgets what was wrong until it was right in every box, one box a due answer", () => {
    fc.assert(
      fc.property(steps, (answers) => {
        for (const { quiz, right, on, before, cards } of played(answers)) {
          const [was, is] = [before, cards].map((of) => of.find((card) => card.quiz === quiz));
          if (!right) expect(is).toEqual({ quiz, box: 1, due: addDays(on, boxDays[0]) });
          else if (was !== undefined && !isDue(was, on)) expect(is).toEqual(was);
          else if (was !== undefined && was.box < boxDays.length)
            expect(is).toEqual({ quiz, box: was.box + 1, due: addDays(on, boxDays[was.box] ?? 0) });
          else expect(is).toBeUndefined();
          // The other questions are as they were, each once.
          expect(cards.filter((card) => card.quiz !== quiz)).toEqual(
            before.filter((card) => card.quiz !== quiz),
          );
          expect(new Set(cards.map((card) => card.quiz)).size).toBe(cards.length);
        }
      }),
    );
  });
});

describe("dueOn", () => {
  it("names everything whose day has come, however long ago, the longest waiting first", () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 400 }), (answers, later) => {
        const last = played(answers).at(-1);
        const cards = last?.cards ?? [];
        const on = addDays(last?.on ?? day, later);
        const due = dueOn(cards, on);
        expect(due.map(({ quiz }) => quiz).sort()).toEqual(
          cards
            .filter((card) => card.due <= on)
            .map(({ quiz }) => quiz)
            .sort(),
        );
        expect(due.map((card) => card.due)).toEqual(due.map((card) => card.due).toSorted());
        if (later >= 16) expect(due.length).toBe(cards.length);
      }),
    );
  });
});
