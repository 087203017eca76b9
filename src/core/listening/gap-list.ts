/**
 * The gap list (待补充清单): notes of what was not answered, found wrong or complained of, put together into gaps, each with
 * the work an editor has put into it.
 *
 * What is kept of the work on a gap is the ids of the notes it was done for, no text. So a gap keeps its id, owner and due
 * day whatever is asked later and whichever of its notes somebody has deleted, as long as one of them is left.
 */
import type { Day } from "../law/types.ts";

export const noteKinds = ["unanswered", "feedback", "complaint", "quiz"] as const;
/** 没有答上、读者指出不对、投诉建议、学习题有误. */
export type NoteKind = (typeof noteKinds)[number];

/** One note, without whose it is. */
export interface Note {
  /** As a receipt shows it: `7K3M-Q9TD`. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly kind: NoteKind;
  /** Masked question, or what a complaint says. */
  readonly text: string;
  /** Reason of refusal, verdict, id of a quiz question, or empty. */
  readonly detail: string;
  /** What the person says is wrong with a quiz question, masked; absent: nothing. It is in no digest. */
  readonly reason?: string | undefined;
  /** Whether the person has been told an answer. */
  readonly answered: boolean;
}

/** How the work on a gap ended: by the curated entry that answers it, or for a reason without one. */
export type Closing =
  | { readonly at: number; readonly entry: string }
  | { readonly at: number; readonly reason: string };

/** The work on one gap. */
export interface Work {
  /** Id of the gap. */
  readonly id: string;
  readonly begunAt: number;
  /** Notes it was done for. */
  readonly notes: readonly string[];
  /** Who sees to it. */
  readonly owner: string | null;
  readonly due: Day | null;
  /** Whether a draft was written. */
  readonly drafted: boolean;
  /** What it is about in an editor's words, for the digest (话题). */
  readonly topic: string | null;
  readonly closing: Closing | null;
}

/** 待认领、已分派、已起草、已办结. */
export type GapState = "open" | "assigned" | "drafted" | "closed";

/** Notes that ask for the same, and the work on them. */
export interface Gap {
  /** `G-7K3MQ9TD`. */
  readonly id: string;
  readonly state: GapState;
  /** The text most often met, the shortest of such. */
  readonly text: string;
  /** The oldest first. */
  readonly notes: readonly Note[];
  /** Null: nobody has worked on it. */
  readonly work: Work | null;
}

const gapPrefix = "G-";

/** Id of a gap that begins with a note. */
export const gapIdOf = (note: string): string => gapPrefix + note.replace("-", "");

/** What belongs together by its kind: questions by their text, complaints by theirs, quiz questions by their id. */
const subjectOf = ({ kind }: Note): "question" | "complaint" | "quiz" =>
  kind === "complaint" || kind === "quiz" ? kind : "question";

/**
 * Puts the notes together and each gap with its work. The same notes and work give the same list, in whatever order they
 * come.
 *
 * @param cluster puts texts together, given the oldest first; each text comes back once
 * @returns the gaps by falling count of notes, equal ones by the newest note, then by id
 */
export function gapList(
  notes: readonly Note[],
  works: readonly Work[],
  cluster: (texts: readonly string[]) => readonly (readonly string[])[],
): readonly Gap[] {
  const ordered = notes.toSorted((left, right) => left.at - right.at || order(left.id, right.id));
  const bySubject = Map.groupBy(ordered, subjectOf);
  const grouped = [...bySubject].flatMap(([subject, of]) =>
    subject === "quiz"
      ? [...Map.groupBy(of, ({ detail }) => detail).values()]
      : byClusters(of, cluster(of.map(({ text }) => text))),
  );
  const workOf = assigned(grouped, works);
  return grouped
    .map((of) => gapOf(of, workOf.get(of) ?? null))
    .sort(
      (left, right) =>
        right.notes.length - left.notes.length || newest(right) - newest(left) || order(left.id, right.id),
    );
}

const order = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
const newest = ({ notes }: Gap): number => notes.at(-1)?.at ?? 0;

function byClusters(notes: readonly Note[], clusters: readonly (readonly string[])[]): Note[][] {
  const placeOf = new Map(clusters.flatMap((texts, place) => texts.map((text) => [text, place])));
  return [...Map.groupBy(notes, ({ text }) => placeOf.get(text)).values()];
}

/**
 * Work by the notes it belongs to. It goes to the notes that hold the one it has its id from, else to those that hold most of
 * what it was done for: a text that led others may have been deleted, and the rest fallen apart. Where two pieces of work meet,
 * the one begun first stands for both.
 */
