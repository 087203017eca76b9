/** What is in force on a day (时效): the first day in force counts, the day of repeal does not. */

import type { Day, LegalDocument } from "./types.ts";

type Dated = Pick<LegalDocument, "dates">;

/**
 * The day from which a document counts: the day it takes effect (施行), else of publication (公布), else of
 * adoption (通过); null where none was read.
 */
export const firstDay = ({ dates }: Dated): Day | null => dates.effective ?? dates.published ?? dates.adopted;

/**
 * Tells whether a document is in force on a day. One whose beginning was not read counts until it is repealed: local
 * measures are often known by year alone, and its note says so.
 */
export function inForce(document: Dated, day: Day): boolean {
  const first = firstDay(document);
  const { repealed } = document.dates;
  return (first === null || first <= day) && (repealed === null || day < repealed);
}

/**
 * How a source stands on a day (时效). `undated`: its beginning was not read. `not_binding`: it is a speech or a report and
 * binds nobody, but stays a source.
 */
export type Validity = "in_force" | "repealed" | "not_yet" | "undated" | "not_binding";

export function validityOf(document: Pick<LegalDocument, "dates" | "kind">, day: Day): Validity {
  const first = firstDay(document);
  if (document.kind === "report" || document.kind === "speech")
    return first !== null && first > day ? "not_yet" : "not_binding";
  const { repealed } = document.dates;
  if (repealed !== null && repealed <= day) return "repealed";
  if (first === null) return "undated";
  return first <= day ? "in_force" : "not_yet";
}

/** Tells whether a source may be relied on: nothing known speaks against it. */
export const isReliable = (validity: Validity): boolean => validity !== "repealed" && validity !== "not_yet";

/**
 * The version (版本) in force on a day, out of the versions of one title in any order; null where none is. Where an
 * earlier version carries no day of repeal, the one that began later supersedes it; ids break a tie.
 */
export function inForceVersion<T extends Pick<LegalDocument, "id" | "dates">>(
  versions: Iterable<T>,
  day: Day,
): T | null {
  let best: T | null = null;
  for (const version of versions) {
    if (inForce(version, day) && (best === null || supersedes(version, best))) best = version;
  }
  return best;
}

function supersedes(one: Pick<LegalDocument, "id" | "dates">, other: Pick<LegalDocument, "id" | "dates">) {
  const [first, second] = [firstDay(one) ?? "", firstDay(other) ?? ""];
  return first === second ? one.id < other.id : first > second;
}
