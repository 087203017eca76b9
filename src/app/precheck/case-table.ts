/**
 * How the rules fare on published cases: what was decided against what the rules say, of what the source states alone and of
 * the completed form. No rule is made for a case; the table shows where rules and decisions part.
 */
import type { CompiledRules } from "../../core/rules/compile.ts";
import type { Form } from "../../core/rules/types.ts";

/** What should come out; `none`: listed, not counted. */
export type CaseClass = "not_tolerated" | "favourable" | "clarification" | "none";

export interface MappedCase {
  readonly id: string;
  readonly title: string;
  readonly class: CaseClass;
  /** Whether putting it before people is right as well. */
  readonly consultCounts: boolean;
  /** Why rules and decision part, where that is known. */
  readonly known?: string | undefined;
  readonly stated: Form;
  readonly completed: Form;
}

/** Columns of the table. */
export const verdicts = [
  "not_tolerated",
  "consult",
  "lighter",
  "exempt",
  "clarification",
  "not_applicable",
  "insufficient",
] as const;
export type Verdict = (typeof verdicts)[number];

export interface JudgedCase {
  readonly id: string;
  readonly title: string;
  readonly class: CaseClass;
  readonly stated: Verdict;
  readonly completed: Verdict;
  /** Of the completed form; null: not counted. */
  readonly right: boolean | null;
  readonly known: string | null;
}

export interface CaseTable {
  readonly cases: readonly JudgedCase[];
  readonly counted: number;
  readonly right: number;
  /** Sanctioned, and favourable by either form: there must be none. */
  readonly kindToSanctioned: readonly string[];
  readonly holds: boolean;
}

/** Part of the counted cases that must come out as decided. */
export const leastRight = 0.8;

export function judgeCases(rules: CompiledRules, cases: readonly MappedCase[]): CaseTable {
  const verdictOf = (form: Form): Verdict => {
    const { status, outcome } = rules.evaluate(form);
    return status === "decided" ? (outcome ?? "insufficient") : status;
  };
  const judged = cases.map((entry): JudgedCase => {
    const completed = verdictOf(entry.completed);
    return {
      id: entry.id,
      title: entry.title,
      class: entry.class,
      stated: verdictOf(entry.stated),
      completed,
      right: entry.class === "none" ? null : isRight(entry, completed),
      known: entry.known ?? null,
    };
  });
  const counted = judged.filter(({ right }) => right !== null).length;
  const right = judged.filter((entry) => entry.right === true).length;
  const kindToSanctioned = judged
    .filter((entry) => entry.class === "not_tolerated")
    .filter(({ stated, completed }) => isFavourable(stated) || isFavourable(completed))
    .map(({ id }) => id);
  const holds = counted > 0 && right / counted >= leastRight && kindToSanctioned.length === 0;
  return { cases: judged, counted, right, kindToSanctioned, holds };
}

const isFavourable = (verdict: Verdict): boolean => verdict === "exempt" || verdict === "lighter";

function isRight({ class: wanted, consultCounts }: MappedCase, verdict: Verdict): boolean {
  if (consultCounts && verdict === "consult") return true;
  return wanted === "favourable" ? isFavourable(verdict) : verdict === wanted;
}
