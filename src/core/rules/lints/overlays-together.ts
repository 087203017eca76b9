import { byPrecedence, outcomeFrom, type RuleModel, verdictOf } from "../model.ts";
import { applyOverlays } from "../overlay.ts";
import type { Overlay, RuleSet } from "../types.ts";
import { checkConflicts } from "./conflicts.ts";
import type { Checked, Finding } from "./lint.ts";
import { checkMonotone } from "./monotone.ts";
import { checkOverlayBound } from "./overlay-bound.ts";

/** An overlay and the rule set with it alone, in the diagram of the rule set. */
export interface LaidOver {
  readonly overlay: Overlay;
  readonly model: RuleModel;
}

/**
 * 17: overlays laid over a rule set together, however many, hold as each does alone: no equal ranks disagree, none is
 * kinder than the rule set allows, a worse fact never gives a better result.
 *
 * Two at a time are looked at, which is enough:
 *
 * - An overlay names only what the rule set and it itself have, and no rule of the rule set names what an overlay has.
 *   So in a case each rule is TRUE or not whatever else is laid over it, and what is TRUE under several overlays together
 *   is what is TRUE under any one of them.
 * - The TRUE rules of the first tier and rank decide. One of them is the rule set's or some overlay's; nothing comes before
 *   it under that overlay alone either. So what all together give in a case is what one of them gives alone: the bound,
 *   which is about one case, holds for all if it does for each.
 * - A conflict is between two rules, and a rise between two cases; either takes two overlays at most. Where it is, nothing
 *   of a third comes first, so those two show it alone.
 *
 * @param base the rule set without overlays
 */
export function checkOverlaysTogether(base: RuleModel, laid: readonly LaidOver[]): Checked {
  const findings = laid.flatMap((one, index) =>
    laid
      .slice(index + 1)
      // Versions of one measure are never in force together.
      .filter((other) => other.overlay.id !== one.overlay.id)
      .flatMap((other) => checkPair(base, one, other)),
  );
  return { findings };
}

function checkPair(base: RuleModel, one: LaidOver, other: LaidOver): Finding[] {
  const overlays = [one.overlay, other.overlay];
  const model = bothLaidOver(base, applyOverlays(base.ruleSet, overlays), one, other);
  // What either gives alone is proven of it alone.
  if ([one, other].some(({ model: alone }) => alone.verdict === model.verdict)) return [];
  const jurisdiction = overlays.map(({ id }) => id).join(",");
  return [checkConflicts(model), checkOverlayBound(base, model, []), checkMonotone(model)]
    .flatMap(({ findings }) => findings)
    .map(({ examples = [], ...finding }) => ({
      ...finding,
      overlays: overlays.map(({ id }) => id),
      examples: examples.map((example) => ({ jurisdiction, ...example })),
    }));
}

/** As if built anew: the areas of all rules are there already. */
function bothLaidOver(base: RuleModel, ruleSet: RuleSet, one: LaidOver, other: LaidOver): RuleModel {
  const own = new Set(base.rules.map(({ rule }) => rule.id));
  const rules = [...one.model.rules, ...other.model.rules.filter(({ rule }) => !own.has(rule.id))].sort(
    (first, second) => byPrecedence(first.rule, second.rule),
  );
  const verdict = verdictOf(base.diagram, rules);
  return { ...base, ruleSet, rules, verdict, outcome: outcomeFrom(base.diagram, verdict) };
}
