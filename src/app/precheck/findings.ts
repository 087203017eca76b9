/** What the rules of one day find of a form, in the shape of the contract, with passages named but not yet quoted. */

import type { BasisRecorded, PrecheckFindings } from "../../core/precheck/result.ts";
import type { Decision } from "../../core/rules/decision.ts";
import { type Explanation, explain } from "../../core/rules/explain.ts";
import { type Correction, type FactId, type Form, looks, type RuleSet } from "../../core/rules/types.ts";
import type { PinnedRules } from "./rule-book.ts";

type Findings = PrecheckFindings<BasisRecorded>;

/** @throws {UnknownNameError | FormError | RuleConflictError} */
export function findingsOf({ pin, compiled }: PinnedRules, form: Form): Findings {
  const decision = compiled.evaluate(form);
  const explanation = explain(compiled, form, decision);
  const { status, outcome, range, fired, cleared, open } = decision;
  return {
    status,
    outcome,
    range,
    fired: fired.map(({ rule, title, tier, outcome, basis, facts }) => ({
      rule,
      title,
      tier,
      outcome,
      basis: basis.map(({ passage }) => ({ passage })),
      facts,
    })),
    cleared,
    open,
    next_questions: explanation.nextQuestions,
    nearest: explanation.nearest,
    what_would_change: explanation.whatWouldChange,
    corrections: explanation.corrections.map((correction) => owed(correction, compiled.ruleSet)),
    evidence: evidenceFor(compiled.ruleSet, factsIn(decision, form, explanation)),
    ruleset: pin,
  };
}

/** A term is told only where a jurisdiction set it, with its source. */
function owed({ id, title, because, dueParameter }: Correction, { parameters }: RuleSet) {
  const value = parameters.find((parameter) => parameter.id === dueParameter)?.value ?? null;
  return { id, title, due_days: typeof value === "number" ? value : null, because };
}

/** Facts that the result rests on or waits for, and those marked 不清楚. */
function factsIn(
  { fired, cleared, open }: Decision,
  form: Form,
  { nextQuestions }: Explanation,
): Set<FactId> {
  return new Set([
    ...fired.flatMap(({ facts }) => Object.keys(facts)),
    ...cleared.flatMap(({ by }) => Object.keys(by)),
    ...open.flatMap(({ facts }) => facts),
    ...nextQuestions,
    ...Object.keys(form).filter((id) => form[id] === "unsure"),
  ]);
}

/** Papers that show the facts, by look, each named once. */
function evidenceFor({ facts }: RuleSet, wanted: ReadonlySet<FactId>): Findings["evidence"] {
  return looks.flatMap((look) => {
    const documents = facts
      .filter((fact) => fact.look === look && wanted.has(fact.id))
      .flatMap(({ evidence }) => evidence);
    return documents.length === 0 ? [] : [{ look, documents: [...new Set(documents)] }];
  });
}
