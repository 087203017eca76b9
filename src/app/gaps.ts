/** The gap list (待补充清单): what was not answered, found wrong or complained of, for the editors of the knowledge base. */

import type { Store } from "../ports/store.ts";
import type { Instant } from "../ports/time.ts";
import { parseStored, StoredGap } from "./flow/events.ts";
import { partitions } from "./flow/keys.ts";
import { listAll } from "./flow/reading.ts";

/** One entry, without whose it is. */
export interface Gap {
  readonly at: Instant;
  readonly kind: StoredGap["kind"];
  /** Masked question, or the text of a complaint. */
  readonly text: string;
  /** Reason of refusal, or verdict. */
  readonly detail: string;
}

export const gapKinds = StoredGap.shape.kind.options;

/** Every entry of everybody, the oldest first. */
export async function listGaps(store: Pick<Store, "list">): Promise<readonly Gap[]> {
  const found: Gap[] = [];
  for (const space of partitions)
    for (const { value } of await listAll(store, space, ["gap/"])) {
      if (value === null) continue;
      const { at, kind, text, detail } = parseStored(StoredGap, value, "gap");
      found.push({ at, kind, text, detail });
    }
  return found.sort((left, right) => left.at - right.at);
}
