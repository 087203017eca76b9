/** Whether a question is rather meant as it sounds than as it is spelt. */
import { type Guard, guardOf } from "../../core/grounding/guards.ts";
import { findArticleReferences } from "../../core/law/references.ts";
import type { Day } from "../../core/law/types.ts";
import type { PreparedKnowledge } from "./knowledge.ts";

export interface Spelling {
  /** What a question partly in Latin letters asks for as it sounds: 「聊天记录shan干净」; null for nothing. */
  guardOf(question: string): Guard | null;
  /** Whether an article of a document is meant that only its sound names: 「问则条列17条」. Asked where nothing is named. */
  misspellsTitle(question: string, corrected: string, asOf: Day): boolean;
  /** Whether more of the text are words of the field: 「容措纠错的情行」 has fewer than 「容错纠错的情形」. */
  saysMore(text: string, than: string): boolean;
}

export function createSpelling(knowledge: PreparedKnowledge): Spelling {
  const lengthOfTerms = (text: string): number =>
    knowledge.vocabulary.termsIn(knowledge.normalise(text)).reduce((sum, term) => sum + term.length, 0);

  return {
    guardOf(question) {
      const mixed = /\p{Script=Han}/u.test(question) && /[a-z]{2,}/i.test(question);
      const corrected = mixed ? knowledge.correct(question) : null;
      return corrected === null ? null : guardOf(corrected);
    },
    misspellsTitle: (question, corrected, asOf) =>
      findArticleReferences(question).length > 0 &&
      knowledge.retriever.resolver
        .resolve(corrected, { day: asOf })
        .some(({ reference }) => reference !== null),
    saysMore: (text, than) => lengthOfTerms(text) > lengthOfTerms(than),
  };
}
