import { describe, expect, it } from "vitest";
import type { AnswerBlock, Table } from "../../../src/core/grounding/answer.ts";
import { renumberedBlock, rowText, statementsOf } from "../../../src/core/grounding/blocks.ts";

const table: Table = {
  type: "table",
  caption: "各版本",
  head: ["版本", "时效", "说明"],
  rows: [
    { cells: ["2018年版", "已失效", ""], citations: [1, 2] },
    { cells: ["没有来源的一行", "", "程序自己说的"], citations: [] },
  ],
};
const sentence: AnswerBlock = {
  type: "sentence",
  text: "可以容错。",
  citations: [2],
  origin: "quote",
  bullet: false,
  continues: false,
};
const silent: readonly AnswerBlock[] = [
  { type: "label", label: "quote" },
  { type: "heading", text: "标题" },
  { type: "advice", text: "保存记录。", bullet: true },
  { type: "notice", text: "请注意。" },
];

describe("what a block states", () => {
  it("is a sentence with its sources", () => {
    expect(statementsOf(sentence)).toMatchObject([{ text: "可以容错。", citations: [2], origin: "quote" }]);
  });

  it("is each row of a table that has sources, in an editor's words", () => {
    expect(statementsOf(table)).toEqual([{ text: "2018年版：已失效", citations: [1, 2], origin: "curated" }]);
  });

  it.each(silent)("is nothing where it is a $type", (block) => {
    expect(statementsOf(block)).toEqual([]);
    expect(renumberedBlock(block, (n) => n + 1)).toEqual(block);
  });
});

describe("other numbers", () => {
  it("are given to every source of a sentence and of a row, and nothing else changes", () => {
    expect(renumberedBlock(sentence, (n) => n + 10)).toEqual({ ...sentence, citations: [12] });
    expect(renumberedBlock(table, (n) => n + 10)).toEqual({
      ...table,
      rows: [{ ...table.rows[0], citations: [11, 12] }, table.rows[1]],
    });
  });
});

describe("a row in one line", () => {
  it.each([
    [["名", "一", "二"], "名：一；二"],
    [["名", "", "二"], "名：二"],
    [["名", "", ""], "名"],
    [["", "一"], "一"],
    [[], ""],
  ])("of %j is %s", (cells, line) => {
    expect(rowText(cells)).toBe(line);
  });
});
