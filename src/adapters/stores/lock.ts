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
}

/**
 * Takes the lock of a folder.
 *
 * @param what names the holder to others: `rongcuo server`
 * @throws {StoreLockedError} another process holds it
 */
export function takeLock(directory: string, what: string): Lock {
  const file = join(directory, "lock.sqlite");
  const holderFile = join(directory, "lock.json");
  makePrivateFile(file);
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if (!isBusy(error)) throw error;
    const holder = readHolder(holderFile);
    throw new StoreLockedError(directory, holder?.process ?? null, holder?.what ?? "another process");
  }
  writeFileSync(holderFile, JSON.stringify({ process: process.pid, what } satisfies Holder), { mode: 0o600 });
  return {
    release: () => {
      if (!database.isOpen) return;
      rmSync(holderFile, { force: true });
      database.close();
    },
  };
}

/** Null where the file is not there, half written, or left by a process that is gone. */
function readHolder(file: string): Holder | null {
  try {
    const holder = JSON.parse(readFileSync(file, "utf8")) as Holder;
    process.kill(holder.process, 0);
    return holder;
  } catch (error) {
    // EPERM: the process lives and belongs to another user.
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return null;
    return JSON.parse(readFileSync(file, "utf8")) as Holder;
  }
}
