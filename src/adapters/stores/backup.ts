/** A copy of the store in one file, made while another process may be writing. */
import { chmodSync, existsSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { checkIntegrity, openDatabase } from "./database.ts";
import { StoreAbsentError, storeError } from "./errors.ts";
import { flush, makePrivateFile, storeExists, storeFile } from "./files.ts";

/** A file stands where the backup is to go. */
export class BackupExistsError extends Error {
  readonly code = "store.backup-exists";

  constructor(file: string) {
    super(`${file} is there already, and a backup overwrites nothing; name another file`);
    this.name = "BackupExistsError";
  }
}

export interface Backup {
  readonly file: string;
  readonly bytes: number;
}

/**
 * Copies the store as it stands at one instant; the file appears under its name only when it is whole and on the disk.
 * Nothing that was deleted is in it. Texts stay as they are stored, encrypted where the store is.
 *
 * @throws {StoreAbsentError} {@link BackupExistsError} {@link StoreFullError} {@link StoreCorruptError}
 */
export function backupStore(directory: string, file: string): Backup {
  if (!storeExists(directory)) throw new StoreAbsentError(directory);
  if (existsSync(file)) throw new BackupExistsError(file);
  const partial = `${file}.partial-${process.pid}`;
  try {
    copyInto(storeFile(directory), partial);
    checkCopy(partial);
    flush(partial);
    if (existsSync(file)) throw new BackupExistsError(file);
    renameSync(partial, file);
    flush(dirname(resolve(file)));
    return { file, bytes: statSync(file).size };
  } finally {
    rmSync(partial, { force: true });
  }
}

function copyInto(source: string, target: string): void {
  // SQLite takes an empty file as a target and keeps its mode.
  makePrivateFile(target);
  chmodSync(target, 0o600);
  const database = openDatabase(source);
  try {
    database.prepare("VACUUM INTO ?").run(target);
  } catch (error) {
    throw storeError(error, target);
  } finally {
    database.close();
  }
}

function checkCopy(file: string): void {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    checkIntegrity(database, file, "full");
  } finally {
    database.close();
  }
}
