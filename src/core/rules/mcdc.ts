/**
 * Pairs of cases that show each literal of a rule at work (MC/DC): they differ in one fact, the literal turns from FALSE to
 * TRUE or back, and so does the rule. A literal without such a pair is dead: the rule would be the same without it.
 */
import { type Conditional, partsOf } from "./conditions.ts";
import { filled } from "./lints/lint.ts";
import { areaOf, type RuleModel } from "./model.ts";
import { formOf } from "./space.ts";
import type { Condition, FactId, ValueId } from "./types.ts";
import { pairPath, support } from "./walks.ts";

export interface LiteralPair {
  /** The rule, exception or sub-conclusion. */
  readonly rule: string;
  /** An atom or sub-conclusion of its condition, or one of its exceptions. */
  readonly literal: string;
  /** Two complete forms, the rule TRUE in the first alone; null: the literal is dead. */
  readonly pair: readonly [Readonly<Record<FactId, ValueId>>, Readonly<Record<FactId, ValueId>>] | null;
}

/** Pairs for every literal of every rule, exception and sub-conclusion. */
export function literalPairs(model: RuleModel): LiteralPair[] {
  const { rules, exceptions, conclusions } = model.ruleSet;
  const bearers: readonly Conditional[] = [...rules, ...exceptions, ...conclusions];
  return bearers.flatMap((bearer) => {
    const whole = areaOf(model, bearer);
    return literalsOf(model, bearer).map(({ literal, root }) => ({
      rule: bearer.id,
      literal,
      pair: pairFor(model, whole, root),
    }));
  });
}

interface Literal {
  readonly literal: string;
  readonly root: number;
}

function literalsOf({ conditions, names }: RuleModel, { id, when, unless = [] }: Conditional): Literal[] {
  const inside = (condition: Condition): Literal[] => {
    if ("fact" in condition)
      return [
        {
          literal: `${condition.fact}: ${condition.in.join(", ")}`,
          root: conditions.condition(condition, id),
        },
      ];
    if ("conclusion" in condition)
      return [{ literal: condition.conclusion, root: conditions.condition(condition, id) }];
    return partsOf(condition).flatMap(inside);
  };
  const exceptions = unless.flatMap((name) => {
    const exception = names.exceptions.get(name);
    return exception ? [{ literal: name, root: conditions.effective(exception) }] : [];
  });
  return [...inside(when), ...exceptions];
}

function pairFor({ diagram, space }: RuleModel, effective: number, literal: number): LiteralPair["pair"] {
  // Ends of both truths together: 2 + rule + 2 · literal.
  const joint = diagram.choose(literal, diagram.choose(effective, 5, 4), diagram.choose(effective, 3, 2));
  const flips = (one: number, other: number): boolean =>
    (one & 1) === 1 && (other & 1) === 0 && (one & 2) !== (other & 2);
  for (const level of support(diagram, literal)) {
    const width = space.widths[level] ?? 0;
    for (let first = 0; first < width; first++)
      for (let second = 0; second < width; second++) {
        if (first === second) continue;
        const path = pairPath(diagram, joint, joint, flips, { level, first, second });
        if (path === undefined) continue;
        const holds = filled(space, path);
        const fails = holds.map((value, at) => (at === level ? second : value));
        return [formOf(space, holds), formOf(space, fails)];
      }
  }
  return null;
}
