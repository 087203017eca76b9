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
});
