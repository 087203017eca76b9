/** What is wrong with a rule set or a form. Budgets of the diagram have their own error in `diagram.ts`. */
import { nearest } from "./nearest.ts";

export type NamedKind = "fact" | "value" | "conclusion" | "exception" | "parameter" | "rule set";

/** A name that the rule set does not know; nothing is guessed, the nearest known one is told. */
export class UnknownNameError extends Error {
  readonly code = "rules.unknown-name";
  readonly kind: NamedKind;
  readonly given: string;
  /** Null where no known name is near. */
  readonly nearest: string | null;

  constructor(kind: NamedKind, given: string, known: Iterable<string>, place: string) {
    const names = [...known];
    const near = nearest(given, names);
    const remedy =
      near === null ? `known are ${names.join(", ") || "none"}` : `the nearest known one is "${near}"`;
    super(`${place}: unknown ${kind} "${given}"; ${remedy}`);
    this.name = "UnknownNameError";
    this.kind = kind;
    this.given = given;
    this.nearest = near;
  }
}

/** Rules of the winning tier and rank are TRUE together and disagree. The lint of ranks proves that it cannot happen. */
export class RuleConflictError extends Error {
  readonly code = "rules.conflict";
  readonly rules: readonly string[];

  constructor(rules: readonly string[]) {
    super(`rules ${rules.join(" and ")} apply with equal rank and disagree; give one of them another rank`);
    this.name = "RuleConflictError";
    this.rules = rules;
  }
}

/** Sub-conclusions or exceptions that rest on themselves. */
export class RuleCycleError extends Error {
  readonly code = "rules.cycle";
  /** Each rests on the next, the last on the first. */
  readonly cycle: readonly string[];

  constructor(cycle: readonly string[]) {
    super(`${[...cycle, cycle[0]].join(" → ")} is a circle; take one of these references out`);
    this.name = "RuleCycleError";
    this.cycle = cycle;
  }
}

/** A rule set or overlay that cannot be used as it is written. */
export class RuleSetError extends Error {
  readonly code = "rules.malformed";

  constructor(problem: string) {
    super(problem);
    this.name = "RuleSetError";
  }
}

/** An answer that says nothing, such as an empty set of possible values. */
export class FormError extends Error {
  readonly code = "rules.form";
  readonly fact: string;

  constructor(fact: string, problem: string) {
    super(`fact "${fact}": ${problem}`);
    this.name = "FormError";
    this.fact = fact;
  }
}
