/** Holds the rules against published cases: what they say of each, and whether that is what was decided. */
import type { CompiledRules } from "../../core/rules/compile.ts";
import type { Form } from "../../core/rules/types.ts";
import { type CaseClass, caseClasses, type MappedCase } from "../../ports/mapped-cases.ts";

/** The share of counted cases that must come out as decided. */
export const leastRight = 0.8;

/** What the rules can say of a form: an outcome, or the status where there is none. */
export const verdicts = [
  "exempt",
  "lighter",
  "consult",
  "not_tolerated",
  "clarification",
  "not_applicable",
  "insufficient",
] as const;
export type Verdict = (typeof verdicts)[number];

export const isFavourable = (verdict: Verdict): boolean => verdict === "exempt" || verdict === "lighter";

export const verdictOf = (rules: CompiledRules, form: Form): Verdict => {
  const { status, outcome } = rules.evaluate(form);
  return outcome ?? (status === "decided" ? "consult" : status);
};

export interface JudgedCase {
  readonly case: MappedCase;
  /** On what the source states alone. */
  readonly stated: Verdict;
  /** With every assumption made. */
  readonly completed: Verdict;
  /** Null where the case is listed and not counted. */
  readonly right: boolean | null;
}

export interface CaseFigures {
  readonly cases: readonly JudgedCase[];
  readonly counted: number;
  readonly right: number;
  /** Right only because putting a case before people counts as right there. */
  readonly consulted: number;
  /** Sanctioned, and yet favourable in either mapping: there must be none. */
  readonly sanctionedFavourable: readonly string[];
  /** Whether the bars hold. */
  readonly ok: boolean;
}

/** @throws {UnknownNameError} a case names a fact or a value that the rules do not have */
export function judgeCases(cases: readonly MappedCase[], rules: CompiledRules): CaseFigures {
  const judged = cases.map((published): JudgedCase => {
    const completed = verdictOf(rules, published.completed);
    const stated = verdictOf(rules, published.stated);
    return { case: published, stated, completed, right: isRight(published, completed) };
  });
  const counted = judged.filter(({ right }) => right !== null);
  const right = counted.filter((entry) => entry.right);
  const sanctionedFavourable = judged
    .filter((entry) => entry.case.class === "not_tolerated")
    .filter(({ stated, completed }) => isFavourable(stated) || isFavourable(completed))
    .map((entry) => entry.case.id);
  return {
    cases: judged,
    counted: counted.length,
    right: right.length,
    consulted: right.filter(({ completed }) => completed === "consult").length,
    sanctionedFavourable,
    ok: sanctionedFavourable.length === 0 && right.length >= leastRight * counted.length,
  };
}

function isRight({ class: wanted, consultCounts }: MappedCase, verdict: Verdict): boolean | null {
  if (wanted === "none") return null;
  if (consultCounts && verdict === "consult") return true;
  return wanted === "favourable" ? isFavourable(verdict) : verdict === wanted;
}

/** How many cases of each class came out as each verdict: the confusion table. */
export function confusion(
  cases: readonly JudgedCase[],
  mapping: "stated" | "completed",
): Record<CaseClass, Record<Verdict, number>> {
  const count = (wanted: CaseClass, verdict: Verdict) =>
    cases.filter((entry) => entry.case.class === wanted && entry[mapping] === verdict).length;
  return Object.fromEntries(
    caseClasses.map((wanted) => [
      wanted,
      Object.fromEntries(verdicts.map((verdict) => [verdict, count(wanted, verdict)])),
    ]),
  ) as Record<CaseClass, Record<Verdict, number>>;
}
