/** What an editor does about one gap of the list. */
import { writeFile } from "node:fs/promises";
import { createAssistant } from "../app/assistant.ts";
import { today } from "../compose/today.ts";
import { unansweredComplaints, wordingsOf } from "../core/listening/gap-list.ts";
import type { Assistant } from "../ports/assistant.ts";
import type { AnswerResult } from "../ports/listening.ts";
import { answerResultWords } from "../text/gaps.ts";
import { type Command, readArguments, UsageError } from "./command.ts";
import { gapId, orNoGap, withEditing } from "./editing.ts";
import { day } from "./input.ts";

/** Longest name of whoever sees to a gap, reason, or answer, in characters. */
const nameLimit = 60;
const textLimit = 2_000;

/** Who acts, for the audit log. */
const by = "command-line";

/** @throws {UsageError} empty, or too long */
function textOf(what: string, text: string | undefined, limit: number): string {
  const trimmed = text?.trim() ?? "";
  if (trimmed === "" || [...trimmed].length > limit)
    throw new UsageError(`${what} must have 1 to ${limit} characters`);
  return trimmed;
}

/** @throws {UsageError} not one id alone */
function onlyId(positionals: readonly string[]): string {
  if (positionals.length !== 1) throw new UsageError("one id is needed; see --help");
  return gapId(positionals[0]);
}

export const gapsAssign: Command = {
  name: "gaps assign",
  summary: "say who sees to a gap, and until when",
  help: `cli gaps assign ID --to NAME [--due YYYY-MM-DD]

NAME is an editor or a unit as your organisation calls it. Without --due none is set: the organisation decides it. A closed
gap is open again with it.`,
  async run(args, terminal, config) {
    const { values, positionals } = readArguments(args, { to: { type: "string" }, due: { type: "string" } });
    const id = onlyId(positionals);
    const owner = textOf("--to", values.to, nameLimit);
    const due = values.due === undefined ? null : day("due", values.due);
    if (due !== null && due < today()) throw new UsageError(`--due ${due} is past; today or later`);
    const gap = orNoGap(
      await withEditing(config, terminal, ({ editing }) =>
        editing.act(id, { type: "assign", owner, due }, by),
      ),
      id,
    );
    terminal.out(`${JSON.stringify({ id: gap.id, state: gap.state, owner, due })}\n`);
    return 0;
  },
};

export const gapsName: Command = {
  name: "gaps name",
  summary: "say what a gap is about, in the words the digest uses",
  help: `cli gaps name ID TOPIC…

The monthly digest shows TOPIC for the gap, instead of what people wrote or what is nearest in the knowledge base. A second
call replaces the first.`,
  async run(args, terminal, config) {
    const { positionals } = readArguments(args, {});
    const [typed, ...words] = positionals;
    const id = gapId(typed);
    const topic = textOf("TOPIC", words.join(" "), nameLimit);
    const gap = orNoGap(
      await withEditing(config, terminal, ({ editing }) => editing.act(id, { type: "name", topic }, by)),
      id,
    );
    terminal.out(`${JSON.stringify({ id: gap.id, topic })}\n`);
    return 0;
  },
};

export const gapsClose: Command = {
  name: "gaps close",
  summary: "close a gap by the entry that answers it, or for a reason",
  help: `cli gaps close ID --by ENTRY | --reason TEXT

ENTRY is a curated entry of the loaded knowledge base; whoever wished to be told of an answer is told by the server, at its
start and every five minutes. Complaints are not closed but answered: "cli gaps reply". Tells on stderr how many wordings do not lead to the entry yet. Asked again later, the gap is open
again.`,
  async run(args, terminal, config) {
    const { values, positionals } = readArguments(args, {
      by: { type: "string" },
      reason: { type: "string" },
    });
    const id = onlyId(positionals);
    const { by: entry, reason } = values;
    if ((entry === undefined) === (reason === undefined))
      throw new UsageError("--by ENTRY or --reason TEXT, one of them");
    const ending = entry === undefined ? { reason: textOf("--reason", reason, nameLimit * 4) } : { entry };
    const gap = await withEditing(config, terminal, async ({ editing, knowledge }) => {
      if (entry !== undefined && !editing.hasEntry(entry))
        throw new UsageError(
          `no entry ${JSON.stringify(entry)} in the knowledge base; write it first, then close the gap by it`,
        );
      const waiting = unansweredComplaints(orNoGap(await editing.find(id), id));
      if (waiting.length > 0)
        throw new UsageError(
          `${waiting.length} complaints of ${id} wait for an answer; "cli gaps reply ${id} TEXT" answers them and closes it`,
        );
      const closed = orNoGap(await editing.act(id, { type: "close", by: ending }, by), id);
      if (entry !== undefined) {
        const { ask } = createAssistant(knowledge, { contact: config.ORG_CONTACT, today });
        terminal.err(astrayWords(wordingsOf(closed), entry, ask));
      }
      return closed;
    });
    terminal.out(`${JSON.stringify({ id: gap.id, state: gap.state, ...ending })}\n`);
    return 0;
  },
};

