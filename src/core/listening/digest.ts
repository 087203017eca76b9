/**
 * The monthly digest (月报) for editors: what people asked, what could not be answered, which misconceptions recur.
 *
 * A group of fewer than {@link fewest} different persons is not told, nor is it to be found by subtracting. So exact counts
 * stand only where parts and whole are one division of the questions, and what is left out of it is empty or of that many
 * persons too; what overlaps it (documents, provisions, gaps) is told in tens. What is left out is said to be there. A person's own
 * words are told only where that many used the same. Nobody is named, and nothing is set against anything but the month before.
 */
import type { RefusalReason } from "../grounding/answer.ts";
import type { Day } from "../law/types.ts";
import { type Division, divide, fewest, type Part, personsOf, type Rest, restOf } from "./division.ts";
import type { Gap, GapState, Note } from "./gap-list.ts";
import { wordingsOf } from "./gap-list.ts";

/** A question that was asked, as far as it is counted. */
export interface AskedTurn {
  /** Only tells persons apart. */
  readonly person: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** How it ended. */
  readonly end: QuestionEnd;
  /** What the answer cites, each once: provisions by their id. */
  readonly documents: readonly string[];
  readonly provisions: readonly Named[];
  /** The curated entry shown. */
  readonly entry: string | null;
}

/** 答上, 追问, 转预审, or why it was refused. */
export type QuestionEnd = "answer" | "clarify" | "precheck_offer" | RefusalReason;

export interface Named {
  readonly id: string;
  readonly title: string;
}

/** A curated entry, as a digest names it. */
export interface DigestEntry {
  readonly title: string;
  /** The provisions that correct a misconception (误区); null: it is none. */
  readonly corrects: readonly string[] | null;
}

export interface DigestSources {
  /** Of the month and of the one before, in any order; others are left out. */
  readonly turns: readonly AskedTurn[];
  readonly gaps: readonly Gap[];
  /** Whose a note is, by its id; only tells persons apart. */
  readonly personOf: ReadonlyMap<string, string>;
  /** By the ids of the entries that are loaded. */
  readonly entries: ReadonlyMap<string, DigestEntry>;
  /** Title of what the knowledge base holds nearest to some wordings; null: nothing. */
  readonly nearestTopic: (wordings: readonly string[]) => string | null;
}

/** A count of questions by at least {@link fewest} persons. */
export interface Counted<Id extends string = string> extends Named {
  readonly id: Id;
  readonly count: number;
}

/** A topic: the entry that was shown, or the first provision where no entry was. */
export interface Topic extends Counted {
  /** The same in the month before; null where it was not told then. */
  readonly before: number | null;
}

export interface Misconception extends Topic {
  readonly corrects: readonly string[];
}

/** Cited in answers to at least {@link fewest} persons. */
export interface Cited extends Named {
  /** Full tens of questions. */
  readonly atLeast: number;
}

/** Words for what a gap asks, and where they come from; null: nothing near. */
export interface Wording {
  /** 编辑定的、答它的那一篇、十人以上的同一问法、题目、最接近的. */
  readonly from: "editor" | "entry" | "asked" | "quiz" | "nearest";
  readonly text: string;
}

export interface DigestGap {
  readonly id: string;
  readonly state: GapState;
  readonly owner: string | null;
  readonly due: Day | null;
  readonly wording: Wording | null;
  /** Full tens of notes of this month. */
  readonly atLeast: number;
}

/** Gaps that at least {@link fewest} persons met in the month, and whether there are others. */
export interface ToldGaps {
  readonly rows: readonly DigestGap[];
  readonly more: boolean;
}

/** Rows by falling count, equal ones by id; and what is left out. */
export interface Told<Row> {
  readonly rows: readonly Row[];
  readonly rest: Rest | null;
}

