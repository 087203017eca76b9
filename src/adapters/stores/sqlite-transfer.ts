import type { DatabaseSync } from "node:sqlite";
import type { Clock } from "../../ports/time.ts";
import type { Carried, Transfer } from "../../ports/transfer.ts";
import { openWhole } from "./database.ts";
import { StoreAbsentError } from "./errors.ts";
import { makePrivateFolder, storeExists, storeFile } from "./files.ts";
import { takeLock } from "./lock.ts";

const tables = ["document", "item", "dead_letter", "stream", "batch"] as const;

/** Everything the embedded store holds, kind by kind. */
const queries = [
  `SELECT 'document' AS kind, space, key, version, expires_at AS expiresAt, value FROM document ORDER BY id`,
  `SELECT 'item' AS kind, queue, space, in_group AS "group", payload, attempts, enqueued_at AS enqueuedAt,
     CASE WHEN holder IS NULL THEN due ELSE enqueued_at END AS dueAt FROM item ORDER BY id`,
  `SELECT 'dead' AS kind, queue, space, in_group AS "group", payload, attempts, enqueued_at AS enqueuedAt,
     died_at AS diedAt, reason FROM dead_letter ORDER BY id`,
  `SELECT 'entry' AS kind, space, stream, sequence, at, hash, body FROM entry ORDER BY space, stream, sequence`,
  `SELECT 'batch' AS kind, id FROM batch ORDER BY id`,
];

/**
 * Opens the embedded store of a folder to be moved.
 *
 * @throws {StoreLockedError} a server or chat holds it; {@link StoreAbsentError} there is none and none is to be made
 */
export function openSqliteTransfer(options: {
  readonly directory: string;
  readonly clock: Clock;
  readonly create: boolean;
  readonly what: string;
}): Transfer {
  const { directory, clock, create, what } = options;
  if (!create && !storeExists(directory)) throw new StoreAbsentError(directory);
  makePrivateFolder(directory);
  const lock = takeLock(directory, what);
  try {
    return transferOver(openWhole(storeFile(directory), clock, "full"), clock, lock.release);
  } catch (error) {
    lock.release();
    throw error;
  }
}

function transferOver(database: DatabaseSync, clock: Clock, release: () => void): Transfer {
  const heads = database.prepare("SELECT * FROM stream ORDER BY space, name");
  const insert = insertions(database, clock);

  function* carry(): Generator<Carried> {
    // First, for an entry belongs to its stream.
    for (const row of heads.iterate())
      yield {
        kind: "stream",
        space: String(row.space),
        stream: String(row.name),
        base: { sequence: Number(row.base_sequence), hash: String(row.base_hash) },
        last: { sequence: Number(row.last_sequence), hash: String(row.last_hash) },
      };
    for (const query of queries)
      yield* database.prepare(query).iterate() as Iterable<unknown> as Iterable<Carried>;
  }

  return {
    async *carry() {
      yield* carry();
    },
    isEmpty: async () =>
      tables.every((table) => database.prepare(`SELECT 1 FROM ${table} LIMIT 1`).get() === undefined),
    async take(things) {
      database.exec("BEGIN IMMEDIATE");
      try {
        beginNumbersAt(database, clock());
        for (const thing of things) insert(thing);
        database.exec("COMMIT");
      } catch (error) {
        if (database.isTransaction) database.exec("ROLLBACK");
        throw error;
      }
    },
    async close() {
      database.close();
      release();
    },
  };
}

/**
 * Ids of batches are made of the numbers of items, and the ids of an older store come along; so that no new item has the
 * number of one that was ended there, numbers go on from the clock, far above any count.
 */
function beginNumbersAt(database: DatabaseSync, number: number): void {
  for (const table of ["item", "dead_letter"]) {
    const known = database.prepare("SELECT 1 FROM sqlite_sequence WHERE name = ?").get(table);
    if (known === undefined)
      database.prepare("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)").run(table, number);
  }
}

function insertions(database: DatabaseSync, clock: Clock): (thing: Carried) => void {
  const document = database.prepare(
    "INSERT INTO document (space, key, version, expires_at, value) VALUES (?, ?, ?, ?, ?)",
  );
  const item = database.prepare(
    `INSERT INTO item (queue, space, in_group, attempts, enqueued_at, due, payload, head)
     VALUES (:queue, :space, :group, :attempts, :enqueuedAt, :dueAt, :payload,
       NOT EXISTS (SELECT 1 FROM item WHERE queue = :queue AND space = :space AND in_group = :group))`,
  );
  const dead = database.prepare(
    `INSERT INTO dead_letter (queue, space, in_group, attempts, enqueued_at, died_at, reason, payload)
     VALUES (:queue, :space, :group, :attempts, :enqueuedAt, :diedAt, :reason, :payload)`,
  );
  const stream = database.prepare("INSERT INTO stream VALUES (?, ?, ?, ?, ?, ?)");
  const entry = database.prepare(
    `INSERT INTO entry (space, stream, sequence, at, hash, body)
     VALUES (:space, :stream, :sequence, :at, :hash, :body)`,
  );
  const batch = database.prepare("INSERT INTO batch (id, at) VALUES (?, ?)");
  return (thing) => {
    switch (thing.kind) {
      case "document":
        return void document.run(thing.space, thing.key, thing.version, thing.expiresAt, thing.value);
      case "stream":
        return void stream.run(
          thing.space,
          thing.stream,
          thing.base.sequence,
          thing.base.hash,
          thing.last.sequence,
          thing.last.hash,
        );
      case "batch":
        // Remembered from now on: how long the other store has known it is not carried.
        return void batch.run(thing.id, clock());
      case "item": {
        const { kind, ...columns } = thing;
        return void item.run(columns);
      }
      case "dead": {
        const { kind, ...columns } = thing;
        return void dead.run(columns);
      }
      case "entry": {
        const { kind, ...columns } = thing;
        return void entry.run(columns);
      }
    }
  };
}
