import { describe, expect, it } from "vitest";
import { compile } from "../../../src/core/rules/compile.ts";
import { diffRules } from "../../../src/core/rules/diff.ts";
import { literalPairs } from "../../../src/core/rules/mcdc.ts";
import { evaluateNaively } from "../../../src/core/rules/naive.ts";
import type { Condition, RuleSet } from "../../../src/core/rules/types.ts";
import { all, any, clean, fact, is, rule, sample } from "./sample-rules.ts";

const example = (name: string, facts: Readonly<Record<string, string>>) => ({
  name,
  act: "2020-01-01",
  facts,
  expect: { status: "decided", outcome: "exempt", fired: null } as const,
});

describe("the difference of two rule sets", () => {
  const later: RuleSet = {
    ...sample,
    version: "2021",
    rules: [...sample.rules, rule("R09", "redline", is("objected", "yes"))],
  };

  it("is nothing between a rule set and itself", () => {
    expect(diffRules(sample, sample, [example("一", clean)])).toEqual({ share: 0, shifts: [], examples: [] });
  });

  it("names the share of the space, what becomes of what with a case, and the examples", () => {
    const { share, shifts, examples } = diffRules(sample, later, [
      example("一", clean),
      example("二", { ...clean, objected: "yes" }),
    ]);
    expect(share).toBeGreaterThan(0);
    expect(share).toBeLessThan(0.5);
    expect(new Set(shifts.map(({ to }) => to))).toEqual(new Set(["not_tolerated"]));
    expect(shifts.map(({ share: part }) => part)).toEqual(
      shifts.map(({ share: part }) => part).sort((one, other) => other - one),
    );
    for (const { from, to, example: shown } of shifts) {
      const facts = shown.facts as Record<string, string>;
      expect([evaluateNaively(sample, facts).outcome, evaluateNaively(later, facts).outcome]).toEqual([
        from,
        to,
      ]);
    }
    expect(examples).toEqual([
      {
        name: "二",
        from: { status: "decided", outcome: "exempt" },
        to: { status: "decided", outcome: "not_tolerated" },
      },
    ]);
  });

  it("counts exactly: a gate for one of two answers takes half the space", () => {
    const bare: RuleSet = { ...sample, rules: [rule("F01", "favour", is("loss", "none"))] };
    const gated: RuleSet = { ...bare, rules: [...bare.rules, rule("G01", "gate", is("error", "no"))] };
    const { share, shifts } = diffRules(bare, gated, []);
    expect(share).toBeCloseTo(0.5, 8);
    expect(shifts.map(({ from, to, share: part }) => [from, to, part])).toEqual([
      ["consult", "clarification", 0.333333333],
      ["exempt", "clarification", 0.166666666],
    ]);
  });

  it("compares over the facts and values of either", () => {
    const wider: RuleSet = {
      ...sample,
      facts: [
        ...sample.facts.map((one) =>
          one.id === "gain" ? fact("gain", "motive", ["none", "returned", "own", "kin"]) : one,
        ),
        fact("weather", "nature", ["fair", "foul"]),
      ],
      rules: [
        ...sample.rules,
        rule("R09", "redline", any(is("gain", "kin"), all(is("weather", "foul"), is("loss", "grave")))),
      ],
    };
    const { shifts, examples } = diffRules(sample, wider, [example("一", { ...clean, weather: "foul" })]);
    const tightened = shifts.find(({ from }) => from === "exempt");
    expect(tightened?.example.facts.gain).toBe("kin");
    expect(examples).toEqual([]);
  });
});

