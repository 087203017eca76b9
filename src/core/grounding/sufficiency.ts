/**
 * Sufficiency (充分性): is there enough evidence, judged on this turn's retrieval alone and before any model.
 *
 * Five signs are added up. Weights and thresholds were set on the calibration half of `tests/questions` and are reported on
 * the other half (`docs/evaluation.md`).
 */

/** The signs that one turn's retrieval gives. */
export interface Evidence {
  /** Score of the first hit, as a share of what a question fully covered by rare pairs would reach; may exceed 1. */
  readonly score: number;
  /** Greatest share of the question's content that one of the first passages covers, weighted by rarity, 0 to 1. */
  readonly coverage: number;
  /** Cosine of the question with the nearest phrasing of a curated entry, 0 to 1. */
  readonly similarity: number;
  /** Terms of the field in the question. */
  readonly terms: readonly string[];
  /** Whether a rule of the place that the question names ranks first. */
  readonly local: boolean;
  /** Length of the question's content in characters. */
  readonly content: number;
}

/** Where the signs are enough, and what of the evidence is shown. */
export const thresholds = {
  /** Strength from which evidence is enough. */
  enough: 1.42,
  /** A curated entry answers where it is the first hit, or nearly (share of the first score) … */
  entryFirst: 0.97,
  /** … unless a provision comes as near to the first score as this … */
  provisionFirst: 0.85,
  /** … or where its share of the first score and its similarity add up to this. */
  entryFused: 1.25,
  /** Least share of the first score of a curated entry that answers. */
  entryShare: 0.7,
  /** Similarity, the place left out, from which a curated entry is the national frame after a place's own rules. */
  entryFrame: 0.6,
  /** Similarity from which a curated entry answers although the question names a title. */
  entryNamed: 0.45,
  /** Share of the first score that a provision not cited by the entry must reach to be added to it. */
  added: 0.6,
  /** How many of the first provisions are looked at for that, and how many are added at most. */
  addedAmong: 1,
  addedMost: 1,
  /** What a point of similarity counts beside a point of share when curated entries are compared. */
  similarityWeight: 1,
  /** Share of the first provision's score that a further one must reach to be shown. */
  kept: 0.5,
  /** Share of the first hit's score that a case must reach to be shown beside the provisions. */
  caseKept: 0.7,
} as const;

const weights = { score: 1, coverage: 1, similarity: 0.8, term: 0.5, local: 0.3 } as const;
const countedTerms = 2;

/** BM25 grows with the size of the collection: the score of a first hit on the scale of {@link Evidence.score}. */
export const scaledScore = (score: number, passages: number): number => score / (5 * Math.log(1 + passages));

/** The signs added up; 0 without content. */
function strengthOf({ score, coverage, similarity, terms, local, content }: Evidence): number {
  if (content === 0) return 0;
  return (
    weights.score * score +
    weights.coverage * coverage +
    weights.similarity * similarity +
    weights.term * Math.min(terms.length, countedTerms) +
    // A place alone is no topic: 「从昆明到大理坐高铁多长时间」 names two.
    (local && terms.length > 0 ? weights.local : 0)
  );
}

/** Tells whether the evidence is enough to answer. */
export const isEnough = (evidence: Evidence): boolean => strengthOf(evidence) >= thresholds.enough;
