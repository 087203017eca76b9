import { bitsOf, ends, type RuleModel } from "../model.ts";
import { anyPath, countByTerminal, spaceSize } from "../walks.ts";
import { type Checked, exampleAt } from "./lint.ts";

const known = bitsOf(...(Object.keys(ends) as (keyof typeof ends)[]));

/** 1: every combination of facts has a result. The default is one; its share and an example of it are noted. */
export function checkTotal(model: RuleModel): Checked {
  const { diagram, verdict, ruleSet } = model;
  const unclear = ruleSet.rules.filter(
    (rule) =>
      (rule.tier === "gate") === (rule.gate === null) || (rule.tier !== "gate") === (rule.outcome === null),
  );
  const gap = anyPath(diagram, verdict, ~known & 0xffff);
  const byDefault = anyPath(diagram, verdict, bitsOf("default"));
  const share =
    Number(((countByTerminal(diagram, verdict).get(ends.default) ?? 0n) * 10_000n) / spaceSize(diagram)) /
    100;
  return {
    findings: [
      ...unclear.map(({ id, tier }) => ({
        message: `${id} needs ${tier === "gate" ? "a gate status and no outcome" : "an outcome and no gate status"}`,
        rules: [id],
      })),
      ...(gap
        ? [{ message: "no rule says what comes out", examples: [exampleAt(model, gap, "no result")] }]
        : []),
    ],
    notes: byDefault
      ? [
          {
            message: `${share} % of the space falls to people because no rule speaks`,
            examples: [exampleAt(model, byDefault, "no rule speaks")],
          },
        ]
      : [],
  };
}
