import { describe, expect, it } from "vitest";
import { checkKnowledge } from "../../../src/core/law/consistency.ts";
import type {
  Block,
  Case,
  CuratedText,
  KnowledgeBase,
  LegalDocument,
  Provision,
  Reference,
} from "../../../src/core/law/types.ts";
import { flood as sampleCase } from "../sample-base.ts";

const reviewed = { by: "法规处", on: "2025-01-02" };
const source = { title: "示例汇编", host: null, read: null };

const article: Provision = {
  id: "rules#17",
  documentId: "rules",
  article: "第十七条",
  heading: null,
  path: [],
  gist: "可以不予问责的情形。",
  official: [
    {
      complete: true,
      paragraphs: [
        {
          id: "rules#17.1",
          number: 1,
          text: "有下列情形之一的，可以不予问责：",
          items: [{ id: "rules#17.1.1", number: 1, text: "（一）依据《会议规则》提出反对意见的；" }],
        },
        { id: "rules#17.2", number: 2, text: "前款规定以外的，按照第二十条办理。", items: [] },
      ],
    },
  ],
  keywords: [],
  verification: "secondary",
  note: null,
  origin: "document",
};
const gistOnly: Provision = { ...article, id: "rules#133-1", article: "第一百三十三条之一", official: [] };

const rules: LegalDocument = {
  id: "rules",
  title: "示例问责办法",
  aliases: ["问责办法"],
  kind: "local-measure",
  issuer: "示例",
  number: null,
  dates: { adopted: null, published: null, effective: "2019-09-01", repealed: null },
  replaces: null,
  jurisdiction: "national",
  source,
  verification: "secondary",
  reviewed,
  note: null,
  provisions: [article, gistOnly],
};

const flood: Case = { ...sampleCase, provisions: ["rules#17"], reviewed };

const says = (text: string, ...passages: (string | Reference)[]): Block => ({
  type: "statement",
  text,
  references: passages.map((passage) => (typeof passage === "string" ? { passage, quote: null } : passage)),
  bullet: false,
  continues: false,
});
const text = (...blocks: Block[]): CuratedText => ({
  id: "answer",
  kind: "answer",
  title: "题",
  questions: ["甲", "乙", "丙"],
  keywords: [],
  blocks,
  related: [],
  reviewed,
});

const base = (more: Partial<KnowledgeBase> = {}): KnowledgeBase => ({
  version: "sha256:0",
  documents: [rules],
  cases: [flood],
  curated: [text(says("可以不予问责。", "rules#17"))],
  synonyms: [],
  quizzes: [],
  ...more,
});
const codes = (more: Partial<KnowledgeBase>, unreadable?: ReadonlySet<string>) =>
  checkKnowledge(base(more), unreadable).map(({ code }) => code);
const codesOf = (...blocks: Block[]) => codes({ curated: [text(...blocks)] });

describe("checkKnowledge", () => {
  it("finds nothing in a base that holds together", () => {
    expect(checkKnowledge(base())).toEqual([]);
  });

  it("says where: the subject, the part, the facts", () => {
    expect(checkKnowledge(base({ cases: [{ ...flood, provisions: ["rules#17", "rules#18"] }] }))).toEqual([
      {
        code: "reference.dead",
        severity: "error",
        subject: "flood",
        occurrence: 0,
        at: ["provisions", 1],
        values: ["rules#18"],
      },
    ]);
  });

  it("tells the second of two equal ids", () => {
    const findings = checkKnowledge(base({ cases: [flood, { ...flood }] }));
    expect(findings).toMatchObject([{ code: "id.duplicate", subject: "flood", occurrence: 1 }]);
  });

  it("does not judge references to an entry that could not be read", () => {
    const entry = text(says("按《别的办法》第九条办理。", "other#9"));
    expect(codes({ curated: [entry] })).toEqual(["reference.dead"]);
    expect(codes({ curated: [entry] }, new Set(["other"]))).toEqual([]);
  });

  it("does not blame a mention when its citation leads nowhere", () => {
    expect(codesOf(says("按第九条办理。", "rules#9"))).toEqual(["reference.dead"]);
  });
});

describe("a quote", () => {
  it.each([
    ["in the whole article", "rules#17", "提出反对意见的"],
    ["in its paragraph", "rules#17.1", "可以不予问责"],
    ["in its item", "rules#17.1.1", "依据《会议规则》"],
    ["with punctuation of another width", "rules#17.1", "之一的,可以不予问责:"],
    ["of the decision of a case", "flood", "可予以容错"],
  ])("holds %s", (_where, passage, quote) => {
    expect(codesOf(says("句。", { passage, quote }))).toEqual([]);
  });

  it.each([
    ["is not there", "rules#17", "应当不予问责", "quote.not-literal"],
    ["is of another paragraph", "rules#17.1", "前款规定以外的", "quote.not-literal"],
    ["is of the paragraph, not of the item", "rules#17.1.1", "可以不予问责", "quote.not-literal"],
    ["skips words", "rules#17", "有下列情形之一的，提出反对意见的", "quote.not-literal"],
    ["is of an article held as a gist", "rules#133-1", "可以不予问责", "quote.no-wording"],
    ["is of the facts of a case, which are ours", "flood", "先行抢修", "quote.not-literal"],
  ])("fails that %s", (_why, passage, quote, code) => {
    expect(codesOf(says("句。", { passage, quote }))).toEqual([code]);
  });
});

