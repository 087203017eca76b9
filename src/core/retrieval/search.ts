/**
 * Finds the best passages for a list of weighted terms, exactly, without reading most of the postings.
 *
 * Terms are taken in order of what they can add at most, which is rare ones first:
 *
 *   term       先备   报备   备案 …     容错 …     的
 *   can add      29     24     18         9        1
 *   ├─── open: any passage may enter ───┤─── complete: only those within reach ───┤
 *
 * From time to time the best passages so far are scored to the end. The least of k such scores is a threshold:
 * once all the terms left together cannot lift a new passage to it, no passage enters any more (MaxScore), and
 * those that entered are completed only while they are still within reach. Frequent characters come last and
 * are held dense, so they cost one step for each passage left.
 *
 * Turtle and Flood, "Query evaluation: strategies and optimizations", 1995.
 */

import type { Postings, Shard } from "./postings.ts";
import { findPassage, SHARD_SIZE } from "./postings.ts";

/** A term of a query with its whole-number weight: rarity, lowered for synonyms. */
export interface WeightedTerm {
  readonly term: number;
  /** At least 1. */
  readonly weight: number;
}

/** A passage by its index, with its score, an exact sum of weight · impact. */
export interface Found {
  readonly index: number;
  readonly score: number;
}

/** What a search needs beside its terms. */
export interface Selection {
  /** How many passages at most: whole, and no more than there are. */
  readonly top: number;
  /** Tells which of two passages of equal score comes first, by index. */
  readonly before: (left: number, right: number) => boolean;
  /** Passages that may be found, by index; all, when left out. */
  readonly filter?: ((index: number) => boolean) | undefined;
}

/** Searches one index, one query at a time; holds the scratch memory. */
export interface Searcher {
  /**
   * The passages of greatest score, greatest first; none has score 0. What a filter throws is passed on.
   *
   * @param terms distinct terms; the sum of their weights times 255 stays below 2³¹
   */
  search(terms: readonly WeightedTerm[], selection: Selection): Found[];
}

/** A term with its postings in the shard at hand: dense, or from `start` up to `end`. */
interface List {
  readonly weight: number;
  readonly dense: Uint8Array | null;
  readonly start: number;
  readonly end: number;
  /** Steps that walking along it takes. */
  readonly length: number;
  /** The most it adds to a passage. */
  readonly bound: number;
}

