/**
 * Conditions (条件) over a space of facts: as a diagram, exactly, and by the three truth values of Kleene, for the
 * explanation of one rule. Kleene never claims more than is so; it can claim less where one fact occurs twice.
 */
import { always, both, type Diagram, either, negated, never, without } from "./diagram.ts";
import { RuleCycleError, RuleSetError, UnknownNameError } from "./errors.ts";
import { type FactSpace, maskOf } from "./space.ts";
import type { Conclusion, Condition, Exception, RuleId, RuleSet } from "./types.ts";

/** Sub-conclusions and exceptions by name; the rules' vocabulary besides facts. */
export interface Names {
  readonly conclusions: ReadonlyMap<string, Conclusion>;
  readonly exceptions: ReadonlyMap<RuleId, Exception>;
}

/** What a rule, an exception and a correction have in common. */
export interface Conditional {
  readonly id: string;
  readonly when: Condition;
  readonly unless?: readonly RuleId[];
}

/**
 * Reads the names of a rule set.
 *
 * @throws {RuleSetError} two things of one kind have one name
 * @throws {RuleCycleError} sub-conclusions or exceptions rest on themselves
 * @throws {UnknownNameError} a reference leads nowhere
 */
export function readNames(
  ruleSet: Pick<RuleSet, "conclusions" | "exceptions" | "rules" | "corrections">,
): Names {
  const conclusions = byId("conclusion", ruleSet.conclusions);
  const exceptions = byId("exception", ruleSet.exceptions);
  byId("rule or exception", [...ruleSet.rules, ...ruleSet.exceptions]);
  byId("correction", ruleSet.corrections);
  const cycle = findCycle({ conclusions, exceptions });
  if (cycle !== null) throw new RuleCycleError(cycle);
  return { conclusions, exceptions };
}

/** Names that rest on each other in a circle; null where there is none. Unknown names are passed over. */
export function findCycle({ conclusions, exceptions }: Names): string[] | null {
  const next = (id: string): readonly string[] => {
    const conclusion = conclusions.get(id);
    return conclusion ? conclusionsIn(conclusion.when) : [];
  };
  return (
    circle([...conclusions.keys()], next) ??
    circle([...exceptions.keys()], (id) => exceptions.get(id)?.unless ?? [])
  );
}

/** Sub-conclusions that a condition names itself. */
export function conclusionsIn(condition: Condition): string[] {
  if ("conclusion" in condition) return [condition.conclusion];
  return partsOf(condition).flatMap(conclusionsIn);
}

/** The conditions directly inside one. */
export function partsOf(condition: Condition): readonly Condition[] {
  if ("all" in condition) return condition.all;
  if ("any" in condition) return condition.any;
  return "not" in condition ? [condition.not] : [];
}

export interface Conditions {
  /** Where the condition is TRUE. */
  condition(condition: Condition, place: string): number;
  /** Where a rule or exception is TRUE and none of its exceptions is. */
  effective(rule: Conditional): number;
}

/** Turns conditions into diagrams; each sub-conclusion and exception once. */
export function createConditions(space: FactSpace, names: Names, diagram: Diagram): Conditions {
  const conclusionRoots = new Map<string, number>();
  const exceptionRoots = new Map<RuleId, number>();

  const condition = (of: Condition, place: string): number => {
    if ("fact" in of) {
      const mask = maskOf(space, of.fact, of.in, place);
      return diagram.atom(space.levelOf.get(of.fact) ?? 0, mask);
    }
    if ("conclusion" in of) {
      const known = conclusionRoots.get(of.conclusion);
      if (known !== undefined) return known;
      const root = condition(conclusionNamed(names, of.conclusion, place).when, of.conclusion);
      conclusionRoots.set(of.conclusion, root);
      return root;
    }
    if ("all" in of)
      return of.all.reduce((root, part) => both(diagram, root, condition(part, place)), always);
    if ("any" in of)
      return of.any.reduce((root, part) => either(diagram, root, condition(part, place)), never);
    return negated(diagram, condition(of.not, place));
  };

  const exceptionNamed = (id: RuleId, place: string): number => {
    let root = exceptionRoots.get(id);
    if (root === undefined) {
      const exception = names.exceptions.get(id);
      if (!exception) throw new UnknownNameError("exception", id, names.exceptions.keys(), place);
      root = effective(exception);
      exceptionRoots.set(id, root);
    }
    return root;
  };

  const effective = (rule: Conditional): number =>
    (rule.unless ?? []).reduce(
      (root, exception) => without(diagram, root, exceptionNamed(exception, rule.id)),
      condition(rule.when, rule.id),
    );

  return { condition, effective };
}

