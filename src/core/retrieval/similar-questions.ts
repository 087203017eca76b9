/**
 * Which curated entry a question asks for: cosine of its content tokens with the phrasings an editor listed, weighted by how
 * rare a token is among all phrasings, after folding synonyms to one form.
 */
import type { CuratedText, SynonymGroup } from "../law/types.ts";
import { contentOf, contentTokens } from "./content.ts";

/** A curated entry, and how near its best phrasing is. */
export interface SimilarEntry {
  readonly entry: CuratedText;
  /** Cosine with its best phrasing, 0 to 1. */
  readonly score: number;
  readonly phrasing: string;
}

/** The phrasings of all entries, ready to be compared with. */
export interface SimilarQuestions {
  /** Entries by falling score, ties by id, each once; those without a common token are left out. */
  rank(question: string, top: number): SimilarEntry[];
}

/** Folds the words of each synonym group to the group's term, longest word first. */
function createFold(
  synonyms: readonly SynonymGroup[],
  normalise: (text: string) => string,
): (text: string) => string {
  const termOf = new Map<string, string>();
  for (const { term, words } of synonyms)
    for (const word of words) termOf.set(normalise(word), normalise(term));
  const byFirst = Map.groupBy(
    [...termOf.keys()].filter((word) => word.length > 1).sort((left, right) => right.length - left.length),
    (word) => word[0] ?? "",
  );
  return (text) => {
    let folded = "";
    for (let at = 0; at < text.length; ) {
      const word = byFirst.get(text[at] ?? "")?.find((candidate) => text.startsWith(candidate, at));
      folded += word === undefined ? text[at] : ` ${termOf.get(word)} `;
      at += word?.length ?? 1;
    }
    return folded;
  };
}

/**
 * Weighs the phrasings and titles of the entries.
 *
 * @param synonyms groups whose words are folded to their term
 * @param normalise as the index normalises
 */
export function createSimilarQuestions(
  entries: readonly CuratedText[],
  synonyms: readonly SynonymGroup[],
  normalise: (text: string) => string,
): SimilarQuestions {
  const fold = createFold(synonyms, normalise);
  const tokensOf = (text: string): Set<string> => contentTokens(contentOf(fold(normalise(text))));
  const phrasings = entries.flatMap((entry) =>
    [...entry.questions, entry.title].map((phrasing) => ({ entry, phrasing, tokens: tokensOf(phrasing) })),
  );
  const frequency = new Map<string, number>();
  for (const { tokens } of phrasings)
    for (const token of tokens) frequency.set(token, (frequency.get(token) ?? 0) + 1);
  const weight = (token: string): number =>
    Math.log(1 + phrasings.length / (1 + (frequency.get(token) ?? 0)));
  const postings = new Map<string, number[]>();
  const norms = phrasings.map(({ tokens }, at) => {
    let sum = 0;
    for (const token of tokens) {
      sum += weight(token) ** 2;
      const list = postings.get(token);
      if (list === undefined) postings.set(token, [at]);
      else list.push(at);
    }
    return Math.sqrt(sum);
  });

  return {
    rank(question, top) {
      const tokens = tokensOf(question);
      const products = new Map<number, number>();
      let sum = 0;
      for (const token of tokens) {
        const squared = weight(token) ** 2;
        sum += squared;
        for (const at of postings.get(token) ?? []) products.set(at, (products.get(at) ?? 0) + squared);
      }
      const norm = Math.sqrt(sum);
      const best = new Map<string, SimilarEntry>();
      for (const [at, product] of products) {
        const { entry, phrasing } = phrasings[at] as (typeof phrasings)[number];
        const score = product / (norm * (norms[at] ?? 1));
        const held = best.get(entry.id);
        if (held === undefined || score > held.score) best.set(entry.id, { entry, score, phrasing });
      }
      return [...best.values()]
        .sort((left, right) => right.score - left.score || (left.entry.id < right.entry.id ? -1 : 1))
        .slice(0, top);
    },
  };
}
