/**
 * The monthly digest (月报) for editors: what people asked, what could not be answered, which misconceptions recur.
 *
 * A group of fewer than {@link fewest} different persons is not told, nor is it to be found by subtracting: where a whole is
 * told with its parts, the parts left out are together empty or of that many persons too. Nobody is named, and nothing is set
 * against anything but the month before.
 */
import type { RefusalReason } from "../grounding/answer.ts";
import type { Gap, GapState, NoteKind } from "./gap-list.ts";
import { kindCounts } from "./gap-list.ts";

/** Fewest different persons of a group that is told. */
export const fewest = 10;

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
  readonly provisions: readonly { readonly id: string; readonly title: string }[];
  /** The curated entry shown. */
  readonly entry: string | null;
}

/** 答上, 追问, 转预审, or why it was refused. */
export type QuestionEnd = "answer" | "clarify" | "precheck_offer" | RefusalReason;

/** A count of questions by at least {@link fewest} persons. */
export interface Counted<Key extends string = string> {
  readonly id: Key;
  readonly title: string;
  readonly count: number;
  /** The same in the month before; null where fewer persons asked than are told. */
  readonly before: number | null;
}

export interface DigestGap {
  readonly id: string;
  readonly state: GapState;
  readonly text: string;
  /** Notes of this month. */
  readonly count: number;
  readonly kinds: Readonly<Partial<Record<NoteKind, number>>>;
}

export interface Digest {
  /** `YYYY-MM`, of Beijing. */
  readonly month: string;
  /** All questions; null where fewer persons asked than are told. */
  readonly questions: number | null;
  readonly ends: readonly Counted<QuestionEnd>[];
  readonly documents: readonly Counted[];
  readonly provisions: readonly Counted[];
  readonly misconceptions: readonly Counted[];
  /** What was noted in the month, but for complaints, the most noted first. */
  readonly gaps: readonly DigestGap[];
  /** Complaints of the month, and those that wait for an answer whenever they came. */
  readonly complaints: { readonly received: number; readonly waiting: number };
}

/** Longest list of documents, provisions, misconceptions and gaps. */
const listLimit = 20;

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

/**
 * @param turns of the month and of the one before, in any order; others are left out
 * @param misconceptions title by id
 */
export function digestOf(
  month: string,
  turns: readonly AskedTurn[],
  gaps: readonly Gap[],
  misconceptions: ReadonlyMap<string, string>,
): Digest {
  const within = ({ at }: { readonly at: number }, { from, until }: ReturnType<typeof monthSpan>): boolean =>
    from <= at && at < until;
  const span = monthSpan(month);
  const now = turns.filter((turn) => within(turn, span));
  const earlier = turns.filter((turn) => within(turn, monthSpan(monthBefore(month))));
  const count = (keysOf: (turn: AskedTurn) => readonly Named[]): Counted[] =>
    counted(groupsOf(now, keysOf), groupsOf(earlier, keysOf)).slice(0, listLimit);

  return {
    month,
    questions: personsOf(now) < fewest ? null : now.length,
    ends: partsTold(groupsOf(now, endOf)).map(
      ({ id, title, turns: of }): Counted<QuestionEnd> => ({
        id: id as QuestionEnd,
        title,
        count: of.length,
        before: null,
      }),
    ),
    documents: count(({ documents }) => documents.map((title) => ({ id: title, title }))),
    provisions: count(({ provisions }) => provisions),
    misconceptions: count(({ entry }) => {
      const title = entry === null ? undefined : misconceptions.get(entry);
      return entry === null || title === undefined ? [] : [{ id: entry, title }];
    }),
    gaps: gapsOf(gaps, (note) => within(note, span)),
    complaints: complaintsOf(gaps, (note) => within(note, span)),
  };
}

interface Named {
  readonly id: string;
  readonly title: string;
}

interface Group extends Named {
  readonly turns: readonly AskedTurn[];
}

const endOf = ({ end }: AskedTurn): readonly Named[] => [{ id: end, title: end }];

const personsOf = (turns: readonly AskedTurn[]): number => new Set(turns.map(({ person }) => person)).size;

const order = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** A turn once under each of its keys, the largest group first. */
function groupsOf(turns: readonly AskedTurn[], keysOf: (turn: AskedTurn) => readonly Named[]): Group[] {
  const groups = new Map<string, { id: string; title: string; turns: AskedTurn[] }>();
  for (const turn of turns)
    for (const { id, title } of new Map(keysOf(turn).map((named) => [named.id, named])).values()) {
      const group = groups.get(id);
      if (group === undefined) groups.set(id, { id, title, turns: [turn] });
      else group.turns.push(turn);
    }
  return [...groups.values()].sort(
    (left, right) => right.turns.length - left.turns.length || order(left.id, right.id),
  );
}

const isTold = ({ turns }: Group): boolean => personsOf(turns) >= fewest;

function counted(now: readonly Group[], earlier: readonly Group[]): Counted[] {
  const before = new Map(earlier.filter(isTold).map(({ id, turns }) => [id, turns.length]));
  return now
    .filter(isTold)
    .map(({ id, title, turns }) => ({ id, title, count: turns.length, before: before.get(id) ?? null }));
}

/**
 * Parts of a whole that is told itself: where those too small to tell are together too small as well, the smallest of the
 * others is left out with them.
 *
 * @param parts the largest first; no turn in two of them
 */
export function partsTold(parts: readonly Group[]): readonly Group[] {
  const told = parts.filter(isTold);
  const hidden = parts.filter((part) => !isTold(part));
  while (hidden.length > 0 && told.length > 0 && personsOf(hidden.flatMap(({ turns }) => turns)) < fewest)
    hidden.push(told.pop() as Group);
  return told;
}

function gapsOf(gaps: readonly Gap[], noted: (note: { readonly at: number }) => boolean): DigestGap[] {
  return gaps
    .flatMap((gap) => {
      const notes = gap.notes.filter((note) => noted(note) && note.kind !== "complaint");
      const { id, state, text } = gap;
      return notes.length === 0
        ? []
        : [{ id, state, text, count: notes.length, kinds: kindCounts({ notes }) }];
    })
    .sort((left, right) => right.count - left.count || order(left.id, right.id))
    .slice(0, listLimit);
}

function complaintsOf(
  gaps: readonly Gap[],
  noted: (note: { readonly at: number }) => boolean,
): Digest["complaints"] {
  const complaints = gaps.flatMap(({ notes, state }) =>
    notes.filter(({ kind }) => kind === "complaint").map((note) => ({ ...note, state })),
  );
  return {
    received: complaints.filter(noted).length,
    waiting: complaints.filter(({ answered, state }) => !answered && state !== "closed").length,
  };
}
