/**
 * Vectors on disk: `DIRECTORY/vectors.sqlite`, one row a text and model, keyed by the text's SHA-256.
 *
 * It is a cache: whatever cannot be read as it was written is left out and told, and the vectors are computed again. A write is
 * one transaction, so a process may die anywhere; several processes may share the file.
 */
import { createHash } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { crc32 } from "node:zlib";
import type { VectorStore } from "../../ports/vectors.ts";

/** The folder cannot hold vectors: it is a file, or may not be written, or the disk is full. */
export class VectorsUnusableError extends Error {
  readonly code = "vectors.unusable";

  constructor(directory: string, cause: unknown) {
    super(
      `cannot keep vectors in ${directory} (${(cause as Error).message}); give DATA_DIR a folder that may be written`,
      { cause },
    );
    this.name = "VectorsUnusableError";
  }
}

export interface SqliteVectorsOptions {
  /** Made where it does not exist. */
  readonly directory: string;
  /** What an operator should know: what was damaged and is computed again. */
  readonly warn: (message: string) => void;
}

const waitMilliseconds = 2_000;
/** SQLite's CORRUPT and NOTADB. */
const damage: ReadonlySet<number> = new Set([11, 26]);

const isDamage = (error: unknown): boolean =>
  damage.has(((error as { errcode?: number }).errcode ?? 0) & 0xff);

interface Opened {
  readonly database: DatabaseSync;
  readonly held: StatementSync;
  readonly put: StatementSync;
}

function open(file: string): Opened {
  const database = new DatabaseSync(file, { timeout: waitMilliseconds });
  try {
    database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      CREATE TABLE IF NOT EXISTS vector (
        model TEXT NOT NULL, hash BLOB NOT NULL, vector BLOB NOT NULL, checksum INTEGER NOT NULL,
        PRIMARY KEY (model, hash)
      );
    `);
    return {
      database,
      held: database.prepare("SELECT vector, checksum FROM vector WHERE model = ? AND hash = ?"),
      put: database.prepare("INSERT OR REPLACE INTO vector VALUES (?, ?, ?, ?)"),
    };
  } catch (error) {
    database.close();
    throw error;
  }
}

const hashOf = (text: string): Uint8Array => createHash("sha256").update(text, "utf8").digest();

/** Over the key, too: a row that holds another row's vector does not pass. */
const checksumOf = (hash: Uint8Array, vector: Uint8Array): number => crc32(vector, crc32(hash));

/** @throws {VectorsUnusableError} */
export function createSqliteVectors({ directory, warn }: SqliteVectorsOptions): VectorStore {
  const file = join(directory, "vectors.sqlite");

  const discard = (): void => {
    warn(`${file} is damaged; its vectors are computed again`);
    for (const ending of ["", "-wal", "-shm"]) rmSync(`${file}${ending}`, { force: true });
  };

  const openWhole = (): Opened => {
    try {
      return open(file);
    } catch (error) {
      if (!isDamage(error)) throw error;
      discard();
      return open(file);
    }
  };

  /** Works on the file; where that proves damaged, once more on a new one. */
  const work = <Result>(use: (opened: Opened) => Result): Result => {
    try {
      return use(opened);
    } catch (error) {
      if (!isDamage(error)) throw new VectorsUnusableError(directory, error);
      opened.database.close();
      discard();
      opened = open(file);
      return use(opened);
    }
  };

  let opened: Opened;
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    opened = openWhole();
  } catch (error) {
    throw new VectorsUnusableError(directory, error);
  }

  return {
    read: (model, texts) =>
      work(({ held }) => {
        let damaged = 0;
        const vectors = texts.map((text) => {
          const hash = hashOf(text);
          const row = held.get(model, hash);
          if (row === undefined) return null;
          const bytes = row.vector as Uint8Array;
          const whole = bytes.length % 4 === 0 && checksumOf(hash, bytes) === row.checksum;
          if (!whole) damaged++;
          // A copy, since the bytes need not begin where numbers may.
          return whole ? new Float32Array(bytes.slice().buffer) : null;
        });
        if (damaged > 0) warn(`${damaged} vectors in ${file} are damaged; they are computed again`);
        return vectors;
      }),

    write: (model, texts, vectors) =>
      work(({ database, put }) => {
        database.exec("BEGIN IMMEDIATE");
        try {
          for (const [at, vector] of vectors.entries()) {
            const hash = hashOf(texts[at] ?? "");
            const bytes = new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
            put.run(model, hash, bytes, checksumOf(hash, bytes));
          }
          database.exec("COMMIT");
        } catch (error) {
          if (database.isTransaction) database.exec("ROLLBACK");
          throw error;
        }
      }),

    prune: (model, texts) =>
      work(({ database }) => {
        database.exec("CREATE TEMP TABLE IF NOT EXISTS wanted (hash BLOB PRIMARY KEY); DELETE FROM wanted");
        const want = database.prepare("INSERT OR IGNORE INTO wanted VALUES (?)");
        database.exec("BEGIN IMMEDIATE");
        try {
          for (const text of texts) want.run(hashOf(text));
          const others = database.prepare("DELETE FROM vector WHERE model <> ?").run(model);
          const stale = database
            .prepare("DELETE FROM vector WHERE model = ? AND hash NOT IN (SELECT hash FROM wanted)")
            .run(model);
          database.exec("COMMIT");
          return { stale: Number(stale.changes), otherModels: Number(others.changes) };
        } catch (error) {
          if (database.isTransaction) database.exec("ROLLBACK");
          throw error;
        }
      }),

    close: () => opened.database.close(),
  };
}
