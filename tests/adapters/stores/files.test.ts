import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  StoreAbsentError,
  StoreCorruptError,
  StoreFolderError,
  StoreSchemaError,
} from "../../../src/adapters/stores/errors.ts";
import { createSqliteStore, type SqliteStoreOptions } from "../../../src/adapters/stores/sqlite-store.ts";
import { type Store, StoreLockedError } from "../../../src/ports/store.ts";
import { makeFolder } from "./open.ts";
import { bytesOf, startChild } from "./processes.ts";

let directory: string;
const opened: Store[] = [];
const file = () => join(directory, "rongcuo.sqlite");

beforeEach(() => {
  directory = makeFolder();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((store) => store.close()));
  rmSync(directory, { recursive: true });
});

function open(options: Partial<SqliteStoreOptions> = {}): Store {
  const store = createSqliteStore({
    directory,
    clock: Date.now,
    exclusive: true,
    what: "a test",
    ...options,
  });
  opened.push(store);
  return store;
}

const put = (store: Store, key: string, value = "x") =>
  store.commit({ id: `put-${key}-${value.length}`, space: "p00", put: [{ key, value }] });

/** The file as something else has left it. */
function change(sql: string): void {
  const database = new DatabaseSync(file());
  database.exec(sql);
  database.close();
}

describe("the folder of the store", () => {
  it("is made for its owner alone, and so is every file in it", async () => {
    const deeper = join(directory, "a/b");
    await put(open({ directory: deeper }), "a");
    expect(statSync(deeper).mode & 0o777).toBe(0o700);
    const modes = readdirSync(deeper).map((name) => [name, statSync(join(deeper, name)).mode & 0o777]);
    expect(modes.length).toBeGreaterThan(4);
    expect(modes.filter(([, mode]) => mode !== 0o600)).toEqual([]);
  });

  it("is named with the remedy where it cannot be one", () => {
    const occupied = join(directory, "occupied");
    writeFileSync(occupied, "");
    for (const unusable of [occupied, join(occupied, "deeper")]) {
      expect(() => open({ directory: unusable })).toThrow(StoreFolderError);
      expect(() => open({ directory: unusable })).toThrow(unusable);
    }
  });

  it("is left as it was where no store is to be made", () => {
    expect(() => open({ create: false, exclusive: false })).toThrow(StoreAbsentError);
    expect(readdirSync(directory)).toEqual([]);
  });
});

describe("one process holds the folder", () => {
  it("refuses a second holder in the same process, by name", () => {
    open({ what: "rongcuo server" });
    expect(() => open()).toThrow(StoreLockedError);
    expect(() => open()).toThrow(`rongcuo server (process ${process.pid})`);
  });

  it("refuses a second holder in another process, until it is killed, whatever it leaves behind", {
    timeout: 60_000,
  }, async () => {
    const child = await startChild(directory, "hold");
    try {
      expect(() => open()).toThrow(
        expect.objectContaining({ code: "store.locked", holder: child.process.pid }),
      );
    } finally {
      await child.kill();
    }
    expect(open().health().state).toBe("up");
  });

  it("is not misled by a holder's note whose process id lives on in another", () => {
    writeFileSync(
      join(directory, "lock.json"),
      JSON.stringify({ process: process.pid, what: "x", alone: true }),
    );
    expect(open({ exclusive: false }).health().state).toBe("up");
  });

  it("lets commands work beside it, in both directions", async () => {
    const server = open();
    const command = open({ exclusive: false, create: false });
    await put(server, "a");
    await put(command, "b");
    expect((await server.list("p00", "", { limit: 9 })).map(({ key }) => key)).toEqual(["a", "b"]);
    expect(await command.list("p00", "", { limit: 9 })).toHaveLength(2);
  });

  it("keeps commands out while the holder has to be alone", () => {
    open();
    writeFileSync(
      join(directory, "lock.json"),
      JSON.stringify({ process: process.pid, what: "x", alone: true }),
    );
    expect(() => open({ exclusive: false })).toThrow(StoreLockedError);
  });

  it("lets the next one in after it was closed", async () => {
    await open().close();
    expect(open().health().state).toBe("up");
  });
});

