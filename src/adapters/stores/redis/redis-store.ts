/**
 * The shared store: Redis, used by several processes at once. A commit is one script on one shard; it is told after Redis
 * has run it, and how safe it is then is for Redis' own settings to say ({@link checkServer}).
 *
 * Leases and expiry go by the clock of the process that asks, so the machines' clocks have to agree within a second or
 * two. Items of the same due instant come in the order of their numbers, which grow with the clock: exact for one process,
 * and within a group always.
 */
import {
  type Batch,
  type CommitResult,
  type Store,
  StoreFullError,
  type StoreHealth,
  StoreUnavailableError,
} from "../../../ports/store.ts";
import type { Clock } from "../../../ports/time.ts";
import { onlyRemoves } from "../batches.ts";
import { afterPrefix } from "../documents.ts";
import { checkBatch, checkCount, checkKey, checkName, checkPrefix, checkText } from "../names.ts";
import type { Client } from "./client.ts";
import { createCommits } from "./commits.ts";
import { StoreLostError } from "./errors.ts";
import { createKeys } from "./keys.ts";
import { createRedisDocuments } from "./redis-documents.ts";
import { createRedisQueues } from "./redis-queues.ts";
import { createRedisStreams } from "./redis-streams.ts";
import { createRedisTexts } from "./redis-texts.ts";
import { rewriteFiles } from "./rewrite-files.ts";
import { callMilliseconds, createNumbers, type Shared } from "./shared.ts";
import type { Spaces } from "./spaces.ts";
import type { Replication } from "./wait.ts";

export interface RedisStoreOptions {
  readonly client: Client;
  readonly spaces: Spaces;
  readonly clock: Clock;
  readonly namespace: string;
  /** Null: commits do not wait for replicas. */
  readonly replication: Replication | null;
  /** Removed texts stand in Redis' append-only file until it is rewritten; this is told where that cannot be asked for. */
  readonly warn: (message: string) => void;
}

