/** Which answers bear on the result: the one definition that the interview and the report share. */
import { readablePart } from "../rules/by-version.ts";
import type { CompiledRules } from "../rules/compile.ts";
import { createDiagram } from "../rules/diagram.ts";
import { pageOf } from "../rules/questions.ts";
import { readForm, type States } from "../rules/space.ts";
import type { FactId, Form } from "../rules/types.ts";
import { restrict, support } from "../rules/walks.ts";

/** What the rules can read of a form, as the possible values of each fact. */
export const readableStates = ({ model }: Pick<CompiledRules, "model">, form: Form): States =>
  readForm(model.space, readablePart(model.space, form));

/**
 * Facts whose answers bear on the result under any of the rules, answered or not.
 *
 * @param fired the rules that gave the result: what they name bears on it too
 */
export const bearingFacts = (
  sets: readonly CompiledRules[],
  form: Form,
  fired: readonly { readonly facts: Readonly<Record<FactId, unknown>> }[],
): ReadonlySet<FactId> =>
  new Set([
    ...sets.flatMap((rules) => tellingFacts(rules, form)),
    ...fired.flatMap((rule) => Object.keys(rule.facts)),
  ]);

/**
 * Facts whose answers the outcome rests on: gone through in the order of the questions, those on which it still depends
 * after the answers before. These alone give the outcome that all of them give.
 */
function tellingFacts(rules: CompiledRules, form: Form): FactId[] {
  const { diagram, outcome, space } = rules.model;
  const { possible } = readableStates(rules, form);
  const scratch = createDiagram(diagram.widths, diagram.budget);
  const order = space.facts
    .map((fact, level) => ({ page: pageOf(fact), level }))
    .sort((one, other) => one.page - other.page || one.level - other.level);
  const telling: FactId[] = [];
  let root = restrict(diagram, outcome, space.full, scratch);
  let asked = new Set(support(scratch, root));
  for (const { level } of order) {
    if (!asked.has(level)) continue;
    telling.push(space.facts[level]?.id ?? "");
    root = restrict(scratch, root, space.full.with(level, possible[level] as number));
    asked = new Set(support(scratch, root));
  }
  return telling;
}
