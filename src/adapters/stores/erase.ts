/**
 * Erasure in the file. Deleted rows are overwritten with zeros (`secure_delete`), but SQLite leaves copies behind where it
 * moved rows from page to page, and old pages stand in the write-ahead log. So the file is written anew and the log is cut
 * off: in a thread of its own, for it takes about a second for 100 MB; reads go on and writes wait meanwhile.
 */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { StoreFullError } from "../../ports/store.ts";
import { storeError } from "./errors.ts";

export interface Eraser {
  /** Erases what was deleted before the call; calls that wait share one run. */
  erase(): Promise<void>;
  /** Resolves when nothing runs. */
  idle(): Promise<void>;
}

export function createEraser(run: () => Promise<void>): Eraser {
  let running: Promise<void> = Promise.resolve();
  let waiting: Promise<void> | null = null;
  const settled = (): Promise<void> => running.catch(() => {});
  return {
    erase: () => {
      waiting ??= settled().then(() => {
        waiting = null;
        running = run();
        return running;
      });
      return waiting;
    },
    idle: async () => {
      await waiting?.catch(() => {});
      await settled();
    },
  };
}

/** @throws {StoreFullError} there is no space for a second copy. {@link StoreUnavailableError} another process is in the way */
export async function rewriteFile(file: string): Promise<void> {
  const worker = new Worker(new URL("./erase-worker.ts", import.meta.url), { workerData: file });
  try {
    // Rejects with what the worker throws.
    await once(worker, "exit");
  } catch (error) {
    const ours = storeError(error, file);
    if (!(ours instanceof StoreFullError)) throw ours;
    throw new StoreFullError(
      `${file} cannot be written anew to erase what was deleted: that takes as much free space as the file has; free it, then erase again`,
      { cause: error },
    );
  }
}