describe("a file that cannot be used", () => {
  it("is refused where a newer version has written it, with the remedy", async () => {
    await open().close();
    change("INSERT INTO migration (number, at) VALUES (99, 0)");
    for (const exclusive of [true, false]) {
      expect(() => open({ exclusive })).toThrow(StoreSchemaError);
      expect(() => open({ exclusive })).toThrow(/schema 99 .* start the newer version/);
    }
  });

  it("is refused where it is no database, with the remedy", () => {
    writeFileSync(file(), "no database at all, but long enough to be read as a page ".repeat(100));
    expect(() => open()).toThrow(StoreCorruptError);
    expect(() => open()).toThrow("cli restore");
  });

  it("is refused where pages are damaged, and the lock is free again", async () => {
    const store = open();
    for (let at = 0; at < 50; at++) await put(store, `k${at}`, "x".repeat(2_000));
    await store.close();
    const bytes = bytesOf(file());
    bytes.fill(0xff, 6 * 4096, 12 * 4096);
    writeFileSync(file(), bytes);
    expect(() => open()).toThrow(StoreCorruptError);
    expect(() => open()).toThrow(StoreCorruptError);
  });

  it("is not a folder", () => {
    mkdirSync(file());
    expect(() => open()).toThrow(expect.objectContaining({ code: "store.unavailable" }));
  });
});

describe("kill -9 of a writer", () => {
  it("loses no commit it was told of", { timeout: 60_000 }, async () => {
    for (let round = 0; round < 3; round++) {
      const child = await startChild(directory, "write");
      const told: string[] = [];
      child.lines.on("line", (line) => told.push(line));
      await new Promise<void>((resolve) => child.lines.on("line", () => told.length > 150 && resolve()));
      await child.kill();
      const store = open();
      const kept = new Set((await store.list("p00", "k", { limit: 1e6 })).map(({ key }) => key));
      expect(told.filter((key) => !kept.has(key))).toEqual([]);
      await store.close();
    }
  });
});

describe("erasure", () => {
  it("leaves nothing of what was deleted in any file, and all of what was not", {
    timeout: 60_000,
  }, async () => {
    const store = open();
    const kept = new Map<string, string>();
    let batch = 0;
    // Mixed sizes and orders, so that SQLite moves rows between pages and leaves copies behind.
    for (let round = 0; round < 60; round++)
      await Promise.all(
        Array.from({ length: 40 }, (_, at) => {
          const secret = (round * 7 + at) % 3 === 0;
          const key = `turn/${(round * 31 + at * 17) % 251}/${secret ? "secret" : "plain"}`;
          const value = (secret ? "SECRET " : "lasting ").repeat(1 + ((round * 13 + at * 5) % 90));
          if (!secret) kept.set(key, value);
          return store.commit({
            id: `b${batch++}`,
            space: "p00",
            put: [{ key, value }],
            enqueue: [{ queue: "inbox", group: `g/${at}`, payload: secret ? value : "SECRET" }],
          });
        }),
      );
    const everywhere = () =>
      readdirSync(directory)
        .map((name) => bytesOf(join(directory, name)))
        .reduce((count, bytes) => count + bytes.toString("latin1").split("SECRET").length - 1, 0);
    expect(everywhere()).toBeGreaterThan(1_000);

    const secrets = (await store.list("p00", "", { limit: 10_000 })).filter(({ key }) => !kept.has(key));
    await store.commit({
      id: "forget",
      space: "p00",
      remove: secrets.map(({ key }) => key),
      purgeGroups: "g",
    });
    await store.erase();

    expect(everywhere()).toBe(0);
    const left = await store.list("p00", "", { limit: 10_000 });
    expect(new Map(left.map(({ key, value }) => [key, value]))).toEqual(kept);
  });

  it("lets reads go on and makes writes wait, and takes them all", async () => {
    const store = open();
    await Promise.all(Array.from({ length: 500 }, (_, at) => put(store, `k${at}`, "x".repeat(4_000))));
    const erased = store.erase();
    const again = store.erase();
    const written = Promise.all(Array.from({ length: 50 }, (_, at) => put(store, `later${at}`)));
    expect(await store.read("p00", ["k1"])).toMatchObject([{ version: 1 }]);
    await Promise.all([erased, again]);
    expect(await written).toEqual(Array(50).fill("committed"));
  });

  it("is not cut off by closing the store", async () => {
    const store = open();
    await put(store, "a");
    const erased = store.erase();
    await store.close();
    await expect(erased).resolves.toBeUndefined();
  });
});
