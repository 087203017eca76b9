/**
 * Pictures on their way out, each uploaded once: the platform gives what it has a name, and whoever comes later is sent that.
 * Whoever comes while a picture is being uploaded waits for its name.
 */
import { InputFile } from "grammy";
import type { Picture } from "../../../core/campaign/picture.ts";
import type { Pictures } from "../../../ports/pictures.ts";
import { isStoreTrouble } from "../../../ports/store.ts";
import type { Outcome } from "./calls.ts";
import type { Arrived, Look, MessageCalls } from "./message-calls.ts";
import { recentMap } from "./recent.ts";
import type { Rich } from "./rich.ts";

export interface PictureCalls {
  /** @param caption at most {@link captionLimit} long */
  send(chat: number, picture: Picture, caption: Rich, look: Look): Promise<Outcome<Arrived>>;
}

/** Longest text under a picture, in UTF-16 units. */
export const captionLimit = 1_024;

const rememberedNames = 1_000;
const extensions = { png: "png", jpeg: "jpg" } as const;

/** The platform does not know a name it gave, or takes it for no picture. */
const isNameRefused = (outcome: Outcome<unknown>): boolean =>
  outcome.status === "refused" &&
  /file.?(?:id|identifier|reference)|wrong (?:remote )?file/i.test(outcome.description);

/** @param pictures null: none can be read */
export function createPictureCalls(
  calling: Pick<MessageCalls, "photo">,
  pictures: Pictures | null,
): PictureCalls {
  const names = recentMap<string, string>(rememberedNames);
  const uploads = new Map<string, Promise<unknown>>();

  /** `unsent`: it cannot be told now. */
  const read = async (hash: string): Promise<Uint8Array | "unsent" | null> => {
    try {
      return (await pictures?.read(hash)) ?? null;
    } catch (error) {
      if (isStoreTrouble(error)) return "unsent";
      throw error;
    }
  };

  const upload = async (
    chat: number,
    { hash, type }: Picture,
    caption: Rich,
    look: Look,
  ): Promise<Outcome<Arrived>> => {
    const bytes = await read(hash);
    if (bytes === "unsent") return { status: "unsent" };
    if (bytes === null) return { status: "refused", code: 400, description: "the picture is not kept" };
    const file = new InputFile(bytes, `${hash.slice(0, 16)}.${extensions[type]}`);
    const outcome = await calling.photo(chat, file, caption, look);
    // Of the sizes that were made of it the last is the largest.
    const name = outcome.status === "ok" ? outcome.result.photo?.at(-1)?.file_id : undefined;
    if (name !== undefined) names.set(hash, name);
    return outcome;
  };

  return {
    async send(chat, picture, caption, look) {
      const { hash } = picture;
      // One upload is waited for, not one after another: who waits holds a lease.
      if (names.get(hash) === undefined) await uploads.get(hash);
      const name = names.get(hash);
      if (name !== undefined) {
        const outcome = await calling.photo(chat, name, caption, look);
        if (!isNameRefused(outcome)) return outcome;
        names.delete(hash);
      }
      const uploading = upload(chat, picture, caption, look);
      const settled = uploading
        .catch(() => undefined)
        .finally(() => {
          if (uploads.get(hash) === settled) uploads.delete(hash);
        });
      uploads.set(hash, settled);
      return uploading;
    },
  };
}
