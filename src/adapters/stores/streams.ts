import { createHash } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { type Append, type Entry, entryHashInput, type Space, type StreamHead } from "../../ports/store.ts";
import type { Instant } from "../../ports/time.ts";

/** Streams whose entries carry the hash of the one before; inside a transaction where it writes. */
export interface Streams {
  append(space: Space, append: Append): void;
  read(space: Space, stream: string, after: number, limit: number): Entry[];
  heads(): StreamHead[];
  /** Takes entries from the start, up to the first that is not before `before`; returns how many. */
  trim(space: Space, stream: string, before: Instant): number;
}

interface HeadRow {
  readonly space: string;
  readonly name: string;
  readonly base_sequence: number;
  readonly base_hash: string;
  readonly last_sequence: number;
  readonly last_hash: string;
}

const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");

export function createStreams(database: DatabaseSync): Streams {
  const create = database.prepare(
    `INSERT INTO stream (space, name, base_sequence, base_hash, last_sequence, last_hash) VALUES (?, ?, 0, '', 0, '')
     ON CONFLICT DO NOTHING`,
  );
  const head = database.prepare("SELECT * FROM stream WHERE space = ? AND name = ?");
  const heads = database.prepare("SELECT * FROM stream ORDER BY space, name");
  const setLast = database.prepare(
    "UPDATE stream SET last_sequence = ?, last_hash = ? WHERE space = ? AND name = ?",
  );
  const setBase = database.prepare(
    "UPDATE stream SET base_sequence = ?, base_hash = ? WHERE space = ? AND name = ?",
  );
  const insert = database.prepare(
    "INSERT INTO entry (space, stream, sequence, at, hash, body) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const read = database.prepare(
    `SELECT sequence, at, body, hash FROM entry WHERE space = ? AND stream = ? AND sequence > ?
     ORDER BY sequence LIMIT ?`,
  );
  const lastBefore = database.prepare(
    `SELECT sequence, hash FROM entry WHERE space = :space AND stream = :stream AND sequence < coalesce(
       (SELECT min(sequence) FROM entry WHERE space = :space AND stream = :stream AND at >= :before), 9e15)
     ORDER BY sequence DESC LIMIT 1`,
  );
  const cut = database.prepare("DELETE FROM entry WHERE space = ? AND stream = ? AND sequence <= ?");

  return {
    append: (space, { stream, at, body }) => {
      create.run(space, stream);
      const { last_sequence, last_hash } = head.get(space, stream) as unknown as HeadRow;
      const sequence = last_sequence + 1;
      const hash = sha256(entryHashInput(last_hash, { sequence, at, body }));
      insert.run(space, stream, sequence, at, hash, body);
      setLast.run(sequence, hash, space, stream);
    },
    read: (space, stream, after, limit) => read.all(space, stream, after, limit) as unknown as Entry[],
    heads: () =>
      (heads.all() as unknown as HeadRow[]).map((row) => ({
        space: row.space,
        stream: row.name,
        base: { sequence: row.base_sequence, hash: row.base_hash },
        last: { sequence: row.last_sequence, hash: row.last_hash },
      })),
    trim: (space, stream, before) => {
      const last = lastBefore.get({ space, stream, before }) as unknown as
        | Pick<Entry, "sequence" | "hash">
        | undefined;
      if (last === undefined) return 0;
      setBase.run(last.sequence, last.hash, space, stream);
      return Number(cut.run(space, stream, last.sequence).changes);
    },
  };
}
