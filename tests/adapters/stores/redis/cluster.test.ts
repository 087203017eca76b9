import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { slotOf } from "../../../../src/adapters/stores/redis/client.ts";
import { openRedisStore, openRedisTransfer } from "../../../../src/adapters/stores/redis/open.ts";
import { StoreUnavailableError } from "../../../../src/ports/store.ts";
import type { Carried, Transfer } from "../../../../src/ports/transfer.ts";
import { storeContract } from "../../../contract/store.ts";
import { needs } from "../../../needs.ts";
import { type RedisCluster, startCluster } from "../../../redis-cluster.ts";
import { startRedis } from "../../../redis-server.ts";
import { until } from "../../../until.ts";
import { createEpochMemory, openRedisAt } from "./open.ts";

describe.skipIf(needs("redis-server") === null)(
  "the shared store on a Cluster of three masters",
  { timeout: 60_000 },
  () => {
    let cluster: RedisCluster;
    beforeAll(async () => {
      cluster = await startCluster();
    }, 60_000);
    afterAll(() => cluster.close());
    const openStore = openRedisAt(() => cluster.url);

    storeContract("Cluster", openStore);

    it("finds the slot of a key as Redis does", async () => {
      for (const key of ["rongcuo:{p17}:docs", "rongcuo:epoch", "容错", "{a}{b}"])
        expect(await cluster.nodes[0]?.ask("CLUSTER", "KEYSLOT", key)).toBe(slotOf(key));
    });

    it("spreads the spaces over the shards, and keeps each whole", async () => {
      const { store, close } = await openStore({ clock: Date.now });
      const spaces = Array.from({ length: 12 }, (_, at) => `p${String(at).padStart(2, "0")}`);
      await Promise.all(
        spaces.map((space) =>
          store.commit({
            id: `spread-${space}`,
            space,
            put: [{ key: "a", value: space }],
            append: [{ stream: "audit", at: 0, body: space }],
            enqueue: [{ queue: "inbox", group: space, payload: space }],
          }),
        ),
      );
      const shards = new Set(spaces.map((space) => Math.floor(slotOf(`{${space}}`) / 5_462)));
      expect(shards.size).toBe(3);
      const claimed = await store.claim("inbox", { worker: "w", leaseSeconds: 30, limit: 20 });
      expect(claimed.map(({ space }) => space).sort()).toEqual(spaces);
      expect(await store.streams()).toHaveLength(12);
      await close();
    });

    it("is moved as a store on one Redis is: everything of every shard, ids of commits included", async () => {
      const server = await startRedis();
      const openTransfer = (url: string, namespace: string) =>
        openRedisTransfer({ url, namespace, clock: Date.now, memory: createEpochMemory(), warn: () => {} });
      const all = async (transfer: Transfer) => {
        const things: Carried[] = [];
        for await (const thing of transfer.carry()) things.push(thing);
        return things;
      };
      const options = { clock: Date.now, memory: createEpochMemory(), namespace: "moved", warn: () => {} };
      const { store } = await openRedisStore({ url: cluster.url, ...options });
      for (let at = 0; at < 30; at++)
        await store.commit({
          id: `moved-${at}`,
          space: `p${String(at % 12).padStart(2, "0")}`,
          put: [{ key: `k${at}`, value: "x" }],
          append: [{ stream: "audit", at, body: "x" }],
          enqueue: [{ queue: "inbox", group: "g", payload: `${at}` }],
        });
      await store.commit({ id: "refused", space: "p00", expect: [{ key: "k0", version: 7 }] });
      await store.close();
      const from = await openTransfer(cluster.url, "moved");
      const to = await openTransfer(server.url, "moved");
      const things = await all(from);
      expect(things.filter(({ kind }) => kind === "batch")).toHaveLength(30);
      await to.take(things);
      const sorted = (list: readonly Carried[]) => list.map((thing) => JSON.stringify(thing)).sort();
      expect(sorted(await all(to))).toEqual(sorted(things));
      await from.close();
      await to.close();
      await server.close();
    });

    // Last: it takes a master away.
    it("goes on with the spaces of the masters that are left, in bounded time, when one is gone", async () => {
      await Promise.all(
        cluster.nodes.map((node) => node.ask("CONFIG", "SET", "cluster-require-full-coverage", "no")),
      );
      const { store, close } = await openStore({ clock: Date.now });
      const put = (space: string, id: string) =>
        store.commit({ id, space, put: [{ key: "a", value: "x" }], enqueue: [] });
      const spaceOn = (shard: number) => {
        for (let at = 0; at < 64; at++) {
          const space = `p${String(at).padStart(2, "0")}`;
          if (Math.floor(slotOf(`{${space}}`) / 5_462) === shard) return space;
        }
        throw new Error("no space on the shard");
      };
      const [kept, gone] = [spaceOn(0), spaceOn(2)];
      for (const space of [kept, gone]) await put(space, `first-${space}`);
      await cluster.nodes[2]?.kill();
      await expect(store.read(gone, ["a"])).rejects.toThrow(StoreUnavailableError);
      await until(async () => (await store.read(kept, ["a"]))[0]?.version === 1);
      await close();
    });
  },
);
