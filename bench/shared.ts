/**
 * The shared store beside the embedded one, in one run: the same work on the store alone, and the real server under the same
 * load on SQLite, on Redis, and as two processes on one Redis. Redis keeps every commit on the disk before it answers
 * (`appendfsync always`), as SQLite does. Everything shares the machine, the load and Redis included.
 */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { openRedisStore } from "../src/adapters/stores/redis/open.ts";
import {
  makeDataFolder,
  type RunningServer,
  removeDataFolder,
  startServer,
  untilIdle,
} from "../tests/faults/harness.ts";
import { type RedisServer, startRedis } from "../tests/redis-server.ts";
import type { LoadOptions, LoadResult } from "./load.ts";
import { measureOpened, measureStore, type StoreRow } from "./store.ts";

const run = promisify(execFile);
const root = join(import.meta.dirname, "..");

/** Connections of the closed loop, over all processes, and persons with a conversation each. */
const connections = 64;
const persons = 256;

type AskRedis = RedisServer["ask"];

export interface ServerRow {
  readonly what: string;
  /** Updates taken in a second, over all processes. */
  readonly acceptedPerSecond: number;
  readonly p50Milliseconds: number;
  /** Of the slower process. */
  readonly p99Milliseconds: number;
  /** Updates answered a second, from the first message to the last answer that is stored. */
  readonly answeredPerSecond: number;
  readonly refused: number;
  /** Milliseconds of processor that one answer takes, from its message taken in to its end, over all servers. */
  readonly nodeMilliseconds: number;
  /** The same in redis-server; 0 without one. */
  readonly redisMilliseconds: number;
  /** Scripts that Redis ran for one answer: about as many round trips; 0 without one. */
  readonly scripts: number;
}

export interface SharedResults {
  readonly store: readonly (StoreRow & { readonly store: string })[];
  readonly servers: readonly ServerRow[];
  /** Bytes of Redis' memory for the id of one commit, kept for eight days. */
  readonly bytesPerCommitId: number;
}

async function load(options: LoadOptions): Promise<LoadResult> {
  const { stdout } = await run(process.execPath, ["bench/load.ts", JSON.stringify(options)], {
    cwd: root,
    maxBuffer: 1 << 24,
  });
  return JSON.parse(stdout) as LoadResult;
}

/** Processor time and scripts so far. */
interface Spent {
  readonly node: number;
  readonly redis: number;
  readonly scripts: number;
}

