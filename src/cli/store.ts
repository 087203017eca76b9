import { type OpenedStore, openStore } from "../compose/store.ts";
import type { Config } from "../config.ts";
import { AbsentError } from "./command.ts";

/**
 * Works on the store of `DATA_DIR` beside a running server, and closes it.
 *
 * @throws {AbsentError} there is none, it cannot be used, or it holds what no key opens
 */
export const withStore = <Result>(
  config: Config,
  work: (opened: OpenedStore) => Promise<Result>,
): Promise<Result> =>
  needingStore(async () => {
    const opened = openStore(config, { exclusive: false, create: false, what: "rongcuo cli" });
    try {
      return await work(opened);
    } finally {
      await opened.kept.close();
    }
  });

/** Turns what is wrong with a store into "a needed thing is absent". */
export async function needingStore<Result>(work: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const { code, message } = error as { readonly code?: unknown; readonly message: string };
    if (typeof code === "string" && /^(?:store|seal)\./.test(code))
      throw new AbsentError(message, { cause: error });
    throw error;
  }
}
