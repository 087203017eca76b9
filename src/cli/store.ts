import { StoreAbsentError } from "../adapters/stores/errors.ts";
import { type OpenedStore, openStore } from "../compose/store.ts";
import type { Config } from "../config.ts";
import { AbsentError } from "./command.ts";

/** Runs with the store of `DATA_DIR`, beside whatever else uses it. @throws {AbsentError} there is none */
export async function withStore<Result>(
  config: Config,
  run: (opened: OpenedStore) => Promise<Result>,
): Promise<Result> {
  const opened = await openStore(config, { exclusive: false, what: "rongcuo command", create: false }).catch(
    (error: unknown) => {
      if (error instanceof StoreAbsentError) throw new AbsentError(error.message, { cause: error });
      throw error;
    },
  );
  try {
    return await run(opened);
  } finally {
    await opened.store.close();
  }
}
