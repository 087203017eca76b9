import { randomUUID } from "node:crypto";
import type { Bus } from "../../../ports/bus.ts";
import type { Limiter } from "../../../ports/limits.ts";
import type { Store } from "../../../ports/store.ts";
import type { Clock } from "../../../ports/time.ts";
import type { Transfer } from "../../../ports/transfer.ts";
import { connect } from "./client.ts";
import { createKeys } from "./keys.ts";
import { createRedisBus } from "./redis-bus.ts";
import { createRedisLimiter } from "./redis-limiter.ts";
import { createRedisStore } from "./redis-store.ts";
import { createRedisTransfer } from "./redis-transfer.ts";
import { checkServer } from "./server-check.ts";
import { createNumbers } from "./shared.ts";
import { type EpochMemory, openSpaces } from "./spaces.ts";
import { parseRedisUrl } from "./url.ts";
import { createReplication } from "./wait.ts";

export interface OpenRedis {
  readonly url: string;
  readonly clock: Clock;
  readonly memory: EpochMemory;
  /** Begins a store where Redis is empty. Default: yes. */
  readonly create?: boolean;
  /** Beginning of every key; another store beside it takes another. Default: `rongcuo`. */
  readonly namespace?: string;
  /** Told what the operator should know: settings that could not be checked, replicas that lag. */
  readonly warn: (message: string) => void;
}

/** What processes share beside the store; ends with it. */
export interface Shared {
  readonly limiter: Limiter;
  readonly bus: Bus;
}

export interface OpenedRedis extends Shared {
  readonly store: Store;
}

const findings = {
  none: null,
  late: "no replica of Redis had the last audit entries within 200 ms; they are on the master alone for now",
  reached: null,
} as const;

/**
 * Opens the shared store.
 *
 * @throws {RedisUrlError} {@link StoreUnavailableError} {@link RedisUnfitError} {@link StoreLostError}
 */
export async function openRedisStore({
  url,
  clock,
  memory,
  create = true,
  namespace = "rongcuo",
  warn,
}: OpenRedis): Promise<OpenedRedis> {
  const client = await connect(parseRedisUrl(url));
  try {
    for (const message of await checkServer(client)) warn(message);
    const spaces = await openSpaces(client, createKeys(namespace), memory, create ? randomUUID : null);
    const replication = createReplication(client, (finding) => {
      const message = findings[finding];
      if (message !== null) warn(message);
    });
    const bus = createRedisBus(client, namespace);
    const store = createRedisStore({ client, spaces, clock, namespace, replication, warn });
    return {
      store: {
        ...store,
        close: async () => {
          bus.end();
          await store.close();
        },
      },
      bus,
      limiter: createRedisLimiter({ client, clock, namespace }),
    };
  } catch (error) {
    client.end();
    throw error;
  }
}

/** Opens the shared store to be moved; the errors are those of {@link openRedisStore}. */
export async function openRedisTransfer({
  url,
  clock,
  memory,
  create = true,
  namespace = "rongcuo",
  warn,
}: OpenRedis): Promise<Transfer> {
  const client = await connect(parseRedisUrl(url));
  try {
    for (const message of await checkServer(client)) warn(message);
    const keys = createKeys(namespace);
    const spaces = await openSpaces(client, keys, memory, create ? randomUUID : null);
    return createRedisTransfer({ client, spaces, clock, keys, numbers: createNumbers(clock) });
  } catch (error) {
    client.end();
    throw error;
  }
}
