/** Keyed hashes and keys for one purpose, all from the application secret. */
import { createHmac, createSecretKey, hkdfSync } from "node:crypto";
import type { Pseudonyms } from "../../ports/sealing.ts";

/** A key for one purpose alone (HKDF-SHA-256), so that what one part signs is worth nothing to another. 32 bytes. */
export const deriveKey = (secret: string, purpose: string): Buffer =>
  Buffer.from(hkdfSync("sha256", secret, "", `rongcuo/${purpose}`, 32));

/** HMAC-SHA-256 under a key of its own, cut to 128 bits. */
export function createPseudonyms(secret: string): Pseudonyms {
  // Prepared once: several are made for each message.
  const key = createSecretKey(deriveKey(secret, "pseudonyms"));
  return { of: (text) => createHmac("sha256", key).update(text, "utf8").digest("hex").slice(0, 32) };
}
