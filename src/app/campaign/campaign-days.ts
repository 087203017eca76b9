/**
 * One message a day that nobody asked for: a day on which something of a campaign goes to a person has no question of the day
 * (每日一题), and a day on which that went has nothing of a campaign but a correction. The cap of a week counts campaigns alone:
 * the question is asked for by itself, and ended by itself.
 *
 *   the question   stays away where a push went today, or is to go today
 *   a push         waits for the next day of its campaign where the question went today; the wait is kept, so that the question
 *                  gives way to it then
 */
import { type CampaignItem, itemName } from "../../core/campaign/campaign.ts";
import {
  beijingTime,
  isCapped,
  nextOpening,
  startOf,
  type WorkCalendar,
} from "../../core/campaign/window.ts";
import type { Access } from "../../ports/access.ts";
import type { PersonId } from "../../ports/channel.ts";
import type { Store } from "../../ports/store.ts";
import type { Instant } from "../../ports/time.ts";
import { spaceOf } from "../flow/keys.ts";
import { listAll } from "../flow/reading.ts";
import type { Campaigns, CampaignView } from "./campaigns.ts";
import { belongs } from "./expansion.ts";
import { pushPrefix, subscriptionKey } from "./keys.ts";
import { type PushRow, readRow, readSubscription, type Subscription } from "./stored.ts";

export interface CampaignDaysOptions {
  readonly store: Pick<Store, "read" | "list">;
  readonly campaigns: Pick<Campaigns, "list">;
  readonly access: Pick<Access, "grantOf">;
  readonly calendar: WorkCalendar;
}

export interface CampaignDays {
  /**
   * Reads what runs. @returns whether campaigns have the day of a person: something of theirs went, or is to go; may be asked
   * of many persons, each time of what stands in the store then
   */
  at(now: Instant): Promise<(person: PersonId) => Promise<boolean>>;
}

/** An item that may go today, with what it belongs to. */
interface Due {
  readonly name: string;
  readonly item: CampaignItem;
  readonly campaign: CampaignView["campaign"];
  readonly pace: CampaignView["pace"];
}

const arrived: ReadonlySet<PushRow["state"]> = new Set(["sending", "sent", "unknown"]);
const open: ReadonlySet<PushRow["state"]> = new Set(["sending", "queued"]);

export function createCampaignDays({
  store,
  campaigns,
  access,
  calendar,
}: CampaignDaysOptions): CampaignDays {
  const duesAt = async (now: Instant, today: string): Promise<readonly Due[]> => {
    const mayGo = ({ campaign, pace }: CampaignView, item: CampaignItem): boolean => {
      const from = startOf(item, campaign);
      const opens = nextOpening(now, { from, to: campaign.to }, pace.hours, calendar);
      return opens !== null && beijingTime(opens).day === today;
    };
    return (await campaigns.list())
      .filter(({ state, asApproved }) => state.phase === "running" && asApproved)
      .flatMap((view) => {
        const { campaign, pace } = view;
        return campaign.items
          .filter((item) => mayGo(view, item))
          .map((item) => ({ name: itemName(campaign.id, item.id), item, campaign, pace }));
      });
  };

  /** It is known to wait, or is queued for whoever had subscribed before its start, today. */
  const comes = async (
    { name, item, campaign, pace }: Due,
    person: PersonId,
    { since, sent }: Subscription,
    rows: ReadonlyMap<string, PushRow>,
    now: Instant,
  ): Promise<boolean> => {
    const row = rows.get(name);
    const fresh =
      row === undefined &&
      campaign.corrects === null &&
      item.day === beijingTime(now).day &&
      since < startOf(item, campaign);
    if (!fresh && (row === undefined || !open.has(row.state))) return false;
    if (campaign.corrects === null && isCapped(sent, now, pace.perWeek)) return false;
    return belongs(campaign.audience, person, access);
  };

  const rowsOf = async (person: PersonId): Promise<ReadonlyMap<string, PushRow>> => {
    const prefix = pushPrefix(person);
    const documents = await listAll(store, spaceOf(person), [prefix]);
    return new Map(
      documents.flatMap(({ key, value }) => {
        const row = readRow(value);
        return row === null ? [] : [[key.slice(prefix.length), row] as const];
      }),
    );
  };

  return {
    async at(now) {
      const { day: today } = beijingTime(now);
      const dues = await duesAt(now, today);
      return async (person) => {
        const rows = await rowsOf(person);
        for (const { state, at } of rows.values())
          if (arrived.has(state) && beijingTime(at).day === today) return true;
        const [read] = await store.read(spaceOf(person), [subscriptionKey(person)]);
        const subscription = readSubscription(read?.value);
        if (subscription === null) return false;
        for (const due of dues) if (await comes(due, person, subscription, rows, now)) return true;
        return false;
      };
    },
  };
}
