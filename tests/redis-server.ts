/** Redis servers of a test's own, on free ports of this machine. */
import { type ChildProcess, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { needs } from "./needs.ts";

export interface RedisServer {
  readonly port: number;
  readonly url: string;
  readonly directory: string;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** Starts it again on the same port, with the data it kept. */
  start(): Promise<void>;
  /** Lets it stand still, and go on. */
  pause(): void;
  resume(): void;
  /** Takes away what it kept. */
  empty(): void;
  /** Asks it something, as an operator would. */
  ask(...command: readonly [string, ...string[]]): Promise<unknown>;
  close(): Promise<void>;
}

/** Ports given out, so that none is given twice before it is listened on. */
const given = new Set<number>();

/** A port nobody listens on, of those that the system gives to no connection: it would take one in the meantime. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(15_000, 30_000);
    if (given.has(port)) continue;
    given.add(port);
    const server = createServer();
    server.listen(port, "127.0.0.1");
    // Rejects where the server tells an error instead.
    const isFree = await once(server, "listening").then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    server.close();
    await once(server, "close");
    return port;
  }
}

/** Waits for a server that is starting. */
async function answering(port: number): Promise<Redis> {
  const redis = new Redis({
    host: "127.0.0.1",
    port,
    protocol: 2,
    retryStrategy: () => 20,
    maxRetriesPerRequest: null,
  });
  redis.on("error", () => {});
  await redis.ping();
  return redis;
}

/** Starts a server with an append-only file in a folder of its own. @param settings further ones: `--maxmemory 3mb` */
export async function startRedis(settings: readonly string[] = []): Promise<RedisServer> {
  const path = needs("redis-server") ?? "redis-server";
  const directory = mkdtempSync(join(tmpdir(), "redis-"));
  const port = await freePort();
  let child: ChildProcess;
  let redis: Redis;
  const start = async (): Promise<void> => {
    child = spawn(
      path,
      [
        "--port",
        String(port),
        "--bind",
        "127.0.0.1",
        "--dir",
        directory,
        "--save",
        "",
        "--appendonly",
        "yes",
        ...settings,
      ],
      { stdio: "ignore" },
    );
    const ended = once(child, "exit").then(() => {
      throw new Error(`redis-server on port ${port} ended at its start`);
    });
    ended.catch(() => {});
    redis = await Promise.race([answering(port), ended]);
  };
  const kill = async (): Promise<void> => {
    redis.disconnect();
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  };
  await start();
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    directory,
    kill,
    start,
    pause: () => void child.kill("SIGSTOP"),
    resume: () => void child.kill("SIGCONT"),
    empty: () => rmSync(join(directory, "appendonlydir"), { recursive: true, force: true }),
    ask: (name, ...rest) => redis.call(name, ...rest),
    close: async () => {
      await kill();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
