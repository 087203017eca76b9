import { BackupExistsError, backupStore } from "../adapters/stores/backup.ts";
import { type Command, readArguments, UsageError } from "./command.ts";
import { needingFile, needingStore } from "./store.ts";

/** The one file a command names. */
export function oneFile(positionals: readonly string[]): string {
  const [file] = positionals;
  if (file === undefined || file === "" || positionals.length > 1) throw new UsageError("one FILE is needed");
  return file;
}

export const backup: Command = {
  name: "backup",
  summary: "copy the store into one file, beside a running server",
  help: `cli backup FILE [--json]

The store as it stands at one instant, checked and readable by its owner only; an existing file is never overwritten.
Texts stay encrypted as in the store: keep DATA_KEY apart from the backup, and do not lose it.
Prints {"file","bytes"}.`,
  async run(args, terminal, config) {
    const { values, positionals } = readArguments(args, { json: { type: "boolean", default: false } });
    const file = oneFile(positionals);
    needingFile(config, "cli backup");
    try {
      const made = await needingStore(() => backupStore(config.DATA_DIR, file));
      terminal.out(values.json ? `${JSON.stringify(made)}\n` : `${made.file}: ${made.bytes} bytes\n`);
      return 0;
    } catch (error) {
      const cause = (error as Error).cause;
      if (cause instanceof BackupExistsError) throw new UsageError(cause.message, { cause });
      const { code, syscall } = error as NodeJS.ErrnoException;
      if (syscall !== undefined)
        throw new UsageError(
          `cannot write ${file}: ${code}; name a file in a folder that is there and writable`,
          {
            cause: error,
          },
        );
      throw error;
    }
  },
};
