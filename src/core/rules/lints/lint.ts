/**
 * What a lint (校验) says. A lint claims something about every combination of facts and proves it on the diagram, or shows
 * a case that refutes it, or exceeds its budget and has not proven it: that is never taken for proven.
 */
import type { Day } from "../../law/types.ts";
import type { Status } from "../decision.ts";
import { always } from "../diagram.ts";
import { ends, gateOfEnd, outcomeOfEnd, type RuleModel } from "../model.ts";
import { type FactSpace, formOf } from "../space.ts";
import {
  type Fact,
  type FactId,
  type Form,
  type Outcome,
  type RuleId,
  tiers,
  type ValueId,
} from "../types.ts";

/** A case beside the rules; as the YAML files have it, so that a counterexample can be pasted there. */
export interface RuleExample {
  readonly name: string;
  readonly act: Day;
  /** Id of the overlay it is read with; absent or null: none. */
  readonly jurisdiction?: string | null;
  readonly facts: Form;
  readonly expect: {
    readonly status: Status;
    readonly outcome: Outcome | null;
    /** Null: not said. `default` stands for the default entry. */
    readonly fired: readonly RuleId[] | null;
  };
}

export interface Finding {
  /** What does not hold, and what to do about it. */
  readonly message: string;
  readonly rules?: readonly RuleId[];
  readonly facts?: readonly FactId[];
  /** Overlays under which it was found, the most general first; absent: the rule set alone. */
  readonly overlays?: readonly string[];
  /** Cases that show it. */
  readonly examples?: readonly RuleExample[];
}

export interface LintResult {
  /** Its number in the list of lints. */
  readonly id: string;
  readonly name: string;
  readonly status: "proven" | "finding" | "not_proven";
  readonly findings: readonly Finding[];
  /** Worth knowing, no fault: the share of the default, ranks that overlap. */
  readonly notes: readonly Finding[];
  readonly ms?: number;
}

/** What one check of a lint found. */
export interface Checked {
  readonly findings: readonly Finding[];
  readonly notes?: readonly Finding[];
}

/** One value index a level: the path's, and the best value (the first where there is no order) where it has none. */
export const filled = (space: FactSpace, path: ArrayLike<number>): number[] =>
  space.facts.map((fact, level) => {
    const index = path[level] ?? -1;
    return index >= 0 ? index : bestIndex(fact);
  });

/** A path as a case with what comes out of it. */
export function exampleAt(model: RuleModel, path: ArrayLike<number>, name: string): RuleExample {
  const { diagram, space, ruleSet } = model;
  const chosen = filled(space, path);
  const end = diagram.follow(model.verdict, chosen);
  const held = model.rules.filter(({ effective }) => diagram.follow(effective, chosen) === always);
  const winning = tiers.find((tier) => held.some(({ rule }) => rule.tier === tier));
  const fired = held.filter(({ rule }) => rule.tier === winning).map(({ rule }) => rule.id);
  return {
    name,
    act: ruleSet.from,
    facts: ownFacts(model, formOf(space, chosen)),
    expect: {
      status: end === ends.conflict ? "insufficient" : (gateOfEnd(end) ?? "decided"),
      outcome: outcomeOfEnd(end),
      fired: fired.length > 0 ? fired : ["default"],
    },
  };
}

/** Of a form over the space of two rule sets, what the model's own one knows. */
function ownFacts({ ruleSet }: RuleModel, form: Readonly<Record<FactId, ValueId>>): Record<FactId, ValueId> {
  const known = ruleSet.facts.filter(({ id, values }) => values.some((value) => value.id === form[id]));
  return Object.fromEntries(known.map(({ id }) => [id, form[id] ?? ""]));
}

/** The same path with another value at one level. */
export function changedAt(path: ArrayLike<number>, level: number, value: number): number[] {
  const changed = Array.from(path);
  changed[level] = value;
  return changed;
}

export const valueIndex = (fact: Fact, value: ValueId): number =>
  fact.values.findIndex(({ id }) => id === value);

const bestIndex = (fact: Fact): number =>
  fact.order?.[0] === undefined ? 0 : valueIndex(fact, fact.order[0]);
