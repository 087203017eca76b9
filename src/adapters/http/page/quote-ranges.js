// @ts-check
import { last } from "./phrases.js";

/**
 * Finds a quote in wording that is kept line by line. Compared after NFKC and without white space, as quotes are checked
 * when the answer is made; a quote may run over several lines.
 *
 * @param {readonly string[]} lines
 * @param {string | null} quote
 * @returns {[number, number][][]} for each line the stretches `[start, end)` that belong to the quote
 */
export function quoteRanges(lines, quote) {
  /** @type {[number, number][][]} */
  const ranges = lines.map(() => []);
  /** @type {{ readonly line: number, readonly start: number, readonly end: number }[]} */
  const places = [];
  let folded = "";
  lines.forEach((text, line) => {
    let start = 0;
    for (const character of text) {
      const end = start + character.length;
      const unit = fold(character);
      for (let index = 0; index < unit.length; index++) places.push({ line, start, end });
      folded += unit;
      start = end;
    }
  });
  const wanted = [...(quote ?? "")].map(fold).join("");
  const found = wanted === "" ? -1 : folded.indexOf(wanted);
  if (found === -1) return ranges;
  for (const { line, start, end } of places.slice(found, found + wanted.length)) {
    const range = last(ranges[line] ?? []);
    if (range === undefined) ranges[line]?.push([start, end]);
    else range[1] = end;
  }
  return ranges;
}

/** @param {string} character */
const fold = (character) => character.normalize("NFKC").replace(/\s+/gu, "");
