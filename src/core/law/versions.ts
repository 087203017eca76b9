/** Which version (版本) of a title a question means: the year or the 旧 / 新 it states, else the day asked. */

import { parseYear, startOf, type TitleEntry } from "./titles.ts";
import type { Day } from "./types.ts";

/** What a text says about a version next to a title or article. */
export interface VersionMark {
  readonly year: number | null;
  /** 旧版, 修订前 or 现行, 新版. */
  readonly age: "old" | "new" | null;
  /** Folded characters the mark takes up. */
  readonly length: number;
}

const YEAR = "((?:19|20)[0-9]{2}|[一二][〇零九][〇零一二三四五六七八九]{2})";
const OLD = "旧版?|老版?|原版|原来|以前|之前|过去|(?:修订|修正|修改)之?前|已?废止|已?失效|上一版|前一版";
const NEW = "(?<![创更重革翻])新版?|现行有效|现行|最新版?|新修[订正改]|(?:修订|修正|修改)之?后|当前|目前";
const ACT = "(?:修订|修正|修改|制定|通过|公布|发布|印发|颁布|施行|实施|出台)";
const DATE = "(?:年?(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?起?)";

/** How far around a title or article a mark is looked for, in folded characters. */
const REACH = 24;

/** 18年的处分条例; behind a title two figures are rather a number of years. */
const SHORT_YEAR = "([012][0-9])(?=年)";
const BEFORE_YEAR = new RegExp(
  `(?<![0-9])(?:${YEAR}|${SHORT_YEAR})${DATE}(?:第[一二三四五六]次)?${ACT}{0,2}(?:新?版本|新?版|新|后)?的?(?:那个|那部|那版)?$`,
);
const BEFORE_AGE = new RegExp(`(?:(${OLD})|(${NEW}))(?:版本|的版本)?的?(?:那个|那部)?$`);
const AFTER_BRACKET = /^的?\(([^()]{0,20})\)/;
const AFTER_YEAR = new RegExp(
  `^的?${YEAR}${DATE}(?:第[一二三四五六]次)?(?:${ACT}的?(?:版本|版|本)?|版本|版|本|(?=第|[0-9 ]|$|[,。?!、]))`,
);
const AFTER_AGE = new RegExp(`^的?(?:(${OLD})|(${NEW}))(?:版本|文本|的版本)?`);
const IN_BRACKET_YEAR = new RegExp(`(?<![0-9])${YEAR}`);
const IN_BRACKET_AGE = new RegExp(`^(?:(${OLD})|(${NEW}))`);

/** Reads the mark that ends before `start` of a folded text: 2018年, 2018年修订的, 旧版, 现行的. */
function markBefore(folded: string, start: number): VersionMark | null {
  const before = folded.slice(Math.max(0, start - REACH), start);
  const year = BEFORE_YEAR.exec(before);
  if (year !== null) {
    const stated = year[1] ?? (year[2] === undefined ? undefined : `20${year[2]}`);
    return { year: parseYear(stated), age: null, length: year[0].length };
  }
  return readAge(BEFORE_AGE.exec(before));
}

/** Reads the mark that begins at `end` of a folded text: （2018）, 2018版, （2018年修订）, 旧版. */
function markAfter(folded: string, end: number): VersionMark | null {
  const after = folded.slice(end, end + REACH);
  const bracket = AFTER_BRACKET.exec(after);
  if (bracket !== null) {
    const inside = bracket[1] ?? "";
    const year = IN_BRACKET_YEAR.exec(inside);
    if (year !== null) return { year: parseYear(year[1]), age: null, length: bracket[0].length };
    const age = readAge(IN_BRACKET_AGE.exec(inside));
    return age === null ? null : { ...age, length: bracket[0].length };
  }
  const year = AFTER_YEAR.exec(after);
  if (year !== null) return { year: parseYear(year[1]), age: null, length: year[0].length };
  return readAge(AFTER_AGE.exec(after));
}

