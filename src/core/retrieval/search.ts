/**
 * Finds the best passages for a list of weighted terms, exactly, without reading most of the postings.
 *
 * Terms are taken in order of what they can add at most, which is rare ones first:
 *
 *   term      地报备   报备   备案 …    容错 …    的
 *   can add      29       24     18        9         1      rest after 备案: 10
 *   ├──── open: any passage may enter ────┤── update: only those within reach ──┤
 *
 * As soon as all the terms left cannot lift a new passage to the k-th best score found so far, no passage
 * enters any more (MaxScore); those left are only updated while they are still within reach. Frequent
 * characters, which come last and have the longest lists, so cost next to nothing.
 */

import type { Postings, Shard } from "./postings.ts";
import { SHARD_SIZE } from "./postings.ts";

/** A term of a query with its whole-number weight: rarity, lowered for synonyms. */
export interface WeightedTerm {
  readonly term: number;
  readonly weight: number;
}

/** A passage by its index, with its score, an exact sum of weight · impact. */
export interface Found {
  readonly index: number;
  readonly score: number;
}

/** One search at a time over one index; holds the scratch memory. */
export interface Searcher {
  /**
   * The `top` passages of greatest score, greatest first; none has score 0. `top` is whole and at most the
   * number of passages.
   *
   * @param terms distinct terms; Σ weight · 255 must stay below 2³¹
   * @param before order among passages of equal score, by index
   * @param filter passages that may be found; all, when left out
   */
  search(
    terms: readonly WeightedTerm[],
    top: number,
    before: (left: number, right: number) => boolean,
    filter?: (index: number) => boolean,
  ): Found[];
}

/** A term with its postings in the shard at hand. */
interface List {
  readonly weight: number;
  readonly start: number;
  readonly end: number;
  /** The most it adds to a passage. */
  readonly bound: number;
}