/** User and system time of a process, in milliseconds; Linux tells them in hundredths of a second. */
function processorMilliseconds(process: number): number {
  const fields = readFileSync(`/proc/${process}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

async function spentBy(servers: readonly RunningServer[], ask: AskRedis | null): Promise<Spent> {
  const info = ask === null ? "" : `${await ask("INFO", "cpu")}${await ask("INFO", "commandstats")}`;
  const sum = (pattern: RegExp): number =>
    [...info.matchAll(pattern)].reduce((total, [, number]) => total + Number(number), 0);
  return {
    node: servers.reduce((total, { process }) => total + processorMilliseconds(process), 0),
    redis: sum(/^used_cpu_(?:sys|user):([\d.]+)/gm) * 1_000,
    scripts: sum(/^cmdstat_eval(?:sha)?:calls=(\d+)/gm),
  };
}

async function measureServers(
  what: string,
  servers: readonly RunningServer[],
  seconds: number,
  ask: AskRedis | null,
): Promise<ServerRow> {
  const before = await spentBy(servers, ask);
  const started = performance.now();
  const results = await Promise.all(
    servers.map(({ url }, at) =>
      load({
        url,
        path: "/api/messages",
        seconds,
        persons: persons / servers.length,
        connections: connections / servers.length,
        rate: null,
        // Part of the names of events.
        name: `${what.replace(/[^A-Za-z0-9]+/g, "-")}-${at}`,
      }),
    ),
  );
  for (const { url } of servers) await untilIdle(url, 60 + seconds * 10);
  const milliseconds = performance.now() - started;
  const after = await spentBy(servers, ask);
  const accepted = results.reduce((sum, one) => sum + one.accepted, 0);
  const perAnswer = (of: (spent: Spent) => number): number =>
    Number(((of(after) - of(before)) / accepted).toFixed(2));
  const worst = (of: (result: LoadResult) => number): number =>
    Number(Math.max(...results.map(of)).toFixed(1));
  return {
    what,
    acceptedPerSecond: Math.round(results.reduce((sum, one) => sum + one.accepted / one.seconds, 0)),
    p50Milliseconds: worst((one) => one.p50Milliseconds),
    p99Milliseconds: worst((one) => one.p99Milliseconds),
    answeredPerSecond: Math.round((accepted * 1000) / milliseconds),
    refused: results.reduce((sum, one) => sum + one.refused, 0),
    nodeMilliseconds: perAnswer(({ node }) => node),
    redisMilliseconds: perAnswer(({ redis }) => redis),
    scripts: perAnswer(({ scripts }) => scripts),
  };
}

/** @param processes how many servers share one store */
async function measureSetup(
  what: string,
  redis: { readonly url: string; readonly ask: AskRedis } | null,
  processes: number,
  seconds: number,
): Promise<ServerRow> {
  const folders = Array.from({ length: processes }, makeDataFolder);
  const servers: RunningServer[] = [];
  try {
    for (const folder of folders)
      servers.push(await startServer(folder, null, redis === null ? {} : { REDIS_URL: redis.url }));
    const ask = redis?.ask ?? null;
    await measureServers(`${what}, warming`, servers, 1, ask);
    return await measureServers(what, servers, seconds, ask);
  } finally {
    for (const server of servers) await server.terminate();
    for (const folder of folders) removeDataFolder(folder);
  }
}

async function withRedis<Result>(work: (redis: RedisServer) => Promise<Result>): Promise<Result> {
  const redis = await startRedis(["--appendfsync", "always"]);
  try {
    return await work(redis);
  } finally {
    await redis.close();
  }
}

const measuredIds = 20_000;

/** @param seconds of each load */
export async function measureShared(seconds: number): Promise<SharedResults> {
  const embedded = await measureStore(seconds);
  const { rows, bytesPerCommitId } = await withRedis(async ({ url, ask }) => {
    let epoch: string | null = null;
    const memory = {
      read: () => epoch,
      write: (given: string) => {
        epoch = given;
      },
    };
    const { store } = await openRedisStore({ url, clock: Date.now, memory, warn: () => {} });
    const used = async (): Promise<number> =>
      Number(/used_memory:(\d+)/.exec(String(await ask("INFO", "memory")))?.[1] ?? Number.NaN);
    const before = await used();
    for (let at = 0; at < measuredIds; at += 100)
      await Promise.all(
        Array.from({ length: 100 }, (_, more) =>
          store.commit({ id: `in/web/web:0123456789abcdef0123456789abcdef/${at + more}`, space: "p00" }),
        ),
      );
    const bytes = Math.round(((await used()) - before) / measuredIds);
    const measured = await measureOpened(store, seconds);
    await store.close();
    return { rows: measured, bytesPerCommitId: bytes };
  });
  return {
    bytesPerCommitId,
    store: [
      ...embedded.map((row) => ({ store: "SQLite", ...row })),
      ...rows.map((row) => ({ store: "Redis", ...row })),
    ],
    servers: await measureServed(seconds),
  };
}

const measureServed = async (seconds: number): Promise<readonly ServerRow[]> => [
  await measureSetup("SQLite, one process", null, 1, seconds),
  await withRedis((redis) => measureSetup("Redis, one process", redis, 1, seconds)),
  await withRedis((redis) => measureSetup("Redis, two processes", redis, 2, seconds)),
];

// `node bench/shared.ts [SECONDS] [--servers]`: the servers alone are enough to see what a change to them costs.
if (import.meta.main && process.argv.includes("--servers"))
  console.table(await measureServed(Number(process.argv[2])));
else if (import.meta.main) {
  const { store, servers, bytesPerCommitId } = await measureShared(Number(process.argv[2] ?? 5));
  console.log("The store alone");
  console.table(store);
  console.log("The server, all it can take");
  console.table(servers);
  console.log(`${bytesPerCommitId} bytes of Redis' memory for the id of a commit, for eight days`);
}
