import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { similarByFacts } from "../../../src/core/precheck/similar-facts.ts";
import type { Form } from "../../../src/core/rules/types.ts";

const cases = new Map<string, Form>([
  ["flood", { true: "yes", urgent: "yes", remedy: ["full", "partial"] }],
  ["banquet", { true: "yes", urgent: "no", gain: "self" }],
  ["road", { true: "yes", gain: "none" }],
]);

describe("similarByFacts", () => {
  it("puts the case first that shares the rarer facts, and tells what is shared and what differs", () => {
    const found = similarByFacts({ true: "yes", urgent: "yes", gain: "none" }, cases, 9);
    expect(found.map(({ id }) => id)).toEqual(["flood", "road", "banquet"]);
    expect(found[0]).toMatchObject({ shared: { true: "yes", urgent: "yes" }, differing: {} });
    expect(found[2]).toMatchObject({
      shared: { true: "yes" },
      differing: { gain: { here: "none", case: "self" }, urgent: { here: "yes", case: "no" } },
    });
  });

  it("counts neither silence nor 不清楚 nor what may still be the same", () => {
    const found = similarByFacts({ true: "yes", urgent: "unsure", remedy: "full" }, cases, 9);
    expect(found.every(({ differing }) => Object.keys(differing).length === 0)).toBe(true);
    expect(found.find(({ id }) => id === "flood")?.shared).toEqual({ true: "yes" });
  });

  it("leaves out what shares nothing, and keeps to the number asked for", () => {
    expect(similarByFacts({ urgent: "no" }, cases, 9).map(({ id }) => id)).toEqual(["banquet"]);
    expect(similarByFacts({ true: "yes" }, cases, 2)).toHaveLength(2);
    expect(similarByFacts({}, cases, 9)).toEqual([]);
  });

  it("does not depend on the order of facts or of cases", () => {
    const value = fc.constantFrom("yes", "no", "unsure");
    const form = fc.dictionary(fc.constantFrom("true", "urgent", "gain"), value);
    fc.assert(
      fc.property(form, (facts) => {
        const turned = Object.fromEntries(Object.entries(facts).reverse());
        expect(similarByFacts(turned, new Map([...cases].reverse()), 9)).toEqual(
          similarByFacts(facts, cases, 9),
        );
      }),
    );
  });
});
