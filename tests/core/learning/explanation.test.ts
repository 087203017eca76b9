import { describe, expect, it } from "vitest";
import { createCiter } from "../../../src/core/grounding/cite.ts";
import type { Block } from "../../../src/core/law/types.ts";
import { explanationBlocks } from "../../../src/core/learning/explanation.ts";
import { knowledge } from "../../knowledge-base.ts";

const passage = "accountability-2019#17.2";
const first = "对上级错误决定提出改正或者撤销意见未被采纳";
const second = "上级错误决定明显违法违规的，应当承担相应的责任。";
const told = (...quotes: readonly (string | null)[]) => {
  const explanation = quotes.map(
    (quote): Block => ({
      type: "statement",
      text: "如此。",
      references: [{ passage, quote }],
      bullet: false,
      continues: false,
    }),
  );
  const citer = createCiter(knowledge.catalogue, "2026-11-23");
  const blocks = explanationBlocks({ reviewed: null, explanation }, citer);
  return {
    citations: citer.citations,
    numbers: blocks.map((block) => ("citations" in block ? block.citations : [])),
  };
};

describe("an explanation", () => {
  it("cites a passage once, by the words that are singled out of it", () => {
    const { citations, numbers } = told(first, null, first);
    expect(citations.map(({ quote }) => quote)).toEqual([first]);
    expect(numbers.slice(1)).toEqual([[1], [1], [1]]);
  });

  it("cites it whole where several of its words are singled out, so that each of them is found in it", () => {
    const { citations } = told(first, second);
    expect(citations).toHaveLength(1);
    expect(citations[0]?.wording).toBe("official");
    for (const words of [first, second]) expect(citations[0]?.quote).toContain(words);
  });
});
