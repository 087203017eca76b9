/**
 * Takes a normalised text apart into tokens.
 *
 *   对第十七条规定的3个月  →  characters  对 第 十 七 条 规 定 的 个 月
 *                            pairs       对第 第十 十七 七条 条规 规定 定的 个月
 *                            words       第17条 17 3
 *
 * Characters with pairs need no dictionary and find more in statutes than a word segmenter does; a pair never
 * spans punctuation. Words are everything else: Latin and other alphabets, numbers, and what is said in
 * Chinese numerals, so that 三十日 and 30日, 第十七条 and 第17条 meet.
 */

import { parseNumeral } from "../law/numerals.ts";
import { isHan } from "./normalise.ts";

/** Told of the tokens of a text, in order; a token that occurs twice is told twice. */
export interface TokenVisitor {
  /** One Han character. */
  character(unit: number): void;
  /** Two Han characters that stand together. */
  pair(first: number, second: number): void;
  /** A word, a number (`30`, `3.5`) or an article (`第17条`, `第133条之1`). */
  word(text: string): void;
}

/** The tokens of a normalised text as a list, in order of their first character. */
export function tokenise(text: string): string[] {
  const tokens: string[] = [];
  visitTokens(text, {
    character: (unit) => tokens.push(String.fromCharCode(unit)),
    pair: (first, second) => tokens.push(String.fromCharCode(first, second)),
    word: (word) => tokens.push(word),
  });
  return tokens;
}

const SPACE = 0x20;
const ORDINAL = 0x7b2c; // 第
const ARTICLE = 0x6761; // 条
const SUFFIX = 0x4e4b; // 之
const TEN_THOUSAND = 0x4e07; // 万
const HUNDRED_MILLION = 0x4ebf; // 亿

/** What a code unit can be, as bits of its class. */
const HAN = 1;
const NUMERAL = 2;
/** What a Chinese numeral must stand before to be read as a number; 十分 and 千方百计 are words. */
const COUNTED = 4;

/** The class of every code unit: a table, because an index asks it millions of times. */
const CLASSES = new Uint8Array(0x10000);
for (let unit = 0; unit < CLASSES.length; unit++) if (isHan(unit)) CLASSES[unit] = HAN;
for (const numeral of "〇零一二三四五六七八九十百千两廿卅万亿") classify(numeral, NUMERAL);
for (const counted of "条款项章节编年月日天个次倍人名万亿元%号届") classify(counted, COUNTED);

function classify(character: string, bit: number): void {
  const unit = character.charCodeAt(0);
  CLASSES[unit] = (CLASSES[unit] ?? 0) | bit;
}

/** Class of the unit at a place in a text; 0 outside it. */
function classAt(text: string, at: number): number {
  return CLASSES[text.charCodeAt(at)] ?? 0;
}

/** Longer runs of numerals are no number anyone writes. */
const LONGEST_NUMERAL = 16;

/** Tells a visitor the tokens of a text made by `normalise`. Takes time linear in the text, whatever it holds. */
export function visitTokens(text: string, visitor: TokenVisitor): void {
  let previous = 0; // the Han character a pair would begin with, 0 for none
  for (let at = 0; at < text.length; ) {
    const unit = text.charCodeAt(at);

    const kind = CLASSES[unit] ?? 0;
    if ((kind & HAN) !== 0) {
      visitor.character(unit);
      if (previous !== 0) visitor.pair(previous, unit);
      if (unit === ORDINAL) visitArticle(text, at, visitor);
      if ((kind & NUMERAL) !== 0 && (classAt(text, at - 1) & NUMERAL) === 0) visitNumeral(text, at, visitor);
      previous = unit;
      at++;
      continue;
    }
    if (unit === SPACE && spreadsLetters(text, at)) {
      at++;
      continue;
    }
    previous = 0;
    if (isDigit(unit)) at = visitNumber(text, at, visitor);
    else at = visitWord(text, at, visitor);
  }
}

/** Tells whether the space at `at` stands between Han characters set apart for looks (总 则, 容 错): one of its neighbours stands alone. */
function spreadsLetters(text: string, at: number): boolean {
  if (!isHan(text.charCodeAt(at - 1)) || !isHan(text.charCodeAt(at + 1))) return false;
  return !isHan(text.charCodeAt(at - 2)) || !isHan(text.charCodeAt(at + 2));
}

