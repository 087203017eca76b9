/**
 * Connections to Redis, bounded in time. By default the client waits for a lost server, command after command, and sends
 * again what may have been done; here a command without a connection fails at once, one without an answer after
 * {@link commandMilliseconds}, and nothing is sent twice by itself. Connecting goes on for ever in the background.
 */
import { Cluster, Redis, type RedisOptions } from "ioredis";
import { StoreUnavailableError } from "../../../ports/store.ts";
import { redisError, replyCode } from "./errors.ts";
import type { Script } from "./script.ts";
import type { Login, Target } from "./url.ts";

/** Longest wait for the answer to one command. */
export const commandMilliseconds = 1_000;
/** Longest wait for the first connection. */
const connectMilliseconds = 5_000;
/** Longest wait between two tries to connect. */
const mostBetweenTries = 1_000;

/** What the store asks of a connection. */
export interface Client {
  /** Runs a script; the first key says on which shard. */
  run(script: Script, keys: readonly string[], args: readonly string[]): Promise<unknown>;
  /** One plain command on the shard of its first key. */
  command(name: string, ...args: readonly string[]): Promise<unknown>;
  /** One command on every master. */
  onMasters(name: string, ...args: readonly string[]): Promise<readonly unknown[]>;
  /** Names of keys on every master, page by page; one may come twice. */
  scan(pattern: string): AsyncIterable<readonly string[]>;
  /** The options of a further connection to the master of a key, for what blocks. */
  connectToMasterOf(key: string): { readonly name: string; connect(): Redis };
  isReady(): boolean;
  readonly isCluster: boolean;
  end(): void;
}

const retryStrategy = (times: number): number => Math.min(50 * 2 ** Math.min(times, 5), mostBetweenTries);

const commonOptions = (target: Target) =>
  ({
    ...(target.username === null ? {} : { username: target.username }),
    ...(target.password === null ? {} : { password: target.password }),
    db: target.database,
    ...(target.tls ? { tls: { ...target.identity } } : {}),
    protocol: 2 as const,
    commandTimeout: commandMilliseconds,
    // A connection that went dead without a word is given up and made anew.
    socketTimeout: commandMilliseconds,
    connectTimeout: connectMilliseconds,
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    // A master that was failed over answers READONLY until the connection finds the new one.
    reconnectOnError: (error: Error) => error.message.startsWith("READONLY"),
    lazyConnect: true,
  }) satisfies RedisOptions;

const loginOfSentinels = ({ username, password }: Login) => ({
  ...(username === undefined ? {} : { sentinelUsername: username }),
  sentinelPassword: password,
});

function openSingle(target: Target): Redis {
  const common = { ...commonOptions(target), retryStrategy };
  const [address] = target.addresses;
  return target.kind === "sentinel"
    ? new Redis({
        ...common,
        sentinels: [...target.addresses],
        name: target.master ?? "",
        // A sentinel that does not answer must not hold up the others.
        sentinelCommandTimeout: commandMilliseconds,
        sentinelRetryStrategy: retryStrategy,
        ...(target.sentinels === undefined ? {} : loginOfSentinels(target.sentinels)),
        ...(target.tls ? { enableTLSForSentinelMode: true, sentinelTLS: { ...target.identity } } : {}),
      })
    : new Redis({ ...common, ...address });
}

const openCluster = (target: Target): Cluster =>
  new Cluster([...target.addresses], {
    redisOptions: commonOptions(target),
    // Names stay names until they are connected to: a certificate is checked against the name.
    dnsLookup: (name, found) => found(null, name),
    enableOfflineQueue: false,
    lazyConnect: true,
    clusterRetryStrategy: retryStrategy,
    // One try to follow a moved slot; the caller's deadline bounds the rest.
    maxRedirections: 4,
    retryDelayOnFailover: 100,
    retryDelayOnClusterDown: 100,
    slotsRefreshTimeout: commandMilliseconds,
    slotsRefreshInterval: 5_000,
  });

/** Resolves at the connection's next event of a name; its argument, where it has one. */
const next = <Argument>(connection: Redis | Cluster, event: string): Promise<Argument> =>
  new Promise((resolve) => void connection.once(event, resolve));

/** Resolves after the longest wait for a connection; keeps nobody alive, for whoever tries to connect does. */
const later = <Value>(value: Value): Promise<Value> =>
  new Promise((resolve) => void setTimeout(resolve, connectMilliseconds, value).unref());

