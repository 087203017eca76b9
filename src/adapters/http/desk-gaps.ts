/**
 * The gap list on the desk: what waits, who sees to it, and the answers to complaints.
 *
 * | route | does |
 * | --- | --- |
 * | `GET /admin/gaps` | the gaps that are not closed |
 * | `POST /admin/gaps/assign`, `/draft`, `/name`, `/close`, `/answer` | one gap, or one note of it |
 */
import { z } from "zod";
import type { Day } from "../../core/law/types.ts";
import {
  type Gap,
  isOverdue,
  kindCounts,
  type NoteKind,
  quizOf,
  reasonsOf,
  unansweredComplaints,
  wordingsOf,
} from "../../core/listening/gap-list.ts";
import { readGapId } from "../../core/listening/note-id.ts";
import type { AnswerResult, GapAct, GapDraft, GapEditing } from "../../ports/listening.ts";
import { momentInChinese } from "../../text/desk.ts";
import { answerResultWords, gapStateNames, noteKindNames, gapPageWords as words } from "../../text/gaps.ts";
import * as zh from "../../text/zh.ts";
import { type DeskView, deskPage, facts, field, form, submit } from "./desk-frame.ts";
import type { Flash } from "./desk-sessions.ts";
import type { Child } from "./page/view-types.ts";
import { build, type Element, set } from "./page-frame.ts";
import { day } from "./schemas.ts";

const id = z.string().transform((typed, context) => {
  const read = readGapId(typed);
  if (read === null) context.addIssue({ code: "custom", message: "no id" });
  return read ?? "";
});
const text = (limit: number) => z.string().trim().min(1).max(limit);

export const assignForm = z.object({
  id,
  owner: text(60),
  due: z.union([z.literal("").transform(() => null), day]),
});
export const draftForm = z.object({ id });
export const nameForm = z.object({ id, topic: text(60) });
/** One of the two: an entry that answers it, or a reason without one. */
export const closeForm = z
  .object({ id, entry: z.string().trim().max(100), reason: z.string().trim().max(240) })
  .refine(({ entry, reason }) => (entry === "") !== (reason === ""));
export const answerForm = z.object({ id, text: text(2_000) });

/** As many gaps as are shown, and texts of one. */
const gapLimit = 50;
const wordingLimit = 5;

const done = (words: string): Flash => ({ type: "done", text: words });
const problem = (words: string): Flash => ({ type: "problem", text: words });

/** What the acts do; each says what came of it. */
export function createGapActs(editing: GapEditing, by: Parameters<GapEditing["act"]>[2], today: () => Day) {
  const act = async (gap: string, what: GapAct, said: string): Promise<Flash> =>
    (await editing.act(gap, what, by)) === undefined ? problem(words.gone) : done(said);
  return {
    assign: async ({ id: gap, owner, due }: z.infer<typeof assignForm>): Promise<Flash> =>
      due !== null && due < today()
        ? problem(words.pastDue)
        : act(gap, { type: "assign", owner, due }, words.assigned),
    /** @returns the file, or what is said instead */
    async draft({ id: gap }: z.infer<typeof draftForm>): Promise<GapDraft | Flash> {
      const found = await editing.find(gap);
      if (found === undefined) return problem(words.gone);
      const draft = editing.draftOf(found);
      if (draft === null) return problem(words.nothingNear);
      await editing.act(found.id, { type: "draft" }, by);
      return draft;
    },
    name: ({ id: gap, topic }: z.infer<typeof nameForm>): Promise<Flash> =>
      act(gap, { type: "name", topic }, words.named),
    async close({ id: gap, entry, reason }: z.infer<typeof closeForm>): Promise<Flash> {
      if (entry !== "" && !editing.hasEntry(entry)) return problem(words.noEntry);
      const found = await editing.find(gap);
      if (found !== undefined && unansweredComplaints(found).length > 0) return problem(words.answerFirst);
      return act(gap, { type: "close", by: entry === "" ? { reason } : { entry } }, words.closed);
    },
    async answer({ id: note, text: answer }: z.infer<typeof answerForm>): Promise<Flash> {
      const result: AnswerResult = await editing.answer(note, answer, by);
      const said = answerResultWords(result);
      return result === "told" ? done(said) : problem(said);
    },
  };
}

/** @param today tells what is overdue */
export function gapsPage(view: DeskView, gaps: readonly Gap[], today: Day): string {
  const waiting = gaps.filter(({ state }) => state !== "closed");
  const overdue = waiting.filter((gap) => isOverdue(gap, today));
  return deskPage(
    view,
    words.title,
    "gaps",
    build("p", { class: "fact" }, words.help),
    build("p", {}, words.counts(waiting.length, gaps.length - waiting.length, overdue.length)),
    waiting.slice(0, gapLimit).map((gap, at) => gapCard(view, gap, at, today)),
    waiting.length > gapLimit ? build("p", { class: "fact" }, words.more(gapLimit)) : null,
  );
}

const kindsText = (gap: Gap): string =>
  Object.entries(kindCounts(gap))
    .map(([kind, count]) => `${noteKindNames[kind as NoteKind]}${count}`)
    .join("、");

