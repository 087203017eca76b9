/**
 * Numbers by their digits alone: a window of neighbouring groups whose digits, written together, are a number of some kind, as
 * far as the groups are cut as that kind is cut by people, or stand alone in any cut.
 *
 *   138 5198 7246    一三八，五一九八，七二四六    0086-138/5198/7246    1 3 8 5 1 9 8 7 2 4 6
 *   not 13,851,987,246 元, 第13、45、67、89、101条, 1998-07-01 123
 */
import {
  type DigitGroup,
  type DigitRun,
  digitRuns,
  isBankCard,
  looksLikeIdentityNumber,
} from "./personal-digits.ts";
import type { Find } from "./personal-finds.ts";

/** Groups one after another, and what stands around them. */
interface Window {
  readonly digits: string;
  readonly lengths: readonly number[];
  readonly start: number;
  readonly end: number;
  readonly spoken: boolean;
  /** Nothing of the run is left on either side, or it is kept away by another gap than stands inside. */
  readonly whole: boolean;
}

type Kind = Find["kind"];

/** Digits of the numbers that are looked for. */
const leastDigits = 7;
const mostDigits = 19;

const windowOf = (run: DigitRun, from: number, to: number): Window => {
  const groups = run.slice(from, to + 1);
  return {
    digits: groups.map(({ digits }) => digits).join(""),
    lengths: groups.map(({ digits }) => digits.length),
    start: (groups[0] as DigitGroup).start,
    end: (groups.at(-1) as DigitGroup).end,
    spoken: groups.every((group) => group.spoken),
    whole: standsApart(run, from, to),
  };
};

function standsApart(run: DigitRun, from: number, to: number): boolean {
  const inner = new Set(run.slice(from + 1, to + 1).map(({ gap }) => gap));
  const isOther = (group: DigitGroup | undefined): boolean =>
    group === undefined || (inner.size === 1 && group.gap !== "" && !inner.has(group.gap));
  return isOther(from === 0 ? undefined : run[from]) && isOther(run[to + 1]);
}

/** Lengths without the country's number in front of them. */
function withoutPrefix(lengths: readonly number[], prefix: number): readonly number[] {
  let left = prefix;
  return lengths.flatMap((length) => {
    const cut = Math.min(left, length);
    left -= cut;
    return length === cut ? [] : [length - cut];
  });
}

const cuts: Readonly<Partial<Record<Kind, RegExp>>> = {
  phone:
    /^(?:11|3 4 4|4 4 3|3 3 5|4 3 4|3 8|7 4|4 7|5 6|6 5|8 3|3 5 3|2 3 3 3|3 2 2 2 2|5 3 3|5 2 2 2|3 2 3 3|1 3 3 4|1 3 7)$/,
  identity: /^(?:1[78]|6 8 [34]|3 3 8 [34]|6 4 4 [34]|6 4 2 2 [34]|4 4 4 [56]|4 4 4 4 [12]|14 [34]|6 1[12])$/,
  "bank-card": /^(?:1[6-9]|4 4 4 4|4 4 4 4 [123]|6 1[0-3]|8 8|8 11|4 1[2-5]|3 4 4 4 4|4 4 4 [67])$/,
};

/** A list or a day is cut differently from a number. */
function isList(text: string, window: Window): boolean {
  const written = text.slice(window.start, window.end);
  if (/(?:19|20)\d{2}[-./ ]\d{1,2}[-./ ]\d{1,2}(?!\d)/.test(written)) return true;
  const singles = window.lengths.every((length) => length === 1);
  return !singles && /[、,;\n]/.test(written);
}

function fits(text: string, window: Window, kind: Kind, prefix: number): boolean {
  const lengths = withoutPrefix(window.lengths, prefix);
  if (isGroupedSum(text, window)) return false;
  if (cuts[kind]?.test(lengths.join(" "))) return true;
  return window.whole && !isList(text, window);
}

const isGroupedSum = (text: string, { start, end }: Window): boolean =>
  /^\d{1,3}(?:,\d{3})+$/.test(text.slice(start, end));

