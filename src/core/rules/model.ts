/**
 * A rule set as functions over the space of facts: what the evaluator walks and what the lints prove things about.
 *
 * The verdict is built from the default upwards, tier by tier and inside a tier rank by rank:
 *
 *   root = if (some rule of this rank that gives X is TRUE) then X else root
 *
 * Two TRUE rules of one rank that disagree end in a terminal of their own, so that the conflict is found, not decided.
 */
import { type Conditional, type Conditions, createConditions, type Names, readNames } from "./conditions.ts";
import {
  type Budget,
  both,
  createDiagram,
  type Diagram,
  either,
  never,
  standardBudget,
  without,
} from "./diagram.ts";
import { createSpace, type FactSpace } from "./space.ts";
import { type GateStatus, type Outcome, type Rule, type RuleSet, tiers } from "./types.ts";
import { checkLive, mapTerminals } from "./walks.ts";

/** Ends of the verdict; `consult` by a named rule is another end than by default. */
export const ends = {
  not_tolerated: 2,
  consult: 3,
  default: 4,
  lighter: 5,
  exempt: 6,
  not_applicable: 7,
  clarification: 8,
  conflict: 9,
} as const;

/** The outcome that an end stands for; null for a gate and for a conflict. */
export const outcomeOfEnd = (end: number): Outcome | null => outcomeByEnd[end] ?? null;
const outcomeByEnd: Readonly<Record<number, Outcome>> = {
  [ends.not_tolerated]: "not_tolerated",
  [ends.consult]: "consult",
  [ends.default]: "consult",
  [ends.lighter]: "lighter",
  [ends.exempt]: "exempt",
};

/** The gate that an end stands for; null for every other. */
export const gateOfEnd = (end: number): GateStatus | null =>
  end === ends.not_applicable ? "not_applicable" : end === ends.clarification ? "clarification" : null;

/** Bits of several ends. */
export const bitsOf = (...of: readonly (keyof typeof ends)[]): number =>
  of.reduce((bits, end) => bits | (1 << ends[end]), 0);
export const favourableEnds = bitsOf("lighter", "exempt");

export const endOf = (rule: Rule): number => ends[rule.gate ?? rule.outcome ?? "conflict"];

/** A rule with the combinations on which it is TRUE, its exceptions counted. */
export interface ModelledRule {
  readonly rule: Rule;
  readonly effective: number;
}

export interface RuleModel {
  readonly ruleSet: RuleSet;
  readonly names: Names;
  readonly space: FactSpace;
  readonly diagram: Diagram;
  readonly conditions: Conditions;
  /** By tier, then rank, then id: the order of the file means nothing. */
  readonly rules: readonly ModelledRule[];
  /** Where each correction is owed, by its id. */
  readonly corrections: ReadonlyMap<string, number>;
  /** Ends in `ends`. */
  readonly verdict: number;
  /** As the verdict, a `consult` by default counted as any other. */
  readonly outcome: number;
}

export interface ModelOptions {
  readonly budget?: Budget;
  /** Space and diagram of another rule set, to compare the two. */
  readonly shared?: Pick<RuleModel, "space" | "diagram">;
}

/**
 * @throws {UnknownNameError | RuleSetError | RuleCycleError} the rule set cannot be read
 * @throws {DiagramBudgetError} it is too large to be proven
 */
export function buildModel(ruleSet: RuleSet, options: ModelOptions = {}): RuleModel {
  const names = readNames(ruleSet);
  const space = options.shared?.space ?? createSpace(ruleSet.facts);
  const diagram = options.shared?.diagram ?? createDiagram(space.widths, options.budget ?? standardBudget);
  const conditions = createConditions(space, names, diagram);
  const rules = [...ruleSet.rules]
    .sort(byPrecedence)
    .map((rule) => ({ rule, effective: conditions.effective(rule) }));
  for (const { id, when } of ruleSet.conclusions) conditions.condition(when, id);
  const corrections = new Map(
    ruleSet.corrections.map((correction) => [correction.id, conditions.effective(correction)]),
  );
  const verdict = verdictOf(diagram, rules);
  const outcome = outcomeFrom(diagram, verdict);
  return { ruleSet, names, space, diagram, conditions, rules, corrections, verdict, outcome };
}

/** The verdict that some rules give together. */
export function verdictOf(diagram: Diagram, rules: readonly ModelledRule[]): number {
  let root: number = ends.default;
  for (const tier of [...tiers].reverse()) {
    const ofTier = rules.filter(({ rule }) => rule.tier === tier);
    const ranks = [...new Set(ofTier.map(({ rule }) => rule.rank))].sort((one, other) => other - one);
    for (const rank of ranks) {
      const areas = areasByEnd(
        diagram,
        ofTier.filter(({ rule }) => rule.rank === rank),
      );
      const conflict = overlap(diagram, [...areas.values()]);
      for (const [end, area] of areas) root = diagram.choose(area, end, root);
      root = diagram.choose(conflict, ends.conflict, root);
    }
    checkLive(diagram, [root]);
  }
  return root;
}

/** A verdict in which a `consult` by default is one as any other. */
export const outcomeFrom = (diagram: Diagram, verdict: number): number =>
  mapTerminals(diagram, verdict, (end) => (end === ends.default ? ends.consult : end));

/** Where any of the rules is TRUE. */
export const anyTrue = (diagram: Diagram, rules: readonly ModelledRule[]): number =>
  rules.reduce((root, { effective }) => either(diagram, root, effective), never);

/** Rules of the tiers above a rule's own. */
export const rulesAbove = (model: RuleModel, { tier }: Rule): ModelledRule[] =>
  model.rules.filter((other) => tiers.indexOf(other.rule.tier) < tiers.indexOf(tier));

/** Where a rule is TRUE and no rule of a higher tier is, so that it is among those reported. */
export const winning = (model: RuleModel, { rule, effective }: ModelledRule): number =>
  without(model.diagram, effective, anyTrue(model.diagram, rulesAbove(model, rule)));

/** Where a condition with exceptions holds. */
export const areaOf = (model: RuleModel, conditional: Conditional): number =>
  model.conditions.effective(conditional);

export function byPrecedence(one: Rule, other: Rule): number {
  const order = tiers.indexOf(one.tier) - tiers.indexOf(other.tier) || one.rank - other.rank;
  return order || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);
}

function areasByEnd(diagram: Diagram, rules: readonly ModelledRule[]): Map<number, number> {
  const areas = new Map<number, number>();
  for (const { rule, effective } of rules) {
    const end = endOf(rule);
    areas.set(end, either(diagram, areas.get(end) ?? never, effective));
  }
  return areas;
}

function overlap(diagram: Diagram, areas: readonly number[]): number {
  let [seen, twice]: [number, number] = [never, never];
  for (const area of areas) {
    twice = either(diagram, twice, both(diagram, seen, area));
    seen = either(diagram, seen, area);
  }
  return twice;
}
