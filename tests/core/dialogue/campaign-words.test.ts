import { describe, expect, it } from "vitest";
import { parseCampaign, voteText } from "../../../src/core/dialogue/campaign-words.ts";

describe("words about pushes", () => {
  it.each([
    ["订阅推送", { type: "subscribe" }],
    [" /subscribe ", { type: "subscribe" }],
    ["停止推送", { type: "unsubscribe" }],
    ["/unsubscribe", { type: "unsubscribe" }],
    [voteText("autumn", "quiz-1", 3), { type: "vote", campaign: "autumn", item: "quiz-1", option: 3 }],
    ["宣传活动 批准 autumn", { type: "act", act: "approve", campaign: "autumn", rest: "" }],
    ["宣传活动：状态 autumn", { type: "act", act: "status", campaign: "autumn", rest: "" }],
    ["/campaign start autumn", { type: "act", act: "start", campaign: "autumn", rest: "" }],
    ["宣传活动", { type: "act", act: null, campaign: null, rest: "" }],
    ["/campaign 不知道 Autumn", { type: "act", act: null, campaign: null, rest: "" }],
  ])("%j is understood", (text, move) => expect(parseCampaign(text)).toEqual(move));

  it.each(["停止推送吗", "怎么订阅推送", "活动 autumn 选3", "活动 a.b 选", "宣传活动怎么办", "活动", "你好"])(
    "%j is a question like any other",
    (text) => expect(parseCampaign(text)).toBeNull(),
  );
});