function assigned(
  grouped: readonly (readonly Note[])[],
  works: readonly Work[],
): ReadonlyMap<readonly Note[], Work> {
  const groupOf = new Map(grouped.flatMap((notes) => notes.map(({ id }) => [id, notes] as const)));
  const found = new Map<readonly Note[], Work>();
  const begun = works.toSorted((left, right) => left.begunAt - right.begunAt || order(left.id, right.id));
  for (const work of begun) {
    const first = work.notes.find((note) => gapIdOf(note) === work.id && groupOf.has(note));
    const groups = (first === undefined ? work.notes : [first]).map((note) => groupOf.get(note));
    const group = commonestOf(groups.filter((one) => one !== undefined));
    if (group !== undefined && !found.has(group)) found.set(group, work);
  }
  return found;
}

/** What stands there most often, of equal ones the first. */
function commonestOf<Value>(values: readonly Value[]): Value | undefined {
  const counts = [...Map.groupBy(values, (value) => value).values()];
  return counts.reduce<readonly Value[]>((most, of) => (of.length > most.length ? of : most), [])[0];
}

/** @param notes at least one, the oldest first */
function gapOf(notes: readonly Note[], work: Work | null): Gap {
  const [oldest] = notes;
  if (oldest === undefined) throw new TypeError("a gap has at least one note");
  return {
    id: work?.id ?? gapIdOf(oldest.id),
    state: stateOf(notes, work),
    text: commonest(notes),
    notes,
    work,
  };
}

/** A gap that was closed and met again since is open again, with whoever saw to it. */
function stateOf(notes: readonly Note[], work: Work | null): GapState {
  if (notes.every(({ kind, answered }) => kind === "complaint" && answered)) return "closed";
  const { closing = null, drafted = false, owner = null } = work ?? {};
  if (closing !== null && notes.every(({ at }) => at <= closing.at)) return "closed";
  if (closing === null && drafted) return "drafted";
  return owner === null ? "open" : "assigned";
}

function commonest(notes: readonly Note[]): string {
  const counts = Map.groupBy(notes, ({ text }) => text);
  const [first] = [...counts].sort(
    ([left, one], [right, other]) =>
      other.length - one.length || left.length - right.length || order(left, right),
  );
  return first?.[0] ?? "";
}

/** Whether the day until which it was to be done is past, and it is not closed; the day itself is not. */
export const isOverdue = ({ state, work }: Pick<Gap, "state" | "work">, today: Day): boolean =>
  state !== "closed" && work?.due != null && work.due < today;

/** Complaints that somebody waits for an answer to: such a gap is answered, not closed. */
export const unansweredComplaints = ({ notes }: Pick<Gap, "notes">): readonly Note[] =>
  notes.filter(({ kind, answered }) => kind === "complaint" && !answered);

/** How many notes of each kind a gap has. */
export function kindCounts({ notes }: Pick<Gap, "notes">): Readonly<Partial<Record<NoteKind, number>>> {
  const counts: Partial<Record<NoteKind, number>> = {};
  for (const { kind } of notes) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** The quiz question that a gap is about; null: it is about none. */
export const quizOf = ({ notes: [first] }: Pick<Gap, "notes">): string | null =>
  first?.kind === "quiz" ? first.detail : null;

/** What people say is wrong, each once, the commonest first. */
export function reasonsOf({ notes }: Pick<Gap, "notes">): readonly string[] {
  return commonestFirst(notes.flatMap(({ reason }) => reason ?? []));
}

/** The different texts of a gap, the commonest first. */
export function wordingsOf({ notes }: Pick<Gap, "notes">): readonly string[] {
  return commonestFirst(notes.map(({ text }) => text));
}

const commonestFirst = (texts: readonly string[]): readonly string[] =>
  [...Map.groupBy(texts, (text) => text)]
    .sort(([left, one], [right, other]) => other.length - one.length || order(left, right))
    .map(([text]) => text);

/**
 * The gap somebody means: by its id, by the id it would have had from any of its notes, by the id of other work that has
 * grown into it, or by a note's own id.
 */
export function findGap(gaps: readonly Gap[], works: readonly Work[], id: string): Gap | undefined {
  const own = gaps.find((gap) => gap.id === id);
  if (own !== undefined) return own;
  const others = works.find((work) => work.id === id)?.notes ?? [];
  return gaps.find(({ notes }) =>
    notes.some((note) => note.id === id || gapIdOf(note.id) === id || others.includes(note.id)),
  );
}
