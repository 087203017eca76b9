import { createSqliteStore } from "../adapters/stores/sqlite-store.ts";
import type { Config } from "../config.ts";
import type { Store } from "../ports/store.ts";
import { AbsentError } from "./command.ts";

/**
 * Runs a command over the store of `DATA_DIR`, beside a server that may be running.
 *
 * @throws {AbsentError} there is no store, or it cannot be used now
 */
export function withStore<Result>(config: Config, work: (store: Store) => Promise<Result>): Promise<Result> {
  return needingStore(async () => {
    const store = createSqliteStore({
      directory: config.DATA_DIR,
      clock: Date.now,
      exclusive: false,
      create: false,
      what: "a command",
    });
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  });
}

/** Turns what is wrong with the store into "a needed thing is absent". */
export async function needingStore<Result>(work: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code.startsWith("store.")) throw new AbsentError((error as Error).message, { cause: error });
    throw error;
  }
}
