/** What the store holds of campaigns, as JSON with a form number; what is read back is checked. */
import { z } from "zod";
import { roles } from "../../core/access/roles.ts";
import { isPersonId } from "../../core/access/terms.ts";
import { type Campaign, type CampaignEvent, isCampaignId } from "../../core/campaign/campaign.ts";
import { deliveryEnds, emptyTally, type Tally } from "../../core/campaign/results.ts";
import type { PersonId } from "../../ports/channel.ts";
import { parseStored, StoredPicture } from "../flow/events.ts";

const form = z.literal(1);
const id = z.string().refine(isCampaignId);
const person = z.custom<PersonId>((value) => typeof value === "string" && isPersonId(value));
const instant = z.number();
const text = z.string();
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const clockTime = z.string().regex(/^\d{2}:\d{2}$/);

const content = z.discriminatedUnion("type", [
  z.object({ type: z.literal("article"), passage: text }),
  z.object({ type: z.literal("answer"), entry: text }),
  z.object({ type: z.literal("case"), case: text }),
  z.object({ type: z.literal("quiz"), quiz: text }),
  z.object({ type: z.literal("poll"), question: text, options: z.array(text) }),
  z.object({ type: z.literal("link"), text, to: text, quiz: text.nullable() }),
  z.object({
    type: z.literal("text"),
    statements: z.array(z.object({ text, cites: z.array(text) })),
    notice: z.boolean(),
  }),
]);

const campaign = z.object({
  id,
  title: text,
  from: z.iso.date(),
  to: z.iso.date(),
  audience: z.object({
    units: z.array(text),
    roles: z.array(z.enum(roles)),
    channels: z.array(text),
  }),
  hours: z.object({ from: clockTime, until: clockTime, workdaysOnly: z.boolean() }),
  perWeek: z.int().positive(),
  corrects: text.nullable(),
  items: z.array(
    z.object({
      id,
      day: z.iso.date(),
      time: clockTime.nullable(),
      content,
      picture: StoredPicture.optional(),
      draftPicture: StoredPicture.optional(),
    }),
  ),
}) satisfies z.ZodType<Campaign>;

const happened = { by: text, at: instant };
const event = z.discriminatedUnion("type", [
  z.object({ ...happened, type: z.literal("written"), content: hash }),
  z.object({ ...happened, type: z.literal("submitted"), content: hash }),
  z.object({
    ...happened,
    type: z.literal("approved"),
    content: hash,
    audience: hash,
    counted: z.int().nonnegative().optional(),
  }),
  z.object({ ...happened, type: z.literal("returned"), reason: text }),
  z.object({ ...happened, type: z.enum(["started", "paused", "stopped", "finished"]) }),
  z.object({ ...happened, type: z.literal("corrected"), notice: text }),
]) satisfies z.ZodType<CampaignEvent>;

/** A campaign with what happened to it, oldest first. */
export interface StoredCampaign {
  readonly form: 1;
  readonly campaign: Campaign;
  readonly events: readonly CampaignEvent[];
}
export const StoredCampaign = z.object({
  form,
  campaign,
  events: z.array(event),
}) satisfies z.ZodType<StoredCampaign>;

/** That a person lets pushes come; no document: they do not. */
export const Subscription = z.object({
  form,
  /** Where they go: the conversation in which it was asked for. */
  to: z.object({ person, conversation: z.string() }),
  since: instant,
  /** Pushes of the last days that were sent or may have arrived; for the cap. */
  sent: z.array(instant),
  /** When the channel said that the person cannot be reached; null: they can, as far as is known. */
  blockedAt: instant.nullable(),
});
export type Subscription = z.infer<typeof Subscription>;

/** What became of an item for one person; `queued`: put off by the platform, its turn made already, or to
 * another day, without one. */
export const PushRow = z.object({
  form,
  state: z.enum(["queued", "sending", ...deliveryEnds]),
  at: instant,
  /** The turn of the conversation that holds it; null: none was made. */
  turn: z.int().positive().nullable(),
  /** How often it was begun to be sent. */
  tries: z.int().nonnegative().default(0),
  /** That something was chosen; what, stands nowhere but in the totals. */
  voted: z.boolean(),
});
export type PushRow = z.infer<typeof PushRow>;

/** An item on its way to one person. */
export const PushItem = z.object({ form, campaign: id, item: id, person });
export type PushItem = z.infer<typeof PushItem>;

/** How far the subscribers of a space have been queued: those up to the key `after`. */
export const Expansion = z.object({ form, after: text, done: z.boolean() });
export type Expansion = z.infer<typeof Expansion>;

const StoredTally = z.object({
  queued: z.int().nonnegative(),
  ends: z.partialRecord(z.enum(deliveryEnds), z.int().nonnegative()),
  votes: z.record(z.string(), z.int().nonnegative()),
  several: z.object({ answered: z.int().nonnegative(), wrong: z.int().nonnegative() }).optional(),
}) satisfies z.ZodType<Tally>;

/** The value of a document, or null where there is none. @throws {StoredFormError} */
export const readOr =
  <Value>(schema: z.ZodType<Value>, what: string) =>
  (text: string | null | undefined): Value | null =>
    text == null ? null : parseStored(schema, text, what);

export const readSubscription = readOr(Subscription, "subscription");
export const readRow = readOr(PushRow, "push");
export const readExpansion = readOr(Expansion, "expansion");
export const readTally = (value: string | null | undefined): Tally =>
  readOr(StoredTally, "tally")(value) ?? emptyTally;
