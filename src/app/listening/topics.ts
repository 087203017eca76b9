/** What the knowledge base calls things: entries and provisions by title, and what is nearest to how people asked. */
import { placeOf } from "../../core/grounding/cite.ts";
import type { Day } from "../../core/law/types.ts";
import type { DigestEntry } from "../../core/listening/digest.ts";
import type { PreparedKnowledge } from "../ask/knowledge.ts";

type Named = Pick<PreparedKnowledge, "catalogue">;

/** As many provisions as are named with a misconception. */
const correctionLimit = 3;
/** Hits looked at: cases among them are passed over. */
const hitLimit = 20;
/** As many wordings as are looked for. */
const wordingLimit = 5;

/** 「《…》第十七条」 of a provision, or of its paragraph or item; null: no provision has that id. */
function provisionTitle({ catalogue }: Named, id: string): string | null {
  const provision = catalogue.provision(id)?.provision;
  if (provision === undefined) return null;
  const document = catalogue.document(provision.documentId)?.title ?? "";
  return `《${document}》${provision.article ?? placeOf(catalogue, id) ?? ""}`;
}

/** Every entry but the refusals, by id. */
export function digestEntries(knowledge: Named): ReadonlyMap<string, DigestEntry> {
  return new Map(
    knowledge.catalogue.base.curated
      .filter(({ kind }) => kind !== "refusal")
      .map(({ id, kind, title, blocks }): [string, DigestEntry] => {
        const references = blocks.flatMap((block) => (block.type === "statement" ? block.references : []));
        const titles = references.map(({ passage }) => provisionTitle(knowledge, passage));
        const named = [...new Set(titles)].filter((one) => one !== null).slice(0, correctionLimit);
        return [id, { title, corrects: kind === "misconception" ? named : null }];
      }),
  );
}

/** Title of the entry or provision nearest to some wordings; null: nothing has a word in common. */
export function nearestTopic(
  knowledge: Pick<PreparedKnowledge, "catalogue" | "retriever">,
  wordings: readonly string[],
  day: Day,
): string | null {
  const { catalogue, retriever } = knowledge;
  const query = wordings.slice(0, wordingLimit).join(" ");
  for (const { id } of retriever.search(query, { top: hitLimit, day })) {
    const entry = catalogue.curated(id);
    const title = entry === undefined || entry.kind === "refusal" ? null : entry.title;
    const found = title ?? provisionTitle(knowledge, id);
    if (found !== null) return found;
  }
  return null;
}
