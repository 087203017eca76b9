/** The vectors of an index's passages: what is embedded, and when they are enough to search by. */
import { maskPersonalData } from "../../core/grounding/personal-data.ts";
import { bearsInternalMark, bearsSecrecyMark } from "../../core/grounding/secrecy.ts";
import type { Passage } from "../../core/retrieval/index.ts";
import { buildVectorIndex, type VectorIndex } from "../../core/retrieval/vectors.ts";

/** As much of a passage as is embedded, in UTF-16 units: what most models read at once. */
const longestText = 2_000;

/** What is sent of a passage: everything it is found by, masked; null where it bears a mark that it is secret or internal, and nothing is sent. */
export function embeddedText({ title, section, text, keywords }: Passage): string | null {
  const whole = [title, section, text, keywords].filter((part) => part.trim() !== "").join("\n");
  if (bearsSecrecyMark(whole) || bearsInternalMark(whole)) return null;
  return maskPersonalData(whole).text.slice(0, longestText).toWellFormed();
}

/**
 * Share of the passages that must have a vector. One without is found by its words alone and falls behind those with one, so
 * nearly all are waited for; but a few that a service will not take do not keep the rest from being used.
 */
const enoughShare = 0.95;

/** The index of the vectors, or null where too many are missing. */
export function vectorIndexOf(
  passages: readonly Passage[],
  vectors: readonly (Float32Array | null)[],
): VectorIndex | null {
  const held = vectors.filter((vector) => vector !== null).length;
  if (held === 0 || held < passages.length * enoughShare) return null;
  return buildVectorIndex(
    passages.map(({ id }) => id),
    vectors,
  );
}
