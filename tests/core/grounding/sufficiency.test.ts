import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Evidence, isEnough, scaledScore, thresholds } from "../../../src/core/grounding/sufficiency.ts";

const none: Evidence = { score: 0, coverage: 0, similarity: 0, terms: [], local: false, content: 4 };
const share = fc.double({ min: 0, max: 1, noNaN: true });
const anyEvidence: fc.Arbitrary<Evidence> = fc.record({
  score: fc.double({ min: 0, max: 2, noNaN: true }),
  coverage: share,
  similarity: share,
  terms: fc.array(fc.string({ minLength: 2, maxLength: 4 }), { maxLength: 4 }),
  local: fc.boolean(),
  content: fc.nat({ max: 80 }),
});

describe("evidence", () => {
  it("is not enough without content, however strong its signs", () => {
    expect(
      isEnough({ score: 2, coverage: 1, similarity: 1, terms: ["容错", "问责"], local: true, content: 0 }),
    ).toBe(false);
  });

  it("is not enough by one sign alone", () => {
    for (const sign of [
      { score: 1 },
      { coverage: 1 },
      { similarity: 1 },
      { terms: ["容错", "问责", "处分"] },
    ])
      expect(isEnough({ ...none, ...sign })).toBe(false);
  });

  it("gains nothing from a place that comes without a term of the field", () => {
    const near = { ...none, score: thresholds.enough - 0.1 };
    expect(isEnough({ ...near, local: true })).toBe(false);
    expect(isEnough({ ...near, local: true, terms: ["容错"] })).toBe(true);
  });

  it("counts the threshold itself as enough", () => {
    expect(isEnough({ ...none, score: thresholds.enough })).toBe(true);
  });

  it("never turns from enough to not enough where a sign grows", () => {
    fc.assert(
      fc.property(anyEvidence, share, share, share, (evidence, score, coverage, similarity) => {
        const stronger = {
          ...evidence,
          score: evidence.score + score,
          coverage: evidence.coverage + coverage,
          similarity: evidence.similarity + similarity,
          terms: [...evidence.terms, "容错"],
        };
        expect(isEnough(stronger) || !isEnough(evidence)).toBe(true);
      }),
    );
  });
});

describe("a score of the index", () => {
  it("weighs less the more passages there are, and is 0 where nothing was hit", () => {
    expect(scaledScore(20, 100)).toBeGreaterThan(scaledScore(20, 10_000));
    expect(scaledScore(0, 100)).toBe(0);
  });
});
