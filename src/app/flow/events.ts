/**
 * What the queues and documents of the flow hold, as JSON with a form number. What is read back is checked: it may come
 * from an older release or from another hand.
 */
import { z } from "zod";
import { isPersonId } from "../../core/access/terms.ts";
import { type Picture, pictureTypes } from "../../core/campaign/picture.ts";
import type { Answer, Context } from "../../core/grounding/answer.ts";
import { noteKinds } from "../../core/listening/gap-list.ts";
import {
  type Address,
  type Choice,
  feedbackVerdicts,
  type Outbound,
  type PersonId,
  type QuizPoll,
} from "../../ports/channel.ts";
import type { StoryRead } from "../precheck/stories.ts";

const form = z.literal(1);
// Neither may hold a `/`: keys and groups are made of them, and one would reach into another.
const person = z.custom<PersonId>((value) => typeof value === "string" && isPersonId(value));
const conversation = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const address = z.object({ person, conversation }) satisfies z.ZodType<Address>;
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
  z.object({ type: z.literal("choice"), turn: z.int().positive(), choice: z.int().positive().max(99) }),
  z.object({ type: z.literal("feedback"), turn: z.int().positive(), verdict: z.enum(feedbackVerdicts) }),
  // What it was is not kept: a platform may put a file's name there.
  z.object({ type: z.literal("unsupported") }),
  // Of no channel: what became of a story that was given to a model. Made by this program alone.
  z.object({
    type: z.literal("read"),
    matter: z.string(),
    since: z.int().positive(),
    read: z.custom<StoryRead>((value) => typeof (value as StoryRead | null)?.ok === "boolean"),
  }),
]);

/** An event as it stands in the inbox. */
export const StoredEvent = z.object({
  form,
  channel: z.string(),
  eventId: z.string().min(1).max(200),
  /** When the border took it in. */
  at: instant,
  /** Version of the conversation's stop document at that moment: a higher one means that it was stopped since. */
  stops: z.int().nonnegative(),
  from: address,
  content,
});
export type StoredEvent = z.infer<typeof StoredEvent>;

// Answers are made by this program alone and change with it; their inside is not checked again.
const answer = z.custom<Answer>(
  (value) => typeof value === "object" && value !== null && Array.isArray((value as Answer).blocks),
);
const choice = z.object({
  label: z.string(),
  text: z.string(),
  step: z.string().optional(),
}) satisfies z.ZodType<Choice>;

/** A picture as campaigns and turns name it. */
export const StoredPicture = z.object({
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  type: z.enum(pictureTypes),
  width: z.int().positive(),
  height: z.int().positive(),
  alt: z.string(),
}) satisfies z.ZodType<Picture>;

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
  replaces: z.int().positive().optional(),
  personal: z.boolean().optional(),
  /** A question was asked: the digest (月报) counts no other turn. */
  asked: z.literal(true).optional(),
  quiz: z
    .object({ question: z.string(), options: z.array(z.string()).readonly(), right: z.int().positive() })
    .optional() satisfies z.ZodType<QuizPoll | undefined>,
  picture: StoredPicture.optional(),
  /** Its words go with the next turn. */
  passing: z.boolean().optional(),
  /** Nobody asked for it just then (推送). */
  push: z.boolean().optional(),
  /** Something more may come of it by itself: the words of a model, or what became of a story. */
  more: z.literal(true).optional(),
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
  /** When it last grew. */
  lastAt: instant,
  /** When the person last wrote, where something nobody asked for came after it; left out: at `lastAt`. */
  wroteAt: instant.optional(),
  context: z.custom<Context>().nullable(),
  /** What a number chooses. */
  choices: z.array(choice),
  /** The pre-check that goes on here. */
  matter: z.string().nullish(),
  /** The turn whose words go with the next one that is asked for. */
  passing: z.int().positive().optional(),
  /** A story is awaited: what is typed next is not kept, whatever becomes of it. */
  telling: z.boolean().optional(),
  /** The last turn that nobody asked for: no later message takes its place. */
  pushed: z.int().optional(),
});
export type ConversationState = z.infer<typeof ConversationState>;

/** When the person last wrote in a conversation. */
export const lastWrote = ({ lastAt, wroteAt = lastAt }: ConversationState): number => wroteAt;

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
  /** The turn whose message this one takes the place of, where the turn itself does not say so. */
  replaces: z.int().positive().optional(),
});
export type StoredMessage = z.infer<typeof StoredMessage>;

/** A turn whose answer a model is to put into words. */
export const StoredDraft = z.object({
  form,
  of: address,
  turn: z.int().positive(),
  /** Version of the conversation's stop document when it was answered: a higher one means that it was stopped since. */
  stops: z.int().nonnegative(),
  /** What the question could lean on, where it was not understood without; null: it stands by itself. */
  before: z.custom<Context>().nullable(),
});
export type StoredDraft = z.infer<typeof StoredDraft>;

/** A story (经过) of a pre-check that a model is to read; the only place where it is kept, masked, until it was read. */
export const StoredStory = z.object({
  form,
  channel: z.string(),
  /** Where it was told, and what comes of it is to be shown; of a page, the conversation is named like the matter. */
  of: address,
  matter: z.string(),
  /** Tells this story of the matter from a later one. */
  since: z.int().positive(),
  /** As of a draft. */
  stops: z.int().nonnegative(),
  text: z.string(),
});
export type StoredStory = z.infer<typeof StoredStory>;
/** A story as a dialogue gives it. */
export type GivenStory = Pick<StoredStory, "matter" | "since" | "text">;

/** What was not answered, or found wrong. */
export const StoredGap = z.object({
  form,
  at: instant,
  kind: z.enum(noteKinds),
  /** Masked question, or the text of a complaint. */
  text: z.string(),
  /** Reason of refusal, verdict, id of a quiz question, or empty. */
  detail: z.string(),
  /** What the person says is wrong with a quiz question; absent: nothing. */
  reason: z.string().optional(),
  /** When the person was told an answer. */
  answeredAt: instant.optional(),
});
export type StoredGap = z.infer<typeof StoredGap>;

/** That somebody wishes to be told when there is an answer; it goes when they have been. */
export const StoredWish = z.object({ form, at: instant });
export type StoredWish = z.infer<typeof StoredWish>;

/** Stored text does not have the form it should have. */
export class StoredFormError extends Error {
  readonly code = "flow.form";

  constructor(what: string, options?: ErrorOptions) {
    super(`stored ${what} has a form this release does not know; see "cli dead-letters"`, options);
    this.name = "StoredFormError";
  }
}

/** The profile, or null where there is none; one of an unknown form is as good as none, for it only tells what was told. */
export function readProfile(text: string | null | undefined): Profile | null {
  if (text == null) return null;
  try {
    return parseStored(Profile, text, "profile");
  } catch {
    return null;
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
