import { findCycle } from "../conditions.ts";
import type { RuleSet } from "../types.ts";
import type { Checked } from "./lint.ts";

/** 13: no sub-conclusion and no exception rests on itself. */
export function checkNoCycles({
  conclusions,
  exceptions,
}: Pick<RuleSet, "conclusions" | "exceptions">): Checked {
  const cycle = findCycle({
    conclusions: new Map(conclusions.map((conclusion) => [conclusion.id, conclusion])),
    exceptions: new Map(exceptions.map((exception) => [exception.id, exception])),
  });
  if (cycle === null) return { findings: [] };
  return { findings: [{ message: `${[...cycle, cycle[0]].join(" → ")} is a circle`, rules: cycle }] };
}
