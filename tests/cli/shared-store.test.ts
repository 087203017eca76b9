import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createEpochFile } from "../../src/adapters/stores/redis/epoch-file.ts";
import { openRedisStore } from "../../src/adapters/stores/redis/open.ts";
import { createSqliteStore } from "../../src/adapters/stores/sqlite-store.ts";
import { createReplica } from "../../src/app/replicas.ts";
import type { Store } from "../../src/ports/store.ts";
import { needs } from "../needs.ts";
import { type RedisServer, startRedis } from "../redis-server.ts";
import { runCli } from "./run-cli.ts";

const day = 24 * 3_600_000;

describe.skipIf(needs("redis-server") === null)(
  "the command line and a shared store",
  { timeout: 60_000 },
  () => {
    let redis: RedisServer;
    let folder: string;
    beforeAll(async () => {
      redis = await startRedis();
    });
    afterAll(() => redis.close());
    beforeEach(async () => {
      folder = mkdtempSync(join(tmpdir(), "shared-"));
      await redis.ask("FLUSHALL");
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    const embedded = (name: string) => ({ DATA_DIR: join(folder, name) });
    const shared = (name: string) => ({ DATA_DIR: join(folder, name), REDIS_URL: redis.url });
    const openEmbedded = (name: string): Store =>
      createSqliteStore({ directory: join(folder, name), clock: Date.now, exclusive: true, what: "a test" });
    const openShared = async (name: string): Promise<Store> =>
      (
        await openRedisStore({
          url: redis.url,
          clock: Date.now,
          memory: createEpochFile(join(folder, name)),
          warn: () => {},
        })
      ).store;

    /** Something of everything a store holds. */
    async function fill(store: Store): Promise<void> {
      const at = Date.now();
      for (let number = 0; number < 450; number++)
        await store.commit({
          id: `fill-${number}`,
          space: `p0${number % 3}`,
          put: [
            { key: `turn/${number}`, value: `容 ${number}\u0000` },
            { key: "often", value: String(number) },
            { key: `short/${number}`, value: "x", expiresAt: at + day },
          ],
          append: [{ stream: "audit", at: at + number, body: `entry ${number}` }],
          enqueue: [
            { queue: number % 2 === 0 ? "inbox" : "outbox", group: `g${number % 7}`, payload: `${number}` },
          ],
        });
      await store.trimStream("p00", "audit", at + 30);
      const claimed = await store.claim("inbox", { worker: "w", leaseSeconds: 60, limit: 5 });
      for (const [place, item] of claimed.entries())
        if (place < 3)
          await store.commit({
            // As the flow names it.
            id: `ended/inbox/${item.item}`,
            space: item.space,
            settle: [{ claimed: item, dead: "broken" }],
          });
    }
    /** What can be seen of it, leases aside. */
    async function seen(store: Store): Promise<unknown> {
      const spaces = ["p00", "p01", "p02"];
      return {
        documents: await Promise.all(spaces.map((space) => store.list(space, "", { limit: 1_000 }))),
        streams: await store.streams(),
        entries: await Promise.all(spaces.map((space) => store.readStream(space, "audit", 0, 1_000))),
        letters: (await store.deadLetters({ limit: 100 }))
          .map(({ id, ...letter }) => JSON.stringify(letter))
          .sort(),
        queues: (await store.queues()).map(({ queue, waiting, claimed, dead }) => [
          queue,
          waiting + claimed,
          dead,
        ]),
      };
    }

    it("moves a store from a file into Redis and back, with everything it holds, and proves it by counts and hash", async () => {
      const source = openEmbedded("source");
      await fill(source);
      const before = await seen(source);
      await source.close();
      const first = join(folder, "first.jsonl");
      const second = join(folder, "second.jsonl");
      const exported = await runCli(["store", "export", first, "--json"], embedded("source"));
      expect(exported.status).toBe(0);
      const { counts, digest } = JSON.parse(exported.stdout);
      expect(counts).toEqual({ document: 903, item: 447, dead: 3, stream: 3, entry: 440, batch: 453 });

      const imported = await runCli(["store", "import", first, "--json"], shared("a"));
      expect(JSON.parse(imported.stdout)).toMatchObject({ counts, digest });
      const moved = await openShared("a");
      expect(await seen(moved)).toEqual(before);
      // A late repetition of what the old store committed changes nothing, and the new one goes on.
      expect(
        await moved.commit({ id: "fill-3", space: "p00", put: [{ key: "often", value: "again" }] }),
      ).toBe("committed");
      expect(await seen(moved)).toEqual(before);
      expect(await moved.commit({ id: "check", space: "p00", expect: [{ key: "turn/0", version: 1 }] })).toBe(
        "committed",
      );
      await moved.close();

      const again = await runCli(["store", "export", second, "--json"], shared("a"));
      expect(JSON.parse(again.stdout).counts).toEqual({ ...counts, batch: 454 });
      const back = await runCli(["store", "import", second], embedded("back"));
      expect(back).toMatchObject({ status: 0, stderr: "" });
      const target = openEmbedded("back");
      expect(await seen(target)).toEqual(before);
      const payloads: Record<string, string[]> = {};
      for (let item = (await target.claim("inbox", { worker: "w", leaseSeconds: 9, limit: 1 }))[0]; item; ) {
        const place = `${item.space} ${item.group}`;
        payloads[place] = [...(payloads[place] ?? []), item.payload];
        await target.commit({
          id: `ended/inbox/${item.item}`,
          space: item.space,
          settle: [{ claimed: item, dead: null }],
        });
        item = (await target.claim("inbox", { worker: "w", leaseSeconds: 9, limit: 1 }))[0];
      }
      expect(Object.values(payloads).flat()).toHaveLength(222);
      for (const list of Object.values(payloads))
        expect(list).toEqual(list.toSorted((a, b) => Number(a) - Number(b)));
      await target.close();
    });

    it("imports no file that is damaged, changed or cut off, and nothing into a store that is not empty", async () => {
      const source = openEmbedded("source");
      await source.commit({ id: "one", space: "p00", put: [{ key: "a", value: "x" }] });
      await source.close();
      const file = join(folder, "file.jsonl");
      await runCli(["store", "export", file], embedded("source"));
      const text = readFileSync(file, "utf8");
      const lines = text.trimEnd().split("\n");
      for (const [name, broken] of [
        ["cut off", lines.slice(0, -1).join("\n")],
        ["changed", text.replace('"value":"x"', '"value":"y"')],
        ["damaged", text.replace('"value"', '"worth"')],
        ["another", "{}\n"],
        ["longer", `${text}{}\n`],
      ] as const) {
        writeFileSync(join(folder, name), broken);
        expect(await runCli(["store", "import", join(folder, name)], shared("a"))).toMatchObject({
          status: 2,
          stdout: "",
        });
      }
      expect(await runCli(["store", "import", file], shared("a"))).toMatchObject({ status: 0 });
      expect(await runCli(["store", "import", file], shared("a"))).toMatchObject({ status: 2 });
      expect(await runCli(["store", "export", file], shared("a"))).toMatchObject({ status: 2 });
    });

    it("exports no store that a server works on", async () => {
      const store = await openShared("a");
      const replica = createReplica({
        store,
        clock: Date.now,
        name: "r1",
        secret: "s",
        knowledge: "k",
        newId: () => `${Math.random()}`,
      });
      await replica.join();
      const file = join(folder, "file.jsonl");
      expect(await runCli(["store", "export", file], shared("a"))).toMatchObject({
        status: 3,
        stderr: expect.stringContaining("r1"),
      });
      await replica.leave();
      await store.close();
      expect(await runCli(["store", "export", file], shared("a"))).toMatchObject({ status: 0 });
    });

    it("works on the shared store where it is set, and leaves backups to Redis", async () => {
      expect(await runCli(["audit", "verify"], shared("a"))).toMatchObject({ status: 3 });
      await (await openShared("a")).close();
      expect(await runCli(["audit", "verify"], shared("a"))).toMatchObject({ status: 0, stdout: "whole\n" });
      expect(await runCli(["archive", "verify"], shared("a"))).toMatchObject({ status: 3 });
      for (const command of ["backup", "restore"])
        expect(await runCli([command, join(folder, "file")], shared("a"))).toMatchObject({
          status: 2,
          stderr: expect.stringContaining("Redis"),
        });
    });

    it("refuses a Redis that lost what it held, until the operator says that it may begin anew", async () => {
      await (await openShared("a")).close();
      await redis.ask("FLUSHALL");
      const refused = await runCli(["audit", "verify"], shared("a"));
      expect(refused).toMatchObject({ status: 3, stderr: expect.stringContaining("cli store forget") });
      expect(await runCli(["store", "forget"], shared("a"))).toMatchObject({ status: 0 });
      await (await openShared("a")).close();
      expect(await runCli(["audit", "verify"], shared("a"))).toMatchObject({ status: 0 });
    });
  },
);
