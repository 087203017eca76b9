import { randomUUID } from "node:crypto";
import type { Bus } from "../../../ports/bus.ts";
import type { Limiter } from "../../../ports/limits.ts";
import type { Store } from "../../../ports/store.ts";
import type { Clock } from "../../../ports/time.ts";
import type { Transfer } from "../../../ports/transfer.ts";
import { type Client, connect } from "./client.ts";
import { createKeys, type Keys } from "./keys.ts";
import { createRedisBus } from "./redis-bus.ts";
import { createRedisLimiter } from "./redis-limiter.ts";
import { createRedisStore } from "./redis-store.ts";
import { createRedisTransfer } from "./redis-transfer.ts";
import { checkServer } from "./server-check.ts";
import { createNumbers } from "./shared.ts";
import { type EpochMemory, openSpaces, type Spaces } from "./spaces.ts";
import { type Identity, type Login, parseRedisUrl } from "./url.ts";
import { createReplication } from "./wait.ts";

export interface OpenRedis {
  readonly url: string;
  /** Who asks the sentinels of the URL, where they do not answer everybody. */
  readonly sentinels?: Login | undefined;
  /** Shown to a Redis that asks who connects by TLS. */
  readonly identity?: Identity | undefined;
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
  late: "no replica of Redis had what was written last within 200 ms; it is on the master alone for now",
  reached: null,
} as const;

/** Connects, checks and opens the spaces; the connection ends where anything of it fails. */
async function opened<Result>(
  { url, sentinels, identity, memory, create = true, namespace = "rongcuo", warn }: OpenRedis,
  make: (client: Client, keys: Keys, spaces: Spaces) => Result,
): Promise<Result> {
  const target = parseRedisUrl(url);
  const client = await connect({ ...target, sentinels, identity });
  try {
    for (const message of await checkServer(client, target.database)) warn(message);
    const keys = createKeys(namespace);
    return make(client, keys, await openSpaces(client, keys, memory, create ? randomUUID : null));
  } catch (error) {
    client.end();
    throw error;
  }
}

/**
 * Opens the shared store.
 *
 * @throws {RedisUrlError} {@link StoreUnavailableError} {@link RedisUnfitError} {@link StoreLostError}
 */
export const openRedisStore = (options: OpenRedis): Promise<OpenedRedis> =>
  opened(options, (client, _keys, spaces) => {
    const { clock, namespace = "rongcuo", warn } = options;
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
  });

/** Opens the shared store to be moved; the errors are those of {@link openRedisStore}. */
export const openRedisTransfer = (options: OpenRedis): Promise<Transfer> =>
  opened(options, (client, keys, spaces) =>
    createRedisTransfer({
      client,
      spaces,
      clock: options.clock,
      keys,
      numbers: createNumbers(options.clock),
    }),
  );
