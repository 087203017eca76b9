import { describe, expect, it } from "vitest";
import { compile } from "../../../src/core/rules/compile.ts";
import {
  type Conditional,
  conclusionsIn,
  findCycle,
  partsOf,
  readNames,
  reasonsFor,
  unknown,
} from "../../../src/core/rules/conditions.ts";
import { RuleCycleError, RuleSetError, UnknownNameError } from "../../../src/core/rules/errors.ts";
import { readForm } from "../../../src/core/rules/space.ts";
import type { Condition, Form } from "../../../src/core/rules/types.ts";
import { all, any, exception, is, named, not, rule, sample } from "./sample-rules.ts";

const { model } = compile(sample);
const why = (rule: Conditional, form: Form, thorough: boolean) => {
  const { truth, levels } = reasonsFor(
    rule,
    model.space,
    model.names,
    readForm(model.space, form).possible,
    thorough,
  );
  return [truth, [...levels].map((level) => model.space.facts[level]?.id).sort()];
};
const when = (condition: Condition, unless: readonly string[] = []) => ({
  id: "R00",
  when: condition,
  unless,
});

describe("why a condition holds or not", () => {
  const own = is("gain", "own");
  const forged = is("forged", "yes");
  const grave = is("loss", "grave");

  it.each([
    ["a value among those meant", own, { gain: "own" }, 1, ["gain"]],
    ["a value that is not", own, { gain: "none" }, 0, ["gain"]],
    ["a set inside those meant", is("gain", "own", "returned"), { gain: ["own", "returned"] }, 1, ["gain"]],
    ["a set across them", own, { gain: ["own", "none"] }, unknown, ["gain"]],
    ["no answer", own, {}, unknown, ["gain"]],
    ["what every value meets, unasked", is("forged", "no", "yes"), {}, 1, []],
    ["a negation", not(own), { gain: "own" }, 0, ["gain"]],
    ["an open negation", not(own), {}, unknown, ["gain"]],
    ["all of several", all(own, forged), { gain: "own", forged: "yes" }, 1, ["forged", "gain"]],
    ["all, of which one waits", all(own, forged), { gain: "own" }, unknown, ["forged"]],
    ["any, of which two wait", any(own, forged, grave), { loss: "none" }, unknown, ["forged", "gain"]],
    ["none of any", any(own, forged), { gain: "none", forged: "no" }, 0, ["forged", "gain"]],
    ["a sub-conclusion", named("harmless"), { loss: "none" }, 1, ["loss"]],
    ["nothing asked", all(), {}, 1, []],
    ["nothing offered", any(), {}, 0, []],
  ] as const)("%s", (_, condition, form, truth, facts) => {
    expect(why(when(condition), form as Form, false)).toEqual([truth, facts]);
  });

  it("names the fewest answers that suffice, or each that would suffice where asked to", () => {
    const long = all(own, forged);
    const form = { gain: "none", forged: "no", loss: "none" };
    expect(why(when(long), form, false)).toEqual([0, ["gain"]]);
    expect(why(when(long), form, true)).toEqual([0, ["forged", "gain"]]);
    expect(why(when(all(any(own, forged), grave)), form, false)).toEqual([0, ["loss"]]);
    expect(why(when(any(not(own), not(forged))), form, false)).toEqual([1, ["gain"]]);
    expect(why(when(any(not(own), not(forged))), form, true)).toEqual([1, ["forged", "gain"]]);
    // What waits is no reason beside what failed.
    expect(why(when(all(own, grave)), { gain: "none" }, true)).toEqual([0, ["gain"]]);
  });

  it("counts an exception as a negation, and its own exceptions as negations of that", () => {
    const excepted = when(grave, ["X01"]);
    const form = { loss: "grave", recovered: "full", urgent: "yes" };
    expect(why(excepted, { ...form, collective: "full" }, false)).toEqual([
      0,
      ["collective", "recovered", "urgent"],
    ]);
    expect(why(excepted, { ...form, collective: "alone" }, false)).toEqual([1, ["collective", "loss"]]);
    expect(why(excepted, form, false)).toEqual([unknown, ["collective"]]);
    expect(why({ id: "R00", when: grave }, form, false)).toEqual([1, ["loss"]]);
  });

  it("names the rule and the nearest name where one is unknown", () => {
    expect(() => why(when(named("harmles")), {}, false)).toThrow(
      /R00: unknown conclusion "harmles".*"harmless"/,
    );
    expect(() => why(when(is("gian", "own")), {}, false)).toThrow(/R00: unknown fact "gian".*"gain"/);
  });
});