export interface Digest {
  /** `YYYY-MM`, of Beijing. */
  readonly month: string;
  /** Nothing was asked or noted at all. */
  readonly isEmpty: boolean;
  /** All questions; null where fewer persons asked than are told. */
  readonly questions: number | null;
  readonly ends: Told<Counted<QuestionEnd>>;
  readonly topics: Told<Topic>;
  readonly documents: readonly Cited[];
  readonly provisions: readonly Cited[];
  /** What is left out is not counted: it is part of what is left out of the topics. */
  readonly misconceptions: { readonly rows: readonly Misconception[]; readonly more: boolean };
  /** What had no answer. */
  readonly unanswered: ToldGaps;
  /** What was found wrong: answers, and questions of quizzes. */
  readonly reported: ToldGaps;
  /** Complaints of the month, and those that wait for an answer whenever they came. */
  readonly complaints: { readonly received: number; readonly waiting: number };
}

/** Longest list of topics, documents, provisions and gaps. */
export const listLimit = 20;

/** First instant of a month in Beijing, and of the one after it. */
export function monthSpan(month: string): { readonly from: number; readonly until: number } {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const start = (plus: number): number => Date.UTC(year, number - 1 + plus, 1) - 8 * 3_600_000;
  return { from: start(0), until: start(1) };
}

/** The month before. */
export function monthBefore(month: string): string {
  return new Date(monthSpan(month).from - 1 + 8 * 3_600_000).toISOString().slice(0, 7);
}

const within = ({ at }: { readonly at: number }, month: string): boolean => {
  const { from, until } = monthSpan(month);
  return from <= at && at < until;
};

/** @param month `YYYY-MM` */
export function digestOf(month: string, sources: DigestSources): Digest {
  const { gaps } = sources;
  const now = sources.turns.filter((turn) => within(turn, month));
  const earlier = sources.turns.filter((turn) => within(turn, monthBefore(month)));
  const ends = endsOf(now);
  const topics = topicsOf(now, ends, sources);
  const before = topicsOf(earlier, endsOf(earlier), sources);
  const topic = ({ id, title, count }: Part): Topic => ({
    id,
    title,
    count,
    before: before.told.find((part) => part.id === id)?.count ?? null,
  });
  return {
    month,
    isEmpty: now.length === 0 && !gaps.some(({ notes }) => notes.some((note) => within(note, month))),
    questions: personsOf(now) < fewest ? null : now.length,
    ends: {
      rows: ends.told.map(({ id, title, count }) => ({ id: id as QuestionEnd, title, count })),
      rest: restOf(ends.left),
    },
    topics: listed(topics, topic),
    documents: citedOf(now, ({ documents }) => documents.map((title) => ({ id: title, title }))),
    provisions: citedOf(now, ({ provisions }) => provisions),
    misconceptions: {
      rows: topics.told
        .flatMap((part) => {
          const corrects = sources.entries.get(part.id)?.corrects ?? null;
          return corrects === null ? [] : [{ ...topic(part), corrects }];
        })
        .slice(0, listLimit),
      more: topics.left.some(({ id }) => sources.entries.get(id)?.corrects != null),
    },
    unanswered: gapsOf(month, sources, ({ kind }) => kind === "unanswered"),
    reported: gapsOf(month, sources, ({ kind }) => kind === "feedback" || kind === "quiz"),
    complaints: complaintsOf(gaps, month),
  };
}

const listed = <Row>({ told, left }: Division, row: (part: Part) => Row): Told<Row> => ({
  rows: told.slice(0, listLimit).map(row),
  rest: restOf([...told.slice(listLimit), ...left]),
});

const order = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** A turn once under each of its keys, the largest part first. */
function partsOf<Counting extends { readonly person: string }>(
  turns: readonly Counting[],
  keysOf: (turn: Counting) => readonly Named[],
): Part[] {
  const parts = new Map<string, { id: string; title: string; count: number; persons: Set<string> }>();
  for (const turn of turns)
    for (const { id, title } of new Map(keysOf(turn).map((named) => [named.id, named])).values()) {
      const part = parts.get(id) ?? { id, title, count: 0, persons: new Set<string>() };
      parts.set(id, part);
      part.count++;
      part.persons.add(turn.person);
    }
  return [...parts.values()].sort((left, right) => right.count - left.count || order(left.id, right.id));
}

