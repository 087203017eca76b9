/**
 * One way to search for every caller: the resolver first (an article that is named is that article), then the ranking.
 *
 * Where it is known what lies near in meaning, that is fused with the ranking by words. Passages whose article a query names stand first, in the order named, the version in force before others; the ranked
 * hits follow. Scores stay finite and never rise down the list.
 */
import type { Resolution, Resolver } from "../law/resolver.ts";
import type { Day } from "../law/types.ts";
import { fuse, fusionDepth } from "./fusion.ts";
import type { Hit, SearchIndex } from "./index.ts";

/** How much is wanted, and by the law of which day. */
export interface RetrieverOptions {
  readonly top: number;
  /** Day that decides between versions of a title. */
  readonly day?: Day;
  /** The passages nearest in meaning, so many at most; fused with the ranking. Absent: words alone. */
  readonly near?: (depth: number) => readonly Hit[];
}

/** Index and resolver as one search; each can be asked by itself. */
export interface Retriever {
  readonly index: SearchIndex;
  readonly resolver: Resolver;
  search(query: string, options: RetrieverOptions): Hit[];
}

/** Passages of the articles named, each once: those of the best readings first, then other readings and versions. */
function namedPassages(resolutions: readonly Resolution[]): string[] {
  return [...new Set(resolutions.flatMap(({ passages }) => passages))];
}

/** One search out of an index and a resolver over the same passages. */
export function createRetriever(index: SearchIndex, resolver: Resolver): Retriever {
  return {
    index,
    resolver,
    search(query, { top, day, near }) {
      const named = namedPassages(resolver.resolve(query, day === undefined ? {} : { day })).slice(0, top);
      const wanted = top + named.length;
      const depth = near === undefined ? wanted : Math.max(wanted, fusionDepth);
      const byWords = index.search(query, { top: depth });
      const byMeaning = near?.(depth) ?? [];
      const ranked =
        byMeaning.length === 0 ? byWords.slice(0, wanted) : fuse([byWords, byMeaning]).slice(0, wanted);
      if (named.length === 0) return ranked;
      const ceiling = (ranked[0]?.score ?? 0) + named.length;
      const hits = named.map((id, at) => ({ id, score: ceiling + named.length - at }));
      const first = new Set(named);
      return [...hits, ...ranked.filter(({ id }) => !first.has(id))].slice(0, top);
    },
  };
}
