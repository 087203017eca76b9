import type { ScriptTable } from "../../core/retrieval/normalise.ts";

/**
 * Loads the table from traditional to simplified characters (繁→简) out of OpenCC's single-character
 * dictionary, the one part of the library that a search needs: phrases decide between 乾 and 干 in print,
 * not whether a passage is found.
 *
 * The few characters whose simplified form lies outside the basic plane stay as they are. The table is
 * closed: looking a result up again changes nothing. Takes some 5 ms; load it once, at start.
 */
export async function loadSimplifiedTable(): Promise<ScriptTable> {
  const { default: entries } = await import("opencc-js/dict/TSCharacters");
  const table = new Uint16Array(0x10000);
  for (let unit = 0; unit < table.length; unit++) table[unit] = unit;

  const changed: number[] = [];
  for (const entry of entries.split("|")) {
    const [traditional, simplified] = entry.split(" ");
    if (traditional?.length !== 1 || simplified?.length !== 1) continue;
    changed.push(traditional.charCodeAt(0));
    table[traditional.charCodeAt(0)] = simplified.charCodeAt(0);
  }
  // 薴 → 苧 → 苎: follow chains to their end. They are two steps long; the bound is against a loop in the data.
  for (const unit of changed) {
    for (let step = 0; step < 4; step++) table[unit] = table[table[unit] ?? unit] ?? unit;
  }
  return table;
}
