/** Brings a backup back in the place of the store. */
import { constants, copyFileSync, existsSync, linkSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Clock, Instant } from "../../ports/time.ts";
import { openDatabase, openWhole } from "./database.ts";
import { StoreCorruptError, storeError } from "./errors.ts";
import { flush, makePrivateFile, makePrivateFolder, storeExists, storeFile } from "./files.ts";
import { takeLock } from "./lock.ts";
import { applicationId } from "./migrations.ts";
import { createQueues } from "./queues.ts";

/** Reason of messages that a restored store would perhaps send a second time. */
export const restoredReason = "restored";

/** There is no such backup. */
export class BackupMissingError extends Error {
  readonly code = "store.backup-missing";

  constructor(file: string) {
    super(`no file ${file}; name one that "cli backup FILE" has made`);
    this.name = "BackupMissingError";
  }
}

export interface Restore {
  readonly clock: Clock;
  /** Names the holder of the lock meanwhile. */
  readonly what: string;
  /** Queue of the messages that wait to be sent. */
  readonly outbox: string;
  /** Beginnings of groups whose channel shows a repeated message once: `web:`, `terminal:`. */
  readonly safePrefixes: readonly string[];
}

export interface Restored {
  /** Where the store that was there now stands; null: there was none. */
  readonly replaced: string | null;
  /** Messages put among the dead letters, since they may have been sent after the backup was made. */
  readonly setAside: number;
}

/**
 * Checks a backup, brings it to this version's schema and puts it in the place of the store. Whatever goes wrong before
 * that last step leaves the store as it was.
 *
 * @throws {StoreLockedError} a process holds the folder
 * @throws {BackupMissingError} {@link StoreCorruptError} {@link StoreSchemaError} the backup cannot be used
 */
export function restoreStore(file: string, directory: string, restore: Restore): Restored {
  if (!existsSync(file)) throw new BackupMissingError(file);
  makePrivateFolder(directory);
  const lock = takeLock(directory, restore.what, true);
  const incoming = join(directory, "rongcuo.sqlite.incoming");
  try {
    removeDatabase(incoming);
    const setAside = prepare(file, incoming, restore);
    const replaced = storeExists(directory) ? keepAside(directory, restore.clock()) : null;
    renameSync(incoming, storeFile(directory));
    flush(directory);
    return { replaced, setAside };
  } finally {
    removeDatabase(incoming);
    lock.release();
  }
}

const sideFiles = ["-wal", "-shm"];

function removeDatabase(file: string): void {
  for (const ending of ["", ...sideFiles]) rmSync(file + ending, { force: true });
}

/** A whole and current copy of the backup; returns how many messages were set aside in it. */
function prepare(file: string, incoming: string, restore: Restore): number {
  makePrivateFile(incoming);
  copyFileSync(file, incoming);
  checkIsOurs(incoming, file);
  const database = openWhole(incoming, restore.clock, "full");
  try {
    const count = setAside(database, restore);
    foldLog(database);
    return count;
  } catch (error) {
    throw storeError(error, incoming);
  } finally {
    database.close();
    flush(incoming);
  }
}

/** @param file what the copy is a copy of, for the message */
function checkIsOurs(copy: string, file: string): void {
  const database = new DatabaseSync(copy);
  try {
    const mark = database.prepare("PRAGMA application_id").get()?.application_id;
    if (mark !== applicationId) throw new StoreCorruptError(file, "it is no backup of this program");
  } catch (error) {
    throw storeError(error, file);
  } finally {
    database.close();
  }
}

function setAside(database: DatabaseSync, { clock, outbox, safePrefixes }: Restore): number {
  const isSafe = (group: string): boolean => safePrefixes.some((prefix) => group.startsWith(prefix));
  database.exec("BEGIN IMMEDIATE");
  const count = createQueues(database).bury(outbox, (group) => !isSafe(group), restoredReason, clock());
  database.exec("COMMIT");
  return count;
}

/** Makes a database one file without a log. Fails as busy while anybody else has it open. */
function foldLog(database: DatabaseSync): void {
  database.exec("PRAGMA journal_mode = DELETE");
}

/** Gives the store that is there a second, dated name; the first can then be replaced in one step. */
function keepAside(directory: string, now: Instant): string {
  const file = storeFile(directory);
  const aside = join(directory, `replaced-${new Date(now).toISOString().replaceAll(/[:.]/g, "-")}.sqlite`);
  const isWhole = fold(file);
  try {
    linkSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") throw error;
    // Some file systems know no second names.
    copyFileSync(file, aside, constants.COPYFILE_EXCL);
  }
  if (!isWhole)
    for (const ending of sideFiles) if (existsSync(file + ending)) renameSync(file + ending, aside + ending);
  return aside;
}

/**
 * Folds the log of the store that is there; false where it is too damaged for that.
 *
 * @throws {StoreUnavailableError} a command works with it
 */
function fold(file: string): boolean {
  try {
    const database = openDatabase(file);
    try {
      foldLog(database);
    } finally {
      database.close();
    }
    return true;
  } catch (error) {
    const ours = storeError(error, file);
    if (ours instanceof StoreCorruptError) return false;
    throw ours;
  }
}
