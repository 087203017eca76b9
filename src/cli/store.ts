import { type OpenedStore, sealStore } from "../compose.ts";
import type { Config } from "../config.ts";
import { SealError } from "../ports/sealing.ts";
import { AbsentError, type ExitCode } from "./command.ts";
import { withStore } from "./open-store.ts";

/**
 * Works on the store of `DATA_DIR`, opened with `DATA_KEY`, beside a running server.
 *
 * @throws {AbsentError} there is none, it cannot be used, or it holds what no key opens
 */
export const withSealedStore = (
  config: Config,
  work: (opened: OpenedStore) => Promise<ExitCode>,
): Promise<ExitCode> =>
  withStore(config, async (kept) => {
    try {
      return await work(sealStore(config, kept));
    } catch (error) {
      if (error instanceof SealError) throw new AbsentError(error.message, { cause: error });
      throw error;
    }
  });