/** A numeral in characters, told as its number where a counted thing follows: 三十日 → 30. `at` is its first character. */
function visitNumeral(text: string, at: number, visitor: TokenVisitor): void {
  let end = at + 1;
  while (end - at <= LONGEST_NUMERAL && (classAt(text, end) & NUMERAL) !== 0) end++;
  if (end - at > LONGEST_NUMERAL) return;
  const large = end - at > 1 && (classAt(text, end - 1) & COUNTED) !== 0;
  const share = text.startsWith("百分之", at - 3);
  if (!large && !share && (classAt(text, end) & COUNTED) === 0) return;
  const number = parseNumeral(text.slice(at, end));
  if (number !== null) visitor.word(String(number));
}

/** 第十七条, 第 17 条, 第一百三十三条之一 → 第17条, 第133条之1. `at` is the place of 第. */
function visitArticle(text: string, at: number, visitor: TokenVisitor): void {
  const start = skipSpace(text, at + 1);
  const end = numeralEnd(text, start);
  if (end === start) return;
  const mark = skipSpace(text, end);
  if (text.charCodeAt(mark) !== ARTICLE) return;
  const number = parseNumeral(text.slice(start, end));
  if (number === null) return;

  let suffix = "";
  if (text.charCodeAt(mark + 1) === SUFFIX) {
    const inserted = parseNumeral(text.slice(mark + 2, numeralEnd(text, mark + 2)));
    if (inserted !== null) suffix = `之${inserted}`;
  }
  visitor.word(`第${number}条${suffix}`);
}

/** The end of the numeral, in characters or digits, that begins at `start`; `start` itself where there is none of a sane length. */
function numeralEnd(text: string, start: number): number {
  const digits = isDigit(text.charCodeAt(start));
  let end = start;
  while (
    end - start <= LONGEST_NUMERAL &&
    (digits ? isDigit(text.charCodeAt(end)) : (classAt(text, end) & NUMERAL) !== 0)
  ) {
    end++;
  }
  return end - start > LONGEST_NUMERAL ? start : end;
}

/** A number in digits: 1,000 → 1000, 03 → 3, 3.50 stays; before 万 or 亿 its value is told too. Returns the place after it. */
function visitNumber(text: string, at: number, visitor: TokenVisitor): number {
  let end = at;
  let digits = "";
  for (;;) {
    const from = end;
    while (isDigit(text.charCodeAt(end))) end++;
    digits += text.slice(from, end);
    if (text.charAt(end) === "," && isThousands(text, end + 1)) end++;
    else break;
  }
  if (text.charAt(end) === "." && isDigit(text.charCodeAt(end + 1))) {
    const from = end++;
    while (isDigit(text.charCodeAt(end))) end++;
    digits += text.slice(from, end);
  }
  let zeros = 0;
  while (digits.charCodeAt(zeros) === 0x30 && isDigit(digits.charCodeAt(zeros + 1))) zeros++;
  visitor.word(digits.slice(zeros));

  const unit = text.charCodeAt(end);
  if ((unit === TEN_THOUSAND || unit === HUNDRED_MILLION) && digits.length <= LONGEST_NUMERAL) {
    const value = Number(digits) * (unit === TEN_THOUSAND ? 1e4 : 1e8);
    if (Number.isSafeInteger(value)) visitor.word(String(value));
  }
  return end;
}

/** Tells whether exactly three digits begin at `at`. */
function isThousands(text: string, at: number): boolean {
  for (let index = 0; index < 3; index++) if (!isDigit(text.charCodeAt(at + index))) return false;
  return !isDigit(text.charCodeAt(at + 3));
}

const LETTER = /[\p{L}\p{N}\p{M}]/u;

/** A run of letters and digits of any alphabet but Han, or one sign that is no token. Returns the place after it, beyond `at`. */
function visitWord(text: string, at: number, visitor: TokenVisitor): number {
  let end = at;
  while (end < text.length) {
    const unit = text.charCodeAt(end);
    if ((unit >= 0x61 && unit <= 0x7a) || isDigit(unit)) {
      end++;
      continue;
    }
    if (unit < 0x80 || isHan(unit)) break;
    const point = text.codePointAt(end) ?? unit;
    if (!LETTER.test(String.fromCodePoint(point))) break;
    const width = point > 0xffff ? 2 : 1;
    // A Han character beyond the basic plane is a word by itself.
    if (point >= 0x20000) {
      if (end === at) end += width;
      break;
    }
    end += width;
  }
  if (end > at) {
    visitor.word(text.slice(at, end));
    return end;
  }
  return at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
}

function skipSpace(text: string, at: number): number {
  return text.charCodeAt(at) === SPACE ? at + 1 : at;
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}
