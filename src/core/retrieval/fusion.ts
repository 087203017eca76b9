/**
 * Several rankings as one, by reciprocal rank: what stands high in any of them comes high, whatever their scores mean.
 *
 *   score(passage) = Σ over rankings: 1 / (60 + rank)
 *
 * Cormack, Clarke and Büttcher, "Reciprocal rank fusion outperforms Condorcet and individual rank learning methods",
 * SIGIR 2009. The constant is theirs.
 */
import type { Hit } from "./index.ts";

const constant = 60;

/** How deep each ranking is read at least before it is fused. */
export const fusionDepth = 100;

/**
 * Fuses rankings, best first, each id at most once in each. The order of the rankings does not matter.
 *
 * @returns all ids, greatest score first, equal scores by id in code-unit order
 */
export function fuse(rankings: readonly (readonly Pick<Hit, "id">[])[]): Hit[] {
  const ranks = new Map<string, number[]>();
  for (const ranking of rankings)
    for (const [at, { id }] of ranking.entries()) {
      const known = ranks.get(id);
      if (known === undefined) ranks.set(id, [at + 1]);
      else known.push(at + 1);
    }
  return Array.from(ranks, ([id, of]) => ({ id, score: scoreOf(of) })).sort(
    (left, right) => right.score - left.score || (left.id < right.id ? -1 : 1),
  );
}

/** Added up from the lowest rank, so that the order of the rankings leaves no trace in the last bit. */
const scoreOf = (ranks: readonly number[]): number =>
  ranks.toSorted((left, right) => right - left).reduce((sum, rank) => sum + 1 / (constant + rank), 0);

/**
 * A ranking in the order of a fusion and on its own scale: what stands at a place gets the score that stood there. So limits
 * set on the ranking's scores (a share of the first) keep their meaning, and no more is found than the ranking found.
 */
export function reorder(ranking: readonly Hit[], others: readonly (readonly Pick<Hit, "id">[])[]): Hit[] {
  if (others.every((other) => other.length === 0)) return [...ranking];
  const fused = fuse([ranking, ...others]);
  return ranking.map(({ id, score }, at) => ({ id: fused[at]?.id ?? id, score }));
}
