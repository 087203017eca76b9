/**
 * The reference: what a rule set says of a complete form, written from the meaning of the tiers alone, without masks or
 * diagram. Tests and audits compare the compiled evaluator with it.
 */
import { RuleConflictError } from "./errors.ts";
import {
  type Condition,
  type FactId,
  type GateStatus,
  type Outcome,
  type RuleId,
  type RuleSet,
  tiers,
  type ValueId,
} from "./types.ts";

export interface NaiveDecision {
  readonly status: "decided" | GateStatus;
  readonly outcome: Outcome | null;
  /** TRUE rules of the winning tier, by id; empty: the default. */
  readonly fired: readonly RuleId[];
}

/** @throws {RuleConflictError} TRUE rules of the winning rank disagree */
export function evaluateNaively(ruleSet: RuleSet, form: Readonly<Record<FactId, ValueId>>): NaiveDecision {
  const holds = (condition: Condition): boolean => {
    if ("fact" in condition) return condition.in.includes(form[condition.fact] ?? "");
    if ("conclusion" in condition)
      return ruleSet.conclusions.some(({ id, when }) => id === condition.conclusion && holds(when));
    if ("all" in condition) return condition.all.every(holds);
    if ("any" in condition) return condition.any.some(holds);
    return !holds(condition.not);
  };
  const effective = (rule: { readonly when: Condition; readonly unless: readonly RuleId[] }): boolean =>
    holds(rule.when) &&
    !ruleSet.exceptions.some((other) => rule.unless.includes(other.id) && effective(other));

  for (const tier of tiers) {
    const fired = ruleSet.rules.filter((rule) => rule.tier === tier && effective(rule));
    if (fired.length === 0) continue;
    const first = Math.min(...fired.map(({ rank }) => rank));
    const winners = fired.filter(({ rank }) => rank === first);
    const results = new Set(winners.map(({ gate, outcome }) => gate ?? outcome));
    if (results.size > 1) throw new RuleConflictError(winners.map(({ id }) => id).sort());
    const [{ gate, outcome } = { gate: null, outcome: null }] = winners;
    return { status: gate ?? "decided", outcome, fired: fired.map(({ id }) => id).sort() };
  }
  return { status: "decided", outcome: "consult", fired: [] };
}
