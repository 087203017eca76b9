import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { numbersAlone, verdictsIn } from "../../../src/core/dialogue/proposal-words.ts";

const all = { right: [1, 2, 3], wrong: [], unnamed: true };
const none = { right: [], wrong: [1, 2, 3], unnamed: false };

describe("what is said of three items", () => {
  it.each([
    "对",
    "对的。",
    "都对",
    "没错",
    "是的",
    "全部正确",
    "这几项都对",
    "三条都对",
    "嗯，都对",
    "都没问题",
  ])("takes all of them: %s", (text) => expect(verdictsIn(text, 3)).toEqual(all));
  it.each(["不对", "都不对", "都错了", "一个都不对", "没有一项对", "3条都不对"])("takes none: %s", (text) =>
    expect(verdictsIn(text, 3)).toEqual(none),
  );
  it.each([
    ["1和2", [1, 2], []],
    ["1 2", [1, 2], []],
    ["1、2对", [1, 2], []],
    ["１，３", [1, 3], []],
    ["2", [2], []],
    ["第一条对", [1], []],
    ["第一条和第三条对", [1, 3], []],
    ["确认1和2", [1, 2], []],
    ["第一条不对", [], [1]],
    ["第2、3条不对", [], [2, 3]],
    ["1对，2不对", [1], [2]],
    ["1和2都对，3错了", [1, 2], [3]],
    ["只有1对", [1], [2, 3]],
    ["第1、3条对，其余不对", [1, 3], [2]],
  ])("takes them by their numbers: %s", (text, right, wrong) => {
    expect(verdictsIn(text, 3)).toEqual({ right, wrong, unnamed: false });
  });
  it.each(["除了第2条都对", "除第2条外都对", "2不对，其他都对"])(
    "tells which were not named by their numbers: %s",
    (text) => expect(verdictsIn(text, 3)).toEqual({ right: [1, 3], wrong: [2], unnamed: true }),
  );
  it.each(["4", "1和5", "第十二条不对", "0"])("tells a number that is none of them: %s", (text) => {
    expect(verdictsIn(text, 3)).toBe("beyond");
  });
  it.each([
    "好的",
    "对吗？",
    "两条都对",
    "有一条不对",
    "一项不对",
    "其他都对",
    "1对1不对",
    "第二条不对，是领导让我先干的",
    "第2条改成不紧急",
    "对照一下规定",
    "",
  ])("is not guessed at: %s", (text) => {
    expect(verdictsIn(text, 3)).toBeNull();
  });

  it("names each item at most once, and none that there is not, whatever is typed", () => {
    const parts = [
      "1",
      "2",
      "第三条",
      "和",
      "、",
      " ",
      "对",
      "不对",
      "都",
      "其他",
      "除了",
      "只有",
      "确认",
      "是领导说的",
    ];
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...parts), { maxLength: 8 }),
        fc.integer({ min: 1, max: 4 }),
        (said, count) => {
          const verdicts = verdictsIn(said.join(""), count);
          if (verdicts === null || verdicts === "beyond") return;
          const named = [...verdicts.right, ...verdicts.wrong];
          expect(new Set(named).size).toBe(named.length);
          expect(named.length).toBeGreaterThan(0);
          for (const number of named) expect(number > 0 && number <= count).toBe(true);
        },
      ),
    );
  });
});

it.each([
  ["1 3", [1, 3]],
  ["第1、3条", [1, 3]],
  ["1和3有", [1, 3]],
  ["勾选2", [2]],
  ["1对", null],
  ["有", null],
])("reads numbers alone: %s", (text, numbers) => {
  expect(numbersAlone(text)).toEqual(numbers);
});
