/** Random numbers, forms and rule sets from a seed, so that a failure can be repeated. */
import type {
  Answer,
  Condition,
  Fact,
  Form,
  Outcome,
  Rule,
  RuleSet,
  ValueId,
} from "../../../src/core/rules/types.ts";
import { looks } from "../../../src/core/rules/types.ts";
import { exception, fact, rule } from "./sample-rules.ts";

/** A whole number from 0, below `limit`. Mulberry32. */
export type Chance = (limit: number) => number;

export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * limit);
  };
}

export const pick = <T>(chance: Chance, from: readonly T[]): T => from[chance(from.length)] as T;

export const completeForm = (chance: Chance, facts: readonly Fact[]): Record<string, ValueId> =>
  Object.fromEntries(facts.map(({ id, values }) => [id, pick(chance, values).id]));

/** One answer in five missing, some of them marked 不清楚, a few narrowed down. */
export function partialForm(chance: Chance, facts: readonly Fact[], missing = 5): Form {
  const form: Record<string, Answer> = {};
  for (const { id, values } of facts) {
    const kind = chance(missing * 4);
    if (kind < 2) continue;
    if (kind === 2) form[id] = "unsure";
    else if (kind === 3) form[id] = values.filter((_, index) => index > 0).map((value) => value.id);
    else form[id] = pick(chance, values).id;
  }
  return form;
}

/** A complete form that a partial one can become. */
export function completion(chance: Chance, facts: readonly Fact[], form: Form): Record<string, ValueId> {
  return Object.fromEntries(
    facts.map(({ id, values }) => {
      const answer = form[id] ?? "unsure";
      const left = answer === "unsure" ? values.map((value) => value.id) : [answer].flat();
      return [id, pick(chance, left as readonly ValueId[])];
    }),
  );
}

/** A form with more answers: about half of what is open or narrowed down gets a value that was still possible. */
export function moreAnswers(chance: Chance, facts: readonly Fact[], form: Form): Form {
  const full = completion(chance, facts, form);
  return Object.fromEntries(
    facts.flatMap(({ id }): [string, Answer][] => {
      const given = form[id];
      if (chance(2) === 0) return [[id, full[id] as string]];
      return given === undefined ? [] : [[id, given]];
    }),
  );
}

/** Another version of a rule set: some rules gone, some of another tier. */
export function changedVersion(chance: Chance, ruleSet: RuleSet): RuleSet {
  const rules = ruleSet.rules
    .filter(() => chance(5) > 0)
    .map((one): Rule => {
      if (one.tier !== "favour" || chance(3) > 0) return one;
      return chance(2) === 0
        ? { ...one, outcome: one.outcome === "exempt" ? "lighter" : "exempt" }
        : { ...one, tier: "refer", outcome: "consult" };
    });
  return { ...ruleSet, version: `${ruleSet.version}-changed`, rules };
}

/** A rule set without equal ranks that disagree: each rule of the favour and gate tiers has a rank of its own. */
export function randomRuleSet(seed: number, size = { facts: 8, rules: 14 }): RuleSet {
  const chance = chanceFrom(seed);
  const facts = Array.from({ length: size.facts }, (_, index) =>
    fact(`f${index}`, looks[index % looks.length] ?? "nature", ["a", "b", "c", "d"].slice(0, 2 + chance(3))),
  );
  const conclusions = Array.from({ length: 4 }, (_, index) => ({
    id: `c${index}`,
    look: null,
    title: `c${index}`,
    when: randomCondition(chance, facts, index, 2),
  }));
  const exceptions = Array.from({ length: 4 }, (_, index) =>
    exception(
      `x${index}`,
      randomCondition(chance, facts, 4, 1),
      index > 0 && chance(2) === 0 ? [`x${chance(index)}`] : [],
    ),
  );
  const rules = Array.from({ length: size.rules }, (_, index) => randomRule(chance, facts, index));
  return {
    id: "random",
    version: String(seed),
    title: "random",
    from: "2020-01-01",
    until: null,
    facts,
    conclusions,
    exceptions,
    rules,
    corrections: [],
    parameters: [],
  };
}

function randomRule(chance: Chance, facts: readonly Fact[], index: number): Rule {
  const tier = (["redline", "refer", "favour", "favour", "gate"] as const)[chance(5)] ?? "favour";
  const narrow = tier === "gate" || tier === "redline" || tier === "refer";
  const parts = [randomCondition(chance, facts, 4, 1), randomCondition(chance, facts, 4, 1)];
  return rule(`r${index}`, tier, narrow ? { all: parts } : randomCondition(chance, facts, 4, 2), {
    rank: index + 1,
    unless: chance(3) === 0 ? [`x${chance(4)}`] : [],
    ...(tier === "favour" ? { outcome: pick<Outcome>(chance, ["lighter", "exempt"]) } : {}),
    ...(tier === "gate" ? { gate: pick(chance, ["clarification", "not_applicable"] as const) } : {}),
  });
}

function randomCondition(
  chance: Chance,
  facts: readonly Fact[],
  conclusions: number,
  depth: number,
): Condition {
  const kind = depth === 0 ? chance(2) : chance(6);
  if (kind <= 1 || (kind === 2 && conclusions === 0)) {
    const { id, values } = pick(chance, facts);
    const some = values.filter(() => chance(2) === 0).map((value) => value.id);
    return { fact: id, in: some.length > 0 ? some : [values[0]?.id ?? ""] };
  }
  if (kind === 2) return { conclusion: `c${chance(conclusions)}` };
  const part = () => randomCondition(chance, facts, conclusions, depth - 1);
  if (kind === 3) return { not: part() };
  const parts = Array.from({ length: 1 + chance(3) }, part);
  return kind === 4 ? { all: parts } : { any: parts };
}
