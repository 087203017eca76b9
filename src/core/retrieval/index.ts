/**
 * The search index: BM25F over characters, pairs and words of four fields.
 *
 * Passages go in once and cannot be changed; a new state of the knowledge base is a new index. Everything is
 * deterministic: the same passages in the same order and the same query give the same hits.
 *
 *   score(query, passage) = Σ idf(term) · tf' · (k1 + 1) / (tf' + k1)
 *   tf' = Σ over fields: weight · tf / (1 − b + b · length / mean length)
 *
 * Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted fields", CIKM 2004.
 */

import type { SynonymGroup } from "../law/types.ts";
import { contentOf } from "./content.ts";
import type { ScriptTable } from "./normalise.ts";
import { normalise } from "./normalise.ts";
import type { Postings } from "./postings.ts";
import { impactOf, PostingsBuilder, passagesOf, RARITY_SCALE, rarity, SHARD_SIZE } from "./postings.ts";
import type { WeightedTerm } from "./search.ts";
import { createSearcher } from "./search.ts";
import { createSynonyms } from "./synonyms.ts";
import { NONE, TermTable } from "./terms.ts";
import type { TokenVisitor } from "./tokens.ts";
import { visitTokens } from "./tokens.ts";

/** What is found: an article, a section, a case, a curated answer. */
export interface Passage {
  /** Unique within an index. */
  readonly id: string;
  readonly title: string;
  /** Headings above it (编章节), as one text. */
  readonly section: string;
  readonly text: string;
  readonly keywords: string;
  /** Kind of source, for the authority prior. */
  readonly category: string;
}

export type Field = "title" | "section" | "text" | "keywords";

export interface IndexOptions {
  /** Table from traditional to simplified characters; null or absent: scripts are kept apart. */
  readonly script?: ScriptTable | null;
  /** Weight of each field, at least 0; those left out are as by default. */
  readonly weights?: Readonly<Partial<Record<Field, number>>>;
  /** How slowly further occurrences of a term cease to count; 1.2. */
  readonly k1?: number;
  /** How far long fields are discounted, 0 to 1; 0.75. */
  readonly b?: number;
  /** Factor by category of the passage, above 0; 1 where absent. Off by default: it gained nothing in the domain. */
  readonly authority?: Readonly<Record<string, number>>;
  readonly synonyms?: readonly SynonymGroup[];
}

export interface SearchOptions {
  /** How many hits at most; 10. */
  readonly top?: number;
  /** Whether synonyms join the query; true. */
  readonly expand?: boolean;
  /** Passages that may be found, by their index in the order they were given. */
  readonly filter?: (index: number) => boolean;
}

export interface Hit {
  readonly id: string;
  /** Finite and above 0. */
  readonly score: number;
}

export interface SearchIndex {
  /** How many passages there are. */
  readonly size: number;
  /**
   * The best passages, greatest score first, equal scores by id in code-unit order. Any string is a query; one
   * without a known token finds nothing. Of a query with more than {@link MOST_TERMS} distinct known tokens
   * the rarest that many count, so that a pasted document stays cheap.
   */
  search(query: string, options?: SearchOptions): Hit[];
  /**
   * How much of a query a passage speaks about, 0 to 1: the share, weighted by rarity, of the query's content
   * tokens (pairs and words; not the words any question is made of, 请问, 怎么) that occur in the passage.
   * Tokens that occur nowhere count as the rarest. 0 for an unknown id or a query without content.
   */
  coverage(query: string, id: string): number;
  /** How many passages have two normalised Han characters as neighbours, blanks aside; 0 for any other text. */
  passagesWith(pair: string): number;
  /** Whether any passage has them: quicker told than how many. */
  knows(pair: string): boolean;
  /** Memory held by the index, in bytes, without the passages' own text. */
  bytes(): number;
}

/** Distinct tokens of one query that are looked for; a question of 60 characters has some 120. */
const MOST_TERMS = 128;

/** Share of its weight that a token has when only a synonym brings it in. */
const SYNONYM_WEIGHT = 0.4;

const FIELDS = ["title", "section", "text", "keywords"] as const satisfies readonly Field[];
const WEIGHTS: Readonly<Record<Field, number>> = { title: 1, section: 0.5, text: 1, keywords: 1 };
const GREATEST_IMPACT = 255;

/** Two passages of one index have the same id. */
export class DuplicatePassageError extends Error {
  readonly code = "retrieval.duplicate_passage";
  readonly id: string;

  constructor(id: string) {
    super(`two passages have the id ${JSON.stringify(id)}; give each its own`);
    this.id = id;
  }
}

