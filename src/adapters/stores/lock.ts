/**
 * One process per folder. The lock is an exclusive transaction on a database file of its own, which the system releases
 * when the process ends in whatever way: nothing is left over to be judged stale, and a reused process id misleads nobody.
 * Who holds it stands in a second, readable file, only to be named.
 *
 * Trap: closing any descriptor of a file drops the system's locks of the whole process on that file; so nothing but SQLite
 * ever opens the lock file or the store's own.
 */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StoreLockedError } from "../../ports/store.ts";
import { isBusy } from "./errors.ts";
import { makePrivateFile } from "./files.ts";

export interface Lock {
  release(): void;
}

interface Holder {
  readonly process: number;
  readonly what: string;
  /** Nobody may work beside it, not even a command: a restore. */
  readonly alone: boolean;
}

const holderFile = (directory: string): string => join(directory, "lock.json");

/**
 * Takes the lock of a folder.
 *
 * @param what names the holder to others: `rongcuo server`
 * @param alone whether commands, which take no lock, have to stay out too
 * @throws {StoreLockedError} another process holds it
 */
export function takeLock(directory: string, what: string, alone = false): Lock {
  const file = join(directory, "lock.sqlite");
  makePrivateFile(file);
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if (!isBusy(error)) throw error;
    const holder = readHolder(directory);
    throw new StoreLockedError(directory, holder?.process ?? null, holder?.what ?? "another process");
  }
  writeHolder(directory, { process: process.pid, what, alone });
  return {
    release: () => {
      if (!database.isOpen) return;
      rmSync(holderFile(directory), { force: true });
      database.close();
    },
  };
}

/** The note only names the holder: a disk too full for it must not keep the store from opening. */
function writeHolder(directory: string, holder: Holder): void {
  try {
    writeFileSync(holderFile(directory), JSON.stringify(holder), { mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  }
}

/**
 * Whether a process may work in the folder without the lock.
 *
 * @throws {StoreLockedError} the holder has to be alone
 */
export function checkMayWorkBeside(directory: string, what: string): void {
  // The file may have outlived its writer; the lock tells.
  if (readHolder(directory)?.alone === true) takeLock(directory, what).release();
}

/** Null where the file is not there, half written, or left by a process that is gone. */
function readHolder(directory: string): Holder | null {
  try {
    const holder = JSON.parse(readFileSync(holderFile(directory), "utf8")) as Holder;
    return isAlive(holder.process) ? holder : null;
  } catch {
    return null;
  }
}

function isAlive(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch (error) {
    // EPERM: it lives and belongs to another user.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
