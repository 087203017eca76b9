/**
 * Encryption at rest with AES-256-GCM.
 *
 *   A256GCM.<key id>.<iv>.<ciphertext and tag>     base64url; the IV has 96 random bits, the tag 128
 *   plain.<text>                                   where no key is set
 *
 * The place is bound as additional data, so that a text moved to another row of the store cannot be opened there. A sealer
 * of the store with keys also opens plain texts: encryption can be switched on over what is stored already. A sealer for
 * what strangers hand in (a cookie) must refuse them, or anybody could make one. With random IVs one key may seal 2^32
 * texts (NIST SP 800-38D, 8.3); the rotation of keys comes long before.
 */
import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import type { Random } from "../../ports/chance.ts";
import { SealError, type Sealer } from "../../ports/sealing.ts";

const algorithm = "A256GCM";
const plain = "plain.";
const ivBytes = 12;
const tagBytes = 16;

/** A key with the name that sealed texts bear. */
export interface SealingKey {
  /** 1–32 of `A-Za-z0-9_-`. */
  readonly id: string;
  /** 32 bytes. */
  readonly bytes: Uint8Array;
}

/**
 * A sealer that writes with the first key and reads with all.
 *
 * Texts are well-formed Unicode, as `JSON.stringify` makes them; a lone surrogate would come back as U+FFFD.
 *
 * @param keys none: texts are stored as they are, marked as plain
 * @param plainTexts whether a sealer with keys opens what is marked as plain
 */
export function createSealer(
  keys: readonly SealingKey[],
  random: Random = randomBytes,
  plainTexts: "opened" | "refused" = "opened",
): Sealer {
  const known = new Map(keys.map(({ id, bytes }) => [id, createSecretKey(bytes)]));
  const readsPlain = plainTexts === "opened" || keys.length === 0;
  const openText = (sealed: string, place: string): string =>
    readsPlain && sealed.startsWith(plain) ? sealed.slice(plain.length) : open(sealed, place, known);
  const [first] = known;
  if (first === undefined)
    return {
      encrypts: false,
      seal: (text) => plain + text,
      open: openText,
      isCurrent: (sealed) => sealed.startsWith(plain),
    };
  const [id, key] = first;
  const head = `${algorithm}.${id}.`;
  return {
    encrypts: true,
    seal: (text, place) => head + encrypt(text, place, key, random(ivBytes)),
    open: openText,
    isCurrent: (sealed) => sealed.startsWith(head),
  };
}

/** A sealer with a key that ends with this process: for what must not outlive it in a readable form. Opens no plain text. */
export const createEphemeralSealer = (random: Random = randomBytes): Sealer =>
  createSealer(
    [{ id: `process-${Buffer.from(random(8)).toString("hex")}`, bytes: random(32) }],
    random,
    "refused",
  );

function encrypt(text: string, place: string, key: KeyObject, iv: Uint8Array): string {
  const cipher = createCipheriv("aes-256-gcm", key, iv, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(place, "utf8"));
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `${Buffer.from(iv).toString("base64url")}.${sealed.toString("base64url")}`;
}

function open(sealed: string, place: string, keys: ReadonlyMap<string, KeyObject>): string {
  const [name, id = "", iv, body, ...more] = sealed.split(".");
  const ivRead = bytesOf(iv);
  const bodyRead = bytesOf(body);
  if (
    name !== algorithm ||
    more.length > 0 ||
    ivRead?.length !== ivBytes ||
    bodyRead === null ||
    bodyRead.length < tagBytes
  )
    throw new SealError("form", `${place} holds no sealed text; restore it from a backup`);
  const key = keys.get(id);
  if (key === undefined)
    throw new SealError("key", `${place} was sealed with the key "${id}"; add that key to DATA_KEY again`);
  return decrypt(bodyRead, ivRead, key, place);
}

function decrypt(body: Buffer, iv: Buffer, key: KeyObject, place: string): string {
  const end = body.length - tagBytes;
  const decipher = createDecipheriv("aes-256-gcm", key, iv, { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(place, "utf8"));
  decipher.setAuthTag(body.subarray(end));
  try {
    // Not piece by piece: nothing of a changed text is let out before the tag has been checked.
    return Buffer.concat([decipher.update(body.subarray(0, end)), decipher.final()]).toString("utf8");
  } catch (error) {
    throw new SealError(
      "changed",
      `${place} was changed, moved, or sealed with another key of the same id; restore it from a backup`,
      { cause: error },
    );
  }
}

/** Null unless the text is the one way to write these bytes: Node itself skips over what is no base64url. */
function bytesOf(encoded: string | undefined): Buffer | null {
  if (encoded === undefined) return null;
  const bytes = Buffer.from(encoded, "base64url");
  return bytes.toString("base64url") === encoded ? bytes : null;
}
