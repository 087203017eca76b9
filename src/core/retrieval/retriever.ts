/**
 * One way to search for every caller: the resolver first (an article that is named is that article), then the ranking.
 *
 * Passages whose article a query names stand first, in the order named, the version in force before others; the ranked
 * hits follow. Scores stay finite and never rise down the list.
 */
import type { Resolution, Resolver } from "../law/resolver.ts";
import type { Day } from "../law/types.ts";
import type { Hit, SearchIndex } from "./index.ts";

export interface RetrieverOptions {
  readonly top: number;
  /** Day that decides between versions of a title. */
  readonly day?: Day;
  readonly filter?: (index: number) => boolean;
  readonly expand?: boolean;
}

export interface Retriever {
  readonly index: SearchIndex;
  readonly resolver: Resolver;
  search(query: string, options: RetrieverOptions): Hit[];
}

/** Passages of the articles named, each once: those of the best readings first, then other readings and versions. */
function namedPassages(resolutions: readonly Resolution[]): string[] {
  return [...new Set(resolutions.flatMap(({ passages }) => passages))];
}

export function createRetriever(index: SearchIndex, resolver: Resolver): Retriever {
  return {
    index,
    resolver,
    search(query, { top, day, filter, expand }) {
      const named = namedPassages(resolver.resolve(query, day === undefined ? {} : { day })).slice(0, top);
      const ranked = index.search(query, {
        top: top + named.length,
        ...(filter === undefined ? {} : { filter }),
        ...(expand === undefined ? {} : { expand }),
      });
      if (named.length === 0) return ranked;
      const ceiling = (ranked[0]?.score ?? 0) + named.length;
      const hits = named.map((id, at) => ({ id, score: ceiling + named.length - at }));
      const first = new Set(named);
      return [...hits, ...ranked.filter(({ id }) => !first.has(id))].slice(0, top);
    },
  };
}
