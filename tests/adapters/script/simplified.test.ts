import { expect, it } from "vitest";
import { loadSimplifiedTable } from "../../../src/adapters/script/simplified.ts";

const table = await loadSimplifiedTable();
const simplified = (text: string): string =>
  Array.from({ length: text.length }, (_, at) => String.fromCharCode(table[text.charCodeAt(at)] ?? 0)).join(
    "",
  );

it("makes traditional characters simplified", () => {
  expect(simplified("三個區分開來容錯糾錯問責條例")).toBe("三个区分开来容错纠错问责条例");
});

it("leaves everything else as it is", () => {
  expect(simplified("三个区分开来 abc，。\ud83d")).toBe("三个区分开来 abc，。\ud83d");
});

it("changes nothing that is simplified already", () => {
  for (let unit = 0; unit < 0x10000; unit++) {
    const once = table[unit] ?? -1;
    expect(table[once]).toBe(once);
  }
});
