import type { RuleModel } from "../model.ts";
import type { Checked } from "./lint.ts";
import { rising } from "./monotone.ts";

/** 9: correcting can only help: each corrective fact is ordered, and a worse value of it never gives a better result. */
export function checkCorrective(model: RuleModel): Checked {
  return {
    findings: model.space.facts
      .filter(({ corrective }) => corrective)
      .flatMap((fact) =>
        fact.order === null
          ? [{ message: `${fact.id} is corrective and needs an order of its values`, facts: [fact.id] }]
          : rising(model, fact),
      ),
  };
}
