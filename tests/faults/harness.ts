/** The real server as a child process, and what must hold of its store whatever became of it. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { createSqliteStore } from "../../src/adapters/stores/sqlite-store.ts";
import { partitions } from "../../src/app/flow/keys.ts";
import type { QueueState } from "../../src/ports/store.ts";

const root = join(import.meta.dirname, "..", "..");

/** What `npm start` hands to node: options, and the program. */
export const startArguments: readonly string[] = (
  JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: { start: string } }
).scripts.start
  .split(" ")
  .slice(1);

export interface Fault {
  /** Number of the call at which to die, counted from 1; 0: never. */
  readonly at: number;
  readonly when: "before" | "after";
  /** From which moment calls are counted: the first, or the printed address. */
  readonly from: "start" | "address";
  /** Only statements that begin so; left out: all. */
  readonly sql?: string;
  /** Where to write the number of calls at a clean exit. */
  readonly countFile?: string;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface RunningServer {
  readonly url: string;
  /** Process id. */
  readonly process: number;
  readonly exited: Promise<Exit>;
  /** What it wrote to stderr so far. */
  log(): string;
  terminate(): Promise<Exit>;
}

/** How a start ended before there was an address. */
export class StartFailedError extends Error {
  readonly exit: Exit;

  constructor(exit: Exit, log: string) {
    super(`the server ended with ${exit.signal ?? exit.code} before it had an address:\n${log}`);
    this.exit = exit;
  }
}

export const makeDataFolder = (): string => mkdtempSync(join(tmpdir(), "rongcuo-faults-"));
export const removeDataFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true });

/** Children that still run, so that a failed test leaves none behind. */
const children = new Set<ChildProcess>();
export const killAll = (): void => {
  for (const child of children) child.kill("SIGKILL");
};

const faultEnvironment = ({ at, when, from, sql = "", countFile }: Fault): Record<string, string> => ({
  KILL_AT: String(at),
  KILL_WHEN: when,
  KILL_FROM: from,
  KILL_SQL: sql,
  ...(countFile === undefined ? {} : { KILL_COUNT_FILE: countFile }),
});

/**
 * Starts the server as `npm start` does, on a free port and waits for its address.
 *
 * @throws {StartFailedError} it ended before
 */
export async function startServer(
  dataFolder: string,
  fault: Fault | null = null,
  environment: Readonly<Record<string, string>> = {},
): Promise<RunningServer> {
  const preload = fault === null ? [] : ["--import", "./tests/faults/kill-preload.ts"];
  const child = spawn(process.execPath, [...preload, ...startArguments], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      TMPDIR: process.env.TMPDIR,
      DATA_DIR: dataFolder,
      HTTP_PORT: "0",
      LOG_LEVEL: "warn",
      LIMIT_USER_PER_MINUTE: "0",
      LIMIT_USER_PER_DAY: "0",
      LIMIT_TOTAL_PER_MINUTE: "0",
      ...environment,
      ...(fault === null ? {} : faultEnvironment(fault)),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.add(child);
  let log = "";
  child.stderr.on("data", (chunk: Buffer) => {
    log += String(chunk);
  });
  const exited = new Promise<Exit>((resolve) => {
    child.once("close", (code, signal) => {
      children.delete(child);
      resolve({ code, signal });
    });
  });
  const first = await Promise.race([once(child.stdout, "data"), exited]);
  if (!Array.isArray(first)) throw new StartFailedError(first, log);
  return {
    url: String(first[0]).trim(),
    process: child.pid ?? 0,
    exited,
    log: () => log,
    terminate() {
      child.kill("SIGTERM");
      return exited;
    },
  };
}

/** The gauge of each queue, `inbox.waiting`, as `/metrics` tells it. */
export async function queueItems(url: string): Promise<Readonly<Record<string, number>>> {
  // On a connection of its own: one kept alive may end at the very moment it is used again.
  const reply = await fetch(`${url}/metrics`, { headers: { connection: "close" } });
  const text = await reply.text();
  return Object.fromEntries(
    [...text.matchAll(/^rongcuo_queue_items\{queue="(\w+)",state="(\w+)"\} (\d+)$/gm)].map(
      ([, queue, state, count]) => [`${queue}.${state}`, Number(count)],
    ),
  );
}

const pollMilliseconds = 100;

/** Waits until nothing waits and nothing is in hand. @throws after the deadline, with what is left */
export async function untilIdle(url: string, deadlineSeconds = 20): Promise<void> {
  const until = performance.now() + deadlineSeconds * 1000;
  for (;;) {
    const items = await queueItems(url);
    const busy = Object.entries(items).filter(([name, count]) => count > 0 && !name.endsWith(".dead"));
    if (busy.length === 0) return;
    if (performance.now() > until)
      throw new Error(`not idle after ${deadlineSeconds} s: ${JSON.stringify(items)}`);
    await new Promise((resolve) => setTimeout(resolve, pollMilliseconds));
  }
}

const run = promisify(execFile);

/** Runs a command of the product beside or without the server. @throws where it does not exit with 0 */
export async function cli(dataFolder: string, ...args: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, ["src/cli.ts", ...args], {
    cwd: root,
    env: { PATH: process.env.PATH, TMPDIR: process.env.TMPDIR, DATA_DIR: dataFolder },
  });
  return stdout;
}

/** What a stopped store holds. */
export interface Remains {
  readonly queues: readonly QueueState[];
  /** Version of each document whose key begins with one of the prefixes. */
  readonly versions: ReadonlyMap<string, number>;
  /** Entries of all audit streams. */
  readonly audited: number;
}

/** Opens the store of a server that has ended, and reads what is left. */
export async function remainsOf(dataFolder: string): Promise<Remains> {
  const store = createSqliteStore({
    directory: dataFolder,
    clock: Date.now,
    exclusive: true,
    what: "a test",
    create: false,
  });
  try {
    const versions = new Map<string, number>();
    for (const space of partitions)
      for (const prefix of ["state/", "turn/"])
        for (const { key, version } of await store.list(space, prefix, { limit: 10_000 }))
          versions.set(key, version);
    const heads = await store.streams();
    return {
      queues: await store.queues(),
      versions,
      audited: heads.reduce((total, { last }) => total + last.sequence, 0),
    };
  } finally {
    await store.close();
  }
}
