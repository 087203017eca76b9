/**
 * Curated synonyms: what people say and what the law says for it.
 *
 * Where a query holds one of a group's words, the group's term joins it; where it holds the term, all its words
 * do. Words of one group do not bring in each other.
 */

import type { SynonymGroup } from "../law/types.ts";
import type { ScriptTable } from "./normalise.ts";
import { normalise } from "./normalise.ts";

export interface Synonyms {
  /** What joins a normalised query, each once, in the order of its cause in the query; nothing the query holds itself. */
  of(query: string): string[];
}

/** Prepares synonym groups; entries that are empty once normalised are left out. */
export function createSynonyms(groups: readonly SynonymGroup[], script: ScriptTable | null): Synonyms {
  /** By first character, the words that begin with it and what they bring in. */
  const causes = new Map<string, Map<string, Set<string>>>();
  const bring = (cause: string, effect: string): void => {
    if (cause === "" || effect === "" || cause === effect) return;
    const first = cause.charAt(0);
    const beginning = causes.get(first) ?? new Map<string, Set<string>>();
    causes.set(first, beginning);
    const effects = beginning.get(cause) ?? new Set<string>();
    beginning.set(cause, effects);
    effects.add(effect);
  };
  for (const { term, words } of groups) {
    const normalTerm = normalise(term, script);
    for (const word of words) {
      const normalWord = normalise(word, script);
      bring(normalWord, normalTerm);
      bring(normalTerm, normalWord);
    }
  }

  return {
    of(query) {
      const joined = new Set<string>();
      for (let at = 0; at < query.length; at++) {
        for (const [cause, effects] of causes.get(query.charAt(at)) ?? []) {
          if (!query.startsWith(cause, at)) continue;
          for (const effect of effects) joined.add(effect);
        }
      }
      return [...joined].filter((word) => !query.includes(word));
    },
  };
}
