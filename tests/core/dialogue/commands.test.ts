import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type CommandName,
  choiceNumber,
  commandWord,
  forgetConfirmation,
  isStop,
  parseCommand,
} from "../../../src/core/dialogue/commands.ts";

/** CONTRACTS: each slash word with its Chinese word. */
const words: readonly [CommandName, string, string][] = [
  ["ask", "/ask", "提问"],
  ["cases", "/cases", "案例"],
  ["about", "/about", "关于"],
  ["mydata", "/mydata", "我的数据"],
  ["forget", "/forget", "删除我的数据"],
  ["complain", "/complain", "投诉建议"],
  ["stop", "/stop", "停止回答"],
  ["help", "/help", "帮助"],
  ["new", "/new", "新对话"],
  ["approve", "/approve", "批准"],
];

describe("a command", () => {
  it.each(words)("%s is given as %s or %s, with or without space around it", (name, slash, chinese) => {
    for (const text of [
      slash,
      slash.toUpperCase(),
      `／${slash.slice(1)}`,
      chinese,
      `/${chinese}`,
      `  ${chinese}\n`,
    ])
      expect([text, parseCommand(text)]).toEqual([text, { name, rest: "" }]);
    expect(commandWord(name)).toBe(chinese);
  });

  it.each([
    ["提问 什么是容错", "ask", "什么是容错"],
    ["提问：什么是容错", "ask", "什么是容错"],
    ["/ask 什么是\n容错", "ask", "什么是\n容错"],
    ["案例　招标", "cases", "招标"],
    ["投诉建议 第十七条的引文不完整", "complain", "第十七条的引文不完整"],
    ["批准 ABCD-EFGH 干部 某局", "approve", "ABCD-EFGH 干部 某局"],
    ["/help 怎么用", "help", "怎么用"],
  ])("%s takes the text after it", (text, name, rest) => {
    expect(parseCommand(text)).toEqual({ name, rest });
  });

  it.each([
    "关于容错纠错的规定有哪些",
    "关于 容错纠错的规定",
    "关于：容错的期限",
    "案例里的干部后来怎么样了",
    "帮助同事隐瞒要担责吗",
    "帮助 我理解第十七条",
    "新对话怎么开始",
    "停止回答是什么意思",
    "批准程序是怎样的",
    "我的数据会不会泄露",
    "删除我的数据要多久",
    "help",
    "stop",
    "/unknown",
    "/",
    "",
    "1",
  ])("is not what merely begins alike: %s", (text) => {
    expect(parseCommand(text)).toBeNull();
  });

  it("never deletes anything by the confirmation's beginning", () => {
    expect(parseCommand(forgetConfirmation)).toBeNull();
  });

  it.each([
    ["/stop", true],
    ["停止回答", true],
    ["/stop 现在", true],
    ["停止回答 这个问题", false],
    ["停止", false],
  ])("%s is a request to stop: %s", (text, stops) => {
    expect(isStop(text)).toBe(stops);
  });

  it("reads any text without failing, and quickly", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (text) => {
        const parsed = parseCommand(text);
        expect(parsed === null || text.includes(parsed.rest)).toBe(true);
      }),
    );
    const started = performance.now();
    parseCommand(`提问${" ".repeat(100_000)}x`);
    parseCommand(`/${"a".repeat(100_000)}!`);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe("a choice by number", () => {
  it.each([
    ["1", 1],
    ["１", 1],
    ["12", 12],
    ["①", 1],
    [" 2. ", 2],
    ["3、", 3],
    ["4。", 4],
    ["5）", 5],
    ["99", 99],
  ])("%s is %i", (text, number) => {
    expect(choiceNumber(text)).toBe(number);
  });

  it.each(["0", "00", "100", "1 2", "第1个", "1.5", "-1", "一", "1号", "", " "])("%s is none", (text) => {
    expect(choiceNumber(text)).toBeNull();
  });
});
