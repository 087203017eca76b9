import { StoreCorruptError, StoreSchemaError } from "../adapters/stores/errors.ts";
import { BackupMissingError, restoreStore } from "../adapters/stores/restore.ts";
import { outboxQueue } from "../app/flow/keys.ts";
import { oneFile } from "./backup.ts";
import { type Command, readArguments, UsageError } from "./command.ts";
import { needingAccess, needingFile, needingStore } from "./store.ts";

/** Channels that show a message sent twice once. */
const safePrefixes = ["web:", "terminal:"];

export const restore: Command = {
  name: "restore",
  summary: "put a backup in the place of the store",
  help: `cli restore FILE [--json]

Refused while a server or chat holds DATA_DIR. The backup is checked first; the store that was there is kept beside under
a dated name. Messages that may have been sent after the backup was made go to the dead letters with the reason
"restored", where their channel would show them twice.
Prints {"file","replaced","set_aside"}; "replaced" is null where there was no store.`,
  async run(args, terminal, config) {
    const { values, positionals } = readArguments(args, { json: { type: "boolean", default: false } });
    const file = oneFile(positionals);
    needingFile(config, "cli restore");
    try {
      const { replaced, setAside } = await needingAccess(
        file,
        'name a file that "cli backup" has made, and a DATA_DIR that is writable',
        () =>
          needingStore(() =>
            restoreStore(file, config.DATA_DIR, {
              clock: Date.now,
              what: "cli restore",
              outbox: outboxQueue,
              safePrefixes,
            }),
          ),
      );
      if (values.json) terminal.out(`${JSON.stringify({ file, replaced, set_aside: setAside })}\n`);
      else
        terminal.out(
          `restored ${file}; ${setAside} messages set aside; ${replaced === null ? "there was no store before" : `the store before is ${replaced}`}\n`,
        );
      return 0;
    } catch (error) {
      const cause = (error as Error).cause;
      if (cause instanceof StoreCorruptError)
        throw new UsageError(`${file} is damaged or no backup of this program; name another file`, { cause });
      if (cause instanceof BackupMissingError || cause instanceof StoreSchemaError)
        throw new UsageError(cause.message, { cause });
      throw error;
    }
  },
};
