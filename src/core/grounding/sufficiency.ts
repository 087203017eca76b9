/**
 * Sufficiency (充分性): is there enough evidence, judged on this turn's retrieval alone and before any model.
 *
 * The thresholds are calibrated on the calibration half of `tests/questions` and reported on the other half
 * (`docs/evaluation.md`).
 */

export interface Evidence {
  /** Cosine of the question with the nearest phrasing of a curated entry, 0 to 1. */
  readonly similarity: number;
  /** Greatest share of the question's content that one of the first passages covers, weighted by rarity, 0 to 1. */
  readonly coverage: number;
  /** Terms of the field in the question. */
  readonly terms: readonly string[];
  /** Length of the question's content in characters. */
  readonly content: number;
  /** Whether the ranking puts the nearest curated entry among its first three. */
  readonly agreement: boolean;
  /** Score of the first hit. */
  readonly score: number;
}

export const thresholds = {
  /** Similarity from which a curated entry answers by itself. */
  curated: 0.5,
  /** Similarity from which it answers where the ranking agrees. */
  curatedAgreeing: 0.34,
  /** Coverage that is enough without a term of the field. */
  coverageAlone: 0.75,
  /** Coverage that is enough with one term, with two or more. */
  coverageOneTerm: 0.45,
  coverageTerms: 0.3,
  /** Share of the first provision's score that a further one must reach to be shown. */
  kept: 0.6,
  /** Share of the first hit's score that a case must reach to be shown beside the provisions. */
  caseKept: 0.7,
} as const;

/** Tells whether the evidence is enough to show provisions as an answer. */
export function isEnough({ coverage, terms, content }: Evidence): boolean {
  if (content === 0) return false;
  if (terms.length >= 2) return coverage >= thresholds.coverageTerms;
  if (terms.length === 1) return coverage >= thresholds.coverageOneTerm;
  return coverage >= thresholds.coverageAlone;
}
