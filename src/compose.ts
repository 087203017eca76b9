/** The only place that chooses adapters and fills ports. */
import { randomBytes } from "node:crypto";
import { listen } from "./adapters/http/listen.ts";
import { createServer, type ServerOptions } from "./adapters/http/server.ts";
import { createFolderSource } from "./adapters/knowledge/folder.ts";
import type { ImportedPassage } from "./adapters/knowledge/passage-store.ts";
import { createPinyin } from "./adapters/script/pinyin.ts";
import { loadSimplifiedTable } from "./adapters/script/simplified.ts";
import { createSealer } from "./adapters/sealing/aes-gcm.ts";
import { createPseudonyms } from "./adapters/sealing/keyed-hash.ts";
import { createSealedStore } from "./adapters/stores/sealed-store.ts";
import { createAccess } from "./app/access/access.ts";
import { prepareKnowledge } from "./app/ask/knowledge.ts";
import { createAssistant } from "./app/assistant.ts";
import { applicationSecret } from "./app/secret.ts";
import type { Config } from "./config.ts";
import { isLoopback } from "./core/access/loopback.ts";
import { registryFromPassages } from "./core/law/registry.ts";
import { buildResolver } from "./core/law/resolver.ts";
import { buildIndex, type Hit, type Passage } from "./core/retrieval/index.ts";
import { createRetriever } from "./core/retrieval/retriever.ts";
import type { Access } from "./ports/access.ts";
import type { Assistant } from "./ports/assistant.ts";
import type { Sealer } from "./ports/sealing.ts";
import type { Store } from "./ports/store.ts";

/** Today in Beijing (UTC+8, without summer time since 1992). */
export const today = (now: Date = new Date()): string =>
  new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);

/**
 * The assistant over the shipped knowledge, or the organisation's.
 *
 * @throws {KnowledgeError} the knowledge base does not hold
 */
export async function composeAssistant(config: Config, day: () => string = today): Promise<Assistant> {
  const [base, script] = await Promise.all([
    createFolderSource(config.KNOWLEDGE_DIR, config.KNOWLEDGE_OVERLAY).load(),
    loadSimplifiedTable(),
  ]);
  return createAssistant(prepareKnowledge(base, { simplified: script, pronounce: createPinyin() }), {
    contact: config.ORG_CONTACT,
    today: day,
  });
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
  const { readPassages } = await import("./adapters/knowledge/passage-store.ts");
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

/** A store with what seals it. */
export interface OpenedStore {
  /** Seals and opens by itself. */
  readonly store: Store;
  /** As it is kept, for the rotation of keys. */
  readonly kept: Store;
  readonly sealer: Sealer;
}

/** A store sealed with `DATA_KEY`; without a key its texts are marked as plain. */
export function sealStore({ DATA_KEY = [] }: Config, kept: Store): OpenedStore {
  const sealer = createSealer(DATA_KEY);
  return { store: createSealedStore(kept, sealer), kept, sealer };
}

/**
 * The store of `DATA_DIR`, taken for this process and sealed; made where there is none.
 *
 * @param what names the process to others that find the folder taken: `rongcuo server`
 * @throws an error whose code begins with `store.`: locked, damaged, or of a newer version
 */
export async function openStore(config: Config, what: string): Promise<OpenedStore> {
  // Only here: most commands need no store, and so no SQLite.
  const { createSqliteStore } = await import("./adapters/stores/sqlite-store.ts");
  const directory = config.DATA_DIR;
  return sealStore(config, createSqliteStore({ directory, clock: Date.now, exclusive: true, what }));
}

/** The use cases of access over an opened store. */
export async function composeAccess(config: Config, store: Store): Promise<Access> {
  const secret = await applicationSecret(store, config.APP_SECRET, randomBytes);
  return createAccess({
    store,
    mode: config.ACCESS,
    admins: config.ADMIN_USERS,
    clock: Date.now,
    random: randomBytes,
    pseudonyms: createPseudonyms(secret),
  });
}

/** A running server. */
export interface Serving {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the page over the shipped knowledge.
 *
 * @throws {KnowledgeError} the knowledge base does not hold; the system's error where the address cannot be had
 */
export async function serve(config: Config, logger: ServerOptions["logger"]): Promise<Serving> {
  const assistant = await composeAssistant(config);
  const app = createServer({
    assistant,
    // The knowledge is loaded before anything listens, and nothing else is needed yet.
    readiness: () => ({ ready: true, reasons: [] }),
    logger,
    host: config.HTTP_HOST,
    organisation: { name: config.ORG_NAME, contact: config.ORG_CONTACT },
  });
  if (!isLoopback(config.HTTP_HOST))
    logger.warn(
      { host: config.HTTP_HOST },
      "the page has no sign-in yet: anyone who reaches this address can use it; put a proxy with sign-in before it",
    );
  const server = await listen(app, config.HTTP_HOST, config.HTTP_PORT);
  logger.info({ knowledge: assistant.knowledgeVersion, url: server.url }, "serving");
  return server;
}
