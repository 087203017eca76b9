import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile } from "../../../src/core/rules/compile.ts";
import { reasonsFor } from "../../../src/core/rules/conditions.ts";
import { RuleConflictError, UnknownNameError } from "../../../src/core/rules/errors.ts";
import { evaluateNaively } from "../../../src/core/rules/naive.ts";
import { readForm } from "../../../src/core/rules/space.ts";
import { type Fact, outcomes, type RuleSet } from "../../../src/core/rules/types.ts";
import { reachable } from "../../../src/core/rules/walks.ts";
import {
  type Chance,
  chanceFrom,
  completeForm,
  completion,
  everyCompletion,
  partialForm,
  randomRuleSet,
} from "./random-rules.ts";
import { any, clean, is, localMeasure, not, rule, sample } from "./sample-rules.ts";

const rules = compile(sample);
const seeds = fc.nat({ max: 2 ** 31 });

const firedIn = ({ fired }: { readonly fired: readonly { readonly rule: string }[] }): string[] =>
  fired
    .map(({ rule: id }) => id)
    .filter((id) => id !== "default")
    .sort();

describe("a decision", () => {
  it("is favourable where every look is good", () => {
    const decision = rules.evaluate(clean);
    expect(decision).toMatchObject({
      status: "decided",
      outcome: "exempt",
      range: { best: "exempt", worst: "exempt" },
    });
    expect(firedIn(decision)).toEqual(["F01", "F02"]);
  });

  it("lets a red line override every ground", () => {
    const decision = rules.evaluate({ ...clean, gain: "own" });
    expect(decision.outcome).toBe("not_tolerated");
    expect(decision.fired).toMatchObject([{ rule: "R01", tier: "redline", facts: { gain: "own" } }]);
  });

  it("reports every TRUE rule of the winning tier", () => {
    expect(firedIn(rules.evaluate({ ...clean, gain: "own", forged: "yes" }))).toEqual(["R01", "R02"]);
  });

  it("takes the outcome of the first rank where several favour", () => {
    const form = { ...clean, motive: "careless", objected: "yes" };
    expect(rules.evaluate(form)).toMatchObject({ outcome: "exempt" });
    expect(firedIn(rules.evaluate(form))).toEqual(["F02", "F03"]);
  });

  it("says which answer cleared each red line", () => {
    expect(rules.evaluate(clean).cleared).toEqual([
      { rule: "R01", by: { gain: "none" } },
      { rule: "R02", by: { forged: "no" } },
      { rule: "R03", by: { rule: "none", forbidden: "no" } },
      { rule: "R04", by: { reported: "own" } },
    ]);
  });

  it("never reads a missing answer as no", () => {
    const { gain: _, ...rest } = clean;
    expect(rules.evaluate(rest)).toMatchObject({
      status: "insufficient",
      outcome: null,
      range: { worst: "not_tolerated", best: "exempt" },
      open: [{ rule: "R01", tier: "redline", facts: ["gain"] }],
    });
  });

  it("takes 不清楚 for no answer, and a narrowed answer for what it leaves", () => {
    expect(rules.evaluate({ ...clean, gain: "unsure" }).status).toBe("insufficient");
    expect(rules.evaluate({ ...clean, gain: ["none", "returned"] })).toMatchObject({
      status: "decided",
      outcome: "exempt",
      cleared: [{ rule: "R01", by: { gain: ["none", "returned"] } }, {}, {}, {}],
    });
  });

  it("is settled as soon as one outcome is left, though facts are open", () => {
    expect(rules.evaluate({ error: "yes", report: "true", gain: "own" })).toMatchObject({
      status: "decided",
      outcome: "not_tolerated",
      fired: [{ rule: "R01" }],
    });
  });

  it("stays open while a gate is, and says what holds without it", () => {
    const { error: _, ...rest } = clean;
    const decision = rules.evaluate({ ...rest, gain: "own" });
    expect(decision).toMatchObject({
      status: "insufficient",
      range: { best: "not_tolerated", worst: "not_tolerated", gates: ["not_applicable"] },
      fired: [{ rule: "R01" }],
    });
  });

  it("ends at a gate without an outcome", () => {
    expect(rules.evaluate({ report: "false" })).toMatchObject({
      status: "clarification",
      outcome: null,
      range: null,
      fired: [{ rule: "G02", tier: "gate", outcome: null }],
    });
  });

  it("falls to people by default, and says so", () => {
    const decision = rules.evaluate({ ...clean, loss: "minor", recovered: "none" });
    expect(decision).toMatchObject({
      status: "decided",
      outcome: "consult",
      fired: [{ rule: "default", tier: "default", basis: [] }],
    });
  });

  it("names no rule where the outcome is settled and the rule is not", () => {
    const form = {
      ...clean,
      gain: "returned",
      motive: ["public", "reckless"],
      reported: "asked",
      loss: "minor",
      recovered: "none",
    };
    const decision = rules.evaluate({ ...form, reported: ["own", "asked"] });
    expect(decision).toMatchObject({ status: "decided", outcome: "consult", fired: [] });
    expect(decision.open.map(({ rule: id }) => id)).toEqual(["H02", "H03"]);
  });

  it("lets an exception keep a rule from holding, and an exception that exception", () => {
    const grave = { ...clean, loss: "grave", motive: "public", urgent: "yes" };
    expect(firedIn(rules.evaluate(grave))).toEqual([]);
    expect(firedIn(rules.evaluate({ ...grave, collective: "alone" }))).toEqual(["H01"]);
  });

  it("names the nearest known fact or value instead of guessing", () => {
    expect(() => rules.evaluate({ gian: "own" })).toThrow(UnknownNameError);
    expect(() => rules.evaluate({ gian: "own" })).toThrow(/"gain"/);
    expect(() => rules.evaluate({ gain: "owm" })).toThrow(/"own"/);
    expect(() => rules.evaluate({ gain: [] })).toThrow(/no value is left/);
  });

  describe("with equal ranks that disagree", () => {
    const twins = compile({
      ...sample,
      rules: [
        ...sample.rules,
        rule("F08", "favour", is("objected", "yes"), { rank: 1, outcome: "lighter" }),
        rule("G08", "gate", is("report", "false"), { gate: "not_applicable" }),
      ],
    });
    const rulesNamed = (form: Parameters<typeof twins.evaluate>[0]): readonly string[] => {
      try {
        twins.evaluate(form);
      } catch (error) {
        if (error instanceof RuleConflictError) return error.rules;
      }
      return [];
    };

    it("refuses to choose, naming those of that rank and no others that hold", () => {
      expect(rulesNamed({ ...clean, objected: "yes" })).toEqual(["F01", "F08"]);
      expect(twins.evaluate(clean).outcome).toBe("exempt");
    });

    it("refuses as well where facts are open but every way leads there", () => {
      expect(rulesNamed({ report: "false" })).toEqual(["G02", "G08"]);
    });

    it("takes nothing for settled while a conflict is possible", () => {
      const { objected: _, ...form } = clean;
      expect(twins.evaluate(form)).toMatchObject({
        status: "insufficient",
        range: { best: "exempt", worst: "exempt" },
      });
    });
  });

  it("shows the red lines cleared whatever decides, and no lower ground beside a higher", () => {
    const gated = rules.evaluate({ ...clean, report: "false" });
    expect(gated.cleared.map(({ rule: id }) => id)).toEqual(["R01", "R02", "R03", "R04"]);
    expect(firedIn(gated)).toEqual(["G02"]);
    const crossed = rules.evaluate({ ...clean, report: "false", gain: "own" });
    expect(firedIn(crossed)).toEqual(["G02"]);
    expect(crossed.cleared.map(({ rule: id }) => id)).toEqual(["R02", "R03", "R04"]);
    expect(rules.evaluate({ ...clean, gain: "own", motive: "unsure" }).open).toEqual([]);
  });

  it("names the default though facts are open, once no rule can become TRUE", () => {
    const form = { ...clean, loss: "minor", recovered: "none", motive: ["public", "careless"] };
    const decision = rules.evaluate(form);
    expect(decision).toMatchObject({
      status: "decided",
      outcome: "consult",
      fired: [{ rule: "default" }],
      open: [],
    });
  });

  it("does not see through one fact named twice by Kleene, but by the diagram", () => {
    const twice = compile({
      ...sample,
      rules: [...sample.rules, rule("R09", "redline", any(is("gain", "own"), not(is("gain", "own"))))],
    });
    const decision = twice.evaluate({ error: "yes", report: "true" });
    expect(decision).toMatchObject({
      status: "decided",
      outcome: "not_tolerated",
      fired: [{ rule: "R09", facts: {} }],
    });
  });

  it("knows the rules of an overlay beside those of the base", () => {
    const local = compile(sample, [localMeasure]);
    expect(local.evaluate({ ...clean, loss: "grave", urgent: "yes" })).toMatchObject({
      outcome: "not_tolerated",
    });
    expect(local.ruleSet.rules.find(({ id }) => id === "city-R1")?.origin).toBe("city");
  });
});

