/** A list of keys sorted from their ends, so that those which share an end with a text are neighbours. */

/** Compares as text, by UTF-16 units. */
export const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** Look-ups by the end of a text, given mirrored: its last unit first. */
export interface Ends {
  /** The keys that a text ends with, longest first. */
  whole(reversed: string): string[];
  /** The longest end, of `least` units or more, that a text shares with a key, and the keys that have it. */
  common(reversed: string, least: number, most: number): { length: number; keys: string[] };
}

/** Builds the look-ups; O(n log n). */
export function buildEnds(keys: readonly string[]): Ends {
  const sorted = keys
    .map((key) => ({ key, reversed: reverse(key) }))
    .sort((one, other) => compare(one.reversed, other.reversed));
  const ends = sorted.map(({ reversed }) => reversed);
  // shorter[i]: the longest key that is a proper end of key i.
  const shorter = new Int32Array(ends.length);
  const open: number[] = [];
  for (const [place, end] of ends.entries()) {
    while (open.length > 0 && !end.startsWith(ends[open.at(-1) ?? 0] ?? "")) open.pop();
    shorter[place] = open.at(-1) ?? -1;
    open.push(place);
  }
  /** The first place whose end does not come before `text`. */
  const placeOf = (text: string): number => {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? "") < text) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    whole(text) {
      const found: string[] = [];
      const place = placeOf(text);
      let at = ends[place] === text ? place : place - 1;
      for (; at >= 0; at = shorter[at] ?? -1) {
        if (text.startsWith(ends[at] ?? "")) found.push(sorted[at]?.key ?? "");
      }
      return found;
    },
    common(text, least, most) {
      const place = placeOf(text);
      const length = Math.max(shared(ends[place - 1], text), shared(ends[place], text));
      if (length < least) return { length, keys: [] };
      const end = text.slice(0, length);
      const found: string[] = [];
      for (let at = placeOf(end); found.length < most && ends[at]?.startsWith(end); at++) {
        found.push(sorted[at]?.key ?? "");
      }
      return { length, keys: found };
    },
  };
}

function shared(one: string | undefined, other: string): number {
  if (one === undefined) return 0;
  let length = 0;
  while (length < one.length && one.charCodeAt(length) === other.charCodeAt(length)) length++;
  return length;
}

/** The text mirrored, unit by unit. */
export function reverse(text: string): string {
  let reversed = "";
  for (let index = text.length - 1; index >= 0; index--) reversed += text[index];
  return reversed;
}
