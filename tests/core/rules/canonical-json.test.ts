import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../../src/core/rules/canonical-json.ts";

describe("canonical JSON", () => {
  it("writes each value of JSON in one way", () => {
    expect(canonicalJson([null, true, false, 0, -0, -7, "", "引“号”", [], {}])).toBe(
      '[null,true,false,0,0,-7,"","引“号”",[],{}]',
    );
    expect(canonicalJson('a\n"b"\\')).toBe('"a\\n\\"b\\"\\\\"');
  });

  it("leaves out undefined keys, also among others", () => {
    expect(canonicalJson({ b: undefined, a: 1, c: { d: undefined } })).toBe('{"a":1,"c":{}}');
  });

  it("folds keys and text to NFC before it sorts", () => {
    expect(canonicalJson({ "e\u0301": 2, f: "e\u0301", e: 1 })).toBe('{"e":1,"f":"\u00e9","\u00e9":2}');
  });

  it("sorts a key before a longer one that begins with it, and by code point, not by code unit", () => {
    expect(canonicalJson({ ab: 1, a: 2, b: 3, aa: 4 })).toBe('{"a":2,"aa":4,"ab":1,"b":3}');
    expect(canonicalJson({ "\u{1F600}a": 1, "\uFF01": 2 })).toBe('{"\uFF01":2,"\u{1F600}a":1}');
  });

  it.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, undefined, 1n, Symbol("x"), () => 1])(
    "has no form for %s",
    (value) => {
      expect(() => canonicalJson(value)).toThrow(TypeError);
      expect(() => canonicalJson([value])).toThrow(/^no canonical form for /);
    },
  );

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
