import { existsSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { enoughFreeBytes, leastFreeBytes, reserveBytes } from "../../../src/adapters/stores/disk.ts";
import { createSqliteStore, type SqliteStoreOptions } from "../../../src/adapters/stores/sqlite-store.ts";
import { type Store, StoreFullError } from "../../../src/ports/store.ts";
import { makeFolder } from "./open.ts";

let directory: string;
let now = Date.UTC(2026, 0, 5);
let free = 1e12;
let store: Store;
let batches = 0;

const open = (options: Partial<SqliteStoreOptions> = {}): Store =>
  createSqliteStore({
    directory,
    clock: () => now,
    exclusive: true,
    what: "a test",
    free: () => free,
    ...options,
  });
const reserve = () => join(directory, "reserve");
const put = (key: string, value = "x", expiresAt = now + 1) =>
  store.commit({ id: `b${++batches}`, space: "p00", put: [{ key, value, expiresAt }] });
const nextLook = () => {
  now += 1_000;
};

beforeEach(() => {
  directory = makeFolder();
  free = 1e12;
});
afterEach(async () => {
  await store.close();
  rmSync(directory, { recursive: true });
});

describe("a disk that is nearly full", () => {
  const fill = async () => {
    store = open();
    await put("a");
    await store.commit({ id: "item", space: "p00", enqueue: [{ queue: "inbox", group: "g", payload: "x" }] });
    free = leastFreeBytes - 1;
    nextLook();
  };

  it("is met with a reserve of real bytes", () => {
    store = open();
    expect(statSync(reserve()).blocks * 512).toBeGreaterThanOrEqual(reserveBytes);
  });

  it("makes the store read-only, and gives up the reserve", async () => {
    await fill();
    expect(store.health()).toMatchObject({
      state: "read_only",
      reason: expect.stringContaining("7 MiB free"),
    });
    expect(existsSync(reserve())).toBe(false);
    await expect(put("b")).rejects.toThrow(StoreFullError);
    await expect(store.claim("inbox", { worker: "w", leaseSeconds: 1, limit: 1 })).rejects.toThrow(
      StoreFullError,
    );
  });

  it("lets everything be read and taken away", async () => {
    store = open();
    await put("kept", "x", now + 1e9);
    await put("expired");
    await store.commit({ id: "item", space: "p00", enqueue: [{ queue: "inbox", group: "g", payload: "x" }] });
    const [item] = await store.claim("inbox", { worker: "w", leaseSeconds: 9, limit: 1 });
    free = 0;
    nextLook();
    expect(await store.read("p00", ["kept"])).toMatchObject([{ value: "x" }]);
    expect(await store.sweep()).toBe(1);
    if (item !== undefined) await store.release(item, 0);
    expect(await store.commit({ id: "away", space: "p00", remove: ["kept"], purgeGroups: "g" })).toBe(
      "committed",
    );
    expect([await store.list("p00", "", { limit: 9 }), await store.queues()]).toEqual([[], []]);
  });

  it("takes a batch that only settles, and refuses one that makes dead letters", async () => {
    store = open();
    for (const group of ["g", "h"])
      await store.commit({ id: group, space: "p00", enqueue: [{ queue: "inbox", group, payload: "x" }] });
    const [first, second] = await store.claim("inbox", { worker: "w", leaseSeconds: 9, limit: 2 });
    if (first === undefined || second === undefined) throw new Error("two items were due");
    free = 0;
    nextLook();
    await expect(
      store.commit({ id: "die", space: "p00", settle: [{ claimed: first, dead: "broken" }] }),
    ).rejects.toThrow(StoreFullError);
    expect(await store.commit({ id: "end", space: "p00", settle: [{ claimed: second, dead: null }] })).toBe(
      "committed",
    );
  });

  it("recovers by itself when there is enough space, not at the first byte, and makes the reserve again", async () => {
    await fill();
    expect(store.health().state).toBe("read_only");
    free = enoughFreeBytes - 1;
    nextLook();
    expect(store.health()).toMatchObject({ reason: expect.stringContaining("15 MiB free") });
    free = enoughFreeBytes;
    nextLook();
    expect(store.health()).toEqual({ state: "up", reason: null });
    expect(existsSync(reserve())).toBe(true);
    expect(await put("b")).toBe("committed");
  });

  it("is looked at once a second at most, also when the clock was set back", async () => {
    const looks: number[] = [];
    store = open({
      free: () => {
        looks.push(now);
        return free;
      },
    });
    const before = looks.length;
    for (let at = 0; at < 50; at++) await put(`k${at}`);
    expect(looks).toHaveLength(before);
    now -= 3_600_000;
    await put("a");
    expect(looks).toHaveLength(before + 1);
  });

  it("stays read-only while the free space cannot be told", async () => {
    store = open({
      free: () => {
        throw new Error("no such device");
      },
    });
    expect(store.health()).toMatchObject({
      state: "read_only",
      reason: expect.stringContaining("no such device"),
    });
  });
});

describe("a sweep", () => {
  it("gives the space of what has expired back to the disk, but for a little", async () => {
    store = open();
    await Promise.all(Array.from({ length: 2_000 }, (_, at) => put(`k${at}`, "x".repeat(7_000))));
    const pages = () => {
      const database = new DatabaseSync(join(directory, "rongcuo.sqlite"));
      const count = Number(database.prepare("PRAGMA page_count").get()?.page_count);
      database.close();
      return count;
    };
    expect(pages()).toBeGreaterThan(4_000);
    now += 1;
    expect(await store.sweep()).toBe(2_000);
    expect(pages()).toBeLessThan(1_200);
  });
});

describe("a file that SQLite cannot let grow", () => {
  /** Fills the file to its limit; returns the keys that were taken. */
  async function fillUp(): Promise<string[]> {
    const taken: string[] = [];
    for (let at = 0; at < 1_000; at++) {
      const key = `k${at}`;
      try {
        await put(key, "x".repeat(3_000), now + 1e9);
        taken.push(key);
      } catch (error) {
        expect(error).toBeInstanceOf(StoreFullError);
        return taken;
      }
    }
    throw new Error("the file never was full");
  }

  it("keeps every commit that was told, and nothing of the one that was not", async () => {
    store = open({ mostPages: 60 });
    const taken = await fillUp();
    expect(store.health()).toMatchObject({ state: "read_only" });
    const kept = await store.list("p00", "", { limit: 2_000 });
    expect(kept.map(({ key }) => key).sort()).toEqual(taken.toSorted());
  });

  it("fails the one that does not fit and keeps the others of its transaction", async () => {
    store = open({ mostPages: 60 });
    const results = await Promise.allSettled([
      put("small1", "x", now + 1e9),
      put("huge", "x".repeat(400_000), now + 1e9),
      put("small2", "x", now + 1e9),
    ]);
    const kept = (await store.list("p00", "", { limit: 9 })).map(({ key }) => key);
    const told = ["small1", "huge", "small2"].filter((_, at) => results[at]?.status === "fulfilled");
    expect(results[1]).toMatchObject({ status: "rejected", reason: expect.any(StoreFullError) });
    expect(kept).toEqual(told);
  });

  it("takes new things again after some were taken away", async () => {
    store = open({ mostPages: 60 });
    const taken = await fillUp();
    await store.commit({ id: "away", space: "p00", remove: taken.slice(0, 10) });
    nextLook();
    expect(store.health().state).toBe("up");
    expect(await put("new", "x".repeat(3_000))).toBe("committed");
  });
});