describe("a difference at a glance", () => {
  const small = (...rules: RuleSet["rules"]): RuleSet => ({
    ...sample,
    facts: [fact("loss", "consequence", ["none", "some", "grave"]), fact("open", "decision", ["yes", "no"])],
    conclusions: [],
    exceptions: [],
    corrections: [],
    parameters: [],
    rules,
  });

  it("is the sum of its shifts, the largest first, each with a case as the later version has it", () => {
    const grave = rule("R1", "redline", is("loss", "grave"));
    const later = small(
      grave,
      rule("F1", "favour", is("loss", "none")),
      rule("G1", "gate", all(is("loss", "grave"), is("open", "no")), { gate: "not_applicable" }),
    );
    const { share, shifts } = diffRules(small(grave), later, []);
    expect(share).toBeCloseTo(0.5, 8);
    expect(shifts).toEqual([
      {
        from: "consult",
        to: "exempt",
        share: 0.333333333,
        example: {
          name: "consult → exempt",
          act: "2020-01-01",
          facts: { open: "yes", loss: "none" },
          expect: { status: "decided", outcome: "exempt", fired: ["F1"] },
        },
      },
      {
        from: "not_tolerated",
        to: "not_applicable",
        share: 0.166666666,
        example: {
          name: "not_tolerated → not_applicable",
          act: "2020-01-01",
          facts: { open: "no", loss: "grave" },
          expect: { status: "not_applicable", outcome: null, fired: ["G1"] },
        },
      },
    ]);
  });

  it("takes a named reason to refer for no other result than the default, and a conflict for one", () => {
    const named = small(rule("H1", "refer", is("loss", "some")));
    expect(diffRules(small(), named, [])).toEqual({ share: 0, shifts: [], examples: [] });
    const twins = small(
      rule("F1", "favour", is("loss", "none")),
      rule("F2", "favour", is("loss", "none"), { outcome: "lighter" }),
    );
    expect(diffRules(small(), twins, []).shifts.map(({ from, to }) => [from, to])).toEqual([
      ["consult", "conflict"],
    ]);
  });

  it("lists an example whose status alone changes", () => {
    const gate = (open: string) => small(rule("G1", "gate", is("open", open)));
    expect(
      diffRules(gate("yes"), gate("no"), [example("一", { open: "yes", loss: "some" })]).examples,
    ).toEqual([
      {
        name: "一",
        from: { status: "clarification", outcome: null },
        to: { status: "decided", outcome: "consult" },
      },
    ]);
    const other = small(rule("G1", "gate", is("open", "yes"), { gate: "not_applicable" }));
    expect(diffRules(gate("yes"), other, [example("一", { open: "yes" })]).examples).toHaveLength(1);
  });
});

describe("pairs for each literal", () => {
  const { model } = compile(sample);
  const holds = (id: string, form: Readonly<Record<string, string>>): boolean => {
    const { when, unless = [] }: { when: Condition; unless?: readonly string[] } = [
      ...sample.rules,
      ...sample.exceptions,
      ...sample.conclusions,
    ].find((one) => one.id === id) as (typeof sample.rules)[0];
    return (
      evaluateNaively({ ...sample, rules: [rule(id, "favour", when, { unless })] }, form).fired.length > 0
    );
  };

  it("exist for every literal of the sample, differ in one fact and flip the rule", () => {
    const pairs = literalPairs(model);
    expect(pairs.filter(({ pair }) => pair === null)).toEqual([]);
    for (const { rule: id, pair } of pairs) {
      const [one, other] = pair ?? [{}, {}];
      expect(Object.keys(one).filter((name) => one[name] !== other[name])).toHaveLength(1);
      expect([holds(id, one), holds(id, other)]).toEqual([true, false]);
    }
  });

  it("cover atoms, sub-conclusions and exceptions", () => {
    const literals = literalPairs(model).map(({ rule: id, literal }) => `${id} ${literal}`);
    expect(literals).toEqual(
      expect.arrayContaining(["R01 gain: own", "F01 allGood", "H01 X01", "X01 X02", "harmless loss: none"]),
    );
  });

  it("do not exist for a dead atom", () => {
    const dead = rule("R09", "redline", any(is("gain", "own"), all(is("gain", "own"), is("urgent", "yes"))));
    const pairs = literalPairs(compile({ ...sample, rules: [...sample.rules, dead] }).model);
    expect(pairs.filter(({ pair }) => pair === null).map(({ literal }) => literal)).toEqual(["urgent: yes"]);
  });
});
