/** What the browser may send; unknown keys are errors, and every list and text has an end. */
import { z } from "zod";
import { feedbackVerdicts } from "../../ports/channel.ts";

/** Longest body of a question, in bytes; room for 30 000 characters with every one escaped. */
export const bodyLimit = 256 * 1024;

export const day = z.iso.date();

/** A name made by a page: of a conversation, of an event. */
export const name = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

export const messageBody = z.strictObject({
  conversation: name,
  /** Made once for a message, the same when it is sent again. */
  eventId: name,
  /** Of any length the body allows: what is too long is answered, not rejected. */
  text: z.string(),
  asOf: day.nullish(),
  /** The choice that was pressed, whose label `text` is. */
  press: z
    .strictObject({ turn: z.int().min(1).max(1_000_000_000), choice: z.int().min(1).max(99) })
    .nullish(),
  /** Version of the privacy notice the page shows. */
  notice: z.string().max(64),
});

export const feedbackBody = z.strictObject({
  conversation: name,
  eventId: name,
  turn: z.int().min(1).max(1_000_000_000),
  verdict: z.enum(feedbackVerdicts),
});

const turnNumber = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);

/** An empty field of a form counts as absent. */
export const dayField = z
  .union([z.literal(""), day])
  .optional()
  .transform((value) => value || null);

/** `POST /ask`, from the form of the page. */
export const askForm = z.object({
  conversation: name,
  event: name,
  after: turnNumber,
  text: z.string(),
  /** Checked apart, so that a question with a wrong day is shown again. */
  asOf: z.string().optional(),
  notice: z.string().max(64),
  token: z.string().max(64),
});

/** `GET /`, `GET /new`, `GET /c/…`: what the question field holds. */
export const pageQuery = z.object({ q: z.string().optional(), asOf: dayField });

/** `GET /c/…`: how much is shown, and whether an answer is awaited. */
export const conversationQuery = pageQuery.extend({
  all: z.literal("1").optional(),
  /** The turn after which the answer is awaited. */
  await: turnNumber.optional(),
  tries: turnNumber.optional(),
});

/** Where a page's news begin. */
export const newsQuery = z.object({
  after: turnNumber.default(0),
  /** Sequence of the newest message known to the page. */
  seen: z
    .string()
    .regex(/^\d{1,16}$/)
    .transform(Number)
    .optional(),
});

/** Id of an event of the stream: `<turn>` or `<turn>~<sequence of a message>`. */
export const resumeId = /^(\d{1,9})(?:~(\d{1,16}))?$/;
