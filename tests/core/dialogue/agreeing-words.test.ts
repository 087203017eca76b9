import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  agreementIn,
  isBareAnswer,
  isUnsure,
  saysNone,
  saysNotYet,
  tellsAnew,
  turnsBack,
} from "../../../src/core/dialogue/agreeing-words.ts";

const agreeing = [
  "同意",
  "我同意。",
  "好的，同意",
  "开始",
  "开始吧！",
  "我已了解，开始",
  "好",
  "嗯嗯",
  "可以",
  "ＯＫ",
];
const declining = [
  "不同意",
  "我不同意",
  "算了",
  "那还是算了吧",
  "不说了",
  "暂不开始",
  "以后再说",
  "不用了",
  "取消",
];
const back = [
  "还是一题一题问",
  "一题一题来吧",
  "按题目回答",
  "不，一题一题问",
  "还是你问我吧",
  "不等了",
  "停",
  "返回",
];
const neither = [
  "同意？",
  "不知道",
  "同意与不同意有什么区别",
  "好多事说不清",
  "可是当时领导同意了",
  "算了一笔账",
  "我不同意他们先干，后来还是干了",
];

describe("an answer to 「是否同意」", () => {
  it.each(agreeing)("agrees: %s", (text) => expect(agreementIn(text)).toBe("yes"));
  it.each(declining)("declines, and leaves a story: %s", (text) => {
    expect([agreementIn(text), turnsBack(text)]).toEqual(["no", true]);
  });
  it.each(back)("is none, yet leaves a story: %s", (text) => {
    expect([agreementIn(text), turnsBack(text)]).toEqual([null, true]);
  });
  it.each(neither)("is none where more is said, or asked: %s", (text) => {
    expect([agreementIn(text), turnsBack(text)]).toEqual([null, false]);
  });

  it("is never found in a story, whatever words it begins with", () => {
    fc.assert(
      fc.property(fc.constantFrom(...agreeing, ...declining, ...back), (words) => {
        const story = `${words}，去年汛期水库闸门漏水，集体研究后先行抢修`;
        expect([agreementIn(story), turnsBack(story)]).toEqual([null, false]);
      }),
    );
  });
});

describe("a word typed for an answer", () => {
  it.each(["不清楚", "不太清楚", "记不清了", "拿不准", "我也不知道", "不好说"])("is unsure: %s", (text) =>
    expect(isUnsure(text)).toBe(true),
  );
  it.each(["清楚", "不知道这样不行"])("is not unsure: %s", (text) => expect(isUnsure(text)).toBe(false));
  it.each(["没有", "都没有", "没有我们这里的", "没有我们单位"])("says none of them: %s", (text) =>
    expect(saysNone(text)).toBe(true),
  );
  it.each(["还没有", "没有", "还没决定", "尚未处理", "目前还没有结论"])("says not yet: %s", (text) =>
    expect(saysNotYet(text)).toBe(true),
  );
  it.each(["重新说", "我想重新说一遍", "再说一遍", "重说"])("tells anew: %s", (text) =>
    expect(tellsAnew(text)).toBe(true),
  );
  it.each(["有", "没有", "对", "不是", "嗯"])("is bare: %s", (text) => expect(isBareAnswer(text)).toBe(true));
  it.each(["没有招标", "容错", "有没有期限"])("is more than bare: %s", (text) =>
    expect([isBareAnswer(text), saysNone(text), saysNotYet(text)]).toEqual([false, false, false]),
  );
});
