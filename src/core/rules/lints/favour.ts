import { always, both, without } from "../diagram.ts";
import { anyTrue, favourableEnds, type RuleModel } from "../model.ts";
import type { Tier } from "../types.ts";
import { anyPath, endsIn } from "../walks.ts";
import { type Checked, exampleAt } from "./lint.ts";

const among = (model: RuleModel, ...wanted: readonly Tier[]): number =>
  anyTrue(
    model.diagram,
    model.rules.filter(({ rule }) => wanted.includes(rule.tier)),
  );

/** 6: no favourable result where a red line or a named reason to refer is TRUE. */
export function checkRedlinesFirst(model: RuleModel): Checked {
  const { diagram } = model;
  const favourable = endsIn(diagram, model.verdict, favourableEnds);
  const wrong = both(diagram, favourable, among(model, "redline", "refer"));
  const path = anyPath(diagram, wrong, 1 << always);
  if (path === undefined) return { findings: [] };
  const example = exampleAt(model, path, "有红线仍得有利结论");
  return {
    findings: [
      {
        message: `a favourable result although ${example.expect.fired?.join(", ")} holds; correct its outcome or rank`,
        rules: example.expect.fired ?? [],
        examples: [example],
      },
    ],
  };
}

/** 7: a favourable result only where a ground for it is TRUE. */
export function checkFavourGrounded(model: RuleModel): Checked {
  const { diagram } = model;
  const favourable = endsIn(diagram, model.verdict, favourableEnds);
  const path = anyPath(diagram, without(diagram, favourable, among(model, "favour")), 1 << always);
  if (path === undefined) return { findings: [] };
  const example = exampleAt(model, path, "无容错理由仍得有利结论");
  return {
    findings: [
      {
        message: "a favourable result without a TRUE ground",
        rules: example.expect.fired ?? [],
        examples: [example],
      },
    ],
  };
}