export function createSearcher(postings: Postings): Searcher {
  const scores = new Int32Array(SHARD_SIZE);
  const candidates = new Uint16Array(SHARD_SIZE);

  /** The lists of the shard, greatest bound first, and what all from each place on add together at most. */
  function listsOf(shard: Shard, terms: readonly WeightedTerm[]): { lists: List[]; rest: number[] } {
    const lists: List[] = [];
    for (const { term, weight } of terms) {
      const start = shard.starts[term] ?? 0;
      const end = shard.starts[term + 1] ?? 0;
      if (end > start) lists.push({ weight, start, end, bound: weight * (postings.bounds[term] ?? 0) });
    }
    lists.sort((left, right) => right.bound - left.bound || left.start - right.start);
    const rest = new Array<number>(lists.length + 1).fill(0);
    for (let at = lists.length - 1; at >= 0; at--) rest[at] = (rest[at + 1] ?? 0) + (lists[at]?.bound ?? 0);
    return { lists, rest };
  }

  /** Adds a list to all its passages, opening new ones as candidates from `count` on; returns their new number. */
  function open(shard: Shard, list: List, count: number): number {
    const { passages, impacts } = shard;
    const { weight, end } = list;
    let opened = count;
    for (let at = list.start; at < end; at++) {
      const passage = passages[at] as number;
      const score = scores[passage] as number;
      if (score === 0) candidates[opened++] = passage;
      scores[passage] = score + weight * (impacts[at] as number);
    }
    return opened;
  }

  /** Adds a list to the candidates alone: by one walk over it, or by looking each up where they are few. */
  function update(shard: Shard, list: List, count: number): void {
    const { passages, impacts } = shard;
    const { weight, start, end } = list;
    if (count * LOOKUP_COST > end - start) {
      for (let at = start; at < end; at++) {
        const passage = passages[at] as number;
        const score = scores[passage] as number;
        if (score !== 0) scores[passage] = score + weight * (impacts[at] as number);
      }
      return;
    }
    for (let index = 0; index < count; index++) {
      const passage = candidates[index] as number;
      const at = find(passages, passage, start, end);
      if (at >= 0) scores[passage] = (scores[passage] as number) + weight * (impacts[at] as number);
    }
  }

  /** Lets go of candidates that cannot come to `least`; returns how many stay. */
  function keep(count: number, least: number): number {
    let kept = 0;
    for (let index = 0; index < count; index++) {
      const passage = candidates[index] as number;
      if ((scores[passage] as number) >= least) candidates[kept++] = passage;
      else scores[passage] = 0;
    }
    return kept;
  }

  return {
    search(terms, top, before, filter) {
      if (!(top >= 1)) return [];
      let best: Found[] = [];
      for (const shard of postings.shards) {
        const { lists, rest } = listsOf(shard, terms);
        // The k-th best score seen, as a lower limit of the final one; 0 while there are fewer than k.
        let threshold = best[top - 1]?.score ?? 0;
        let count = 0;
        let at = 0;
        for (; at < lists.length && (rest[at] ?? 0) >= threshold; at++) {
          const list = lists[at];
          if (list === undefined) break;
          count = open(shard, list, count);
          threshold = Math.max(threshold, kthBest(count, top, rest[at + 1] ?? 0, shard.first, filter));
        }
        count = keep(count, threshold - (rest[at] ?? 0));
        for (; at < lists.length; at++) {
          const list = lists[at];
          if (list === undefined) break;
          update(shard, list, count);
          count = keep(count, threshold - (rest[at + 1] ?? 0));
        }
        count = keep(count, Math.max(threshold, kthBest(count, top, 0, shard.first, filter)));
        for (let index = 0; index < count; index++) {
          const passage = candidates[index] ?? 0;
          const found = shard.first + passage;
          if (filter === undefined || filter(found)) best.push({ index: found, score: scores[passage] ?? 0 });
          scores[passage] = 0;
        }
        best.sort((left, right) => right.score - left.score || (before(left.index, right.index) ? -1 : 1));
        best = best.slice(0, top);
      }
      return best;
    },
  };

  /** The `top`-th best score among the candidates where it is above `floor`, and 0 where it is not. */
  function kthBest(
    count: number,
    top: number,
    floor: number,
    first: number,
    filter: ((index: number) => boolean) | undefined,
  ): number {
    const heap = new SmallestFirst(top);
    for (let index = 0; index < count; index++) {
      const passage = candidates[index] as number;
      const score = scores[passage] as number;
      if (score <= floor || score <= heap.least) continue;
      if (filter === undefined || filter(first + passage)) heap.push(score);
    }
    return heap.least;
  }
}

/** Steps along a list that one look-up in it is worth. */
const LOOKUP_COST = 40;

/** Place of `passage` in the ascending run from `start` to `end`, or -1. */
function find(passages: Uint16Array, passage: number, start: number, end: number): number {
  let low = start;
  let high = end - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = passages[middle] as number;
    if (found === passage) return middle;
    if (found < passage) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** The greatest `size` of the numbers pushed, as a heap with the smallest of them on top. */
class SmallestFirst {
  /** The smallest kept; 0 while fewer than `size` are. */
  least = 0;
  private readonly heap: Int32Array;
  private used = 0;

  constructor(size: number) {
    this.heap = new Int32Array(size);
  }

  push(score: number): void {
    const { heap } = this;
    if (this.used < heap.length) {
      let at = this.used++;
      while (at > 0) {
        const parent = (at - 1) >>> 1;
        if ((heap[parent] as number) <= score) break;
        heap[at] = heap[parent] as number;
        at = parent;
      }
      heap[at] = score;
      if (this.used === heap.length) this.least = heap[0] as number;
      return;
    }
    if (score <= this.least) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && (heap[child + 1] as number) < (heap[child] as number)) child++;
      if ((heap[child] as number) >= score) break;
      heap[at] = heap[child] as number;
      at = child;
    }
    heap[at] = score;
    this.least = heap[0] as number;
  }
}
