import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createCatalogue } from "../../../src/core/law/catalogue.ts";
import type { Quiz } from "../../../src/core/law/types.ts";
import {
  boundText,
  fingerprintOf,
  isRight,
  shownOrder,
  standingOf,
} from "../../../src/core/learning/quiz.ts";
import { document, provision } from "../sample-base.ts";

const quiz = (right: readonly boolean[], more: Partial<Quiz> = {}): Quiz => ({
  id: "quiz-sample",
  kind: "multiple",
  topic: "looks",
  case: null,
  stem: "哪些？",
  options: right.map((value, at) => ({ text: `选项${at}`, right: value, misconception: null })),
  basis: [],
  explanation: [],
  reviewed: null,
  ...more,
});

const flags = fc.array(fc.boolean(), { minLength: 2, maxLength: 6 });

describe("isRight", () => {
  it("wants all right options and no other", () => {
    fc.assert(
      fc.property(flags, flags, (right, picks) => {
        const picked = right.flatMap((_, at) => (picks[at] === true ? [at] : []));
        const same = right.every((value, at) => value === (picks[at] === true));
        expect(isRight(quiz(right), picked)).toBe(same);
      }),
    );
  });

  it("does not mind order and repetition", () => {
    expect(isRight(quiz([true, false, true]), [2, 0, 2])).toBe(true);
  });
});

describe("shownOrder", () => {
  it("is every option once, the same for the same seed", () => {
    fc.assert(
      fc.property(flags, fc.string(), (right, seed) => {
        const order = shownOrder(quiz(right), seed);
        expect([...order].sort()).toEqual(right.map((_, at) => at));
        expect(shownOrder(quiz(right), seed)).toEqual(order);
      }),
    );
  });

  it("keeps 对 before 错", () => {
    fc.assert(
      fc.property(fc.string(), (seed) => {
        expect(shownOrder(quiz([false, true], { kind: "true-false" }), seed)).toEqual([0, 1]);
      }),
    );
  });

  it("puts the right one in every place now and then", () => {
    const places = new Set(
      Array.from({ length: 200 }, (_, at) =>
        shownOrder(quiz([true, false, false, false]), `seed ${at}`).indexOf(0),
      ),
    );
    expect(places.size).toBe(4);
  });
});

describe("standingOf", () => {
  const rules = (gist: string, repealed: string | null = null) =>
    createCatalogue({
      version: "sha256:0",
      documents: [
        document("rules", {
          dates: { adopted: null, published: null, effective: "2019-09-01", repealed },
          provisions: [provision("rules#1", { gist })],
        }),
      ],
      cases: [],
      curated: [],
      synonyms: [],
      quizzes: [],
    });
  const bound = quiz([true, false], {
    basis: [{ passage: "rules#1", fingerprint: fingerprintOf("用语是“可以”。") }],
  });

  it("is good while the provision says what it said", () => {
    expect(standingOf(bound, rules("用语是“可以”。"), "2026-01-01")).toBe("good");
    expect(standingOf(bound, rules("用语是 “可以”。\n"), "2026-01-01")).not.toBe("not_in_force");
  });

  it("is changed once a character of it is another", () => {
    expect(standingOf(bound, rules("用语是“应当”。"), "2026-01-01")).toBe("changed");
  });

  it("is changed where the provision is gone", () => {
    const gone = quiz([true, false], { basis: [{ passage: "rules#9", fingerprint: "00000000" }] });
    expect(standingOf(gone, rules("用语是“可以”。"), "2026-01-01")).toBe("changed");
  });

  it("is over from the day of repeal on, and not before", () => {
    const catalogue = rules("用语是“可以”。", "2026-01-01");
    expect(standingOf(bound, catalogue, "2025-12-31")).toBe("good");
    expect(standingOf(bound, catalogue, "2026-01-01")).toBe("not_in_force");
  });
});

describe("boundText", () => {
  it("holds wording and gist of an article, for a key may follow from either", () => {
    const paragraphs = [{ id: "rules#1.1", number: 1, text: "可以不予问责。", items: [] }];
    const catalogue = createCatalogue({
      version: "sha256:0",
      documents: [
        document("rules", {
          provisions: [
            provision("rules#1", { gist: "由机关裁量。", official: [{ complete: true, paragraphs }] }),
          ],
        }),
      ],
      cases: [],
      curated: [],
      synonyms: [],
      quizzes: [],
    });
    expect(boundText(catalogue, "rules#1")).toBe("可以不予问责。\n由机关裁量。");
    expect(boundText(catalogue, "rules#1.1")).toBe("可以不予问责。");
    expect(boundText(catalogue, "rules#2")).toBeUndefined();
  });
});