/**
 * Builds the index of some passages.
 *
 * @throws {DuplicatePassageError} two passages share an id
 * @throws {RangeError} an option is outside its range
 */
export function buildIndex(passages: Iterable<Passage>, options: IndexOptions = {}): SearchIndex {
  const script = options.script ?? null;
  const { ids, terms, postings, scale } = buildPostings(passages, options);
  const synonyms = createSynonyms(options.synonyms ?? [], script);
  const searcher = createSearcher(postings);
  const indexById = new Map(ids.map((id, index) => [id, index]));
  const before = (left: number, right: number): boolean => (ids[left] ?? "") < (ids[right] ?? "");
  const termOf = (pair: string): number =>
    pair.length === 2 ? terms.findPair(pair.charCodeAt(0), pair.charCodeAt(1)) : NONE;

  return {
    size: ids.length,

    search(query, { top = 10, expand = true, filter } = {}) {
      const text = normalise(query, script);
      const weighted = queryTerms(text, expand ? synonyms.of(text) : [], terms, postings);
      return searcher
        .search(weighted, { top: Math.min(Math.floor(top), ids.length), before, filter })
        .map(({ index, score }) => ({ id: ids[index] ?? "", score: score / scale }));
    },

    coverage(query, id) {
      const index = indexById.get(id);
      return index === undefined
        ? 0
        : coverageOf(contentOf(normalise(query, script)), index, terms, postings);
    },

    passagesWith(pair) {
      const term = termOf(pair);
      return term === NONE ? 0 : passagesOf(postings, term);
    },

    // A term is made for a passage that has it, so that one that is there occurs.
    knows: (pair) => termOf(pair) !== NONE,

    bytes() {
      let total = terms.bytes() + postings.rarities.byteLength + postings.bounds.byteLength;
      for (const { size, dense, starts, passages, impacts } of postings.shards) {
        total += size * dense.size + starts.byteLength + passages.byteLength + impacts.byteLength;
      }
      // The searcher's scratch memory, and a slot of the map and the list for each id.
      return total + SHARD_SIZE * 6 + ids.length * 40;
    },
  };
}

/** An index in its parts, before anything is asked of it. */
export interface BuiltPostings {
  readonly ids: readonly string[];
  readonly terms: TermTable;
  readonly postings: Postings;
  /** What a sum of weight · impact is divided by to give a BM25F score. */
  readonly scale: number;
}

/** The first half of {@link buildIndex}: counts terms and turns the counts into impacts. */
export function buildPostings(passages: Iterable<Passage>, options: IndexOptions = {}): BuiltPostings {
  const { script = null, k1 = 1.2, b = 0.75, authority = {} } = options;
  const weights = { ...WEIGHTS, ...options.weights };
  checkOptions(k1, b, weights, authority);

  const all = Array.isArray(passages) ? (passages as readonly Passage[]) : [...passages];
  const ids = uniqueIds(all);
  const means = FIELDS.map((field) => meanLength(all, field));
  const impactScale = GREATEST_IMPACT / ((k1 + 1) * Math.max(1, ...Object.values(authority)));

  const terms = new TermTable();
  const builder = new PostingsBuilder();
  const counter = new TermCounter(terms);
  for (const passage of all) {
    builder.next();
    FIELDS.forEach((field, at) => {
      const share = passage[field].length / (means[at] ?? 1);
      counter.count(normalise(passage[field], script), weights[field] / (1 - b + b * share));
    });
    const prior = Object.hasOwn(authority, passage.category) ? (authority[passage.category] ?? 1) : 1;
    counter.drain((term, frequency) => {
      const impact = (prior * frequency * (k1 + 1)) / (frequency + k1);
      builder.add(term, Math.max(1, Math.min(GREATEST_IMPACT, Math.round(impact * impactScale))));
    });
  }
  return { ids, terms, postings: builder.finish(terms.size), scale: impactScale * RARITY_SCALE };
}

function checkOptions(
  k1: number,
  b: number,
  weights: Readonly<Record<Field, number>>,
  authority: Readonly<Record<string, number>>,
): void {
  if (!(k1 >= 0 && Number.isFinite(k1))) throw new RangeError(`k1 is ${k1}; give a number from 0`);
  if (!(b >= 0 && b <= 1)) throw new RangeError(`b is ${b}; give a number from 0 to 1`);
  for (const field of FIELDS) {
    if (!(weights[field] >= 0 && Number.isFinite(weights[field]))) {
      throw new RangeError(`weight of ${field} is ${weights[field]}; give a number from 0`);
    }
  }
  for (const [category, factor] of Object.entries(authority)) {
    if (!(factor > 0 && Number.isFinite(factor))) {
      throw new RangeError(`authority of ${category} is ${factor}; give a number above 0`);
    }
  }
}

