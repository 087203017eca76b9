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
  /** Counted from 1; null: none is right. */
  readonly right: number | null;
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
  const votes = shownVotes(tally.votes, options.length);
  return {
    id,
    heading,
    reached: shownCount(tally.ends.sent ?? 0),
    options: options.map((label, at) => ({ label, count: votes[at] ?? null, right: at + 1 === right })),
  };
};

const missedAtMost = 10;

/** Absolute counts of wrong choices, the most first; a question is left out where any of its counts is. */
export function mostMissed(figures: readonly ItemFigures[]): readonly Missed[] {
  return figures
    .flatMap((item) => {
      if (item.right === null) return [];
      const counts = itemResult(item).options;
      if (counts.some(({ count }) => count === null)) return [];
      const count = counts.reduce((sum, option) => sum + (option.right ? 0 : (option.count ?? 0)), 0);
      return count === 0 ? [] : [{ heading: item.heading, count, passages: item.passages }];
    })
    .sort((left, right) => right.count - left.count || (left.heading < right.heading ? -1 : 1))
    .slice(0, missedAtMost);
}
