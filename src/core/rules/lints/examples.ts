import type { CompiledRules } from "../compile.ts";
import type { Decision } from "../decision.ts";
import { FormError, RuleConflictError, UnknownNameError } from "../errors.ts";
import { onlyFalse, onlyTrue } from "../rule-states.ts";
import { readForm } from "../space.ts";
import { cheapestChange, reachable } from "../walks.ts";
import type { Checked, Finding, RuleExample } from "./lint.ts";

/**
 * 16: every example comes out as it says; every rule has one that fires it and a near miss, in which it does not hold and
 * would with one other answer.
 *
 * @param origin only rules from there need examples: `national`, or an overlay
 */
export function checkExamples(
  rules: CompiledRules,
  examples: readonly RuleExample[],
  origin?: string,
): Checked {
  const runs = examples.map((example) => ({ example, decision: decided(rules, example) }));
  const read = runs.filter(
    (run): run is { example: RuleExample; decision: Decision } => !(run.decision instanceof Error),
  );
  const { model } = rules;
  const asked = model.rules.filter(({ rule }) => origin === undefined || rule.origin === origin);
  const findings: Finding[] = [
    ...runs.flatMap(({ example, decision }) => mismatch(example, decision)),
    ...asked
      .filter(
        ({ rule }) => !read.some(({ decision }) => decision.fired.some((fired) => fired.rule === rule.id)),
      )
      .map(({ rule }) => ({ message: `no example fires ${rule.id}; add one`, rules: [rule.id] })),
    ...asked
      .filter(({ effective }) => !read.some(({ example }) => isNearMiss(rules, effective, example)))
      .map(({ rule }) => ({
        message: `${rule.id} has no near miss; add an example one answer away from it`,
        rules: [rule.id],
      })),
  ];
  return { findings };
}

function decided(rules: CompiledRules, { facts }: RuleExample): Decision | Error {
  try {
    return rules.evaluate(facts);
  } catch (error) {
    const told = [FormError, RuleConflictError, UnknownNameError].some((kind) => error instanceof kind);
    if (told) return error as Error;
    throw error;
  }
}

function mismatch({ name, expect }: RuleExample, decision: Decision | Error): Finding[] {
  if (decision instanceof Error) return [{ message: `example "${name}": ${decision.message}` }];
  const { status, outcome } = decision;
  const fired = decision.fired.map(({ rule }) => rule).sort();
  const rulesDiffer = expect.fired !== null && [...expect.fired].sort().join() !== fired.join();
  if (status === expect.status && outcome === expect.outcome && !rulesDiffer) return [];
  const told = (result: string, of: readonly string[] | null): string =>
    `${result}${of ? ` by ${of.join(", ") || "no rule"}` : ""}`;
  return [
    {
      message: `example "${name}" comes out as ${told(outcome ?? status, fired)}, not ${told(expect.outcome ?? expect.status, expect.fired)}`,
    },
  ];
}

function isNearMiss({ model }: CompiledRules, effective: number, { facts }: RuleExample): boolean {
  const { possible } = readForm(model.space, facts);
  if (reachable(model.diagram, effective, possible) !== onlyFalse) return false;
  return cheapestChange(model.diagram, effective, onlyTrue, possible, () => 1)?.length === 1;
}
