/** Retention (留存): what has expired goes, for good; audit events are kept their time. */
import type { Store } from "../ports/store.ts";
import type { Clock } from "../ports/time.ts";
import { auditStream } from "./flow/keys.ts";

/** Shortest time audit events are kept, whatever the settings say (网络安全法: 网络日志不少于六个月). */
export const auditDaysAtLeast = 180;

const dayInMilliseconds = 86_400_000;

/** What one run took away. */
export interface Swept {
  readonly documents: number;
  readonly auditEntries: number;
}

export interface Retention {
  /** Sweeps once; meant for every few hours. */
  run(): Promise<Swept>;
}

/** @param options.auditDays days to keep audit events; fewer than 180, or no number, count as 180 */
export function createRetention(options: {
  readonly store: Pick<Store, "sweep" | "streams" | "trimStream" | "erase">;
  readonly clock: Clock;
  readonly auditDays: number;
}): Retention {
  const { store, clock } = options;
  // No number (NaN) is as good as none.
  const days = Math.max(options.auditDays || 0, auditDaysAtLeast);
  // Erasing takes time in a large store. The first run owes it to what was deleted before a crash, and to failed ones.
  let owed = true;
  return {
    async run() {
      const documents = await store.sweep();
      const before = Math.floor(clock() - days * dayInMilliseconds);
      let auditEntries = 0;
      for (const { space, stream } of await store.streams())
        if (stream === auditStream) auditEntries += await store.trimStream(space, stream, before);
      owed ||= documents + auditEntries > 0;
      if (owed) await store.erase();
      owed = false;
      return { documents, auditEntries };
    },
  };
}
