import type { DatabaseSync } from "node:sqlite";
import type { DeadLetter, Space } from "../../ports/store.ts";
import type { Instant } from "../../ports/time.ts";
import { createPurge, type Queues } from "./queues.ts";

/** Dead letters (死信); inside a transaction where it writes. */
export interface DeadLetters {
  list(queue: string | null, after: number, limit: number): DeadLetter[];
  revive(id: number, now: Instant): boolean;
  discard(id: number): boolean;
  /** Deletes every dead letter of the group and of groups below it. */
  purge(space: Space, group: string): void;
}

/** The number of a dead letter or item from its id; null where it is none. */
export const numberOf = (id: string): number | null => (/^[1-9]\d{0,15}$/.test(id) ? Number(id) : null);

export function createDeadLetters(database: DatabaseSync, queues: Queues): DeadLetters {
  const columns = `CAST(id AS TEXT) AS id, queue, space, in_group AS "group", payload, attempts,
    enqueued_at AS enqueuedAt, died_at AS diedAt, reason`;
  const list = database.prepare(
    `SELECT ${columns} FROM dead_letter WHERE dead_letter.id > ? AND (?2 IS NULL OR queue = ?2)
     ORDER BY dead_letter.id LIMIT ?3`,
  );
  const one = database.prepare(`SELECT ${columns} FROM dead_letter WHERE dead_letter.id = ?`);
  const remove = database.prepare("DELETE FROM dead_letter WHERE id = ?");
  return {
    list: (queue, after, limit) => list.all(after, queue, limit) as unknown as DeadLetter[],
    revive: (id, now) => {
      const letter = one.get(id) as unknown as DeadLetter | undefined;
      if (letter === undefined) return false;
      queues.enqueue(letter.space, letter, now);
      remove.run(id);
      return true;
    },
    discard: (id) => remove.run(id).changes === 1,
    purge: createPurge(database, "dead_letter"),
  };
}
