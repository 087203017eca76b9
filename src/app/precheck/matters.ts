/** The matters (事项) of a person in the store. */
import type { Matter } from "../../core/precheck/interview.ts";
import type { PersonId } from "../../ports/channel.ts";
import type { Store } from "../../ports/store.ts";
import { parseStored } from "../flow/events.ts";
import { matterPrefix, spaceOf } from "../flow/keys.ts";
import { listAll } from "../flow/reading.ts";
import { StoredMatter } from "./stored-matter.ts";

/** A matter, and the version of its document: what is written back rests on it. */
export interface KeptMatter {
  readonly matter: Matter;
  readonly version: number;
}

/** Tells whether a model is reading that very story of a matter. */
export const isReading = ({ story }: Matter, since: number): boolean =>
  story?.stage === "reading" && story.since === since;

/** The oldest first. */
export async function readMatters(
  store: Pick<Store, "list">,
  person: PersonId,
): Promise<readonly KeptMatter[]> {
  const found = await listAll(store, spaceOf(person), [matterPrefix(person)]);
  return found
    .flatMap(({ value, version }) =>
      value === null ? [] : [{ matter: parseStored(StoredMatter, value, "matter"), version }],
    )
    .sort((one, other) => one.matter.number - other.matter.number);
}
