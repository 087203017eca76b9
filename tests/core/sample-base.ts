/** A small knowledge base written by hand: two versions of a title, an article in excerpts, a long one, a gist, a case. */
import { type Catalogue, createCatalogue } from "../../src/core/law/catalogue.ts";
import type {
  Block,
  Case,
  CuratedText,
  KnowledgeBase,
  LegalDocument,
  OfficialText,
  Provision,
} from "../../src/core/law/types.ts";

const source = { title: "示例汇编", host: null, read: null };

export const provision = (id: string, more: Partial<Provision> = {}): Provision => ({
  id,
  documentId: id.split("#")[0] ?? "",
  article: null,
  heading: null,
  path: [],
  gist: null,
  official: [],
  keywords: [],
  verification: "secondary",
  note: null,
  origin: "document",
  ...more,
});

export const document = (id: string, more: Partial<LegalDocument> = {}): LegalDocument => ({
  id,
  title: "示例规则",
  aliases: [],
  kind: "party-regulation",
  issuer: "示例机关",
  number: null,
  dates: { adopted: null, published: null, effective: null, repealed: null },
  replaces: null,
  jurisdiction: "national",
  source,
  verification: "secondary",
  reviewed: null,
  note: null,
  provisions: [],
  ...more,
});

export const curated = (
  id: string,
  questions: readonly string[],
  blocks: readonly Block[] = [],
): CuratedText => ({
  id,
  kind: "answer",
  title: questions[0] ?? id,
  questions,
  keywords: [],
  blocks,
  related: [],
  reviewed: null,
});

const paragraph = (
  id: string | null,
  number: number | null,
  text: string,
  items: readonly string[] = [],
) => ({
  id,
  number,
  text,
  items: items.map((item, at) => ({
    id: id === null ? null : `${id}.${at + 1}`,
    number: at + 1,
    text: item,
  })),
});

const stretch = (complete: boolean, ...paragraphs: OfficialText["paragraphs"]): OfficialText => ({
  complete,
  paragraphs,
});

const days = (effective: string, repealed: string | null) => ({
  adopted: null,
  published: null,
  effective,
  repealed,
});

/** Article 17: one whole paragraph with items. */
export const whole = provision("rules-2019#17", {
  article: "第十七条",
  official: [
    stretch(
      true,
      paragraph("rules-2019#17.1", 1, "有下列情形之一的，可以不予问责：", [
        "（一）无意过失的；",
        "（二）提出明确反对意见的。",
      ]),
    ),
  ],
});

/** Article 18: two excerpts of one paragraph, with words between them that are not held. */
export const excerpts = provision("rules-2019#18", {
  article: "第十八条",
  gist: "要点甲。",
  official: [
    stretch(false, paragraph("rules-2019#18.1", 1, "受到问责的，应当检讨。")),
    stretch(false, paragraph("rules-2019#18.1", 1, "影响期满，不得歧视。")),
  ],
});

/** Article 19: longer than is shown whole, a short paragraph and one with many items. */
export const long = provision("rules-2019#19", {
  article: "第十九条",
  official: [
    stretch(
      true,
      paragraph("rules-2019#19.1", 1, "申诉期间不停止决定的执行。"),
      paragraph(
        "rules-2019#19.2",
        2,
        "有下列情形的，从重处理：",
        ["隐瞒事实", "毁灭证据", "打击报复", "拒不纠正"].map((act, at) => `（${at + 1}）${act.repeat(25)}；`),
      ),
    ),
  ],
});

/** A section without articles, held as a gist alone, with a caution of its own. */
export const gist = provision("speech-2016#core", {
  heading: "核心",
  gist: "要点乙。",
  note: "以原文为准。",
});

export const published: Case = {
  id: "flood",
  title: "某镇抢险用款",
  level: "乡科级",
  field: "应急",
  year: 2021,
  facts: "先垫付抢险材料款。",
  outcome: "tolerated_exempt",
  decision: "予以容错免责。",
  decidedBy: "县纪委监委",
  reason: "情况紧急",
  correction: null,
  caution: "不等于可以不补手续。",
  provisions: ["rules-2019#17"],
  contrasts: [],
  keywords: [],
  source,
  verification: "unverified",
  reviewed: null,
};

export const base: KnowledgeBase = {
  version: "sha256:0",
  documents: [
    document("rules-2016", {
      dates: days("2016-07-08", "2019-09-01"),
      provisions: [provision("rules-2016#17", { article: "第十七条", gist: "旧要点。" })],
    }),
    document("rules-2019", {
      dates: days("2019-09-01", null),
      replaces: "rules-2016",
      note: "文件提示。",
      provisions: [whole, excerpts, long],
    }),
    document("speech-2016", { title: "示例讲话", kind: "speech", provisions: [gist] }),
  ],
  cases: [published],
  curated: [],
  synonyms: [],
  quizzes: [],
};

export const catalogue: Catalogue = createCatalogue(base);

/** A case (案例) that rests on nothing. */
export const flood: Case = {
  id: "flood",
  title: "抢修",
  level: "县",
  field: "水利",
  year: null,
  facts: "先行抢修。",
  outcome: "tolerated_exempt",
  decision: "可予以容错",
  decidedBy: "县纪委监委",
  reason: null,
  correction: null,
  caution: null,
  provisions: [],
  contrasts: [],
  keywords: [],
  source,
  verification: "secondary",
  reviewed: null,
};
