import { writeFile } from "node:fs/promises";
import { today } from "../compose/today.ts";
import { monthBefore } from "../core/listening/digest.ts";
import { digestHtml, digestMarkdown } from "../text/digest.ts";
import { type Command, readOptions, UsageError } from "./command.ts";
import { withEditing } from "./editing.ts";

export const digest: Command = {
  name: "digest",
  summary: "the month for editors: what was asked, what had no answer, which misconceptions recur",
  help: `cli digest [--month YYYY-MM] [--html FILE | --json]

By default the month before this one, in Beijing, as Markdown. --html writes a page that prints. Counts of fewer than ten
persons are not told; nobody is named, and no units are compared. Turns are kept RETENTION_DAYS, so older months are empty.
The server sends the same to editors by itself, on the first working day of the next month.`,
  async run(args, terminal, config) {
    const values = readOptions(args, {
      month: { type: "string" },
      html: { type: "string" },
      json: { type: "boolean", default: false },
    });
    if (values.json && values.html !== undefined) throw new UsageError("--html or --json, not both");
    const month = values.month ?? monthBefore(today().slice(0, 7));
    if (!/^\d{4}-(?:0[1-9]|1[0-2])$/.test(month))
      throw new UsageError(`--month must be YYYY-MM, not ${JSON.stringify(month)}`);
    if (month > today().slice(0, 7))
      throw new UsageError(`--month ${month} has not begun; name this month or one before it`);
    const made = await withEditing(config, terminal, ({ digests }) => digests.of(month));
    if (values.json) terminal.out(`${JSON.stringify(made)}\n`);
    else if (values.html === undefined) terminal.out(digestMarkdown(made));
    else await writePage(values.html, digestHtml(made));
    return 0;
  },
};

/** @throws {UsageError} it cannot be written */
async function writePage(file: string, page: string): Promise<void> {
  try {
    await writeFile(file, page);
  } catch (error) {
    throw new UsageError(`cannot write ${file}: ${(error as NodeJS.ErrnoException).code ?? "unwritable"}`, {
      cause: error,
    });
  }
}
