/** A text as a vector: its characters and pairs of neighbours, hashed. Texts that share words lie near each other. */

export const dimensions = 256;

/** Deterministic; not of length 1. */
export function hashedVector(text: string): number[] {
  const vector = new Array<number>(dimensions).fill(0);
  const characters = [...text.normalize("NFKC").replace(/\s+/gu, "")];
  for (const [at, character] of characters.entries())
    for (const token of [character, character + (characters[at + 1] ?? "")]) {
      let hash = 0x811c9dc5;
      for (let unit = 0; unit < token.length; unit++)
        hash = Math.imul(hash ^ token.charCodeAt(unit), 0x01000193) >>> 0;
      vector[hash % dimensions] = (vector[hash % dimensions] ?? 0) + 1;
    }
  // An empty text still has a direction.
  if (characters.length === 0) vector[0] = 1;
  return vector;
}
