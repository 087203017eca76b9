/** A matter (事项) as it stands in the store. */
import { z } from "zod";
import { answerSources, type Matter } from "../../core/precheck/interview.ts";

const instant = z.number();
const given = { value: z.string(), source: z.enum(answerSources), at: instant };
const pinned = z.object({ id: z.string(), version: z.string(), hash: z.string() });

const proposal = z.object({
  fact: z.string(),
  value: z.string(),
  span: z.object({ start: z.int(), end: z.int(), text: z.string() }),
});
const story = z.discriminatedUnion("stage", [
  // One of before recipients were kept names none that is there, and is shown again.
  z.object({ stage: z.literal("notice"), to: z.array(z.string()).default([]) }),
  z.object({ stage: z.literal("telling") }),
  z.object({ stage: z.literal("reading"), since: z.int() }),
  z.object({ stage: z.literal("untold"), why: z.string() }),
  z.object({ stage: z.literal("confirming"), model: z.string(), proposals: z.array(proposal).min(1) }),
]);

export const StoredMatter = z.object({
  form: z.literal(1),
  id: z.string().regex(/^[A-Za-z0-9_-]{22}$/),
  number: z.int().positive(),
  revision: z.int().positive(),
  startedAt: instant,
  changedAt: instant,
  consentAt: instant.nullable(),
  jurisdictions: z.array(z.string()).nullable(),
  actDate: z.iso.date().nullable(),
  decisionDate: z.iso.date().nullable(),
  pins: z.object({ act: pinned, decision: pinned, overlays: z.array(pinned) }).nullable(),
  answers: z.array(z.object({ fact: z.string(), ...given, earlier: z.array(z.object(given)) })),
  asking: z.array(z.union([z.enum(["jurisdiction", "dates"]), z.object({ fact: z.string() })])),
  ticked: z.array(z.string()),
  paused: z.boolean(),
  complete: z.boolean(),
  continuedAt: instant.optional(),
  // Matters of before there were stories have neither.
  story: story.nullable().default(null),
  storyConsentAt: instant.nullable().default(null),
  storyConsentTo: z.array(z.string()).nullable().default(null),
}) satisfies z.ZodType<Matter>;

export const storedMatter = (matter: Matter): string => JSON.stringify({ form: 1, ...matter });
