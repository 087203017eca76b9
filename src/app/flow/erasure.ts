/**
 * Erasure of what was deleted. It writes the store's file anew while writes wait, so it happens at once the first time and
 * then once a while at most, however often somebody has something deleted. What is owed when the process ends is done by
 * the first sweep after the next start.
 */
import type { Store } from "../../ports/store.ts";
import type { Log } from "../../ports/telemetry.ts";
import type { Clock, Instant } from "../../ports/time.ts";

export interface Erasure {
  /** Erases what has been deleted: resolves when that is done, or put off because of one a moment ago. Never rejects. */
  request(): Promise<void>;
  /** Puts nothing off any more. */
  stop(): void;
}

/** Shortest time between two erasures. */
const spacing = 60_000;

export function createErasure(options: {
  readonly store: Pick<Store, "erase">;
  readonly log: Log;
  readonly clock: Clock;
}): Erasure {
  const { store, log, clock } = options;
  let lastAt: Instant = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;

  const run = async (): Promise<void> => {
    lastAt = clock();
    try {
      await store.erase();
    } catch (error) {
      log.warn({ err: error }, "deleted data not yet erased from the files; tried again soon");
      later();
    }
  };

  const later = (): void => {
    if (stopped || timer !== null) return;
    timer = setTimeout(() => {
      timer = null;
      void run();
    }, spacing).unref();
  };

  return {
    async request() {
      if (timer !== null) return;
      if (clock() - lastAt < spacing) later();
      else await run();
    },
    stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
}
