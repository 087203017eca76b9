/**
 * The resolver: finds the documents and articles a question names, before any ranking.
 *
 *   question ── references (第十七条)  ──┐
 *            └─ mentions (问责条例)    ──┴─> each reference to its mention ─> version ─> passages
 *
 * A reference belongs to the last mention before it. Without one it belongs to the document carried from the turn
 * before (那第十八条呢), but never when it stands behind a title that is not held: 民法典第五百条 is not article 500 of
 * whatever was spoken of last. For the same reason a title in 《》 must be matched whole.
 */

import { fold, originalEnd } from "./folding.ts";
import { type Link, linkAlone, linkReferences } from "./links.ts";
import { carriedMention, findMentions } from "./mentions.ts";
import { type ArticleNumber, type ArticleReference, scanReferences } from "./references.ts";
import type { ArticleEntry } from "./registry.ts";
import { compare } from "./title-ends.ts";
import { buildTitleTable, type TitleEntry, type TitleMatch } from "./titles.ts";
import type { Day } from "./types.ts";
import { chooseVersion, inForceOn } from "./versions.ts";

export { type ArticleEntry, type ImportedPassage, type Registry, registryFromPassages } from "./registry.ts";
export type { TitleEntry } from "./titles.ts";

/** One reading of a part of the question; `start` counts, `end` does not (UTF-16 units of the question). */
export interface Resolution {
  readonly start: number;
  readonly end: number;
  /** The version meant, as far as can be told. */
  readonly entry: TitleEntry;
  /** Other documents that match as well, then other versions; at most 20. */
  readonly candidates: readonly TitleEntry[];
  /** The article named, offsets in the question; null where only a title is. */
  readonly reference: ArticleReference | null;
  /** Ids of the passages that hold the article, in text order; empty where it is not held. */
  readonly passages: readonly string[];
  readonly how: TitleMatch | "carried";
  /**
   * True where different titles match equally well, the version asked for is not held, or words around the mention
   * belong to the title of some other document.
   */
  readonly ambiguous: boolean;
  readonly yearStated: number | null;
}

export interface ResolveOptions {
  /** Day asked about; without it the newest versions are meant. */
  readonly day?: Day | undefined;
  /** Id of the title entry of the turn before, for 那第十八条呢. */
  readonly carried?: string | undefined;
  /** Article of the turn before, for 那第二款呢. */
  readonly carriedArticle?: ArticleNumber | undefined;
}

export interface Resolver {
  /** Finds what a question names, in reading order; linear in its length. */
  resolve(query: string, options?: ResolveOptions): Resolution[];
  /** Passages that hold an article of a title entry, in text order. */
  passagesOf(entryId: string, article: ArticleNumber): readonly string[];
}

const MOST_CANDIDATES = 20;
/** Readings given of one question. */
const MOST_RESOLUTIONS = 60;

/** Builds a resolver over any registry, shipped or imported; the order of its input does not matter. */
export function buildResolver(titles: Iterable<TitleEntry>, articles: Iterable<ArticleEntry>): Resolver {
  const table = buildTitleTable(titles);
  const holdings = indexArticles(articles);
  const passagesOf = (entryId: string, { article, branch }: ArticleNumber): readonly string[] =>
    holdings.get(entryId)?.get(articleKey(article, branch)) ?? [];

  function resolve(query: string, options: ResolveOptions = {}): Resolution[] {
    const folded = fold(query);
    const text = folded.text;
    const references = scanReferences(text, options.carriedArticle ?? null);
    const carried = carriedMention(table, options.carried);
    const mentions = findMentions(table, text, references, carried);
    const linked = linkReferences(text, references, mentions, carried);
    const named = new Set(linked.map(({ mention }) => mention));
    const places = [...linked, ...mentions.filter((mention) => !named.has(mention)).flatMap(linkAlone)];
    places.sort((one, other) => one.start - other.start || one.end - other.end);
    return places.slice(0, MOST_RESOLUTIONS).flatMap((place) => {
      const resolution = settle(place, options.day, passagesOf);
      if (resolution === null) return [];
      const { reference } = resolution;
      return {
        ...resolution,
        start: folded.offsets[place.start] ?? 0,
        end: originalEnd(folded, place.end),
        reference: reference && {
          ...reference,
          start: folded.offsets[reference.start] ?? 0,
          end: originalEnd(folded, reference.end),
        },
      };
    });
  }

  return { resolve, passagesOf };
}

const articleKey = (article: number, branch: number | null): number => article * 1000 + (branch ?? 0);

function indexArticles(articles: Iterable<ArticleEntry>): Map<string, Map<number, string[]>> {
  const holdings = new Map<string, Map<number, string[]>>();
  const several: string[][] = [];
  for (const { passage, entry, article, branch } of articles) {
    const held = holdings.get(entry) ?? new Map<number, string[]>();
    if (held.size === 0) holdings.set(entry, held);
    const key = articleKey(article, branch);
    const passages = held.get(key);
    if (passages === undefined) {
      held.set(key, [passage]);
    } else {
      if (passages.length === 1) several.push(passages);
      passages.push(passage);
    }
  }
  for (const passages of several) passages.sort(compare);
  return holdings;
}

type Settled = Omit<Resolution, "start" | "end">;

function settle(
  { mention, reference, mark }: Link,
  day: Day | undefined,
  passagesOf: (entryId: string, article: ArticleNumber) => readonly string[],
): Settled | null {
  const choices = mention.families.flatMap((family) => {
    const [first, ...rest] = family.versions;
    if (first === undefined) return [];
    const stays = mention.entry !== null && mark.year === null && mark.age === null;
    const choice =
      stays && mention.entry !== null
        ? { entry: mention.entry, certain: true }
        : chooseVersion([first, ...rest], mark, day);
    const passages = reference === null ? [] : passagesOf(choice.entry.id, reference);
    return { ...choice, family, passages };
  });
  const inForce = (entry: TitleEntry): number => (day === undefined || inForceOn(entry, day) ? 0 : 1);
  // Of titles that match equally well: the one that holds the article, the shorter, the one in force, the first id.
  choices.sort(
    (one, other) =>
      Number(one.passages.length === 0) - Number(other.passages.length === 0) ||
      one.family.key.length - other.family.key.length ||
      inForce(one.entry) - inForce(other.entry) ||
      compare(one.entry.id, other.entry.id),
  );
  const [best, ...others] = choices;
  if (best === undefined) return null;
  const versions = best.family.versions.filter((version) => version !== best.entry);
  return {
    entry: best.entry,
    candidates: [...others.map(({ entry }) => entry), ...versions].slice(0, MOST_CANDIDATES),
    reference,
    passages: best.passages,
    how: mention.how,
    ambiguous: others.length > 0 || !best.certain || mention.doubtful,
    yearStated: mark.year,
  };
}
