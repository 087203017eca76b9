/**
 * What the rules say of a published case by what its source states: what holds, what the open facts would decide, what would
 * have differed, and how that stands beside what was decided. The rules are a prompt, not the law, and know only what was
 * published: where the two part, neither is wrong by it.
 */
import { readablePart } from "../rules/by-version.ts";
import type { CompiledRules } from "../rules/compile.ts";
import type { Decision, Fired } from "../rules/decision.ts";
import { type Ends, endsAt, type OpenEnds, openEnds, type Way } from "../rules/open-ends.ts";
import { readForm } from "../rules/space.ts";
import { type Turned, turnedOver } from "../rules/turned.ts";
import type { Form, Outcome } from "../rules/types.ts";
import type { WalkOutcome } from "./walk.ts";

/** How what was decided stands beside what the rules say. */
export const comparisons = [
  /** Tolerated, and the rules settle on the same. */
  "same",
  /** Tolerated, and the rules come to it once what is nearest is found out. */
  "within",
  /** Tolerated, and the rules come to a tolerance of another kind. */
  "otherwise",
  /** Tolerated, where the rules go no further than putting it before people. */
  "people",
  /** Tolerated, where the rules say `not_tolerated`. */
  "apart",
  /** Sanctioned, and the rules say `not_tolerated`: no contradiction, but no refused application either. */
  "sanctioned-alike",
  /** Sanctioned, and the rules may still come to `not_tolerated`. */
  "sanctioned-within",
  /** Sanctioned, where the rules do not say `not_tolerated`. */
  "sanctioned-apart",
  /** Nothing but a gate: the case is outside of the pre-check. */
  "gated",
] as const;
export type Comparison = (typeof comparisons)[number];

export interface WalkFindings extends OpenEnds {
  readonly decision: Decision;
  /** Rules shown TRUE by what is stated, the highest tier first, those that it overrides too. */
  readonly holding: readonly Fired[];
  /** The way that most of what is stated bears on; what would have differed is told of the case once that is found out. Null: there is none. */
  readonly supposed: Way | null;
  readonly turned: readonly Turned[];
  readonly comparison: Comparison;
}

/** @param form what the source states; names that the rules do not have are passed over */
export function findingsOf(rules: CompiledRules, form: Form, official: WalkOutcome): WalkFindings {
  const { model } = rules;
  const states = readForm(model.space, readablePart(model.space, form));
  const open = openEnds(model, states);
  const supposed = open.ways.reduce<Way | null>(
    (most, way) => (most === null || way.bearing > most.bearing ? way : most),
    null,
  );
  return {
    ...open,
    decision: rules.decide(states),
    holding: rules.holding(states),
    supposed,
    turned: turnedOver(model, states, supposed),
    comparison: compare(official, endsAt(model, states.possible), supposed?.rule.outcome ?? null),
  };
}

/**
 * @param ends what the rules may come to; null: only a gate
 * @param nearest what the way gives that most of what is stated bears on; null: there is none
 */
export function compare(official: WalkOutcome, ends: Ends | null, nearest: Outcome | null): Comparison {
  if (ends === null) return "gated";
  const { worst, best } = ends;
  if (official === "not_tolerated") {
    if (best === "not_tolerated") return "sanctioned-alike";
    return worst === "not_tolerated" ? "sanctioned-within" : "sanctioned-apart";
  }
  if (best === "not_tolerated") return "apart";
  if (best === "consult") return "people";
  if (worst === best) return best === official ? "same" : "otherwise";
  return (nearest ?? official) === official ? "within" : "otherwise";
}
