import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AnswerBlock } from "../../../src/core/grounding/answer.ts";
import { type Citer, createCiter, quotes } from "../../../src/core/grounding/cite.ts";
import {
  caseBlocks,
  curatedBlocks,
  documentBlocks,
  evidenceBlocks,
  provisionBlocks,
  sentence,
  unitBlocks,
} from "../../../src/core/grounding/compose.ts";
import { base, catalogue, curated, excerpts, gist, long, published, whole } from "../sample-base.ts";

const citer = (): Citer => createCiter(catalogue, "2026-11-23");
const texts = (blocks: readonly AnswerBlock[]): string[] =>
  blocks.flatMap((block) => (block.type === "sentence" ? [block.text] : []));
/** A row as an editor writes it. */
const rowOf = (head: readonly string[], cells: readonly string[], passage: string) => ({
  type: "statement" as const,
  text: cells.join("："),
  references: [{ passage, quote: null }],
  bullet: true,
  continues: false,
  row: { head, cells },
});
const labels = (blocks: readonly AnswerBlock[]): string[] =>
  blocks.flatMap((block) => (block.type === "label" ? [block.label] : []));

const entry = curated(
  "reported",
  ["提过反对意见要担责吗"],
  [
    { type: "heading", text: "结论" },
    {
      type: "statement",
      text: "提出明确反对意见的，可以不予问责。",
      references: [
        { passage: "rules-2019#17.1.2", quote: "提出明确反对意见" },
        { passage: "flood", quote: null },
      ],
      bullet: false,
      continues: false,
    },
    { type: "advice", text: "保存会议记录。", bullet: true },
  ],
);

describe("blocks of an answer", () => {
  it("never hold a sentence without a source, and no quotation that is not literal", () => {
    const provisions = base.documents.flatMap((document) => document.provisions);
    const anyProvision = fc.constantFrom(...provisions);
    const question = fc.string({ unit: fc.constantFrom(..."隐瞒事实毁灭证据申诉问责 ") });
    fc.assert(
      fc.property(anyProvision, question, (provision, asked) => {
        for (const make of [
          provisionBlocks,
          (one: typeof provision, by: Citer) => evidenceBlocks(one, asked, by),
        ]) {
          const by = citer();
          for (const block of make(provision, by)) {
            if (block.type !== "sentence") continue;
            expect(block.citations.length).toBeGreaterThan(0);
            if (block.origin === "quote")
              expect(quotes(catalogue.passageText(provision.id) ?? "", block.text)).toBe(true);
          }
        }
      }),
    );
  });

  it("name each source of a sentence once, and leave out what names nothing", () => {
    expect(sentence("甲。", [2, null, 2, 1], "curated")).toMatchObject({ citations: [2, 1] });
  });
});

describe("an editor's text", () => {
  it("keeps its order: statements with their sources, advice and headings with none", () => {
    const by = citer();
    const blocks = curatedBlocks(entry, by);
    expect(blocks.map(({ type }) => type)).toEqual(["label", "heading", "sentence", "advice"]);
    expect(blocks[2]).toMatchObject({ citations: [1, 2], origin: "curated" });
    expect(by.citations.map(({ quote }) => quote)).toEqual(["提出明确反对意见", null]);
  });

  it("has rows of one head in one table, whose caption is the heading above, each row with its sources", () => {
    const [one, other] = [
      ["处分", "期间"],
      ["处分", "期间"],
    ];
    const given = {
      reviewed: null,
      blocks: [
        { type: "heading" as const, text: "期间" },
        rowOf(one, ["警告", "六个月"], "rules-2019#17"),
        rowOf(one, ["记过", ""], "flood"),
        { type: "heading" as const, text: "另一种期间" },
        rowOf(other, ["警告", "一年"], "rules-2019#17"),
      ],
    };
    const from = citer();
    expect(curatedBlocks(given, from).slice(1)).toEqual([
      {
        type: "table",
        caption: "期间",
        head: one,
        rows: [
          { cells: ["警告", "六个月"], citations: [1] },
          { cells: ["记过", ""], citations: [2] },
        ],
      },
      {
        type: "table",
        caption: "另一种期间",
        head: other,
        rows: [{ cells: ["警告", "一年"], citations: [1] }],
      },
    ]);
    expect(from.citations.map(({ passage }) => passage)).toEqual(["rules-2019#17", "flood"]);
  });

  it("says whether somebody reviewed it", () => {
    const reviewed = { ...entry, reviewed: { by: "甲", on: "2026-01-01" } };
    expect(labels(curatedBlocks(entry, citer()))).toEqual(["curated-unreviewed"]);
    expect(labels(curatedBlocks(reviewed, citer()))).toEqual(["curated-reviewed"]);
  });
});

describe("an article asked for", () => {
  it("comes whole, without the gist where all its wording is held", () => {
    const blocks = provisionBlocks(whole, citer());
    expect(labels(blocks)).toEqual(["quote"]);
    expect(texts(blocks)).toHaveLength(3);
  });

  it("comes in excerpts under numbers of their own, with the gist after them", () => {
    const by = citer();
    const blocks = provisionBlocks(excerpts, by);
    expect(labels(blocks)).toEqual(["quote", "gist"]);
    expect(by.citations.map(({ quote }) => quote).slice(0, 2)).toEqual([
      "受到问责的，应当检讨。",
      "影响期满，不得歧视。",
    ]);
  });

  it("comes as a gist, said to be one, where no wording is held", () => {
    expect(labels(provisionBlocks(gist, citer()))).toEqual(["gist"]);
  });

  it("by paragraph and item shows the item below its lead", () => {
    expect(texts(unitBlocks(catalogue, "rules-2019#17.1.2", citer()))).toEqual([
      "有下列情形之一的，可以不予问责：",
      "（二）提出明确反对意见的。",
    ]);
    expect(unitBlocks(catalogue, "rules-2019#17.9", citer())).toEqual([]);
  });
});

describe("a provision as evidence", () => {
  it("is shown whole where it is short", () => {
    expect(texts(evidenceBlocks(whole, "反对意见", citer()))).toHaveLength(3);
  });

  it("is cut to the short paragraph that fits the question", () => {
    expect(texts(evidenceBlocks(long, "申诉期间停止执行吗", citer()))).toEqual([
      "申诉期间不停止决定的执行。",
    ]);
  });

  it("is cut to the lead and the items that fit, in the order of the law, where the paragraph is long", () => {
    const shown = texts(evidenceBlocks(long, "拒不纠正又隐瞒事实", citer()));
    expect(shown.map((text) => text.slice(0, 7))).toEqual([
      "有下列情形的，",
      "（1）隐瞒事实",
      "（4）拒不纠正",
    ]);
  });
});

describe("a case", () => {
  it("is told in two sentences, each full stop once, both cited to the case", () => {
    expect(texts(caseBlocks(published, citer()))).toEqual(["先垫付抢险材料款。", "予以容错免责。情况紧急。"]);
  });
});

describe("facts about a document", () => {
  it("are all cited to the document itself", () => {
    const [document] = base.documents;
    if (document === undefined) throw new Error("no document");
    const by = citer();
    expect(documentBlocks(document, ["发布机关：甲。", "文号：乙。"], by)).toMatchObject([
      { citations: [1], bullet: true },
      { citations: [1], bullet: true },
    ]);
    expect(by.citations).toMatchObject([{ kind: "document", passage: "rules-2016", validity: "repealed" }]);
  });
});
