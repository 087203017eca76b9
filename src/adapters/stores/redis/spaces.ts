/**
 * Which spaces there are, and whether they are still this store's. At its first start a store gets a random mark (epoch),
 * which each space keeps a copy of, and each process remembers. A space without the mark was never used, or it has lost
 * its data; the list of spaces and what this process has seen tell the two apart.
 */
import { type Space, StoreFullError } from "../../../ports/store.ts";
import type { Client } from "./client.ts";
import { RedisAbsentError, replyCode, StoreLostError } from "./errors.ts";
import type { Keys } from "./keys.ts";
import { adoptScript } from "./scripts.ts";

/** What a process remembers of the store between two runs. */
export interface EpochMemory {
  /** Null where this process has not used a shared store before. */
  read(): string | null;
  write(epoch: string): void;
}

export interface Spaces {
  readonly epoch: string;
  /** Those ever used, ascending; asks Redis. @throws {StoreLostError} */
  all(): Promise<readonly Space[]>;
  /** As {@link all}, but may be a second old: enough for what is asked many times a second. */
  recent(): Promise<readonly Space[]>;
  /** Begins a space that was never used. */
  adopt(space: Space): Promise<void>;
  /**
   * Begins it before a read too: else each read of a space that nothing is written to would look for it again, with two
   * commands more. False where memory is full and it was never used, so that it holds nothing.
   */
  tryAdopt(space: Space): Promise<boolean>;
  /** Does something with a space; a missing mark becomes a {@link StoreLostError}. */
  within<Result>(ask: () => Promise<Result>): Promise<Result>;
}

const recentMilliseconds = 1_000;

/**
 * Agrees with every other process on the mark.
 *
 * @param newEpoch null: a store that is not there is not begun
 * @throws {StoreLostError} Redis has none or another than remembered; {@link RedisAbsentError} there is none yet
 */
export async function openSpaces(
  client: Client,
  keys: Keys,
  memory: EpochMemory,
  newEpoch: (() => string) | null,
): Promise<Spaces> {
  const remembered = memory.read();
  if (remembered === null && newEpoch !== null) await client.command("SET", keys.epoch, newEpoch(), "NX");
  const epoch = await client.command("GET", keys.epoch);
  if (typeof epoch !== "string" && remembered === null) throw new RedisAbsentError();
  if (typeof epoch !== "string")
    throw new StoreLostError("Redis of REDIS_URL is empty, and this installation has used it before");
  if (remembered !== null && remembered !== epoch)
    throw new StoreLostError("Redis of REDIS_URL is not the one this installation has used before");
  memory.write(epoch);
  return spacesOf(client, keys, epoch);
}

const lost = (): StoreLostError =>
  new StoreLostError("Redis has lost its data while the program was running");

function spacesOf(client: Client, keys: Keys, epoch: string): Spaces {
  const known = new Set<Space>();
  let asked = Number.NEGATIVE_INFINITY;

  const refresh = async (): Promise<void> => {
    const [mark, spaces] = await Promise.all([
      client.command("GET", keys.epoch),
      client.command("SMEMBERS", keys.spaces),
    ]);
    if (mark !== epoch) throw lost();
    asked = performance.now();
    for (const space of spaces as string[]) known.add(space);
  };
  const adopt = async (space: Space): Promise<void> => {
    if (known.has(space)) return;
    await refresh();
    if (known.has(space)) return;
    const mark = await client.run(adoptScript, [keys.base(space)], [epoch]);
    if (mark !== epoch) throw lost();
    // Only now, so that a space on the list always has the mark.
    await client.command("SADD", keys.spaces, space);
    known.add(space);
  };
  const sorted = (): readonly Space[] => [...known].sort();

  return {
    epoch,
    all: async () => {
      await refresh();
      return sorted();
    },
    recent: async () => {
      if (performance.now() - asked > recentMilliseconds) await refresh();
      return sorted();
    },
    adopt,
    tryAdopt: async (space) => {
      try {
        await adopt(space);
      } catch (error) {
        if (!(error instanceof StoreFullError)) throw error;
      }
      return known.has(space);
    },
    within: async (ask) => {
      try {
        return await ask();
      } catch (error) {
        throw replyCode(error) === "EPOCH" ? lost() : error;
      }
    },
  };
}
