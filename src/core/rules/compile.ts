/**
 * The evaluator: a rule set compiled once, then decisions from forms.
 *
 *   compile(ruleSet, overlays?, budget?) → CompiledRules
 *   CompiledRules.evaluate(form) → Decision      CompiledRules.decide(states) → Decision
 *
 * Whether something is settled is read from the decision diagram, exactly; the answers that show one rule TRUE or FALSE
 * are named by Kleene's logic over its conditions. Missing is never read as no.
 */
import type { Cleared, Decision, Fired } from "./decision.ts";
import { always, type Budget, standardBudget } from "./diagram.ts";
import { RuleConflictError } from "./errors.ts";
import {
  bitsOf,
  buildModel,
  ends,
  gateOfEnd,
  type ModelOptions,
  outcomeOfEnd,
  type RuleModel,
} from "./model.ts";
import { applyOverlays } from "./overlay.ts";
import { createRuleStates, onlyTrue, type RuleStates, undecided } from "./rule-states.ts";
import { readForm, type States } from "./space.ts";
import { type Form, type Outcome, type Overlay, outcomes, type RuleSet } from "./types.ts";
import { reachable } from "./walks.ts";

export interface CompiledRules {
  /** With its overlays. */
  readonly ruleSet: RuleSet;
  /** The most general first. */
  readonly overlays: readonly Overlay[];
  readonly model: RuleModel;
  /**
   * @throws {UnknownNameError | FormError} the form names what is not there
   * @throws {RuleConflictError} TRUE rules of the winning rank disagree
   */
  evaluate(form: Form): Decision;
  /** As `evaluate`, from a form already read. */
  decide(states: States): Decision;
  /** Every rule shown TRUE, those that another tier overrides too, the highest tier first. */
  holding(states: States): readonly Fired[];
}

/**
 * Compiles a rule set.
 *
 * @param overlays the most general first
 * @param shared space and diagram of the rule set without overlays, to compare the two
 * @throws {UnknownNameError | RuleSetError | RuleCycleError} it cannot be read
 * @throws {DiagramBudgetError} it is too large for exact answers
 */
export function compile(
  ruleSet: RuleSet,
  overlays: readonly Overlay[] = [],
  budget: Budget = standardBudget,
  shared?: ModelOptions["shared"],
): CompiledRules {
  const merged = applyOverlays(ruleSet, overlays);
  const model = buildModel(merged, shared ? { shared } : { budget });
  const rules = model.rules.map((rule) => createRuleStates(model, rule));
  const byTier = (["gate", "redline", "refer", "favour"] as const).map((tier) =>
    rules.filter(({ rule }) => rule.tier === tier),
  );
  const decide = (states: States): Decision =>
    states.complete ? decideComplete(model, byTier, states) : decidePartial(model, byTier, states);
  return {
    ruleSet: merged,
    overlays,
    model,
    decide,
    holding: (states) => rules.flatMap((rule) => rule.at(states).fired ?? []),
    evaluate: (form) => decide(readForm(model.space, form)),
  };
}

/** Rules by their states, one list a tier, the highest first. */
type Tiers = readonly (readonly RuleStates[])[];
const gateTier = 0;
const redlineTier = 1;

const nothing: readonly never[] = Object.freeze([]);

const byDefault: readonly Fired[] = Object.freeze([
  { rule: "default", title: "default", tier: "default", outcome: "consult", basis: nothing, facts: {} },
]);

/** A range of one, made once for each outcome. */
const settledRange = Object.fromEntries(
  outcomes.map((outcome) => [outcome, Object.freeze({ best: outcome, worst: outcome })]),
) as Readonly<Record<Outcome, Decision["range"]>>;

