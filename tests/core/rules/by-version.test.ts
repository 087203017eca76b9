import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { combineVersions, readablePart } from "../../../src/core/rules/by-version.ts";
import { compile } from "../../../src/core/rules/compile.ts";
import { explain } from "../../../src/core/rules/explain.ts";
import type { Form, RuleSet } from "../../../src/core/rules/types.ts";
import {
  chanceFrom,
  changedVersion,
  completion,
  moreAnswers,
  partialForm,
  randomRuleSet,
} from "./random-rules.ts";
import { clean, is, rule, sample } from "./sample-rules.ts";
import { expectNoContradiction } from "./settled.ts";

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

  it("settle nothing while an answer may still part them, and ask what either version asks", () => {
    const { objected: _, ...form } = clean;
    expect(both(form)).toMatchObject({
      status: "insufficient",
      outcome: null,
      range: { best: "exempt", worst: "not_tolerated" },
      fired: [],
      what_would_change: [],
      open: expect.arrayContaining([{ rule: "R09", tier: "redline", facts: ["objected"] }]),
      next_questions: ["objected"],
      by_version: [
        { status: "decided", outcome: "exempt" },
        { status: "insufficient", outcome: null },
      ],
    });
    expect(both(form, later, sample)).toMatchObject({ status: "insufficient", next_questions: ["objected"] });
    // No gate is open under either.
    expect(both(form).range).not.toHaveProperty("gates");
  });

  it("show consultation in the range where two favourable versions may part", () => {
    const milder: RuleSet = {
      ...sample,
      version: "2021-01-01",
      rules: [rule("F09", "favour", is("objected", "yes")), rule("F10", "favour", is("objected", "no"))].map(
        (one) => ({ ...one, outcome: one.id === "F09" ? "lighter" : "exempt" }),
      ),
    };
    const strict: RuleSet = { ...sample, rules: [rule("F01", "favour", is("gain", "none"))] };
    const { objected: _, ...form } = clean;
    expect(both(form, strict, milder)).toMatchObject({
      status: "insufficient",
      range: { best: "exempt", worst: "consult" },
    });
    expect(both({ ...form, objected: "yes" }, strict, milder)).toMatchObject({
      outcome: "consult",
      range: { best: "exempt", worst: "lighter" },
    });
  });

  it("are settled where one version is, whatever the other comes to", () => {
    const { motive: _, objected: __, ...rest } = clean;
    const referred: RuleSet = { ...sample, rules: [rule("H01", "refer", is("gain", "none"))] };
    // Open between consultation and tolerance: never more than consultation together with one that refers.
    expect(both({ ...rest, objected: "no" }, referred, sample)).toMatchObject({
      status: "decided",
      outcome: "consult",
      range: { best: "exempt", worst: "consult" },
      next_questions: [],
    });
    const { objected: ___, ...form } = clean;
    const barred: RuleSet = { ...sample, rules: [rule("R01", "redline", is("gain", "none"))] };
    for (const result of [both(form, barred, later), both(form, later, barred)])
      expect(result).toMatchObject({
        status: "decided",
        outcome: "not_tolerated",
        range: { best: "not_tolerated", worst: "not_tolerated" },
        fired: [{ rule: "R01" }],
        next_questions: [],
      });
  });

  it("wait where a red line stands but the day of the act may still show a gate", () => {
    const gated: RuleSet = { ...sample, rules: [rule("G09", "gate", is("objected", "yes"))] };
    const barred: RuleSet = { ...sample, rules: [rule("R01", "redline", is("gain", "none"))] };
    const { objected: _, ...form } = clean;
    expect(both(form, gated, barred)).toMatchObject({
      status: "insufficient",
      range: { best: "not_tolerated", worst: "not_tolerated", gates: ["clarification"] },
      next_questions: ["objected"],
    });
    expect(both(form, barred, gated)).toMatchObject({ status: "decided", outcome: "not_tolerated" });
    expect(both({ ...form, objected: "yes" }, gated, barred).status).toBe("clarification");
  });

  it("join what is open in both: each rule once with the facts of both, each question and paper once", () => {
    const { objected: _, error: __, ...form } = clean;
    const same = (id: string): RuleSet => ({
      ...sample,
      version: id,
      rules: [
        rule("G01", "gate", is("error", "no")),
        rule("R09", "redline", is(id === "one" ? "objected" : "loss", id === "one" ? "yes" : "grave")),
      ],
    });
    const { loss: ___, ...open } = form;
    const result = both(open, same("one"), same("other"));
    expect(result.open).toEqual([
      { rule: "G01", tier: "gate", facts: ["error"] },
      { rule: "R09", tier: "redline", facts: ["objected", "loss"] },
    ]);
    expect([...result.next_questions].sort()).toEqual(["error", "loss", "objected"]);
    const papers = result.evidence.flatMap(({ documents }) => documents);
    expect(papers).toEqual([...new Set(papers)]);
    expect(result.evidence.map(({ documents }) => documents.length)).not.toContain(0);
    expect(papers).toEqual(expect.arrayContaining(["error的材料", "loss的材料", "objected的材料"]));
    expect(result).not.toHaveProperty("by_version");
  });

  it("call a red line out only where neither version has it open", () => {
    const { loss: _, ...form } = clean;
    const wider: RuleSet = {
      ...sample,
      rules: sample.rules.map((one) =>
        one.id === "R01" ? { ...one, when: { any: [one.when, is("loss", "grave")] } } : one,
      ),
    };
    expect(of(sample, form).explanation.cleared.map((cleared) => cleared.rule)).toContain("R01");
    const { cleared, open } = both(form, sample, wider);
    expect(cleared.map((one) => one.rule)).toEqual(["R02", "R03", "R04"]);
    expect(open.map((one) => one.rule)).toContain("R01");
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

  it("count what another version does not know as not asked there, or as 不清楚 where it was answered", () => {
    const { space } = compile(sample).model;
    const form = {
      gain: "own",
      weather: "fair",
      loss: ["none", "huge"],
      motive: "unsure",
      urgent: "somewhat",
    };
    expect(readablePart(space, form)).toEqual({ gain: "own", motive: "unsure", urgent: "unsure" });
  });
});

