/**
 * What one rule says of a form: TRUE, FALSE or open, with the answers that show it. A rule hangs on few facts, so what was
 * worked out for one combination of their answers serves every form that shares it.
 */
import { type Conditional, type Names, partsOf, reasonsFor } from "./conditions.ts";
import type { Cleared, Fired, Open } from "./decision.ts";
import { always, createDiagram, never } from "./diagram.ts";
import { type ModelledRule, type RuleModel, winning } from "./model.ts";
import { answerAt, type FactSpace, type States } from "./space.ts";
import type { Answer, Condition, FactId, Rule } from "./types.ts";
import { reachable, restrict, support } from "./walks.ts";

export const onlyTrue = 1 << always;
export const onlyFalse = 1 << never;
/** Neither shown TRUE nor shown FALSE. */
export const undecided = onlyTrue | onlyFalse;

/** One of the three entries is there, by `reach`. */
export interface RuleState {
  /** `onlyTrue`, `onlyFalse` or `undecided`. */
  readonly reach: number;
  readonly fired?: Fired;
  readonly cleared?: Cleared;
  readonly open?: Open;
}

export interface RuleStates {
  readonly rule: Rule;
  /** Diagram of the rule with its exceptions. */
  readonly effective: number;
  at(states: States): RuleState;
  /** Whether it can become TRUE with no rule of a higher tier TRUE. */
  canWin(states: States): boolean;
}

/** Combinations remembered of one rule; further ones are worked out each time. */
const remembered = 4096;

/** @throws {DiagramBudgetError} */
export function createRuleStates(model: RuleModel, modelled: ModelledRule): RuleStates {
  const { rule, effective } = modelled;
  const { diagram, space } = model;
  const wins = winning(model, modelled);
  const levels = levelsOf(rule, space, model.names);
  const keyOf = keyFor(levels, space);
  const known = new Map<number | string, RuleState>();
  return {
    rule,
    effective,
    at(states) {
      const key = keyOf(states.possible);
      const state = known.get(key);
      if (state !== undefined) return state;
      const made = stateOf(model, modelled, levels, states.possible);
      if (known.size < remembered) known.set(key, made);
      return made;
    },
    canWin: (states) => (reachable(diagram, wins, states.possible) & onlyTrue) !== 0,
  };
}

/** Levels of the facts that a rule names, through sub-conclusions and exceptions. */
export function levelsOf(rule: Conditional, space: FactSpace, names: Names): number[] {
  const found = new Set<number>();
  const visit = (condition: Condition): void => {
    if ("fact" in condition) found.add(space.levelOf.get(condition.fact) ?? 0);
    const conclusion = "conclusion" in condition ? names.conclusions.get(condition.conclusion) : undefined;
    if (conclusion) visit(conclusion.when);
    partsOf(condition).forEach(visit);
  };
  const visitRule = ({ when, unless }: Conditional): void => {
    visit(when);
    for (const id of unless ?? []) {
      const exception = names.exceptions.get(id);
      if (exception) visitRule(exception);
    }
  };
  visitRule(rule);
  return [...found].sort((one, other) => one - other);
}

/** The answers at some levels, by fact. */
export const answersAt = (
  space: FactSpace,
  levels: Iterable<number>,
  possible: ArrayLike<number>,
): Record<FactId, Answer> =>
  Object.fromEntries(
    [...levels]
      .sort((one, other) => one - other)
      .map((level) => [space.facts[level]?.id ?? "", answerAt(space, level, possible[level] ?? 0)]),
  );

function stateOf(
  model: RuleModel,
  { rule, effective }: ModelledRule,
  levels: readonly number[],
  possible: readonly number[],
): RuleState {
  const { diagram, space } = model;
  const reach = reachable(diagram, effective, possible);
  if (reach === undecided) {
    const scratch = createDiagram(diagram.widths, diagram.budget);
    const waiting = support(scratch, restrict(diagram, effective, possible, scratch));
    const facts = Object.freeze(waiting.map((level) => space.facts[level]?.id ?? ""));
    return { reach, open: Object.freeze({ rule: rule.id, tier: rule.tier, facts }) };
  }
  const shown = shownBy(model, rule, effective, levels, possible, reach);
  // Frozen, since many decisions share it.
  const answers = Object.freeze(answersAt(space, shown, possible));
  if (reach === onlyFalse) return { reach, cleared: Object.freeze({ rule: rule.id, by: answers }) };
  const { id, title, tier, outcome, basis } = rule;
  return { reach, fired: Object.freeze({ rule: id, title, tier, outcome, basis, facts: answers }) };
}

/** Levels whose answers show that a rule is TRUE or FALSE. */
function shownBy(
  model: RuleModel,
  rule: Rule,
  effective: number,
  levels: readonly number[],
  possible: readonly number[],
  reach: number,
): Iterable<number> {
  const { truth, levels: told } = reasonsFor(rule, model.space, model.names, possible, reach === onlyTrue);
  if (truth === (reach === onlyTrue ? 1 : 0)) return told;
  // A fact occurs twice and Kleene cannot tell: leave out answers one by one as long as the diagram stays settled.
  const kept = model.space.full.map((full, level) =>
    levels.includes(level) ? (possible[level] as number) : full,
  );
  return levels.filter((level) => {
    const answer = kept[level] as number;
    kept[level] = model.space.full[level] as number;
    if (reachable(model.diagram, effective, kept) === reach) return false;
    kept[level] = answer;
    return true;
  });
}

/** A key for the answers at some levels: a number where their bits fit into one, else a text. */
function keyFor(
  levels: readonly number[],
  space: FactSpace,
): (possible: readonly number[]) => number | string {
  const widths = levels.map((level) => space.widths[level] as number);
  if (widths.reduce((sum, width) => sum + width, 0) > 52)
    return (possible) => String.fromCharCode(...levels.map((level) => possible[level] as number));
  const factors = widths.map((width) => 2 ** width);
  return (possible) => {
    let key = 0;
    for (let index = 0; index < levels.length; index++)
      key = key * (factors[index] as number) + (possible[levels[index] as number] as number);
    return key;
  };
}
