import { describe, expect, it } from "vitest";
import { type CompiledRules, compile } from "../../../src/core/rules/compile.ts";
import {
  answersAt,
  createRuleStates,
  levelsOf,
  onlyFalse,
  onlyTrue,
  undecided,
} from "../../../src/core/rules/rule-states.ts";
import { readForm } from "../../../src/core/rules/space.ts";
import type { Condition, Form, RuleSet } from "../../../src/core/rules/types.ts";
import { chanceFrom, partialForm, randomRuleSet } from "./random-rules.ts";
import { all, any, clean, fact, is, not, rule, sample } from "./sample-rules.ts";

const statesOf = ({ model }: CompiledRules, id: string) => {
  const modelled = model.rules.find((one) => one.rule.id === id);
  if (modelled === undefined) throw new Error(id);
  const states = createRuleStates(model, modelled);
  return (form: Form) => states.at(readForm(model.space, form));
};
const redLine = (when: Condition, base: RuleSet = sample) =>
  statesOf(compile({ ...base, rules: [rule("R00", "redline", when)] }), "R00");

describe("what one rule says of a form", () => {
  const gain = statesOf(compile(sample), "R01");

  it("is TRUE, FALSE or open, with what shows it", () => {
    expect(gain({ gain: "own" })).toMatchObject({
      reach: onlyTrue,
      fired: {
        rule: "R01",
        title: "规则R01",
        tier: "redline",
        outcome: "not_tolerated",
        facts: { gain: "own" },
      },
    });
    expect(gain({ gain: "none" })).toEqual({
      reach: onlyFalse,
      cleared: { rule: "R01", by: { gain: "none" } },
    });
    expect(gain({})).toEqual({ reach: undecided, open: { rule: "R01", tier: "redline", facts: ["gain"] } });
  });

  it("is worked out once for forms that share the answers it hangs on, and anew for others", () => {
    expect(gain({ gain: "own", loss: "none" })).toBe(gain({ gain: "own", forged: "yes" }));
    expect(gain({ gain: "returned" })).not.toBe(gain({ gain: "none" }));
    expect(gain({ gain: ["none", "returned"] }).cleared?.by).toEqual({ gain: ["none", "returned"] });
  });

  it("waits only for facts that can still matter to it", () => {
    const open = redLine(all(is("gain", "own"), any(is("forged", "yes"), is("loss", "grave"))));
    expect(open({ forged: "yes" }).open?.facts).toEqual(["gain"]);
    expect(open({ forged: "no" }).open?.facts).toEqual(["gain", "loss"]);
    expect(open({ gain: "own" }).open?.facts).toEqual(["forged", "loss"]);
  });

  it("is shown by the answers without which it would be open, where one fact occurs twice", () => {
    const either = redLine(
      any(
        all(is("gain", "own"), is("forged", "yes")),
        all(not(is("gain", "own")), is("forged", "yes")),
        is("loss", "grave"),
      ),
    );
    expect(either({ forged: "yes", loss: "none" }).fired?.facts).toEqual({ forged: "yes" });
    const neither = redLine(
      all(
        any(is("gain", "own"), is("forged", "yes")),
        any(not(is("gain", "own")), is("forged", "yes")),
        is("loss", "grave", "minor"),
      ),
    );
    expect(neither({ forged: "no", loss: "grave", motive: "public" }).cleared?.by).toEqual({ forged: "no" });
  });

  it("is TRUE by every answer that makes it so, and FALSE by the fewest that do", () => {
    const either = redLine(any(is("gain", "own"), is("forged", "yes")));
    expect(either({ gain: "own", forged: "yes" }).fired?.facts).toEqual({ gain: "own", forged: "yes" });
    const both = redLine(all(any(is("gain", "own"), is("forged", "yes")), is("loss", "grave")));
    expect(both({ gain: "none", forged: "no", loss: "none" }).cleared?.by).toEqual({ loss: "none" });
    expect(both({ gain: "none", forged: "no", loss: "grave" }).cleared?.by).toEqual({
      gain: "none",
      forged: "no",
    });
  });

  it("does not mistake one combination for another, however many facts it hangs on", () => {
    for (const values of [2, 5, 16]) {
      const ids = Array.from({ length: values }, (_, at) => `v${at}`);
      const facts = Array.from({ length: 5 }, (_, at) => fact(`f${at}`, "nature", ids));
      const base = { ...sample, facts, conclusions: [], exceptions: [], corrections: [] };
      const kept = redLine(all(...facts.map(({ id }) => is(id, "v0", "v1"))), base);
      const chance = chanceFrom(values);
      for (let turn = 0; turn < 60; turn++) {
        const form = partialForm(chance, facts, 2);
        const anew = redLine(all(...facts.map(({ id }) => is(id, "v0", "v1"))), base);
        expect(kept(form)).toEqual(anew(form));
      }
    }
  });

  it("says the same however often it was asked", () => {
    for (let seed = 0; seed < 25; seed++) {
      const chance = chanceFrom(seed);
      const ruleSet = randomRuleSet(seed);
      const once = compile(ruleSet);
      const id = ruleSet.rules[chance(ruleSet.rules.length)]?.id ?? "";
      const kept = statesOf(once, id);
      for (let turn = 0; turn < 20; turn++) {
        const form = partialForm(chance, ruleSet.facts, 2);
        expect(kept(form)).toEqual(statesOf(once, id)(form));
      }
    }
  });
});

describe("whether a rule can still win", () => {
  const { model } = compile(sample);
  const canWin = (id: string, form: Form) => {
    const modelled = model.rules.find((one) => one.rule.id === id);
    if (modelled === undefined) throw new Error(id);
    return createRuleStates(model, modelled).canWin(readForm(model.space, form));
  };

  it("hangs on the tiers above", () => {
    expect(canWin("H01", { loss: "grave" })).toBe(true);
    expect(canWin("H01", { loss: "grave", gain: "own" })).toBe(false);
    expect(canWin("H01", { loss: "none" })).toBe(false);
    expect(canWin("R01", { report: "false" })).toBe(false);
    expect(canWin("F02", clean)).toBe(true);
  });
});

describe("facts of a rule", () => {
  const { model } = compile(sample);
  const namesAt = (levels: readonly number[]) => levels.map((level) => model.space.facts[level]?.id);

  it("are found through sub-conclusions and exceptions of exceptions, in order and once", () => {
    const levels = (id: string) => {
      const found = sample.rules.find((one) => one.id === id);
      if (found === undefined) throw new Error(id);
      return levelsOf(found, model.space, model.names);
    };
    expect(namesAt(levels("H01"))).toEqual(["collective", "urgent", "loss", "recovered"]);
    expect(namesAt(levels("F02"))).toEqual(["rule", "collective", "urgent", "loss", "recovered"]);
    expect(namesAt(levels("R03"))).toEqual(["rule", "forbidden"]);
    expect(levels("F01")).toEqual([...levels("F01")].sort((one, other) => one - other));
  });

  it("are told with their answers in the order of the facts", () => {
    const { possible } = readForm(model.space, clean);
    const level = (id: string) => model.space.levelOf.get(id) as number;
    expect(Object.entries(answersAt(model.space, [level("loss"), level("error")], possible))).toEqual([
      ["error", "yes"],
      ["loss", "none"],
    ]);
  });
});
