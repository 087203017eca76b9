import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../../src/core/rules/canonical-json.ts";
import { compile } from "../../../src/core/rules/compile.ts";
import { explain } from "../../../src/core/rules/explain.ts";
import { decisionRecord, recordBytes, recordedForm } from "../../../src/core/rules/record.ts";
import { chanceFrom, partialForm } from "./random-rules.ts";
import { clean, sample } from "./sample-rules.ts";

const rules = compile(sample);
const pinned = { id: sample.id, version: sample.version, hash: "sha256:0" };
const recordOf = (form: Parameters<typeof explain>[1]) =>
  decisionRecord({
    engine: "1",
    rulesets: [pinned],
    overlays: [],
    jurisdiction: null,
    actDay: "2020-05-01",
    decisionDay: "2020-06-01",
    facts: recordedForm(rules.model.space, form),
    result: explain(rules, form),
  });

describe("a record", () => {
  it("has the same bytes whatever the order of answers, and after editing and undoing", () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 31 }), (seed) => {
        const form = partialForm(chanceFrom(seed), sample.facts);
        const turned = Object.fromEntries(Object.entries(form).reverse());
        const undone = { ...form, gain: "own" };
        if (form.gain === undefined) Reflect.deleteProperty(undone, "gain");
        else Object.assign(undone, { gain: form.gain });
        const bytes = recordBytes(recordOf(form));
        expect(recordBytes(recordOf(turned))).toBe(bytes);
        expect(recordBytes(recordOf(undone))).toBe(bytes);
        expect(recordBytes(JSON.parse(bytes))).toBe(bytes);
      }),
    );
  });

  it("can be computed again from itself", () => {
    const record = recordOf({ ...clean, gain: "unsure", loss: ["none", "minor"] });
    expect(recordBytes(recordOf(record.facts))).toBe(recordBytes(record));
  });

  it("has other bytes for any other answer, engine, rule set or day", () => {
    const record = recordOf(clean);
    const others = [
      recordOf({ ...clean, gain: "own" }),
      { ...record, actDay: "2020-05-02" },
      { ...record, engine: "2" },
      { ...record, rulesets: [{ ...pinned, hash: "sha256:1" }] },
    ];
    expect(new Set([record, ...others].map(recordBytes)).size).toBe(5);
  });

  it("words one answer in one way", () => {
    const words = (form: Parameters<typeof explain>[1]) => recordedForm(rules.model.space, form);
    expect(words({ gain: ["own"] })).toEqual({ gain: "own" });
    expect(words({ gain: ["own", "none"] })).toEqual({ gain: ["none", "own"] });
    expect(words({ gain: ["own", "none", "returned"] })).toEqual({});
    expect(words({ gain: "unsure" })).toEqual({ gain: "unsure" });
  });
});

describe("canonical JSON", () => {
  it("sorts keys by code point, folds text to NFC and knows whole numbers only", () => {
    expect(canonicalJson({ "\u{1F600}": 1, "\uFF01": 2, b: [true, null], a: "e\u0301" })).toBe(
      '{"a":"é","b":[true,null],"！":2,"😀":1}',
    );
    expect(() => canonicalJson({ share: 0.5 })).toThrow(TypeError);
    expect(() => canonicalJson(() => 1)).toThrow(TypeError);
  });
});
