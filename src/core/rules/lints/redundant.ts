import { type RuleModel, verdictOf } from "../model.ts";
import type { Checked } from "./lint.ts";

/**
 * 3: without any one rule something else would come out; `consult` by a named rule counts as another result than by default.
 *
 * @param origin only rules from there
 */
export function checkRedundant(model: RuleModel, origin?: string): Checked {
  const asked = model.rules.filter(({ rule }) => origin === undefined || rule.origin === origin);
  return {
    findings: asked
      .filter((one) => {
        const others = model.rules.filter((other) => other !== one);
        return verdictOf(model.diagram, others) === model.verdict;
      })
      .map(({ rule }) => ({
        message: `${rule.id} changes nothing: other rules say the same wherever it holds; take it out or merge it`,
        rules: [rule.id],
      })),
  };
}
