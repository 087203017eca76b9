/**
 * Corrects misspellings by sound (同音字): 容措 → 容错, 处fen → 处分, rongcuo → 容错.
 *
 * A pair of characters that the passages never have is replaced by the most frequent pair that sounds the same and shares
 * one character with it, where that pair stands inside a term of the field. Pairs that are known stay as they are, and so does
 * every common word: a rightly spelt question is never changed, and neither is what nothing here speaks of. Of running text
 * the pairs would reach over the ends of words: 不当费用 has 当费, which is no spelling of 党费.
 */

import type { SearchIndex } from "./index.ts";

/** The usual reading of a Han character, without tone. */
export type Pronounce = (character: string) => string;

export interface Homophones {
  /** The text with its unknown pairs corrected; the same text where there is nothing to correct. Takes normalised text. */
  correct(text: string): string;
}

/** A Han character, or a syllable in Latin letters that may spell one. */
interface Sign {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly latin: boolean;
}

const numerals = /[〇零一二两三四五六七八九十百千]/;
/** Least number of passages that have a pair which may correct another. */
const leastCount = 3;
const longestSyllable = 6;

/**
 * The characters of a text that stand in common words of two or more, by the dictionary that comes with Unicode's rules for
 * the ends of words. Misspellings are cut into single characters there, and so are most terms of the field.
 */
function inCommonWords(text: string): ReadonlySet<number> {
  const found = new Set<number>();
  for (const { index, segment } of words.segment(text))
    if (/^\p{Script=Han}{2,}$/u.test(segment))
      for (let at = index; at < index + segment.length; at++) found.add(at);
  return found;
}

const words = new Intl.Segmenter("zh", { granularity: "word" });

/** Syllables may be written apart (rong cuo), characters not. */
const adjoin = (text: string, first: Sign, second: Sign): boolean =>
  first.end === second.start || (first.latin && second.latin && text.slice(first.end, second.start) === " ");

/** Cuts letters into syllables, longest first where several ways lead to the end; null where none does. */
function syllablesOf(letters: string, known: ReadonlySet<string>): string[] | null {
  const ways: (string[] | null)[] = [[]];
  for (let end = 1; end <= letters.length; end++) {
    ways[end] = null;
    for (let length = Math.min(longestSyllable, end); length > 0; length--) {
      const before = ways[end - length];
      const syllable = letters.slice(end - length, end);
      if (before === null || before === undefined || !known.has(syllable)) continue;
      ways[end] = [...before, syllable];
      break;
    }
  }
  return ways[letters.length] ?? null;
}

/** Han characters and syllables in reading order; letters that spell no syllables are left out. */
function signsOf(text: string, known: ReadonlySet<string>): Sign[] {
  return [...text.matchAll(/\p{Script=Han}|[a-z]{1,40}/gu)].flatMap((match): Sign[] => {
    const [found] = match;
    const start = match.index;
    if (!/[a-z]/.test(found)) return [{ text: found, start, end: start + found.length, latin: false }];
    let at = start;
    return (syllablesOf(found, known) ?? []).map((syllable) => {
      const sign = { text: syllable, start: at, end: at + syllable.length, latin: true };
      at = sign.end;
      return sign;
    });
  });
}

/** Pairs of neighbouring Han characters of a text, each once. */
function pairsOf(text: string): ReadonlySet<string> {
  const pairs = new Set<string>();
  for (const run of text.match(/\p{Script=Han}{2,}/gu) ?? [])
    for (let at = 0; at + 1 < run.length; at++) pairs.add(run.slice(at, at + 2));
  return pairs;
}

/**
 * @param index of the passages, whose pairs are known
 * @param terms normalised words of the field, which alone correct; read once, at the first correction
 */
export function createHomophones(
  index: Pick<SearchIndex, "knows" | "passagesWith">,
  terms: () => Iterable<string>,
  pronounce: Pronounce,
): Homophones {
  let bySound: Map<string, string[]> | undefined;
  const syllables = new Set<string>();

  const learn = (): Map<string, string[]> => {
    if (bySound !== undefined) return bySound;
    bySound = new Map();
    const correcting = new Set([...terms()].flatMap((term) => [...pairsOf(term)]));
    for (const pair of correcting) {
      if (index.passagesWith(pair) < leastCount) continue;
      const [first, second] = [pronounce(pair[0] ?? ""), pronounce(pair[1] ?? "")];
      syllables.add(first).add(second);
      const sound = `${first} ${second}`;
      const same = bySound.get(sound);
      if (same === undefined) bySound.set(sound, [pair]);
      else same.push(pair);
    }
    return bySound;
  };

  return {
    correct(text) {
      const sounds = learn();
      const signs = signsOf(text, syllables);
      // Cutting into words takes longer than all the rest, and most questions have nothing to correct.
      let common: ReadonlySet<number> | undefined;
      let corrected = "";
      let at = 0;
      for (let place = 0; place + 1 < signs.length; place++) {
        const first = signs[place] as Sign;
        const second = signs[place + 1] as Sign;
        if (first.start < at || !adjoin(text, first, second)) continue;
        if (index.knows(first.text + second.text)) continue;
        // 例十 of 条例十七条 is no misspelling: numerals stand anywhere.
        if (numerals.test(first.text + second.text)) continue;
        const sound = [first, second]
          .map((sign) => (sign.latin ? sign.text : pronounce(sign.text)))
          .join(" ");
        const [best] = (sounds.get(sound) ?? [])
          .filter(
            (pair) => (first.latin && second.latin) || pair[0] === first.text || pair[1] === second.text,
          )
          .sort(
            (left, right) => index.passagesWith(right) - index.passagesWith(left) || (left < right ? -1 : 1),
          );
        if (best === undefined) continue;
        const replaced = [first, second].filter((sign, part) => best[part] !== sign.text);
        common ??= inCommonWords(text);
        const inWords = common;
        if (replaced.some(({ start }) => inWords.has(start))) continue;
        corrected += text.slice(at, first.start) + best;
        at = second.end;
      }
      return corrected + text.slice(at);
    },
  };
}
