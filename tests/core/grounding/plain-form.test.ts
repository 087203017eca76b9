import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadSimplifiedTable } from "../../../src/adapters/script/simplified.ts";
import { plainForm } from "../../../src/core/grounding/plain-form.ts";
import { simplifiedUnit } from "../../../src/core/grounding/simplified-characters.ts";

describe("the plain form", () => {
  it.each([
    ["機\u200b密\u00ad★１０年", "机密★10年"],
    ["㊙密✩５年", "秘密★5年"],
    ["1️⃣3️⃣8️⃣ ❶❸❽ ١٣٨ 𝟏𝟑𝟖 ¹³⁸", "138 138 138 138 138"],
    ["⒈⒊⒏", "1.3.8."],
    ["a\u00a0b\u3000c\td\u2003e", "a b c d e"],
    ["a\r\nb\u2028c\rd", "a\nb\nc\nd"],
    ["138‑5198−7246—1", "138-5198-7246-1"],
    ["（一）：，。", "(一):,。"],
    ["A\u202eB\ufe0fC\u0301", "ABC"],
    ["三八零", "三八零"],
  ])("of %j is %j", (text, plain) => {
    expect(plainForm(text).text).toBe(plain);
  });

  it("is its own plain form", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const { text: once } = plainForm(text);
        expect(plainForm(once).text).toBe(once);
      }),
    );
  });

  it("leads back: the stretches of all its units follow one another and cover what is not dropped", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (given) => {
        const { text, original } = plainForm(given);
        let before = 0;
        for (let unit = 0; unit < text.length; unit++) {
          const [start, end] = original(unit, unit + 1);
          expect(start).toBeLessThan(end);
          expect(end).toBeGreaterThanOrEqual(before);
          before = end;
        }
        if (text !== "") expect(before).toBe(given.length);
      }),
    );
  });

  it("has the simplified characters that the search has", async () => {
    const table = await loadSimplifiedTable();
    for (let unit = 0x3400; unit <= 0x9fff; unit++) expect(simplifiedUnit(unit)).toBe(table[unit]);
  });
});
