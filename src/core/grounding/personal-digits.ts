/**
 * Digits as people write them: spelled out (一三八, 壹叁捌, 幺三八), letters that look like digits (l38O), anything that is no
 * letter between them. Numbers of personal data are found over all of these, and checked as plain digits. What is read is the
 * plain form of a text, in which every other way to write a digit is gone.
 */

const spoken: Readonly<Record<string, string>> = {
  零: "0",
  〇: "0",
  洞: "0",
  一: "1",
  幺: "1",
  壹: "1",
  弌: "1",
  二: "2",
  两: "2",
  贰: "2",
  弍: "2",
  三: "3",
  叁: "3",
  叄: "3",
  参: "3",
  弎: "3",
  四: "4",
  肆: "4",
  五: "5",
  伍: "5",
  六: "6",
  陆: "6",
  七: "7",
  柒: "7",
  拐: "7",
  八: "8",
  捌: "8",
  九: "9",
  玖: "9",
};

/** What is taken for a digit where digits stand around it. */
const alike: Readonly<Record<string, string>> = { O: "0", o: "0", l: "1", I: "1" };

/** A digit, for the inside of a character class. */
export const digitClass = `0-9${Object.keys(spoken).join("")}`;

/** What may stand between two digits of one number: a few signs, no letters. */
export const gap = "[^\\p{L}\\p{N}〔〕]{0,6}";

/** A pattern of `least` to `most` digits in a row, with gaps; for a pattern with the flag `u`. */
export const digits = (least: number, most = least): string =>
  `[${digitClass}](?:${gap}[${digitClass}]){${least - 1},${most - 1}}`;

/** The plain digits of a number, letters as they are, gaps left out. */
export const plainDigits = (text: string): string =>
  [...text]
    .map((character) => spoken[character] ?? character)
    .join("")
    .replace(/[^0-9A-Za-z]/g, "");

/** Digits with nothing between them, written in one way. */
export interface DigitGroup {
  readonly digits: string;
  /** In the plain form. */
  readonly start: number;
  readonly end: number;
  readonly spoken: boolean;
  /** What stands between it and the group before it in the run. */
  readonly gap: string;
}

/** Groups with nothing but a gap between two neighbours. */
export type DigitRun = readonly DigitGroup[];

const token = new RegExp(`[0-9]+|[${Object.keys(spoken).join("")}]+|[OolI]+`, "gu");
const gapAlone = new RegExp(`^${gap}$`, "u");
const latin = /[A-Za-z]/;

/** Tells whether letters like digits stand for digits: one is beside them and no other letter is. */
const standsForDigits = (text: string, start: number, end: number): boolean => {
  const [before, after] = [text[start - 1] ?? " ", text[end] ?? " "];
  return (/[0-9]/.test(before) || /[0-9]/.test(after)) && !latin.test(before) && !latin.test(after);
};

/**
 * All digits of a text in the plain form, in runs.
 *
 * @param withLetters letters like digits count: where one only stands beside a number, the number is found without them
 */
export function digitRuns(text: string, withLetters: boolean): readonly DigitRun[] {
  const runs: DigitGroup[][] = [];
  let last: DigitGroup | undefined;
  for (const match of text.matchAll(token)) {
    const [found] = match;
    const [start, end] = [match.index, match.index + found.length];
    const letters = alike[found[0] ?? ""] !== undefined;
    if (letters && !(withLetters && standsForDigits(text, start, end))) continue;
    const plain = [...found].map((one) => spoken[one] ?? alike[one] ?? one).join("");
    const gap = text.slice(last?.end ?? start, start);
    const group = { digits: plain, start, end, spoken: spoken[found[0] ?? ""] !== undefined, gap };
    const run = runs.at(-1);
    if (run === undefined || last === undefined || !joins(gap)) runs.push([group]);
    else if (last.end === start && last.spoken === group.spoken) {
      // 138O13: letters like digits belong to the group they stand in.
      run[run.length - 1] = { ...last, digits: last.digits + plain, end };
    } else run.push(group);
    last = runs.at(-1)?.at(-1);
  }
  return runs;
}

const joins = (between: string): boolean => between.length <= 12 && gapAlone.test(between);

const identityWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** Tells whether 18 characters are a resident identity number (GB 11643: weighted sum modulo 11, and a real month and day). */
export function isIdentityNumber(text: string): boolean {
  if (!/^\d{17}[\dXx]$/.test(text)) return false;
  const month = Number(text.slice(10, 12));
  const day = Number(text.slice(12, 14));
  if (month < 1 || month > 12 || day < 1 || day > 31) return false;
  const sum = identityWeights.reduce((total, weight, at) => total + weight * Number(text[at]), 0);
  return "10X98765432"[sum % 11] === text[17]?.toUpperCase();
}

/** Tells whether 18 characters are built like a resident identity number; a mistyped one is masked too. */
export const looksLikeIdentityNumber = (text: string): boolean =>
  /^[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]$/.test(text) ||
  isIdentityNumber(text);

/** Tells whether a digit string passes the Luhn check of bank cards (16 to 19 digits). */
export function isBankCard(text: string): boolean {
  if (!/^\d{16,19}$/.test(text)) return false;
  let sum = 0;
  for (let at = 0; at < text.length; at++) {
    const digit = Number(text[text.length - 1 - at]);
    const doubled = at % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
