import { describe, expect, it } from "vitest";
import { createMisspeltTitles } from "../../../src/core/law/misspelt-titles.ts";

/** The readings that the examples need. */
const readings = new Map(
  Object.entries({
    问: "wen",
    责: "ze",
    则: "ze",
    条: "tiao",
    例: "li",
    列: "lie",
    处: "chu",
    分: "fen",
    份: "fen",
  }),
);
const pronounce = (character: string): string => readings.get(character) ?? character;
const titles = createMisspeltTitles(["问责条例", "纪律处分条例", "监察法", "AI管理办法"], pronounce);

describe("a title spelt nearly right", () => {
  it.each([
    ["问则条例十七条", "问责条例十七条"],
    ["问则条列17条", "问责条例17条"],
    ["请问纪律处份条列第十九条", "请问纪律处分条例第十九条"],
  ])("%s is put right: %s", (text, right) => {
    expect(titles.correct(text)).toBe(right);
  });

  it.each([
    ["问责条例第十七条", "is right already"],
    ["问询条例第五条", "sounds otherwise"],
    ["问则", "is shorter than any title"],
    ["检察法第五条", "is near a name too short to tell"],
    ["", "is nothing"],
  ])("%j stays as it is: it %s", (text) => {
    expect(titles.correct(text)).toBe(text);
  });

  it("is looked for at the head of a long text only", () => {
    const far = `${"，".repeat(300)}问则条例`;
    expect(titles.correct(far)).toBe(far);
  });
});
