/** The knowledge base made ready for questions: look-ups, index, resolver, phrasings. Built once; read by every turn. */
import { createVocabulary, termsOf, type Vocabulary } from "../../core/grounding/scope.ts";
import { type Catalogue, createCatalogue } from "../../core/law/catalogue.ts";
import { createMisspeltTitles } from "../../core/law/misspelt-titles.ts";
import { placesIn } from "../../core/law/places.ts";
import { parseArticle } from "../../core/law/references.ts";
import { type ArticleEntry, buildResolver, type TitleEntry } from "../../core/law/resolver.ts";
import type { CuratedText, KnowledgeBase, LegalDocument } from "../../core/law/types.ts";
import { firstDay } from "../../core/law/validity.ts";
import { createHomophones, type Pronounce } from "../../core/retrieval/homophones.ts";
import { buildIndex, type Passage } from "../../core/retrieval/index.ts";
import { knowledgePassages } from "../../core/retrieval/knowledge-passages.ts";
import { normalise, type ScriptTable, simplify } from "../../core/retrieval/normalise.ts";
import { createRetriever, type Retriever } from "../../core/retrieval/retriever.ts";
import { createSimilarQuestions, type SimilarQuestions } from "../../core/retrieval/similar-questions.ts";
import { createTelltale } from "../../core/retrieval/telltale.ts";

/** Captions and keywords are an editor's own pointers to a passage: they weigh more than its text. Set on the calibration half. */
export const passageWeights = { section: 1.5, keywords: 2 } as const;

/** All that a turn reads; nothing in it changes. */
export interface PreparedKnowledge {
  readonly catalogue: Catalogue;
  readonly retriever: Retriever;
  /** Passages in the order of the index, for its filters. */
  readonly passages: readonly Passage[];
  /** @throws {Error} no passage has the id */
  passage(id: string): Passage;
  readonly similar: SimilarQuestions;
  readonly vocabulary: Vocabulary;
  readonly jurisdictions: readonly string[];
  normalise(text: string): string;
  /** The text in simplified characters, as it can be shown. */
  simplify(text: string): string;
  /** How many words that stand hardly anywhere else a question has of each provision and case. */
  toldBy(question: string): ReadonlyMap<string, number>;
  /** The question with misspellings by sound corrected; null where there are none. */
  correct(question: string): string | null;
  /** What the program says when it refuses for this reason. */
  refusal(code: string): CuratedText | undefined;
}

/** The year that ids end with: the version of October 2015 is called so, though it came into force in 2016. */
const yearOfId = (id: string): string | undefined => /-((?:19|20)\d{2})$/.exec(id)?.[1];

const titleEntry = (document: LegalDocument): TitleEntry => ({
  id: document.id,
  title: document.title,
  aliases: document.aliases,
  version: {
    year:
      Number(
        (document.dates.adopted ?? document.dates.published)?.slice(0, 4) ??
          yearOfId(document.id) ??
          document.dates.effective?.slice(0, 4),
      ) || null,
    from: firstDay(document),
    until: document.dates.repealed,
  },
});

/** The articles (条) of a knowledge base as the resolver takes them. */
function* articleEntries(base: KnowledgeBase): Generator<ArticleEntry> {
  for (const document of base.documents)
    for (const provision of document.provisions) {
      const number = provision.article === null ? null : parseArticle(provision.article);
      if (number !== null)
        yield { passage: provision.id, entry: document.id, article: number.article, branch: number.branch };
    }
}

/** What is known of characters, beside the knowledge base. */
export interface Scripts {
  /** From traditional to simplified characters, or null: scripts are kept apart. */
  readonly simplified: ScriptTable | null;
  /** Readings, for misspellings by sound; null: none are corrected. */
  readonly pronounce: Pronounce | null;
}

/**
 * Builds look-ups, index, resolver and phrasings.
 *
 * @param authority factor by kind of source for the ranking; empty: none
 */
export function prepareKnowledge(
  base: KnowledgeBase,
  { simplified: script, pronounce }: Scripts,
  authority: Readonly<Record<string, number>> = {},
): PreparedKnowledge {
  const fold = (text: string): string => normalise(text, script);
  const passages = [...knowledgePassages(base)];
  const index = buildIndex(passages, { script, synonyms: base.synonyms, authority, weights: passageWeights });
  const resolver = buildResolver(base.documents.map(titleEntry), articleEntries(base));
  const homophones =
    pronounce === null ? null : createHomophones(index, () => [...termsOf(base)].map(fold), pronounce);
  const jurisdictions = [...new Set(base.documents.map(({ jurisdiction }) => jurisdiction))].filter(
    (name) => name !== "national",
  );
  const passageOf = new Map(passages.map((passage) => [passage.id, passage]));
  const curatedIds = new Set(base.curated.map(({ id }) => id));
  const misspelt =
    pronounce === null
      ? null
      : createMisspeltTitles(
          base.documents.flatMap(({ title, aliases }) => [title, ...aliases].map(fold)),
          pronounce,
        );
  const refusals = new Map(
    base.curated.filter(({ kind }) => kind === "refusal").map((entry) => [entry.id, entry]),
  );
  return {
    catalogue: createCatalogue(base),
    retriever: createRetriever(index, resolver),
    passages,
    passage(id) {
      const passage = passageOf.get(id);
      if (passage === undefined) throw new Error(`no passage ${id} in the index`);
      return passage;
    },
    similar: createSimilarQuestions(
      base.curated.filter(({ kind }) => kind !== "refusal"),
      base.synonyms,
      fold,
    ),
    vocabulary: createVocabulary(base, fold),
    jurisdictions,
    normalise: fold,
    simplify: (text) => simplify(text, script),
    correct(question) {
      const text = fold(question);
      const titled = misspelt?.correct(text) ?? text;
      const corrected = homophones?.correct(titled) ?? titled;
      // The name of a place is no misspelling: 西安 is not 西案.
      const named = placesIn(text, jurisdictions).every(({ name }) => corrected.includes(name));
      return corrected === text || !named ? null : corrected;
    },
    toldBy: createTelltale(
      passages.filter(({ id }) => !curatedIds.has(id)),
      fold,
    ),
    refusal: (code) => refusals.get(`refusal-${code}`),
  };
}
