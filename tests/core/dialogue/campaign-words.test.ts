import { describe, expect, it } from "vitest";
import { itemText, parseCampaign } from "../../../src/core/dialogue/campaign-words.ts";

describe("words about pushes", () => {
  it.each([
    ["订阅推送", { type: "subscribe" }],
    [" /subscribe ", { type: "subscribe" }],
    ["停止推送", { type: "unsubscribe" }],
    ["/unsubscribe", { type: "unsubscribe" }],
    ["活动 autumn.quiz-1 选3", { type: "vote", campaign: "autumn", item: "quiz-1", options: [3] }],
    ["活动 autumn.quiz-1 勾3,3,1", { type: "tick", campaign: "autumn", item: "quiz-1", options: [3, 1] }],
    ["宣传活动 批准 autumn", { type: "act", act: "approve", campaign: "autumn", rest: "" }],
    ["宣传活动继续 autumn", { type: "act", act: "start", campaign: "autumn", rest: "" }],
    ["宣传活动状态 autumn", { type: "act", act: "status", campaign: "autumn", rest: "" }],
    [
      "宣传活动 更正 autumn first 标题有误。",
      { type: "act", act: "correct", campaign: "autumn", rest: "first 标题有误。" },
    ],
    ["宣传活动：状态 autumn", { type: "act", act: "status", campaign: "autumn", rest: "" }],
    ["/campaign start autumn", { type: "act", act: "start", campaign: "autumn", rest: "" }],
    ["宣传活动", { type: "act", act: null, campaign: null, rest: "" }],
    ["/campaign 不知道 Autumn", { type: "act", act: null, campaign: null, rest: "" }],
  ])("%j is understood", (text, move) => expect(parseCampaign(text)).toEqual(move));

  it.each([
    "停止推送吗",
    "怎么订阅推送",
    "活动 autumn 选3",
    "活动 a.b 选",
    "活动 a.b 选-",
    "活动 a.b 勾1,",
    "宣传活动怎么办",
    "活动",
    "你好",
  ])("%j is a question like any other", (text) => expect(parseCampaign(text)).toBeNull());

  it("of a choice say which item and options it means", () => {
    for (const type of ["vote", "tick"] as const) {
      const move = { type, campaign: "autumn", item: "quiz-1", options: [1, 12] };
      expect(parseCampaign(itemText(type, "autumn", "quiz-1", [1, 12]))).toEqual(move);
    }
    expect(parseCampaign(itemText("tick", "autumn", "quiz-1", []))).toMatchObject({ options: [] });
  });
});
