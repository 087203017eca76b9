import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Postings } from "../../../src/core/retrieval/postings.ts";
import { impactOf, PostingsBuilder } from "../../../src/core/retrieval/postings.ts";
import type { Found, Selection, WeightedTerm } from "../../../src/core/retrieval/search.ts";
import { createSearcher } from "../../../src/core/retrieval/search.ts";

/** The plain way: every passage, every term. */
function reference(postings: Postings, terms: readonly WeightedTerm[], selection: Selection): Found[] {
  const found: Found[] = [];
  for (let index = 0; index < postings.size; index++) {
    const shard = postings.shards.findLast(({ first }) => first <= index);
    let score = 0;
    for (const { term, weight } of terms) {
      if (shard !== undefined) score += weight * impactOf(shard, term, index - shard.first);
    }
    if (score > 0 && (selection.filter?.(index) ?? true)) found.push({ index, score });
  }
  return found
    .sort((left, right) => right.score - left.score || (selection.before(left.index, right.index) ? -1 : 1))
    .slice(0, selection.top);
}

const TERMS = 24;

/** Postings of random passages; low terms are frequent, so that both forms of lists occur. */
const somePostings = (passages: number, shardSize: number): fc.Arbitrary<Postings> =>
  fc
    .array(
      fc.array(fc.tuple(fc.integer({ min: 0, max: TERMS * TERMS - 1 }), fc.integer({ min: 1, max: 255 })), {
        maxLength: 14,
      }),
      {
        maxLength: passages,
      },
    )
    .map((all) => {
      const builder = new PostingsBuilder(shardSize);
      for (const entries of all) {
        builder.next();
        const impacts = new Map(entries.map(([root, impact]) => [Math.floor(Math.sqrt(root)), impact]));
        for (const [term, impact] of impacts) builder.add(term, impact);
      }
      return builder.finish(TERMS);
    });

const someTerms = fc.uniqueArray(
  fc.record({ term: fc.integer({ min: 0, max: TERMS - 1 }), weight: fc.integer({ min: 1, max: 40 }) }),
  {
    selector: ({ term }) => term,
    maxLength: 16,
  },
);

describe("a search", () => {
  it.each([
    ["one shard", 400, 0x10000],
    ["several shards", 120, 16],
  ])("finds exactly what scoring every passage finds, in %s", (_, passages, shardSize) => {
    fc.assert(
      fc.property(
        somePostings(passages, shardSize),
        fc.array(fc.tuple(someTerms, fc.integer({ min: 1, max: 20 }), fc.boolean()), {
          minLength: 1,
          maxLength: 4,
        }),
        (postings, searches) => {
          const searcher = createSearcher(postings);
          for (const [terms, top, filtered] of searches) {
            const selection: Selection = {
              top: Math.min(top, postings.size),
              before: (left, right) => left > right,
              filter: filtered ? (index) => index % 3 !== 0 : undefined,
            };
            expect(searcher.search(terms, selection)).toEqual(reference(postings, terms, selection));
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it("is exact where long lists make it stop early", () => {
    const builder = new PostingsBuilder();
    for (let passage = 0; passage < 6000; passage++) {
      builder.next();
      for (let term = 0; term < 12; term++) {
        const mixed = Math.imul(passage * 31 + term * 17 + 7, 0x9e3779b1) >>> 0;
        if (mixed % 2 ** Math.floor(term / 1.5) === 0) builder.add(term, 1 + ((mixed >>> 12) % 255));
      }
    }
    const postings = builder.finish(12);
    const searcher = createSearcher(postings);
    for (let query = 1; query < 4096; query += 97) {
      const terms = Array.from({ length: 12 }, (_, term) => ({ term, weight: 10 + term * 30 })).filter(
        ({ term }) => ((query >> term) & 1) === 1,
      );
      const selection = { top: 1 + (query % 30), before: (left: number, right: number) => left < right };
      expect(searcher.search(terms, selection)).toEqual(reference(postings, terms, selection));
    }
  });

  it("is not disturbed by a filter that threw before", () => {
    const builder = new PostingsBuilder();
    for (let passage = 0; passage < 30; passage++) {
      builder.next();
      builder.add(0, 1 + passage);
    }
    const postings = builder.finish(1);
    const searcher = createSearcher(postings);
    const terms = [{ term: 0, weight: 3 }];
    const selection = { top: 5, before: (left: number, right: number) => left < right };
    const broken = (): boolean => {
      throw new Error("broken filter");
    };
    expect(() => searcher.search(terms, { ...selection, filter: broken })).toThrow("broken filter");
    expect(searcher.search(terms, selection)).toEqual(reference(postings, terms, selection));
  });

  it("finds nothing without terms, passages or places to fill", () => {
    const builder = new PostingsBuilder();
    builder.next();
    builder.add(0, 9);
    const before = () => true;
    expect(createSearcher(builder.finish(1)).search([], { top: 1, before })).toEqual([]);
    expect(createSearcher(new PostingsBuilder().finish(0)).search([], { top: 0, before })).toEqual([]);
  });
});
