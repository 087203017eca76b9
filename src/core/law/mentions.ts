/**
 * Mentions: where a question names a document, in 《》, in plain words or by a pronoun (该条例).
 *
 * In plain words the longest reading wins, with two cautions. Words in front may show that a longer title is meant which
 * is not held: 河北省优化营商环境条例 is no mention of the national 优化营商环境条例. And a title in 《》 must match whole.
 */

import { isWordUnit, wordUnits } from "./folding.ts";
import { provinces } from "./places.ts";
import { type ArticleReference, scanReferences } from "./references.ts";
import {
  type Family,
  isIssuer,
  readUnits,
  type TitleCandidate,
  type TitleEntry,
  type TitleMatch,
  type TitleTable,
  TYPE_WORDS,
  titleKey,
  type Units,
  withoutIssuer,
} from "./titles.ts";
import { readMarks, type VersionMark } from "./versions.ts";

/** Titles matched by subsequence cost most: in a hostile text only this many ends are tried. */
const MOST_SUBSEQUENCES = 40;
/** Titles in 《》 looked up in one question. */
const MOST_MARKED = 60;

/** A place in the folded question that names a document. */
export interface Mention {
  readonly start: number;
  readonly end: number;
  /** Empty where a title is named that is not held. */
  readonly families: readonly Family[];
  readonly how: TitleMatch | "carried";
  readonly doubtful: boolean;
  /** The versions stated; several where they are compared. */
  readonly marks: readonly VersionMark[];
  /** Where they end, at the end of the mention at the earliest. */
  readonly marksEnd: number;
  /** For a carried mention, the version spoken of before. */
  readonly entry: TitleEntry | null;
}

/** No version stated. */
export const NO_MARK: VersionMark = { year: null, age: null, length: 0 };

/** The document of the turn before as a mention without a place; null where it is not in the table. */
export function carriedMention(table: TitleTable, id: string | undefined): Mention | null {
  const family = id === undefined ? undefined : table.familyOf(id);
  const entry = family?.versions.find((version) => version.id === id);
  if (family === undefined || entry === undefined) return null;
  return {
    start: 0,
    end: 0,
    families: [family],
    how: "carried",
    doubtful: false,
    marks: [],
    marksEnd: 0,
    entry,
  };
}

/** The mentions of a folded question, in reading order, none overlapping. */
export function findMentions(
  table: TitleTable,
  text: string,
  references: readonly ArticleReference[],
  carried: Mention | null,
): readonly Mention[] {
  const marked = findMarked(table, text);
  const words = readWords(text, marked, references);
  const found: Mention[] = [];
  let thorough = MOST_SUBSEQUENCES;
  for (let end = words.units.length; end > 1; end--) {
    if (!table.endsWith(words.units.charCodeAt(end - 1))) continue;
    const hard = words.hard[end - 1] ?? 0;
    if (end - hard < 2) continue;
    const soft = words.soft[end - 1] ?? 0;
    const candidates = table.candidatesAt(words, end, hard, soft, thorough-- > 0);
    const best = prefer(candidates);
    if (best !== null) found.push(mentionOf(text, words, best, end));
  }
  const kept = dropOverlaps(found, text);
  const plain = [...marked, ...kept].sort((one, other) => one.start - other.start);
  return addPronoun(text, plain, carried);
}

/** The word units of a question outside 《》, each with its place and how far back a title may reach from it. */
interface Words extends Units {
  readonly places: readonly number[];
  /** Titles and aliases may run over 、 and brackets, parts of titles may not run over a pause or an article. */
  readonly hard: readonly number[];
  readonly soft: readonly number[];
}

const STOPS = "。?!？！;；《》";
const PAUSES = ',、:：" ';

