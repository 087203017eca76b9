/** A campaign's results as they may be shown, and how it stands, for editors and operators. */
import type { Campaign, Phase } from "./campaign.ts";
import { type DeliveryEnd, deliveryEnds, shownCount, shownVotes, type Tally } from "./results.ts";

/** What is known of one item before anything is left out. */
export interface ItemFigures {
  readonly id: string;
  /** What it is about, in a line. */
  readonly heading: string;
  readonly tally: Tally;
  readonly options: readonly string[];
  /** Counted from 1; empty: none is right. */
  readonly right: readonly number[];
  readonly passages: readonly string[];
}

export interface ItemStatus {
  readonly id: string;
  readonly queued: number;
  /** Not ended yet. */
  readonly waiting: number;
  /** Null: too few to be told without telling of somebody. */
  readonly ends: readonly { readonly end: DeliveryEnd; readonly count: number | null }[];
}

export interface CampaignStatus {
  readonly campaign: Campaign;
  readonly phase: Phase;
  /** Whether its content is what was approved, and the knowledge base still says the same. */
  readonly asApproved: boolean;
  /** How many it would have gone to when it was approved; null: that is not known. */
  readonly counted: number | null;
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

export interface Missed {
  readonly heading: string;
  readonly count: number;
  readonly passages: readonly string[];
}

export interface CampaignReport {
  readonly campaign: Campaign;
  readonly items: readonly ItemResult[];
  /** Questions chosen wrongly most, by how many; only those that may be shown. */
  readonly missed: readonly Missed[];
  /** Questions asked in its days about what it cites; null: by too few persons. */
  readonly asked: readonly { readonly passage: string; readonly count: number | null }[];
}

/** What concerns wishes of persons is told only of many; what an operator must see to, always. */
const always: readonly DeliveryEnd[] = ["sent", "failed", "unknown", "missed"];

export const itemStatus = ({ id, tally }: ItemFigures): ItemStatus => {
  const ended = Object.values(tally.ends).reduce((sum, count) => sum + count, 0);
  return {
    id,
    queued: tally.queued,
    waiting: Math.max(0, tally.queued - ended),
    ends: deliveryEnds.flatMap((end) => {
      const count = tally.ends[end] ?? 0;
      return count === 0 ? [] : [{ end, count: always.includes(end) ? count : shownCount(count) }];
    }),
  };
};

export const itemResult = ({ id, heading, tally, options, right }: ItemFigures): ItemResult => {
  const votes = shownVotes(tally, options.length);
  return {
    id,
    heading,
    reached: shownCount(tally.ends.sent ?? 0),
    options: options.map((label, at) => ({ label, count: votes[at] ?? null, right: right.includes(at + 1) })),
  };
};

const missedAtMost = 10;

/** How many were not right; null where that may not be told. */
function wrongCount(item: ItemFigures): number | null {
  const { several } = item.tally;
  const counts =
    several === undefined
      ? itemResult(item).options
      : [
          { count: shownCount(several.answered - several.wrong), right: true },
          { count: shownCount(several.wrong), right: false },
        ];
  if (counts.some(({ count }) => count === null)) return null;
  return counts.reduce((sum, { count, right }) => sum + (right ? 0 : (count ?? 0)), 0);
}

/** Absolute counts of wrong answers, the most first; a question is left out where any of its counts is. */
export function mostMissed(figures: readonly ItemFigures[]): readonly Missed[] {
  return figures
    .flatMap((item) => {
      const count = item.right.length === 0 ? null : wrongCount(item);
      return count === null || count === 0 ? [] : [{ heading: item.heading, count, passages: item.passages }];
    })
    .sort((left, right) => right.count - left.count || (left.heading < right.heading ? -1 : 1))
    .slice(0, missedAtMost);
}
