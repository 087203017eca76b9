/** What a report advises: what can still be corrected, which papers to bring, what to do next. */
import type { Open } from "../rules/decision.ts";
import type { RuleModel } from "../rules/model.ts";
import { type Fact, type FactId, looks } from "../rules/types.ts";
import type { AnswerLabels } from "./answer-words.ts";
import type { NextStep, ReportAnswer, ReportChange, ReportEvidence } from "./report.ts";
import type { PrecheckResult } from "./result.ts";

/** The changes of the result that a correction can still bring about. */
export const changesOf = (
  model: RuleModel,
  { what_would_change }: PrecheckResult,
  labels: AnswerLabels,
): ReportChange[] =>
  what_would_change
    .filter(({ set }) => Object.entries(set).every(([fact, value]) => canComeAbout(model, fact, value)))
    .map(({ set, outcome }) => ({ set: labels.all(set), outcome }));

/**
 * Whether a correction can still lead to a value. Outside the sixth look a fact tells how the matter was handled then: its
 * best value is that nothing had to be made up for, and nothing done since makes it so.
 */
function canComeAbout({ space }: RuleModel, id: FactId, value: string): boolean {
  const fact = space.facts[space.levelOf.get(id) ?? -1];
  return fact !== undefined && (fact.look === "correction" || fact.order?.[0] !== value);
}

/**
 * Rules that still bear on the result: while it is open, and where it is settled without it being known which of them
 * settles it. Whatever else might be found besides a rule that settled it bears on nothing.
 */
export function waitingRules({ status, fired, open, by_version }: PrecheckResult): readonly Open[] {
  if (status === "insufficient") return open;
  return status === "decided" && fired.length === 0 && by_version === undefined ? open : [];
}

/** Papers by look: those for the answers that the result names or waits for; where it names none, for the looks' own facts. */
export function evidenceOf(
  facts: readonly Fact[],
  result: PrecheckResult,
  answers: readonly ReportAnswer[],
): ReportEvidence[] {
  const named = new Set([
    ...result.fired.flatMap(({ facts }) => Object.keys(facts)),
    ...waitingRules(result).flatMap(({ facts }) => facts),
  ]);
  const telling = new Set(answers.filter(({ matters }) => matters).map(({ fact }) => fact));
  const answered = new Set(answers.map(({ fact }) => fact));
  const needed = ({ id, checklist }: Fact): boolean =>
    named.size > 0 ? named.has(id) : telling.has(id) && !checklist;
  return looks.flatMap((look) => {
    if (result.range === null && look !== "threshold") return [];
    const own = facts.filter((fact) => fact.look === look);
    const documents = [...new Set(own.filter(needed).flatMap(({ evidence }) => evidence))];
    const others = own.filter(({ id }) => answered.has(id)).flatMap(({ evidence }) => evidence);
    const further = [...new Set(others)].filter((document) => !documents.includes(document));
    return documents.length + further.length === 0 ? [] : [{ look, documents, further }];
  });
}

/** In the order in which to do it. */
export function stepsOf(result: PrecheckResult): NextStep[] {
  const { status, outcome, corrections, by_version, next_questions } = result;
  if (status === "not_applicable") return ["look-elsewhere"];
  if (status === "clarification") return ["gather-evidence", "clarify"];
  const supply: NextStep[] = waitingRules(result).length > 0 ? ["supply-open-facts"] : [];
  // With everything asked only people can go on.
  const consult: NextStep[] = next_questions.length === 0 ? ["ask-for-consultation"] : [];
  const correct: NextStep[] = corrections.length > 0 ? ["do-corrections"] : [];
  const bothDays: NextStep[] = by_version === undefined ? [] : ["check-both-days"];
  if (status === "insufficient") return [...supply, ...bothDays, "gather-evidence", ...correct, ...consult];
  switch (outcome) {
    case "not_tolerated":
      return [...bothDays, "explain-to-organisation", ...correct, "state-disagreement"];
    case "exempt":
    case "lighter":
      return ["gather-evidence", ...correct, "submit"];
    default:
      return [...supply, ...bothDays, "gather-evidence", ...correct, "ask-for-consultation"];
  }
}
