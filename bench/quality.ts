/** How well a search ranks: nDCG@10 and R@10 on labelled questions, beside what libraries reach on the same. */

import type { IndexOptions, Passage } from "../src/core/retrieval/index.ts";
import { buildIndex } from "../src/core/retrieval/index.ts";
import type { Engine } from "./engines.ts";
import { miniSearch, plainBm25 } from "./engines.ts";

/** A question with the ids of all the passages that answer it, at least one. */
export interface LabelledQuestion {
  readonly text: string;
  readonly passages: readonly string[];
}

export interface Quality {
  readonly engine: string;
  /** Mean over the questions, 0 to 1; a passage is relevant or not. */
  readonly ndcg10: number;
  /** Mean share of a question's passages among the first ten. */
  readonly recall10: number;
  readonly questions: number;
}

/**
 * Measures own BM25 with and without synonyms, MiniSearch with jieba and plain BM25 with jieba.
 *
 * @param options how the own index is built: script table, weights, synonyms
 */
export function measureQuality(
  passages: readonly Passage[],
  questions: readonly LabelledQuestion[],
  options: IndexOptions = {},
): Quality[] {
  const index = buildIndex(passages, options);
  const ownEngine = (name: string, expand: boolean): Engine => ({
    name,
    build: () => ({
      search: (query, top) => index.search(query, { top, expand }).map(({ id }) => id),
      bytes: () => index.bytes(),
    }),
  });
  const engines = [
    ownEngine("own BM25F : characters + pairs", false),
    ...(options.synonyms === undefined ? [] : [ownEngine("own BM25F with synonyms", true)]),
    plainBm25,
    miniSearch,
  ];
  return engines.map((engine) => {
    const built = engine.build(passages);
    const ranked = questions.map(({ text }) => built.search(text, 10));
    return {
      engine: engine.name,
      ndcg10: mean(questions.map((question, at) => ndcg(ranked[at] ?? [], question.passages))),
      recall10: mean(questions.map((question, at) => recall(ranked[at] ?? [], question.passages))),
      questions: questions.length,
    };
  });
}

/** Discounted gain of a ranking over that of the best possible one of the same length (10). */
export function ndcg(ranked: readonly string[], relevant: readonly string[]): number {
  const wanted = new Set(relevant);
  const discount = (at: number): number => 1 / Math.log2(at + 2);
  let gain = 0;
  ranked.slice(0, 10).forEach((id, at) => {
    if (wanted.has(id)) gain += discount(at);
  });
  let ideal = 0;
  for (let at = 0; at < Math.min(10, wanted.size); at++) ideal += discount(at);
  return ideal === 0 ? 0 : gain / ideal;
}

/** Share of the relevant passages among the first ten. */
export function recall(ranked: readonly string[], relevant: readonly string[]): number {
  const wanted = new Set(relevant);
  const found = ranked.slice(0, 10).filter((id) => wanted.has(id)).length;
  return wanted.size === 0 ? 0 : found / wanted.size;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((total, value) => total + value, 0) / values.length;
}
