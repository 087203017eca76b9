import type { DatabaseSync } from "node:sqlite";
import type { Put, Space, Versioned } from "../../ports/store.ts";
import type { Instant } from "../../ports/time.ts";

/** Documents; inside a transaction where it writes. An expired one is as good as absent, swept or not. */
export interface Documents {
  version(space: Space, key: string, now: Instant): number;
  read(space: Space, key: string, now: Instant): Versioned;
  list(space: Space, prefix: string, after: string, limit: number, now: Instant): Versioned[];
  put(space: Space, put: Put, now: Instant): void;
  remove(space: Space, key: string): void;
  /** Deletes up to `limit` expired ones; returns how many. */
  sweep(now: Instant, limit: number): number;
}

/**
 * First text after every text that begins so, in UTF-8 order; null where there is none. UTF-8 orders as code points do.
 */
export function afterPrefix(prefix: string): string | null {
  const points = [...prefix].map((character) => character.codePointAt(0) ?? 0);
  while (points.at(-1) === 0x10ffff) points.pop();
  const last = points.pop();
  if (last === undefined) return null;
  // Surrogates are no characters.
  return String.fromCodePoint(...points, last === 0xd7ff ? 0xe000 : last + 1);
}

export function createDocuments(database: DatabaseSync): Documents {
  const live = "(expires_at IS NULL OR expires_at > :now)";
  const one = database.prepare(
    `SELECT key, version, value FROM document WHERE space = :space AND key = :key AND ${live}`,
  );
  const versionOf = database.prepare(
    `SELECT version FROM document WHERE space = :space AND key = :key AND ${live}`,
  );
  const range = (end: string) =>
    database.prepare(
      `SELECT key, version, value FROM document
       WHERE space = :space AND key >= :prefix AND key > :after ${end} AND ${live} ORDER BY key LIMIT :limit`,
    );
  const bounded = range("AND key < :end");
  const unbounded = range("");
  const upsert = database.prepare(
    `INSERT INTO document (space, key, version, expires_at, value) VALUES (:space, :key, 1, :expiresAt, :value)
     ON CONFLICT (space, key) DO UPDATE SET
       version = CASE WHEN ${live} THEN version + 1 ELSE 1 END, expires_at = :expiresAt, value = :value`,
  );
  const remove = database.prepare("DELETE FROM document WHERE space = ? AND key = ?");
  const sweep = database.prepare(
    `DELETE FROM document WHERE id IN
       (SELECT id FROM document WHERE expires_at IS NOT NULL AND expires_at <= :now LIMIT :limit)`,
  );

  return {
    version: (space, key, now) => Number(versionOf.get({ space, key, now })?.version ?? 0),
    read: (space, key, now) =>
      (one.get({ space, key, now }) as unknown as Versioned | undefined) ?? { key, version: 0, value: null },
    list: (space, prefix, after, limit, now) => {
      const end = afterPrefix(prefix);
      const rows =
        end === null
          ? unbounded.all({ space, prefix, after, limit, now })
          : bounded.all({ space, prefix, after, limit, now, end });
      return rows as unknown as Versioned[];
    },
    put: (space, { key, value, expiresAt = null }, now) =>
      void upsert.run({ space, key, value, expiresAt, now }),
    remove: (space, key) => void remove.run(space, key),
    sweep: (now, limit) => Number(sweep.run({ now, limit }).changes),
  };
}
