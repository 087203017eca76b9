/** What is kept of a person's learning, as it stands in the store: one document, in the person's own space. */
import { z } from "zod";
import { type Learning, noLearning } from "../../core/learning/progress.ts";
import type { PersonId } from "../../ports/channel.ts";
import type { Store } from "../../ports/store.ts";
import { parseStored } from "../flow/events.ts";
import { learningKey, spaceOf } from "../flow/keys.ts";

const day = z.iso.date();

export const StoredLearning = z.object({
  form: z.literal(1),
  dailyTo: z.string().nullable(),
  polls: z.boolean(),
  pushedOn: day.nullable(),
  answered: z.array(z.object({ quiz: z.string(), day, right: z.boolean() })),
  cards: z.array(z.object({ quiz: z.string(), box: z.int().positive(), due: day })),
}) satisfies z.ZodType<Learning>;

export const storedLearning = (learning: Learning): string => JSON.stringify({ form: 1, ...learning });

/** A person's learning, and the version of its document: what is written back rests on it. */
export interface KeptLearning {
  readonly learning: Learning;
  readonly version: number;
}

/** @param value of the document; null: there is none @throws {StoredFormError} */
export function learningFrom(value: string | null): Learning {
  if (value === null) return noLearning;
  const { form: _, ...learning } = parseStored(StoredLearning, value, "learning");
  return learning;
}

/** @throws {StoredFormError} */
export async function readLearning(store: Pick<Store, "read">, person: PersonId): Promise<KeptLearning> {
  const [read] = await store.read(spaceOf(person), [learningKey(person)]);
  return { learning: learningFrom(read?.value ?? null), version: read?.version ?? 0 };
}
