import { afterEach, describe, expect, it } from "vitest";
import { openRedisStore } from "../../../../src/adapters/stores/redis/open.ts";
import { needs } from "../../../needs.ts";
import { startSentinels } from "../../../redis-sentinels.ts";
import { startRedis } from "../../../redis-server.ts";
import { until } from "../../../until.ts";
import { createEpochMemory } from "./open.ts";

const long = process.env.LONG_TESTS === "true" && needs("redis-server") !== null;

describe.skipIf(!long)("the shared store behind three sentinels", { timeout: 120_000 }, () => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  it("goes on at the new master within seconds, with every acknowledged entry and without a double one", async () => {
    const master = await startRedis();
    closing.push(() => master.close());
    const replica = await startRedis(["--replicaof", "127.0.0.1", String(master.port)]);
    closing.push(() => replica.close());
    await until(async () => String(await replica.ask("INFO", "replication")).includes("link_status:up"));
    const sentinels = await startSentinels({ master: master.port, replicas: 1 });
    closing.push(() => sentinels.close());

    const { store } = await openRedisStore({
      url: `redis+sentinel://${sentinels.place}`,
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
