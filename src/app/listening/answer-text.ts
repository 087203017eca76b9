/** An answer to a note in an editor's own words: what it names is cited from the knowledge base, which must hold it. */
import type { Answer } from "../../core/grounding/answer.ts";
import { sentence } from "../../core/grounding/compose.ts";
import { createFreeTextCheck, type FreeTextProblem } from "../../core/law/free-text.ts";
import type { Day } from "../../core/law/types.ts";
import { createDraft } from "../ask/draft.ts";
import type { PreparedKnowledge } from "../ask/knowledge.ts";

/** Holds the text against the knowledge base of the day. @param heading said before it */
export type AnswerWriter = (
  heading: string,
  text: string,
) => { readonly answer: Answer } | { readonly unsupported: readonly FreeTextProblem[] };

export function createAnswerWriter(knowledge: PreparedKnowledge, today: () => Day): AnswerWriter {
  const freeText = createFreeTextCheck(knowledge.catalogue, knowledge.retriever.resolver);
  return (heading, text) => {
    const day = today();
    const sources = freeText.named(text, day);
    const unsupported = freeText.problems(text, sources);
    if (unsupported.length > 0) return { unsupported };
    const draft = createDraft(knowledge, "", day);
    if (sources.length === 0) draft.notice(`${heading}\n${text}`);
    else {
      draft.notice(heading);
      draft.add(
        sentence(
          text,
          sources.map((id) => draft.citer.cite(id)),
          "curated",
        ),
      );
    }
    return { answer: draft.close({ kind: draft.hasPolicy ? "answer" : "smalltalk", context: null }) };
  };
}
