/** Facts as a story is read for them: which of them a red line hangs on, so that no story can clear it. */
import { conclusionsIn, partsOf } from "../rules/conditions.ts";
import type { Condition, Fact, FactId, RuleSet } from "../rules/types.ts";

export interface StoryFact extends Fact {
  /**
   * A red line (红线) or a motive (动机), or a fact by which a red line holds or not: what is in the person's favour is asked, never
   * read out of a story.
   */
  readonly guarded: boolean;
}

/** The facts of a rule set, guarded where any of the rule sets that decide hangs a red line on them. */
export function storyFacts({ facts }: RuleSet, deciding: readonly RuleSet[]): readonly StoryFact[] {
  const red = new Set(deciding.flatMap(redLineFacts));
  return facts.map((fact) => ({
    ...fact,
    guarded: fact.checklist || fact.look === "motive" || red.has(fact.id),
  }));
}

function redLineFacts({ rules, exceptions, conclusions }: RuleSet): readonly FactId[] {
  const factsOf = (condition: Condition): readonly FactId[] => {
    const named = conclusionsIn(condition).flatMap((id) => conclusions.filter((one) => one.id === id));
    return [...literals(condition), ...named.flatMap(({ when }) => factsOf(when))];
  };
  return rules
    .filter(({ tier }) => tier === "redline")
    .flatMap(({ when, unless }) => [
      ...factsOf(when),
      ...exceptions.filter(({ id }) => unless.includes(id)).flatMap((exception) => factsOf(exception.when)),
    ]);
}

const literals = (condition: Condition): readonly FactId[] =>
  "fact" in condition ? [condition.fact] : partsOf(condition).flatMap(literals);
