import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { meansDay, parseDay, parseNumbers, parseSteering } from "../../../src/core/precheck/words.ts";

describe("a word that steers", () => {
  it.each([
    ["上一步", { type: "back" }],
    ["/上一步。", { type: "back" }],
    ["为什么？", { type: "why" }],
    ["为什么问这个", { type: "why" }],
    ["暂停", { type: "pause" }],
    ["结果", { type: "result" }],
    ["补全六看", { type: "complete" }],
    ["另一件事", { type: "another" }],
    ["按新规则重算", { type: "recompute" }],
    ["已答的题", { type: "answers" }],
    ["改第3题", { type: "edit", number: 3 }],
    ["修改第 12 题", { type: "edit", number: 12 }],
    ["改３", { type: "edit", number: 3 }],
    ["继续", { type: "resume", number: null }],
    ["继续 abcd-efgh", { type: "fetch", code: "ABCD-EFGH" }],
    ["继续 事项2", { type: "resume", number: 2 }],
  ])("%s", (text, steering) => {
    expect(parseSteering(text)).toEqual(steering);
  });

  it.each(["为什么要问责", "结果怎么公布", "改革", "继续教育有什么规定", "暂停职务", "constructor", "3"])(
    "is not %s, which is a question or an answer",
    (text) => {
      expect(parseSteering(text)).toBeNull();
    },
  );
});

describe("a day", () => {
  it.each([
    ["2024-05-01", "2024-05-01"],
    ["2024年5月1日", "2024-05-01"],
    [" 2024.5.1 ", "2024-05-01"],
    ["２０２４/５/１", "2024-05-01"],
    ["20240501", "2024-05-01"],
    ["2024年2月29日", "2024-02-29"],
    ["2000-2-29", "2000-02-29"],
  ])("%s", (text, day) => {
    expect(parseDay(text)).toBe(day);
  });

  it.each(["2024年5月", "2023-02-29", "1900-2-29", "2024-13-01", "2024-04-31", "2024-00-10", "去年五月", ""])(
    "is not %s",
    (text) => {
      expect(parseDay(text)).toBeNull();
    },
  );

  it.each(["2024-13-01", "2024年5月", "昨天", "去年五月", "上个月"])("is meant by %s", (text) => {
    expect(meansDay(text)).toBe(true);
  });

  it.each(["第十七条说了什么", "集体研究过", "1", "六看"])("is not meant by %s", (text) => {
    expect(meansDay(text)).toBe(false);
  });

  it("is read back as it is written, whatever day it is", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("1949-10-01"), max: new Date("2099-12-31"), noInvalidDate: true }),
        (date) => {
          const day = date.toISOString().slice(0, 10);
          const [year, month, of] = day.split("-").map(Number);
          expect(parseDay(`${year}年${month}月${of}日`)).toBe(day);
        },
      ),
    );
  });
});

describe("several numbers", () => {
  it.each([
    ["1 3", [1, 3]],
    ["1、3，4", [1, 3, 4]],
    ["２和５", [2, 5]],
    ["7", [7]],
  ])("%s", (text, numbers) => {
    expect(parseNumbers(text)).toEqual(numbers);
  });

  it.each(["", "1 有", "都没有", "0", "100"])("are not %s", (text) => {
    expect(parseNumbers(text)).toBeNull();
  });
});
