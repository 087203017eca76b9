/** Temporary folders, in memory where the machine has room for that: what is tried is the death of processes, not of disks. */
import { mkdtempSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

const memory = "/dev/shm";
const roomNeeded = 1024 ** 3;

function hasRoom(directory: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(directory);
    return bavail * bsize > roomNeeded;
  } catch {
    return false;
  }
}

const base = hasRoom(memory) ? memory : tmpdir();
const made = new Set<string>();

export function temporaryFolder(): string {
  const directory = mkdtempSync(join(base, "rongcuo-"));
  made.add(directory);
  return directory;
}

/** Removes one folder, or all that this test file has made. */
export function removeFolders(directories: Iterable<string> = made): void {
  for (const directory of [...directories]) {
    rmSync(directory, { recursive: true, force: true });
    made.delete(directory);
  }
}

// For the test file that imports this; workers do not live to their own end.
afterAll(() => removeFolders());
