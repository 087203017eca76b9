/** Three sentinels over one master, on this machine. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import type { Certificates } from "./certificates.ts";
import { needs } from "./needs.ts";
import { freePort } from "./redis-server.ts";
import { until } from "./until.ts";

export interface Sentinels {
  /** `127.0.0.1:port,…/mymaster`: what follows scheme and user in `REDIS_URL`. */
  readonly place: string;
  close(): Promise<void>;
}

export interface SentinelOptions {
  /** Port of the master; the encrypted one where there are certificates. */
  readonly master: number;
  /** How many replicas the master has. */
  readonly replicas: number;
  /** Further lines of each sentinel's file. */
  readonly lines?: readonly string[];
  readonly certificates?: Certificates;
  /** By whom the test asks; left out: by anybody. */
  readonly asker?: { readonly username: string; readonly password: string };
}

const count = 3;

/** Always with a plain port too, by which the test asks; where there are certificates, everybody else uses the other one. */
async function startSentinel({ master, lines = [], certificates }: SentinelOptions) {
  const [plain, encrypted] = [await freePort(), await freePort()];
  const directory = mkdtempSync(join(tmpdir(), "sentinel-"));
  const file = join(directory, "sentinel.conf");
  writeFileSync(
    file,
    [
      `port ${plain}`,
      "bind 127.0.0.1",
      `dir ${directory}`,
      ...(certificates === undefined ? [] : [...certificates.lines(encrypted), "tls-replication yes"]),
      `sentinel monitor mymaster 127.0.0.1 ${master} ${count - 1}`,
      "sentinel down-after-milliseconds mymaster 1000",
      "sentinel failover-timeout mymaster 4000",
      ...lines,
    ].join("\n"),
  );
  const child = spawn(needs("redis-server") ?? "", [file, "--sentinel"], { stdio: "ignore" });
  return {
    plain,
    port: certificates === undefined ? plain : encrypted,
    close: async () => {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
      rmSync(directory, { recursive: true });
    },
  };
}

/** Starts them, and waits until each knows of the others and of the replicas. */
export async function startSentinels(options: SentinelOptions): Promise<Sentinels> {
  const sentinels = await Promise.all(Array.from({ length: count }, () => startSentinel(options)));
  for (const { plain } of sentinels) {
    const asking = new Redis({ host: "127.0.0.1", port: plain, protocol: 2, ...options.asker });
    asking.on("error", () => {});
    await until(async () => {
      const told = (await asking.call("SENTINEL", "MASTER", "mymaster")) as string[];
      const field = (name: string) => told[told.indexOf(name) + 1];
      return (
        field("flags") === "master" &&
        field("num-slaves") === String(options.replicas) &&
        field("num-other-sentinels") === String(count - 1)
      );
    });
    asking.disconnect();
  }
  return {
    place: `${sentinels.map(({ port }) => `127.0.0.1:${port}`).join(",")}/mymaster`,
    close: async () => void (await Promise.all(sentinels.map((one) => one.close()))),
  };
}
