import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { afterEach, describe, expect, it } from "vitest";
import { openRedisStore } from "../../../../src/adapters/stores/redis/open.ts";
import { needs } from "../../../needs.ts";
import { freePort, type RedisServer, startRedis } from "../../../redis-server.ts";
import { until } from "../../../until.ts";
import { createEpochMemory } from "./open.ts";

const long = process.env.LONG_TESTS === "true" && needs("redis-server") !== null;

describe.skipIf(!long)("the shared store behind three sentinels", { timeout: 120_000 }, () => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  async function sentinelOver(master: RedisServer): Promise<number> {
    const port = await freePort();
    const directory = mkdtempSync(join(tmpdir(), "sentinel-"));
    const file = join(directory, "sentinel.conf");
    writeFileSync(
      file,
      [
        `port ${port}`,
        "bind 127.0.0.1",
        `dir ${directory}`,
        `sentinel monitor mymaster 127.0.0.1 ${master.port} 2`,
        "sentinel down-after-milliseconds mymaster 1000",
        "sentinel failover-timeout mymaster 4000",
      ].join("\n"),
    );
    const child: ChildProcess = spawn(needs("redis-server") ?? "", [file, "--sentinel"], { stdio: "ignore" });
    closing.push(async () => {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
      rmSync(directory, { recursive: true });
    });
    return port;
  }

  it("goes on at the new master within seconds, with every acknowledged entry and without a double one", async () => {
    const master = await startRedis();
    closing.push(() => master.close());
    const replica = await startRedis(["--replicaof", "127.0.0.1", String(master.port)]);
    closing.push(() => replica.close());
    await until(async () => String(await replica.ask("INFO", "replication")).includes("link_status:up"));
    const ports = [await sentinelOver(master), await sentinelOver(master), await sentinelOver(master)];
    const [first = 0] = ports;
    const sentinel = new Redis({ host: "127.0.0.1", port: first, protocol: 2 });
    closing.push(async () => sentinel.disconnect());
    await until(async () => {
      const told = (await sentinel.call("SENTINEL", "MASTER", "mymaster")) as string[];
      const field = (name: string) => told[told.indexOf(name) + 1];
      return field("num-slaves") === "1" && field("num-other-sentinels") === "2";
    });

    const { store } = await openRedisStore({
      url: `redis+sentinel://${ports.map((port) => `127.0.0.1:${port}`).join(",")}/mymaster`,
      clock: Date.now,
      memory: createEpochMemory(),
      warn: () => {},
    });
    closing.push(() => store.close());
    const append = (at: number) =>
      store.commit({
        id: `entry-${at}`,
        space: "p00",
        append: [{ stream: "audit", at, body: String(at) }],
      });
    let acknowledged = 0;
    for (; acknowledged < 100; acknowledged++) await append(acknowledged);
    await master.kill();
    for (; acknowledged < 200; acknowledged++) {
      const at = acknowledged;
      await until(async () => (await append(at)) === "committed");
    }
    const bodies = (await store.readStream("p00", "audit", 0, 1_000)).map(({ body }) => body);
    expect(bodies).toEqual(Array.from({ length: 200 }, (_, at) => String(at)));
    expect(String(await replica.ask("INFO", "replication"))).toContain("role:master");
  });
});
