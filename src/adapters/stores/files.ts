import { closeSync, existsSync, fsyncSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";

/** The store's database within its folder. */
export const storeFile = (directory: string): string => join(directory, "rongcuo.sqlite");

export const storeExists = (directory: string): boolean => existsSync(storeFile(directory));

/** Makes the folder, for its owner alone; the mode of one that is there already is its owner's business. */
export function makePrivateFolder(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
}

/** Makes an empty file that only its owner reads, before SQLite would make one for everybody; one that is there stays. */
export function makePrivateFile(file: string): void {
  try {
    closeSync(openSync(file, "wx", 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

/** Makes what was written to a file or folder (its names) durable. */
export function flush(path: string): void {
  const descriptor = openSync(path, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
