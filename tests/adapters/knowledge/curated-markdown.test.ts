import { describe, expect, it } from "vitest";
import { readCurated } from "../../../src/adapters/knowledge/curated-markdown.ts";

const header = `---
id: sample
title: 样例
questions: [一, 二, 三]
keywords: []
related: []
reviewed: null
---
`;

const read = (body: string) => {
  const told: unknown[] = [];
  const found = readCurated(
    `${header}${body}`,
    "sample",
    "answer",
    (code, line) => void told.push([code, line]),
  );
  return { blocks: found?.text.blocks ?? [], lineOf: found?.lineOf, told };
};

/** Under a heading; line 12 holds its first row. */
const table = (...rows: string[]) =>
  read(["## 期间", "| 处分 | 期间 |", "| --- | :---: |", ...rows, ""].join("\n"));

describe("a table of an editor", () => {
  it("is a statement a row, with its references wherever they stand in it", () => {
    const { blocks, told } = table(
      "| 警告 | 六个月 [gov#8「警告，六个月」] |",
      "| 记过 [gov#8][gov#9.1] | 十二个月 |",
    );
    expect(told).toEqual([]);
    const head = ["处分", "期间"];
    expect(blocks).toEqual([
      { type: "heading", text: "期间" },
      {
        type: "statement",
        text: "警告：六个月",
        references: [{ passage: "gov#8", quote: "警告，六个月" }],
        bullet: true,
        continues: false,
        row: { head, cells: ["警告", "六个月"] },
      },
      {
        type: "statement",
        text: "记过：十二个月",
        references: [
          { passage: "gov#8", quote: null },
          { passage: "gov#9.1", quote: null },
        ],
        bullet: true,
        continues: false,
        row: { head, cells: ["记过", "十二个月"] },
      },
    ]);
    const rows = blocks.flatMap((block) => (block.type === "statement" && block.row ? [block.row] : []));
    expect(rows[0]?.head).toBe(rows[1]?.head);
  });

  it("tells the line of each row, and may have a cell that says nothing", () => {
    const { blocks, lineOf, told } = table("| 警告 | 六个月 [gov#8] |", "| 免职 [gov#9] | |");
    expect(told).toEqual([]);
    expect(blocks.map(({ text }) => text)).toEqual(["期间", "警告：六个月", "免职"]);
    expect([lineOf?.(["blocks", 1]), lineOf?.(["blocks", 2])]).toEqual([12, 13]);
  });

  it("ends where the lines do: what follows is a paragraph of its own", () => {
    const { blocks } = table("| 警告 | 六个月 [gov#8] |", "以上是期间。[gov#8]");
    expect(blocks.at(-1)).toMatchObject({ type: "statement", text: "以上是期间。", bullet: false });
    expect(blocks.at(-1)).not.toHaveProperty("row");
  });

  it.each([
    ["a row of too few cells", ["| 警告 [gov#8] |"], ["table.shape", 12]],
    ["a row of too many cells", ["| 警告 | 六个月 | 另 [gov#8] |"], ["table.shape", 12]],
    ["a row without a name", ["| | 六个月 [gov#8] |"], ["table.shape", 12]],
    ["no row", [], ["table.shape", 10]],
    ["a bracket that is no reference", ["| 警告 | 六个月 [注] |"], ["reference.malformed", 12]],
    ["a mark nobody would see", ["| **警告** | 六个月 [gov#8] |"], ["text.markup", 12]],
  ])("is told of where it has %s", (_, rows, problem) => {
    expect(table(...rows).told).toEqual([problem]);
  });

  it.each([
    ["without a heading", "文字。[gov#8]\n\n| 处分 | 期间 |\n| --- | --- |\n| 警告 | 六个月 [gov#8] |\n", 11],
    ["without the line below its head", "## 期间\n| 处分 | 期间 |\n| 警告 | 六个月 [gov#8] |\n", 10],
    ["of one column", "## 期间\n| 处分 |\n| --- |\n| 警告 [gov#8] |\n", 10],
    ["with a head that says nothing", "## 期间\n| 处分 | |\n| --- | --- |\n| 警告 | 六个月 [gov#8] |\n", 10],
  ])("is told of where it is %s", (_, body, line) => {
    expect(read(body).told[0]).toEqual(["table.shape", line]);
  });
});