const agree = (ruleSet: RuleSet, seed: number, forms: number): void => {
  const compiled = compile(ruleSet);
  const chance = chanceFrom(seed);
  for (let turn = 0; turn < forms; turn++) {
    const form = completeForm(chance, ruleSet.facts);
    const decision = compiled.evaluate(form);
    const { status, outcome } = decision;
    const naive = evaluateNaively(ruleSet, form);
    const ids = firedIn(decision);
    if (status !== naive.status || outcome !== naive.outcome || ids.join() !== naive.fired.join())
      expect({ form, status, outcome, fired: ids }).toEqual({ form, ...naive });
  }
};

describe("compiled, naive and diagram", () => {
  it("say the same of 60 000 complete forms of the sample", () => agree(sample, 1, 60_000));

  it("say the same of 60 000 complete forms of 60 random rule sets", () => {
    for (let seed = 0; seed < 60; seed++) agree(randomRuleSet(seed), seed, 1_000);
  });

  it("say the same of partial forms as all their completions together", () => {
    for (let seed = 0; seed < 200; seed++) {
      const ruleSet = randomRuleSet(seed, { facts: 5, rules: 10 });
      const compiled = compile(ruleSet);
      const chance = chanceFrom(seed);
      const form = partialForm(chance, ruleSet.facts, 3);
      const results = everyCompletion(ruleSet.facts, form).map((full) => evaluateNaively(ruleSet, full));
      const possible = outcomes.filter((outcome) => results.some((result) => result.outcome === outcome));
      const statuses = new Set(results.map(({ status, outcome }) => outcome ?? status));
      const decision = compiled.evaluate(form);
      expect(statuses.size === 1).toBe(decision.status !== "insufficient");
      if (decision.range)
        expect([decision.range.worst, decision.range.best]).toEqual([
          possible[0] ?? null,
          possible.at(-1) ?? null,
        ]);
      const everFired = new Set(results.flatMap(({ fired }) => fired));
      const alwaysTrue = decision.fired.map(({ rule: id }) => id).filter((id) => id !== "default");
      for (const { rule: id } of decision.open) expect(everFired).toContain(id);
      if (decision.status !== "insufficient")
        expect(alwaysTrue).toEqual(
          [...everFired]
            .filter((id) => results.every(({ fired }) => fired.includes(id)))
            .sort(byRules(ruleSet)),
        );
    }
  });
});