export function createSearcher(postings: Postings): Searcher {
  /** Scores so far, by passage; 0 for one that has not entered. All 0 between searches. */
  const scores = new Int32Array(Math.min(postings.size, SHARD_SIZE));
  /** The passages that have entered, and one place to write to in vain. */
  const entered = new Uint16Array(scores.length + 1);

  return {
    search(terms, selection) {
      if (!(selection.top >= 1)) return [];
      let best: Found[] = [];
      try {
        for (const shard of postings.shards) {
          best = merge(best, searchShard(shard, terms, selection, best), selection);
        }
      } catch (error) {
        // A filter that throws must not leave half a search behind for the next one.
        scores.fill(0);
        throw error;
      }
      return best;
    },
  };

  /** The passages of a shard that can be among the best, in no order; a few too many at most. */
  function searchShard(
    shard: Shard,
    terms: readonly WeightedTerm[],
    { top, filter }: Selection,
    earlier: readonly Found[],
  ): Found[] {
    const lists = listsOf(shard, terms, postings.bounds);
    const rest = restOf(lists);
    let threshold = earlier[top - 1]?.score ?? 0;
    let count = 0;
    let everyone = false; // whether all passages have entered, those with score 0 too
    let walked = 0; // steps since the threshold was last looked for
    let at = 0;

    for (; at < lists.length && (rest[at] as number) >= threshold; at++) {
      const list = lists[at] as List;
      // A threshold is looked for where finding one costs less than the walks it can spare, and can be enough.
      const cost = count + top * (lists.length - at) * LOOKUP_STEPS;
      if (
        count >= top &&
        walked + list.length > cost &&
        (threshold === 0 || (rest[at] as number) < threshold * RISE)
      ) {
        walked = 0;
        threshold = Math.max(threshold, leastOfBest(shard, lists, at, count, everyone, top, filter));
        if ((rest[at] as number) < threshold) break;
      }
      walked += list.length;
      if (list.dense !== null) {
        everyone = true;
        count = list.dense.length;
        addDense(list.dense, list.weight);
      } else if (everyone) {
        addSparse(shard, list);
      } else {
        // A passage that is new here can only add what is left: it enters where that suffices.
        const least = Math.ceil((threshold - (rest[at + 1] as number)) / list.weight);
        count = open(shard, list, count, Math.max(1, least));
      }
    }
    const least = Math.max(1, threshold - (rest[at] as number));
    count = everyone ? enter(count, least) : keep(count, least);
    for (; at < lists.length; at++) {
      count = complete(shard, lists[at] as List, count, threshold - (rest[at + 1] as number));
    }
    count = keep(count, Math.max(threshold, leastOfBest(shard, lists, at, count, false, top, filter)));

    const found: Found[] = [];
    for (let index = 0; index < count; index++) {
      const passage = entered[index] as number;
      const whole = shard.first + passage;
      if (filter === undefined || filter(whole))
        found.push({ index: whole, score: scores[passage] as number });
      scores[passage] = 0;
    }
    return found;
  }

  /*
   * The loops below run over passages in random order of score, where a processor guesses every second branch
   * wrong. So they choose by arithmetic: (a - b) >>> 31 is 1 where a < b and 0 elsewhere, and & -flag keeps a
   * number or makes it 0.
   */

  /**
   * Adds postings to the passages that have entered, and lets others enter whose impact is at least `least`,
   * which is at least 1. One turned away is out of reach for good; should a later list let it enter, its score
   * stays too low. Returns how many have entered.
   */
  function open(shard: Shard, { weight, start, end }: List, count: number, least: number): number {
    const { passages, impacts } = shard;
    let next = count;
    for (let at = start; at < end; at++) {
      const passage = passages[at] as number;
      const impact = impacts[at] as number;
      const score = scores[passage] as number;
      const isNew = (score - 1) >>> 31;
      const enters = isNew & ((least - 1 - impact) >>> 31);
      entered[next] = passage;
      next += enters;
      scores[passage] = (score + weight * impact) & -(enters | (isNew ^ 1));
    }
    return next;
  }

  function addSparse(shard: Shard, { weight, start, end }: List): void {
    const { passages, impacts } = shard;
    for (let at = start; at < end; at++) {
      const passage = passages[at] as number;
      scores[passage] = (scores[passage] as number) + weight * (impacts[at] as number);
    }
  }

  function addDense(dense: Uint8Array, weight: number): void {
    for (let passage = 0; passage < dense.length; passage++) {
      scores[passage] = (scores[passage] as number) + weight * (dense[passage] as number);
    }
  }

  /** Lets those of the first `size` passages enter whose score is at least `least`; returns how many. */
  function enter(size: number, least: number): number {
    let next = 0;
    for (let passage = 0; passage < size; passage++) {
      const score = scores[passage] as number;
      const enters = (least - 1 - score) >>> 31;
      entered[next] = passage;
      next += enters;
      scores[passage] = score & -enters;
    }
    return next;
  }

  /**
   * Adds a list to the passages that have entered, and lets go of those that do not come to `least` by it:
   * each is looked up, or the list is walked along where that is shorter. Returns how many stay.
   */
  function complete(shard: Shard, list: List, count: number, least: number): number {
    const { weight, dense, start, end } = list;
    if (dense !== null) {
      let kept = 0;
      for (let index = 0; index < count; index++) {
        const passage = entered[index] as number;
        const score = (scores[passage] as number) + weight * (dense[passage] as number);
        const stays = (least - 1 - score) >>> 31;
        entered[kept] = passage;
        kept += stays;
        scores[passage] = score & -stays;
      }
      return kept;
    }
    const { passages, impacts } = shard;
    if (count * LOOKUP_STEPS < end - start) {
      for (let index = 0; index < count; index++) {
        const passage = entered[index] as number;
        const at = findPassage(passages, passage, start, end);
        if (at >= 0) scores[passage] = (scores[passage] as number) + weight * (impacts[at] as number);
      }
    } else {
      for (let at = start; at < end; at++) {
        const passage = passages[at] as number;
        const score = scores[passage] as number;
        if (score !== 0) scores[passage] = score + weight * (impacts[at] as number);
      }
    }
    return keep(count, least);
  }

  /** Lets go of passages that have not come to `least`; returns how many stay. */
  function keep(count: number, least: number): number {
    let kept = 0;
    for (let index = 0; index < count; index++) {
      const passage = entered[index] as number;
      const score = scores[passage] as number;
      const stays = (least - 1 - score) >>> 31;
      entered[kept] = passage;
      kept += stays;
      scores[passage] = score & -stays;
    }
    return kept;
  }

  /**
   * Scores the `top` best passages so far to the end, by the lists from `from` on, and returns the least of
   * these scores; 0 where fewer have entered. `top` passages have at least this score.
   */
  function leastOfBest(
    shard: Shard,
    lists: readonly List[],
    from: number,
    count: number,
    everyone: boolean,
    top: number,
    filter: ((index: number) => boolean) | undefined,
  ): number {
    if (count < top) return 0;
    const heap = new GreatestOf(top);
    let least = 0;
    for (let index = 0; index < count; index++) {
      const passage = everyone ? index : (entered[index] as number);
      const score = scores[passage] as number;
      if (score <= least) continue;
      if (filter === undefined || filter(shard.first + passage)) {
        heap.offer(score, passage);
        least = heap.least;
      }
    }
    if (!heap.full) return 0;
    let completed = Number.POSITIVE_INFINITY;
    for (const passage of heap.entries) {
      let score = scores[passage] as number;
      for (let at = from; at < lists.length; at++) {
        const { weight, dense, start, end } = lists[at] as List;
        if (dense !== null) {
          score += weight * (dense[passage] as number);
        } else {
          const place = findPassage(shard.passages, passage, start, end);
          if (place >= 0) score += weight * (shard.impacts[place] as number);
        }
      }
      completed = Math.min(completed, score);
    }
    return completed;
  }
}

