/** The catalogue over a knowledge base that is ready; nothing is built before a page asks for it. */
import { curatedBlocks } from "../core/grounding/compose.ts";
import type { Day } from "../core/law/types.ts";
import type { Assistant } from "../ports/assistant.ts";
import type { Catalogue, TextPage } from "../ports/catalogue.ts";
import { createDraft } from "./ask/draft.ts";
import type { PreparedKnowledge } from "./ask/knowledge.ts";
import { find, nearestLinks } from "./catalogue/find.ts";
import { linkTo } from "./catalogue/links.ts";
import { isReadable, listCases, listDocuments, listTexts, topicOf } from "./catalogue/lists.ts";
import { sourcePage } from "./catalogue/source-page.ts";

/** Today in Beijing, and the sources as the chat shows them. */
export interface CatalogueSettings {
  readonly today: () => Day;
  readonly source: Assistant["source"];
}

/** Builds the catalogue. */
export function createCatalogue(
  knowledge: PreparedKnowledge,
  { today, source }: CatalogueSettings,
): Catalogue {
  const { catalogue } = knowledge;
  const { base } = catalogue;
  return {
    knowledgeVersion: base.version,
    documents: (state, day = today()) => listDocuments(base, state, day),
    cases: (filter) => listCases(base, filter),
    texts: () => listTexts(base),
    search: (query, wish) => find(knowledge, query, wish.day ?? today(), wish),
    source(id, day = today()) {
      const view = source(id, day);
      return view === undefined ? undefined : sourcePage(knowledge, id, view, day);
    },
    text: (id, day = today()) => textPage(knowledge, id, day),
    nearest: (id, day = today()) => nearestLinks(knowledge, id, day),
  };
}

function textPage(knowledge: PreparedKnowledge, id: string, day: Day): TextPage | undefined {
  const entry = knowledge.catalogue.curated(id);
  if (entry === undefined || !isReadable(entry)) return undefined;
  const draft = createDraft(knowledge, entry.questions[0] ?? entry.title, day);
  draft.add(...curatedBlocks(entry, draft.citer));
  return {
    id: entry.id,
    kind: entry.kind,
    title: entry.title,
    topic: topicOf(entry),
    questions: entry.questions,
    answer: draft.close({ kind: "answer", context: { entry: entry.id } }),
    reviewed: entry.reviewed,
    related: entry.related.flatMap((other) => linkTo(knowledge, other, day) ?? []),
  };
}
