/**
 * The space of facts (事实空间): every combination of answers. A fact's state is the set of values still possible, one bit a
 * value; its place in the order of the decision diagram is its *level*, so states are plain arrays of numbers by level.
 */
import { FormError, RuleSetError, UnknownNameError } from "./errors.ts";
import { type Answer, type Fact, type FactId, type Form, looks, type ValueId } from "./types.ts";

/** More values do not fit the masks and the nodes of the diagram. */
export const mostValues = 16;

export interface FactSpace {
  /** By level. */
  readonly facts: readonly Fact[];
  readonly levelOf: ReadonlyMap<FactId, number>;
  /** Ids of the values by level, in the order they are offered. */
  readonly values: readonly (readonly ValueId[])[];
  /** How many values, by level. */
  readonly widths: readonly number[];
  /** All bits of each level. */
  readonly full: readonly number[];
  /** -1 for each level: no value chosen. */
  readonly open: readonly number[];
}

/** A form as masks. */
export interface States {
  /** Values still possible, by level. */
  readonly possible: readonly number[];
  /** The one value's index by level; -1 where several are possible. */
  readonly chosen: readonly number[];
  /** Levels marked 不清楚. */
  readonly unsure: ReadonlySet<number>;
  /** Whether every fact has one value. */
  readonly complete: boolean;
}

/** Facts by look, as declared inside one: the order in which officials know the questions keeps the diagram small too. */
export function createSpace(facts: readonly Fact[]): FactSpace {
  const ordered = [...facts].sort((one, other) => looks.indexOf(one.look) - looks.indexOf(other.look));
  const levelOf = new Map<FactId, number>();
  for (const fact of ordered) {
    if (levelOf.has(fact.id)) throw new RuleSetError(`fact "${fact.id}" is declared twice`);
    const ids = fact.values.map(({ id }) => id);
    if (ids.length < 1 || ids.length > mostValues || new Set(ids).size < ids.length || ids.includes("unsure"))
      throw new RuleSetError(
        `fact "${fact.id}" needs 1 to ${mostValues} different values, none of them "unsure"`,
      );
    levelOf.set(fact.id, levelOf.size);
  }
  const values = ordered.map((fact) => fact.values.map(({ id }) => id));
  const widths = values.map((ids) => ids.length);
  return {
    facts: ordered,
    levelOf,
    values,
    widths,
    full: widths.map((width) => (1 << width) - 1),
    open: widths.map(() => -1),
  };
}

/**
 * The mask of some values of a fact.
 *
 * @param place what to name in the error: a rule's id, or the form
 * @throws {UnknownNameError}
 */
export function maskOf(space: FactSpace, fact: FactId, values: readonly ValueId[], place: string): number {
  const level = space.levelOf.get(fact);
  if (level === undefined) throw new UnknownNameError("fact", fact, space.levelOf.keys(), place);
  const known = space.values[level] ?? [];
  let mask = 0;
  for (const value of values) {
    const index = known.indexOf(value);
    if (index < 0) throw new UnknownNameError("value", value, known, `${place}, fact "${fact}"`);
    mask |= 1 << index;
  }
  return mask;
}

/**
 * Reads a form: a fact left out may still have any value, one marked 不清楚 too.
 *
 * @throws {UnknownNameError} a fact or value nobody declared
 * @throws {FormError} a fact with no possible value
 */
export function readForm(space: FactSpace, form: Form): States {
  const possible = space.full.slice();
  const chosen = space.open.slice();
  let unsure = none;
  let single = 0;
  for (const id in form) {
    const level = space.levelOf.get(id);
    if (level === undefined) throw new UnknownNameError("fact", id, space.levelOf.keys(), "form");
    const answer = form[id];
    const index =
      typeof answer === "string" ? placeOf(answer, space.values[level] as readonly ValueId[]) : -1;
    if (index >= 0) {
      possible[level] = 1 << index;
      chosen[level] = index;
      single += 1;
    } else if (answer === "unsure") unsure = new Set(unsure).add(level);
    else if (answer !== undefined) {
      const mask = maskLeft(space, id, answer);
      possible[level] = mask;
      // One value left of many is that value.
      if ((mask & (mask - 1)) === 0) {
        chosen[level] = 31 - Math.clz32(mask);
        single += 1;
      }
    }
  }
  return { possible, chosen, unsure, complete: single === chosen.length };
}

const none: ReadonlySet<number> = new Set();

/** As `indexOf`, which is several times slower on so few texts. */
function placeOf(value: ValueId, values: readonly ValueId[]): number {
  for (let index = 0; index < values.length; index++) if (values[index] === value) return index;
  return -1;
}

/** What is possible as an answer: a value, or the ids of those left. */
export function answerAt(space: FactSpace, level: number, mask: number): ValueId | readonly ValueId[] {
  const left = (space.values[level] ?? []).filter((_, index) => mask & (1 << index));
  return left.length === 1 ? (left[0] as ValueId) : left;
}

/** A complete form from one value index a level. */
export const formOf = (space: FactSpace, indexes: ArrayLike<number>): Record<FactId, ValueId> =>
  Object.fromEntries(space.facts.map((fact, level) => [fact.id, fact.values[indexes[level] ?? 0]?.id ?? ""]));

function maskLeft(space: FactSpace, id: FactId, answer: Answer): number {
  const mask = maskOf(space, id, typeof answer === "string" ? [answer] : answer, "form");
  if (mask === 0) throw new FormError(id, "no value is left; leave the fact out where nothing is known");
  return mask;
}
