import { type OpenedStore, openStore } from "../compose.ts";
import type { Config } from "../config.ts";
import { AbsentError, type ExitCode } from "./command.ts";

/**
 * Works on the store of `DATA_DIR` beside a running server, and closes it.
 *
 * @throws {AbsentError} there is none, it cannot be used, or it holds what no key opens
 */
export async function withStore(
  config: Config,
  work: (opened: OpenedStore) => Promise<ExitCode>,
): Promise<ExitCode> {
  try {
    const opened = await openStore(config, { exclusive: false, create: false, what: "rongcuo cli" });
    try {
      return await work(opened);
    } finally {
      await opened.kept.close();
    }
  } catch (error) {
    const { code, message } = error as { readonly code?: unknown; readonly message: string };
    if (typeof code === "string" && /^(?:store|seal)\./.test(code))
      throw new AbsentError(message, { cause: error });
    throw error;
  }
}
