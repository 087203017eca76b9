/** The stretch of a text that speaks most of a query, with the query's words marked. */
import { normaliseWithMap } from "./normalise.ts";

/** A piece of a snippet; together the pieces are the snippet. */
export interface Piece {
  readonly text: string;
  readonly marked: boolean;
}

/** How far before the first mark a snippet begins where no sentence begins in reach, in UTF-16 units. */
const lead = 12;

/**
 * Cuts a snippet. It begins with a sentence where one is as good as any other place; white space is folded, and 「……」 stands
 * where text was left out.
 *
 * @param tokens pairs, words and single characters of the query, normalised (`contentTokens`)
 * @param length longest stretch taken, in UTF-16 units
 */
export function snippetOf(text: string, tokens: ReadonlySet<string>, length: number): Piece[] {
  const marks = marksIn(text, tokens);
  const start = bestStart(text, marks, length);
  const end = wholeCharacter(text, Math.min(text.length, start + length));
  const pieces: Piece[] = [];
  if (start > 0) pieces.push({ text: "……", marked: false });
  for (let at = start; at < end; ) {
    const marked = marks[at] === 1;
    let behind = at;
    while (behind < end && (marks[behind] === 1) === marked) behind++;
    pieces.push({ text: text.slice(at, behind).replace(/\s+/gu, " "), marked });
    at = behind;
  }
  if (end < text.length) pieces.push({ text: "……", marked: false });
  return pieces;
}

/** For every unit of the text, 1 where a token stands over it. */
function marksIn(text: string, tokens: ReadonlySet<string>): Uint8Array {
  const marks = new Uint8Array(text.length);
  const { text: folded, offsets } = normaliseWithMap(text, null);
  const lengths = [...new Set([...tokens].map((token) => token.length))];
  for (let at = 0; at < folded.length; at++)
    for (const size of lengths) {
      if (!tokens.has(folded.slice(at, at + size))) continue;
      const from = offsets[at] ?? 0;
      // A cluster that grew (㈠ → (一)) has one offset for several units.
      let behind = at + size;
      while (behind < folded.length && offsets[behind] === from) behind++;
      marks.fill(1, from, offsets[behind] ?? text.length);
    }
  return marks;
}

function bestStart(text: string, marks: Uint8Array, length: number): number {
  if (text.length <= length) return 0;
  const sums = new Uint32Array(marks.length + 1);
  marks.forEach((mark, at) => {
    sums[at + 1] = (sums[at] as number) + mark;
  });
  const held = (start: number): number =>
    (sums[Math.min(text.length, start + length)] as number) - (sums[start] as number);
  const sentences = [...text.matchAll(/[。；！？\n]+\s*(?=\S)/gu)].map(
    (match) => match.index + match[0].length,
  );
  const runs = [...marks.keys()]
    .filter((at) => marks[at] === 1 && marks[at - 1] !== 1)
    .map((at) => wholeCharacter(text, Math.max(0, at - lead)));
  let best = 0;
  for (const start of [...sentences, ...runs]) if (held(start) > held(best)) best = start;
  return best;
}

/** The place itself, or one before it where it would cut a character in two. */
const wholeCharacter = (text: string, at: number): number =>
  at > 0 && at < text.length && /[\udc00-\udfff]/.test(text[at] ?? "") ? at - 1 : at;
