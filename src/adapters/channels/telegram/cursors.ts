/**
 * How far messages of several parts have come. Known here at once; what was put off or lost in the middle is also kept with its
 * conversation, so that after a restart it goes on where it stopped and no part of it is shown twice.
 *
 *   partly-<hash of the key>   {"done":1,"plain":false,"ids":[123]}
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
  /** A form was refused. */
  plain: boolean;
  /** Ids of what was sent of it. */
  ids: number[];
}

export interface Cursors {
  /**
   * Where a message stands; at its beginning where nothing is known of it.
   *
   * @param several whether it may have stopped in the middle, so that what is kept is asked for
   */
  of(to: Address, key: string, several: boolean): Promise<Cursor>;
  /** Whether it is known here that a form of it was refused. */
  isPlain(key: string): boolean;
  /** The message is to go on later, from here. */
  pause(to: Address, key: string): Promise<void>;
  /** Nothing more is to come of it. */
  end(to: Address, key: string): Promise<void>;
}

const remembered = 2_000;

const KeptCursor = z.object({ done: z.int().positive(), plain: z.boolean(), ids: z.array(z.int()) });

const nameOf = (key: string): string =>
  `partly-${createHash("sha256").update(key).digest("base64url").slice(0, 22)}`;

/** @param memory null: nothing outlives this process */
export function createCursors(memory: ChannelMemory | null): Cursors {
  const cursors = recentMap<string, Cursor>(remembered);
  /** Keys of which something is kept. */
  const kept = recentMap<string, true>(remembered);

  const recalled = async (to: Address, key: string): Promise<Partial<Cursor>> => {
    // What cannot be told is begun anew: a part shown twice does less harm than none.
    const text = await memory?.recall(to, nameOf(key)).catch(() => null);
    if (text == null) return {};
    kept.set(key, true);
    return KeptCursor.parse(JSON.parse(text));
  };

  return {
    isPlain: (key) => cursors.get(key)?.plain ?? false,
    async of(to, key, several) {
      const known = cursors.get(key);
      if (known !== undefined) return known;
      const before = several ? await recalled(to, key) : {};
      const cursor = { done: 0, failures: 0, plain: false, ids: [], ...before };
      cursors.set(key, cursor);
      return cursor;
    },
    async pause(to, key) {
      const cursor = cursors.get(key);
      if (cursor === undefined || cursor.done === 0) return;
      const { done, plain, ids } = cursor;
      kept.set(key, true);
      await memory?.keep(to, { [nameOf(key)]: JSON.stringify({ done, plain, ids }) });
    },
    async end(to, key) {
      cursors.delete(key);
      if (kept.get(key) === undefined) return;
      kept.delete(key);
      await memory?.keep(to, { [nameOf(key)]: null });
    },
  };
}
