import { type OpenedStore, openStore } from "../compose/store.ts";
import type { Config } from "../config.ts";
import { AbsentError, UsageError } from "./command.ts";

/**
 * Works on the store beside a running server, and closes it.
 *
 * @throws {AbsentError} there is none, it cannot be used, or it holds what no key opens
 */
export const withStore = <Result>(
  config: Config,
  work: (opened: OpenedStore) => Promise<Result>,
): Promise<Result> =>
  needingStore(async () => {
    const opened = await openStore(config, { exclusive: false, create: false, what: "rongcuo cli" });
    try {
      return await work(opened);
    } finally {
      await opened.kept.close();
    }
  });

/** Turns what is wrong with a store into "a needed thing is absent". */
export async function needingStore<Result>(work: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const { code, message } = error as { readonly code?: unknown; readonly message: string };
    if (typeof code === "string" && /^(?:store|seal)\./.test(code))
      throw new AbsentError(message, { cause: error });
    throw error;
  }
}

/**
 * Work on the one file a command names.
 *
 * @param remedy what to name instead
 * @throws {UsageError} the system cannot read or write the file
 */
export async function needingAccess<Result>(
  file: string,
  remedy: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    // Of a failed connection, too, the system tells; it is not about the file.
    if (!fileCalls.has(syscall ?? "")) throw error;
    throw new UsageError(`cannot use ${file}: ${code}; ${remedy}`, { cause: error });
  }
}

/** Calls of the system that are about files. */
const fileCalls: ReadonlySet<string> = new Set(["open", "read", "write", "copyfile", "fsync", "stat"]);

/** For commands about the file of the embedded store. @throws {UsageError} the store is Redis */
export function needingFile(config: Config, command: string): void {
  if (config.REDIS_URL !== undefined)
    throw new UsageError(
      `${command} is for the embedded store, and REDIS_URL is set; use your Redis' own backups (its append-only file or a ` +
        'snapshot), or "cli store export"',
    );
}
