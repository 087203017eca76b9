import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSimilarQuestions } from "../../../src/core/retrieval/similar-questions.ts";
import { curated } from "../sample-base.ts";

const entries = [
  curated("appeal", ["受到处分不服怎么申诉", "申诉期限多久"]),
  curated("clarify", ["被诬告怎么澄清"]),
  curated("period", ["处分影响期多久", "警告处分的影响期"]),
];
const synonyms = [{ term: "诬告", words: ["泼脏水", "告黑状"] }];
const similar = createSimilarQuestions(entries, synonyms, (text) => text.normalize("NFKC").toLowerCase());
const ids = (question: string, top = 10): string[] =>
  similar.rank(question, top).map(({ entry }) => entry.id);

describe("similar questions", () => {
  it("finds an editor's phrasing again with a score of 1, courtesy left aside", () => {
    const [first] = similar.rank("请问申诉期限多久呢", 1);
    expect(first).toMatchObject({ entry: { id: "appeal" }, phrasing: "申诉期限多久" });
    expect(first?.score).toBeCloseTo(1);
  });

  it("folds how people say it to how documents write it", () => {
    expect(ids("有人给我泼脏水")).toEqual(["clarify"]);
  });

  it("leaves out what shares nothing with the question", () => {
    expect(ids("今天天气")).toEqual([]);
    expect(ids("")).toEqual([]);
  });

  it("names each entry once, best first, and at most as many as asked for", () => {
    expect(ids("处分申诉")).toHaveLength(new Set(ids("处分申诉")).size);
    expect(ids("处分影响期多久")[0]).toBe("period");
    expect(ids("处分申诉", 1)).toHaveLength(1);
    expect(ids("处分申诉", 0)).toEqual([]);
  });

  it("scores between 0 and 1, never rising down the list, the same in any order of the entries", () => {
    const turned = createSimilarQuestions(entries.toReversed(), synonyms, (text) => text);
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."处分申诉影响期警告诬多久 ") }), (question) => {
        const ranked = similar.rank(question, 10);
        for (const [at, { score }] of ranked.entries()) {
          expect(score).toBeGreaterThan(0);
          expect(score).toBeLessThanOrEqual(1 + 1e-9);
          expect(score).toBeLessThanOrEqual(ranked[at - 1]?.score ?? Number.POSITIVE_INFINITY);
        }
        expect(new Set(turned.rank(question, 10).map(({ entry }) => entry.id))).toEqual(
          new Set(ranked.map(({ entry }) => entry.id)),
        );
      }),
    );
  });

  it("has nothing to offer without entries", () => {
    expect(createSimilarQuestions([], [], (text) => text).rank("处分", 5)).toEqual([]);
  });
});
