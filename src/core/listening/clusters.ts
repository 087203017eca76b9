/**
 * Texts that say the same in other words, put together (相近的问题归并).
 *
 * Two texts are near where the cosine of their content tokens reaches a threshold. The oldest text leads a cluster; each later
 * one joins the leader that is nearest, or leads a cluster of its own. So a cluster stays within reach of one text, however
 * much is asked (chains of near texts would in time lead from every topic to every other), and what is asked later never
 * changes what belongs together already. Tokens are weighed by how rare they are among the phrasings an editor listed, not
 * among the texts themselves: whether two texts are near does not depend on what else was asked.
 *
 * A text needs comparing only with leaders that share one of its rarest tokens: what is left of it beyond them could not lift
 * any cosine to the threshold. That bound is exact, so nothing is missed.
 */
import { contentOf, contentTokens } from "../retrieval/content.ts";

/** Set on labelled questions: as low as nothing is joined yet that asks for different things, with room to spare. */
export const nearness = 0.45;

/** Weight of a token, above 0. */
export type Weigh = (token: string) => number;

/**
 * Tokens a normalised text is compared by: pairs of neighbouring characters, the characters themselves, which bear slips of
 * the keyboard and another order of words, and Latin words. A text of courtesy and question words alone has none.
 */
export function likenessTokens(text: string): ReadonlySet<string> {
  const tokens = contentTokens(contentOf(text));
  const han = [...tokens].filter((token) => /\p{Script=Han}/u.test(token));
  return new Set([...tokens, ...han.flatMap((token) => [...token])]);
}

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

/** A cluster in the making. */
interface Cluster {
  readonly leader: Weighed;
  readonly texts: string[];
}

/**
 * Puts together what belongs together. Texts without tokens belong together where they are the same letter by letter.
 *
 * @param texts the oldest first; one that was there before changes nothing
 * @returns every text given once; clusters and their texts in the order of the texts, the leader of each first
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
  const clusters: Cluster[] = [];
  const byToken = new Map<string, Cluster[]>();
  for (const text of new Set(texts)) {
    const weighedText = weighed(tokensOf(text), weigh, threshold);
    const telling = [...firstOf(weighedText.squares.keys(), weighedText.telling)];
    const near = nearest(
      weighedText,
      new Set(telling.flatMap((token) => byToken.get(token) ?? [])),
      threshold,
    );
    if (near !== null) {
      near.texts.push(text);
      continue;
    }
    const led: Cluster = { leader: weighedText, texts: [text] };
    clusters.push(led);
    for (const token of telling) {
      const leaders = byToken.get(token);
      if (leaders === undefined) byToken.set(token, [led]);
      else leaders.push(led);
    }
  }
  return clusters.map((cluster) => cluster.texts);
}

/** The cluster whose leader is nearest, and near enough; null: none. */
function nearest(text: Weighed, candidates: Iterable<Cluster>, threshold: number): Cluster | null {
  let best: Cluster | null = null;
  let closest = threshold;
  for (const candidate of candidates) {
    const near = cosine(text, candidate.leader);
    if (best === null ? near >= closest : near > closest) [best, closest] = [candidate, near];
  }
  return best;
}

function* firstOf<Value>(values: Iterable<Value>, count: number): Generator<Value> {
  let left = count;
  for (const value of values) {
    if (left-- <= 0) return;
    yield value;
  }
}
