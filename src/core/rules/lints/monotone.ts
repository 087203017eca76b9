import { outcomeOfEnd, type RuleModel } from "../model.ts";
import { type Fact, outcomes } from "../types.ts";
import { pairPath } from "../walks.ts";
import { type Checked, changedAt, exampleAt, type Finding, filled, valueIndex } from "./lint.ts";

/** 5: a worse value never gives a better result, for every ordered fact, where no gate stands. */
export function checkMonotone(model: RuleModel): Checked {
  return { findings: model.space.facts.flatMap((fact) => rising(model, fact)) };
}

/** Neighbouring values of a fact of which the worse gives a better result, with the two cases. */
export function rising(model: RuleModel, fact: Fact): Finding[] {
  const { diagram, outcome, space } = model;
  const level = space.levelOf.get(fact.id) ?? 0;
  return (fact.order ?? []).slice(1).flatMap((worse, index) => {
    const better = fact.order?.[index] ?? worse;
    const [first, second] = [valueIndex(fact, worse), valueIndex(fact, better)];
    const path = pairPath(diagram, outcome, outcome, isBetter, { level, first, second });
    if (path === undefined) return [];
    const full = filled(space, path);
    return [
      {
        message: `${fact.id}: "${worse}" gives a better result than "${better}"; change the order or the rules that name it`,
        facts: [fact.id],
        examples: [
          exampleAt(model, full, `${fact.id} ${worse}`),
          exampleAt(model, changedAt(full, level, second), `${fact.id} ${better}`),
        ],
      },
    ];
  });
}

/** Whether one end is a better outcome than another; gates and conflicts are neither better nor worse. */
export function isBetter(one: number, other: number): boolean {
  const [left, right] = [outcomeOfEnd(one), outcomeOfEnd(other)];
  return left !== null && right !== null && outcomes.indexOf(left) > outcomes.indexOf(right);
}