/** Words that name a number of a telephone. */
const cue =
  /(?:电话|座机|手机|联系方式|联系|传真|小灵通|热线|号码|拨打|请拨|致电|来电|去电|回电|打给|拨通|呼叫|短信|打|call|tel|phone|mobile)(?:号码|号)?(?:我|他|她)?(?:是|为|到|:|,|;|·|-|\s|\p{Ps}|\p{Pi}|"|\.){0,4}$/iu;

/** 13851987246元, 第13851987246号: sums and numbers of other things. */
const measured =
  /^\s?(?:多|余)?(?:十|百|千|万|亿)*\s?(?:元(?![旦宵月])|块钱|吨|公里|千米|(?<!\s)米|平方|亩|斤|公斤|千克|千瓦|度电|人次|户|美元|港元|%|万)/u;
const isMeasured = (text: string, { start, end }: Window): boolean =>
  (measured.test(text.slice(end, end + 8)) && !cue.test(text.slice(Math.max(0, start - 20), start))) ||
  (/第\s?$/.test(text.slice(Math.max(0, start - 2), start)) && /^\s?号/.test(text.slice(end, end + 2)));

/** Looks for one kind; says what is found beyond the digits. */
type Reader = (text: string, window: Window) => Find | null;

const identity: Reader = (text, window) => {
  const { digits, start } = window;
  if (digits.length === 18)
    return looksLikeIdentityNumber(digits) && fits(text, window, "identity", 0)
      ? { kind: "identity", start, end: window.end }
      : null;
  if (digits.length !== 17) return null;
  const last = /^[^\p{L}\p{N}]{0,6}[Xx×](?![A-Za-z0-9])/u.exec(text.slice(window.end, window.end + 14))?.[0];
  return last !== undefined && looksLikeIdentityNumber(`${digits}X`) && fits(text, window, "identity", 0)
    ? { kind: "identity", start, end: window.end + last.length }
    : null;
};

const bankCard: Reader = (text, window) =>
  isBankCard(window.digits) && fits(text, window, "bank-card", 0) && !isMeasured(text, window)
    ? { kind: "bank-card", start: window.start, end: window.end }
    : null;

/** 86, 0086; the plus sign before it belongs to it. */
const mobile: Reader = (text, window) => {
  const form = /^((?:00)?86)?1[3-9]\d{9}$/.exec(window.digits);
  if (form === null) return null;
  const prefix = form[1]?.length ?? 0;
  if (!fits(text, window, "phone", prefix) || isMeasured(text, window)) return null;
  return { kind: "phone", start: opened(text, window), end: window.end };
};

/** With its area code, or its country's number, a number of the fixed network. */
const landline: Reader = (text, window) => {
  const { digits, lengths, spoken } = window;
  if (spoken || isMeasured(text, window)) return null;
  const area = /^0(?:10|2\d|[3-9]\d{2})(?=[2-8]\d{6,7}$)/.exec(digits)?.[0].length;
  const country = /^(?:00)?85[23](?=[2-9]\d{7}$)/.exec(digits)?.[0].length;
  const code = area ?? country;
  const plus = text[window.start - 1] === "+" && /^[1-9]\d{8,13}$/.test(digits);
  if (plus) return { kind: "phone", start: window.start - 1, end: window.end };
  if (code === undefined) return null;
  const rest = withoutPrefix(lengths, code).join(" ");
  // Written in one, only what begins like an area code is told from another number.
  const apart = lengths[0] === code || lengths[0] === digits.length;
  if (!apart || (country !== undefined && lengths.length === 1 && !digits.startsWith("00"))) return null;
  if (!/^(?:[78]|[34] 4|4 3|2 2 2 [12]|3 2 [23]|3 3 [12]|1( 1)*)$/.test(rest)) return null;
  return { kind: "phone", start: opened(text, window), end: window.end };
};

/** The beginning of a number with the plus sign or the bracket before it. */
function opened(text: string, { start, end }: Window): number {
  const before = /[\p{Ps}]?\+$|\p{Ps}$/u.exec(text.slice(Math.max(0, start - 2), start))?.[0] ?? "";
  if (!before.endsWith("+") && !/\p{Pe}/u.test(text.slice(start, end))) return start;
  return start - before.length;
}

/** After a word that names one: 7 to 12 digits, of the fixed network of the place too. */
const named: Reader = (text, window) => {
  const { digits, start, spoken, lengths } = window;
  const word = cue.exec(text.slice(Math.max(0, start - 20), start))?.[0];
  if (word === undefined || isMeasured(text, window) || isGroupedSum(text, window)) return null;
  const certain = /^(?:电话|座机|手机|联系方式|传真|小灵通)/u.test(word);
  const local = /^(?:[2-8]\d{6,7}|0\d{9,11}|400\d{7}|1[3-9]\d{9})$/;
  if (certain ? !/^\d{7,12}$/.test(digits) || (spoken && digits.length > 12) : !local.test(digits))
    return null;
  if (isList(text, window) && !cuts.phone?.test(lengths.join(" "))) return null;
  return { kind: "phone", start: opened(text, window), end: window.end };
};

/** In this order: what is found is not found again as something else. */
const readers: readonly Reader[] = [identity, bankCard, mobile, landline, named];

const besideDigit = /[0-9][OolI]|[OolI][0-9]/;

/** Every number that is found by its digits, in a text in the plain form. */
export function findDigitNumbers(text: string): readonly Find[] {
  const finds: Find[] = [];
  const isFree = (find: Find): boolean =>
    finds.every((other) => find.end <= other.start || other.end <= find.start);
  for (const withLetters of [false, true]) {
    if (withLetters && !besideDigit.test(text)) break;
    const windows = digitRuns(text, withLetters).flatMap((run) => windowsOf(run));
    for (const reader of readers)
      for (const window of windows) {
        const find = reader(text, window);
        if (find !== null && isFree(find)) finds.push(find);
      }
  }
  return finds;
}

/** Every window as long as some number, by where it begins; the longest first. */
function windowsOf(run: DigitRun): readonly Window[] {
  const windows: Window[] = [];
  for (let from = 0; from < run.length; from++) {
    let length = 0;
    let to = from;
    for (; to < run.length; to++) {
      const next = (run[to] as DigitGroup).digits.length;
      if (length + next > mostDigits) break;
      length += next;
    }
    for (to--; to >= from && length >= leastDigits; to--) {
      windows.push(windowOf(run, from, to));
      length -= (run[to] as DigitGroup).digits.length;
    }
  }
  return windows;
}
