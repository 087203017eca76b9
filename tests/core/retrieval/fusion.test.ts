import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fuse, reorder } from "../../../src/core/retrieval/fusion.ts";
import type { Hit } from "../../../src/core/retrieval/index.ts";

const ranking = (...ids: string[]): Hit[] => ids.map((id, at) => ({ id, score: ids.length - at }));
const idsOf = (hits: readonly Hit[]): string[] => hits.map(({ id }) => id);

const rankings = fc.array(
  fc.uniqueArray(fc.constantFrom(..."abcdefghij"), { maxLength: 10 }).map((ids) => ranking(...ids)),
  { minLength: 1, maxLength: 4 },
);

describe("a fusion of rankings", () => {
  it("scores by the sum of 1 / (60 + rank)", () => {
    expect(fuse([ranking("a", "b"), ranking("b")])).toEqual([
      { id: "b", score: 1 / 62 + 1 / 61 },
      { id: "a", score: 1 / 61 },
    ]);
  });

  it("of one ranking is that ranking", () => {
    fc.assert(
      fc.property(rankings, ([one = []]) => {
        expect(idsOf(fuse([one]))).toEqual(idsOf(one));
      }),
    );
  });

  it("does not depend on the order of the rankings, to the last bit", () => {
    fc.assert(
      fc.property(rankings, (given) => {
        expect(fuse(given.toReversed())).toEqual(fuse(given));
      }),
    );
  });

  it("holds every id once, with finite scores that never rise, equal ones by id", () => {
    fc.assert(
      fc.property(rankings, (given) => {
        const fused = fuse(given);
        expect(new Set(idsOf(fused))).toEqual(new Set(given.flatMap(idsOf)));
        expect(new Set(idsOf(fused)).size).toBe(fused.length);
        for (const [at, { id, score }] of fused.entries()) {
          const before = fused[at - 1];
          expect(Number.isFinite(score) && score > 0).toBe(true);
          if (before !== undefined)
            expect(before.score > score || (before.score === score && before.id < id)).toBe(true);
        }
      }),
    );
  });

  it("puts what is first everywhere first, and what is nowhere before another never before it", () => {
    fc.assert(
      fc.property(rankings, (given) => {
        const fused = idsOf(fuse(given));
        const ranks = (id: string): number[] =>
          given.map((one) => {
            const at = idsOf(one).indexOf(id);
            return at === -1 ? Number.POSITIVE_INFINITY : at;
          });
        for (const one of fused)
          for (const other of fused) {
            const [first, second] = [ranks(one), ranks(other)];
            const never = first.every((rank, at) => rank <= (second[at] ?? 0));
            const once = first.some((rank, at) => rank < (second[at] ?? 0));
            if (never && once) expect(fused.indexOf(one)).toBeLessThan(fused.indexOf(other));
          }
      }),
    );
  });

  it("does not change when something falls out that is below all others", () => {
    expect(idsOf(fuse([ranking("a", "b", "z"), ranking("b", "a", "z")])).slice(0, 2)).toEqual(
      idsOf(fuse([ranking("a", "b"), ranking("b", "a")])),
    );
  });
});

describe("a ranking in another order", () => {
  it("keeps its scores by place and its length, whatever is put into it", () => {
    fc.assert(
      fc.property(rankings, ([one = [], ...others]) => {
        const reordered = reorder(one, others);
        expect(reordered.map(({ score }) => score)).toEqual(one.map(({ score }) => score));
        expect(new Set(idsOf(reordered)).size).toBe(reordered.length);
      }),
    );
  });

  it("takes in what stands high elsewhere", () => {
    expect(idsOf(reorder(ranking("a", "b", "c"), [ranking("x", "a")]))).toEqual(["a", "x", "b"]);
  });

  it("is as it was where the others hold nothing", () => {
    expect(reorder(ranking("b", "a"), [[]])).toEqual(ranking("b", "a"));
  });
});
