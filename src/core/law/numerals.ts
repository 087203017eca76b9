/**
 * Numerals as law and people write them: 十七, 一百零三, 一百十七, 廿三, 二〇一八, 一三三, 17, １７.
 *
 *   numeral := arabic | digits | grouped
 *   digits  := 二〇一八            two or more digits in a row, the first not zero
 *   grouped := [section 万] section
 *   section := [n 千] [n 百] [n 十] [n]     a skipped place is said once: 一百零三, 一千零一十
 */

/** Greatest value either function handles. */
export const GREATEST_NUMERAL = 99_999_999;

const DIGITS: ReadonlyMap<string, number> = new Map(
  [..."〇零一二三四五六七八九"].map((digit, index) => [digit, Math.max(0, index - 1)]),
);
const UNITS: ReadonlyMap<string, number> = new Map([
  ["十", 10],
  ["百", 100],
  ["千", 1000],
]);
/** Tens written as one character. */
const TENS: ReadonlyMap<string, number> = new Map([
  ["廿", 20],
  ["卅", 30],
]);

/**
 * Reads a whole text as a number, 0 to 99 999 999; null where it is not one well-formed numeral.
 *
 * Read: Arabic digits of either width (leading zeros count for nothing), grouped Chinese numerals (一百一十 and
 * 一百十, 两百, 廿三), and digits in a row (二〇一八). Not read: 一百三 for 130, 两十, 百, 1百, signs, blanks, points.
 */
export function parseNumeral(text: string): number | null {
  if (text === "" || text.length > 16) return null;
  return readArabic(text) ?? readDigits(text) ?? readGrouped(text);
}

/**
 * Writes a number in the style of statutes: 十七, 一百零三, 一百一十, 一千零一十, 二万.
 *
 * @throws {RangeError} the number is not a whole number from 0 to 99 999 999
 */
export function chineseNumeral(number: number): string {
  if (!Number.isInteger(number) || number < 0 || number > GREATEST_NUMERAL) {
    throw new RangeError(`${number} has no numeral here: give a whole number from 0 to ${GREATEST_NUMERAL}`);
  }
  if (number === 0) return "零";
  const high = Math.floor(number / 10_000);
  const low = number % 10_000;
  const written = high === 0 ? writeSection(low) : `${writeSection(high)}万${writeLowSection(low)}`;
  // Only the very first ten drops its one: 十七, but 一百一十七.
  return written.startsWith("一十") ? written.slice(1) : written;
}

function readArabic(text: string): number | null {
  let value = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const digit = code >= 0xff10 ? code - 0xff10 : code - 0x30;
    if (digit < 0 || digit > 9) return null;
    value = value * 10 + digit;
  }
  return value <= GREATEST_NUMERAL ? value : null;
}

function readDigits(text: string): number | null {
  if (text.length > 8) return null;
  let value = 0;
  for (const character of text) {
    const digit = DIGITS.get(character);
    if (digit === undefined || (digit === 0 && value === 0 && text.length > 1)) return null;
    value = value * 10 + digit;
  }
  return value;
}

function readGrouped(text: string): number | null {
  const split = text.indexOf("万");
  if (split < 0) return readSection(text, 10_000, true);
  const high = readSection(text.slice(0, split), 10_000, true);
  if (high === null) return null;
  if (split === text.length - 1) return high * 10_000;
  const low = readSection(text.slice(split + 1), 10_000, false);
  return low === null ? null : high * 10_000 + low;
}

/**
 * Reads up to 9 999. `place` is the last place said before the section; `leading` is true where nothing stands
 * before it, which is where 十 may stand for 一十 freely and no 零 may open.
 */
function readSection(text: string, place: number, leading: boolean): number | null {
  let value = 0;
  let last = place;
  let index = 0;
  while (index < text.length) {
    const skipped = isZero(text[index]);
    if (skipped && (leading || ++index === text.length)) return null;
    const part = readPart(text, index, leading);
    if (part === null || part.unit >= last) return null;
    // 零 stands exactly where a place was skipped.
    if (!leading && skipped !== part.unit * 10 < last) return null;
    value += part.value;
    last = part.unit;
    index = part.end;
    leading = false;
  }
  return value === 0 ? null : value;
}

interface Part {
  readonly value: number;
  readonly unit: number;
  readonly end: number;
}

function readPart(text: string, index: number, leading: boolean): Part | null {
  const first = text[index] ?? "";
  const tens = TENS.get(first);
  if (tens !== undefined) return { value: tens, unit: 10, end: index + 1 };
  if (first === "十") return { value: 10, unit: 10, end: index + 1 };
  const unit = UNITS.get(text[index + 1] ?? "") ?? 1;
  const end = index + (unit === 1 ? 1 : 2);
  if (first === "两") {
    // 两百, 两千, 两万 and 两条, but neither 两十 nor 一百零两.
    const counts = unit >= 100 || (unit === 1 && leading && end === text.length);
    return counts ? { value: 2 * unit, unit, end } : null;
  }
  const digit = DIGITS.get(first) ?? 0;
  return digit === 0 ? null : { value: digit * unit, unit, end };
}

const isZero = (character: string | undefined): boolean => character === "零" || character === "〇";

const NAMES = "零一二三四五六七八九";

function writeSection(number: number): string {
  let written = "";
  let gap = false;
  for (const [unit, name] of [
    [1000, "千"],
    [100, "百"],
    [10, "十"],
    [1, ""],
  ] as const) {
    const digit = Math.floor(number / unit) % 10;
    if (digit === 0) {
      gap = written !== "";
    } else {
      written += `${gap ? "零" : ""}${NAMES[digit]}${name}`;
      gap = false;
    }
  }
  return written;
}

const writeLowSection = (number: number): string =>
  number === 0 ? "" : `${number < 1000 ? "零" : ""}${writeSection(number)}`;
