import { inert } from "../adapters/channels/terminal.ts";
import { gapKinds, listGaps } from "../app/gaps.ts";
import { type Command, readOptions, UsageError } from "./command.ts";
import { withStore } from "./store.ts";

export const gaps: Command = {
  name: "gaps",
  summary: "list what was not answered, found wrong or complained of",
  help: `cli gaps [--json] [--kind unanswered|feedback|complaint]

Questions (masked), reasons and verdicts, without whose they are; the oldest first. With --json one object a line.`,
  async run(args, terminal, config) {
    const values = readOptions(args, { json: { type: "boolean" }, kind: { type: "string" } });
    const { kind } = values;
    if (kind !== undefined && !(gapKinds as readonly string[]).includes(kind))
      throw new UsageError(`--kind takes one of ${gapKinds.join(", ")}, not "${kind}"`);
    const found = await withStore(config, ({ store }) => listGaps(store));
    for (const { at, ...gap } of found.filter((one) => kind === undefined || one.kind === kind)) {
      const when = new Date(at).toISOString();
      terminal.out(
        values.json === true
          ? `${JSON.stringify({ at: when, ...gap })}\n`
          : `${when}  ${gap.kind.padEnd(10)}  ${gap.detail.padEnd(14)}  ${inert(gap.text.replaceAll(/\s+/g, " "))}\n`,
      );
    }
    return 0;
  },
};
