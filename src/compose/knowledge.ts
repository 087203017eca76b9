/** The knowledge base, what answers from it, and searches over it or over imported passages. */
import { createFolderSource } from "../adapters/knowledge/folder.ts";
import type { ImportedPassage } from "../adapters/knowledge/passage-store.ts";
import { createPinyin } from "../adapters/script/pinyin.ts";
import { loadSimplifiedTable } from "../adapters/script/simplified.ts";
import { type PreparedKnowledge, prepareKnowledge } from "../app/ask/knowledge.ts";
import { createAssistant } from "../app/assistant.ts";
import { createCatalogue } from "../app/catalogue.ts";
import { createQuestionVector, type QuestionVector, vectorsOfQueries } from "../app/vectors/questions.ts";
import type { Config } from "../config.ts";
import { registryFromPassages } from "../core/law/registry.ts";
import { buildResolver } from "../core/law/resolver.ts";
import type { SynonymGroup } from "../core/law/types.ts";
import { buildIndex, type Hit, type Passage } from "../core/retrieval/index.ts";
import { knowledgePassages } from "../core/retrieval/knowledge-passages.ts";
import { createRetriever, type Retriever } from "../core/retrieval/retriever.ts";
import { createSimilarCases, type SimilarCases } from "../core/retrieval/similar-cases.ts";
import type { VectorIndex } from "../core/retrieval/vectors.ts";
import type { Assistant } from "../ports/assistant.ts";
import type { Catalogue } from "../ports/catalogue.ts";
import type { Log, Telemetry } from "../ports/telemetry.ts";
import { storyModelOf } from "./extraction.ts";
import { composeWriting, type Writing } from "./generation.ts";
import { composePrechecking, type Prechecking } from "./rules.ts";
import { today } from "./today.ts";
import { type ComposedVectors, composeVectors, openHeldVectors } from "./vectors.ts";

/**
 * The assistant over the shipped knowledge, or the organisation's.
 *
 * @throws {KnowledgeError} the knowledge base does not hold
 */
export const composeAssistant = async (config: Config, day: () => string = today): Promise<Assistant> =>
  assistantOver(await readPrepared(config), config, day);

/** Everything a turn reads, and no more: for commands of editors. @throws {KnowledgeError} the knowledge base does not hold */
export async function readPrepared(config: Config): Promise<PreparedKnowledge> {
  const [base, script] = await Promise.all([
    createFolderSource(config.KNOWLEDGE_DIR, config.KNOWLEDGE_OVERLAY).load(),
    loadSimplifiedTable(),
  ]);
  return prepareKnowledge(base, { simplified: script, pronounce: createPinyin() });
}

const assistantOver = (
  knowledge: PreparedKnowledge,
  config: Config,
  day: () => string,
  vectors: () => VectorIndex | null = () => null,
): Assistant => createAssistant(knowledge, { contact: config.ORG_CONTACT, today: day, vectors });

/** An assistant for a command, with the vectors that are held. */
export interface Asking {
  readonly knowledge: PreparedKnowledge;
  readonly assistant: Assistant;
  /** Null: words alone are searched by. */
  readonly vectorOf: QuestionVector | null;
  /** Puts answers into words; null: no model is set. */
  readonly writing: Writing | null;
}

/** Questions whose vectors a command remembers: none is asked often. */
const rememberedByCommands = 64;

/**
 * The assistant of {@link composeAssistant}, which searches by meaning, too, where an embedding model is set and the vectors
 * are there.
 *
 * @throws {KnowledgeError} the knowledge base does not hold
 */
export async function composeAsking(config: Config, log: Log): Promise<Asking> {
  const knowledge = await readPrepared(config);
  const held = await openHeldVectors(config, knowledge.passages, log);
  const assistant = assistantOver(knowledge, config, today, () => held?.index ?? null);
  const writing = composeWriting(config, knowledge, assistant, log);
  if (held === null) return { knowledge, assistant, vectorOf: null, writing };
  const vectorOf = createQuestionVector(held.embedder, rememberedByCommands);
  return {
    knowledge,
    assistant,
    vectorOf: async (question, signal) => held.fitting(await vectorOf(question, signal)),
    writing,
  };
}

/**
 * Assistant, catalogue and pre-check over one knowledge base, and search by meaning where an embedding model is set.
 *
 * @throws {KnowledgeError} the knowledge base does not hold
 */
export async function composeKnowledge(
  config: Config,
  log: Log,
  telemetry: Telemetry,
  day: () => string = today,
): Promise<{
  knowledge: PreparedKnowledge;
  assistant: Assistant;
  catalogue: Catalogue;
  prechecking: Prechecking;
  vectors: ComposedVectors | null;
}> {
  const knowledge = await readPrepared(config);
  const vectors = composeVectors(config, knowledge.passages, log, telemetry);
  const assistant = assistantOver(knowledge, config, day, () => vectors?.background.index() ?? null);
  return {
    knowledge,
    assistant,
    vectors,
    catalogue: createCatalogue(knowledge, { today: day, source: assistant.source }),
    prechecking: composePrechecking(config, knowledge.catalogue, day, storyModelOf(config)),
  };
}

/**
 * The synonyms of the knowledge base, and an assistant over it with others in their place.
 *
 * @throws {KnowledgeError} the knowledge base does not hold
 */
