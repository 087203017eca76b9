/**
 * Watches the space on the disk. Nearly full, the store stops taking new things while it can still take some away: SQLite
 * needs space even to delete, so a reserve file is kept, and given up at that moment. When space is back, the reserve is
 * made again and the store takes new things.
 */
import { randomBytes } from "node:crypto";
import { existsSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../../ports/time.ts";

/** Free bytes of the disk a folder is on. */
export type FreeSpace = (directory: string) => number;

export const freeSpace: FreeSpace = (directory) => {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize;
};

const megabyte = 1024 * 1024;
export const reserveBytes = 4 * megabyte;
/** Below this much free space nothing new is taken. */
export const leastFreeBytes = 8 * megabyte;
/** Above this much free space new things are taken again; higher, so that the state does not flutter. */
export const enoughFreeBytes = leastFreeBytes + reserveBytes + 4 * megabyte;
const checkEveryMilliseconds = 1_000;

export interface Disk {
  /** Why nothing new is taken; null: all is well. Looks at the disk at most once a second. */
  fullReason(): string | null;
  /** SQLite found no space; believed until the next look. */
  foundFull(): void;
}

/** @param keepsReserve whether this process makes and gives up the reserve: the one that holds the lock does */
export function createDisk(
  directory: string,
  clock: Clock,
  freeBytes: FreeSpace,
  keepsReserve: boolean,
): Disk {
  const reserve = join(directory, "reserve");
  let reason: string | null = null;
  let checkedAt = Number.NEGATIVE_INFINITY;

  const close = (because: string): void => {
    reason = because;
    if (keepsReserve) rmSync(reserve, { force: true });
  };

  /** A reserve that cannot be made means that the space is not there after all. */
  const open = (): void => {
    try {
      // Random, so that a file system that compresses keeps the space all the same.
      if (keepsReserve && !existsSync(reserve))
        writeFileSync(reserve, randomBytes(reserveBytes), { mode: 0o600 });
      reason = null;
    } catch {
      close(`the reserve file ${reserve} cannot be written; free space on the disk`);
    }
  };

  const look = (): void => {
    let bytes: number;
    try {
      bytes = freeBytes(directory);
    } catch (error) {
      close(`the free space of ${directory} cannot be read: ${(error as Error).message}`);
      return;
    }
    if (bytes >= (reason === null ? leastFreeBytes : enoughFreeBytes)) {
      open();
      return;
    }
    const [left, needed] = [bytes, enoughFreeBytes].map((size) => Math.floor(size / megabyte));
    close(`${left} MiB free on the disk of ${directory}, and ${needed} MiB are needed; free some space`);
  };

  return {
    fullReason: () => {
      const now = clock();
      // A clock set back must not switch the watch off.
      if (Math.abs(now - checkedAt) >= checkEveryMilliseconds) {
        checkedAt = now;
        look();
      }
      return reason;
    },
    foundFull: () => {
      checkedAt = clock();
      close(`SQLite found no space on the disk of ${directory}; free some space`);
    },
  };
}
