/**
 * Pairing codes (申请码): eight characters that a person reads to an administrator, shown as `7K3M-Q9TD`. The alphabet is
 * Crockford's: no I, L, O or U, and whoever reads O for 0 or I and L for 1 is understood all the same. 40 bits: enough,
 * since only an administrator can try one.
 */

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const length = 8;

/** Bytes that {@link pairingCode} needs. */
export const pairingCodeBytes = length;

/** Read as the beginning of an account at a messenger, whose name would be masked with what follows before it is understood. */
const accountNames = /Q(?=Q)|[WV](?=X)/g;

/** A code from random bytes, of which each gives one character; eight are needed. */
export function pairingCode(bytes: Uint8Array): string {
  const letters = Array.from(bytes.subarray(0, length), (byte) => alphabet.charAt(byte % alphabet.length))
    .join("")
    .replace(accountNames, "Z");
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

/** The code as shown, from what somebody typed: any case, full width, with or without hyphens. Null: no code at all. */
export function readPairingCode(typed: string): string | null {
  const letters = typed
    .slice(0, 64)
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\s\p{Dash}]/gu, "")
    .replaceAll("O", "0")
    .replace(/[IL]/g, "1");
  if (letters.length !== length || [...letters].some((letter) => !alphabet.includes(letter))) return null;
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}
