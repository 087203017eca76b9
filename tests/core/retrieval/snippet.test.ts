import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contentOf, contentTokens } from "../../../src/core/retrieval/content.ts";
import { normalise } from "../../../src/core/retrieval/normalise.ts";
import { snippetOf } from "../../../src/core/retrieval/snippet.ts";

const tokensOf = (query: string): Set<string> => contentTokens(contentOf(normalise(query, null)));
const shown = (text: string, query: string, length: number): string =>
  snippetOf(text, tokensOf(query), length)
    .map((piece) => (piece.marked ? `[${piece.text}]` : piece.text))
    .join("");

describe("a snippet", () => {
  it("marks the query's words in a short text", () => {
    expect(shown("受警告处分的影响期为一年。", "影响期", 100)).toBe("受警告处分的[影响期]为一年。");
  });

  it("begins with the sentence that speaks of the query, and says what it left out", () => {
    const text = "第一句话说别的。第二句话说容错报备。第三句话说的又是别的。";
    expect(shown(text, "容错报备", 12)).toBe("……第二句话说[容错报备]。第三……");
  });

  it("reaches a word deep in a long sentence", () => {
    expect(shown(`${"甲".repeat(200)}容错报备${"乙".repeat(50)}`, "容错报备", 40)).toContain("[容错报备]");
  });

  it("marks what only looks different: full width, capitals", () => {
    expect(shown("ＡＢＣ制度", "abc", 10)).toBe("[ＡＢＣ]制度");
  });

  it("marks nothing where the query has no words", () => {
    expect(shown("影响期为一年。", "的吗？", 100)).toBe("影响期为一年。");
  });

  it("is a stretch of the text, no longer than asked, and cuts no character in two", () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom("容", "错", "报", "备", "。", " ", "\n", "𠮷", "①", "é"),
          maxLength: 80,
        }),
        fc.string({ unit: fc.constantFrom("容", "错", "报", "备"), maxLength: 6 }),
        fc.integer({ min: 1, max: 60 }),
        (text, query, length) => {
          const pieces = snippetOf(text, tokensOf(query), length);
          const body = pieces
            .map((piece) => piece.text)
            .join("")
            .replace(/^……|……$/g, "");
          expect(body.length).toBeLessThanOrEqual(length);
          expect(text.replace(/\s+/gu, " ").replaceAll(" ", "")).toContain(body.replaceAll(" ", ""));
          expect(body.isWellFormed()).toBe(true);
        },
      ),
    );
  });
});
