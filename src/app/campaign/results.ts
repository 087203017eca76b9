/** Reads what came of a campaign: counts of all parts of the store added up, without a name. */
import {
  type Campaign,
  type CampaignItem,
  type CampaignState,
  itemName,
} from "../../core/campaign/campaign.ts";
import { toldActions, toldCount } from "../../core/campaign/disclosure.ts";
import {
  type CampaignReport,
  type CampaignStatus,
  type ItemFigures,
  itemResult,
  itemStatus,
  mostMissed,
  type NamedPassage,
} from "../../core/campaign/report.ts";
import { sumTallies } from "../../core/campaign/results.ts";
import { dayAfter, instantOf, startOf } from "../../core/campaign/window.ts";
import type { Store } from "../../ports/store.ts";
import type { Instant } from "../../ports/time.ts";
import { parseStored, StoredTurn } from "../flow/events.ts";
import { partitions } from "../flow/keys.ts";
import { pageSize } from "../flow/reading.ts";
import type { CampaignView } from "./campaigns.ts";
import type { CampaignContent } from "./content.ts";
import { tallyKey } from "./keys.ts";
import { readTally } from "./stored.ts";

export interface Results {
  status(view: CampaignView): Promise<CampaignStatus>;
  /** Reads every turn that is kept, to count the questions asked; a matter of seconds in a large store. */
  report(view: CampaignView): Promise<CampaignReport>;
}

/** How long after the last day of a campaign a question still counts as asked afterwards. */
const afterwardsMilliseconds = 14 * 86_400_000;

/** When a passage is first pushed, of items in the order of their days. */
const firstPushes = (campaign: Campaign, items: readonly ItemFigures[]): ReadonlyMap<string, Instant> =>
  new Map(
    campaign.items.toReversed().flatMap((item) => {
      const figures = items.find(({ id }) => id === item.id);
      return (figures?.passages ?? []).map(({ passage }) => [passage, startOf(item, campaign)] as const);
    }),
  );

/** How many a campaign would have gone to when it was approved, as it is told; undefined: that is not known. */
export const approvedFor = ({ approval }: Pick<CampaignState, "approval">): number | null | undefined =>
  approval?.counted === undefined ? undefined : toldCount(approval.counted);

export function createResults({
  store,
  content,
}: {
  readonly store: Pick<Store, "read" | "list">;
  readonly content: Pick<CampaignContent, "asked" | "about" | "nameOf">;
}): Results {
  const named = (passage: string): NamedPassage => ({ passage, name: content.nameOf(passage) });

  const figuresOf = async (view: CampaignView, item: CampaignItem): Promise<ItemFigures> => {
    const key = tallyKey(itemName(view.campaign.id, item.id));
    const parts = await Promise.all(partitions.map((space) => store.read(space, [key])));
    const tally = sumTallies(parts.map(([read]) => readTally(read?.value)));
    const { heading, passages } = content.about(item);
    return {
      id: item.id,
      heading,
      passages: passages.map(named),
      tally,
      ...content.asked(view.campaign, item),
    };
  };

  const figures = async (view: CampaignView): Promise<readonly ItemFigures[]> => {
    const found: ItemFigures[] = [];
    for (const item of view.campaign.items) found.push(await figuresOf(view, item));
    return found;
  };

  /**
   * Questions about each passage after it was first pushed, as their number is told; who asked them is forgotten at once.
   *
   * @param pushed when, by passage
   */
  const askedAbout = async (pushed: ReadonlyMap<string, Instant>, until: Instant) => {
    const counts = new Map(
      [...pushed].map(([passage, from]) => [passage, { from, count: 0, persons: new Set<string>() }]),
    );
    const take = (key: string, value: string): void => {
      const { at, question, push, answer } = parseStored(StoredTurn, value, "turn");
      if (question === null || push === true || answer.kind === "smalltalk") return;
      if (at >= until) return;
      for (const [passage, counted] of counts) {
        if (at < counted.from) continue;
        const cites = answer.citations.some(
          (citation) => citation.passage === passage || citation.passage.startsWith(`${passage}.`),
        );
        if (!cites) continue;
        counted.count += 1;
        counted.persons.add(key.split("/")[1] ?? "");
      }
    };
    for (const space of partitions)
      for (let after = ""; ; ) {
        const page = await store.list(space, "turn/", { after, limit: pageSize });
        for (const { key, value } of page) if (value !== null) take(key, value);
        if (page.length < pageSize) break;
        after = page.at(-1)?.key ?? "";
      }
    return [...counts].map(([passage, { count, persons }]) => ({
      ...named(passage),
      count: toldActions(count, persons.size),
    }));
  };

  return {
    async status(view) {
      const { campaign, state, asApproved, pace } = view;
      return {
        campaign,
        phase: state.phase,
        asApproved,
        pace,
        counted: approvedFor(state),
        items: (await figures(view)).map((item) => itemStatus(campaign, item)),
      };
    },
    async report(view) {
      const { campaign } = view;
      const found = await figures(view);
      const pushed = firstPushes(campaign, found);
      const asked =
        pushed.size === 0
          ? []
          : await askedAbout(pushed, instantOf(dayAfter(campaign.to), 0) + afterwardsMilliseconds);
      return { campaign, items: found.map(itemResult), missed: mostMissed(found), asked };
    },
  };
}
