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
