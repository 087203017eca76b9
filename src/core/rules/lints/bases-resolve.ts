import type { Day } from "../../law/types.ts";
import type { Basis, RuleSet } from "../types.ts";
import type { Checked, Finding } from "./lint.ts";

/** Days on which a passage binds: `from` counts, `until` does not; null: open, or not known. */
export interface InForce {
  readonly from: Day | null;
  readonly until: Day | null;
}

/**
 * 12: every basis is a stored passage in force over all days the rule set covers, every rule has one, and everything shown
 * to people has words.
 *
 * @param passage looks a passage up; null where the knowledge base has none of that id
 */
export function checkBasesResolve(ruleSet: RuleSet, passage: (id: string) => InForce | null): Checked {
  const { rules, exceptions, corrections, parameters } = ruleSet;
  const needing = [...rules, ...exceptions];
  return {
    findings: [
      ...needing
        .filter(({ basis }) => basis.length === 0)
        .map(({ id }) => ({ message: `${id} has no basis`, rules: [id] })),
      ...parameters
        .filter(({ value, basis }) => value !== null && basis.length === 0)
        .map(({ id }) => ({ message: `parameter ${id} has a value and no basis` })),
      ...[...needing, ...corrections, ...parameters].flatMap(({ id, basis }) =>
        basis.flatMap((one) =>
          problemsOf(one, ruleSet, passage).map((message) => ({ message: `${id}: ${message}` })),
        ),
      ),
      ...wordless(ruleSet),
    ],
  };
}

function problemsOf(
  { passage: id }: Basis,
  { from, until }: RuleSet,
  passage: (id: string) => InForce | null,
): string[] {
  const found = passage(id);
  if (found === null) return [`${id} is not in the knowledge base`];
  const late = found.from !== null && found.from > from;
  const gone = found.until !== null && (until === null || found.until < until);
  return [
    ...(late ? [`${id} binds only from ${found.from}, the rules hold from ${from}`] : []),
    ...(gone
      ? [`${id} binds no longer from ${found.until}, the rules hold until ${until ?? "further notice"}`]
      : []),
  ];
}

function wordless({ rules, exceptions, corrections, conclusions }: RuleSet): Finding[] {
  const shown = [
    ...[...rules, ...exceptions].map(({ id, title, text }) => ({ id, words: [title, text] })),
    ...corrections.map(({ id, title, because }) => ({ id, words: [title, because] })),
    ...conclusions.map(({ id, title }) => ({ id, words: [title] })),
  ];
  return shown
    .filter(({ words }) => words.some((text) => text.trim() === ""))
    .map(({ id }) => ({ message: `${id} lacks words for people`, rules: [id] }));
}
