/** The mark of the shared store, remembered in a file of `DATA_DIR`. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EpochMemory } from "./spaces.ts";

const fileOf = (directory: string): string => join(directory, "shared-store");

export const createEpochFile = (directory: string): EpochMemory => ({
  read: () => {
    try {
      return readFileSync(fileOf(directory), "utf8").trim() || null;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
      throw error;
    }
  },
  write: (epoch) => {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    writeFileSync(fileOf(directory), `${epoch}\n`, { mode: 0o600 });
  },
});

/**
 * Forgets the mark: the next start takes whatever store Redis holds, an empty one included.
 *
 * @returns whether there was one
 */
export function forgetEpoch(directory: string): boolean {
  const remembered = existsSync(fileOf(directory));
  rmSync(fileOf(directory), { force: true });
  return remembered;
}
