/** The knowledge base, what answers from it, and searches over it or over imported passages. */
import { createFolderSource } from "../adapters/knowledge/folder.ts";
import type { ImportedPassage } from "../adapters/knowledge/passage-store.ts";
import { createPinyin } from "../adapters/script/pinyin.ts";
import { loadSimplifiedTable } from "../adapters/script/simplified.ts";
import { type PreparedKnowledge, prepareKnowledge } from "../app/ask/knowledge.ts";
import { createAssistant } from "../app/assistant.ts";
import { createCatalogue } from "../app/catalogue.ts";
import type { Config } from "../config.ts";
import { registryFromPassages } from "../core/law/registry.ts";
import { buildResolver } from "../core/law/resolver.ts";
import type { SynonymGroup } from "../core/law/types.ts";
import { buildIndex, type Hit, type Passage } from "../core/retrieval/index.ts";
import { createRetriever } from "../core/retrieval/retriever.ts";
import { createSimilarCases, type SimilarCases } from "../core/retrieval/similar-cases.ts";
import type { Assistant } from "../ports/assistant.ts";
import type { Catalogue } from "../ports/catalogue.ts";
import { storyModelOf } from "./extraction.ts";
import { composePrechecking, type Prechecking } from "./rules.ts";
import { today } from "./today.ts";

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

const assistantOver = (knowledge: PreparedKnowledge, config: Config, day: () => string): Assistant =>
  createAssistant(knowledge, { contact: config.ORG_CONTACT, today: day });

/**
 * Assistant, catalogue and pre-check over one knowledge base.
 *
 * @throws {KnowledgeError} the knowledge base does not hold
 */
export async function composeKnowledge(
  config: Config,
  day: () => string = today,
): Promise<{
  knowledge: PreparedKnowledge;
  assistant: Assistant;
  catalogue: Catalogue;
  prechecking: Prechecking;
}> {
  const knowledge = await readPrepared(config);
  const assistant = assistantOver(knowledge, config, day);
  return {
    knowledge,
    assistant,
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
  search(query: string, top: number): readonly Hit[];
  /** What a person calls the passage. */
  title(id: string): string;
}

/**
 * Opens a search; the index is built once.
 *
 * @param store folder of imported passages, or null for the knowledge base
 * @param authority factor by category of source; empty: none
 * @throws {StoreMissingError} the folder holds no store
 */
export async function openSearcher(
  config: Config,
  store: string | null,
  authority: Readonly<Record<string, number>>,
): Promise<Searcher> {
  const script = await loadSimplifiedTable();
  if (store === null) {
    const base = createFolderSource(config.KNOWLEDGE_DIR, config.KNOWLEDGE_OVERLAY).load();
    const knowledge = prepareKnowledge(await base, { simplified: script, pronounce: null }, authority);
    const titles = new Map(
      knowledge.passages.map(({ id, title, section }) => [id, `${title} ${section}`.trim()]),
    );
    return {
      search: (query, top) => knowledge.retriever.search(query, { top, day: today() }),
      title: (id) => titles.get(id) ?? "",
    };
  }
  // Only here: the server needs no passage store, and so no SQLite.
  const { readPassages } = await import("../adapters/knowledge/passage-store.ts");
  const passages = readPassages(store);
  const index = buildIndex(passages.map(importedPassage), { script, authority });
  const { titles, articles } = registryFromPassages(passages);
  const retriever = createRetriever(index, buildResolver(titles, articles));
  const names = new Map(passages.map(({ id, title, article }) => [id, `${title} ${article}`.trim()]));
  return {
    search: (query, top) => retriever.search(query, { top }),
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
