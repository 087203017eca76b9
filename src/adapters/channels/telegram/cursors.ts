/**
 * How far messages of several parts have come. Known here at once; what was put off or lost in the middle is also kept with its
 * conversation, so that after a restart it goes on where it stopped and no part of it is shown twice.
 *
 *   partly-<hash of the key>   {"done":1,"plain":false,"unpictured":false,"ids":[123]}
 */
import { createHash } from "node:crypto";
import { z } from "zod";
import type { Address } from "../../../ports/channel.ts";
import type { ChannelMemory } from "../../../ports/channel-memory.ts";
import { recentMap } from "./recent.ts";

export interface Cursor {
  /** Parts that stand in the chat. */
  done: number;
  failures: number;
  /** A rich message or a quiz was refused: words are plain. */
  plain: boolean;
  /** Its picture was refused: it is told in words. */
  unpictured: boolean;
  /** Ids of what was sent of it. */
  ids: number[];
}

export interface Cursors {
  /**
   * Where a message stands of which nothing is known here: where an earlier process left it, or at its beginning.
   *
   * @param several whether it may have stopped in the middle, so that what is kept is asked for
   */
  recall(to: Address, key: string, several: boolean): Promise<Cursor>;
  /** Where it stands, as far as it is known without asking. */
  known(key: string): Cursor | undefined;
  /** The message is to go on later, from here. */
  pause(to: Address, key: string): Promise<void>;
  /** Nothing more is to come of it. */
  end(to: Address, key: string): Promise<void>;
}

const remembered = 2_000;

const KeptCursor = z.object({
  done: z.int().positive(),
  plain: z.boolean(),
  unpictured: z.boolean(),
  ids: z.array(z.int()),
});

export const beginning = (): Cursor => ({
  done: 0,
  failures: 0,
  plain: false,
  unpictured: false,
  ids: [],
});

const nameOf = (key: string): string =>
  `partly-${createHash("sha256").update(key).digest("base64url").slice(0, 22)}`;

/** @param memory null: nothing outlives this process */
export function createCursors(memory: ChannelMemory | null): Cursors {
  const cursors = recentMap<string, Cursor>(remembered);
  /** Keys of which something is kept. */
  const kept = recentMap<string, true>(remembered);

  const left = async (to: Address, key: string): Promise<Partial<Cursor>> => {
    // What cannot be told is begun anew: a part shown twice does less harm than none.
    const text = await memory?.recall(to, nameOf(key)).catch(() => null);
    if (text == null) return {};
    kept.set(key, true);
    // Another release may have written it otherwise.
    return KeptCursor.safeParse(JSON.parse(text)).data ?? {};
  };

  return {
    known: (key) => cursors.get(key),
    async recall(to, key, several) {
      const cursor = { ...beginning(), ...(several ? await left(to, key) : {}) };
      cursors.set(key, cursor);
      return cursor;
    },
    async pause(to, key) {
      const cursor = cursors.get(key);
      if (cursor === undefined || cursor.done === 0) return;
      const { done, plain, unpictured, ids } = cursor;
      kept.set(key, true);
      const where = JSON.stringify({ done, plain, unpictured, ids });
      await memory?.keep(to, { [nameOf(key)]: where });
    },
    async end(to, key) {
      cursors.delete(key);
      if (kept.get(key) === undefined) return;
      kept.delete(key);
      await memory?.keep(to, { [nameOf(key)]: null });
    },
  };
}
