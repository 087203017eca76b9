import { describe, expect, it } from "vitest";
import { tellsOwnMatter } from "../../../src/core/dialogue/own-matter.ts";

describe("a matter of one's own", () => {
  it.each([
    "我被举报了，我收了礼，怎么办",
    "本人被诫勉了，多久能提拔",
    "去年我批了那个项目，没走招标",
    "请问，我们科长违规发了补贴，会怎么处理",
    "我没上会就定了，算不算个人专断",
  ])("is told by %s", (text) => {
    expect(tellsOwnMatter(text)).toBe(true);
  });

  it.each([
    "问责条例第十七条说了什么",
    "我想问三个区分开来",
    "我们市有容错办法吗",
    "干部被举报不实怎么澄清",
    "收了礼金怎么处分",
    "我是村干部，适用问责条例吗",
  ])("is not told by %s", (text) => {
    expect(tellsOwnMatter(text)).toBe(false);
  });
});
