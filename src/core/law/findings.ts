/** The vocabulary of the consistency check: what can be wrong, how it is told, what references may point at. */
import type { Catalogue } from "./catalogue.ts";

/** What can be wrong across files. Each code has one meaning for good. */
export type FindingCode =
  | "id.duplicate"
  | "reference.dead"
  | "reference.whole-document"
  | "reference.unit-not-held"
  | "reference.self"
  | "quote.not-literal"
  | "quote.no-wording"
  | "statement.without-reference"
  | "advice.outside-section"
  | "mention.title"
  | "mention.article"
  | "mention.quote"
  | "curated.too-few-questions"
  | "curated.too-long"
  | "curated.empty"
  | "curated.promise"
  | "question.repeated"
  | "dates.repealed-before-effective"
  | "version.dead"
  | "version.not-ended"
  | "version.gap"
  | "version.cycle"
  | "version.untied"
  | "verified.without-source"
  | "provision.empty"
  | "provision.origin-in-note"
  | "gist.quotation"
  | "official.mixed"
  | "official.elided"
  | "contrast.same-outcome"
  | "synonym.shared"
  | "synonym.short"
  | "punctuation.half-width"
  | "review.pending"
  | "quiz.right-count"
  | "quiz.true-false"
  | "quiz.option-repeated"
  | "quiz.misconception-of-right"
  | "quiz.negative-stem"
  | "quiz.basis-not-cited"
  | "quiz.cited-not-bound"
  | "quiz.basis-of-unknown-origin"
  | "quiz.modality"
  | "quiz.number"
  | "quiz.polarity"
  | "quiz.wrong-is-literal"
  | "quiz.changed"
  | "quiz.repealed";

/** Something wrong, told by ids. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: "error" | "warning";
  /** Id of the document, provision, case, curated text or quiz; the term of a synonym group; "" for the whole base. */
  readonly subject: string;
  /** Which of the entries with this id, counted from 0 in the order of the base; only duplicates are above 0. */
  readonly occurrence: number;
  /** Where inside the subject, as property names and indexes: `["blocks", 2]`, `["contrasts", 0, "case"]`. */
  readonly at: readonly (string | number)[];
  /** The facts of the finding: the dead id, the quote, the two dates; the order is fixed per code. */
  readonly values: readonly string[];
}

/** Adds a finding; the form in which the checks of one entry report. */
export type Report = (
  code: FindingCode,
  at: readonly (string | number)[],
  values?: readonly string[],
  severity?: Finding["severity"],
) => void;

/** Text as two wordings are compared: NFKC, white space folded. */
export const foldWording = (text: string): string => text.normalize("NFKC").replace(/\s+/gu, " ").trim();

/** What references may point at. */
export interface Index {
  readonly catalogue: Catalogue;
  /**
   * The official wording of exactly the unit named, folded; "" where only a gist is held, undefined where there is no
   * such passage. Of a case only the decision stands in the source's own words.
   */
  wordingOf(passage: string): string | undefined;
  /** Tells whether an id belongs to an entry that could not be read. */
  isUnreadable(id: string): boolean;
}

/** @param unreadable ids of entries whose files could not be read */
export function createIndex(catalogue: Catalogue, unreadable: ReadonlySet<string> = new Set()): Index {
  const folded = new Map<string, string>();
  return {
    catalogue,
    wordingOf(passage) {
      const held = catalogue.resolveText(passage);
      if (!held) return undefined;
      const wording = catalogue.case(passage)?.decision ?? (held.official ? held.text : "");
      const known = folded.get(passage) ?? foldWording(wording);
      folded.set(passage, known);
      return known;
    },
    isUnreadable: (id) => unreadable.has(id.split("#", 1)[0] ?? id),
  };
}

/** Half-width punctuation between Han characters, in our own texts; official wording stays as it is. */
export function checkPunctuation(text: string, at: readonly (string | number)[], report: Report): void {
  const found = /\p{Script=Han}([,;:?!])\p{Script=Han}/u.exec(text);
  if (found) report("punctuation.half-width", at, [found[0]], "warning");
}

/** Reports a reference to a provision, unit or case that is not there, unless its file could not be read. */
export function reportDead(
  id: string,
  { catalogue, isUnreadable }: Index,
  at: readonly (string | number)[],
  report: Report,
): void {
  if (isUnreadable(id)) return;
  const [provision = id] = id.split(".", 1);
  if (catalogue.document(id)) report("reference.whole-document", at, [id]);
  else if (provision !== id && catalogue.provision(provision))
    report("reference.unit-not-held", at, [id, provision]);
  else report("reference.dead", at, [id]);
}
