import { describe, expect, it } from "vitest";
import { outcomeOfEnd } from "../../../src/core/rules/model.ts";
import { evaluateNaively } from "../../../src/core/rules/naive.ts";
import { jointFacts, pairOf } from "../../../src/core/rules/pair.ts";
import type { RuleSet } from "../../../src/core/rules/types.ts";
import { clean, fact, is, rule, sample } from "./sample-rules.ts";

describe("facts of two rule sets together", () => {
  const loss = fact("loss", "consequence", ["none", "grave"]);
  const gain = fact("gain", "motive", ["none", "own"]);

  it("are the first's as they are, then those only the second has", () => {
    expect(jointFacts([gain, loss], [loss])).toEqual([gain, loss]);
    expect(jointFacts([loss], [gain, loss])).toEqual([loss, gain]);
    expect(jointFacts([], [gain])).toEqual([gain]);
  });

  it("have the values of both, and then no order", () => {
    const wider = fact("loss", "consequence", ["none", "minor", "grave", "huge"]);
    const [joint] = jointFacts([loss], [wider]);
    expect(joint?.values.map(({ id }) => id)).toEqual(["none", "grave", "minor", "huge"]);
    expect(joint?.order).toBeNull();
    expect(jointFacts([wider], [loss])).toEqual([wider]);
  });
});

describe("two rule sets in one diagram", () => {
  const later: RuleSet = {
    ...sample,
    rules: [...sample.rules, rule("R09", "redline", is("objected", "yes"))],
  };

  it("are equal where they say the same, and differ where they do not", () => {
    const [one, same] = pairOf(sample, { ...sample, version: "2021-01-01" });
    expect(same.verdict).toBe(one.verdict);
    const [before, after] = pairOf(sample, later);
    expect(after.diagram).toBe(before.diagram);
    expect(after.verdict).not.toBe(before.verdict);
  });

  it("say each what it says alone", () => {
    const [before, after] = pairOf(sample, later);
    for (const form of [clean, { ...clean, objected: "yes" }]) {
      const indexes = before.space.facts.map(({ id, values }) =>
        values.findIndex((value) => value.id === (form as Record<string, string>)[id]),
      );
      const said = [before, after].map((model) => outcomeOfEnd(model.diagram.follow(model.verdict, indexes)));
      expect(said).toEqual([sample, later].map((rules) => evaluateNaively(rules, form).outcome));
    }
  });
});