/** FALSE, TRUE, or not known. */
export type Truth = 0 | 1 | 2;
export const unknown = 2;

/** Truth by Kleene with the levels that show it: for UNKNOWN, those it waits for. */
export interface Reasons {
  readonly truth: Truth;
  readonly levels: ReadonlySet<number>;
}

/**
 * Why a rule is TRUE or FALSE, through sub-conclusions, negations and exceptions.
 *
 * @param possible values still possible by level
 * @param thorough name every answer that shows it, also where several each suffice; else the fewest that suffice
 */
export function reasonsFor(
  rule: Conditional,
  space: FactSpace,
  names: Names,
  possible: ArrayLike<number>,
  thorough: boolean,
): Reasons {
  const everyOf = (parts: readonly Reasons[]): Reasons => every(parts, thorough);
  const condition = (of: Condition): Reasons => {
    if ("fact" in of) return atomReasons(of, space, possible, rule.id);
    if ("conclusion" in of) return condition(conclusionNamed(names, of.conclusion, rule.id).when);
    if ("all" in of) return everyOf(of.all.map(condition));
    if ("any" in of) return opposite(everyOf(of.any.map((part) => opposite(condition(part)))));
    return opposite(condition(of.not));
  };
  const effective = (of: Conditional): Reasons => {
    const exceptions = (of.unless ?? [])
      .map((id) => names.exceptions.get(id))
      .filter((other) => other !== undefined);
    return everyOf([condition(of.when), ...exceptions.map((other) => opposite(effective(other)))]);
  };
  return effective(rule);
}

function atomReasons(
  { fact, in: values }: { readonly fact: string; readonly in: readonly string[] },
  space: FactSpace,
  possible: ArrayLike<number>,
  place: string,
): Reasons {
  const mask = maskOf(space, fact, values, place);
  const level = space.levelOf.get(fact) ?? 0;
  const left = possible[level] ?? 0;
  const truth = (left & ~mask) === 0 ? 1 : (left & mask) === 0 ? 0 : unknown;
  // What no answer could change needs no answer to show it.
  const settledByItself = truth !== unknown && left === space.full[level];
  return { truth, levels: settledByItself ? new Set() : new Set([level]) };
}

function every(parts: readonly Reasons[], thorough: boolean): Reasons {
  const failed = parts.filter(({ truth }) => truth === 0);
  if (failed.length > 0 && !thorough)
    return failed.reduce((fewest, part) => (part.levels.size < fewest.levels.size ? part : fewest));
  const open = parts.filter(({ truth }) => truth === unknown);
  const truth = failed.length > 0 ? 0 : open.length > 0 ? unknown : 1;
  const told = parts.filter((part) => part.truth === truth);
  return { truth, levels: new Set(told.flatMap((part) => [...part.levels])) };
}

const opposite = ({ truth, levels }: Reasons): Reasons => ({
  truth: truth === unknown ? unknown : truth === 1 ? 0 : 1,
  levels,
});

function conclusionNamed(names: Names, id: string, place: string): Conclusion {
  const conclusion = names.conclusions.get(id);
  if (!conclusion) throw new UnknownNameError("conclusion", id, names.conclusions.keys(), place);
  return conclusion;
}

function byId<T extends { readonly id: string }>(kind: string, things: readonly T[]): Map<string, T> {
  const map = new Map<string, T>();
  for (const thing of things) {
    if (map.has(thing.id)) throw new RuleSetError(`${kind} "${thing.id}" is declared twice; rename one`);
    map.set(thing.id, thing);
  }
  return map;
}

function circle(ids: readonly string[], next: (id: string) => readonly string[]): string[] | null {
  const done = new Set<string>();
  const trail: string[] = [];
  const visit = (id: string): string[] | null => {
    const at = trail.indexOf(id);
    if (at >= 0) return trail.slice(at);
    if (done.has(id)) return null;
    trail.push(id);
    for (const other of next(id)) {
      const found = visit(other);
      if (found) return found;
    }
    trail.pop();
    done.add(id);
    return null;
  };
  for (const id of ids) {
    const found = visit(id);
    if (found) return found;
  }
  return null;
}
