/** What an editor writes in a campaign, held against the shipped knowledge. */
import { describe, expect, it } from "vitest";
import { createCampaignContent } from "../../../src/app/campaign/content.ts";
import type { Campaign, CampaignItem, ItemContent } from "../../../src/core/campaign/campaign.ts";
import { canonicalJson } from "../../../src/core/rules/canonical-json.ts";
import { knowledge } from "../../knowledge-base.ts";
import { campaignOf } from "./sample-campaign.ts";

const content = createCampaignContent(knowledge, canonicalJson);

const itemOf = (said: ItemContent): CampaignItem => ({
  id: "first",
  day: "2026-11-23",
  time: null,
  content: said,
});
const textOf = (text: string, ...cites: string[]): ItemContent => ({
  type: "text",
  statements: [{ text, cites }],
  notice: false,
});
const problems = (said: ItemContent, rest: Partial<Campaign> = {}, corrected: CampaignItem | null = null) =>
  content.problems(campaignOf({ items: [itemOf(said)], ...rest }), corrected);

describe("a sentence of an editor's own", () => {
  it("may name and quote what it cites", () => {
    const text = "《中国共产党问责条例》第十七条：「可以不予问责或者免予问责」。";
    expect(problems(textOf(text, "accountability-2019#17"))).toEqual([]);
  });

  it.each([
    ["a document", "《中国共产党纪律处分条例》也这样规定。", "《中国共产党纪律处分条例》"],
    ["an article", "第十八条也这样规定。", "第十八条"],
    ["words that are no quotation", "条例写明「应当免予问责」。", "「应当免予问责」"],
    ["a time limit", "要在“三十日内”提出。", "「三十日内」"],
  ])("names %s that it does not cite: refused with the place and the remedy", (_, text, named) => {
    const [problem, ...more] = problems(textOf(text, "accountability-2019#17"));
    expect(more).toEqual([]);
    expect(problem?.item).toBe("first");
    expect(problem?.message).toContain(named);
    expect(problem?.message).toMatch(/ or /);
  });
});

describe("what nobody may be told", () => {
  it.each([
    "改革失误一律免责，请大家放心大胆干。",
    "符合条件的，保证不会被问责。",
    "张伟同志（13812345678）的做法值得学习。",
  ])("is refused whatever it cites: %s", (text) => {
    expect(problems(textOf(text, "accountability-2019#17"))).not.toEqual([]);
    expect(problems({ type: "poll", question: text, options: ["赞成", "不赞成"] })).not.toEqual([]);
    expect(content.problems(campaignOf({ items: [], title: text }), null)).not.toEqual([]);
  });
});

describe("a question for opinions, and a title", () => {
  it("may name what the knowledge base holds", () => {
    const poll = {
      type: "poll",
      question: "您读过《中国共产党问责条例》第十七条吗？",
      options: ["读过", "没有"],
    } as const;
    expect(problems(poll, { title: "《问责条例》学习月" })).toEqual([]);
  });

  it("may name nothing else", () => {
    const poll = { type: "poll", question: "您读过《容错办法》吗？", options: ["读过", "没有"] } as const;
    expect(problems(poll, { title: "《某某办法》学习月" }).map(({ item }) => item)).toEqual([
      "title",
      "first",
    ]);
  });
});

describe("a correction", () => {
  const wrong = itemOf(textOf("可以在六十日内申请复核。", "civil-servants-2018#95"));

  it("may quote what it sets right, and nothing else that no source carries", () => {
    const right = "昨天推送的“六十日内”有误。";
    const notice: ItemContent = { type: "text", statements: [{ text: right, cites: [] }], notice: true };
    expect(problems(notice, { corrects: "autumn.first" }, wrong)).toEqual([]);
    expect(problems(notice, {}, null)).toHaveLength(1);
    const worse: ItemContent = {
      type: "text",
      statements: [{ text: "应为“九十日内”。", cites: [] }],
      notice: true,
    };
    expect(problems(worse, { corrects: "autumn.first" }, wrong)).toHaveLength(1);
  });
});
