/** A campaign's results as they are told, and how it stands, for editors and operators; null in place of a count: too few. */
import type { Pace } from "./bounds.ts";
import type { Campaign, Phase } from "./campaign.ts";
import { tellsFaults, toldCount, toldSum } from "./disclosure.ts";
import { type DeliveryEnd, deliveryEnds, type Tally, toldVotes } from "./results.ts";

/** What is known of one item before anything is left out. */
export interface ItemFigures {
  readonly id: string;
  /** What it is about, in a line. */
  readonly heading: string;
  readonly tally: Tally;
  readonly options: readonly string[];
  /** Counted from 1; empty: none is right. */
  readonly right: readonly number[];
  /** The options as they were shown, counted from 1. */
  readonly order: readonly number[];
  readonly passages: readonly NamedPassage[];
}

/** How many messages ended so; `exact`: not rounded. */
export interface ToldEnd {
  readonly end: DeliveryEnd;
  readonly count: number | null;
  readonly exact: boolean;
}

export interface ItemStatus {
  readonly id: string;
  readonly queued: number | null;
  /** Not ended yet. */
  readonly waiting: number | null;
  /** All there are, whether any ended so or none. */
  readonly ends: readonly ToldEnd[];
}

export interface CampaignStatus {
  readonly campaign: Campaign;
  readonly phase: Phase;
  /** Whether its content is what was approved, and the knowledge base still says the same. */
  readonly asApproved: boolean;
  /** How it is sent: narrower than it asks for where the installation allows less. */
  readonly pace: Pace;
  /** How many it would have gone to when it was approved; undefined: that is not known. */
  readonly counted: number | null | undefined;
  readonly items: readonly ItemStatus[];
}

export interface ItemResult {
  readonly id: string;
  readonly heading: string;
  readonly reached: number | null;
  readonly options: readonly {
    readonly label: string;
    readonly count: number | null;
    readonly right: boolean;
  }[];
}

/** A passage by its id, with its document and place in words. */
export interface NamedPassage {
  readonly passage: string;
  readonly name: string;
}

export interface Missed {
  readonly heading: string;
  readonly count: number;
  readonly passages: readonly NamedPassage[];
}

export interface CampaignReport {
  readonly campaign: Campaign;
  readonly items: readonly ItemResult[];
  /** Questions chosen wrongly most, by how many; only those that may be shown. */
  readonly missed: readonly Missed[];
  /** Questions asked in its days about what it cites; null: by too few persons. */
  readonly asked: readonly (NamedPassage & { readonly count: number | null })[];
}

/** What an operator must see to: the platform's doing, not a person's. */
const faults: readonly DeliveryEnd[] = ["failed", "unknown"];

export const itemStatus = (
  campaign: Pick<Campaign, "audience" | "corrects">,
  { id, tally: { queued, ends } }: ItemFigures,
): ItemStatus => {
  const ended = deliveryEnds.map((end) => ({ end, count: ends[end] ?? 0 }));
  const waiting = toldCount(queued - ended.reduce((sum, { count }) => sum + count, 0));
  const told = ended.map(({ end, count }): ToldEnd => ({ end, count: toldCount(count), exact: false }));
  const others = told.filter(({ end }) => !faults.includes(end));
  const exact = tellsFaults(campaign, toldSum([waiting, ...others.map(({ count }) => count)]));
  return {
    id,
    queued: toldSum([waiting, ...told.map(({ count }) => count)]),
    waiting,
    ends: exact
      ? [...others, ...ended.filter(({ end }) => faults.includes(end)).map((one) => ({ ...one, exact }))]
      : told,
  };
};

export const itemResult = ({ id, heading, tally, options, right, order }: ItemFigures): ItemResult => {
  const votes = toldVotes(tally, options.length);
  return {
    id,
    heading,
    reached: toldCount(tally.ends.sent ?? 0),
    options: order.map((place) => ({
      label: options[place - 1] ?? "",
      count: votes[place - 1] ?? null,
      right: right.includes(place),
    })),
  };
};

const missedAtMost = 10;

/**
 * How many were wrong, at least; null where too few are known to be. The options tell it; of a question with several right
 * ones, which is wrong by what was left out as well, the persons do where they make no hidden option plain.
 */
function wrongCount({ tally, options, right }: ItemFigures): number | null {
  const wrong = toldVotes(tally, options.length).filter((_, at) => !right.includes(at + 1));
  const { several } = tally;
  if (several === undefined) return toldSum(wrong);
  if (!wrong.includes(null) && toldCount(several.answered - several.wrong) !== null)
    return toldCount(several.wrong);
  // Somebody may have chosen all of them.
  return toldSum([Math.max(0, ...wrong.map((count) => count ?? 0))]);
}

/** How many were wrong, the most first; a question is left out where that is not told. */
export function mostMissed(figures: readonly ItemFigures[]): readonly Missed[] {
  return figures
    .flatMap((item) => {
      const count = item.right.length === 0 ? null : wrongCount(item);
      return count === null ? [] : [{ heading: item.heading, count, passages: item.passages }];
    })
    .sort((left, right) => right.count - left.count || (left.heading < right.heading ? -1 : 1))
    .slice(0, missedAtMost);
}
