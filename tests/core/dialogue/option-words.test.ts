import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { itemText } from "../../../src/core/dialogue/campaign-words.ts";
import { learningText } from "../../../src/core/dialogue/learning-words.ts";
import { namedOptions, optionsOf } from "../../../src/core/dialogue/option-words.ts";

const answer = (label: string, picked: readonly number[]) => ({
  label,
  text: learningText({ type: "answer", quiz: "q1", picked, source: "daily" }),
});
const tick = (label: string, picked: readonly number[]) => ({
  label,
  text: learningText({ type: "tick", quiz: "q1", picked, source: "daily" }),
});
const end = { label: "结束学习", text: learningText({ type: "end" }) };

describe("the options of a question", () => {
  it("are the choices that answer it", () => {
    const choices = [answer("对", [0]), answer("错", [1]), end];
    expect(optionsOf(choices)).toEqual({ several: false, labels: ["对", "错"] });
  });

  it("are those that are ticked, without what ends the ticking", () => {
    const choices = [tick("甲", [0]), tick("乙", []), tick("丙", [1, 2]), answer("选好了", [1]), end];
    expect(optionsOf(choices)).toEqual({ several: true, labels: ["甲", "乙", "丙"] });
  });

  it("are those of a pushed question, too", () => {
    const pushed = (type: "vote" | "tick") =>
      [1, 2].map((at) => ({ label: `${at}`, text: itemText(type, "autumn", "quiz", [at]) }));
    expect(optionsOf(pushed("vote"))).toEqual({ several: false, labels: ["1", "2"] });
    expect(optionsOf(pushed("tick"))?.several).toBe(true);
  });

  it("are none where something else was offered", () => {
    expect(optionsOf([])).toBeNull();
    expect(optionsOf([end])).toBeNull();
    expect(optionsOf([{ label: "招标", text: "案例 招标" }, answer("对", [0])])).toBeNull();
  });
});

describe("options named by letters", () => {
  const four = { several: true, labels: ["甲", "乙", "丙", "丁"] };

  it.each([
    ["A", [1]],
    ["d", [4]],
    ["ａ", [1]],
    ["ac", [1, 3]],
    ["AC", [1, 3]],
    ["Ａ、Ｃ", [1, 3]],
    ["b, d", [2, 4]],
    ["A和B", [1, 2]],
    ["C。", [3]],
    ["AAB", [1, 2]],
    // Beyond the last: whoever asked says so.
    ["AE", [1, 5]],
    ["z", [26]],
  ])("%s", (text, places) => {
    expect(namedOptions(text, four)).toEqual(places);
  });

  it.each(["", "1", "A类", "选A吗", "AZ", "对", "错", "、A", "什么是容错"])("not by %s", (text) => {
    expect(namedOptions(text, four)).toBeNull();
  });

  it("are the same in whatever width and case, and however they are set apart", () => {
    const places = fc.uniqueArray(fc.integer({ min: 1, max: 10 }), { minLength: 1 });
    fc.assert(
      fc.property(places, fc.constantFrom("", " ", "、", "，", "; "), fc.boolean(), (named, apart, wide) => {
        const letters = named.map((place) => String.fromCharCode((wide ? 0xff20 : 0x60) + place));
        expect(namedOptions(letters.join(apart), four)).toEqual(named);
      }),
    );
  });
});

describe("true or false", () => {
  const both = { several: false, labels: ["对", "错"] };

  it.each([
    ["对", 1],
    ["对。", 1],
    ["正确", 1],
    ["√", 1],
    ["A", 1],
    ["错", 2],
    ["错误", 2],
    ["不对！", 2],
    ["×", 2],
    ["b", 2],
  ])("is said by %s", (text, place) => {
    expect(namedOptions(text, both)).toEqual([place]);
  });

  it.each(["对不对", "对吗", "我觉得对"])("is not said by %s", (text) => {
    expect(namedOptions(text, both)).toBeNull();
  });
});
