import { never, without } from "../diagram.ts";
import { type RuleModel, rulesAbove, winning } from "../model.ts";
import type { Checked } from "./lint.ts";

/**
 * 2: each rule decides somewhere: it is TRUE in a case in which no rule of a higher tier is.
 *
 * @param origin only rules from there: an overlay may well put a red line where the base refers to people
 */
export function checkReachable(model: RuleModel, origin?: string): Checked {
  const { diagram } = model;
  return {
    findings: model.rules
      .filter(({ rule }) => origin === undefined || rule.origin === origin)
      .filter((rule) => winning(model, rule) === never)
      .map(({ rule, effective }) => {
        const above = rulesAbove(model, rule).filter(
          (other) => without(diagram, effective, other.effective) !== effective,
        );
        const why =
          effective === never
            ? "it can never hold; change its condition or its exceptions"
            : `wherever it holds, one of ${above.map((other) => other.rule.id).join(", ")} does; take it out or narrow them`;
        return { message: `${rule.id} never decides: ${why}`, rules: [rule.id] };
      }),
  };
}
