/** Whether a push may go now: what its campaign says, and what its person says. */
import type { CampaignItem } from "../../core/campaign/campaign.ts";
import type { DeliveryEnd } from "../../core/campaign/results.ts";
import {
  beijingTime,
  dayAfter,
  instantOf,
  isCapped,
  nextOpening,
  startOf,
  type WorkCalendar,
} from "../../core/campaign/window.ts";
import { learningText } from "../../core/dialogue/learning-words.ts";
import type { Access } from "../../ports/access.ts";
import type { PersonId } from "../../ports/channel.ts";
import type { Store } from "../../ports/store.ts";
import type { Instant } from "../../ports/time.ts";
import { ConversationState, lastWrote, parseStored } from "../flow/events.ts";
import { spaceOf, statePrefix } from "../flow/keys.ts";
import { listAll } from "../flow/reading.ts";
import type { CampaignView } from "./campaigns.ts";
import { belongs } from "./expansion.ts";
import type { Subscription } from "./stored.ts";

/** How long a push waits where it may not go now and no time is known from which it may: paused, channel not served here. */
export const holdSeconds = 60;
/** Somebody in the middle of a pre-check or a lesson is left alone for so long after their last message. */
export const undisturbedMilliseconds = 30 * 60_000;

/** What becomes of a push. */
export type Outcome =
  | { readonly type: "end"; readonly end: DeliveryEnd; readonly tried?: true }
  | { readonly type: "hold"; readonly seconds: number }
  /** Nothing is left to do: it ended before. */
  | { readonly type: "over" };

const lessonEnd = learningText({ type: "end" });

/** The person is, in this conversation, in the middle of a pre-check or of a lesson, which offers to end it. */
const isBusy = (state: ConversationState, at: Instant): boolean =>
  at - lastWrote(state) < undisturbedMilliseconds &&
  (state.matter != null || state.choices.some(({ text }) => text === lessonEnd));

/** {@link isBusy} in any of a person's conversations: what nobody asked for disturbs wherever it comes. */
export async function isBusyAnywhere(
  store: Pick<Store, "list">,
  person: PersonId,
  at: Instant,
): Promise<boolean> {
  const states = await listAll(store, spaceOf(person), [statePrefix(person)]);
  return states.some(
    ({ value }) => value !== null && isBusy(parseStored(ConversationState, value, "conversation"), at),
  );
}

/** The campaign's say: null where it may go now. */
export function closed(
  view: CampaignView | null,
  itemId: string,
  now: Instant,
  calendar: WorkCalendar,
): Outcome | null {
  const item = view?.campaign.items.find(({ id }) => id === itemId);
  if (view === null || item === undefined) return { type: "end", end: "missed" };
  const { phase } = view.state;
  if (phase !== "running" || !view.asApproved)
    return phase === "stopped" || phase === "finished"
      ? { type: "end", end: "missed" }
      : { type: "hold", seconds: holdSeconds };
  const { campaign, pace } = view;
  const opens = nextOpening(now, { from: startOf(item, campaign), to: campaign.to }, pace.hours, calendar);
  if (opens === null) return { type: "end", end: "missed" };
  return opens > now ? { type: "hold", seconds: Math.ceil((opens - now) / 1_000) } : null;
}

/** A push that the question of the day came before waits for the next day of its campaign; without one it goes no more. */
export function nextDay(
  { campaign, pace }: CampaignView,
  item: CampaignItem,
  now: Instant,
  calendar: WorkCalendar,
): Extract<Outcome, { readonly type: "end" | "hold" }> {
  const from = Math.max(startOf(item, campaign), instantOf(dayAfter(beijingTime(now).day), 0));
  const opens = nextOpening(now, { from, to: campaign.to }, pace.hours, calendar);
  return opens === null
    ? { type: "end", end: "missed" }
    : { type: "hold", seconds: Math.ceil((opens - now) / 1_000) };
}

/** The person's say: null where they may be written to now. */
export async function unwanted(
  { campaign, pace }: CampaignView,
  person: PersonId,
  subscription: Subscription | null,
  now: Instant,
  access: Pick<Access, "grantOf">,
): Promise<Outcome | null> {
  if (subscription === null) return { type: "end", end: "opted_out" };
  if (!(await belongs(campaign.audience, person, access))) return { type: "end", end: "missed" };
  if (campaign.corrects === null && isCapped(subscription.sent, now, pace.perWeek))
    return { type: "end", end: "capped" };
  return null;
}
