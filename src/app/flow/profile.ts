/** The profile of a person as it goes along with every document of theirs: its version tells whether anything was added. */
import type { PersonId } from "../../ports/channel.ts";
import type { Batch, Store } from "../../ports/store.ts";
import type { Instant } from "../../ports/time.ts";
import { noticeVersion } from "../../text/dialogue.ts";
import { type Profile, readProfile } from "./events.ts";
import { personKey, spaceOf } from "./keys.ts";

/** Of somebody who only used a page so far, the notice is the one that stands on every page. */
export async function profilePut(
  store: Pick<Store, "read">,
  person: PersonId,
  at: Instant,
  expiresAt: Instant,
): Promise<Required<Pick<Batch, "expect" | "put">>> {
  const key = personKey(person);
  const [read] = await store.read(spaceOf(person), [key]);
  const told: Profile = readProfile(read?.value) ?? {
    form: 1,
    firstAt: at,
    notice: noticeVersion,
    noticeAt: at,
  };
  return {
    expect: [{ key, version: read?.version ?? 0 }],
    put: [{ key, value: JSON.stringify(told), expiresAt }],
  };
}
