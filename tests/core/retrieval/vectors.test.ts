import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Hit } from "../../../src/core/retrieval/index.ts";
import { buildVectorIndex } from "../../../src/core/retrieval/vectors.ts";

const vector = (...numbers: number[]): Float32Array => Float32Array.from(numbers);

/** Every passage compared in a plain loop, then sorted. */
function naive(
  ids: readonly string[],
  vectors: readonly (Float32Array | null)[],
  question: Float32Array,
  top: number,
  filter: (index: number) => boolean,
): Hit[] {
  return ids
    .flatMap((id, index) => {
      const of = vectors[index] ?? null;
      if (of === null || !filter(index)) return [];
      let score = 0;
      for (const [at, number] of question.entries()) score += number * (of[at] ?? 0);
      return score > 0 ? [{ id, score }] : [];
    })
    .sort((left, right) => right.score - left.score || (left.id < right.id ? -1 : 1))
    .slice(0, top);
}

describe("a search by vectors", () => {
  it("finds the nearest in direction first, and nothing that points away", () => {
    const index = buildVectorIndex(
      ["away", "near", "same", "square"],
      [vector(-1, 0), vector(0.6, 0.8), vector(1, 0), vector(0, 1)],
    );
    expect(index.search(vector(1, 0)).map(({ id }) => id)).toEqual(["same", "near"]);
  });

  it("puts equal ones in the order of their ids", () => {
    const ids = ["c", "a", "d", "b", "e"];
    const index = buildVectorIndex(
      ids,
      ids.map(() => vector(1, 0)),
    );
    expect(index.search(vector(1, 0), { top: 3 }).map(({ id }) => id)).toEqual(["a", "b", "c"]);
  });

  it("finds to the last bit what a plain loop finds, whatever is held and filtered", () => {
    const coarse = fc.integer({ min: -2, max: 2 });
    const fine = fc.float({ min: -1, max: 1, noNaN: true });
    const cases = fc.integer({ min: 1, max: 9 }).chain((dimensions) =>
      fc.oneof(coarse, fine).chain(() => {
        const one = fc
          .array(fc.oneof(coarse, fine), { minLength: dimensions, maxLength: dimensions })
          .map((numbers) => Float32Array.from(numbers));
        return fc.record({
          vectors: fc.array(fc.option(one, { freq: 6 }), { maxLength: 23 }),
          question: one,
          top: fc.integer({ min: 1, max: 12 }),
          admitted: fc.array(fc.boolean(), { minLength: 23, maxLength: 23 }),
        });
      }),
    );
    fc.assert(
      fc.property(cases, ({ vectors, question, top, admitted }) => {
        // Ids that are not in the order of the passages.
        const ids = vectors.map((_, index) => `p${(index * 7) % 23}`);
        const filter = (index: number): boolean => admitted[index] === true;
        const index = buildVectorIndex(ids, vectors);
        const held = vectors.some((of) => of !== null);
        expect(index.search(question, { top, filter })).toEqual(
          held ? naive(ids, vectors, question, top, filter) : [],
        );
        expect(index.search(question, { top })).toEqual(
          held ? naive(ids, vectors, question, top, () => true) : [],
        );
      }),
    );
  });

  it("finds nothing for a question of another length, of no numbers, or where nothing is held", () => {
    const index = buildVectorIndex(["a"], [vector(1, 0)]);
    expect(index.search(vector(1, 0, 0))).toEqual([]);
    expect(index.search(vector(Number.NaN, 0))).toEqual([]);
    expect(index.search(vector(1, 0), { top: 0 })).toEqual([]);
    expect(buildVectorIndex(["a"], [null]).search(vector(1))).toEqual([]);
    expect(buildVectorIndex([], []).search(vector())).toEqual([]);
  });

  it("is told how many passages have a vector", () => {
    expect(buildVectorIndex(["a", "b"], [null, vector(1)]).held).toBe(1);
  });

  it("refuses vectors of two models", () => {
    expect(() => buildVectorIndex(["a", "b"], [vector(1), vector(1, 0)])).toThrow(RangeError);
  });
});
