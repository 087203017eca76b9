/**
 * The durable flow: how many messages the real server takes in and answers, how long the word takes that one is kept, and
 * what becomes of its memory; beside the simplest server that keeps what it is sent (`append-server.ts`).
 */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import {
  makeDataFolder,
  type RunningServer,
  remainsOf,
  removeDataFolder,
  startServer,
  untilIdle,
} from "../tests/faults/harness.ts";
import type { LoadOptions, LoadResult } from "./load.ts";

const root = join(import.meta.dirname, "..");
const run = promisify(execFile);

/** Connections of the closed loop, and persons with a conversation each. */
const connections = 64;
const persons = 512;
/** Messages a second of the open loop. */
const steadyRate = 300;

export interface FlowResults {
  readonly seconds: number;
  /** All the server can take: 64 connections that send again as soon as they are answered. */
  readonly accepted: {
    readonly perSecond: number;
    readonly p50Milliseconds: number;
    readonly p99Milliseconds: number;
    readonly refused: number;
    /** From the first message to the last answer that is stored. */
    readonly answeredPerSecond: number;
  };
  /** At 300 messages a second, from when each should have been sent. */
  readonly steady: {
    readonly p50Milliseconds: number;
    readonly p99Milliseconds: number;
    readonly maxMilliseconds: number;
    readonly refused: number;
  };
  readonly memory: {
    readonly beforeMegabytes: number;
    readonly afterMegabytes: number;
    readonly peakMegabytes: number;
  };
  /** Accepted messages without a turn, and turns beyond the accepted messages. */
  readonly lost: number;
  readonly doubled: number;
  /** Messages a second of the peer that waits for the disk once for each, and once for all that wait. */
  readonly peer: { readonly eachPerSecond: number; readonly sharedPerSecond: number };
}

async function load(options: LoadOptions): Promise<LoadResult> {
  const { stdout } = await run(process.execPath, ["bench/load.ts", JSON.stringify(options)], {
    cwd: root,
    maxBuffer: 1 << 24,
  });
  return JSON.parse(stdout) as LoadResult;
}

async function measurePeer(how: "each" | "shared", seconds: number): Promise<number> {
  const folder = makeDataFolder();
  const child = spawn(process.execPath, ["bench/append-server.ts", join(folder, "messages"), how], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    const url = String(line).trim();
    const { accepted, seconds: took } = await load({
      url,
      path: "/",
      seconds,
      persons: 0,
      connections,
      rate: null,
      name: how,
    });
    return accepted / took;
  } finally {
    child.kill("SIGKILL");
    removeDataFolder(folder);
  }
}

const megabytesOf = (process: number, field: "VmRSS" | "VmHWM"): number => {
  const status = readFileSync(`/proc/${process}/status`, "utf8");
  return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1] ?? Number.NaN) / 1024;
};

/** @param seconds of each load; the store grows by some 4 KB a message */
export async function measureFlow(seconds: number): Promise<FlowResults> {
  const peer = {
    eachPerSecond: Math.round(await measurePeer("each", Math.min(seconds, 10))),
    sharedPerSecond: Math.round(await measurePeer("shared", Math.min(seconds, 10))),
  };
  const folder = makeDataFolder();
  try {
    const server = await startServer(folder);
    const measured = await measureServer(server, seconds);
    await server.terminate();
    const { versions } = await remainsOf(folder);
    const turns = [...versions.keys()].filter((key) => key.startsWith("turn/")).length;
    const { all, ...figures } = measured;
    return {
      seconds,
      ...figures,
      lost: Math.max(0, all - turns),
      doubled: Math.max(0, turns - all),
      peer,
    };
  } finally {
    removeDataFolder(folder);
  }
}

async function measureServer({ url, process }: RunningServer, seconds: number) {
  const options = { url, path: "/api/messages", seconds, persons, connections };
  // Warm up, so that memory is compared in the same state.
  const warm = await load({ ...options, seconds: Math.min(2, seconds), rate: steadyRate, name: "warm" });
  await untilIdle(url, 120);
  const before = megabytesOf(process, "VmRSS");

  const steady = await load({ ...options, rate: steadyRate, name: "steady" });
  await untilIdle(url, 120);

  const started = performance.now();
  const full = await load({ ...options, rate: null, name: "full" });
  await untilIdle(url, 60 + seconds * 5);
  const answered = (performance.now() - started) / 1000;

  return {
    all: warm.accepted + steady.accepted + full.accepted,
    accepted: {
      perSecond: Math.round(full.accepted / full.seconds),
      p50Milliseconds: rounded(full.p50Milliseconds),
      p99Milliseconds: rounded(full.p99Milliseconds),
      refused: full.refused,
      answeredPerSecond: Math.round(full.accepted / answered),
    },
    steady: {
      p50Milliseconds: rounded(steady.p50Milliseconds),
      p99Milliseconds: rounded(steady.p99Milliseconds),
      maxMilliseconds: rounded(steady.maxMilliseconds),
      refused: steady.refused,
    },
    memory: {
      beforeMegabytes: Math.round(before),
      afterMegabytes: Math.round(megabytesOf(process, "VmRSS")),
      peakMegabytes: Math.round(megabytesOf(process, "VmHWM")),
    },
  };
}

const rounded = (value: number): number => Number(value.toFixed(1));