/** Complaints stand in the digest as a number alone, and a question of a quiz in its own words. */
const isInDigest = ({ notes }: Gap): boolean =>
  notes.some(({ kind }) => kind === "unanswered" || kind === "feedback");

function dueText(gap: Gap, today: Day): string {
  if (gap.work?.due == null) return words.noDay;
  const day = zh.dayInChinese(gap.work.due);
  return isOverdue(gap, today) ? words.overdue(day) : day;
}

function gapCard(view: DeskView, gap: Gap, at: number, today: Day): Element {
  const { notes, work } = gap;
  const wordings = wordingsOf(gap);
  const quiz = quizOf(gap);
  const reasons = reasonsOf(gap);
  return build(
    "section",
    { class: "card", "aria-labelledby": `gap-${at}` },
    build(
      "h2",
      { id: `gap-${at}` },
      build("span", { class: "code" }, gap.id),
      " ",
      build("span", { class: "badge" }, gapStateNames[gap.state]),
    ),
    build(
      "ul",
      {},
      wordings.slice(0, wordingLimit).map((wording) => build("li", {}, wording)),
    ),
    wordings.length > wordingLimit
      ? build("p", { class: "fact" }, words.moreWordings(wordings.length - wordingLimit))
      : null,
    facts([
      ...(quiz === null ? [] : [[words.quiz, quiz] as const]),
      ...(reasons.length === 0 ? [] : [[words.reasons, reasons.slice(0, wordingLimit).join("；")] as const]),
      [words.count, kindsText(gap)],
      [words.last, momentInChinese(notes.at(-1)?.at ?? 0)],
      [words.owner, work?.owner ?? words.nobody],
      ...(isInDigest(gap) ? [[words.topic, work?.topic ?? words.noTopic] as const] : []),
      [words.due, dueText(gap, today)],
    ]),
    answering(view, gap, at),
    fold(words.assign, assigning(view, gap, at)),
    isInDigest(gap) ? fold(words.name, naming(view, gap, at)) : null,
    isInDigest(gap) || quiz !== null
      ? form("/admin/gaps/draft", view.token, { id: gap.id }, submit(words.draft, words.draftThis(gap.id)))
      : null,
    unansweredComplaints(gap).length > 0 ? null : fold(words.close, closing(view, gap, at)),
  );
}

const fold = (label: string, content: Element): Element =>
  build("details", {}, build("summary", {}, label), content);

/** A form for each complaint that waits; the other kinds are answered by an entry. */
const answering = ({ token }: DeskView, gap: Gap, at: number): Child<Element> =>
  unansweredComplaints(gap).map((note, place) =>
    form(
      "/admin/gaps/answer",
      token,
      { id: note.id },
      field(
        `answer-${at}-${place}`,
        words.answerTo(note.id),
        words.answerHint,
        build("textarea", {
          id: `answer-${at}-${place}`,
          name: "text",
          rows: "3",
          maxlength: "2000",
          required: set,
          "aria-describedby": `answer-${at}-${place}-hint`,
        }),
      ),
      submit(words.answer, words.answerThis(note.id)),
    ),
  );

const assigning = ({ token }: DeskView, { id: gap, work }: Gap, at: number): Element =>
  form(
    "/admin/gaps/assign",
    token,
    { id: gap },
    field(
      `owner-${at}`,
      words.owner,
      null,
      build("input", {
        id: `owner-${at}`,
        name: "owner",
        value: work?.owner ?? "",
        maxlength: "60",
        required: set,
        autocomplete: "off",
      }),
    ),
    field(
      `due-${at}`,
      words.due,
      words.dueHint,
      build("input", {
        type: "date",
        id: `due-${at}`,
        name: "due",
        value: work?.due ?? "",
        "aria-describedby": `due-${at}-hint`,
      }),
    ),
    submit(words.assign, words.assignThis(gap)),
  );

const naming = ({ token }: DeskView, { id: gap, work }: Gap, at: number): Element =>
  form(
    "/admin/gaps/name",
    token,
    { id: gap },
    field(
      `topic-${at}`,
      words.topic,
      words.topicHint,
      build("input", {
        id: `topic-${at}`,
        name: "topic",
        value: work?.topic ?? "",
        maxlength: "60",
        required: set,
        autocomplete: "off",
        "aria-describedby": `topic-${at}-hint`,
      }),
    ),
    submit(words.name, words.nameThis(gap)),
  );

const closing = ({ token }: DeskView, { id: gap }: Gap, at: number): Element =>
  form(
    "/admin/gaps/close",
    token,
    { id: gap },
    field(
      `entry-${at}`,
      words.entry,
      words.entryHint,
      build("input", {
        id: `entry-${at}`,
        name: "entry",
        maxlength: "100",
        autocomplete: "off",
        "aria-describedby": `entry-${at}-hint`,
      }),
    ),
    field(
      `reason-${at}`,
      words.reason,
      null,
      build("input", { id: `reason-${at}`, name: "reason", maxlength: "240", autocomplete: "off" }),
    ),
    submit(words.close, words.closeThis(gap)),
  );
