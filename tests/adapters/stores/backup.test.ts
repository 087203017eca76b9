import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BackupExistsError, backupStore } from "../../../src/adapters/stores/backup.ts";
import { openDatabase } from "../../../src/adapters/stores/database.ts";
import {
  StoreAbsentError,
  StoreCorruptError,
  StoreSchemaError,
} from "../../../src/adapters/stores/errors.ts";
import { storeFile } from "../../../src/adapters/stores/files.ts";
import { BackupMissingError, restoreStore } from "../../../src/adapters/stores/restore.ts";
import { createSqliteStore } from "../../../src/adapters/stores/sqlite-store.ts";
import { type Store, StoreLockedError, StoreUnavailableError } from "../../../src/ports/store.ts";
import { makeFolder } from "./open.ts";
import { bytesOf, startChild } from "./processes.ts";

let folder: string;
let directory: string;
let file: string;
const now = Date.UTC(2026, 0, 5, 1, 2, 3);

beforeEach(() => {
  folder = makeFolder();
  directory = join(folder, "data");
  file = join(folder, "backup.sqlite");
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (exclusive = true): Store =>
  createSqliteStore({ directory, clock: () => now, exclusive, what: "a test" });

/** Does something with the store and closes it again. */
async function using<Result>(work: (store: Store) => Promise<Result>): Promise<Result> {
  const store = open();
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
const put = (key: string) => (store: Store) =>
  store.commit({ id: `put ${key}`, space: "p00", put: [{ key, value: `value of ${key}` }] });
const keys = (store: Store) =>
  store.list("p00", "", { limit: 1e6 }).then((list) => list.map(({ key }) => key));
const restore = (from = file) =>
  restoreStore(from, directory, {
    clock: () => now,
    what: "a restore",
    outbox: "outbox",
    safePrefixes: ["web:", "terminal:"],
  });

describe("a backup", () => {
  it("is taken while another process writes, and holds every commit told before it began", {
    timeout: 60_000,
  }, async () => {
    const child = await startChild(directory, "write");
    const told: string[] = [];
    try {
      child.lines.on("line", (line) => told.push(line));
      await new Promise<void>((resolve) => child.lines.on("line", () => told.length > 50 && resolve()));
      const before = told.length;
      expect(backupStore(directory, file).bytes).toBe(statSync(file).size);
      await new Promise<void>((resolve) =>
        child.lines.on("line", () => told.length > before + 20 && resolve()),
      );
      const copy = new DatabaseSync(file, { readOnly: true });
      const kept = copy
        .prepare("SELECT key FROM document ORDER BY key")
        .all()
        .map(({ key }) => key);
      copy.close();
      // What the child told before anybody listened is not among them.
      expect(told.slice(0, before).filter((key) => !kept.includes(key))).toEqual([]);
      // One instant: a prefix of what was written, without a gap.
      expect(kept).toEqual(kept.map((_, at) => `k${String(at).padStart(6, "0")}`));
    } finally {
      await child.kill();
    }
  });

  it("does not wait for a write that is under way, and leaves it out", async () => {
    await using(put("before"));
    const writer = openDatabase(storeFile(directory));
    try {
      writer.exec("BEGIN IMMEDIATE; DELETE FROM document;");
      backupStore(directory, file);
    } finally {
      writer.close();
    }
    const copy = new DatabaseSync(file, { readOnly: true });
    expect(copy.prepare("SELECT key FROM document").all()).toEqual([{ key: "before" }]);
    copy.close();
  });

  it("is one file for its owner alone, without what was deleted", async () => {
    await using(async (store) => {
      await put("SECRET")(store);
      await put("kept")(store);
      await store.commit({ id: "away", space: "p00", remove: ["SECRET"] });
    });
    backupStore(directory, file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).sort()).toEqual(["backup.sqlite", "data"]);
    const text = bytesOf(file).toString("latin1");
    expect([text.includes("value of SECRET"), text.includes("value of kept")]).toEqual([false, true]);
  });

  it("overwrites nothing", async () => {
    await using(put("a"));
    writeFileSync(file, "precious");
    expect(() => backupStore(directory, file)).toThrow(BackupExistsError);
    expect(bytesOf(file).toString()).toBe("precious");
  });

  it("leaves nothing behind where it cannot be made", async () => {
    expect(() => backupStore(directory, file)).toThrow(StoreAbsentError);
    await using(put("a"));
    expect(() => backupStore(directory, join(folder, "no/such/folder/backup"))).toThrow();
    expect(readdirSync(folder)).toEqual(["data"]);
  });
});

describe("a restore", () => {
  /** A store with `a` in it, backed up, and `b` added afterwards. */
  const backedUp = async (): Promise<void> => {
    await using(put("a"));
    backupStore(directory, file);
    await using(put("b"));
  };
  const replaced = (): string[] => readdirSync(directory).filter((name) => name.startsWith("replaced-"));

  it("brings back the store as it was, and keeps the other under a dated name", async () => {
    await backedUp();
    expect(restore()).toEqual({
      replaced: join(directory, "replaced-2026-01-05T01-02-03-000Z.sqlite"),
      setAside: 0,
    });
    expect(await using(keys)).toEqual(["a"]);
    const other = new DatabaseSync(join(directory, replaced()[0] ?? ""), { readOnly: true });
    expect(other.prepare("SELECT key FROM document ORDER BY key").all()).toMatchObject([
      { key: "a" },
      { key: "b" },
    ]);
    other.close();
  });

  it("keeps the log of a store whose process was killed with it", { timeout: 60_000 }, async () => {
    await using(put("a"));
    backupStore(directory, file);
    const child = await startChild(directory, "write");
    const [first] = await new Promise<string[]>((resolve) =>
      child.lines.once("line", (line) => resolve([line])),
    );
    await child.kill();
    restore();
    const other = new DatabaseSync(join(directory, replaced()[0] ?? ""), { readOnly: true });
    expect(other.prepare("SELECT count(*) AS n FROM document WHERE key = ?").get(first ?? "")).toEqual({
      n: 1,
    });
    other.close();
    expect(await using(keys)).toEqual(["a"]);
  });

  it("works where there was no store", async () => {
    await backedUp();
    rmSync(directory, { recursive: true });
    expect(restore().replaced).toBeNull();
    expect(await using(keys)).toEqual(["a"]);
  });

  it("works where the store was damaged, and keeps the damaged one", async () => {
    await backedUp();
    writeFileSync(join(directory, "rongcuo.sqlite"), "damaged ".repeat(1_000));
    restore();
    expect(await using(keys)).toEqual(["a"]);
    expect(bytesOf(join(directory, replaced()[0] ?? "")).toString()).toContain("damaged");
  });

  it("puts messages aside that may have been sent since, but for channels that show them once", async () => {
    const queued = ["web:1/a", "terminal:501/a", "telegram:1001/a", "telegram:1001/a"];
    await using(async (store) => {
      await store.commit({
        id: "out",
        space: "p00",
        enqueue: [
          ...queued.map((group, at) => ({ queue: "outbox", group, payload: String(at) })),
          { queue: "inbox", group: "telegram:1001/a", payload: "event" },
        ],
      });
      await store.claim("outbox", { worker: "w", leaseSeconds: 60, limit: 10 });
    });
    backupStore(directory, file);
    expect(restore().setAside).toBe(2);
    await using(async (store) => {
      expect(await store.deadLetters({ limit: 9 })).toMatchObject([
        { group: "telegram:1001/a", payload: "2", reason: "restored", diedAt: now },
        { group: "telegram:1001/a", payload: "3", reason: "restored" },
      ]);
      expect(await store.queues()).toMatchObject([
        { queue: "inbox", waiting: 1 },
        { queue: "outbox", dead: 2, claimed: 2 },
      ]);
    });
  });

  it("is refused while a process holds the folder", async () => {
    await backedUp();
    const store = open();
    expect(() => restore()).toThrow(StoreLockedError);
    await store.close();
  });

  it("is refused while a command works with the store", async () => {
    await backedUp();
    const command = open(false);
    await command.read("p00", ["a"]);
    expect(() => restore()).toThrow(StoreUnavailableError);
    await command.close();
    restore();
  });

  it.each<[string, () => void, new (...args: never) => Error]>([
    ["is missing", () => rmSync(file), BackupMissingError],
    ["is no database", () => writeFileSync(file, "no database"), StoreCorruptError],
    ["is empty", () => writeFileSync(file, ""), StoreCorruptError],
    ["is a database of something else", () => change("PRAGMA application_id = 7"), StoreCorruptError],
    [
      "is cut off",
      () => writeFileSync(file, bytesOf(file).subarray(0, bytesOf(file).length - 4096)),
      StoreCorruptError,
    ],
    ["is of a newer version", () => change("UPDATE migration SET number = 99"), StoreSchemaError],
  ])("is refused where the backup %s, and changes nothing", async (_, spoil, error) => {
    await backedUp();
    const before = readdirSync(directory).sort();
    spoil();
    expect(() => restore()).toThrow(error);
    expect(readdirSync(directory).sort()).toEqual(before);
    expect(await using(keys)).toEqual(["a", "b"]);
  });

  function change(sql: string): void {
    const database = new DatabaseSync(file);
    database.exec(sql);
    database.close();
  }

  it("lets the backup be restored again and again", async () => {
    await backedUp();
    restore();
    rmSync(join(directory, replaced()[0] ?? ""));
    restore();
    expect(existsSync(file)).toBe(true);
    expect(await using(keys)).toEqual(["a"]);
  });
});
