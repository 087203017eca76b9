import { both, never, without } from "../diagram.ts";
import { anyTrue, endOf, type ModelledRule, type RuleModel, rulesAbove } from "../model.ts";
import { anyPath } from "../walks.ts";
import { type Checked, exampleAt, type Finding } from "./lint.ts";

/** 4: no two rules of one tier and rank disagree anywhere; overlaps that a rank settles are noted. */
export function checkConflicts(model: RuleModel): Checked {
  const { diagram } = model;
  const findings: Finding[] = [];
  const notes: Finding[] = [];
  for (const [one, other] of disagreeing(model.rules)) {
    const above = [
      ...rulesAbove(model, one.rule),
      ...model.rules.filter(
        ({ rule }) => rule.tier === one.rule.tier && rule.rank < Math.min(one.rule.rank, other.rule.rank),
      ),
    ];
    const overlap = without(diagram, both(diagram, one.effective, other.effective), anyTrue(diagram, above));
    if (overlap === never) continue;
    const rules = [one.rule.id, other.rule.id];
    if (one.rule.rank !== other.rule.rank)
      notes.push({ message: `${rules.join(" comes before ")} where both hold`, rules });
    else {
      const path = anyPath(diagram, overlap, 1 << 1);
      findings.push({
        message: `${rules.join(" and ")} hold together with equal rank and disagree; give one another rank`,
        rules,
        examples: path ? [exampleAt(model, path, `${rules.join("与")}冲突`)] : [],
      });
    }
  }
  return { findings, notes };
}

/** Pairs of one tier with different results, the better rank first. */
const disagreeing = (rules: readonly ModelledRule[]): [ModelledRule, ModelledRule][] =>
  rules.flatMap((one, index) =>
    rules
      .slice(index + 1)
      .filter(({ rule }) => rule.tier === one.rule.tier && endOf(rule) !== endOf(one.rule))
      .map((other): [ModelledRule, ModelledRule] => [one, other]),
  );
