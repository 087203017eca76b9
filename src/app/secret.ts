/** The application secret: signs cookies and tokens, and keys the hashes of identifiers. */
import type { Random } from "../ports/chance.ts";
import type { Store } from "../ports/store.ts";
import { systemSpace } from "./flow/keys.ts";

const key = "secret";

/**
 * The setting `APP_SECRET`, or the secret kept in the store, made where there is none. Two processes that start at once
 * agree on one. Where it changes, everybody is signed out, and open invitations, codes and pseudonyms no longer match.
 *
 * @param configured at least 32 characters; undefined where not set
 */
export async function applicationSecret(
  store: Pick<Store, "read" | "commit">,
  configured: string | undefined,
  random: Random,
): Promise<string> {
  if (configured !== undefined) return configured;
  for (;;) {
    const [kept] = await store.read(systemSpace, [key]);
    if (kept?.value !== null && kept !== undefined) return kept.value;
    const made = Buffer.from(random(32)).toString("base64url");
    const result = await store.commit({
      id: `secret-${Buffer.from(random(16)).toString("hex")}`,
      space: systemSpace,
      expect: [{ key, version: 0 }],
      put: [{ key, value: made }],
    });
    if (result === "committed") return made;
  }
}
