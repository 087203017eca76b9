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
  /** Persons, where several options may be chosen at once; elsewhere the votes say as much. */
  readonly several?: { readonly answered: number; readonly wrong: number } | undefined;
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
    (sum, { queued, ends, votes, several }) => ({
      queued: sum.queued + queued,
      ends: added(sum.ends, ends),
      votes: added(sum.votes, votes) as Record<string, number>,
      ...(several === undefined && sum.several === undefined
        ? {}
        : {
            several: {
              answered: (sum.several?.answered ?? 0) + (several?.answered ?? 0),
              wrong: (sum.several?.wrong ?? 0) + (several?.wrong ?? 0),
            },
          }),
    }),
    emptyTally,
  );

/**
 * Counts with an answer more.
 *
 * @param chosen options, counted from 1
 * @param several whether it was right, of a question with several right options; null: one option alone may be chosen
 */
export function withVote(
  tally: Tally,
  chosen: readonly number[],
  several: { readonly right: boolean } | null,
): Tally {
  const votes = { ...tally.votes };
  for (const option of chosen) votes[option] = (votes[option] ?? 0) + 1;
  if (several === null) return { ...tally, votes };
  const { answered, wrong } = tally.several ?? { answered: 0, wrong: 0 };
  return { ...tally, votes, several: { answered: answered + 1, wrong: wrong + (several.right ? 0 : 1) } };
}

/** A count as it may be shown; null: too few to be shown. */
export const shownCount = (count: number): number | null =>
  count === 0 || count >= smallestGroup ? count : null;

/** Votes as they may be shown: where all together are few, none; else each option that is not too small. */
export function shownVotes(
  { votes, several }: Pick<Tally, "votes" | "several">,
  options: number,
): (number | null)[] {
  const counts = Array.from({ length: options }, (_, at) => votes[String(at + 1)] ?? 0);
  const persons = several?.answered ?? counts.reduce((sum, count) => sum + count, 0);
  if (persons > 0 && persons < smallestGroup) return counts.map(() => null);
  const shown = counts.map(shownCount);
  // Where a person may choose several, no total tells of the one that is hidden.
  if (several !== undefined) return shown;
  // One hidden option could be told from the total: the smallest shown one is hidden with it.
  if (shown.filter((count) => count === null).length === 1) {
    const least = Math.min(...shown.filter((count) => count !== null));
    const at = shown.indexOf(least);
    return shown.map((count, place) => (place === at ? null : count));
  }
  return shown;
}
