/** An assistant that answers at once and always the same: a question about 未收录 has no evidence, one about 食堂 is out of scope. */
import type { Answer } from "../../../src/core/grounding/answer.ts";
import type { Assistant } from "../../../src/ports/assistant.ts";

export const quickAnswer = (question: string, asOf = "2026-11-23"): Answer => {
  const refusalReason = question.includes("未收录")
    ? "no_evidence"
    : question.includes("食堂")
      ? "out_of_scope"
      : null;
  return {
    kind: refusalReason === null ? "answer" : "refusal",
    mode: "curated",
    blocks: [{ type: "notice", text: `答复：${question}` }],
    citations: [],
    refusalReason,
    suggestions: [`${question}的依据`, `${question}的期限`],
    knowledgeVersion: "sha256:0000000000000000",
    asOf,
    understoodAs: null,
    context: { document: null, article: null, branch: null, entry: null, question, passages: [] },
  };
};

export const quickAssistant: Assistant = {
  ask: (question, options) => ({
    ...quickAnswer(question, options?.asOf),
    understoodAs: options?.context?.question ?? null,
  }),
  source: () => undefined,
  firstQuestions: () => ["什么是容错", "什么是纠错"],
  knowledgeVersion: "sha256:0000000000000000",
  holdings: { documents: 2, provisions: 3, cases: 4, caseFields: ["招标", "拆迁"] },
};
