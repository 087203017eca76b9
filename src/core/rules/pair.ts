/** Two rule sets over one space, so that their functions can be compared: facts and values of either, by name. */
import { type Budget, createDiagram, standardBudget } from "./diagram.ts";
import { buildModel, type RuleModel } from "./model.ts";
import { createSpace } from "./space.ts";
import type { Fact, RuleSet } from "./types.ts";

/**
 * Models of both in one diagram. A value that only one of them knows is, for the other, one that none of its rules names.
 *
 * @throws {DiagramBudgetError} together they are too large
 */
export function pairOf(
  one: RuleSet,
  other: RuleSet,
  budget: Budget = standardBudget,
): [RuleModel, RuleModel] {
  const space = createSpace(jointFacts(one.facts, other.facts));
  const diagram = createDiagram(space.widths, budget);
  const shared = { space, diagram };
  return [buildModel(one, { shared }), buildModel(other, { shared })];
}

/** The first's facts with the second's further values, then those only the second has. */
export function jointFacts(one: readonly Fact[], other: readonly Fact[]): Fact[] {
  const known = new Set(one.map(({ id }) => id));
  return [
    ...one.map((fact) => {
      const twin = other.find(({ id }) => id === fact.id);
      const ids = new Set(fact.values.map(({ id }) => id));
      const further = (twin?.values ?? []).filter(({ id }) => !ids.has(id));
      return further.length === 0 ? fact : { ...fact, values: [...fact.values, ...further], order: null };
    }),
    ...other.filter(({ id }) => !known.has(id)),
  ];
}