describe("a mention in a curated text", () => {
  it.each([
    ["a cited title", "按《示例问责办法》办理。", "rules#17"],
    ["an alias of a cited document", "按《问责办法》办理。", "rules#17"],
    ["a title the cited wording names", "按《会议规则》办理。", "rules#17.1.1"],
    ["a cited article", "按第十七条办理。", "rules#17.2"],
    ["a cited article in Arabic numerals", "按第17条办理。", "rules#17"],
    ["an article with 之", "按第一百三十三条之一办理。", "rules#133-1"],
    ["an article the cited wording names", "按第二十条办理。", "rules#17.2"],
    ["title and article together", "按《问责办法》（2019年）第十七条办理。", "rules#17"],
    ["literal words", "所谓「可以不予问责」。", "rules#17"],
    ["前款 and 本条", "前款、本条另有规定的除外。", "rules#17"],
  ])("may be %s", (_what, words, passage) => {
    expect(codesOf(says(words, passage))).toEqual([]);
  });

  it.each([
    ["a title that is not cited", "按《处分办法》办理。", "mention.title"],
    ["a title that holds another", "按《关于〈问责办法〉的说明》办理。", "mention.title"],
    ["an article that is not cited", "按第十八条办理。", "mention.article"],
    ["an article without its 之", "按第一百三十三条办理。", "mention.article"],
    ["words that are not there", "所谓「一律免责」。", "mention.quote"],
  ])("may not be %s", (_what, words, code) => {
    expect(codesOf(says(words, "rules#17", "rules#133-1"))).toEqual([code]);
  });

  it("is looked for in the title too", () => {
    const entry = { ...text(says("句。", "rules#17")), title: "第十八条怎么看" };
    expect(checkKnowledge(base({ curated: [entry] }))).toMatchObject([
      { code: "mention.article", at: ["title"] },
    ]);
  });

  it("may stand on a citation elsewhere in the same text", () => {
    expect(codesOf(says("可以。", "rules#17"), says("按第十七条办理。", "flood"))).toEqual([]);
  });
});

describe("a curated text", () => {
  const advice: Block = { type: "advice", text: "找出会议纪要。", bullet: true };
  const heading = (words: string): Block => ({ type: "heading", text: words });

  it("keeps advice under its own headings", () => {
    expect(codesOf(says("可以。", "rules#17"), heading("可以这样做"), advice)).toEqual([]);
    expect(codesOf(says("可以。", "rules#17"), advice)).toEqual(["advice.outside-section"]);
    expect(codesOf(says("可以。", "rules#17"), heading("需要准备"), heading("期限"), advice)).toEqual([
      "advice.outside-section",
    ]);
  });

  it("may explain itself without a citation, and needs no questions, where it is a refusal", () => {
    const refusal: CuratedText = { ...text(heading("说明"), advice), kind: "refusal", questions: [] };
    expect(codes({ curated: [refusal] })).toEqual([]);
    expect(codes({ curated: [{ ...refusal, kind: "answer" }] })).toEqual([
      "curated.too-few-questions",
      "curated.empty",
      "advice.outside-section",
    ]);
  });

  it("may be 1 200 characters long and no longer", () => {
    expect(codesOf(says("字".repeat(1200), "rules#17"))).toEqual([]);
    expect(codesOf(says("字".repeat(1201), "rules#17"))).toEqual(["curated.too-long"]);
  });

  it.each(["应当免责", "保证免责", "一定能免责", "肯定没事"])("never says %s", (promise) => {
    expect(codesOf(says(`${promise}。`, "rules#17"))).toEqual(["curated.promise"]);
  });
});

describe("versions of a document", () => {
  const dates = (effective: string | null, repealed: string | null) => ({
    ...rules.dates,
    effective,
    repealed,
  });
  const early: LegalDocument = {
    ...rules,
    id: "early",
    provisions: [],
    dates: dates("2016-07-08", "2019-09-01"),
  };
  const late: LegalDocument = { ...rules, replaces: "early" };

  it("follow each other without a gap", () => {
    expect(codes({ documents: [early, late] })).toEqual([]);
    const gap = { ...early, dates: dates("2016-07-08", "2019-08-31") };
    expect(checkKnowledge(base({ documents: [gap, late] }))).toMatchObject([
      { code: "version.gap", severity: "warning", values: ["early", "2019-08-31", "2019-09-01"] },
    ]);
  });

  it("are not compared where the later one has no date", () => {
    expect(codes({ documents: [early, { ...late, dates: dates(null, null) }] })).toEqual([]);
  });

  it("end when they are replaced", () => {
    const open = { ...early, dates: dates("2016-07-08", null) };
    expect(codes({ documents: [open, late] })).toContain("version.not-ended");
  });

  it("never replace each other in a circle", () => {
    expect(
      codes({
        documents: [
          { ...early, replaces: "rules" },
          { ...late, dates: early.dates },
        ],
      }),
    ).toEqual(expect.arrayContaining(["version.cycle"]));
  });
});
