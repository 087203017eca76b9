import { describe, expect, it } from "vitest";
import { type Pace, usualPace } from "../../src/core/campaign/bounds.ts";
import type { Campaign } from "../../src/core/campaign/campaign.ts";
import { censusOf } from "../../src/core/campaign/census.ts";
import type { CampaignReport } from "../../src/core/campaign/report.ts";
import { statementsOf } from "../../src/core/grounding/blocks.ts";
import { reportWords } from "../../src/text/campaign.ts";
import { censusLines, reportBlocks, statusLines } from "../../src/text/campaign-report.ts";
import { blockText } from "../../src/text/render.ts";

const linesOf = (channels: Readonly<Record<string, number>>) =>
  censusLines(censusOf(new Map(Object.entries(channels))));

describe("whom a campaign would go to, in lines", () => {
  it("is told by channel, small ones together", () => {
    expect(linesOf({ web: 41, telegram: 12 })).toEqual([
      "现在符合范围并已订阅的：50人以上。",
      "按渠道：Telegram10人以上，网页40人以上。",
    ]);
    expect(linesOf({ web: 41, telegram: 5, terminal: 6 })[1]).toBe(
      "按渠道：网页40人以上，其余的合并，不列出。",
    );
  });

  it("is a number alone where every group is small", () => {
    expect(linesOf({ web: 4 })).toEqual(["现在符合范围并已订阅的：不足10人。"]);
    expect(linesOf({})).toEqual(["现在符合范围并已订阅的：不足10人。"]);
  });
});

describe("how a campaign stands, in lines", () => {
  const campaign = {
    id: "autumn",
    title: "秋季学习",
    from: "2026-11-01",
    to: "2026-11-30",
    ...usualPace,
  } as Campaign;

  it("tells counts in tens, and in one word all that are too few", () => {
    const lines = statusLines({
      campaign: campaign,
      phase: "running",
      asApproved: true,
      pace: usualPace,
      counted: null,
      items: [
        {
          id: "quiz",
          queued: 40,
          waiting: null,
          ends: [
            { end: "sent", count: 40, exact: false },
            { end: "capped", count: null, exact: false },
            { end: "failed", count: 0, exact: true },
            { end: "unknown", count: 3, exact: true },
          ],
        },
      ],
    });
    expect(lines).toEqual([
      "秋季学习（autumn）：进行中",
      "2026-11-01 至 2026-11-30",
      "批准时符合范围并已订阅的：不足10人。",
      "quiz：已排入40人以上，待发不足10人，已送达40人以上，结果不明，待人工决定3人，其余各项都不足10人",
    ]);
  });
});

describe("a campaign that asks for more than the installation allows, in lines", () => {
  const asked = {
    id: "autumn",
    title: "秋季学习",
    hours: { from: "00:00", until: "24:00", workdaysOnly: false },
    perWeek: 7,
  } as Campaign;
  const lineOf = (pace: Pace) =>
    statusLines({
      campaign: asked,
      phase: "running",
      asApproved: true,
      pace,
      counted: undefined,
      items: [],
    })[2];

  it("is said to be sent within what is allowed", () => {
    expect(lineOf(usualPace)).toContain("工作日08:30至18:00");
    expect(lineOf(usualPace)).toContain("至多2条");
  });

  it("is said not to be sent where no hour is left", () => {
    expect(lineOf({ ...usualPace, hours: { ...usualPace.hours, until: "08:00" } })).toContain("不会发");
  });
});

describe("the results of a campaign", () => {
  const report: CampaignReport = {
    campaign: { title: "秋季学习", from: "2026-11-01", to: "2026-11-30" } as CampaignReport["campaign"],
    items: [
      {
        id: "quiz",
        heading: "集体研究过的还担责吗",
        reached: 50,
        options: [
          { label: "不担责", count: null, right: false },
          { label: "看情形", count: 30, right: true },
        ],
      },
      { id: "article", heading: "第十七条", reached: 10, options: [] },
    ],
    missed: [
      {
        heading: "集体研究过的还担责吗",
        count: 10,
        passages: [{ passage: "a#1", name: "《甲办法》第一条" }],
      },
    ],
    asked: [{ passage: "a#1", name: "《甲办法》第一条", count: null }],
  };

  it("are totals side by side, the right option marked, too few said to be too few, and nothing where nothing is", () => {
    const tables = reportBlocks(report).filter((block) => block.type === "table");
    expect(tables.map(({ head }) => head)).toEqual([
      [reportWords.option, reportWords.people],
      [reportWords.question, reportWords.missedCount, reportWords.provisions],
      [reportWords.provisions, reportWords.askedCount],
    ]);
    const [options, missed, asked] = tables;
    // Passages by document and place, never by what the program calls them.
    expect(missed?.rows[0]?.cells).toEqual(["集体研究过的还担责吗", "10人以上", "《甲办法》第一条"]);
    expect(asked?.rows[0]?.cells).toEqual(["《甲办法》第一条", "不足10人"]);
    expect(options?.rows.map(({ cells }) => cells)).toEqual([
      ["不担责", "不足10人"],
      [`看情形${reportWords.answer}`, "30人以上"],
    ]);
  });

  it("end with what they are not for, and are policy of nobody", () => {
    const blocks = reportBlocks(report);
    expect(blocks.at(-1)).toEqual({ type: "notice", text: reportWords.note });
    expect(blocks.flatMap(statementsOf)).toEqual([]);
    expect(blocks.map((block) => blockText(block)).join("\n")).toContain("第十七条：送达人数10人以上");
  });
});
