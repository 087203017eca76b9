/**
 * What came of a campaign: absolute totals, and none of a group so small that somebody could be told apart. No rate, no
 * comparison of units, nothing about a person.
 */

/** Smaller groups are not shown. */
export const smallestGroup = 10;

/**
 * How a delivery ends. `missed`: the campaign was over or stopped, or the person was not among those it goes to any more;
 * `unknown`: it may have arrived, and is never sent again without an operator's word.
 */
export const deliveryEnds = [
  "sent",
  "failed",
  "blocked",
  "opted_out",
  "capped",
  "missed",
  "unknown",
] as const;
export type DeliveryEnd = (typeof deliveryEnds)[number];

/** Counts of one item, in any part of the store; added up by {@link sumTallies}. */
export interface Tally {
  readonly queued: number;
  readonly ends: Readonly<Partial<Record<DeliveryEnd, number>>>;
  /** By option, counted from 1. */
  readonly votes: Readonly<Record<string, number>>;
}

export const emptyTally: Tally = { queued: 0, ends: {}, votes: {} };

const added = <Key extends string>(
  left: Readonly<Partial<Record<Key, number>>>,
  right: Readonly<Partial<Record<Key, number>>>,
): Partial<Record<Key, number>> => {
  const sum: Partial<Record<Key, number>> = { ...left };
  for (const key of Object.keys(right) as Key[]) sum[key] = (sum[key] ?? 0) + (right[key] ?? 0);
  return sum;
};

export const sumTallies = (tallies: readonly Tally[]): Tally =>
  tallies.reduce<Tally>(
    (sum, { queued, ends, votes }) => ({
      queued: sum.queued + queued,
      ends: added(sum.ends, ends),
      votes: added(sum.votes, votes) as Record<string, number>,
    }),
    emptyTally,
  );

/** A count as it may be shown; null: too few to be shown. */
export const shownCount = (count: number): number | null =>
  count === 0 || count >= smallestGroup ? count : null;

/** Votes as they may be shown: where all together are few, none; else each option that is not too small. */
export function shownVotes(votes: Tally["votes"], options: number): (number | null)[] {
  const counts = Array.from({ length: options }, (_, at) => votes[String(at + 1)] ?? 0);
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total > 0 && total < smallestGroup) return counts.map(() => null);
  const shown = counts.map(shownCount);
  // One hidden option could be told from the total: the smallest shown one is hidden with it.
  if (shown.filter((count) => count === null).length === 1) {
    const least = Math.min(...shown.filter((count) => count !== null));
    const at = shown.indexOf(least);
    return shown.map((count, place) => (place === at ? null : count));
  }
  return shown;
}
