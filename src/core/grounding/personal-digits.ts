/**
 * Digits as people write them: half and full width, spelled out (一三八, 壹叁捌, 幺三八), circled, with blanks and dashes
 * between. Numbers of personal data are found over all of these, and checked as plain digits.
 */

const spoken: Readonly<Record<string, string>> = {
  零: "0",
  〇: "0",
  洞: "0",
  一: "1",
  幺: "1",
  壹: "1",
  二: "2",
  贰: "2",
  三: "3",
  叁: "3",
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

/** A digit, for the inside of a character class. */
export const digitClass = `0-9０-９⓪①-⑨${Object.keys(spoken).join("")}`;

const plainClass = "0-9０-９";

/** What may stand between two digits of one number; an invisible character is no end of it. */
export const gap = "[ \\u3000·.\\-－–—\\u200b-\\u200d\\u2060\\ufeff]{0,2}";

/** A pattern of `least` to `most` digits in a row, with gaps. */
export const digits = (least: number, most = least): string =>
  `[${digitClass}](?:${gap}[${digitClass}]){${least - 1},${most - 1}}`;

/** As {@link digits}, of numerals alone: a row of spelled-out digits means nothing where no word names it. */
export const numerals = (least: number, most = least): string =>
  `[${plainClass}](?:${gap}[${plainClass}]){${least - 1},${most - 1}}`;

/** No digit just before, and none just after. */
export const alone = (pattern: string): string => `(?<![${digitClass}])${pattern}(?![${digitClass}])`;

/** The plain digits of a number, letters as they are, gaps left out. */
export const plainDigits = (text: string): string =>
  [...text.normalize("NFKC")]
    .map((character) => spoken[character] ?? character)
    .join("")
    .replace(/[^0-9A-Za-z]/g, "");

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
