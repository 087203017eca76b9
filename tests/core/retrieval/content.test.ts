import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contentOf, contentTokens } from "../../../src/core/retrieval/content.ts";

const asked = fc.string({ unit: fc.constantFrom(..."请问容错怎么申请的，吗是什么处分abc17 𠮷") });

describe("the content of a question", () => {
  it.each([
    ["请问容错怎么申诉", "容错 申诉"],
    ["我想咨询一下处分影响期是多少", "处分影响期"],
    ["问责条例第17条说了什么", "问责条例第17条"],
    ["怎么办呢", ""],
    ["", ""],
  ])("of %j is %j", (text, content) => {
    expect(contentOf(text)).toBe(content);
  });

  it("takes the longest filler, so that no half of it is left", () => {
    expect(contentOf("处分是怎么规定的")).toBe("处分");
  });

  it("has no content of its own in what was taken out: taking it again changes nothing", () => {
    fc.assert(
      fc.property(asked, (text) => {
        expect(contentOf(contentOf(text))).toBe(contentOf(text));
      }),
    );
  });

  it("adds no character, and keeps rare characters whole", () => {
    fc.assert(
      fc.property(asked, (text) => {
        const content = contentOf(text);
        expect(content.isWellFormed()).toBe(true);
        for (const character of content.replaceAll(" ", "")) expect(text).toContain(character);
      }),
    );
  });
});

describe("the tokens of a content", () => {
  it("are pairs of neighbours, words and numbers, each once; no pair spans a gap", () => {
    expect([...contentTokens("容错容错 申请 raid 17")]).toEqual(["容错", "错容", "申请", "raid", "17"]);
  });

  it("keep a character that stands alone, but no single letter or digit", () => {
    expect([...contentTokens("错 a 1")]).toEqual(["错"]);
  });

  it("of nothing are none", () => {
    expect(contentTokens("").size).toBe(0);
  });
});
