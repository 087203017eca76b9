/** What the browser may send; unknown keys are errors, and every list and text has an end. */
import { z } from "zod";
import type { Context } from "../../core/grounding/answer.ts";

/** Longest body of a question, in bytes; room for 30 000 characters with every one escaped. */
export const bodyLimit = 256 * 1024;

const id = z.string().max(200);

export const day = z.iso.date();

/** The context of the answer before, as we sent it; from the client, so not to be believed. */
const context = z.strictObject({
  document: id.nullable(),
  article: z.int().min(0).max(10_000).nullable(),
  branch: z.int().min(0).max(1_000).nullable(),
  entry: id.nullable(),
  question: z.string().max(8_000),
  passages: z.array(id).max(200),
}) satisfies z.ZodType<Context>;

export const askBody = z.strictObject({
  /** Of any length the body allows: what is too long is answered, not rejected. */
  question: z.string(),
  context: context.nullish(),
  asOf: day.nullish(),
});

/** `GET /`; an empty field of the form counts as absent. */
export const pageQuery = z.object({
  q: z.string().optional(),
  /** The question of the page before, so that a follow-up works without script. */
  previous: z.string().optional(),
  asOf: z.union([z.literal(""), day]).optional(),
});