const byRules = (ruleSet: RuleSet) => {
  const order = compile(ruleSet).model.rules.map(({ rule: { id } }) => id);
  return (one: string, other: string) => order.indexOf(one) - order.indexOf(other);
};

const shuffled = <T>(chance: Chance, things: readonly T[]): T[] =>
  things
    .map((thing) => [chance(1_000_000), thing] as const)
    .sort(([one], [other]) => one - other)
    .map(([, thing]) => thing);

describe("laws of the evaluator", () => {
  it("pays no regard to the order of answers and rules", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const chance = chanceFrom(seed);
        const form = partialForm(chance, sample.facts);
        const again = Object.fromEntries(shuffled(chance, Object.entries(form)));
        const mixed = compile({
          ...sample,
          rules: shuffled(chance, sample.rules),
          exceptions: shuffled(chance, sample.exceptions),
          conclusions: shuffled(chance, sample.conclusions),
        });
        expect(JSON.stringify(mixed.evaluate(again))).toBe(JSON.stringify(rules.evaluate(form)));
      }),
    );
  });

  it("never contradicts what is settled when more is answered", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const chance = chanceFrom(seed);
        const form = partialForm(chance, sample.facts, 2);
        const before = rules.evaluate(form);
        const after = rules.evaluate(completion(chance, sample.facts, form));
        if (before.status !== "insufficient")
          expect([after.status, after.outcome]).toEqual([before.status, before.outcome]);
        else if (after.outcome !== null && before.range) {
          expect(outcomes.indexOf(after.outcome)).toBeGreaterThanOrEqual(
            outcomes.indexOf(before.range.worst ?? "not_tolerated"),
          );
          expect(outcomes.indexOf(after.outcome)).toBeLessThanOrEqual(
            outcomes.indexOf(before.range.best ?? "exempt"),
          );
        } else expect(before.range?.gates).toContain(after.status);
      }),
      { numRuns: 2_000 },
    );
  });

  it("never gives a better result for a worse fact", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const chance = chanceFrom(seed);
        const form = { ...completeForm(chance, sample.facts), error: "yes", report: "true" };
        const { id, order } = sample.facts[2 + chance(sample.facts.length - 2)] as Fact;
        if (order === null || id === "urgent" || id === "objected") return;
        const at = chance(order.length - 1);
        const [better, worse] = [order[at], order[at + 1]].map(
          (value) => rules.evaluate({ ...form, [id]: value as string }).outcome,
        );
        expect(outcomes.indexOf(worse as "exempt")).toBeLessThanOrEqual(outcomes.indexOf(better as "exempt"));
      }),
      { numRuns: 2_000 },
    );
  });

  it("shows no favourable result with an open red line in 12 000 partial forms", () => {
    const chance = chanceFrom(7);
    for (let turn = 0; turn < 12_000; turn++) {
      const form = partialForm(chance, sample.facts, 8);
      const { outcome, open } = rules.evaluate(form);
      if (outcome !== "exempt" && outcome !== "lighter") continue;
      expect(open.filter(({ tier }) => tier === "redline" || tier === "refer")).toEqual([]);
    }
  });

  it("claims nothing by Kleene that the diagram does not", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const chance = chanceFrom(seed);
        const ruleSet = randomRuleSet(seed);
        const { model } = compile(ruleSet);
        const { possible } = readForm(model.space, partialForm(chance, ruleSet.facts, 2));
        for (const { rule: one, effective } of model.rules) {
          const { truth } = reasonsFor(one, model.space, model.names, possible, false);
          const reach = reachable(model.diagram, effective, possible);
          if (truth !== 2) expect(reach).toBe(1 << truth);
        }
      }),
    );
  });
});
