import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { open, rm } from "node:fs/promises";
import { createInterface } from "node:readline";
import { forgetEpoch } from "../adapters/stores/redis/epoch-file.ts";
import { exportStore, type Holding, importStore, TransferFileError } from "../app/transfer.ts";
import { openTransfer } from "../compose/store.ts";
import type { Config } from "../config.ts";
import type { Transfer } from "../ports/transfer.ts";
import { oneFile } from "./backup.ts";
import {
  AbsentError,
  type Command,
  readArguments,
  readOptions,
  type Terminal,
  UsageError,
} from "./command.ts";
import { needingAccess, needingStore } from "./store.ts";

const tools = {
  clock: Date.now,
  sha256: (text: string): string => createHash("sha256").update(text, "utf8").digest("hex"),
};

const withTransfer = <Result>(
  config: Config,
  create: boolean,
  terminal: Terminal,
  work: (transfer: Transfer) => Promise<Result>,
): Promise<Result> =>
  needingStore(async () => {
    const transfer = await openTransfer(config, {
      create,
      what: "cli store",
      warn: (message) => terminal.err(`${message}\n`),
    });
    try {
      return await work(transfer);
    } finally {
      await transfer.close();
    }
  });

function report(terminal: Terminal, file: string, { counts, digest }: Holding, json: boolean): void {
  if (json) terminal.out(`${JSON.stringify({ file, counts, digest })}\n`);
  else {
    for (const [kind, count] of Object.entries(counts))
      terminal.out(`${kind.padEnd(10)}${String(count).padStart(10)}\n`);
    terminal.out(`${digest}\n`);
  }
}

/** Lines are gathered, so that a large store is not written line by line. */
const gatheredBytes = 256 * 1024;

async function writeStore(transfer: Transfer, file: string): Promise<Holding> {
  const handle = await open(file, "ax", 0o600);
  try {
    let gathered = "";
    const holding = await exportStore(
      transfer,
      async (line) => {
        gathered += line;
        if (gathered.length < gatheredBytes) return;
        await handle.appendFile(gathered);
        gathered = "";
      },
      tools,
    );
    await handle.appendFile(gathered);
    await handle.sync();
    return holding;
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

export const storeExport: Command = {
  name: "store export",
  summary: "write everything the store holds into a file, to move it",
  help: `cli store export FILE [--json]

Of the store of REDIS_URL, or else of DATA_DIR; every server on it must be stopped. Texts stay encrypted as in the store: keep
DATA_KEY. What is claimed is given back; documents, queues, dead letters, the audit log and the ids of commits are moved.
Prints how much there is of each kind, and a hash over all of it that is the same in every kind of store.
--json: {"file","counts","digest"}`,
  async run(args, terminal, config) {
    const { values, positionals } = readArguments(args, { json: { type: "boolean", default: false } });
    const file = oneFile(positionals);
    if (existsSync(file)) throw new UsageError(`${file} is there already; name another file`);
    const holding = await withTransfer(config, false, terminal, (transfer) =>
      needingAccess(file, "name a new file in a folder that is there and writable", () =>
        writeStore(transfer, file),
      ),
    );
    report(terminal, file, holding, values.json);
    return 0;
  },
};

export const storeImport: Command = {
  name: "store import",
  summary: "put an exported store into an empty one, and compare",
  help: `cli store import FILE [--json]

Into the store of REDIS_URL, or else of DATA_DIR, which must be empty. The file is checked first; afterwards everything is
read back, and counts and hash are compared. Exit 1 where they differ.
--json: {"file","counts","digest"}`,
  async run(args, terminal, config) {
    const { values, positionals } = readArguments(args, { json: { type: "boolean", default: false } });
    const file = oneFile(positionals);
    if (!existsSync(file)) throw new UsageError(`${file} is not there`);
    const lines = () =>
      createInterface({ input: createReadStream(file, "utf8"), crlfDelay: Number.POSITIVE_INFINITY });
    try {
      const holding = await withTransfer(config, true, terminal, async (transfer) => {
        if (!(await transfer.isEmpty()))
          throw new UsageError(
            "the store is not empty; import into a new DATA_DIR, or another Redis or database of it",
          );
        return needingAccess(file, 'name a file that "cli store export" has made', () =>
          importStore(transfer, lines, tools),
        );
      });
      report(terminal, file, holding, values.json);
      return 0;
    } catch (error) {
      if (error instanceof TransferFileError)
        throw new UsageError(`${file}: ${error.message}`, { cause: error });
      if ((error as { code?: unknown }).code !== "transfer.mismatch") throw error;
      terminal.err(`${(error as Error).message}\n`);
      return 1;
    }
  },
};

export const storeForget: Command = {
  name: "store forget",
  summary: "no longer expect the Redis that was used before",
  help: `cli store forget

The server refuses a Redis that is empty or another than the one it has used, for what was stored would be missing without a
word. After this command the next start takes Redis as it is. Of all servers that share it, each has a DATA_DIR of its own.
Exit 3 where DATA_DIR remembers none.`,
  async run(args, terminal, config) {
    readOptions(args, {});
    if (!forgetEpoch(config.DATA_DIR))
      throw new AbsentError(
        `nothing to forget: ${config.DATA_DIR} remembers no Redis; set DATA_DIR to that of the server`,
      );
    terminal.out("forgotten\n");
    return 0;
  },
};
