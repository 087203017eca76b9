/**
 * Claims (陈述句): what a language model says about this turn's evidence, one sentence with the ids of the passages it rests on.
 * The program believes none of it: every claim passes the checks beside this file, or is dropped.
 */

/** A passage as it is handed to a model, under an id made for this request alone. */
export interface Evidence {
  /** Random, never an ordinal: weak models cite the ordinal. */
  readonly id: string;
  /** The passage it is. */
  readonly passage: string;
  /** A rule; a case, which decides nothing for others; or a report, which binds nobody. */
  readonly kind: "provision" | "case" | "report";
  /** All that is handed over of it: wording, or an editor's words. */
  readonly text: string;
  /** The part of it that is official wording, out of which alone is quoted; absent: all of it. */
  readonly wording?: string;
  /** Title of its document, for what a model types by itself. */
  readonly title: string;
  /** 「第十七条」; null where it has none. */
  readonly article: string | null;
  /** In force on the day asked; a case binds nobody and is no rule, but may be told. */
  readonly usable: boolean;
}

export interface Claim {
  readonly text: string;
  readonly cites: readonly string[];
}

/** The checks, as counted: see {@link checkClaims} for what each asks. */
export const checks = [
  "cited-id",
  "in-force",
  "cites",
  "coverage",
  "entities",
  "modality",
  "negation",
  "typed",
  "verdict",
  "leak",
  "sensitive",
  "aspect",
  "form",
] as const;
export type Check = (typeof checks)[number];

/** A claim that holds. */
export interface SoundClaim {
  /** The statement it repeats, in the words and marks of its source. */
  readonly text: string;
  readonly kind: Evidence["kind"];
  /** The one passage it rests on. */
  readonly passage: string;
  /** A long stretch it takes from the wording literally: printed by the program as a quotation of the passage. */
  readonly verbatim: string | null;
}
