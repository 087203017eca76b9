/** What can be wrong with a store in files, and SQLite's own errors turned into ours. */
import { StoreFullError, StoreUnavailableError } from "../../ports/store.ts";

/** The folder holds no store. */
export class StoreAbsentError extends Error {
  readonly code = "store.absent";

  constructor(directory: string) {
    super(`no store in ${directory}; the first start of the server makes one, or set DATA_DIR to its folder`);
    this.name = "StoreAbsentError";
  }
}

/** The folder cannot be made, or not written to. */
export class StoreFolderError extends Error {
  readonly code = "store.folder";

  constructor(directory: string, cause: Error) {
    super(
      `${directory} cannot be used (${cause.message}); set DATA_DIR to a folder that this user may write to`,
      {
        cause,
      },
    );
    this.name = "StoreFolderError";
  }
}

/** The store was written by a newer version of the program. */
export class StoreSchemaError extends Error {
  readonly code = "store.schema";

  constructor(file: string, found: number, known: number) {
    super(
      `${file} has schema ${found} and this version knows up to ${known}; start the newer version, or restore an older backup`,
    );
    this.name = "StoreSchemaError";
  }
}

/** The file is damaged, or no store at all. */
export class StoreCorruptError extends Error {
  readonly code = "store.corrupt";

  constructor(file: string, problem: string, options?: ErrorOptions) {
    super(
      `${file} is damaged or no store (${problem}); stop the server and bring back a backup: cli restore FILE`,
      options,
    );
    this.name = "StoreCorruptError";
  }
}

/** Anything else SQLite complains about. */
export class StoreFailedError extends Error {
  readonly code = "store.failed";
  /** SQLite's extended result code. */
  readonly sqlite: number;

  constructor(sqlite: number, message: string, options?: ErrorOptions) {
    super(`the store failed: ${message} (SQLite ${sqlite})`, options);
    this.name = "StoreFailedError";
    this.sqlite = sqlite;
  }
}

interface SqliteError extends Error {
  readonly errcode: number;
}

const isSqliteError = (error: unknown): error is SqliteError =>
  error instanceof Error && (error as NodeJS.ErrnoException).code === "ERR_SQLITE_ERROR";

/** Primary result codes of SQLite that we tell apart. */
const primary = {
  busy: 5,
  locked: 6,
  memory: 7,
  io: 10,
  corrupt: 11,
  full: 13,
  open: 14,
  protocol: 15,
  notStore: 26,
};
const passing: readonly number[] = [
  primary.busy,
  primary.locked,
  primary.memory,
  primary.io,
  primary.open,
  primary.protocol,
];

/** Whether another connection stood in the way. */
export const isBusy = (error: unknown): boolean =>
  isSqliteError(error) && (error.errcode & 0xff) === primary.busy;

/** The error as the port knows it; what does not come from SQLite is given back as it is. */
export function storeError(error: unknown, file: string): unknown {
  if (!isSqliteError(error)) return error;
  const code = error.errcode & 0xff;
  const cause = { cause: error };
  if (code === primary.full)
    return new StoreFullError(`${file} cannot grow, the disk is full; free space on it`, cause);
  if (passing.includes(code))
    return new StoreUnavailableError(
      `${file} did not answer: ${error.message} (SQLite ${error.errcode})`,
      cause,
    );
  if (code === primary.corrupt || code === primary.notStore)
    return new StoreCorruptError(file, error.message, cause);
  return new StoreFailedError(error.errcode, error.message, cause);
}