/** Most versions compared in one breath. */
const MOST_MARKS = 4;

/**
 * All marks at a title, in reading order: those before it (2016年和2019年, 新旧) and those behind it (2016版和2019版).
 * `end` is where those behind it end.
 */
export function readMarks(folded: string, start: number, end: number): { marks: VersionMark[]; end: number } {
  if (/[新旧]旧?[新旧]版?的?$/.test(folded.slice(Math.max(0, start - 5), start))) {
    const ages = ["old", "new"] as const;
    return { marks: ages.map((age) => ({ year: null, age, length: 0 })), end };
  }
  const before: VersionMark[] = [];
  for (let at = start; before.length < MOST_MARKS; ) {
    const mark = markBefore(folded, at);
    if (mark === null) break;
    before.unshift(mark);
    at -= mark.length;
    if (!isJoint(folded[at - 1])) break;
    at -= 1;
  }
  const after: VersionMark[] = [];
  let behind = end;
  for (let at = end; after.length < MOST_MARKS; at = behind + 1) {
    const mark = markAfter(folded, at);
    if (mark === null) break;
    after.push(mark);
    behind = at + mark.length;
    if (!isJoint(folded[behind])) break;
  }
  return { marks: [...before, ...after], end: behind };
}

const isJoint = (character: string | undefined): boolean =>
  character !== undefined && "和与跟及、".includes(character);

const readAge = (match: RegExpExecArray | null): VersionMark | null =>
  match === null
    ? null
    : { year: null, age: match[1] === undefined ? "new" : "old", length: match[0].length };

/** The version chosen; `certain` is false where the one asked for is not held. */
export interface VersionChoice {
  readonly entry: TitleEntry;
  readonly certain: boolean;
}

/**
 * Chooses among the versions of one title, given in the order in which they came into force.
 *
 * - A year: the version issued that year (纪律处分条例 2018 → the one of 2018, although another was in force until
 *   September), else the one that came into force that year, else the one in force at its end.
 * - Old (旧版, 修订前): the version before the one in force on `day`. New: the one in force on `day`.
 * - Nothing: the one in force on `day`, or without a day the newest. Where none is in force: the last that was.
 *
 * An entry without dates counts as in force from the beginning of its year, or always.
 */
export function chooseVersion(
  versions: readonly [TitleEntry, ...TitleEntry[]],
  { year, age }: Pick<VersionMark, "year" | "age">,
  day: Day | undefined,
): VersionChoice {
  const current = day === undefined ? versions.length - 1 : currentOn(versions, day);
  const choose = (place: number): VersionChoice | null => {
    const entry = versions[place];
    return entry === undefined ? null : { entry, certain: true };
  };
  const fallback: VersionChoice = { entry: versions[current] ?? versions[0], certain: false };
  if (year !== null) {
    const place = [
      versions.findLastIndex(({ version }) => version.year === year),
      versions.findLastIndex(({ version }) => version.from?.startsWith(`${year}-`) === true),
      versions.findLastIndex((entry) => inForceOn(entry, `${year}-12-31`) && startOf(entry) !== ""),
    ].find((found) => found >= 0);
    return choose(place ?? -1) ?? fallback;
  }
  if (age === "old") return choose(current - 1) ?? fallback;
  return { ...fallback, certain: true };
}

function currentOn(versions: readonly TitleEntry[], day: Day): number {
  const inForce = versions.findLastIndex((entry) => inForceOn(entry, day));
  if (inForce >= 0) return inForce;
  return Math.max(
    0,
    versions.findLastIndex((entry) => startOf(entry) <= day),
  );
}

/** Tells whether a version is in force on a day, as far as its dates tell. */
export const inForceOn = (entry: TitleEntry, day: Day): boolean =>
  startOf(entry) <= day && (entry.version.until === null || day < entry.version.until);
