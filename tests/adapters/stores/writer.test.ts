import { rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDatabase } from "../../../src/adapters/stores/database.ts";
import { createWriter, type Writer } from "../../../src/adapters/stores/writer.ts";
import { StoreFullError, StoreUnavailableError } from "../../../src/ports/store.ts";
import { makeFolder } from "./open.ts";

let directory: string;
let database: DatabaseSync;
let writer: Writer;
let full: string | null;
let transactions: number;

beforeEach(() => {
  directory = makeFolder();
  full = null;
  transactions = 0;
  const file = join(directory, "w.sqlite");
  database = openDatabase(file);
  // A deferred constraint makes the COMMIT itself fail.
  database.exec(`
    CREATE TABLE parent (id INTEGER PRIMARY KEY);
    CREATE TABLE line (text TEXT UNIQUE, parent INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED);
    PRAGMA wal_checkpoint(TRUNCATE);
  `);
  const disk = {
    // Asked once a transaction.
    fullReason: () => {
      transactions++;
      return full;
    },
    foundFull: () => {},
  };
  writer = createWriter(database, file, disk, 500);
});
afterEach(() => {
  database.close();
  rmSync(directory, { recursive: true });
});

const add = (text: string, parent: number | null = null) =>
  writer.run(() => {
    database.prepare("INSERT INTO line VALUES (?, ?)").run(text, parent);
    return text;
  }, false);
const lines = () =>
  database
    .prepare("SELECT text FROM line ORDER BY rowid")
    .all()
    .map(({ text }) => text);

describe("group commit", () => {
  it("runs what waits at the same time in one transaction, in order", async () => {
    expect(await Promise.all(["a", "b", "c"].map((text) => add(text)))).toEqual(["a", "b", "c"]);
    expect(lines()).toEqual(["a", "b", "c"]);
    expect(transactions).toBe(1);
  });

  it("undoes only the one that fails", async () => {
    const results = await Promise.allSettled([
      add("a"),
      writer.run(() => {
        database.exec("INSERT INTO line VALUES ('half', NULL)");
        throw new RangeError("changed its mind");
      }, false),
      add("a"),
      add("b"),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected", "fulfilled"]);
    expect(results[1]).toMatchObject({ reason: expect.any(RangeError) });
    expect(results[2]).toMatchObject({ reason: { code: "store.failed" } });
    expect(lines()).toEqual(["a", "b"]);
  });

  it("tells nobody of success where the commit itself fails", async () => {
    const results = await Promise.allSettled([add("a"), add("orphan", 7), add("b")]);
    expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    expect(lines()).toEqual([]);
    expect(writer.problem()).toContain("FOREIGN KEY");
    await add("c");
    expect(writer.problem()).toBeNull();
    expect(lines()).toEqual(["c"]);
  });

  it("bounds a transaction, and takes the rest in further ones", async () => {
    await Promise.all(Array.from({ length: 200 }, (_, at) => add(String(at))));
    expect(lines()).toHaveLength(200);
    expect(transactions).toBeGreaterThanOrEqual(4);
  });

  describe("while another process writes", () => {
    let other: DatabaseSync;
    beforeEach(() => {
      other = new DatabaseSync(database.location() ?? "");
      other.exec("BEGIN IMMEDIATE");
    });
    afterEach(() => other.close());

    it("waits without holding the event loop", async () => {
      const written = [add("a"), add("b")];
      for (let turns = 0; turns < 5; turns++) await new Promise((resolve) => setImmediate(resolve));
      other.exec("COMMIT");
      expect(await Promise.all(written)).toEqual(["a", "b"]);
    });

    it("says unavailable in the end, changes nothing, and goes on when it can", async () => {
      await expect(add("a")).rejects.toThrow(StoreUnavailableError);
      expect(writer.problem()).toBeNull();
      expect(lines()).toEqual([]);
      other.exec("COMMIT");
      expect(await add("b")).toBe("b");
    });

    it("waits no longer when it ends", async () => {
      const written = expect(add("a")).rejects.toThrow(StoreUnavailableError);
      writer.end();
      await written;
    });
  });

  it("refuses on a full disk what adds, and tries what frees", async () => {
    full = "1 MiB free";
    const results = await Promise.allSettled([add("a"), writer.run(() => "freed", true)]);
    expect(results).toMatchObject([
      { status: "rejected", reason: expect.any(StoreFullError) },
      { status: "fulfilled", value: "freed" },
    ]);
  });

  it("keeps writes waiting while something has to be alone", async () => {
    let end = () => {};
    const alone = writer.alone(() => new Promise<void>((resolve) => (end = resolve)));
    const written = add("a");
    await new Promise((resolve) => setImmediate(resolve));
    expect(lines()).toEqual([]);
    end();
    await alone;
    expect(await written).toBe("a");
  });

  it("runs what waits when it ends, and refuses what comes after", async () => {
    const written = add("a");
    writer.end();
    expect(await written).toBe("a");
    await expect(add("b")).rejects.toThrow(StoreUnavailableError);
  });
});