/** The client of a Cluster tells only that connections were closed; so its first node is asked by itself. */
async function whyNoNode(target: Target): Promise<string> {
  const node = openSingle({ ...target, kind: "single", addresses: target.addresses.slice(0, 1) });
  // Whatever comes after the first is of no interest.
  node.on("error", () => {});
  const reason = Promise.race([
    later("no answer"),
    next<Error>(node, "error").then(({ message }) => message),
    next(node, "ready").then(() => "its first node answers, but its nodes do not tell their slots"),
  ]);
  node.connect().catch(() => {});
  try {
    return await reason;
  } finally {
    node.disconnect();
  }
}

/** Why there is no connection, in words for the operator. */
async function whyNot(target: Target, last: Error | null): Promise<string> {
  if (target.kind === "cluster") return whyNoNode(target);
  const reason = last?.message ?? "no answer";
  return /sentinels.*(?:NOAUTH|WRONGPASS)/.test(reason)
    ? `${reason} (sentinels have users of their own: set REDIS_SENTINEL_USERNAME and REDIS_SENTINEL_PASSWORD)`
    : reason;
}

/** Waits until the connection is ready. @throws {StoreUnavailableError} it is not within {@link connectMilliseconds} */
async function ready(connection: Redis | Cluster, target: Target): Promise<void> {
  let last: Error | null = null;
  connection.on("error", (error: Error) => {
    last = error;
  });
  // Rejects at the first failed try; trying goes on, and the event tells.
  connection.connect().catch((error: Error) => {
    last = error;
  });
  const outcome = await Promise.race([next(connection, "ready"), later("late")]);
  if (outcome === "late")
    throw new StoreUnavailableError(`Redis of REDIS_URL cannot be reached: ${await whyNot(target, last)}`);
}

/** Connects. @throws {StoreUnavailableError} there is no answer */
export async function connect(target: Target): Promise<Client> {
  const connection = target.kind === "cluster" ? openCluster(target) : openSingle(target);
  try {
    await ready(connection, target);
  } catch (error) {
    connection.disconnect();
    throw error;
  }
  return clientOver(connection, target);
}

function clientOver(connection: Redis | Cluster, target: Target): Client {
  const cluster = connection instanceof Cluster ? connection : null;

  const guarded = async <Result>(ask: () => Promise<Result>): Promise<Result> => {
    try {
      return await ask();
    } catch (error) {
      throw replyCode(error) === "EPOCH" ? error : redisError(error);
    }
  };

  return {
    run: (script, keys, args) =>
      guarded(async () => {
        try {
          return await connection.evalsha(script.digest, keys.length, ...keys, ...args);
        } catch (error) {
          if (replyCode(error) !== "NOSCRIPT") throw error;
          return connection.eval(script.text, keys.length, ...keys, ...args);
        }
      }),
    command: (name, ...args) => guarded(() => connection.call(name, ...args)),
    onMasters: (name, ...args) =>
      guarded(() =>
        Promise.all(
          (cluster?.nodes("master") ?? [connection as Redis]).map((node) => node.call(name, ...args)),
        ),
      ),
    async *scan(pattern) {
      for (const node of cluster?.nodes("master") ?? [connection as Redis])
        yield* node.scanStream({ match: pattern, count: 500 }) as AsyncIterable<string[]>;
    },
    connectToMasterOf(key) {
      if (cluster === null) return { name: "master", connect: () => openSingle(target) };
      const name = cluster.slots[slotOf(key)]?.[0] ?? "";
      const port = name.slice(name.lastIndexOf(":") + 1);
      const host = name.slice(0, name.lastIndexOf(":"));
      return {
        name,
        connect: () => openSingle({ ...target, kind: "single", addresses: [{ host, port: Number(port) }] }),
      };
    },
    isReady: () => connection.status === "ready",
    isCluster: cluster !== null,
    end: () => connection.disconnect(),
  };
}

/** The slot of a key in a Cluster: CRC-16 (XMODEM) of its hash tag. */
export function slotOf(key: string): number {
  const tag = /\{([^}]+)\}/.exec(key)?.[1] ?? key;
  let crc = 0;
  for (const byte of Buffer.from(tag)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++)
      crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc % 16_384;
}