function readWords(text: string, marked: readonly Mention[], references: readonly ArticleReference[]): Words {
  const places: number[] = [];
  const hards: number[] = [];
  const softs: number[] = [];
  let units = "";
  let [hard, soft, nextMarked, nextReference] = [0, 0, 0, 0];
  for (let index = 0; index < text.length; index++) {
    const span = marked[nextMarked];
    if (span !== undefined && index >= span.start) {
      if (index < span.end) {
        index = span.end - 1;
        hard = soft = units.length;
        nextMarked++;
        continue;
      }
      nextMarked++;
    }
    const character = text[index] ?? "";
    if (!isWordUnit(text.charCodeAt(index))) {
      if (STOPS.includes(character)) hard = soft = units.length;
      else if (PAUSES.includes(character)) soft = units.length;
      continue;
    }
    while ((references[nextReference]?.end ?? text.length + 1) <= index) {
      if (references[nextReference]?.explicit) soft = units.length;
      nextReference++;
    }
    units += character;
    places.push(index);
    hards.push(hard);
    softs.push(soft);
  }
  return { ...readUnits(units), places, hard: hards, soft: softs };
}

/**
 * The best of what may end at one place. A name in full beats a part of a title, unless the part is longer by two
 * units or more: 国企处分条例 is not 处分条例, but the 员 of 党员处分条例 does not make it 管理人员处分条例.
 */
function prefer(candidates: readonly TitleCandidate[]): TitleCandidate | null {
  let best: TitleCandidate | null = null;
  for (const candidate of candidates) {
    if (best === null || candidate.start <= best.start - 2) best = candidate;
  }
  return best;
}

function mentionOf(text: string, words: Words, best: TitleCandidate, end: number): Mention {
  const from = words.places[best.start] ?? 0;
  const to = (words.places[end - 1] ?? 0) + 1;
  const before = words.units.slice(Math.max(words.soft[end - 1] ?? 0, best.start - 3), best.start);
  const bounded = isLeadIn(before);
  const nearly = bounded ? [] : best.nearly.filter((family) => !best.families.includes(family));
  const [family] = best.families;
  const front = family === undefined ? "none" : readFront(before, best.how, family);
  const { marks, end: marksEnd } = readMarks(text, from, to);
  return {
    start: from,
    end: to,
    families: front === "other" ? [] : [...best.families, ...nearly],
    how: best.how,
    doubtful: front === "perhaps" || IMPLEMENTING.test(text.slice(to, to + 8)),
    marks,
    marksEnd,
    entry: null,
  };
}

/** 监察法实施条例 is not 监察法. */
const IMPLEMENTING = /^的?(?:实施|配套|补充)(?:条例|细则|办法|规定|意见|规则)/;

/** Last characters of what may stand before a title without being part of it. */
const LEAD_INS = new Set(
  "的了和与及或在对按照据依看查问请是把从向到给跟就那这该本此说讲读找下道个部份中于用引指有反犯合守第条款项版年新旧老原行翻套何么为将让被由以若如则也又还都再后前",
);

/** Tells whether words end in one that may stand before a title without being part of it; none at all do. */
export const isLeadIn = (before: string): boolean => before === "" || LEAD_INS.has(before.at(-1) ?? "");

const PLACES = new RegExp(`(?:省|市|区|县|州|旗|深圳|${provinces.join("|")})$`);
const BODIES = /(?:人员|务员|机关|单位|企业|公司|学校|法院|检察|军队|行政|教师|医疗)$/;
const WORDS_OF_TITLES = /(?:干部|党员|教育|财政|工作|管理|政务|违法|违纪)$/;

/**
 * Whether the words before a mention are the front of a longer title: `other` where they name another document (河北省
 * before 优化营商环境条例, 行政机关公务员 before the alias 处分条例), `perhaps` where they may (党员处分条例).
 */
function readFront(before: string, how: TitleMatch, { type }: Family): "other" | "perhaps" | "none" {
  if (PLACES.test(before)) return type.endsWith("法") && type !== "办法" ? "none" : "other";
  if (how === "title") return "none";
  if (BODIES.test(before)) return "other";
  return WORDS_OF_TITLES.test(before) ? "perhaps" : "none";
}

/**
 * Drops what overlaps something better. A name in full goes first, longer before shorter; but a part of a title that
 * runs on for a word or more behind it (公司法司法解释) is the better reading, 公司法规定 is not.
 */
