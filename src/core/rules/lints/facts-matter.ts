import type { RuleModel } from "../model.ts";
import type { Fact } from "../types.ts";
import { pairPath, support } from "../walks.ts";
import type { Checked, Finding } from "./lint.ts";

/**
 * 10: every fact is used, every value tells something, each can be asked. A value tells something where it changes a rule
 * or a correction; for ordered facts neighbours are compared, for others every pair.
 */
export function checkFactsMatter(model: RuleModel): Checked {
  const roots = [...model.rules.map(({ effective }) => effective), ...model.corrections.values()];
  const used = new Set(
    [model.verdict, ...model.corrections.values()].flatMap((root) => support(model.diagram, root)),
  );
  const findings = model.space.facts.flatMap((fact, level): Finding[] => {
    const facts = [fact.id];
    const unaskable = [fact.label, fact.question, fact.help, ...fact.values.map(({ label }) => label)].some(
      (text) => text.trim() === "",
    );
    return [
      ...(unaskable
        ? [{ message: `${fact.id} needs a label, a question, help and a label for each value`, facts }]
        : []),
      ...(used.has(level)
        ? idlePairs(model, fact, level, roots).map(([one, other]) => ({
            message: `${fact.id}: no rule tells "${one}" from "${other}"; merge them or let a rule use them`,
            facts,
          }))
        : [{ message: `${fact.id} is asked and changes nothing; let a rule use it or take it out`, facts }]),
    ];
  });
  return { findings };
}

function idlePairs(
  model: RuleModel,
  fact: Fact,
  level: number,
  roots: readonly number[],
): [string, string][] {
  const ids = fact.values.map(({ id }) => id);
  return pairsOf(fact).filter(([one, other]) => {
    const split = { level, first: ids.indexOf(one), second: ids.indexOf(other) };
    return roots.every(
      (root) => pairPath(model.diagram, root, root, (left, right) => left !== right, split) === undefined,
    );
  });
}

function pairsOf({ order, values }: Fact): [string, string][] {
  if (order !== null) return order.slice(1).map((value, index) => [order[index] ?? value, value]);
  const ids = values.map(({ id }) => id);
  return ids.flatMap((one, index) => ids.slice(index + 1).map((other): [string, string] => [one, other]));
}
