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
  daily: z.boolean(),
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

export async function readLearning(store: Pick<Store, "read">, person: PersonId): Promise<KeptLearning> {
  const [read] = await store.read(spaceOf(person), [learningKey(person)]);
  if (read?.value == null) return { learning: noLearning, version: read?.version ?? 0 };
  const { form: _, ...learning } = parseStored(StoredLearning, read.value, "learning");
  return { learning, version: read.version };
}
