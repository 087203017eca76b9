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

/** The postings of one run of passages. */
export interface Shard {
  /** Index of its first passage. */
  readonly first: number;
  /** Term `t` has the postings `starts[t]` to `starts[t + 1]`, the end not included. */
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

/** Collects postings passage by passage, then sorts them by term. */
export class PostingsBuilder {
  private size = 0;
  private readonly shards: ShardBuilder[] = [];
  private current = new ShardBuilder(0);

  /** Begins the next passage. */
  next(): void {
    if (this.size > 0 && this.size % SHARD_SIZE === 0) {
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
      for (const { starts, impacts } of shards) {
        const end = starts[term + 1] ?? 0;
        for (let at = starts[term] ?? 0; at < end; at++) {
          found++;
          const impact = impacts[at] ?? 0;
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
    const starts = new Uint32Array(terms + 1);
    this.each((term) => {
      starts[term + 1] = (starts[term + 1] ?? 0) + 1;
    });
    for (let term = 0; term < terms; term++) starts[term + 1] = (starts[term + 1] ?? 0) + (starts[term] ?? 0);

    const next = starts.slice();
    const passages = new Uint16Array(this.total);
    const impacts = new Uint8Array(this.total);
    this.each((term, impact, passage) => {
      const at = next[term] ?? 0;
      next[term] = at + 1;
      passages[at] = passage;
      impacts[at] = impact;
    });
    return { first: this.first, starts, passages, impacts };
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