export async function openSynonymTrial(config: Config): Promise<{
  groups: readonly SynonymGroup[];
  assistantWith(groups: readonly SynonymGroup[]): Assistant;
}> {
  const [base, script] = await Promise.all([
    createFolderSource(config.KNOWLEDGE_DIR, config.KNOWLEDGE_OVERLAY).load(),
    loadSimplifiedTable(),
  ]);
  return {
    groups: base.synonyms,
    assistantWith: (synonyms) =>
      createAssistant(
        prepareKnowledge({ ...base, synonyms }, { simplified: script, pronounce: createPinyin() }),
        { contact: config.ORG_CONTACT, today },
      ),
  };
}

/**
 * The published cases of the knowledge base, ready to be compared with, and the title of a case.
 *
 * @throws {KnowledgeError} the knowledge base does not hold
 */
export async function openSimilarCases(
  config: Config,
): Promise<{ similar: SimilarCases; title(id: string): string }> {
  const [base, script] = await Promise.all([
    createFolderSource(config.KNOWLEDGE_DIR, config.KNOWLEDGE_OVERLAY).load(),
    loadSimplifiedTable(),
  ]);
  const titles = new Map(base.cases.map(({ id, title }) => [id, title]));
  return {
    similar: createSimilarCases(base.cases, base.synonyms, script),
    title: (id) => titles.get(id) ?? id,
  };
}

/** A search over the shipped knowledge or over a store of imported passages. */
export interface Searcher {
  /** @param vector of the query; null: words alone */
  search(query: string, top: number, vector: Float32Array | null): readonly Hit[];
  /** The vectors of queries, in order; null where there is none to be had, or words alone are searched by. */
  vectorsOf(queries: readonly string[]): Promise<readonly (Float32Array | null)[]>;
  /** What a person calls the passage. */
  title(id: string): string;
}

/** What is searched, and by what. */
export interface SearcherOptions {
  /** Folder of imported passages, or null for the knowledge base. */
  readonly store: string | null;
  /** Factor by category of source; empty: none. */
  readonly authority: Readonly<Record<string, number>>;
  /** Words alone, even where there are vectors. */
  readonly lexical: boolean;
  readonly log: Log;
}

/**
 * Opens a search; the index is built once.
 *
 * @throws {StoreMissingError} the folder holds no store
 */
export async function openSearcher(
  config: Config,
  { store, authority, lexical, log }: SearcherOptions,
): Promise<Searcher> {
  const script = await loadSimplifiedTable();
  const withMeaning = async (
    passages: readonly Passage[],
    retriever: Retriever,
    day: string | undefined,
  ): Promise<Pick<Searcher, "search" | "vectorsOf">> => {
    const held = lexical ? null : await openHeldVectors(config, passages, log);
    return {
      search: (query, top, vector) =>
        retriever.search(query, {
          top,
          ...(day === undefined ? {} : { day }),
          ...(held === null || vector === null
            ? {}
            : { near: (depth: number) => held.index.search(vector, { top: depth }) }),
        }),
      vectorsOf: async (queries) =>
        held === null
          ? queries.map(() => null)
          : (await vectorsOfQueries(held.embedder, queries)).map(held.fitting),
    };
  };
  if (store === null) {
    const base = createFolderSource(config.KNOWLEDGE_DIR, config.KNOWLEDGE_OVERLAY).load();
    const knowledge = prepareKnowledge(await base, { simplified: script, pronounce: null }, authority);
    const titles = new Map(
      knowledge.passages.map(({ id, title, section }) => [id, `${title} ${section}`.trim()]),
    );
    return {
      ...(await withMeaning(knowledge.passages, knowledge.retriever, today())),
      title: (id) => titles.get(id) ?? "",
    };
  }
  // Only here: the server needs no passage store, and so no SQLite.
  const { readPassages } = await import("../adapters/knowledge/passage-store.ts");
  const imported = readPassages(store);
  const passages = imported.map(importedPassage);
  const index = buildIndex(passages, { script, authority });
  const { titles, articles } = registryFromPassages(imported);
  const retriever = createRetriever(index, buildResolver(titles, articles));
  const names = new Map(imported.map(({ id, title, article }) => [id, `${title} ${article}`.trim()]));
  return {
    ...(await withMeaning(passages, retriever, undefined)),
    title: (id) => names.get(id) ?? "",
  };
}

const importedPassage = ({ id, text, title, article, section, category }: ImportedPassage): Passage => ({
  id,
  title,
  section: `${section} ${article}`.trim(),
  text,
  keywords: "",
  category,
});

/**
 * The passages that are searched: of the knowledge base, or of a store.
 *
 * @throws {StoreMissingError} the folder holds no store; {@link KnowledgeError} the knowledge base does not hold
 */
export async function readSearched(config: Config, store: string | null): Promise<readonly Passage[]> {
  if (store === null) {
    const base = await createFolderSource(config.KNOWLEDGE_DIR, config.KNOWLEDGE_OVERLAY).load();
    return [...knowledgePassages(base)];
  }
  const { readPassages } = await import("../adapters/knowledge/passage-store.ts");
  return readPassages(store).map(importedPassage);
}
