/**
 * A passage store (条文库): passages of an organisation's own texts in one SQLite file, written all or nothing.
 *
 * `DIR/passages.sqlite`, one row a passage. An import is one transaction, so that a reader sees the store before or after
 * it, never between, and a malformed line leaves it as it was.
 */
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { z } from "zod";

/** One line of an import, as CONTRACTS fixes it: unknown keys are ignored, null counts as left out. */
const optionalText = z
  .string()
  .nullish()
  .transform((value) => value ?? "");
export const ImportedPassage = z.object({
  // A lone surrogate has no UTF-8 form: two such ids would be stored as one.
  id: z
    .string()
    .min(1)
    .refine((id) => id.isWellFormed(), "must be well-formed Unicode"),
  text: z.string().refine((text) => text.trim() !== "", "must not be empty"),
  title: optionalText,
  article: optionalText,
  section: optionalText,
  date: z.iso
    .date()
    .nullish()
    .transform((value) => value ?? ""),
  category: optionalText,
});
export type ImportedPassage = z.infer<typeof ImportedPassage>;

/** A line of an import that cannot be taken; nothing was stored. */
export class ImportLineError extends Error {
  readonly code = "knowledge.import-line";
  readonly line: number;

  constructor(line: number, reason: string) {
    super(`line ${line}: ${reason}`);
    this.name = "ImportLineError";
    this.line = line;
  }
}

/** The folder holds no passage store. */
export class StoreMissingError extends Error {
  readonly code = "knowledge.store-missing";

  constructor(directory: string) {
    super(
      `no passage store in ${directory}; fill one with: cli knowledge import-jsonl FILE --store ${directory}`,
    );
    this.name = "StoreMissingError";
  }
}

/** Reads the lines of an import; empty lines are skipped. @throws {ImportLineError} at the first malformed line */
export function parseImport(bytes: Uint8Array): ImportedPassage[] {
  const passages: ImportedPassage[] = [];
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let line = 0;
  for (let start = 0; start < bytes.length; ) {
    line++;
    const newline = bytes.indexOf(10, start);
    const end = newline === -1 ? bytes.length : newline;
    let text: string;
    try {
      text = decoder.decode(bytes.subarray(start, end));
    } catch {
      throw new ImportLineError(line, "is not UTF-8; save the file as UTF-8");
    }
    start = end + 1;
    if (text.trim() === "") continue;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw new ImportLineError(line, 'is not JSON; each line must be one object with "id" and "text"');
    }
    const parsed = ImportedPassage.safeParse(value);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      throw new ImportLineError(
        line,
        `${issue?.path.join(".") || "value"}: ${issue?.message ?? "does not fit"}`,
      );
    }
    passages.push(parsed.data);
  }
  return passages;
}

export interface ImportCounts {
  readonly imported: number;
  readonly updated: number;
  /** Already held, the same in every field. */
  readonly skipped: number;
}

const fields = ["id", "text", "title", "article", "section", "date", "category"] as const;
const fileIn = (directory: string): string => join(directory, "passages.sqlite");

function open(directory: string, readOnly: boolean): DatabaseSync {
  const database = new DatabaseSync(fileIn(directory), { readOnly });
  database.exec("PRAGMA busy_timeout = 10000");
  return database;
}

/** The folder cannot hold a store: it is a file, or may not be written. */
export class StoreUnusableError extends Error {
  readonly code = "knowledge.store-unusable";

  constructor(directory: string, cause: unknown) {
    const reason = (cause as NodeJS.ErrnoException).code ?? (cause as Error).message;
    super(
      `cannot write a passage store in ${directory} (${reason}); give --store a folder that may be written`,
      { cause },
    );
    this.name = "StoreUnusableError";
  }
}

function openForWriting(directory: string): DatabaseSync {
  try {
    mkdirSync(directory, { recursive: true });
    return open(directory, false);
  } catch (error) {
    throw new StoreUnusableError(directory, error);
  }
}

/** Upserts by id in one transaction. The folder is made where it does not exist. */
export function importPassages(directory: string, passages: readonly ImportedPassage[]): ImportCounts {
  const database = openForWriting(directory);
  try {
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    database.exec("BEGIN IMMEDIATE");
    database.exec(
      `CREATE TABLE IF NOT EXISTS passage (${fields.map((field) => `${field} TEXT NOT NULL${field === "id" ? " PRIMARY KEY" : ""}`).join(", ")}) WITHOUT ROWID`,
    );
    const held = database.prepare("SELECT * FROM passage WHERE id = ?");
    const put = database.prepare(
      `INSERT OR REPLACE INTO passage (${fields.join(", ")}) VALUES (${fields.map(() => "?").join(", ")})`,
    );
    const counts = { imported: 0, updated: 0, skipped: 0 };
    for (const passage of passages) {
      const before = held.get(passage.id);
      if (before !== undefined && fields.every((field) => before[field] === passage[field])) counts.skipped++;
      else {
        counts[before === undefined ? "imported" : "updated"]++;
        put.run(...fields.map((field) => passage[field]));
      }
    }
    database.exec("COMMIT");
    return counts;
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  } finally {
    database.close();
  }
}

/** All passages of a store, by id. @throws {StoreMissingError} */
export function readPassages(directory: string): ImportedPassage[] {
  if (!existsSync(fileIn(directory))) throw new StoreMissingError(directory);
  const database = open(directory, true);
  try {
    // A first import under way, or one that failed, leaves a file without the table.
    if (database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'passage'").get() === undefined)
      throw new StoreMissingError(directory);
    return database
      .prepare(`SELECT ${fields.join(", ")} FROM passage ORDER BY id`)
      .all() as unknown as ImportedPassage[];
  } finally {
    database.close();
  }
}
