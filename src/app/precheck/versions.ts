/**
 * Two days, two versions: the rules of the day of the act, and those of the day of the decision where they are others.
 *
 *   both say the same                          that
 *   either says not_tolerated, or a gate       that one stands (of two such, that of the day of the act)
 *   either still waits for answers             insufficient, and the answers it waits for
 *   else                                       consult: people decide which version applies
 *
 * A version of the decision that waits for a fact which the rules of the act do not ask can wait for ever; then it counts
 * as another view, and people decide.
 */

import type { BasisRecorded, PrecheckFindings } from "../../core/precheck/result.ts";
import { type Outcome, outcomes } from "../../core/rules/types.ts";

type Findings = PrecheckFindings<BasisRecorded>;

/** @param asked facts that the rules of the day of the act ask */
export function reconcile(act: Findings, decision: Findings, asked: ReadonlySet<string>): Findings {
  if (act.status === decision.status && act.outcome === decision.outcome) return act;
  const by_version = [act, decision].map(({ ruleset, status, outcome }) => ({ ruleset, status, outcome }));
  const standing = [act, decision].find(
    ({ status, outcome }) =>
      outcome === "not_tolerated" || status === "not_applicable" || status === "clarification",
  );
  if (standing !== undefined) return { ...standing, ruleset: act.ruleset, by_version };
  const range = hull(act.range, decision.range);
  const waiting = [act, decision].filter(({ status }) => status === "insufficient");
  const open = waiting.find((findings) =>
    findings.open.some(({ facts }) => facts.some((id) => asked.has(id))),
  );
  if (open !== undefined) {
    const next_questions = open.next_questions.filter((id) => asked.has(id));
    return { ...open, ruleset: act.ruleset, range, next_questions, by_version };
  }
  return {
    ...act,
    status: "decided",
    outcome: "consult",
    range,
    nearest: [],
    what_would_change: [],
    by_version,
  };
}

type Range = NonNullable<Findings["range"]>;

/** Worst and best of both. */
function hull(one: Range | null, other: Range | null): Range {
  const ends = [one?.best, one?.worst, other?.best, other?.worst].filter(
    (end): end is Outcome => end !== null && end !== undefined,
  );
  const ranked = ends.sort((a, b) => outcomes.indexOf(a) - outcomes.indexOf(b));
  const gates = [...new Set([...(one?.gates ?? []), ...(other?.gates ?? [])])];
  return {
    best: ranked.at(-1) ?? null,
    worst: ranked[0] ?? null,
    ...(gates.length > 0 ? { gates } : {}),
  };
}
