import { describe, expect, it } from "vitest";
import { compile } from "../../../src/core/rules/compile.ts";
import { evaluateNaively } from "../../../src/core/rules/naive.ts";
import { pageOf, questionOrder } from "../../../src/core/rules/questions.ts";
import { readForm } from "../../../src/core/rules/space.ts";
import { type Fact, type Form, looks, type RuleSet } from "../../../src/core/rules/types.ts";
import { chanceFrom, everyCompletion, partialForm, randomRuleSet } from "./random-rules.ts";
import { fact } from "./sample-rules.ts";

/** The chance that two completions, drawn at random, end differently. */
function differing(ends: readonly string[]): number {
  const counts = Object.values(Object.groupBy(ends, (end) => end)).map(
    (same) => (same?.length ?? 0) / ends.length,
  );
  return 1 - counts.reduce((sum, share) => sum + share * share, 0);
}

/** The order of questions from all completions of a form, by its definition. */
function orderByEnumeration(ruleSet: RuleSet, form: Form): string[] {
  const completions = everyCompletion(ruleSet.facts, form).map((full) => {
    const { status, outcome } = evaluateNaively(ruleSet, full);
    return { full, end: outcome ?? status };
  });
  const total = differing(completions.map(({ end }) => end));
  const asked = ruleSet.facts.flatMap((one) => {
    if (form[one.id] === "unsure") return [];
    const rest = (full: Readonly<Record<string, string>>) => JSON.stringify({ ...full, [one.id]: "" });
    const byRest = Object.values(Object.groupBy(completions, ({ full }) => rest(full)));
    if (byRest.every((same = []) => new Set(same.map(({ end }) => end)).size === 1)) return [];
    const byValue = Object.values(Object.groupBy(completions, ({ full }) => full[one.id] ?? ""));
    const after = byValue.map((same = []) => differing(same.map(({ end }) => end)));
    const gain = total - after.reduce((sum, left) => sum + left, 0) / after.length;
    return [
      { id: one.id, page: pageOf(one), gain: Math.round(gain * 1e9), level: levelIn(ruleSet.facts, one) },
    ];
  });
  return asked
    .sort((one, other) => one.page - other.page || other.gain - one.gain || one.level - other.level)
    .map(({ id }) => id);
}

const levelIn = (facts: readonly Fact[], one: Fact): number =>
  [...facts].sort((a, b) => looks.indexOf(a.look) - looks.indexOf(b.look)).indexOf(one);

describe("the order of questions", () => {
  it("is that of all completions counted: what matters, page by page, the most telling first", () => {
    let asked = 0;
    for (let seed = 0; seed < 60; seed++) {
      const chance = chanceFrom(seed);
      const random = randomRuleSet(seed, { facts: 6, rules: 9 });
      // Few pages, so that gains decide.
      const facts = random.facts.map((one) => ({
        ...one,
        look: looks[chance(3)] ?? "nature",
        checklist: chance(3) === 0,
      }));
      const ruleSet = { ...random, facts };
      const form = partialForm(chance, facts, 1);
      const { model } = compile(ruleSet);
      const order = questionOrder(model, readForm(model.space, form));
      expect(order).toEqual(orderByEnumeration(ruleSet, form));
      asked += order.length;
    }
    expect(asked).toBeGreaterThan(60);
  });

  it("has the threshold on the first page, the checklist on the second, then a page a look", () => {
    const pages = looks.map((look) => pageOf(fact("one", look, ["a", "b"])));
    expect(pages).toEqual([0, 2, 3, 4, 5, 6, 7]);
    expect(pageOf(fact("one", "motive", ["a", "b"], { checklist: true }))).toBe(1);
    expect(pageOf(fact("one", "threshold", ["a", "b"], { checklist: true }))).toBe(0);
  });
});
