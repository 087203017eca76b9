/**
 * The shared store beside the embedded one, in one run: the same work on the store alone, and the real server under the same
 * load on SQLite, on Redis, and as two processes on one Redis. Redis keeps every commit on the disk before it answers
 * (`appendfsync always`), as SQLite does. Everything shares the machine, the load and Redis included.
 */
import { execFile } from "node:child_process";
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
import { startRedis } from "../tests/redis-server.ts";
import type { LoadOptions, LoadResult } from "./load.ts";
import { measureOpened, measureStore, type StoreRow } from "./store.ts";

const run = promisify(execFile);
const root = join(import.meta.dirname, "..");

/** Connections of the closed loop, over all processes, and persons with a conversation each. */
const connections = 64;
const persons = 256;

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

async function measureServers(
  what: string,
  servers: readonly RunningServer[],
  seconds: number,
): Promise<ServerRow> {
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
  const accepted = results.reduce((sum, one) => sum + one.accepted, 0);
  const worst = (of: (result: LoadResult) => number): number =>
    Number(Math.max(...results.map(of)).toFixed(1));
  return {
    what,
    acceptedPerSecond: Math.round(results.reduce((sum, one) => sum + one.accepted / one.seconds, 0)),
    p50Milliseconds: worst((one) => one.p50Milliseconds),
    p99Milliseconds: worst((one) => one.p99Milliseconds),
    answeredPerSecond: Math.round((accepted * 1000) / (performance.now() - started)),
    refused: results.reduce((sum, one) => sum + one.refused, 0),
  };
}

/** @param processes how many servers share one store */
async function measureSetup(
  what: string,
  url: string | null,
  processes: number,
  seconds: number,
): Promise<ServerRow> {
  const folders = Array.from({ length: processes }, makeDataFolder);
  const servers: RunningServer[] = [];
  try {
    for (const folder of folders)
      servers.push(await startServer(folder, null, url === null ? {} : { REDIS_URL: url }));
    await measureServers(`${what}, warming`, servers, 1);
    return await measureServers(what, servers, seconds);
  } finally {
    for (const server of servers) await server.terminate();
    for (const folder of folders) removeDataFolder(folder);
  }
}

async function withRedis<Result>(
  work: (url: string, ask: Awaited<ReturnType<typeof startRedis>>["ask"]) => Promise<Result>,
): Promise<Result> {
  const redis = await startRedis(["--appendfsync", "always"]);
  try {
    return await work(redis.url, redis.ask);
  } finally {
    await redis.close();
  }
}

const measuredIds = 20_000;

/** @param seconds of each load */
export async function measureShared(seconds: number): Promise<SharedResults> {
  const embedded = await measureStore(seconds);
  const { rows, bytesPerCommitId } = await withRedis(async (url, ask) => {
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
    servers: [
      await measureSetup("SQLite, one process", null, 1, seconds),
      await withRedis((url) => measureSetup("Redis, one process", url, 1, seconds)),
      await withRedis((url) => measureSetup("Redis, two processes", url, 2, seconds)),
    ],
  };
}

if (import.meta.main) {
  const { store, servers, bytesPerCommitId } = await measureShared(Number(process.argv[2] ?? 5));
  console.log("The store alone");
  console.table(store);
  console.log("The server, all it can take");
  console.table(servers);
  console.log(`${bytesPerCommitId} bytes of Redis' memory for the id of a commit, for eight days`);
}