describe("two dates, whatever the rules", () => {
  it("are never contradicted by more answers, shrink their range, and ask while there is something to ask", () => {
    let settled = 0;
    let parted = 0;
    let unasked = 0;
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 10 }), (seed, missing) => {
        const chance = chanceFrom(seed);
        const act = randomRuleSet(seed);
        // Another version of these rules, or rules that share no more than names of facts.
        const decision = seed % 2 === 0 ? changedVersion(chance, act) : randomRuleSet(seed + 1);
        const form = partialForm(chance, act.facts, missing);
        const before = both(form, act, decision);
        const after = both(moreAnswers(chance, act.facts, form), act, decision);
        if (before.status !== "insufficient") settled += 1;
        if (before.status !== "insufficient" && before.by_version !== undefined) parted += 1;
        expectNoContradiction(before, after);
        if (before.status !== "insufficient" || before.next_questions.length > 0) return;
        // Nothing left to ask: then only what is marked 不清楚, or answered in words the other version lacks, keeps it open.
        unasked += 1;
        const asked = Object.keys(form).filter((id) => form[id] === "unsure");
        const full = {
          ...completion(chance, act.facts, form),
          ...Object.fromEntries(asked.map((id) => [id, "unsure"])),
        };
        const told = both(full, act, decision);
        expect(before.open).not.toEqual([]);
        expect([told.status, told.range]).toEqual([before.status, before.range]);
      }),
      { numRuns: 400 },
    );
    expect(settled).toBeGreaterThan(40);
    expect(parted).toBeGreaterThan(10);
    expect(unasked).toBeGreaterThan(0);
  });
});
