/**
 * An inverted index in flat arrays, ready to be searched.
 *
 * For every term the passages it occurs in, ascending, each with an impact: the part of its BM25F score that
 * depends on the passage, in 255 steps. What depends on the term alone, its rarity (idf), is a whole number
 * too, so a score is an exact sum of integers and the same in whichever order it is added up.
 *
 *   score(query, passage) = Σ rarity(term) · impact(term, passage)
 *
 * Passages are held in shards of 65 536, so that a posting takes three bytes.
 */

/** Passages in one shard at most. */
export const SHARD_SIZE = 0x10000;

/**
 * The postings of one run of passages. A term that occurs in an eighth of them or more is held dense, one
 * impact for every passage: no more memory, and each passage is found in one step.
 */
export interface Shard {
  /** Index of its first passage. */
  readonly first: number;
  /** How many passages it has. */
  readonly size: number;
  /** Frequent terms: by passage counted from `first` the impact, 0 where the term does not occur. */
  readonly dense: ReadonlyMap<number, Uint8Array>;
  /** Other terms: `t` has the postings `starts[t]` to `starts[t + 1]`, the end not included. */
  readonly starts: Uint32Array;
  /** Passages, counted from `first`, ascending within a term. */
  readonly passages: Uint16Array;
  /** Impacts, 1 to 255, one for each of `passages`. */
  readonly impacts: Uint8Array;
}

export interface Postings {
  /** How many passages there are. */
  readonly size: number;
  readonly shards: readonly Shard[];
  /** Rarity of each term: its idf in thousandths, at least 1. */
  readonly rarities: Uint16Array;
  /** The greatest impact of each term. */
  readonly bounds: Uint8Array;
}

/** Thousandths of idf in a rarity. */
export const RARITY_SCALE = 1000;

/** Inverse document frequency, never negative: ln(1 + (size − found + ½) / (found + ½)). */
export function rarity(size: number, found: number): number {
  return Math.max(1, Math.round(RARITY_SCALE * Math.log(1 + (size - found + 0.5) / (found + 0.5))));
}

/** Impact of a term in a passage counted from the shard's first; 0 where it does not occur. */
export function impactOf(shard: Shard, term: number, passage: number): number {
  const everywhere = shard.dense.get(term);
  if (everywhere !== undefined) return everywhere[passage] ?? 0;
  const at = findPassage(shard.passages, passage, shard.starts[term] ?? 0, shard.starts[term + 1] ?? 0);
  return at < 0 ? 0 : (shard.impacts[at] ?? 0);
}

/** How many passages a term occurs in. */
export function passagesOf({ shards }: Postings, term: number): number {
  let found = 0;
  for (const { dense, starts } of shards) {
    const everywhere = dense.get(term);
    if (everywhere === undefined) found += (starts[term + 1] ?? 0) - (starts[term] ?? 0);
    else for (const impact of everywhere) if (impact > 0) found++;
  }
  return found;
}

