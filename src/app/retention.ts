/** Retention (留存): what has expired goes, for good, dead letters with it; audit events are kept their time. */
import type { Archive } from "../ports/archive.ts";
import type { Store } from "../ports/store.ts";
import type { Clock, Instant } from "../ports/time.ts";
import { auditStream } from "./flow/keys.ts";

/** Shortest time audit events are kept, whatever the settings say (网络安全法: 网络日志不少于六个月). */
export const auditDaysAtLeast = 180;

const dayInMilliseconds = 86_400_000;

/** What one run took away. */
export interface Swept {
  readonly documents: number;
  readonly deadLetters: number;
  readonly auditEntries: number;
}

export interface Retention {
  /** Sweeps once; meant for every few hours. */
  run(): Promise<Swept>;
}

/** Dead letters looked at in one go. */
const pageSize = 500;

/** @param options.days days to keep dead letters, and audit events; for these fewer than 180, or no number, count as 180 */
export function createRetention(options: {
  readonly store: Pick<Store, "sweep" | "streams" | "trimStream" | "erase" | "deadLetters" | "discard">;
  readonly clock: Clock;
  readonly days: number;
  /** Where entries are copied to, kept as long as they are; null: nowhere. */
  readonly archive?: Pick<Archive, "prune"> | null;
}): Retention {
  const { store, clock } = options;
  // No number (NaN) is as good as none.
  const auditDays = Math.max(options.days || 0, auditDaysAtLeast);
  // Erasing takes time in a large store. The first run owes it to what was deleted before a crash, and to failed ones.
  let owed = true;
  /** They hold texts of users, so they go when those would have gone; the oldest come first. */
  const discardDeadLetters = async (before: Instant): Promise<number> => {
    for (let gone = 0; ; ) {
      const page = await store.deadLetters({ limit: pageSize });
      const old = page.filter(({ diedAt }) => diedAt < before);
      for (const { id } of old) await store.discard(id);
      gone += old.length;
      if (old.length < pageSize) return gone;
    }
  };

  return {
    async run() {
      const documents = await store.sweep();
      const deadLetters = await discardDeadLetters(clock() - options.days * dayInMilliseconds);
      const before = Math.floor(clock() - auditDays * dayInMilliseconds);
      let auditEntries = 0;
      for (const { space, stream } of await store.streams())
        if (stream === auditStream) auditEntries += await store.trimStream(space, stream, before);
      owed ||= documents + deadLetters + auditEntries > 0;
      await options.archive?.prune(before);
      if (owed) await store.erase();
      owed = false;
      return { documents, deadLetters, auditEntries };
    },
  };
}
