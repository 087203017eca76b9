/**
 * Queues. An item carries one instant, `due`: when it may be claimed, or, while it is claimed, when its lease ends; so
 * that taking over a lapsed lease is the same as claiming. Only the head of a group can be claimed; taking it out makes
 * the next one head. The lease is the number of the attempt, which rises at each claim and is never reused.
 */
import type { DatabaseSync } from "node:sqlite";
import type { Claimed, Enqueue, QueueState, Space } from "../../ports/store.ts";
import type { Instant } from "../../ports/time.ts";

/** Inside a transaction where it writes. */
export interface Queues {
  enqueue(space: Space, item: Enqueue, now: Instant): void;
  /** Whether a claim would find anything. */
  hasDue(queue: string, now: Instant): boolean;
  claim(queue: string, worker: string, until: Instant, limit: number, now: Instant): Claimed[];
  /** Whether the lease still stands: nobody else has claimed the item since, and it is there. */
  isHeld(claimed: Claimed): boolean;
  release(claimed: Claimed, due: Instant): void;
  /** Ends every lease; the attempts stay counted. */
  endLeases(now: Instant): void;
  /** Takes a held item out; dead, it goes to the dead letters. */
  settle(claimed: Claimed, dead: string | null, now: Instant): void;
  /** Takes out every item of the group and of groups below it, claimed or not. */
  purge(space: Space, group: string): void;
  /** Moves every time that lies ahead of `now` by so many milliseconds towards it: the clock was set back. */
  advance(by: number, now: Instant): void;
  /** Takes every item of such groups to the dead letters, claimed or not; returns how many. */
  bury(queue: string, isMeant: (group: string) => boolean, reason: string, now: Instant): number;
  states(now: Instant): QueueState[];
}

interface Row {
  readonly id: number;
  readonly space: string;
  readonly in_group: string;
  readonly payload: string;
  readonly attempts: number;
  readonly enqueued_at: number;
}

/** Deletes the rows of a group, and of groups that begin with it and a `/`, from a table. */
export function createPurge(
  database: DatabaseSync,
  table: "item" | "dead_letter",
): (space: Space, group: string) => void {
  // `0` follows `/`: the range holds whatever begins with the group and a slash.
  const rows = database.prepare(
    `DELETE FROM ${table} WHERE space = :space
     AND (in_group = :group OR (in_group >= :group || '/' AND in_group < :group || '0'))`,
  );
  return (space, group) => void rows.run({ space, group });
}

export function createQueues(database: DatabaseSync): Queues {
  const insert = database.prepare(
    `INSERT INTO item (queue, space, in_group, attempts, enqueued_at, due, payload, head)
     VALUES (:queue, :space, :group, 0, :now, :due, :payload,
       NOT EXISTS (SELECT 1 FROM item WHERE queue = :queue AND space = :space AND in_group = :group))`,
  );
  const due = "FROM item WHERE queue = ? AND head = 1 AND due <= ?";
  const anyDue = database.prepare(`SELECT 1 ${due} LIMIT 1`);
  const nextDue = database.prepare(
    `SELECT id, space, in_group, attempts, enqueued_at, payload ${due} ORDER BY due, id LIMIT ?`,
  );
  const hold = database.prepare("UPDATE item SET attempts = ?, holder = ?, due = ? WHERE id = ?");
  const held = "id = ? AND queue = ? AND space = ? AND attempts = ? AND holder IS NOT NULL";
  const isHeld = database.prepare(`SELECT 1 FROM item WHERE ${held}`);
  const release = database.prepare(`UPDATE item SET holder = NULL, due = ? WHERE ${held}`);
  const endLeases = database.prepare("UPDATE item SET holder = NULL, due = ? WHERE holder IS NOT NULL");
  const advance = database.prepare("UPDATE item SET due = max(due - ?1, ?2) WHERE due > ?2");
  const bury = database.prepare(
    `INSERT INTO dead_letter (queue, space, in_group, attempts, enqueued_at, died_at, reason, payload)
     SELECT queue, space, in_group, attempts, enqueued_at, ?, ?, payload FROM item WHERE id = ?`,
  );
  const remove = database.prepare("DELETE FROM item WHERE id = ?");
  const all = database.prepare("SELECT id, in_group FROM item WHERE queue = ? ORDER BY id");
  const promote = database.prepare(
    `UPDATE item SET head = 1 WHERE id =
       (SELECT min(id) FROM item WHERE queue = ? AND space = ? AND in_group = ?)`,
  );
  const purge = createPurge(database, "item");
  // Counted on an index alone: the rows hold payloads, and somebody asks every few seconds. Only heads are claimed, and
  // numbers rise with time.
  const states = database.prepare(
    `WITH held AS (SELECT queue, count(*) AS total, min(id) AS oldest FROM item INDEXED BY item_group GROUP BY queue),
       each AS (
         SELECT queue, total,
           (SELECT count(*) FROM item WHERE item.queue = held.queue AND head = 1 AND due > :now AND holder IS NOT NULL)
             AS claimed,
           0 AS dead, (SELECT enqueued_at FROM item WHERE id = oldest) AS oldest
         FROM held
         UNION ALL SELECT queue, 0, 0, count(*), NULL FROM dead_letter GROUP BY queue)
     SELECT queue, sum(total) - sum(claimed) AS waiting, sum(claimed) AS claimed, sum(dead) AS dead,
       min(oldest) AS oldestAt
     FROM each GROUP BY queue ORDER BY queue`,
  );

  const leaseOf = ({ item, queue, space, lease }: Claimed) =>
    [Number(item), queue, space, Number(lease)] as const;

  return {
    enqueue: (space, { queue, group, payload, dueAt }, now) =>
      void insert.run({ queue, space, group, payload, now, due: dueAt ?? now }),
    hasDue: (queue, now) => anyDue.get(queue, now) !== undefined,
    claim: (queue, worker, until, limit, now) =>
      (nextDue.all(queue, now, limit) as unknown as Row[]).map((row) => {
        const attempts = row.attempts + 1;
        hold.run(attempts, worker, until, row.id);
        return {
          queue,
          space: row.space,
          group: row.in_group,
          item: String(row.id),
          payload: row.payload,
          attempts,
          enqueuedAt: row.enqueued_at,
          lease: String(attempts),
        };
      }),
    isHeld: (claimed) => isHeld.get(...leaseOf(claimed)) !== undefined,
    release: (claimed, at) => void release.run(at, ...leaseOf(claimed)),
    endLeases: (now) => void endLeases.run(now),
    advance: (by, now) => void advance.run(by, now),
    settle: ({ item, queue, space, group }, dead, now) => {
      if (dead !== null) bury.run(now, dead, Number(item));
      remove.run(Number(item));
      promote.run(queue, space, group);
    },
    purge,
    bury: (queue, isMeant, reason, now) => {
      const meant = (all.all(queue) as unknown as Row[]).filter((row) => isMeant(row.in_group));
      for (const { id } of meant) {
        bury.run(now, reason, id);
        remove.run(id);
      }
      return meant.length;
    },
    states: (now) => states.all({ now }) as unknown as QueueState[],
  };
}
