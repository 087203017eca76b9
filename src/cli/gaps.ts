import { inert } from "../adapters/channels/terminal.ts";
import { readNotes } from "../app/listening/notes.ts";
import { openSecrets } from "../compose/store.ts";
import { today } from "../compose/today.ts";
import {
  type Gap,
  isOverdue,
  kindCounts,
  type NoteKind,
  noteKinds,
  quizOf,
  reasonsOf,
  unansweredComplaints,
  wordingsOf,
} from "../core/listening/gap-list.ts";
import { type Command, readOptions, UsageError } from "./command.ts";
import { withEditing } from "./editing.ts";
import { withStore } from "./store.ts";

/** @throws {UsageError} there is no such kind */
function kindOption(kind: string | undefined): NoteKind | undefined {
  const found = noteKinds.find((one) => one === kind);
  if (kind !== undefined && found === undefined)
    throw new UsageError(`--kind takes one of ${noteKinds.join(", ")}, not "${kind}"`);
  return found;
}

const moment = (at: number): string => new Date(at).toISOString();
const oneLine = (text: string): string => inert(text.replaceAll(/\s+/g, " "));

export const gaps: Command = {
  name: "gaps",
  summary: "every note of what was not answered, found wrong or complained of",
  help: `cli gaps [--json] [--kind ${noteKinds.join("|")}]

Questions (masked), reasons and verdicts, without whose they are; the oldest first. With --json one object a line. What asks
for the same is put together by "cli gaps list".`,
  async run(args, terminal, config) {
    const values = readOptions(args, { json: { type: "boolean" }, kind: { type: "string" } });
    const kind = kindOption(values.kind);
    const found = await withStore(config, async ({ store }) =>
      readNotes(store, (await openSecrets(config, store)).pseudonyms),
    );
    for (const { note } of found) {
      if (kind !== undefined && note.kind !== kind) continue;
      const { id, at, text, detail, reason } = note;
      terminal.out(
        values.json === true
          ? `${JSON.stringify({ at: moment(at), kind: note.kind, text, detail, reason, id })}\n`
          : `${moment(at)}  ${note.kind.padEnd(10)}  ${detail.padEnd(14)}  ${oneLine(text)}${reasonWords(reason === undefined ? [] : [reason])}\n`,
      );
    }
    return 0;
  },
};

/** What people say is wrong with a question, behind it. */
const reasonWords = (reasons: readonly string[]): string =>
  reasons.length === 0 ? "" : `  (${reasons.map(oneLine).join("; ")})`;

/** A gap as one object: nothing in it says whose a note is. */
const gapView = (gap: Gap) => ({
  id: gap.id,
  state: gap.state,
  count: gap.notes.length,
  kinds: kindCounts(gap),
  first: moment(gap.notes[0]?.at ?? 0),
  last: moment(gap.notes.at(-1)?.at ?? 0),
  owner: gap.work?.owner ?? null,
  due: gap.work?.due ?? null,
  overdue: isOverdue(gap, today()),
  topic: gap.work?.topic ?? null,
  closing: gap.work?.closing == null ? null : { ...gap.work.closing, at: moment(gap.work.closing.at) },
  text: gap.text,
  wordings: wordingsOf(gap),
  quiz: quizOf(gap),
  reasons: reasonsOf(gap),
  notes: gap.notes.map(({ at, text: _, ...note }) => ({ ...note, at: moment(at) })),
});

function gapLine(gap: Gap): string {
  const { id, state, notes, work, text } = gap;
  const due = work?.due == null ? "-" : `${work.due}${isOverdue(gap, today()) ? "(overdue)" : ""}`;
  const seen = [work?.owner ?? "-", due].map((part) => inert(part)).join(" ");
  // The receipt by which a single complaint is answered.
  const receipts = unansweredComplaints(gap).map((note) => note.id);
  const waiting = receipts.length === 0 ? "" : `  [${receipts.join(" ")}]`;
  const quiz = quizOf(gap);
  const about = `${quiz === null ? "" : `${quiz}: `}${oneLine(text)}${reasonWords(reasonsOf(gap))}`;
  return `${id}  ${state.padEnd(8)}  ${String(notes.length).padStart(4)}  ${Object.keys(kindCounts(gap)).join(",").padEnd(10)}  ${seen}  ${about}${waiting}\n`;
}

export const gapsList: Command = {
  name: "gaps list",
  summary: "the gap list: what asks for the same put together, with who sees to it",
  help: `cli gaps list [--json] [--kind ${noteKinds.join("|")}] [--open]

Id, state (open, assigned, drafted, closed), count, kinds, owner and due day (with "(overdue)" where it is past), the commonest wording; of a quiz question its
id, its stem and what people say is wrong with it; complaints that wait for an answer by their receipt numbers. The most asked first; --open leaves out what is closed. With --json one object a line,
with every wording. Counts are of notes, not of persons, and nobody is named.`,
  async run(args, terminal, config) {
    const values = readOptions(args, {
      json: { type: "boolean" },
      kind: { type: "string" },
      open: { type: "boolean" },
    });
    const kind = kindOption(values.kind);
    const found = await withEditing(config, terminal, ({ editing }) => editing.list());
    for (const gap of found) {
      if (kind !== undefined && !gap.notes.some((note) => note.kind === kind)) continue;
      if (values.open === true && gap.state === "closed") continue;
      terminal.out(values.json === true ? `${JSON.stringify(gapView(gap))}\n` : gapLine(gap));
    }
    return 0;
  },
};
