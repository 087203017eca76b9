/**
 * Folding of a text for matching: blanks and invisible characters go, widths and shapes of punctuation become one,
 * and every folded character knows where it stood. Script and compatibility forms are the caller's (NFKC, 繁→简);
 * only 條 and 項 are folded here, because references hang on them.
 */

/** A folded text; `offsets[i]` is the place of its character `i` in the original, one more entry marks the end. */
export interface Folded {
  readonly text: string;
  readonly offsets: Int32Array;
}

const SHAPES: ReadonlyMap<string, string> = new Map(
  (
    [
      ["(", "〔【［[{﹝﹙❨"],
      [")", "〕】］]}﹞﹚❩"],
      ["《", "〈≪«‹<＜⟨⟪"],
      ["》", "〉≫»›>＞⟩⟫"],
      ['"', "“”„‟‘’＇'「」『』"],
      ["-", "‐‑‒–—―−~～〜∼"],
      [",", "，﹐"],
      ["、", "､﹑"],
      ["。", "｡"],
      ["〇", "○◯⚪"],
      ["条", "條"],
      ["项", "項"],
    ] as const
  ).flatMap(([shape, variants]) => [...variants].map((variant) => [variant, shape] as const)),
);

/** Folds a text. Linear; lone surrogates pass through unchanged. */
export function fold(text: string): Folded {
  const offsets = new Int32Array(text.length + 1);
  let folded = "";
  let blank = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (isBlank(code)) {
      blank = true;
      continue;
    }
    const character = foldCharacter(text, index, code);
    // Two Arabic numbers stay two: 2018 17条 is not 201817条.
    if (blank && isDigit(character) && isDigit(folded.at(-1))) {
      offsets[folded.length] = index - 1;
      folded += " ";
    }
    blank = false;
    offsets[folded.length] = index;
    folded += character;
  }
  offsets[folded.length] = text.length;
  return { text: folded, offsets };
}

/** The place in the original just behind folded character `end - 1`. */
export const originalEnd = ({ offsets }: Folded, end: number): number => (offsets[end - 1] ?? -1) + 1;

/** Tells whether a UTF-16 unit of a folded text belongs to a word: Han, letters, digits; punctuation does not. */
export const isWordUnit = (code: number): boolean =>
  (code >= 0x3400 && code < 0xff00) ||
  (code >= 0x61 && code <= 0x7a) ||
  (code >= 0x30 && code <= 0x39) ||
  code === 0x3007 ||
  (code >= 0xc0 && code < 0x2000);

/** The word units of a folded text, punctuation left out. */
export function wordUnits(folded: string): string {
  let kept = "";
  for (let index = 0; index < folded.length; index++) {
    if (isWordUnit(folded.charCodeAt(index))) kept += folded[index];
  }
  return kept;
}

function foldCharacter(text: string, index: number, code: number): string {
  const character = text[index] ?? "";
  // The common case by far: a plain Han character.
  if (code >= 0x4e00 && code < 0xa000 && code !== 0x689d && code !== 0x9805) return character;
  const shape = SHAPES.get(character);
  if (shape !== undefined) return shape;
  const narrow = code >= 0xff01 && code <= 0xff5e ? code - 0xfee0 : code;
  if (narrow >= 0x41 && narrow <= 0x5a) return String.fromCharCode(narrow + 0x20);
  return narrow === code ? character : String.fromCharCode(narrow);
}

const isDigit = (character: string | undefined): boolean =>
  character !== undefined && character >= "0" && character <= "9";

const isBlank = (code: number): boolean =>
  code <= 0x20 ||
  (code >= 0x7f && code <= 0xa0) ||
  code === 0xad ||
  code === 0x1680 ||
  (code >= 0x2000 && code <= 0x200f) ||
  (code >= 0x2028 && code <= 0x202f) ||
  (code >= 0x205f && code <= 0x206f) ||
  code === 0x3000 ||
  code === 0xfeff;
