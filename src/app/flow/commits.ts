/** Commits whose fate is not known. */
import { type Batch, type CommitResult, type Store, StoreUnavailableError } from "../../ports/store.ts";

/**
 * Commits, and repeats the commit once where the store cannot tell whether it took effect; the batch's id makes that
 * harmless.
 *
 * @throws what the store throws; after an unavailable store it is still not known whether anything changed
 */
export async function commitOnce(store: Pick<Store, "commit">, batch: Batch): Promise<CommitResult> {
  try {
    return await store.commit(batch);
  } catch (error) {
    if (!(error instanceof StoreUnavailableError)) throw error;
    return store.commit(batch);
  }
}
