import { createRequire } from "node:module";
import type { Pronounce } from "../../core/retrieval/homophones.ts";

/**
 * Readings of Han characters (拼音, without tone, the usual one of several) out of pinyin-pro.
 *
 * The library is large and wanted only for questions with misspellings: it is loaded at the first call, which takes some
 * 30 ms, and each character is looked up once.
 */
export function createPinyin(): Pronounce {
  const readings = new Map<string, string>();
  let library: typeof import("pinyin-pro") | undefined;
  return (character) => {
    const known = readings.get(character);
    if (known !== undefined) return known;
    library ??= createRequire(import.meta.url)("pinyin-pro") as typeof import("pinyin-pro");
    const reading = library.pinyin(character, { toneType: "none", type: "array", v: true })[0] ?? character;
    readings.set(character, reading);
    return reading;
  };
}
