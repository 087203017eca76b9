/** Over the shipped rules. */
import { describe, expect, it } from "vitest";
import { fallsShort, leaningOf } from "../../../src/core/learning/leaning.ts";
import type { StatedFact } from "../../../src/core/learning/walk.ts";
import { newest } from "../../rules/shipped.ts";

const { compiled, ruleSet } = newest;

const stated = (facts: Readonly<Record<string, string | readonly string[]>>): StatedFact[] =>
  Object.entries(facts).map(([id, values]) => {
    const fact = ruleSet.facts.find((one) => one.id === id);
    if (fact === undefined) throw new Error(`no fact ${id}`);
    return { fact, values: [values].flat(), span: id };
  });

const leaning = (facts: Readonly<Record<string, string | readonly string[]>>) => {
  const of = stated(facts);
  return leaningOf(compiled, { look: of[0]?.fact.look ?? "nature", stated: of });
};

describe("leaningOf", () => {
  it.each([
    ["a red line", { eightRules: "yes" }, "against"],
    ["a named reason for people, though not the worst answer", { ban: "warned" }, "against"],
    ["a requirement not met", { norm: "obligation", asked: "written" }, "against"],
    ["a requirement not met, or worse", { norm: ["obligation", "forbidden"] }, "against"],
    ["formalities that are still missing", { decision: "collective", procedure: "missing" }, "against"],
    ["work that a ground for tolerance asks for", { work: "development" }, "for"],
    ["a public purpose, and no gain", { privateGain: "none", purpose: "public" }, "for"],
    ["a joint decision with its formalities", { decision: "collective", procedure: "full" }, "for"],
    ["a joint decision, formalities unknown", { decision: "collective" }, "open"],
    [
      "a joint decision under a deadline, which is no emergency",
      { decision: "collective", urgency: "no" },
      "open",
    ],
    ["formalities made up for later, urgency unknown", { procedure: "later", diligence: "lapse" }, "open"],
    ["harm of unknown size", { consequence: ["moderate", "major"] }, "open"],
  ] as const)("takes %s as it lies", (_, facts, expected) => {
    expect(leaning(facts)).toBe(expected);
  });

  it("takes silence for nothing", () => {
    expect(leaningOf(compiled, { look: "motive", stated: [] })).toBe("open");
  });
});

describe("fallsShort", () => {
  it.each([
    [{ consequence: ["moderate", "major"] }, true],
    [{ consequence: ["minor", "moderate"] }, false],
    [{ decision: "collective" }, false],
    [{ work: "development" }, false],
  ] as const)("of %j is %s", (facts, expected) => {
    expect(fallsShort(stated(facts))).toBe(expected);
  });
});
