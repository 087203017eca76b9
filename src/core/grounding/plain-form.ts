/**
 * The plain form of a text: what every pattern for secrecy marks and personal data is matched against, with the way back.
 *
 *   ㊙ 機\u200b密　★１０年  →  秘 机密 ★10年          1️⃣3️⃣8, ❶❸❽, ١٣٨, ⒈⒊⒏  →  138, 138, 138, 1.3.8.
 *
 * One form, so that a pattern need not list in how many ways its characters can be written: compatibility forms are unified
 * (NFKC, so punctuation is half-width: `,:;!?()`), invisible characters and combining marks dropped, traditional characters made
 * simplified; every digit is one of 0–9, every blank a space, every line's end `\n`, and dashes, middle dots and stars are one
 * sign each. Case stays, and so do the words of spelled-out digits (三八).
 */
import { simplifiedUnit } from "./simplified-characters.ts";

export interface PlainForm {
  readonly text: string;
  /** The stretch of the original, in UTF-16 units, that became `text.slice(start, end)`, with the invisible characters in it. */
  readonly original: (start: number, end: number) => readonly [start: number, end: number];
}

const invisible = /^[\p{Cc}\p{Cf}\p{Cs}\p{M}\p{Default_Ignorable_Code_Point}]$/u;
const lineEnd = /^[\n\v\f\r\u0085\u2028\u2029]$/u;
const blank = /^[\s\u2800\u3164\uffa0]$/u;
const dash = /^[\p{Pd}\u02d7\u2043\u2212\u2500\u2501\u30fc\uff70]$/u;
const middleDot = /^[·•・‧∙⋅●⚫◦▪\u0387\u16eb\u2e31\u30fb\uff65]$/u;
const star = /^[★☆⭐🌟✡-✧✩-❋※⋆∗⁎⁑⍟⚝⛤-⛧٭✱﹡🟀-🟘]$/u;

/** Digits that NFKC leaves as they are: the first of each row and what it stands for. */
const circledRows: readonly (readonly [first: number, digit: number])[] = [
  [0x2776, 1],
  [0x2780, 1],
  [0x278a, 1],
  [0x24f5, 1],
];

function otherDigit(point: number): string | null {
  if (point === 0x24ff) return "0";
  for (const [first, digit] of circledRows)
    if (point >= first && point < first + 9) return String(point - first + digit);
  if (!/^\p{Nd}$/u.test(String.fromCodePoint(point))) return null;
  // The digits of a script stand in a row that begins with its zero.
  let zero = point;
  while (point - zero < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero--;
  return String(point - zero);
}

/** The plain form of one character; empty: it is dropped. */
function plainOf(character: string): string {
  if (lineEnd.test(character)) return "\n";
  if (blank.test(character)) return " ";
  if (star.test(character)) return "★";
  if (middleDot.test(character)) return "·";
  if (dash.test(character)) return "-";
  if (invisible.test(character)) return "";
  const digit = otherDigit(character.codePointAt(0) ?? 0);
  if (digit !== null) return digit;
  // … and ‴ are one sign, as they were before.
  const unified =
    character === "㊙" ? "秘" : character.normalize("NFKC").replace(/^([^\p{L}\p{N}])\1+$/u, "$1");
  if (unified === character) return character;
  return [...unified].map((one) => (one === character ? one : (remembered(one) ?? plainOf(one)))).join("");
}

/** Of the units that texts are made of, so that the slow way is gone once for each. */
const forms = new Map<string, string>();
const formsLimit = 20_000;

const remembered = (character: string): string | null => {
  const unit = character.charCodeAt(0);
  if (character.length === 1) {
    if (unit >= 0x4e01 && unit <= 0x9fff) return String.fromCharCode(simplifiedUnit(unit));
    if ((unit >= 0x20 && unit < 0x7f) || unit === 0x0a || unit === 0x4e00) return character;
  }
  return forms.get(character) ?? null;
};

function formOf(character: string): string {
  const known = remembered(character);
  if (known !== null) return known;
  const form = simplifiedOf(plainOf(character));
  if (forms.size < formsLimit) forms.set(character, form);
  return form;
}

const simplifiedOf = (text: string): string =>
  Array.from({ length: text.length }, (_, at) =>
    String.fromCharCode(simplifiedUnit(text.charCodeAt(at))),
  ).join("");

/** Accepts any string; linear in its length. */
export function plainForm(given: string): PlainForm {
  let text = "";
  // For each unit of the form, where its character begins and where the next one that was kept does.
  const starts: number[] = [];
  const ends: number[] = [];
  let at = 0;
  for (const character of given) {
    const form = given.startsWith("\r\n", at) ? "" : formOf(character);
    const end = at + character.length;
    if (form === "")
      for (let unit = ends.length - 1; unit >= 0 && ends[unit] === at; unit--) ends[unit] = end;
    for (let unit = 0; unit < form.length; unit++) {
      starts.push(at);
      ends.push(end);
    }
    text += form;
    at = end;
  }
  return { text, original: (start, end) => [starts[start] ?? at, ends[end - 1] ?? at] };
}
