/**
 * What would have differed: known facts turned over, and what becomes of the result. Told of published cases, for learning;
 * in a matter of one's own only what can still be corrected is told (`whatWouldChange`).
 */
import type { RuleModel } from "./model.ts";
import { type Ends, endsAt, type FactValues, knownLevels, valuesAt, type Way } from "./open-ends.ts";
import type { States } from "./space.ts";
import { outcomes } from "./types.ts";

/** Had these facts been so, all of them, with any of the values named. */
export interface Turned {
  readonly facts: readonly FactValues[];
  readonly to: Ends;
}

/** Facts turned over together at most; more are another case. */
const mostTogether = 4;
/** Sets of one size that are told. */
const mostSets = 2;

/**
 * Single known facts that would change the result, each with the values that change it alike, by look; and where none alone would
 * lift a result that is not favourable, the fewest that together would, at their best.
 *
 * The threshold is left out: an untrue report is another case.
 *
 * @param way supposed to be found out; then `to` is what is sure where no other ground turns up, both ends the same
 */
export function turnedOver(model: RuleModel, states: States, way: Way | null): Turned[] {
  const possible = way?.possible ?? states.possible;
  const endsOf = (masks: readonly number[]): Ends | null => {
    const ends = endsAt(model, masks);
    return way === null || ends === null ? ends : { worst: ends.worst, best: ends.worst };
  };
  const now = endsOf(possible);
  if (now === null) return [];
  const known = knownLevels(model, states);
  const single = known.flatMap((level) => turnedAt(model, states, possible, level, now, endsOf));
  const isBetter = (to: Ends): boolean => outcomes.indexOf(to.best) > outcomes.indexOf(now.best);
  const isFavourable = now.best === "exempt" || now.best === "lighter";
  if (isFavourable || single.some(({ to }) => isBetter(to))) return single;
  return [...single, ...turnedTogether(model, possible, known, isBetter)];
}

function turnedAt(
  model: RuleModel,
  states: States,
  possible: readonly number[],
  level: number,
  now: Ends,
  endsOf: (possible: readonly number[]) => Ends | null,
): Turned[] {
  const found = new Map<string, { readonly to: Ends; mask: number }>();
  for (const [value] of (model.space.values[level] ?? []).entries()) {
    const bit = 1 << value;
    // What the source leaves possible is not turned over.
    if ((states.possible[level] ?? 0) & bit) continue;
    const to = endsOf(possible.with(level, bit));
    if (to === null || (to.worst === now.worst && to.best === now.best)) continue;
    const key = `${to.worst} ${to.best}`;
    const same = found.get(key);
    if (same === undefined) found.set(key, { to, mask: bit });
    else same.mask |= bit;
  }
  return [...found.values()].map(({ to, mask }) => ({ facts: [valuesAt(model, level, mask)], to }));
}

function turnedTogether(
  model: RuleModel,
  possible: readonly number[],
  known: readonly number[],
  isBetter: (to: Ends) => boolean,
): Turned[] {
  const { space } = model;
  const bestBit = (level: number): number => {
    const { order = null } = space.facts[level] ?? {};
    return order === null ? 0 : 1 << (space.values[level] ?? []).indexOf(order[0] ?? "");
  };
  const turnable = known.filter((level) => bestBit(level) !== 0 && possible[level] !== bestBit(level));
  for (let size = 2; size <= Math.min(mostTogether, turnable.length); size++) {
    const found = subsets(turnable, size).flatMap((levels) => {
      const to = endsAt(
        model,
        possible.map((mask, level) => (levels.includes(level) ? bestBit(level) : mask)),
      );
      return to !== null && isBetter(to)
        ? [{ facts: levels.map((level) => valuesAt(model, level, bestBit(level))), to }]
        : [];
    });
    if (found.length > 0) return found.slice(0, mostSets);
  }
  return [];
}

function subsets(of: readonly number[], size: number): number[][] {
  if (size === 0) return [[]];
  return of.flatMap((first, at) => subsets(of.slice(at + 1), size - 1).map((rest) => [first, ...rest]));
}