export function createRedisStore({
  client,
  spaces,
  clock,
  namespace,
  replication,
  warn,
}: RedisStoreOptions): Store {
  const keys = createKeys(namespace);
  const shared: Shared = {
    client,
    spaces,
    clock,
    keys,
    numbers: createNumbers(clock),
  };
  const commits = createCommits(shared);
  const documents = createRedisDocuments(shared);
  const queues = createRedisQueues(shared);
  const streams = createRedisStreams(shared);
  const texts = createRedisTexts(shared, documents);

  let closed = false;
  let trouble: StoreHealth | null = null;
  const underWay = new Set<Promise<unknown>>();

  const noteTrouble = (error: unknown): unknown => {
    if (error instanceof StoreLostError) {
      trouble = { state: "down", reason: error.message };
      return new StoreUnavailableError(error.message, { cause: error });
    }
    if (error instanceof StoreFullError) trouble = { state: "read_only", reason: error.message };
    else if (error instanceof StoreUnavailableError) trouble = { state: "down", reason: error.message };
    return error;
  };

  /** @param writes whether success tells that Redis takes new things again */
  const bounded = async <Result>(ask: () => Promise<Result>, writes = false): Promise<Result> => {
    if (closed) throw new StoreUnavailableError("the store is closed");
    const asked = spaces.within(ask);
    underWay.add(asked);
    try {
      const result = await within(callMilliseconds, asked);
      if (writes || trouble?.state === "down") trouble = null;
      return result;
    } catch (error) {
      throw noteTrouble(error);
    } finally {
      underWay.delete(asked);
    }
  };

  let probing = false;
  /** Writes next to nothing, so that a store without traffic finds out that it is well again. */
  const probe = (): void => {
    if (probing || closed) return;
    probing = true;
    bounded(async () => {
      await spaces.all();
      await client.command("SET", `${namespace}:probe`, "1");
    }, true)
      .catch(() => {})
      .finally(() => {
        probing = false;
      });
  };

  const commit = async (batch: Batch): Promise<CommitResult> => {
    const result = await commits.commit(batch, onlyRemoves(batch));
    // Whoever sent an event is told that it is kept, and an entry is never written again.
    const mustLast = (batch.append ?? []).length + (batch.enqueue ?? []).length > 0;
    if (result === "committed" && mustLast) await replication?.reached(keys.waited(batch.space));
    return result;
  };

  return {
    read: async (space, wanted) => {
      checkName(space, "space");
      for (const key of wanted) checkKey(key, "key");
      return bounded(() => documents.read(space, wanted));
    },
    list: async (space, prefix, { after = "", limit }) => {
      checkName(space, "space");
      checkPrefix(prefix, "beginning of keys");
      checkPrefix(after, "key");
      checkCount(limit, "limit");
      return bounded(() => documents.list(space, prefix, after, limit, afterPrefix(prefix)));
    },
    commit: async (batch) => {
      checkBatch(batch);
      return bounded(() => commit(batch), !onlyRemoves(batch));
    },
    claim: async (queue, { worker, leaseSeconds, limit }) => {
      checkName(queue, "queue");
      checkKey(worker, "worker");
      checkCount(limit, "limit");
      if (!(leaseSeconds > 0)) throw new TypeError(`a lease must last: ${leaseSeconds} seconds`);
      return bounded(() => queues.claim(queue, worker, Math.ceil(leaseSeconds * 1000), limit));
    },
    release: async (claimed, delaySeconds) => {
      if (!(delaySeconds >= 0)) throw new TypeError(`a delay cannot be ${delaySeconds} seconds`);
      await bounded(() => queues.release(claimed, Math.ceil(delaySeconds * 1000)));
    },
    readStream: async (space, stream, after, limit) => {
      checkName(space, "space");
      checkKey(stream, "stream");
      checkCount(limit, "limit");
      return bounded(() => streams.read(space, stream, after, limit));
    },
    streams: () => bounded(() => streams.heads()),
    trimStream: async (space, stream, before) => {
      checkName(space, "space");
      checkKey(stream, "stream");
      return bounded(() => streams.trim(space, stream, before));
    },
    queues: () => bounded(() => queues.states()),
    deadLetters: async ({ queue = null, after, limit }) => {
      checkCount(limit, "limit");
      return bounded(() => queues.deadLetters(queue, after ?? null, limit));
    },
    revive: (id) => bounded(() => queues.revive(id)),
    discard: (id) => bounded(() => queues.discard(id)),
    // Each round is bounded for itself: there may be much to delete.
    sweep: async () => {
      let total = 0;
      for (const space of await bounded(() => spaces.all()))
        for (let gone = sweptAtOnce; gone === sweptAtOnce; total += gone)
          gone = await bounded(() => documents.sweep(space, sweptAtOnce));
      return total;
    },
    // Takes as long as Redis needs to write all it holds.
    erase: async () => {
      if (closed) throw new StoreUnavailableError("the store is closed");
      await rewriteFiles(client, warn);
    },
    texts: async (after, limit) => {
      checkCount(limit, "limit");
      return bounded(() => texts.list(after, limit));
    },
    rewrite: async (stored, to) => {
      checkText(to, "text");
      return bounded(() => texts.rewrite(stored, to));
    },
    health: () => {
      if (closed) return { state: "down", reason: "the store is closed" };
      if (!client.isReady()) return { state: "down", reason: "no connection to Redis" };
      if (trouble !== null) probe();
      return trouble ?? { state: "up", reason: null };
    },
    close: async () => {
      if (closed) return;
      closed = true;
      await Promise.allSettled(underWay);
      replication?.end();
      client.end();
    },
  };
}

const sweptAtOnce = 500;

async function within<Result>(milliseconds: number, asked: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new StoreUnavailableError(`Redis did not answer within ${milliseconds} ms`)),
      milliseconds,
    );
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}
