import { expect, it } from "vitest";
import { generateCorpus } from "../../bench/corpus.ts";
import { measureQuality, ndcg, recall } from "../../bench/quality.ts";

it("gives a perfect ranking 1 and discounts what comes late", () => {
  expect(ndcg(["a", "b", "x"], ["a", "b"])).toBe(1);
  expect(ndcg(["x", "a"], ["a"])).toBeCloseTo(1 / Math.log2(3));
  expect(ndcg(["x"], ["a"])).toBe(0);
  expect(recall(["a", "x"], ["a", "b"])).toBe(0.5);
});

it("generates the same corpus for the same seed, and another for another", () => {
  expect(generateCorpus(50, 5, 7)).toEqual(generateCorpus(50, 5, 7));
  expect(generateCorpus(50, 5, 7)).not.toEqual(generateCorpus(50, 5, 8));
});

it("measures every engine on the same questions", () => {
  const { passages } = generateCorpus(60, 0);
  const questions = passages
    .slice(0, 10)
    .map(({ id, text }) => ({ text: text.slice(4, 30), passages: [id] }));
  const rows = measureQuality(passages, questions, { synonyms: [] });
  expect(rows).toHaveLength(4);
  for (const row of rows) {
    expect(row.questions).toBe(10);
    expect(row.recall10).toBeGreaterThan(0.5);
  }
});