const endsOf = (turns: readonly AskedTurn[]): Division =>
  divide(partsOf(turns, ({ end }) => [{ id: end, title: end }]));

/** Answered questions by topic: none where their number is left out, or it could be found by adding up. */
function topicsOf(
  turns: readonly AskedTurn[],
  ends: Division,
  { entries }: Pick<DigestSources, "entries">,
): Division {
  const parts = partsOf(
    turns.filter(({ end }) => end === "answer"),
    ({ entry, provisions }) => {
      const title = entry === null ? undefined : entries.get(entry)?.title;
      if (entry !== null && title !== undefined) return [{ id: entry, title }];
      return [provisions[0] ?? { id: "", title: "" }];
    },
  );
  return ends.told.some(({ id }) => id === "answer")
    ? divide(parts, ({ id }) => id !== "")
    : { told: [], left: parts };
}

const isTold = ({ persons }: Part): boolean => persons.size >= fewest;

const tensOf = (count: number): number => Math.floor(count / 10) * 10;

const citedOf = (
  turns: readonly AskedTurn[],
  keysOf: (turn: AskedTurn) => readonly Named[],
): readonly Cited[] =>
  partsOf(turns, keysOf)
    .filter(isTold)
    .slice(0, listLimit)
    .map(({ id, title, count }) => ({ id, title, atLeast: tensOf(count) }));

function gapsOf(month: string, sources: DigestSources, counts: (note: Note) => boolean): ToldGaps {
  const byId = new Map(sources.gaps.map((gap) => [gap.id, gap]));
  const notes = sources.gaps.flatMap(({ id, notes }) =>
    notes
      .filter((note) => within(note, month) && counts(note))
      .map((note) => ({ person: sources.personOf.get(note.id) ?? "", gap: id })),
  );
  const parts = partsOf(notes, ({ gap }) => [{ id: gap, title: gap }]);
  const rows = parts
    .filter(isTold)
    .slice(0, listLimit)
    .flatMap(({ id, count }) => {
      const gap = byId.get(id);
      if (gap === undefined) return [];
      const { owner = null, due = null } = gap.work ?? {};
      return [{ id, state: gap.state, owner, due, wording: wordingOf(gap, sources), atLeast: tensOf(count) }];
    });
  return { rows, more: rows.length < parts.length };
}

/** What an editor wrote first; words of people only where {@link fewest} of them used the same. */
function wordingOf(gap: Gap, { entries, personOf, nearestTopic }: DigestSources): Wording | null {
  const { topic = null, closing = null } = gap.work ?? {};
  if (topic !== null) return { from: "editor", text: topic };
  const answered = closing !== null && "entry" in closing ? entries.get(closing.entry) : undefined;
  if (answered !== undefined) return { from: "entry", text: answered.title };
  if (gap.notes.every(({ kind }) => kind === "quiz")) return { from: "quiz", text: gap.text };
  const asked = gap.notes
    .filter(({ text }) => text === gap.text)
    .map(({ id }) => ({ person: personOf.get(id) ?? "" }));
  if (personsOf(asked) >= fewest) return { from: "asked", text: gap.text };
  const nearest = nearestTopic(wordingsOf(gap));
  return nearest === null ? null : { from: "nearest", text: nearest };
}

function complaintsOf(gaps: readonly Gap[], month: string): Digest["complaints"] {
  const complaints = gaps.flatMap(({ notes, state }) =>
    notes.filter(({ kind }) => kind === "complaint").map((note) => ({ ...note, state })),
  );
  return {
    received: complaints.filter((note) => within(note, month)).length,
    waiting: complaints.filter(({ answered, state }) => !answered && state !== "closed").length,
  };
}
