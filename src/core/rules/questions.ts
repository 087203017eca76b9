/**
 * What to ask next: the facts on which some remaining path to an outcome still depends, which is exact, in the order
 * officials know, and inside one page the most telling first.
 */
import { createDiagram, type Diagram, terminalCount } from "./diagram.ts";
import type { RuleModel } from "./model.ts";
import type { States } from "./space.ts";
import { type Fact, type FactId, looks } from "./types.ts";
import { nodesBelow, restrict } from "./walks.ts";

/** The threshold, then the red-line checklist, then the looks; facts marked 不清楚 are not asked again. */
export function questionOrder({ diagram, space, outcome }: RuleModel, states: States): FactId[] {
  const scratch = createDiagram(diagram.widths, diagram.budget);
  const root = restrict(diagram, outcome, states.possible, scratch);
  return [...gains(scratch, root, states.possible)]
    .filter(([level]) => !states.unsure.has(level))
    .map(([level, gain]) => ({ level, gain, fact: space.facts[level] as Fact }))
    .sort(
      (one, other) =>
        pageOf(one.fact) - pageOf(other.fact) || other.gain - one.gain || one.level - other.level,
    )
    .map(({ fact }) => fact.id);
}

/** Place of a fact's page: the threshold, the checklist, then the looks. */
export const pageOf = ({ look, checklist }: Fact): number =>
  look === "threshold" ? 0 : checklist ? 1 : 1 + looks.indexOf(look);

/** Gains are compared as whole numbers of this part, so that no last digit of a machine decides an order. */
const finest = 1e9;

/**
 * How much an answer to each fact is expected to tell, by level, of those that matter: the fall in the chance that two
 * random completions differ, all values equally likely. One pass from the ends up, one from the root down.
 */
function gains(diagram: Diagram, root: number, possible: ArrayLike<number>): Map<number, number> {
  const nodes = nodesBelow(diagram, [root]).sort((one, other) => diagram.level(one) - diagram.level(other));
  const valuesAt = (level: number): number[] =>
    Array.from({ length: diagram.widths[level] ?? 0 }, (_, value) => value).filter(
      (value) => (possible[level] ?? 0) & (1 << value),
    );
  const shares = new Map<number, Float64Array>();
  const sharesOf = (node: number): Float64Array => {
    if (node >= terminalCount) return shares.get(node) as Float64Array;
    const alone = new Float64Array(terminalCount);
    alone[node] = 1;
    return alone;
  };
  for (const node of [...nodes].reverse()) {
    const values = valuesAt(diagram.level(node));
    const sum = new Float64Array(terminalCount);
    for (const value of values) add(sum, sharesOf(diagram.kid(node, value)), 1 / values.length);
    shares.set(node, sum);
  }
  const weights = new Map<number, number>([[root, 1]]);
  // By level: shares of the ends given each value, and the weight of paths that ask the level.
  const given = new Map<number, Map<number, Float64Array>>();
  const total = sharesOf(root);
  for (const node of nodes) {
    const level = diagram.level(node);
    const weight = weights.get(node) ?? 0;
    const values = valuesAt(level);
    const byValue = given.get(level) ?? new Map(values.map((value) => [value, Float64Array.from(total)]));
    given.set(level, byValue);
    for (const value of values) {
      const kid = diagram.kid(node, value);
      weights.set(kid, (weights.get(kid) ?? 0) + weight / values.length);
      const here = byValue.get(value) as Float64Array;
      add(here, sharesOf(kid), weight);
      add(here, sharesOf(node), -weight);
    }
  }
  return new Map(
    [...given].map(([level, byValue]) => {
      const after = [...byValue.values()].reduce((sum, ends) => sum + spread(ends), 0) / byValue.size;
      return [level, Math.round((spread(total) - after) * finest)];
    }),
  );
}

function add(to: Float64Array, other: Float64Array, factor: number): void {
  for (let index = 0; index < to.length; index++)
    to[index] = (to[index] as number) + factor * (other[index] as number);
}

/** The chance that two draws differ. */
const spread = (ends: Float64Array): number => 1 - ends.reduce((sum, share) => sum + share * share, 0);