function dropOverlaps(found: readonly Mention[], text: string): Mention[] {
  const rank = ({ how }: Mention): number => (how === "title" || how === "alias" ? 0 : 1);
  const length = ({ start, end }: Mention): number => end - start;
  const order = [...found].sort(
    (one, other) => rank(one) - rank(other) || length(other) - length(one) || one.start - other.start,
  );
  const owner: (Mention | undefined)[] = [];
  for (const mention of order) {
    const below = new Set<Mention>();
    for (let at = mention.start; at < mention.end; at++) {
      const other = owner[at];
      if (other !== undefined) below.add(other);
    }
    const runsOn = [...below].every(
      (other) =>
        rank(other) < rank(mention) &&
        other.start >= mention.start &&
        wordUnits(text.slice(other.end, mention.end)).length > 2,
    );
    if (below.size > 0 && !runsOn) continue;
    for (const other of below) owner.fill(undefined, other.start, other.end);
    for (let at = mention.start; at < mention.end; at++) owner[at] = mention;
  }
  return [...new Set(owner)].filter((mention) => mention !== undefined);
}

// ── Titles in 《》 ─────────────────────────────────────────────────────────────────────────────────────────────────

/** Longest text in 《》 taken for a title. */
const MARKED_LENGTH = 160;

/** Titles in 《》; one that holds an article itself (《问责条例第十七条》) is left to be read as plain text. */
function findMarked(table: TitleTable, text: string): Mention[] {
  const found: Mention[] = [];
  let tried = 0;
  for (
    let start = text.indexOf("《");
    start >= 0 && tried < MOST_MARKED;
    start = text.indexOf("《", start + 1)
  ) {
    tried++;
    const close = closing(text, start);
    if (close === null) continue;
    const inside = text.slice(start + 1, close);
    const mention = lookUp(table, inside, start, close + 1, text);
    if (mention === null) continue;
    found.push(mention);
    start = close;
  }
  return found;
}

/** The 》 that closes the 《 at `start`; null where none does within reach. */
function closing(text: string, start: number): number | null {
  let depth = 0;
  const last = Math.min(text.length, start + MARKED_LENGTH);
  for (let index = start; index < last; index++) {
    if (text[index] === "《") depth++;
    else if (text[index] === "》" && --depth === 0) return index;
  }
  return null;
}

function lookUp(table: TitleTable, inside: string, start: number, end: number, text: string): Mention | null {
  const { key, year } = titleKey(inside);
  const stated = readMarks(text, start, end);
  const marks = year === null ? stated.marks : [{ ...NO_MARK, year }];
  const marksEnd = stated.end;
  if (key === "" || TYPE_WORDS.includes(key)) return null;
  for (const units of new Set([key, withoutIssuer(key)])) {
    const whole = table
      .candidatesAt(readUnits(units), units.length, 0, 0, true)
      .find((candidate) => candidate.start === 0 || isIssuer(units.slice(0, candidate.start)));
    if (whole !== undefined) {
      return {
        start,
        end,
        families: whole.families,
        how: whole.how,
        doubtful: false,
        marks,
        marksEnd,
        entry: null,
      };
    }
  }
  if (scanReferences(inside, null).some(({ explicit }) => explicit)) return null;
  return { start, end, families: [], how: "title", doubtful: false, marks, marksEnd, entry: null };
}

// ── Pronouns ────────────────────────────────────────────────────────────────────────────────────────────────────────

const PRONOUN = new RegExp(`(?:本|该|此|上述|前述|[这那][个部份项]?)(?:${TYPE_WORDS.join("|")})`);

/**
 * Adds 本条例, 该办法, 这个规定 as a mention of the document of the turn before. Behind a mention in the question itself
 * it adds nothing: what follows belongs to that one anyway.
 */
function addPronoun(text: string, mentions: readonly Mention[], carried: Mention | null): readonly Mention[] {
  const match = carried === null ? null : PRONOUN.exec(text);
  if (carried === null || match === null) return mentions;
  const [start, end] = [match.index, match.index + match[0].length];
  if (end > (mentions[0]?.start ?? text.length)) return mentions;
  const type = TYPE_WORDS.find((word) => match[0].endsWith(word)) ?? "";
  const doubtful = carried.families[0]?.key.endsWith(type) !== true;
  const { marks, end: marksEnd } = readMarks(text, start, end);
  return [{ ...carried, start, end, doubtful, marks, marksEnd }, ...mentions];
}
