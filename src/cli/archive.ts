import { createHash } from "node:crypto";
import { archiveFolder, readArchive } from "../adapters/archive/jsonl-archive.ts";
import { type ArchiveCheck, verifyArchive } from "../app/archive.ts";
import type { Store } from "../ports/store.ts";
import { AbsentError, type Command, readOptions } from "./command.ts";
import { withStore } from "./store.ts";

const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");

export const archiveVerify: Command = {
  name: "archive verify",
  summary: "check the archived copy of the audit log",
  help: `cli archive verify [--offline] [--json]

Checks every line of DATA_DIR/archive: its hash, that it follows the one before, and that the store holds the same entry;
--offline leaves the store out, for an archive that outlived it. The server writes the archive where REDIS_URL is set.
Exit 1 where an entry is wrong or missing, or a line is damaged.
--json: {"ok","compared","damaged","streams":[{"stream","entries","first","last":{"sequence","hash"},"wrong","missing"}]}`,
  async run(args, terminal, config) {
    const values = readOptions(args, {
      json: { type: "boolean", default: false },
      offline: { type: "boolean", default: false },
    });
    const check = (store: Store | null) =>
      verifyArchive(readArchive(archiveFolder(config.DATA_DIR)), store, sha256);
    const { streams, damaged } = values.offline
      ? await check(null)
      : await withStore(config, ({ kept }) => check(kept));
    if (streams.length + damaged === 0)
      throw new AbsentError(
        `${archiveFolder(config.DATA_DIR)} holds no archive; set DATA_DIR to its folder's parent`,
      );
    const ok = damaged === 0 && streams.every(isWhole);
    if (values.json) terminal.out(`${JSON.stringify({ ok, compared: !values.offline, damaged, streams })}\n`);
    else {
      for (const stream of streams) terminal.out(`${describe(stream)}\n`);
      if (damaged > 0) terminal.out(`${damaged} damaged lines\n`);
      terminal.out(ok ? "whole\n" : "broken\n");
    }
    return ok ? 0 : 1;
  },
};

const isWhole = ({ wrong, missing }: ArchiveCheck): boolean => wrong.length + missing.length === 0;

/** Wrong entries named at most; more are counted. */
const namedAtMost = 5;

function describe({ stream, entries, first, last, wrong, missing }: ArchiveCheck): string {
  const problems = [
    ...missing.map(([from, to]) => `missing ${from}–${to}`),
    ...wrong.slice(0, namedAtMost).map((sequence) => `wrong ${sequence}`),
    ...(wrong.length > namedAtMost ? [`and ${wrong.length - namedAtMost} more wrong`] : []),
  ];
  const state =
    problems.length === 0 ? `ok      last ${last.sequence} ${last.hash}` : `BROKEN  ${problems.join(", ")}`;
  return `${stream.padEnd(24)}${String(entries).padStart(9)}  from ${first}  ${state}`;
}
