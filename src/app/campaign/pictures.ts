/**
 * Pictures of campaigns, kept in the store once each by the hash of their bytes.
 *
 *   space campaign   picture/<hash>           how many parts, and until when
 *                    picture/<hash>/<part>    bytes as base64; the parts are small, so that no commit holds up others
 *
 * They are nobody's: erasing a person leaves them. They lapse by themselves when the last message that names them has.
 */
import { z } from "zod";
import type { Pictures } from "../../ports/pictures.ts";
import { type Store, StoreUnavailableError } from "../../ports/store.ts";
import type { Instant } from "../../ports/time.ts";
import { commitOnce } from "../flow/commits.ts";
import { campaignSpace, pictureKey, picturePartKey } from "./keys.ts";
import { readOr } from "./stored.ts";

export interface KeptPictures extends Pictures {
  /** Keeps a picture until that instant, or longer where somebody else wants it longer. */
  keep(hash: string, bytes: Uint8Array, until: Instant): Promise<void>;
}

export interface KeptPicturesOptions {
  readonly store: Pick<Store, "read" | "commit">;
  readonly newId: () => string;
  /** Of bytes, in hexadecimal. */
  readonly sha256: (bytes: Uint8Array) => string;
}

const StoredPictureHead = z.object({
  form: z.literal(1),
  parts: z.int().positive(),
  until: z.number(),
});
const readHead = readOr(StoredPictureHead, "picture");

/** Bytes of a part. */
const partSize = 192 * 1024;
/** Bytes of pictures that were read lately and need not be read again. */
const rememberedBytes = 16 * 1024 * 1024;
const conflictLimit = 20;

const isHash = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);

export function createKeptPictures({ store, newId, sha256 }: KeptPicturesOptions): KeptPictures {
  const remembered = new Map<string, Uint8Array>();

  const remember = (hash: string, bytes: Uint8Array): void => {
    remembered.set(hash, bytes);
    let sum = [...remembered.values()].reduce((total, one) => total + one.length, 0);
    for (const [oldest, { length }] of remembered) {
      if (sum <= rememberedBytes) return;
      remembered.delete(oldest);
      sum -= length;
    }
  };

  const headOf = async (hash: string) => {
    const [read] = await store.read(campaignSpace, [pictureKey(hash)]);
    return { version: read?.version ?? 0, head: readHead(read?.value) };
  };

  const readParts = async (hash: string, parts: number): Promise<Uint8Array | null> => {
    const found: Buffer[] = [];
    for (let part = 1; part <= parts; part++) {
      const [read] = await store.read(campaignSpace, [picturePartKey(hash, part)]);
      if (read?.value == null) return null;
      found.push(Buffer.from(read.value, "base64"));
    }
    return Buffer.concat(found);
  };

  return {
    async keep(hash, bytes, until) {
      for (let tries = 0; tries < conflictLimit; tries++) {
        const { version, head } = await headOf(hash);
        if (head !== null && head.until >= until) return;
        const expiresAt = until;
        const parts = Math.ceil(bytes.length / partSize);
        for (let part = 1; part <= parts; part++) {
          const value = Buffer.from(bytes.subarray((part - 1) * partSize, part * partSize)).toString(
            "base64",
          );
          await commitOnce(store, {
            id: `picture/${newId()}`,
            space: campaignSpace,
            put: [{ key: picturePartKey(hash, part), value, expiresAt }],
          });
        }
        // Last, so that what can be read is whole.
        const result = await commitOnce(store, {
          id: `picture/${newId()}`,
          space: campaignSpace,
          expect: [{ key: pictureKey(hash), version }],
          put: [{ key: pictureKey(hash), value: JSON.stringify({ form: 1, parts, until }), expiresAt }],
        });
        if (result === "committed") return;
      }
      throw new StoreUnavailableError("a picture changed each time it was to be kept");
    },

    async read(hash) {
      if (!isHash(hash)) return null;
      const known = remembered.get(hash);
      if (known !== undefined) return known;
      const { head } = await headOf(hash);
      const bytes = head === null ? null : await readParts(hash, head.parts);
      // What is not what was approved is not shown.
      if (bytes === null || sha256(bytes) !== hash) return null;
      remember(hash, bytes);
      return bytes;
    },
  };
}
