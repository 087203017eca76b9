/**
 * Texts that say the same in other words, put together (相近的问题归并).
 *
 * Two texts are near where the cosine of their content tokens reaches a threshold; texts belong together where a chain of
 * near ones leads from one to the other. So the clusters are the same in whatever order the texts come, and a text that comes
 * later can join clusters but never part one. Tokens are weighed by how rare they are among the phrasings an editor listed,
 * not among the texts themselves: whether two texts are near does not depend on what else was asked.
 *
 * A text needs comparing only with those that share one of its rarest tokens: what is left of it beyond them could not lift
 * any cosine to the threshold. That bound is exact, so nothing is missed.
 */
import { contentOf, contentTokens } from "../retrieval/content.ts";

/** Chosen on the phrasings of the shipped knowledge base: below it, clusters grow into chains of many topics. */
export const nearness = 0.5;

/** Weight of a token, above 0. */
export type Weigh = (token: string) => number;

/** Tokens a normalised text is compared by; a text of courtesy and question words alone has none. */
export const likenessTokens = (text: string): ReadonlySet<string> => contentTokens(contentOf(text));

/** Weighs a token by how few of the phrasings hold it; one that none holds weighs most. */
export function weighByPhrasings(phrasings: readonly ReadonlySet<string>[]): Weigh {
  const frequency = new Map<string, number>();
  for (const tokens of phrasings)
    for (const token of tokens) frequency.set(token, (frequency.get(token) ?? 0) + 1);
  // One is added to the count so that an empty list of phrasings gives every token the same weight above 0.
  return (token) => Math.log(1 + (phrasings.length + 1) / (1 + (frequency.get(token) ?? 0)));
}

/** A text ready to be compared: its tokens, the rarest first, with the squares of their weights. */
interface Weighed {
  readonly squares: ReadonlyMap<string, number>;
  readonly norm: number;
  /** So many of the first tokens hold at least one that any near text holds too. */
  readonly telling: number;
}

function weighed(tokens: ReadonlySet<string>, weigh: Weigh, threshold: number): Weighed {
  const squares = new Map(
    [...tokens]
      .map((token): [string, number] => [token, weigh(token) ** 2])
      .sort(([left, one], [right, other]) => other - one || (left < right ? -1 : 1)),
  );
  const sum = [...squares.values()].reduce((total, square) => total + square, 0);
  return { squares, norm: Math.sqrt(sum), telling: tellingTokens([...squares.values()], sum, threshold) };
}

/**
 * A near text has at least the share `threshold` of this one's norm, so that what they hold in common weighs at least
 * `threshold²` of this one's square: it cannot all lie in a rest that weighs less.
 */
function tellingTokens(squares: readonly number[], sum: number, threshold: number): number {
  // A hair less than the bound, so that rounding never hides a pair that is exactly at it.
  const needed = threshold ** 2 * sum * (1 - 1e-9);
  let rest = sum;
  let telling = 0;
  while (telling < squares.length && rest >= needed) rest -= squares[telling++] ?? 0;
  return telling;
}

/** Cosine of two weighed texts, 0 to 1; 0 where one has no tokens. */
function cosine(one: Weighed, other: Weighed): number {
  const [small, large] = one.squares.size <= other.squares.size ? [one, other] : [other, one];
  let product = 0;
  for (const [token, square] of small.squares) if (large.squares.has(token)) product += square;
  return product === 0 ? 0 : product / (one.norm * other.norm);
}

/**
 * Puts together what belongs together. Texts without tokens belong together where they are the same letter by letter.
 *
 * @param texts in any order; equal ones are one
 * @returns every text given once, in the order of the text; the texts of a cluster and the clusters ordered as text
 */
export function clusterTexts(
  texts: Iterable<string>,
  {
    tokensOf,
    weigh,
    threshold = nearness,
  }: {
    readonly tokensOf: (text: string) => ReadonlySet<string>;
    readonly weigh: Weigh;
    readonly threshold?: number;
  },
): readonly (readonly string[])[] {
  const distinct = [...new Set(texts)].sort();
  const all = distinct.map((text) => weighed(tokensOf(text), weigh, threshold));
  const parent = distinct.map((_, at) => at);
  const rootOf = (at: number): number => {
    let root = at;
    while (parent[root] !== root) root = parent[root] as number;
    for (let step = at; step !== root; ) {
      const next = parent[step] as number;
      parent[step] = root;
      step = next;
    }
    return root;
  };
  const holders = new Map<string, number[]>();
  for (const [at, one] of all.entries()) {
    const met = new Set<number>();
    for (const token of firstOf(one.squares.keys(), one.telling)) {
      const holding = holders.get(token);
      for (const other of holding ?? []) met.add(other);
      if (holding === undefined) holders.set(token, [at]);
      else holding.push(at);
    }
    for (const other of met) {
      const [left, right] = [rootOf(at), rootOf(other)];
      if (left === right || cosine(one, all[other] as Weighed) < threshold) continue;
      // The smaller place stays the root, so that clusters come out in the order of their first text.
      parent[Math.max(left, right)] = Math.min(left, right);
    }
  }
  return [...Map.groupBy(distinct.keys(), rootOf).values()].map((places) =>
    places.map((at) => distinct[at] as string),
  );
}

function* firstOf<Value>(values: Iterable<Value>, count: number): Generator<Value> {
  let left = count;
  for (const value of values) {
    if (left-- <= 0) return;
    yield value;
  }
}