describe("conditions as trees", () => {
  it("have parts, and name sub-conclusions anywhere inside", () => {
    const [one, other] = [is("gain", "own"), named("harmless")];
    expect(partsOf(all(one, other))).toEqual([one, other]);
    expect(partsOf(any(one))).toEqual([one]);
    expect(partsOf(not(other))).toEqual([other]);
    expect(partsOf(one)).toEqual([]);
    expect(partsOf(other)).toEqual([]);
    expect(conclusionsIn(any(all(one, not(other)), named("corrected")))).toEqual(["harmless", "corrected"]);
  });
});

describe("names of a rule set", () => {
  const conclusion = (id: string, condition: Condition) => ({ id, look: null, title: id, when: condition });
  const names = (change: Partial<Parameters<typeof readNames>[0]>) => () =>
    readNames({ conclusions: [], exceptions: [], rules: [], corrections: [], ...change });

  it("stand once in each kind, rules and exceptions together", () => {
    const twice = (kind: string) => `${kind} "A" is declared twice; rename one`;
    const held = is("gain", "own");
    expect(names({ conclusions: [conclusion("A", held), conclusion("A", held)] })).toThrow(
      twice("conclusion"),
    );
    expect(names({ exceptions: [exception("A", held), exception("A", held)] })).toThrow(twice("exception"));
    expect(names({ exceptions: [exception("A", held)], rules: [rule("A", "redline", held)] })).toThrow(
      twice("rule or exception"),
    );
    const [correction] = sample.corrections;
    if (correction === undefined) throw new Error("no correction");
    const owed = { ...correction, id: "A" };
    expect(names({ corrections: [owed, owed] })).toThrow(twice("correction"));
    expect(names({ corrections: [owed, owed] })).toThrow(RuleSetError);
    expect(
      names({ conclusions: [conclusion("A", held)], rules: [rule("A", "redline", held)] }),
    ).not.toThrow();
  });

  it("rest on no circle, whose names are told from where it begins", () => {
    const circle = {
      conclusions: [
        conclusion("apart", is("gain", "own")),
        conclusion("before", named("A")),
        conclusion("A", all(is("gain", "own"), not(named("B")))),
        conclusion("B", any(named("A"))),
      ],
    };
    expect(names(circle)).toThrow(RuleCycleError);
    expect(() => names(circle)()).toThrow(/A.*B/);
    const found = findCycle({
      conclusions: new Map(circle.conclusions.map((one) => [one.id, one])),
      exceptions: new Map(),
    });
    expect(found).toEqual(["A", "B"]);
    const excepted = [exception("X1", is("gain", "own"), ["X2"]), exception("X2", is("gain", "own"), ["X1"])];
    expect(
      findCycle({ conclusions: new Map(), exceptions: new Map(excepted.map((one) => [one.id, one])) }),
    ).toEqual(["X1", "X2"]);
  });

  it("may be rested on twice, which is no circle, and lead nowhere here", () => {
    const shared = [
      conclusion("A", all(named("C"), named("B"))),
      conclusion("B", named("C")),
      conclusion("C", named("nowhere")),
      conclusion("D", named("A")),
    ];
    expect(
      findCycle({
        conclusions: new Map(shared.map((one) => [one.id, one])),
        exceptions: new Map([["X1", exception("X1", is("gain", "own"), ["nowhere"])]]),
      }),
    ).toBeNull();
  });

  it("lead somewhere, else the nearest is named with the place", () => {
    const compiled = (change: Partial<typeof sample>) => () => compile({ ...sample, ...change });
    expect(compiled({ rules: [rule("R00", "redline", is("gain", "own"), { unless: ["X0"] })] })).toThrow(
      /R00: unknown exception "X0".*"X01"/,
    );
    expect(compiled({ rules: [rule("R00", "redline", named("harmles"))] })).toThrow(UnknownNameError);
    expect(
      compiled({
        conclusions: [...sample.conclusions, conclusion("Z", named("harmles"))],
        rules: [rule("R00", "redline", named("Z"))],
      }),
    ).toThrow(/Z: unknown conclusion "harmles"/);
  });
});