/**
 * How far a threshold rises at most, as a rule, once there is one. Where the terms left add more than this
 * times as much, looking for a better one is in vain.
 */
const RISE = 1.3;

/** Steps along a list that one look-up in it is worth. */
const LOOKUP_STEPS = 24;

/** The lists of a shard, greatest bound first. */
function listsOf(shard: Shard, terms: readonly WeightedTerm[], bounds: Uint8Array): List[] {
  const lists: List[] = [];
  for (const { term, weight } of terms) {
    const bound = weight * (bounds[term] ?? 0);
    const dense = shard.dense.get(term) ?? null;
    const start = shard.starts[term] ?? 0;
    const end = shard.starts[term + 1] ?? 0;
    const length = dense === null ? end - start : dense.length;
    if (length > 0) lists.push({ weight, dense, start, end, length, bound });
  }
  return lists.sort((left, right) => right.bound - left.bound || left.length - right.length);
}

/** What the lists from each place on add together at most; one entry more, 0. */
function restOf(lists: readonly List[]): Int32Array {
  const rest = new Int32Array(lists.length + 1);
  for (let at = lists.length - 1; at >= 0; at--) {
    rest[at] = (rest[at + 1] as number) + (lists[at] as List).bound;
  }
  return rest;
}

function merge(left: readonly Found[], right: readonly Found[], { top, before }: Selection): Found[] {
  return [...left, ...right]
    .sort((one, other) => other.score - one.score || (before(one.index, other.index) ? -1 : 1))
    .slice(0, top);
}

/** The entries of greatest score offered, a fixed number of them, in a heap with the least on top. */
class GreatestOf {
  /** The least score kept; 0 while there is room. */
  least = 0;
  readonly entries: Uint16Array;
  private readonly scores: Int32Array;
  private used = 0;

  constructor(size: number) {
    this.entries = new Uint16Array(size);
    this.scores = new Int32Array(size);
  }

  get full(): boolean {
    return this.used === this.entries.length;
  }

  /** Takes an entry whose score is above `least`. */
  offer(score: number, entry: number): void {
    const { scores, entries } = this;
    let at = 0;
    if (this.used < entries.length) {
      at = this.used++;
      while (at > 0) {
        const parent = (at - 1) >>> 1;
        if ((scores[parent] as number) <= score) break;
        scores[at] = scores[parent] as number;
        entries[at] = entries[parent] as number;
        at = parent;
      }
    } else {
      for (;;) {
        let child = 2 * at + 1;
        if (child >= entries.length) break;
        if (child + 1 < entries.length && (scores[child + 1] as number) < (scores[child] as number)) child++;
        if ((scores[child] as number) >= score) break;
        scores[at] = scores[child] as number;
        entries[at] = entries[child] as number;
        at = child;
      }
    }
    scores[at] = score;
    entries[at] = entry;
    if (this.used === entries.length) this.least = scores[0] as number;
  }
}
