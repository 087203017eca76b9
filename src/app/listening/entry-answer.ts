/** An editor's entry, under its title, as the answer to a question whose gap was closed by it, whatever its words lead to. */
import type { Answer } from "../../core/grounding/answer.ts";
import { curatedBlocks } from "../../core/grounding/compose.ts";
import type { Day } from "../../core/law/types.ts";
import type { Assistant } from "../../ports/assistant.ts";
import { createDraft } from "../ask/draft.ts";
import type { PreparedKnowledge } from "../ask/knowledge.ts";

/** @returns null: no entry of that id is loaded */
export type EntryAnswer = (entry: string) => Answer | null;

export function createEntryAnswer(
  knowledge: PreparedKnowledge,
  { ask }: Pick<Assistant, "ask">,
  today: () => Day,
): EntryAnswer {
  return (id) => {
    const entry = knowledge.catalogue.curated(id);
    if (entry === undefined) return null;
    for (const question of entry.questions) {
      const answer = ask(question);
      if (answer.kind === "answer" && answer.context?.entry === id)
        return { ...answer, blocks: [{ type: "heading", text: entry.title }, ...answer.blocks] };
    }
    // Each of its questions may be refused, or lead elsewhere: it is printed as it stands.
    const draft = createDraft(knowledge, "", today());
    draft.heading(entry.title);
    draft.add(...curatedBlocks(entry, draft.citer));
    return draft.close({ kind: "answer", context: { entry: id } });
  };
}