function uniqueIds(passages: readonly Passage[]): string[] {
  const seen = new Set<string>();
  for (const { id } of passages) {
    if (seen.has(id)) throw new DuplicatePassageError(id);
    seen.add(id);
  }
  return [...seen];
}

/** Mean length of a field in code units, 1 where nobody has it. Lengths only discount long fields: units do as well as tokens and are known beforehand. */
function meanLength(passages: readonly Passage[], field: Field): number {
  let total = 0;
  for (const passage of passages) total += passage[field].length;
  return total === 0 ? 1 : total / passages.length;
}

/** Adds up the weighted frequencies of one passage's terms, and is reused for the next. */
class TermCounter implements TokenVisitor {
  private readonly terms: TermTable;
  private frequencies = new Float64Array(1 << 12);
  private seen: number[] = [];
  private weight = 0;

  constructor(terms: TermTable) {
    this.terms = terms;
  }

  /** Counts the tokens of a field, each for `weight`. */
  count(text: string, weight: number): void {
    if (text === "" || weight === 0) return;
    this.weight = weight;
    visitTokens(text, this);
  }

  /** Hands over every term with its frequency, in order of first sight, and starts anew. */
  drain(take: (term: number, frequency: number) => void): void {
    for (const term of this.seen) {
      take(term, this.frequencies[term] ?? 0);
      this.frequencies[term] = 0;
    }
    this.seen = [];
  }

  character(unit: number): void {
    this.add(this.terms.addCharacter(unit));
  }

  pair(first: number, second: number): void {
    this.add(this.terms.addPair(first, second));
  }

  word(text: string): void {
    this.add(this.terms.addWord(text));
  }

  private add(term: number): void {
    if (term >= this.frequencies.length) {
      const grown = new Float64Array(this.frequencies.length * 2);
      grown.set(this.frequencies);
      this.frequencies = grown;
    }
    const frequency = this.frequencies[term] ?? 0;
    if (frequency === 0) this.seen.push(term);
    this.frequencies[term] = frequency + this.weight;
  }
}

/** The known terms of a query with their weights; synonyms add what the query does not hold itself, single characters never. */
export function queryTerms(
  text: string,
  related: readonly string[],
  terms: TermTable,
  postings: Postings,
): WeightedTerm[] {
  const weights = new Map<number, number>();
  const join = (term: number, factor: number): void => {
    if (term === NONE || weights.has(term)) return;
    weights.set(term, Math.max(1, Math.round(factor * (postings.rarities[term] ?? 0))));
  };
  visitTokens(text, {
    character: (unit) => join(terms.findCharacter(unit), 1),
    pair: (first, second) => join(terms.findPair(first, second), 1),
    word: (word) => join(terms.findWord(word), 1),
  });
  for (const word of related) {
    visitTokens(word, {
      character: () => {},
      pair: (first, second) => join(terms.findPair(first, second), SYNONYM_WEIGHT),
      word: (token) => join(terms.findWord(token), SYNONYM_WEIGHT),
    });
  }
  const weighted = Array.from(weights, ([term, weight]) => ({ term, weight }));
  if (weighted.length <= MOST_TERMS) return weighted;
  return weighted
    .sort((left, right) => right.weight - left.weight || left.term - right.term)
    .slice(0, MOST_TERMS);
}

function coverageOf(text: string, index: number, terms: TermTable, postings: Postings): number {
  const unknown = rarity(postings.size, 0);
  const seen = new Set<string>();
  let asked = 0;
  let covered = 0;
  const weigh = (token: string, term: number): void => {
    if (seen.has(token)) return;
    seen.add(token);
    const weight = term === NONE ? unknown : (postings.rarities[term] ?? unknown);
    asked += weight;
    if (term !== NONE && occurs(postings, term, index)) covered += weight;
  };
  visitTokens(text, {
    character: () => {},
    pair: (first, second) => {
      weigh(String.fromCharCode(first, second), terms.findPair(first, second));
    },
    word: (token) => weigh(token, terms.findWord(token)),
  });
  return asked === 0 ? 0 : covered / asked;
}

/** Tells whether a term occurs in the passage of an index. */
function occurs(postings: Postings, term: number, index: number): boolean {
  const shard = postings.shards[Math.floor(index / SHARD_SIZE)];
  return shard !== undefined && impactOf(shard, term, index - shard.first) > 0;
}
