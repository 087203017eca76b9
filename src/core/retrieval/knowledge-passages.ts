/** Passages of the index from the knowledge base: provisions, cases and curated texts in one shape. */
import { officialText } from "../law/catalogue.ts";
import type { KnowledgeBase } from "../law/types.ts";
import type { Passage } from "./index.ts";

/** One passage an entry; a provision's text is its wording and its gist. */
export function* knowledgePassages(base: KnowledgeBase): Generator<Passage> {
  for (const document of base.documents)
    for (const provision of document.provisions)
      yield {
        id: provision.id,
        title: [document.title, ...document.aliases].join(" "),
        section: [...provision.path, provision.article ?? "", provision.heading ?? ""].join(" "),
        text: [officialText(provision), provision.gist ?? ""].join("\n"),
        keywords: provision.keywords.join(" "),
        category: document.kind,
      };
  for (const published of base.cases)
    yield {
      id: published.id,
      title: published.title,
      section: [published.level, published.field, published.year ?? ""].join(" "),
      text: [published.facts, published.decision, published.reason ?? "", published.correction ?? ""].join(
        "\n",
      ),
      keywords: published.keywords.join(" "),
      category: "case",
    };
  for (const entry of base.curated) {
    if (entry.kind === "refusal") continue;
    yield {
      id: entry.id,
      title: entry.title,
      section: "",
      text: entry.blocks.map((block) => block.text).join("\n"),
      keywords: [...entry.questions, ...entry.keywords].join(" "),
      category: entry.kind,
    };
  }
}
