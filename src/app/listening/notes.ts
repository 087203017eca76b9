/** The notes of the gap list in the store, each where it stands. */
import type { Note } from "../../core/listening/gap-list.ts";
import { noteId } from "../../core/listening/note-id.ts";
import type { Address, PersonId } from "../../ports/channel.ts";
import type { Pseudonyms } from "../../ports/sealing.ts";
import type { Space, Store } from "../../ports/store.ts";
import { parseStored, StoredGap } from "../flow/events.ts";
import { partitions } from "../flow/keys.ts";
import { listAll } from "../flow/reading.ts";

/** A note with its place: whose it is never leaves the use cases. */
export interface PlacedNote {
  readonly note: Note;
  readonly stored: StoredGap;
  readonly space: Space;
  readonly key: string;
  readonly version: number;
  readonly to: Address;
}

/** Every note of everybody, the oldest first. */
export async function readNotes(
  store: Pick<Store, "list">,
  pseudonyms: Pseudonyms,
): Promise<readonly PlacedNote[]> {
  const found: PlacedNote[] = [];
  for (const space of partitions) found.push(...(await readNotesOf(store, pseudonyms, space, "gap/")));
  return found.sort((left, right) => left.note.at - right.note.at);
}

/** The notes under a prefix of keys. */
export async function readNotesOf(
  store: Pick<Store, "list">,
  pseudonyms: Pseudonyms,
  space: Space,
  prefix: string,
): Promise<readonly PlacedNote[]> {
  return (await listAll(store, space, [prefix])).flatMap(({ key, version, value }) => {
    if (value === null) return [];
    const stored = parseStored(StoredGap, value, "gap");
    const { at, kind, text, detail, reason, answeredAt } = stored;
    const note = {
      id: noteId(pseudonyms.of(key)),
      at,
      kind,
      text,
      detail,
      ...(reason === undefined ? {} : { reason }),
      answered: answeredAt !== undefined,
    };
    return [{ note, stored, space, key, version, to: addressOf(key) }];
  });
}

/** Whose conversation a key `<kind>/<person>/<conversation>/…` is of. */
export function addressOf(key: string): Address {
  const [, person = "", conversation = ""] = key.split("/");
  return { person: person as PersonId, conversation };
}