/** Place of `passage` in the ascending run from `start` up to `end`, or -1. */
export function findPassage(passages: Uint16Array, passage: number, start: number, end: number): number {
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

/** Collects postings passage by passage, then sorts them by term. */
export class PostingsBuilder {
  private size = 0;
  private readonly shardSize: number;
  private readonly shards: ShardBuilder[] = [];
  private current = new ShardBuilder(0);

  /** @param shardSize passages in a shard, at most {@link SHARD_SIZE} */
  constructor(shardSize: number = SHARD_SIZE) {
    this.shardSize = shardSize;
  }

  /** Begins the next passage. */
  next(): void {
    if (this.size > 0 && this.size % this.shardSize === 0) {
      this.shards.push(this.current);
      this.current = new ShardBuilder(this.size);
    }
    this.current.next();
    this.size++;
  }

  /** Adds a term of the passage begun last, once each; `impact` is 1 to 255. */
  add(term: number, impact: number): void {
    this.current.add(term, impact);
  }

  /** The finished index over `terms` terms. The builder is spent. */
  finish(terms: number): Postings {
    const shards = [...this.shards, this.current].map((shard) => shard.finish(terms));
    const rarities = new Uint16Array(terms);
    const bounds = new Uint8Array(terms);
    for (let term = 0; term < terms; term++) {
      let found = 0;
      let bound = 0;
      for (const { starts, impacts, dense } of shards) {
        const everywhere = dense.get(term);
        const source = everywhere ?? impacts;
        const end = everywhere?.length ?? starts[term + 1] ?? 0;
        for (let at = everywhere === undefined ? (starts[term] ?? 0) : 0; at < end; at++) {
          const impact = source[at] ?? 0;
          if (impact > 0) found++;
          if (impact > bound) bound = impact;
        }
      }
      rarities[term] = rarity(this.size, found);
      bounds[term] = bound;
    }
    return { size: this.size, shards, rarities, bounds };
  }
}

/** The postings of one shard in the order of passages, in blocks: an array that doubles would hold twice the index at its peak. */
class ShardBuilder {
  private readonly first: number;
  private readonly blocks: { terms: Uint32Array; impacts: Uint8Array }[] = [];
  private terms = new Uint32Array(0);
  private impacts = new Uint8Array(0);
  private used = 0;
  /** Postings before each passage. */
  private readonly ends: number[] = [];
  private total = 0;

  constructor(first: number) {
    this.first = first;
  }

  next(): void {
    this.ends.push(this.total);
  }

  add(term: number, impact: number): void {
    if (this.used === this.terms.length) {
      this.terms = new Uint32Array(BLOCK);
      this.impacts = new Uint8Array(BLOCK);
      this.blocks.push({ terms: this.terms, impacts: this.impacts });
      this.used = 0;
    }
    this.terms[this.used] = term;
    this.impacts[this.used] = impact;
    this.used++;
    this.total++;
  }

  /** Counting sort by term; passages come out ascending because they went in so. */
  finish(terms: number): Shard {
    const size = this.ends.length;
    const counts = new Uint32Array(terms);
    this.each((term) => {
      counts[term] = (counts[term] ?? 0) + 1;
    });

    const dense = new Map<number, Uint8Array>();
    const starts = new Uint32Array(terms + 1);
    for (let term = 0; term < terms; term++) {
      const count = counts[term] ?? 0;
      const frequent = count > 0 && count * DENSE_SHARE >= size;
      if (frequent) dense.set(term, new Uint8Array(size));
      starts[term + 1] = (starts[term] ?? 0) + (frequent ? 0 : count);
    }

    const next = starts.slice();
    const sparse = starts[terms] ?? 0;
    const passages = new Uint16Array(sparse);
    const impacts = new Uint8Array(sparse);
    this.each((term, impact, passage) => {
      const at = next[term] ?? 0;
      if (at === starts[term + 1]) {
        // No place is left for it among the others: a frequent term.
        const everywhere = dense.get(term);
        if (everywhere !== undefined) everywhere[passage] = impact;
        return;
      }
      next[term] = at + 1;
      passages[at] = passage;
      impacts[at] = impact;
    });
    return { first: this.first, size, dense, starts, passages, impacts };
  }

  private each(visit: (term: number, impact: number, passage: number) => void): void {
    let passage = 0;
    for (let at = 0; at < this.total; at++) {
      while (at >= (this.ends[passage + 1] ?? this.total)) passage++;
      const block = this.blocks[at >>> BLOCK_BITS];
      const place = at & (BLOCK - 1);
      visit(block?.terms[place] ?? 0, block?.impacts[place] ?? 0, passage);
    }
  }
}

const BLOCK_BITS = 18;
const BLOCK = 1 << BLOCK_BITS;
/** A term is frequent in a shard when it occurs in one passage of so many. */
const DENSE_SHARE = 8;
