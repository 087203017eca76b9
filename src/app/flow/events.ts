/**
 * What the queues and documents of the flow hold, as JSON with a form number. What is read back is checked: it may come
 * from an older release or from another hand.
 */
import { z } from "zod";
import type { Answer, Context } from "../../core/grounding/answer.ts";
import {
  type Address,
  type Choice,
  feedbackVerdicts,
  type Outbound,
  type PersonId,
} from "../../ports/channel.ts";

const form = z.literal(1);
const person = z.custom<PersonId>((value) => typeof value === "string" && /^[a-z]+:.+$/s.test(value));
const address = z.object({ person, conversation: z.string() }) satisfies z.ZodType<Address>;
const day = z.iso.date();
const instant = z.number();

/** Why a text was not taken in. */
export const withheldReasons = ["classified", "too_long"] as const;
export type Withheld = (typeof withheldReasons)[number];

const content = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("text"),
    /** Masked. */
    text: z.string(),
    /** The masked passages, sealed; null where nothing was masked. */
    marks: z.string().nullable(),
    asOf: day.nullable(),
  }),
  z.object({ type: z.literal("withheld"), reason: z.enum(withheldReasons) }),
  z.object({ type: z.literal("feedback"), turn: z.int(), verdict: z.enum(feedbackVerdicts) }),
  z.object({ type: z.literal("unsupported"), what: z.string() }),
]);

/** An event as it stands in the inbox. */
export const StoredEvent = z.object({
  form,
  channel: z.string(),
  eventId: z.string(),
  /** When the border took it in. */
  at: instant,
  from: address,
  content,
});
export type StoredEvent = z.infer<typeof StoredEvent>;

// Answers are made by this program alone and change with it; their inside is not checked again.
const answer = z.custom<Answer>(
  (value) => typeof value === "object" && value !== null && Array.isArray((value as Answer).blocks),
);
const choice = z.object({ label: z.string(), text: z.string() }) satisfies z.ZodType<Choice>;

/** A turn as it stands in the store. */
export const StoredTurn = z.object({
  form,
  at: instant,
  asOf: day.nullable(),
  /** Masked; null where it was not kept. */
  question: z.string().nullable(),
  marks: z.string().nullable(),
  withheld: z.enum(withheldReasons).nullable(),
  answer,
  choices: z.array(choice),
  file: z.enum(["my-data"]).nullable(),
  feedback: z.enum(feedbackVerdicts).nullable(),
});
export type StoredTurn = z.infer<typeof StoredTurn>;

/** What the next event of a conversation may lean on. */
export const ConversationState = z.object({
  form,
  turns: z.int(),
  /** Beginning of the first question kept. */
  title: z.string(),
  startedAt: instant,
  lastAt: instant,
  context: z.custom<Context>().nullable(),
  /** What a number chooses. */
  choices: z.array(choice),
});
export type ConversationState = z.infer<typeof ConversationState>;

export const Profile = z.object({
  form,
  firstAt: instant,
  /** Privacy notice last told, and when. */
  notice: z.string(),
  noticeAt: instant,
});
export type Profile = z.infer<typeof Profile>;

/** A message on its way: that of a turn is read from the turn, so that what was deleted is not sent. */
export const StoredMessage = z.object({
  form,
  key: z.string(),
  to: address,
  turn: z.int().nullable(),
  message: z.custom<Outbound>().nullable(),
});
export type StoredMessage = z.infer<typeof StoredMessage>;

/** What was not answered, or found wrong. */
export const StoredGap = z.object({
  form,
  at: instant,
  kind: z.enum(["unanswered", "feedback", "complaint"]),
  /** Masked question, or the text of a complaint. */
  text: z.string(),
  /** Reason of refusal, verdict, or empty. */
  detail: z.string(),
});
export type StoredGap = z.infer<typeof StoredGap>;

/** Stored text does not have the form it should have. */
export class StoredFormError extends Error {
  readonly code = "flow.form";

  constructor(what: string, options?: ErrorOptions) {
    super(`stored ${what} has a form this release does not know; see "cli dead-letters"`, options);
    this.name = "StoredFormError";
  }
}

/** Reads stored text. @throws {StoredFormError} it does not fit; the text is in neither message nor cause */
export function parseStored<Value>(schema: z.ZodType<Value>, text: string, what: string): Value {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new StoredFormError(what);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new StoredFormError(what);
  return parsed.data;
}
