/** What the evaluator and the lints promise of any rule set, held against the shipped one. */
import { describe, expect, it } from "vitest";
import { combineVersions } from "../../src/core/rules/by-version.ts";
import { compile } from "../../src/core/rules/compile.ts";
import { explain } from "../../src/core/rules/explain.ts";
import { lintRules } from "../../src/core/rules/lints/all.ts";
import { literalPairs } from "../../src/core/rules/mcdc.ts";
import { evaluateNaively } from "../../src/core/rules/naive.ts";
import { type Answer, type Form, outcomes } from "../../src/core/rules/types.ts";
import {
  chanceFrom,
  completeForm,
  completion,
  moreAnswers,
  partialForm,
  pick,
} from "../core/rules/random-rules.ts";
import { expectNoContradiction } from "../core/rules/settled.ts";
import { isFavourable, measures, newest, versions } from "./shipped.ts";

const { facts } = newest.ruleSet;

/** Good in all but a few facts: random forms hardly ever pass the red lines. */
const nearlyGood = (chance: ReturnType<typeof chanceFrom>): Record<string, string> => {
  const form = Object.fromEntries(
    facts.map(({ id, order, values }) => [id, order?.[0] ?? values[0]?.id ?? ""]),
  );
  for (let turn = 0; turn < 4; turn++) {
    const { id, values } = pick(chance, facts);
    form[id] = pick(chance, values).id;
  }
  return form;
};

describe.each([
  { name: "the newest version", compiled: newest.compiled },
  {
    name: "the newest version with all local measures",
    compiled: compile(
      newest.ruleSet,
      measures.map(({ overlay }) => overlay),
    ),
  },
])("$name", ({ compiled }) => {
  it("decides 50 000 complete forms as the reference does", () => {
    const chance = chanceFrom(20);
    for (let turn = 0; turn < 50_000; turn++) {
      const form = turn % 2 === 0 ? completeForm(chance, facts) : nearlyGood(chance);
      const { status, outcome, fired } = compiled.evaluate(form);
      const naive = evaluateNaively(compiled.ruleSet, form);
      const ids = fired
        .map(({ rule }) => rule)
        .filter((id) => id !== "default")
        .sort();
      if (status !== naive.status || outcome !== naive.outcome || ids.join() !== naive.fired.join())
        expect({ form, status, outcome, fired: ids }).toEqual({ form, ...naive });
    }
  });

  it("gives no favourable result with an open red line or reason to refer in 10 000 partial forms", () => {
    const chance = chanceFrom(21);
    let seen = 0;
    for (let turn = 0; turn < 10_000; turn++) {
      const form = { ...nearlyGood(chance) };
      for (let left = chance(4); left > 0; left--) Reflect.deleteProperty(form, pick(chance, facts).id);
      const { outcome, open } = compiled.evaluate(form);
      if (!isFavourable(outcome)) continue;
      seen += 1;
      expect(open.filter(({ tier }) => tier !== "favour")).toEqual([]);
    }
    expect(seen).toBeGreaterThan(100);
  });

  it("never contradicts a settled result when more is answered", () => {
    const chance = chanceFrom(22);
    for (let turn = 0; turn < 2_000; turn++) {
      const form = partialForm(chance, facts, 1 + chance(8));
      const before = compiled.evaluate(form);
      if (before.status === "insufficient") continue;
      const after = compiled.evaluate(completion(chance, facts, form));
      expect([after.status, after.outcome]).toEqual([before.status, before.outcome]);
    }
  });

  it("promises of a correction only what comes of it", () => {
    const chance = chanceFrom(23);
    let promised = 0;
    for (let turn = 0; turn < 1_000; turn++) {
      const form = nearlyGood(chance);
      const { outcome, what_would_change: changes } = explain(compiled, form);
      for (const { set, outcome: better } of changes) {
        promised += 1;
        expect(compiled.evaluate({ ...form, ...set }).outcome).toBe(better);
        expect(outcomes.indexOf(better)).toBeGreaterThan(outcomes.indexOf(outcome ?? "exempt"));
      }
    }
    expect(promised).toBeGreaterThan(0);
  });
});

it("is never contradicted by more answers under the versions of any two days", () => {
  const chance = chanceFrom(24);
  let parted = 0;
  for (let turn = 0; turn < 400; turn++) {
    const [act, decision] = [pick(chance, versions), pick(chance, versions)];
    const both = (form: Form) =>
      combineVersions(
        { ruleset: act.ruleSet.version, explanation: explain(act.compiled, form) },
        { ruleset: decision.ruleSet.version, explanation: explain(decision.compiled, form) },
      );
    const form: Record<string, Answer> = nearlyGood(chance);
    for (let left = chance(8); left > 0; left--) {
      const { id } = pick(chance, facts);
      if (chance(3) === 0) form[id] = "unsure";
      else Reflect.deleteProperty(form, id);
    }
    const before = both(form);
    if (before.by_version !== undefined) parted += 1;
    expectNoContradiction(before, both(moreAnswers(chance, facts, form)));
  }
  expect(parted).toBeGreaterThan(0);
});

describe.each(versions)("version $ruleSet.version", ({ ruleSet, examples, compiled }) => {
  it("is proven by every lint about its own rules", () => {
    const results = lintRules({
      ruleSet,
      overlays: [],
      examples,
      previous: null,
      versions: [],
      firstDay: ruleSet.from,
      passage: () => ({ from: null, until: null }),
    });
    // The versions together are another matter.
    const faults = results.filter(({ id, status }) => id !== "14" && status !== "proven");
    expect(faults).toEqual([]);
  });

  it("has a pair of cases for every literal of every rule", () => {
    const pairs = literalPairs(compiled.model);
    expect(pairs.length).toBeGreaterThan(ruleSet.rules.length);
    expect(pairs.filter(({ pair }) => pair === null)).toEqual([]);
  });

  it("is small enough to be compiled anew at any time", () => {
    expect(compiled.model.diagram.created()).toBeLessThan(20_000);
  });
});
