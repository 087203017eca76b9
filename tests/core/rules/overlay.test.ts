import { describe, expect, it } from "vitest";
import { compile } from "../../../src/core/rules/compile.ts";
import { RuleCycleError, RuleSetError, UnknownNameError } from "../../../src/core/rules/errors.ts";
import { applyOverlays } from "../../../src/core/rules/overlay.ts";
import type { Overlay, Parameter } from "../../../src/core/rules/types.ts";
import { all, basis, clean, exception, is, localMeasure, named, rule, sample } from "./sample-rules.ts";

const parameter = (value: Parameter["value"]): Parameter => ({
  id: "recoveryDays",
  title: "",
  value,
  unit: null,
  kinder: null,
  basis,
});
const ownRules: Overlay = {
  id: "own",
  title: "本单位规定",
  base: "sample",
  from: null,
  rules: [rule("own-R1", "redline", is("collective", "alone"), { unless: ["own-X1"] })],
  exceptions: [exception("own-X1", is("urgent", "yes"))],
  parameters: [],
  unread: [],
};

describe("overlays", () => {
  it("join their rules with the base's, each with its origin", () => {
    const { rules } = applyOverlays(sample, [localMeasure, ownRules]);
    const origins = Object.groupBy(rules, ({ origin }) => origin);
    expect(origins.national?.map(({ id }) => id)).toEqual(sample.rules.map(({ id }) => id));
    expect([origins.city?.length, origins.own?.length]).toEqual([2, 1]);
  });

  it("do the same in any order, parameters aside", () => {
    const [one, other] = [
      compile(sample, [localMeasure, ownRules]),
      compile(sample, [ownRules, localMeasure]),
    ];
    for (const form of [
      clean,
      { ...clean, collective: "alone" },
      { ...clean, collective: "alone", urgent: "yes" },
    ])
      expect(one.evaluate(form)).toEqual(other.evaluate(form));
  });

  it("let the most specific parameter count that was read", () => {
    const value = (...overlays: Overlay[]) =>
      applyOverlays(sample, overlays).parameters.find(({ id }) => id === "recoveryDays")?.value;
    expect(value(localMeasure)).toBe(30);
    expect(value(localMeasure, { ...ownRules, parameters: [parameter(15)] })).toBe(15);
    expect(value({ ...ownRules, parameters: [parameter(15)] }, localMeasure)).toBe(30);
    expect(value(localMeasure, { ...ownRules, parameters: [parameter(null)] })).toBe(30);
    expect(value()).toBe(null);
  });

  it("may raise a reason to refer to a red line", () => {
    const grave = { ...clean, loss: "grave" };
    expect(compile(sample).evaluate(grave).outcome).toBe("consult");
    expect(compile(sample, [localMeasure]).evaluate(grave).outcome).toBe("not_tolerated");
  });

  it("may not replace or except from anything of the base", () => {
    const taking: Overlay = { ...ownRules, exceptions: [exception("X01", is("urgent", "yes", "no"))] };
    expect(() => compile(sample, [taking])).toThrow(/overlay "own": "X01" is taken by "sample"/);
    expect(() =>
      compile(sample, [{ ...ownRules, rules: [rule("R01", "redline", is("loss", "grave"))] }]),
    ).toThrow(/"R01"/);
    const waiting = {
      ...sample,
      rules: sample.rules.map((one) => (one.id === "R01" ? { ...one, unless: ["own-X1"] } : one)),
    };
    expect(() => compile(waiting, [ownRules])).toThrow(/only rules of overlays/);
    expect(() => compile(sample, [ownRules, { ...ownRules, id: "other" }])).toThrow(
      /overlay "other": "own-R1" is taken by "own"/,
    );
  });

  it("belong to one rule set and know its parameters", () => {
    expect(() => compile(sample, [{ ...ownRules, base: "simple" }])).toThrow(UnknownNameError);
    expect(() => compile(sample, [{ ...ownRules, base: "simple" }])).toThrow(
      /overlay "own": unknown rule set "simple"; the nearest known one is "sample"/,
    );
    expect(() =>
      compile(sample, [{ ...ownRules, parameters: [{ ...parameter(1), id: "recoverDays" }] }]),
    ).toThrow(/"recoveryDays"/);
  });
});

describe("a rule set that cannot be read", () => {
  it("names the nearest known name of what it refers to", () => {
    const broken =
      (when: Parameters<typeof rule>[2], unless: string[] = []) =>
      () =>
        compile({ ...sample, rules: [rule("R99", "redline", when, { unless })] });
    expect(broken(is("gian", "own"))).toThrow(/R99: unknown fact "gian"; the nearest known one is "gain"/);
    expect(broken(is("gain", "owm"))).toThrow(/"own"/);
    expect(broken(all(named("harmles")))).toThrow(/"harmless"/);
    expect(broken(is("gain", "own"), ["X0"])).toThrow(/"X01"/);
  });

  it("may have no circle, no name twice and no fact without values", () => {
    const self = { id: "self", look: null, title: "", when: named("self") };
    expect(() => compile({ ...sample, conclusions: [...sample.conclusions, self] })).toThrow(RuleCycleError);
    expect(() => compile({ ...sample, rules: [...sample.rules, ...sample.rules] })).toThrow(RuleSetError);
    const [first, ...rest] = sample.facts;
    const facts = (values: string[]) => [
      { ...(first as (typeof sample.facts)[0]), values: values.map((id) => ({ id, label: id })) },
      ...rest,
    ];
    for (const values of [
      [],
      ["yes", "no", "yes"],
      ["yes", "no", "unsure"],
      Array.from({ length: 17 }, (_, index) => `v${index}`),
    ])
      expect(() => compile({ ...sample, facts: facts(values) })).toThrow(RuleSetError);
    expect(() => compile({ ...sample, facts: [...sample.facts, ...sample.facts] })).toThrow(RuleSetError);
  });
});
