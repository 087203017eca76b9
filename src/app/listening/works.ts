/** What editors have done about the gap list, in the store: ids, names of editors, days; no text of a user. */
import { z } from "zod";
import type { Work } from "../../core/listening/gap-list.ts";
import type { Store } from "../../ports/store.ts";
import { parseStored } from "../flow/events.ts";
import { gapsSpace, workPrefix } from "../flow/keys.ts";
import { listAll } from "../flow/reading.ts";

const at = z.number();

export const StoredWork = z.object({
  form: z.literal(1),
  id: z.string(),
  begunAt: at,
  notes: z.array(z.string()),
  owner: z.string().nullable(),
  due: z.iso.date().nullable(),
  drafted: z.boolean(),
  topic: z.string().nullable().default(null),
  closing: z.union([z.object({ at, entry: z.string() }), z.object({ at, reason: z.string() })]).nullable(),
});

/** Work, and the version of its document: what is written back rests on it. */
export interface KeptWork {
  readonly work: Work;
  readonly version: number;
}

export const storedWork = (work: Work): string => JSON.stringify({ form: 1, ...work });

/** All work, in no order of meaning. */
export async function readWorks(store: Pick<Store, "list">): Promise<readonly KeptWork[]> {
  return (await listAll(store, gapsSpace, [workPrefix])).flatMap(({ value, version }) => {
    if (value === null) return [];
    const { form: _, ...work } = parseStored(StoredWork, value, "work on a gap");
    return [{ work, version }];
  });
}
