/** The schema, as numbered steps that are applied once each and never edited. */
import type { DatabaseSync } from "node:sqlite";
import type { Clock } from "../../ports/time.ts";
import { StoreSchemaError } from "./errors.ts";

/** Marks a SQLite file as ours: "Rong". */
export const applicationId = 0x52_6f_6e_67;

/**
 * Long texts stand last in their rows: SQLite puts what does not fit on overflow pages, and reads a row from its start.
 * Rows that are named from outside have an id of their own, for a rewritten file numbers other rows afresh.
 *
 *   item.due     first instant it may be claimed; while claimed, the end of the lease
 *   item.head    1: the oldest of its group; only such are ever claimed, so that a claim is one look into one index
 *   item.holder  who has claimed it; null: nobody
 */
const steps: readonly string[] = [
  `
  PRAGMA application_id = ${applicationId};

  CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    space TEXT NOT NULL, key TEXT NOT NULL, version INTEGER NOT NULL, expires_at INTEGER, value TEXT NOT NULL,
    UNIQUE (space, key)
  ) STRICT;
  CREATE INDEX document_expiry ON document (expires_at) WHERE expires_at IS NOT NULL;

  CREATE TABLE batch (id TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX batch_age ON batch (at);

  CREATE TABLE item (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    queue TEXT NOT NULL, space TEXT NOT NULL, in_group TEXT NOT NULL,
    attempts INTEGER NOT NULL, enqueued_at INTEGER NOT NULL, due INTEGER NOT NULL,
    head INTEGER NOT NULL, holder TEXT, payload TEXT NOT NULL
  ) STRICT;
  CREATE INDEX item_due ON item (queue, due, id) WHERE head = 1;
  CREATE INDEX item_group ON item (space, in_group, queue, id);

  CREATE TABLE dead_letter (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    queue TEXT NOT NULL, space TEXT NOT NULL, in_group TEXT NOT NULL,
    attempts INTEGER NOT NULL, enqueued_at INTEGER NOT NULL, died_at INTEGER NOT NULL,
    reason TEXT NOT NULL, payload TEXT NOT NULL
  ) STRICT;
  CREATE INDEX dead_letter_group ON dead_letter (space, in_group);

  CREATE TABLE stream (
    space TEXT NOT NULL, name TEXT NOT NULL,
    base_sequence INTEGER NOT NULL, base_hash TEXT NOT NULL,
    last_sequence INTEGER NOT NULL, last_hash TEXT NOT NULL,
    PRIMARY KEY (space, name)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE entry (
    space TEXT NOT NULL, stream TEXT NOT NULL, sequence INTEGER NOT NULL,
    at INTEGER NOT NULL, hash TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (space, stream, sequence),
    FOREIGN KEY (space, stream) REFERENCES stream (space, name)
  ) STRICT;
  `,
];

/** Newest schema this version knows. */
export const knownSchema = steps.length;

/** Schema of a file: 0 where nothing was written yet. */
export function schemaOf(database: DatabaseSync): number {
  const table = database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migration'");
  if (table.get() === undefined) return 0;
  return Number(database.prepare("SELECT max(number) AS number FROM migration").get()?.number ?? 0);
}

/**
 * Brings a file to the newest schema; nothing to do is fine. The caller holds the store's lock.
 *
 * @throws {StoreSchemaError} the file is newer than this version
 */
export function migrate(database: DatabaseSync, file: string, clock: Clock): void {
  const found = schemaOf(database);
  if (found > knownSchema) throw new StoreSchemaError(file, found, knownSchema);
  for (let number = found + 1; number <= knownSchema; number++) {
    database.exec("BEGIN IMMEDIATE");
    try {
      database.exec(
        "CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, at INTEGER NOT NULL) STRICT",
      );
      database.exec(steps[number - 1] ?? "");
      database.prepare("INSERT INTO migration (number, at) VALUES (?, ?)").run(number, clock());
      database.exec("COMMIT");
    } catch (error) {
      if (database.isTransaction) database.exec("ROLLBACK");
      throw error;
    }
  }
}
