import { createHash } from "node:crypto";
import { verifyAudit } from "../app/audit.ts";
import { type Command, readOptions } from "./command.ts";
import { withStore } from "./store.ts";

export const auditVerify: Command = {
  name: "audit verify",
  summary: "check that the audit log was not changed",
  help: `cli audit verify [--json]

Recomputes the hash chain of every stream; the server may run. Exit 1 where a chain is broken, naming the first entry
that is wrong or missing. Keep the last sequence and hash of each stream on another machine: whoever can write to the
store could compute a whole chain anew, and only a comparison with them shows it.
--json: {"ok","streams":[{"space","stream","entries","ok","broken_at","last":{"sequence","hash"}}]}`,
  async run(args, terminal, config) {
    const values = readOptions(args, { json: { type: "boolean", default: false } });
    return withStore(config, async ({ kept: store }) => {
      const streams = await verifyAudit(store, (text) =>
        createHash("sha256").update(text, "utf8").digest("hex"),
      );
      const ok = streams.every((check) => check.ok);
      if (values.json) {
        const shown = streams.map(({ brokenAt, ...check }) => ({ ...check, broken_at: brokenAt }));
        terminal.out(`${JSON.stringify({ ok, streams: shown })}\n`);
        return ok ? 0 : 1;
      }
      for (const { space, stream, entries, brokenAt, last } of streams)
        terminal.out(
          `${`${space}/${stream}`.padEnd(24)}${String(entries).padStart(9)}  ${
            brokenAt === null ? `ok      last ${last.sequence} ${last.hash}` : `BROKEN  at ${brokenAt}`
          }\n`,
        );
      terminal.out(ok ? "whole\n" : "broken\n");
      return ok ? 0 : 1;
    });
  },
};
