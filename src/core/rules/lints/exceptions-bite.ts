import { always, both, never } from "../diagram.ts";
import type { RuleModel } from "../model.ts";
import type { Condition } from "../types.ts";
import { anyPath } from "../walks.ts";
import { type Checked, exampleAt, type Finding } from "./lint.ts";

/** 11: every exception keeps some rule from holding; no condition is always or never TRUE; gates exclude each other. */
export function checkExceptionsBite(model: RuleModel): Checked {
  return { findings: [...deadExceptions(model), ...constantConditions(model), ...gatesTogether(model)] };
}

function deadExceptions({ ruleSet, conditions }: RuleModel): Finding[] {
  const bearers = [...ruleSet.rules, ...ruleSet.exceptions];
  return ruleSet.exceptions.flatMap(({ id }) => {
    const named = bearers.filter(({ unless }) => unless.includes(id));
    if (named.length === 0) return [{ message: `exception ${id} is named by no rule`, rules: [id] }];
    return named
      .filter((bearer) => {
        const others = bearer.unless.filter((other) => other !== id);
        return conditions.effective({ ...bearer, unless: others }) === conditions.effective(bearer);
      })
      .map((bearer) => ({
        message: `exception ${id} never keeps ${bearer.id} from holding; take it out there`,
        rules: [id, bearer.id],
      }));
  });
}

function constantConditions({ ruleSet, conditions }: RuleModel): Finding[] {
  const all: readonly { readonly id: string; readonly when: Condition }[] = [
    ...ruleSet.conclusions,
    ...ruleSet.exceptions,
    ...ruleSet.rules,
    ...ruleSet.corrections,
  ];
  return all.flatMap(({ id, when }) => {
    const root = conditions.condition(when, id);
    if (root !== always && root !== never) return [];
    return [
      { message: `the condition of ${id} is ${root === always ? "always" : "never"} TRUE`, rules: [id] },
    ];
  });
}

function gatesTogether(model: RuleModel): Finding[] {
  const gates = model.rules.filter(({ rule }) => rule.tier === "gate");
  return gates.flatMap((one, index) =>
    gates.slice(index + 1).flatMap((other) => {
      const path = anyPath(model.diagram, both(model.diagram, one.effective, other.effective), 1 << always);
      if (path === undefined) return [];
      const rules = [one.rule.id, other.rule.id];
      return [
        {
          message: `gates ${rules.join(" and ")} hold together; let one leave out the other`,
          rules,
          examples: [exampleAt(model, path, `${rules.join("与")}同时成立`)],
        },
      ];
    }),
  );
}
