import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../../src/core/rules/canonical-json.ts";

describe("canonical JSON", () => {
  it.each([
    [null, "null"],
    [true, "true"],
    [-0, "0"],
    [-7, "-7"],
    [Number.MAX_SAFE_INTEGER, "9007199254740991"],
    ['a "quoted"\nline', '"a \\"quoted\\"\\nline"'],
    [[], "[]"],
    [{}, "{}"],
    [[1, [2, "x"]], '[1,[2,"x"]]'],
    [{ b: 1, a: { d: undefined, c: null } }, '{"a":{"c":null},"b":1}'],
    [{ ab: 1, a: 2, "": 3, b: 4 }, '{"":3,"a":2,"ab":1,"b":4}'],
    [{ "e\u0301": 1, "\u00e8": 2 }, '{"è":2,"é":1}'],
  ])("of %j is %s", (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, undefined, 1n, Symbol("s")])(
    "has no form for %s, and says so",
    (value) => {
      expect(() => canonicalJson(value)).toThrow(TypeError);
      expect(() => canonicalJson([value])).toThrow(/^no canonical form for /);
    },
  );

  it("folds keys and text to NFC before it sorts", () => {
    expect(canonicalJson({ "e\u0301": 2, f: "e\u0301", e: 1 })).toBe('{"e":1,"f":"\u00e9","\u00e9":2}');
  });

  it("sorts by code point, not by code unit", () => {
    expect(canonicalJson({ "\u{1F600}a": 1, "\uFF01": 2 })).toBe('{"\uFF01":2,"\u{1F600}a":1}');
  });

  it("is read back as what it was, and does not depend on the order of keys", () => {
    const whole = (_: string, entry: unknown) =>
      typeof entry === "number" ? Math.trunc(entry % 1_000_000) : entry;
    const value = fc.jsonValue({ depthSize: "small" }).map((one) => JSON.parse(JSON.stringify(one), whole));
    fc.assert(
      fc.property(fc.dictionary(fc.string(), value), (content) => {
        const text = canonicalJson(content);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(canonicalJson(Object.fromEntries(Object.entries(content).reverse()))).toBe(text);
      }),
    );
  });
});
