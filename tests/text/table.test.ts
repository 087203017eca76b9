import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Table } from "../../src/core/grounding/answer.ts";
import { displayWidth, tableLines } from "../../src/text/table.ts";

const looks: Table = {
  type: "table",
  caption: "六看",
  head: ["看", "情况", "说明"],
  rows: [
    { cells: ["● 问题性质", "未见欠缺", "属于可以考虑容错的工作情形"], citations: [1] },
    { cells: ["○ 后果影响", "待查明", "损失和影响，补救情况"], citations: [] },
    { cells: ["● 纠错态度", "未见欠缺", ""], citations: [] },
  ],
};

const cell = fc.string({
  unit: fc.constantFrom("容", "错", "，", "。", "〔", "a", "7", "●", "𠮷", "・"),
  maxLength: 60,
});
const tables = fc.integer({ min: 1, max: 4 }).chain((columns) => {
  const cells = fc.array(cell, { minLength: columns, maxLength: columns });
  return fc
    .record({
      head: cells,
      rows: fc.array(
        fc.record({ cells, citations: fc.array(fc.integer({ min: 1, max: 99 }), { maxLength: 2 }) }),
      ),
    })
    .map((rest): Table => ({ type: "table", caption: "表", ...rest }));
});

describe("a table as text", () => {
  it("is a line a row, with its marks and without its head", () => {
    expect(tableLines(looks, null)).toEqual([
      "● 问题性质：未见欠缺；属于可以考虑容错的工作情形〔1〕",
      "○ 后果影响：待查明；损失和影响，补救情况",
      "● 纠错态度：未见欠缺",
    ]);
  });

  it("stands in columns where letters have a fixed width, a Chinese character two wide", () => {
    expect(tableLines(looks, 80)).toEqual([
      "看          情况      说明",
      "● 问题性质  未见欠缺  属于可以考虑容错的工作情形〔1〕",
      "○ 后果影响  待查明    损失和影响，补救情况",
      "● 纠错态度  未见欠缺",
    ]);
  });

  it("wraps its last column, where no line begins with a mark or a closing sign", () => {
    expect(tableLines(looks, 46)).toEqual([
      "看          情况      说明",
      "● 问题性质  未见欠缺  属于可以考虑容错的工作情",
      "                      形〔1〕",
      "○ 后果影响  待查明    损失和影响，补救情况",
      "● 纠错态度  未见欠缺",
    ]);
    expect(tableLines(looks, 42).slice(3, 5)).toEqual([
      "○ 后果影响  待查明    损失和影响，补救情况",
      "● 纠错态度  未见欠缺",
    ]);
  });

  it("is a line a row again where the last column would be too narrow to read", () => {
    expect(tableLines(looks, 41)).toEqual(tableLines(looks, null));
  });

  it("has no columns where there is one", () => {
    const names: Table = {
      type: "table",
      caption: "表",
      head: ["名"],
      rows: [{ cells: ["甲"], citations: [2] }],
    };
    expect(tableLines(names, 80)).toEqual(["甲〔2〕"]);
  });

  it("says the same in columns as in lines, no line wider than the terminal but for a mark at its end", () => {
    fc.assert(
      fc.property(tables, fc.integer({ min: 20, max: 120 }), (table, columns) => {
        const lines = tableLines(table, columns);
        const aligned = lines.length > 0 && lines[0] !== tableLines(table, null)[0];
        if (!aligned) return;
        const letters = (texts: readonly string[]) => [...texts.join("").replaceAll(" ", "")].sort().join("");
        const said = [
          ...table.head,
          ...table.rows.flatMap(({ cells, citations }) => [...cells, ...citations.map((n) => `〔${n}〕`)]),
        ];
        expect(letters(lines)).toBe(letters(said));
        for (const line of lines) {
          const kept = line.replace(/[，。〔〕\d]+$/u, "");
          expect(displayWidth(kept)).toBeLessThanOrEqual(columns);
        }
      }),
      { numRuns: 500 },
    );
  });
});
