import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chineseNumeral, GREATEST_NUMERAL, parseNumeral } from "../../../src/core/law/numerals.ts";

const number = fc.oneof(fc.integer({ min: 0, max: 9999 }), fc.integer({ min: 0, max: GREATEST_NUMERAL }));

describe("parseNumeral", () => {
  it.each([
    ["0", 0],
    ["17", 17],
    ["１７", 17],
    ["1７", 17],
    ["017", 17],
    ["99999999", 99_999_999],
    ["零", 0],
    ["〇", 0],
    ["七", 7],
    ["两", 2],
    ["十", 10],
    ["十七", 17],
    ["一十七", 17],
    ["二十", 20],
    ["廿", 20],
    ["廿三", 23],
    ["卅一", 31],
    ["一百", 100],
    ["一百零三", 103],
    ["一百〇三", 103],
    ["一百一十", 110],
    ["一百十", 110],
    ["一百十七", 117],
    ["一百廿三", 123],
    ["一百三十三", 133],
    ["两百", 200],
    ["一千二百六十", 1260],
    ["一千零一十", 1010],
    ["一千零十", 1010],
    ["一千零一", 1001],
    ["两千两百", 2200],
    ["一万", 10_000],
    ["一万零五", 10_005],
    ["一万零三百", 10_300],
    ["十万三千", 103_000],
    ["两万", 20_000],
    ["九千九百九十九万九千九百九十九", 99_999_999],
    ["二〇一八", 2018],
    ["二零一八", 2018],
    ["一三三", 133],
  ])("reads %s as %i", (text, value) => {
    expect(parseNumeral(text)).toBe(value);
  });

  it.each([
    "",
    " 17",
    "17 ",
    "-1",
    "1.5",
    "100000000",
    "百",
    "千",
    "万",
    "十十",
    "两十",
    "十两",
    "一百三",
    "一百零",
    "一百零十",
    "一百零二十",
    "零一百",
    "一百五百",
    "一千五",
    "一万三",
    "一万零三千",
    "一万一万",
    "〇一八",
    "二两",
    "1百",
    "十7",
    "一百三十三条",
    "abc",
    "\ud800",
    "一".repeat(9),
    "1".repeat(40),
  ])("refuses %j", (text) => {
    expect(parseNumeral(text)).toBeNull();
  });

  it("reads back every number it can be given", () => {
    fc.assert(
      fc.property(number, (value) => {
        expect(parseNumeral(String(value))).toBe(value);
        expect(parseNumeral(chineseNumeral(value))).toBe(value);
      }),
      { numRuns: 2000 },
    );
  });

  it("gives null or a number within bounds for any text", () => {
    const text = fc.string({ unit: fc.constantFrom(..."〇零一二两三十百千万廿卅17１第 "), maxLength: 20 });
    fc.assert(
      fc.property(text, (any) => {
        const value = parseNumeral(any);
        expect(value === null || (value >= 0 && value <= GREATEST_NUMERAL)).toBe(true);
      }),
    );
  });
});

describe("chineseNumeral", () => {
  it.each([
    [0, "零"],
    [10, "十"],
    [17, "十七"],
    [20, "二十"],
    [103, "一百零三"],
    [110, "一百一十"],
    [117, "一百一十七"],
    [133, "一百三十三"],
    [1010, "一千零一十"],
    [2018, "二千零一十八"],
    [10_010, "一万零一十"],
    [100_005, "十万零五"],
    [20_300, "二万零三百"],
  ])("writes %i as %s", (value, text) => {
    expect(chineseNumeral(value)).toBe(text);
  });

  it("throws for what has no numeral", () => {
    for (const value of [-1, 1.5, Number.NaN, GREATEST_NUMERAL + 1]) {
      expect(() => chineseNumeral(value)).toThrow(RangeError);
    }
  });
});
