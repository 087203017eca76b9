/**
 * Published cases (公开案例) that are like a matter told in somebody's own words.
 *
 * Compared is what happened: title, level and field, facts, an editor's keywords. How a case ended, and why, is left out:
 * whoever tells a matter cannot know it yet, and a case must not come first for its outcome.
 */
import type { Case, SynonymGroup } from "../law/types.ts";
import { buildIndex } from "./index.ts";
import type { ScriptTable } from "./normalise.ts";

/** A case, and how near its facts are to the text. */
export interface SimilarCase {
  readonly case: Case;
  /** Finite and above 0; comparable within one list only. */
  readonly score: number;
}

/** The cases, ready to be compared with. */
export interface SimilarCases {
  /** The nearest cases, nearest first, equal ones by id; those that share no word with the text are left out. */
  rank(text: string, top: number): SimilarCase[];
}

/** An editor's keywords name the act itself; level and field only say where it happened. */
const weights = { title: 1.5, section: 0.5, keywords: 2 };

/**
 * Weighs the cases; the same cases and text give the same list, in whatever order the cases come.
 *
 * @param script from traditional to simplified characters, or null
 */
export function createSimilarCases(
  cases: readonly Case[],
  synonyms: readonly SynonymGroup[],
  script: ScriptTable | null,
): SimilarCases {
  const byId = new Map(cases.map((published) => [published.id, published]));
  const passages = cases.map(({ id, title, level, field, facts, keywords }) => ({
    id,
    title,
    section: `${level} ${field}`,
    text: facts,
    keywords: keywords.join(" "),
    category: "case",
  }));
  const index = buildIndex(passages, { script, synonyms, weights });
  return {
    rank: (text, top) =>
      index.search(text, { top }).flatMap(({ id, score }) => {
        const published = byId.get(id);
        return published === undefined ? [] : [{ case: published, score }];
      }),
  };
}
