/**
 * What came of a campaign: absolute totals, and none of a group so small that somebody could be told apart
 * (`disclosure.ts`). No rate, no comparison of units, nothing about a person.
 */
import { toldCount } from "./disclosure.ts";

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

/** Votes as they are told, by option. */
export const toldVotes = ({ votes }: Pick<Tally, "votes">, options: number): (number | null)[] =>
  Array.from({ length: options }, (_, at) => toldCount(votes[String(at + 1)] ?? 0));
