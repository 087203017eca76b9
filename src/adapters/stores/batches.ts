import type { DatabaseSync } from "node:sqlite";
import type { Batch, CommitResult } from "../../ports/store.ts";
import type { Instant } from "../../ports/time.ts";
import type { DeadLetters } from "./dead-letters.ts";
import type { Documents } from "./documents.ts";
import type { Queues } from "./queues.ts";
import type { Streams } from "./streams.ts";

/** Batches, and the ids of those that were committed; inside a transaction. */
export interface Batches {
  commit(batch: Batch, now: Instant): CommitResult;
  /** Forgets up to `limit` ids remembered before `before`; returns how many. */
  forget(before: Instant, limit: number): number;
}

/** Whether a batch only takes away, so that it is tried on a full disk too. */
export const onlyRemoves = ({ put = [], append = [], enqueue = [], settle = [] }: Batch): boolean =>
  put.length === 0 &&
  append.length === 0 &&
  enqueue.length === 0 &&
  settle.every(({ dead }) => dead === null);

/** What a batch changes. */
export interface Parts {
  readonly documents: Documents;
  readonly queues: Queues;
  readonly deadLetters: DeadLetters;
  readonly streams: Streams;
}

export function createBatches(
  database: DatabaseSync,
  { documents, queues, deadLetters, streams }: Parts,
): Batches {
  const known = database.prepare("SELECT 1 FROM batch WHERE id = ?");
  const remember = database.prepare("INSERT INTO batch (id, at) VALUES (?, ?)");
  const forget = database.prepare(
    "DELETE FROM batch WHERE id IN (SELECT id FROM batch WHERE at < ? ORDER BY at LIMIT ?)",
  );

  /** Old dead letters are purged before items are settled, so that what dies here stays; new items come after it all. */
  function apply(batch: Batch, now: Instant): void {
    const { space, put = [], remove = [], append = [], enqueue = [], settle = [], purgeGroups } = batch;
    for (const key of remove) documents.remove(space, key);
    for (const document of put) documents.put(space, document, now);
    for (const entry of append) streams.append(space, entry);
    if (purgeGroups !== undefined) deadLetters.purge(space, purgeGroups);
    for (const { claimed, dead } of settle) queues.settle(claimed, dead, now);
    if (purgeGroups !== undefined) queues.purge(space, purgeGroups);
    for (const item of enqueue) queues.enqueue(space, item, now);
  }

  return {
    commit: (batch, now) => {
      const { id, space, expect = [], settle = [] } = batch;
      if (known.get(id) !== undefined) return "committed";
      if (expect.some(({ key, version }) => documents.version(space, key, now) !== version))
        return "conflict";
      if (settle.some(({ claimed }) => !queues.isHeld(claimed))) return "lost";
      apply(batch, now);
      remember.run(id, now);
      return "committed";
    },
    forget: (before, limit) => Number(forget.run(before, limit).changes),
  };
}
