/** An assistant written by hand: one canned answer of every kind, two sources, and a list of what it was asked. */
import type { Answer, Citation } from "../../../src/core/grounding/answer.ts";
import type { AskOptions, Assistant, SourceView } from "../../../src/ports/assistant.ts";

const quote = "可以不予问责或者免予问责";

const citation: Citation = {
  n: 1,
  passage: "accountability-2019#17.1",
  kind: "provision",
  document: "中国共产党问责条例",
  article: "第十七条",
  place: "第十七条第一款",
  wording: "official",
  quote,
  validity: "in_force",
  from: "2019-09-01",
  until: null,
  verification: "secondary",
  note: "编者提示：条文用语是“可以”。",
};

const oldCitation: Citation = {
  ...citation,
  n: 2,
  passage: "discipline-2003#5",
  document: "中国共产党纪律处分条例",
  article: "第五条",
  place: "第五条",
  wording: "gist",
  quote: null,
  validity: "repealed",
  from: "2003-12-31",
  until: "2016-01-01",
  verification: "unverified",
  note: null,
};

const caseCitation: Citation = {
  ...citation,
  n: 3,
  passage: "seed-1",
  kind: "case",
  document: "某单位原负责人李某违规发放津补贴",
  article: null,
  place: null,
  wording: "gist",
  quote: null,
  from: null,
  note: null,
};

const bare: Answer = {
  kind: "answer",
  mode: "curated",
  blocks: [],
  citations: [],
  refusalReason: null,
  suggestions: [],
  knowledgeVersion: "sha256:0123456789abcdef",
  asOf: "2026-11-23",
  understoodAs: null,
  context: null,
};

const sentence = { type: "sentence", origin: "curated", bullet: false, continues: false } as const;

/** An answer with every kind of block. */
export const fullAnswer: Answer = {
  ...bare,
  understoodAs: "按此理解检索：问责条例第十七条说了什么？",
  blocks: [
    { type: "label", label: "curated-unreviewed" },
    { ...sentence, text: "有三类情形可以不予问责。", citations: [1] },
    { ...sentence, text: "旧条文只供了解。", citations: [2], continues: true },
    { type: "label", label: "quote" },
    { ...sentence, origin: "quote", text: "有下列情形之一的，可以不予问责或者免予问责：", citations: [1] },
    { ...sentence, origin: "quote", text: "（一）无意过失；", citations: [1], bullet: true },
    { type: "label", label: "gist" },
    { ...sentence, text: "要点。", citations: [2], bullet: true },
    { type: "label", label: "case" },
    { ...sentence, text: "李某受到处分。", citations: [3] },
    { type: "heading", text: "可以这样做" },
    { type: "advice", text: "保存会议记录。", bullet: true },
    { type: "advice", text: "写明理由。", bullet: true },
    { type: "notice", text: "提示一行。\n提示二行。" },
  ],
  citations: [citation, oldCitation, caseCitation],
  suggestions: ["那第十八条呢？"],
  context: {
    document: "accountability-2019",
    article: 17,
    branch: null,
    entry: null,
    question: "问责条例第十七条说了什么？",
    passages: ["accountability-2019#17.1"],
  },
};

const notice = (text: string, rest: Partial<Answer>): Answer => ({
  ...bare,
  blocks: [{ type: "notice", text }],
  ...rest,
});

const provision: SourceView = {
  id: "accountability-2019#17",
  kind: "provision",
  title: "中国共产党问责条例",
  heading: "第十七条 不予问责或者免予问责",
  path: ["第一编", "第三章 问责的实施"],
  excerpts: [
    {
      complete: false,
      lines: [
        {
          id: "accountability-2019#17.1",
          text: "有下列情形之一的，可以不予问责　或者免予问责：",
          item: false,
        },
        { id: "accountability-2019#17.1.1", text: "（一）无意过失；", item: true },
      ],
    },
  ],
  gist: "列举三类情形。",
  facts: [
    { label: "发布机关", value: "中共中央" },
    { label: "施行日期", value: "2019年9月1日" },
  ],
  validity: "in_force",
  verification: "secondary",
  notes: ["编者提示。"],
  source: "条例文本",
  versions: [
    { id: "accountability-2016#17", label: "2016年7月8日起施行", current: false },
    { id: "accountability-2019#17", label: "2019年9月1日起施行", current: true },
  ],
  related: [
    { id: "conditions", label: "三类情形要不要都满足", question: "三类情形要不要都满足？" },
    { id: "seed-1", label: "某单位原负责人李某违规发放津补贴", question: null },
  ],
};

const publishedCase: SourceView = {
  ...provision,
  id: "seed-1",
  kind: "case",
  title: "某单位原负责人李某违规发放津补贴",
  heading: null,
  path: [],
  excerpts: [],
  gist: "李某以会议补助名义<b>发放</b>津补贴。",
  versions: [],
  related: [],
};

export interface FakeAssistant extends Assistant {
  /** What it was asked, in order. */
  readonly asked: { readonly question: string; readonly options: AskOptions | undefined }[];
}

/** A table of four columns, with long words in it. */
export const tableAnswer: Answer = {
  ...fullAnswer,
  blocks: [
    {
      type: "table",
      caption: "各版本",
      head: ["版本", "时效", "范围", "说明"],
      rows: [
        { cells: ["2019年9月1日起施行", "现行有效", "全国", "A".repeat(80)], citations: [1] },
        {
          cells: ["2003年12月31日起施行", "2016年1月1日失效", "", "只供了解，引用前请核对。".repeat(4)],
          citations: [2],
        },
      ],
    },
  ],
};

/** Answers by what the question holds: 你好, 保证, 绝密★, 故障, 太长; anything else gets {@link fullAnswer}. */
export function createFakeAssistant(): FakeAssistant {
  const asked: FakeAssistant["asked"] = [];
  return {
    asked,
    knowledgeVersion: bare.knowledgeVersion,
    holdings: { documents: 2, provisions: 3, cases: 1, caseFields: ["招标投标"] },
    ask(question, options) {
      asked.push({ question, options });
      if (question.includes("故障")) throw new Error("secret detail of the machine");
      if (question.length > 2_000) return notice("这段文字太长了。", { kind: "clarify" });
      if (question.includes("绝密★"))
        return notice("没有保存。", { kind: "refusal", refusalReason: "classified" });
      if (question.includes("保证"))
        return notice("不能作任何保证。", {
          kind: "refusal",
          refusalReason: "verdict_request",
          suggestions: ["什么是容错？"],
        });
      if (question.includes("你好")) return notice("您好。", { kind: "smalltalk" });
      return question.includes("对照表") ? tableAnswer : fullAnswer;
    },
    source: (id) =>
      id.startsWith("accountability-2019#17") ? provision : id === "seed-1" ? publishedCase : undefined,
    firstQuestions: () => ["问责条例第十七条说了什么？", "什么是容错？"],
  };
}
