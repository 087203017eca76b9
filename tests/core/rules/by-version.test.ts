import { describe, expect, it } from "vitest";
import { combineVersions, readablePart } from "../../../src/core/rules/by-version.ts";
import { compile } from "../../../src/core/rules/compile.ts";
import { explain } from "../../../src/core/rules/explain.ts";
import type { Form, RuleSet } from "../../../src/core/rules/types.ts";
import { clean, is, rule, sample } from "./sample-rules.ts";

const later: RuleSet = {
  ...sample,
  version: "2021-01-01",
  rules: [
    ...sample.rules,
    rule("R09", "redline", is("objected", "yes")),
    rule("H09", "refer", is("motive", "careless")),
  ],
};

const of = (ruleSet: RuleSet, form: Form) => {
  const rules = compile(ruleSet);
  return { ruleset: ruleSet.version, explanation: explain(rules, readablePart(rules.model.space, form)) };
};
const both = (form: Form, act = sample, decision = later) =>
  combineVersions(of(act, form), of(decision, form));

describe("two dates", () => {
  it("leave the result of the day of the act where both versions agree", () => {
    const result = both(clean);
    expect(result).toEqual({ ...of(sample, clean).explanation, ruleset: "2020-01-01" });
    expect(result).not.toHaveProperty("by_version");
  });

  it("lead to people where the versions differ, with both ends and no rule", () => {
    expect(both({ ...clean, motive: "careless" })).toMatchObject({
      status: "decided",
      outcome: "consult",
      range: { best: "lighter", worst: "consult" },
      fired: [],
      what_would_change: [],
      ruleset: "2020-01-01",
      by_version: [
        { ruleset: "2020-01-01", status: "decided", outcome: "lighter" },
        { ruleset: "2021-01-01", status: "decided", outcome: "consult" },
      ],
    });
  });

  it.each([
    ["the later", sample, later],
    ["the earlier", later, sample],
  ])("let a red line stand that only %s version has", (_, act, decision) => {
    const result = both({ ...clean, objected: "yes" }, act, decision);
    expect(result).toMatchObject({
      outcome: "not_tolerated",
      fired: [{ rule: "R09" }],
      range: { best: "not_tolerated", worst: "not_tolerated" },
      ruleset: act.version,
    });
    expect(result.by_version?.map(({ outcome }) => outcome)).toContain("exempt");
  });

  it("let a gate stand, that of the day of the act before a red line of the other", () => {
    const gated: RuleSet = {
      ...sample,
      version: "2022-01-01",
      rules: [...sample.rules, rule("G09", "gate", is("objected", "yes"), { rank: 2 })],
    };
    expect(both({ ...clean, objected: "yes" }, sample, gated)).toMatchObject({
      status: "clarification",
      outcome: null,
      range: null,
    });
    expect(both({ ...clean, objected: "yes" }, gated, later).status).toBe("clarification");
    expect(both({ ...clean, objected: "yes" }, later, gated).outcome).toBe("not_tolerated");
  });

  it("are never favourable where one version is not settled", () => {
    const { objected: _, ...form } = clean;
    expect(both(form)).toMatchObject({
      status: "decided",
      outcome: "consult",
      range: { best: "exempt", worst: "not_tolerated" },
    });
  });

  it("keep open gates of either in sight, and say who is open and who settled", () => {
    const { error: _, objected: __, ...rest } = clean;
    const form = { ...rest, motive: "careless" };
    const gated: RuleSet = {
      ...later,
      rules: [...later.rules, rule("G09", "gate", is("objected", "no"), { rank: 2 })],
    };
    // Insufficient in both: the day of the act's stands as it is.
    expect(both(form, sample, gated)).not.toHaveProperty("by_version");
    const known = { ...form, error: "yes" };
    expect(both(known, sample, gated)).not.toHaveProperty("by_version");
    const settled: RuleSet = { ...sample, rules: [rule("H01", "refer", is("motive", "careless"))] };
    expect(both(known, settled, gated)).toMatchObject({
      status: "decided",
      outcome: "consult",
      range: { best: "consult", worst: "not_tolerated", gates: ["clarification"] },
      by_version: [
        { status: "decided", outcome: "consult" },
        { status: "insufficient", outcome: null },
      ],
    });
    expect(both({ ...clean, motive: "careless" }).range).toEqual({ best: "lighter", worst: "consult" });
  });

  it("let a case outside the pre-check stay outside", () => {
    const outside: RuleSet = {
      ...sample,
      version: "2022-01-01",
      rules: [
        ...sample.rules,
        rule("G09", "gate", is("objected", "yes"), { rank: 2, gate: "not_applicable" }),
      ],
    };
    expect(both({ ...clean, objected: "yes" }, sample, outside)).toMatchObject({
      status: "not_applicable",
      outcome: null,
    });
  });

  it("count what another version does not know as not asked there", () => {
    const { space } = compile(sample).model;
    const form = { gain: "own", weather: "fair", loss: ["none", "huge"], motive: "unsure" };
    expect(readablePart(space, form)).toEqual({ gain: "own", motive: "unsure" });
  });
});
