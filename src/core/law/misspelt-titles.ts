/**
 * Titles spelt nearly right: 问则条例, 纪律处份条列. A stretch of the text as long as a title, in which a few characters
 * sound like those of the title, or nearly so, is put right.
 */

/** The usual reading of a Han character, without tone. */
type Pronounce = (character: string) => string;

export interface MisspeltTitles {
  /** The text with its misspelt titles put right; the same text where there are none. Takes normalised text. */
  correct(text: string): string;
}

/** Shorter names are too easily met by chance. */
const shortest = 4;
/** Every second character may be wrong, since all must sound right. */
const charactersPerSlip = 2;
/** How far into a text titles are looked for. */
const reach = 200;

/** 列 for 例 (lie, li), 圆 for 员 (yuan): the same sound, or one that begins like it. */
function soundsNear(one: string, other: string, pronounce: Pronounce): boolean {
  if (one === other) return true;
  if (!/\p{Script=Han}/u.test(one) || !/\p{Script=Han}/u.test(other)) return false;
  const [left, right] = [pronounce(one), pronounce(other)];
  return left === right || left.startsWith(right) || right.startsWith(left);
}

/** @param names titles and aliases, normalised */
export function createMisspeltTitles(names: Iterable<string>, pronounce: Pronounce): MisspeltTitles {
  const titles = [...new Set(names)]
    .filter((name) => name.length >= shortest && /^\p{Script=Han}+$/u.test(name))
    .sort((left, right) => right.length - left.length || (left < right ? -1 : 1));

  const slips = (text: string, at: number, title: string): number => {
    const allowed = Math.floor(title.length / charactersPerSlip);
    let found = 0;
    for (let place = 0; place < title.length; place++) {
      // By code: a string for each of the characters would take several times as long, at every place for every title.
      if (text.charCodeAt(at + place) === title.charCodeAt(place)) continue;
      found++;
      if (found > allowed) return Number.POSITIVE_INFINITY;
    }
    for (let place = 0; place < title.length; place++)
      if (!soundsNear(text.charAt(at + place), title.charAt(place), pronounce))
        return Number.POSITIVE_INFINITY;
    return found;
  };

  return {
    correct(text) {
      const end = Math.min(text.length, reach);
      for (const title of titles)
        for (let at = 0; at + title.length <= end; at++) {
          const found = slips(text, at, title);
          if (found > 0 && found < Number.POSITIVE_INFINITY)
            return text.slice(0, at) + title + text.slice(at + title.length);
        }
      return text;
    },
  };
}
