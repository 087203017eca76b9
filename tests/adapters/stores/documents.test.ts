import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { afterPrefix } from "../../../src/adapters/stores/documents.ts";

const precedes = (left: string, right: string): boolean =>
  Buffer.compare(Buffer.from(left), Buffer.from(right)) < 0;

describe("the first text after every text that begins so", () => {
  it.each([
    ["a/", "a0"],
    ["容", "\u5bba"],
    ["a\ud7ff", "a\ue000"],
    ["a\u{10ffff}", "b"],
    ["\u{10ffff}", null],
    ["", null],
  ])("of %j is %j", (prefix, after) => {
    expect(afterPrefix(prefix)).toBe(after);
  });

  it("bounds exactly the texts that begin so, in UTF-8 order", () => {
    const text = fc.string({ unit: "binary", maxLength: 4 }).filter((one) => one.isWellFormed());
    fc.assert(
      fc.property(text, text, fc.boolean(), (prefix, other, joined) => {
        const candidate = joined ? prefix + other : other;
        const after = afterPrefix(prefix);
        const inRange = !precedes(candidate, prefix) && (after === null || precedes(candidate, after));
        expect(inRange).toBe(candidate.startsWith(prefix));
      }),
      { numRuns: 2_000 },
    );
  });
});
