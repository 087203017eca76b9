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

describe("how near a case is", () => {
  const scored = (form: Form, held: Record<string, Form>) =>
    similarByFacts(form, new Map(Object.entries(held)), 9).map(({ id, score }) => [id, score]);

  it("is the rarity of what is shared, in bits, to two places", () => {
    // One of four cases: log2(5 / 1); three of four: log2(5 / 3).
    const held = { a: { x: "1", y: "1" }, b: { x: "1", y: "2" }, c: { x: "1" }, d: { x: "2" } };
    expect(scored({ x: "1", y: "1" }, held)).toEqual([
      ["a", 3.06],
      ["c", 0.74],
      ["b", 0.74],
    ]);
  });

  it("is settled, where equal, by how much differs and then by id", () => {
    const held = { b: { x: "1" }, a: { x: "1", y: "2" }, c: { x: "1" } };
    expect(scored({ x: "1", y: "1" }, held).map(([id]) => id)).toEqual(["b", "c", "a"]);
  });

  it("takes a set of one for its value, and a set of more for no shared value", () => {
    const held: Record<string, Form> = { a: { x: ["1"], y: ["1", "2"] } };
    const [found] = similarByFacts({ x: "1", y: "1" }, new Map(Object.entries(held)), 9);
    expect([found?.shared, found?.differing]).toEqual([{ x: "1" }, {}]);
    const [other] = similarByFacts({ x: "1", y: ["3", "4"] }, new Map(Object.entries(held)), 9);
    expect(other?.differing).toEqual({ y: { here: ["3", "4"], case: ["1", "2"] } });
    const [overlapping] = similarByFacts({ x: ["1"], y: ["2", "3"] }, new Map(Object.entries(held)), 9);
    expect([overlapping?.shared, overlapping?.differing]).toEqual([{ x: "1" }, {}]);
  });
});