/** How many wordings the entry is not shown for; empty where there is none. */
function astrayWords(wordings: readonly string[], entry: string, ask: Assistant["ask"]): string {
  const astray = wordings.filter((text) => ask(text).context?.entry !== entry);
  return astray.length === 0
    ? ""
    : `${astray.length} of ${wordings.length} wordings do not lead to ${entry} yet; list them among its questions\n`;
}

export const gapsDraft: Command = {
  name: "gaps draft",
  summary: "write a draft of an entry from the provisions nearest to a gap",
  help: `cli gaps draft ID [--out FILE]

A Markdown file in the form of knowledge/answers, not reviewed: how people asked, and what the nearest provisions in force say,
quoted or as gists with their references. It concludes nothing and is never published by itself: an editor completes it and
moves it into the knowledge base. Of a quiz question it is a review instead: its key, the passages it is bound to as they stand,
and what readers say is wrong. Without --out it is written in the folder at hand; a file that is there is left alone.`,
  async run(args, terminal, config) {
    const { values, positionals } = readArguments(args, { out: { type: "string" } });
    const id = onlyId(positionals);
    const drafted = await withEditing(config, terminal, async ({ editing }) => {
      const gap = orNoGap(await editing.find(id), id);
      const draft = editing.draftOf(gap);
      if (draft === null) return { gap, file: null };
      const file = values.out ?? draft.file;
      await writeNew(file, draft.text);
      await editing.act(gap.id, { type: "draft" }, by);
      return { gap, file };
    });
    const { gap, file } = drafted;
    if (file === null) {
      terminal.err(`nothing in the knowledge base is near to ${gap.id}: there is nothing to draft from\n`);
      return 1;
    }
    terminal.out(`${JSON.stringify({ id: gap.id, file })}\n`);
    return 0;
  },
};

/** @throws {UsageError} there is a file already, or it cannot be written */
async function writeNew(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { flag: "wx" });
  } catch (error) {
    throw new UsageError(
      `cannot write ${file}: ${(error as NodeJS.ErrnoException).code ?? "unwritable"}; name another with --out`,
      { cause: error },
    );
  }
}

export const gapsReply: Command = {
  name: "gaps reply",
  summary: "answer a complaint or another note in the conversation it came from",
  help: `cli gaps reply ID TEXT…

ID is a receipt number (7K3M-Q9TD), for the one who holds it, or a gap (G-7K3MQ9TD), for everybody in it who was not answered
yet. Each is answered once. What TEXT names (《title》第…条) is cited, so it must be in the knowledge base, and a quotation in 「」,
or in “” with a figure, must be its wording. Prints {"id","told","already","gone"}; exit 1 where nobody was told.`,
  async run(args, terminal, config) {
    const { positionals } = readArguments(args, {});
    const [typed, ...words] = positionals;
    const id = gapId(typed);
    const text = textOf("the answer", words.join(" "), textLimit);
    const counts = { told: 0, already: 0, gone: 0 };
    let refused: AnswerResult | null = null;
    await withEditing(config, terminal, async ({ editing }) => {
      const gap = orNoGap(await editing.find(id), id);
      const own = gap.notes.filter((note) => note.id === id);
      for (const note of own.length > 0 ? own : gap.notes) {
        const result = await editing.answer(note.id, text, by);
        if (typeof result === "object") {
          refused = result;
          break;
        }
        // Deleted since it was listed.
        counts[result === "unknown" ? "gone" : result]++;
      }
    });
    if (refused !== null) terminal.err(`${answerResultWords(refused)}\n`);
    terminal.out(`${JSON.stringify({ id, ...counts })}\n`);
    return counts.told > 0 ? 0 : 1;
  },
};
