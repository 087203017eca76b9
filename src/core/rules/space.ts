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
}

/** A form as masks. */
export interface States {
  /** Values still possible, by level. */
  readonly possible: Int32Array;
  /** The one value's index by level; -1 where several are possible. */
  readonly chosen: Int32Array;
  /** Marked 不清楚, by level. */
  readonly unsure: Uint8Array;
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
  return { facts: ordered, levelOf, values, widths, full: widths.map((width) => (1 << width) - 1) };
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
  const size = space.facts.length;
  const possible = new Int32Array(size);
  const chosen = new Int32Array(size);
  const unsure = new Uint8Array(size);
  let known = 0;
  let complete = true;
  for (let level = 0; level < size; level++) {
    const answer = form[(space.facts[level] as Fact).id];
    if (answer !== undefined) known += 1;
    const index = typeof answer === "string" ? (space.values[level] as ValueId[]).indexOf(answer) : -1;
    if (index >= 0) {
      possible[level] = 1 << index;
      chosen[level] = index;
    } else {
      if (answer === "unsure") unsure[level] = 1;
      const mask = openMask(space, level, answer);
      possible[level] = mask;
      // One value left out of many is that value.
      chosen[level] = (mask & (mask - 1)) === 0 ? 31 - Math.clz32(mask) : -1;
      if (chosen[level] === -1) complete = false;
    }
  }
  let given = 0;
  for (const _ in form) given += 1;
  if (given !== known) refuseUnknownFacts(space, form);
  return { possible, chosen, unsure, complete };
}

/** The states of a form without any answer. */
export const noAnswers = (space: FactSpace): States => readForm(space, {});

/** What is possible as an answer: a value, or the ids of those left. */
export function answerAt(space: FactSpace, level: number, mask: number): ValueId | readonly ValueId[] {
  const left = (space.values[level] ?? []).filter((_, index) => mask & (1 << index));
  return left.length === 1 ? (left[0] as ValueId) : left;
}

/** A complete form from one value index a level. */
export const formOf = (space: FactSpace, indexes: ArrayLike<number>): Record<FactId, ValueId> =>
  Object.fromEntries(space.facts.map((fact, level) => [fact.id, fact.values[indexes[level] ?? 0]?.id ?? ""]));

function openMask(space: FactSpace, level: number, answer: Answer | undefined): number {
  if (answer === undefined || answer === "unsure") return space.full[level] ?? 0;
  const { id } = space.facts[level] as Fact;
  const mask = maskOf(space, id, typeof answer === "string" ? [answer] : answer, "form");
  if (mask === 0) throw new FormError(id, "no value is left; leave the fact out where nothing is known");
  return mask;
}

function refuseUnknownFacts(space: FactSpace, form: Form): void {
  for (const fact of Object.keys(form))
    if (!space.levelOf.has(fact)) throw new UnknownNameError("fact", fact, space.levelOf.keys(), "form");
}
