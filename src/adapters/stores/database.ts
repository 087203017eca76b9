/** Opening the database file: who may read it, how it is written, whether it is whole. */
import { DatabaseSync } from "node:sqlite";
import type { Clock } from "../../ports/time.ts";
import { StoreCorruptError, StoreSchemaError, storeError } from "./errors.ts";
import { makePrivateFile } from "./files.ts";
import { knownSchema, migrate, schemaOf } from "./migrations.ts";

/** How long opening waits for another process. */
const openMilliseconds = 2_000;
/** How long a call waits then. Short, for the event loop stands still meanwhile; the writer tries again by itself. */
const busyMilliseconds = 50;

/** SQLite's number for `PRAGMA auto_vacuum = INCREMENTAL`. */
const incrementalVacuum = 2;

/** Bytes of the write-ahead log that are kept for reuse between checkpoints. */
const keptLogBytes = 8 * 1024 * 1024;

/**
 * Opens a store's database as every connection must: each commit is on the disk before it is told, and what is deleted is
 * overwritten with zeros.
 */
export function openDatabase(file: string): DatabaseSync {
  makePrivateFile(file);
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(file, { timeout: openMilliseconds });
    settleForm(database);
    database.exec(`
      PRAGMA synchronous = FULL;
      PRAGMA secure_delete = ON;
      PRAGMA foreign_keys = ON;
      PRAGMA temp_store = MEMORY;
      PRAGMA journal_size_limit = ${keptLogBytes};
      PRAGMA busy_timeout = ${busyMilliseconds};
    `);
    return database;
  } catch (error) {
    database?.close();
    throw storeError(error, file);
  }
}

/**
 * What the file itself keeps. Setting either is a write even where nothing changes, and would have to wait for whoever is
 * writing; so a file that has them is left alone.
 */
function settleForm(database: DatabaseSync): void {
  const form = {
    ...database.prepare("PRAGMA auto_vacuum").get(),
    ...database.prepare("PRAGMA journal_mode").get(),
  };
  // auto_vacuum counts only before the first table; it lets a sweep give space back to the disk.
  if (form.auto_vacuum !== incrementalVacuum) database.exec("PRAGMA auto_vacuum = INCREMENTAL");
  if (form.journal_mode !== "wal") database.exec("PRAGMA journal_mode = WAL");
}

/** @throws {StoreCorruptError} naming the first thing found. `quick` leaves out that indices match their tables */
export function checkIntegrity(database: DatabaseSync, file: string, how: "quick" | "full"): void {
  let problem: string;
  try {
    const row = database.prepare(`PRAGMA ${how === "quick" ? "quick_check" : "integrity_check"}(1)`).get();
    problem = String(Object.values(row ?? {})[0]);
  } catch (error) {
    throw storeError(error, file);
  }
  if (problem !== "ok") throw new StoreCorruptError(file, problem);
}

/**
 * Opens a file beside the process that holds the lock; null where it has to be migrated first.
 *
 * @throws {StoreSchemaError} the file is newer than this version
 */
export function openCurrent(file: string): DatabaseSync | null {
  const database = openDatabase(file);
  try {
    const found = schemaOf(database);
    if (found === knownSchema) return database;
    if (found > knownSchema) throw new StoreSchemaError(file, found, knownSchema);
    database.close();
    return null;
  } catch (error) {
    database.close();
    throw storeError(error, file);
  }
}

/** Opens, checks and migrates. The caller holds the store's lock. */
export function openWhole(file: string, clock: Clock, how: "quick" | "full"): DatabaseSync {
  const database = openDatabase(file);
  try {
    checkIntegrity(database, file, how);
    migrate(database, file, clock);
    return database;
  } catch (error) {
    database.close();
    throw storeError(error, file);
  }
}
