import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadSimplifiedTable } from "../../../src/adapters/script/simplified.ts";
import { normalise, normaliseWithMap } from "../../../src/core/retrieval/normalise.ts";

const script = await loadSimplifiedTable();
const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
  fc.string({
    unit: fc.constantFrom(
      ..."容錯糾错Ａa１①㈠ﷺ\u0301\u3099か\u200b\u202e\ufeff \n\u3000，。か゛ｶﾞ가\u1161é\ud83d😀İΣ",
    ),
  }),
);

describe("normalise", () => {
  it.each([
    ["ＡＢＣ　１２３", "abc 123"],
    ["①㈠⑩", "1(一)10"],
    ["容\u200b错\u202e纠\u00ad错\ufeff", "容错纠错"],
    ["容錯糾錯機制", "容错纠错机制"],
    ["  第一章\t\n 总则  ", "第一章 总则"],
    ["e\u0301", "é"],
    ["第\u0000十\u0007条", "第十条"],
    ["\ud83d错\ude00", "错"],
    ["", ""],
    ["\u200b \ufeff", ""],
  ])("makes %j into %j", (text, expected) => {
    expect(normalise(text, script)).toBe(expected);
  });

  it("leaves traditional characters alone without a table", () => {
    expect(normalise("容錯", null)).toBe("容錯");
  });

  it("accepts any string and gives the same with and without a map", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(normaliseWithMap(text, script).text).toBe(normalise(text, script));
      }),
    );
  });

  it("changes nothing the second time", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = normalise(text, script);
        expect(normalise(once, script)).toBe(once);
      }),
    );
  });

  it("points back to where every unit came from, in order", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { text: normal, offsets } = normaliseWithMap(text, script);
        expect(offsets.length).toBe(normal.length + 1);
        offsets.forEach((offset, index) => {
          expect(offset).toBeLessThanOrEqual(text.length);
          if (index > 0) expect(offset).toBeGreaterThanOrEqual(offsets[index - 1] ?? 0);
        });
      }),
    );
  });

  it("cuts out of the original what a match in the normalised text stands for", () => {
    const original = "按　第㈠项，容\u200b錯　免責。";
    const { text, offsets } = normaliseWithMap(original, script);
    const at = text.indexOf("容错 免责");
    expect(original.slice(offsets[at], offsets[at + 5])).toBe("容\u200b錯　免責");
  });

  it("stays quick on a pile of combining marks", () => {
    const pile = `a${"\u0301\u0316".repeat(15_000)}`;
    const started = performance.now();
    normalise(pile, script);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
