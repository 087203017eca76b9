import { describe, expect, it } from "vitest";
import { censusOf } from "../../src/core/campaign/census.ts";
import type { CampaignReport } from "../../src/core/campaign/report.ts";
import { statementsOf } from "../../src/core/grounding/blocks.ts";
import { editorWords, reportWords } from "../../src/text/campaign.ts";
import { censusLines, reportBlocks } from "../../src/text/campaign-report.ts";
import { blockText } from "../../src/text/render.ts";

const linesOf = (channels: Readonly<Record<string, number>>, units: Readonly<Record<string, number>>) =>
  censusLines(
    censusOf({ channels: new Map(Object.entries(channels)), units: new Map(Object.entries(units)) }),
  );

describe("whom a campaign would go to, in lines", () => {
  it("is told by channel and by unit, small groups together", () => {
    expect(linesOf({ web: 41, telegram: 12 }, { 甲局: 20, "": 22, 乙局: 4, 丙局: 7 })).toEqual([
      "现在符合范围并已订阅的有53人。",
      "按渠道：Telegram12人，网页41人。",
      "按单位：没有写单位的22人，甲局20人，其余合计11人。",
    ]);
  });

  it("is a number alone where every group is small", () => {
    expect(linesOf({ web: 4 }, { 甲局: 4 })).toEqual(["现在符合范围并已订阅的有4人。"]);
    expect(linesOf({}, {})).toEqual(["现在符合范围并已订阅的有0人。"]);
  });
});

describe("the results of a campaign", () => {
  const report: CampaignReport = {
    campaign: { title: "秋季学习", from: "2026-11-01", to: "2026-11-30" } as CampaignReport["campaign"],
    items: [
      {
        id: "quiz",
        heading: "集体研究过的还担责吗",
        reached: 53,
        options: [
          { label: "不担责", count: null, right: false },
          { label: "看情形", count: 31, right: true },
        ],
      },
      { id: "article", heading: "第十七条", reached: 13, options: [] },
    ],
    missed: [{ heading: "集体研究过的还担责吗", count: 12, passages: ["a#1", "b#2"] }],
    asked: [],
  };

  it("are totals side by side, the right option marked, too few said to be too few, and nothing where nothing is", () => {
    const tables = reportBlocks(report).filter((block) => block.type === "table");
    expect(tables.map(({ head }) => head)).toEqual([
      [reportWords.option, reportWords.people],
      [reportWords.question, reportWords.missedCount, reportWords.provisions],
    ]);
    const [options] = tables;
    expect(options?.rows.map(({ cells }) => cells)).toEqual([
      ["不担责", editorWords.tooFew],
      [`看情形${reportWords.answer}`, "31"],
    ]);
  });

  it("end with what they are not for, and are policy of nobody", () => {
    const blocks = reportBlocks(report);
    expect(blocks.at(-1)).toEqual({ type: "notice", text: reportWords.note });
    expect(blocks.flatMap(statementsOf)).toEqual([]);
    expect(blocks.map((block) => blockText(block)).join("\n")).toContain("第十七条：送达人数13");
  });
});
