import { describe, expect, it } from "vitest";
import { walkOutcomes } from "../../../src/core/learning/walk.ts";
import { compare, comparisons, findingsOf } from "../../../src/core/learning/walk-findings.ts";
import type { Outcome } from "../../../src/core/rules/types.ts";
import { newest, publishedCases } from "../../rules/shipped.ts";

describe("compare", () => {
  const ends = (worst: Outcome, best: Outcome = worst) => ({ worst, best });

  it.each([
    ["exempt", ends("exempt"), null, "same"],
    ["lighter", ends("exempt"), null, "otherwise"],
    ["exempt", ends("not_tolerated", "exempt"), "exempt", "within"],
    ["exempt", ends("not_tolerated", "exempt"), "lighter", "otherwise"],
    ["exempt", ends("not_tolerated", "consult"), null, "people"],
    ["lighter", ends("consult"), null, "people"],
    ["exempt", ends("not_tolerated"), null, "apart"],
    ["not_tolerated", ends("not_tolerated"), null, "sanctioned-alike"],
    ["not_tolerated", ends("not_tolerated", "consult"), null, "sanctioned-within"],
    ["not_tolerated", ends("not_tolerated", "exempt"), "exempt", "sanctioned-within"],
    ["not_tolerated", ends("consult"), null, "sanctioned-apart"],
    ["not_tolerated", null, null, "gated"],
  ] as const)("%s beside %j is as it should be", (official, found, nearest, comparison) => {
    expect(compare(official, found, nearest)).toBe(comparison);
  });

  it("finds every case comparable, and never a sanction the same as a refused tolerance", () => {
    for (const official of walkOutcomes)
      for (const { stated } of publishedCases) {
        const { comparison } = findingsOf(newest.compiled, stated, official);
        expect(comparisons).toContain(comparison);
        expect(comparison.startsWith("sanctioned") || comparison === "gated").toBe(
          official === "not_tolerated" || comparison === "gated",
        );
      }
  });
});

describe("findingsOf", () => {
  const of = (id: string, official: (typeof walkOutcomes)[number]) => {
    const entry = publishedCases.find((one) => one.id === id);
    if (entry === undefined) throw new Error(`no case ${id}`);
    return findingsOf(newest.compiled, entry.stated, official);
  };

  it("shows what holds although red lines are still open", () => {
    const { decision, holding } = of("sanctioned-09", "not_tolerated");
    expect([decision.status, decision.fired]).toEqual(["insufficient", []]);
    expect(holding.map(({ rule }) => rule)).toEqual(["R09", "R19"]);
  });

  it("supposes the ground found out that most of what is known bears on", () => {
    const { supposed, comparison } = of("seed-3", "exempt");
    expect([supposed?.rule.id, comparison]).toEqual(["F02", "otherwise"]);
  });

  it("has the pass lent for an emergency part from what was decided, by a red line", () => {
    const { holding, comparison } = of("tolerated-06", "exempt");
    expect([holding.map(({ rule }) => rule), comparison]).toEqual([["R02"], "apart"]);
  });

  it("passes over facts that the rules do not have", () => {
    expect(findingsOf(newest.compiled, { nothing: "known" }, "exempt").holding).toEqual([]);
  });
});
