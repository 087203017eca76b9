import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRedisStore } from "../../../../src/adapters/stores/redis/open.ts";
import { storeContract } from "../../../contract/store.ts";
import { needs } from "../../../needs.ts";
import { type RedisServer, startRedis } from "../../../redis-server.ts";
import { createEpochMemory, openRedisAt } from "./open.ts";

describe.skipIf(needs("redis-server") === null)("the shared store on one Redis", () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.close());

  storeContract(
    "Redis",
    openRedisAt(() => server.url),
  );

  it("looks once for a space that nothing is written to, however often it is read, and begins none for a typed id", async () => {
    const options = { url: server.url, clock: Date.now, memory: createEpochMemory(), warn: () => {} };
    const { store } = await openRedisStore({ ...options, namespace: "read" });
    const lookedFor = async (): Promise<number> => {
      const calls = /cmdstat_smembers:calls=(\d+)/.exec(
        String(await server.ask("INFO", "commandstats")),
      )?.[1];
      return Number(calls ?? 0);
    };
    const before = await lookedFor();
    for (let at = 0; at < 20; at++)
      expect(await store.read("access", ["a"])).toEqual([{ key: "a", version: 0, value: null }]);
    expect((await lookedFor()) - before).toBe(1);
    expect(await store.revive("0000000000000001-nowhere")).toBe(false);
    expect(await server.ask("SMEMBERS", "read:spaces")).toEqual(["access"]);
    await store.close();
  });

  it("never gives two items of a queue one name, whichever processes put them in at the same instant", async () => {
    const memory = createEpochMemory();
    const clock = () => Date.UTC(2026, 0, 5);
    const open = async () => {
      const options = { url: server.url, clock, memory, namespace: "names", warn: () => {} };
      return (await openRedisStore(options)).store;
    };
    const stores = [await open(), await open(), await open()];
    await Promise.all(
      stores.map((store, at) =>
        store.commit({
          id: `in-${at}`,
          space: `p0${at}`,
          enqueue: [{ queue: "inbox", group: "g", payload: "x" }],
        }),
      ),
    );
    // A process hears of a space that another began within a second.
    const items: string[] = [];
    for (const store of [...stores, await open()])
      items.push(
        ...(await store.claim("inbox", { worker: "w", leaseSeconds: 9, limit: 9 })).map(({ item }) => item),
      );
    expect(new Set(items).size).toBe(3);
    for (const store of stores) await store.close();
  });
});