/** Every fact has one value, so that each rule is TRUE or FALSE. */
function decideComplete(model: RuleModel, byTier: Tiers, states: States): Decision {
  const { diagram } = model;
  const cleared: Cleared[] = [];
  let fired: Fired[] = [];
  for (let tier = 0; tier < byTier.length; tier++) {
    const winning = fired.length === 0;
    // Red lines are shown cleared whatever decides.
    if (!winning && tier !== redlineTier) continue;
    const found: Fired[] = [];
    for (const rule of byTier[tier] as readonly RuleStates[]) {
      if (diagram.follow(rule.effective, states.chosen) === always) {
        if (winning) found.push(rule.at(states).fired as Fired);
      } else if (tier === redlineTier) cleared.push(rule.at(states).cleared as Cleared);
    }
    if (winning) fired = found;
  }
  const end = diagram.follow(model.verdict, states.chosen);
  if (end === ends.conflict) throw conflictAmong(model, fired);
  const outcome = outcomeOfEnd(end);
  return {
    status: gateOfEnd(end) ?? "decided",
    outcome,
    range: outcome === null ? null : settledRange[outcome],
    fired: fired.length === 0 ? byDefault : fired,
    cleared,
    open: nothing,
  };
}

function decidePartial(model: RuleModel, byTier: Tiers, states: States): Decision {
  const reach = reachable(model.diagram, model.verdict, states.possible);
  const found = byTier.map((rules) => rules.map((rule) => ({ rule, state: rule.at(states) })));
  const first = found.findIndex((tier) => tier.some(({ state }) => state.reach === onlyTrue));
  const open = found.map((tier, index) =>
    // What a TRUE rule overrides cannot win; this spares the walks that would say so.
    first >= 0 && index > first
      ? nothing
      : tier.filter(({ rule, state }) => state.reach === undecided && rule.canWin(states)),
  );
  const conclusion = conclude(reach);
  // Gates stand outside the order of outcomes: while they may come to nothing, what holds without them is told.
  const passing = conclusion.range !== null;
  const wins =
    first >= 0 &&
    open.every((tier, index) => (index === gateTier && passing) || index >= first || tier.length === 0);
  const known = (found[first] ?? []).flatMap(({ state }) => state.fired ?? []);
  if (reach === 1 << ends.conflict) throw conflictAmong(model, known);
  return {
    ...conclusion,
    fired: reach === 1 << ends.default ? byDefault : wins ? known : nothing,
    cleared: (found[redlineTier] ?? []).flatMap(({ state }) => state.cleared ?? []),
    open: open.flatMap((tier) => tier.flatMap(({ state }) => state.open ?? [])),
  };
}

/** Ends that stand for each outcome, as bits. */
const outcomeBits: Readonly<Record<Outcome, number>> = {
  not_tolerated: bitsOf("not_tolerated"),
  consult: bitsOf("consult", "default"),
  lighter: bitsOf("lighter"),
  exempt: bitsOf("exempt"),
};

/** What the ends still reachable (bits) amount to. */
function conclude(reach: number): Pick<Decision, "status" | "outcome" | "range"> {
  const possible = outcomes.filter((outcome) => reach & outcomeBits[outcome]);
  const gates = (["not_applicable", "clarification"] as const).filter((gate) => reach & bitsOf(gate));
  const conflict = (reach & bitsOf("conflict")) !== 0;
  const [worst = null, best = null] = [possible[0], possible.at(-1)];
  const [gate] = gates;
  if (gate !== undefined && gates.length + possible.length === 1 && !conflict)
    return { status: gate, outcome: null, range: null };
  if (gates.length > 0) return { status: "insufficient", outcome: null, range: { best, worst, gates } };
  if (possible.length === 1 && !conflict) return { status: "decided", outcome: best, range: { best, worst } };
  return { status: "insufficient", outcome: null, range: { best, worst } };
}

function conflictAmong(model: RuleModel, fired: readonly Fired[]): RuleConflictError {
  const rules = model.rules.filter(({ rule }) => fired.some(({ rule: id }) => id === rule.id));
  const first = Math.min(...rules.map(({ rule }) => rule.rank));
  const winners = rules.filter(({ rule }) => rule.rank === first);
  return new RuleConflictError(winners.map(({ rule }) => rule.id).sort());
}
