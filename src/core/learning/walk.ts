/**
 * A published case walked through (案例推演): look by look the learner judges what the source states, then guesses what was
 * decided, then sees what the rules say and what was decided. The state is the list of judgements; every step is a fold over it.
 */
import type { Case, CaseOutcome } from "../law/types.ts";
import { type Fact, type FactId, type Form, type Look, looks, type ValueId } from "../rules/types.ts";

/** How the facts of a look lie: 有利, 不利, 还要再问. */
export const leanings = ["for", "against", "open"] as const;
export type Leaning = (typeof leanings)[number];

/** What may have been decided: 免责, 从轻减轻, 不予容错. */
export const walkOutcomes = ["exempt", "lighter", "not_tolerated"] as const;
export type WalkOutcome = (typeof walkOutcomes)[number];

/** A fact as the source states it; several values: it says no more than that it is one of them. */
export interface StatedFact {
  readonly fact: Fact;
  readonly values: readonly ValueId[];
  /** The words of the case that it rests on. */
  readonly span: string;
}

export interface WalkLook {
  readonly look: Look;
  /** What rests on more than what was decided, which is told at the end only. Empty: nothing of this look. */
  readonly stated: readonly StatedFact[];
  /** Words that a fact of this look rests on and the story does not have: told before the look is judged. */
  readonly told: readonly string[];
}

export interface Walk {
  readonly case: string;
  /** The six looks in their order. */
  readonly looks: readonly WalkLook[];
  readonly outcome: WalkOutcome;
}

/** What was judged so far: the looks in order, then the guess. */
export interface Judged {
  readonly looks: readonly Leaning[];
  readonly guess: WalkOutcome | null;
}

export type WalkStep =
  /** @property before what has been judged and told; `at` counts from 0 */
  | { readonly type: "look"; readonly at: number; readonly look: WalkLook }
  | { readonly type: "guess" }
  | { readonly type: "end"; readonly guess: WalkOutcome };

const outcomeOf = (outcome: CaseOutcome): WalkOutcome | null => {
  switch (outcome) {
    case "tolerated_exempt":
      return "exempt";
    case "tolerated_lighter":
    case "tolerated_mitigated":
      return "lighter";
    case "not_tolerated":
      return "not_tolerated";
    default:
      return null;
  }
};

/**
 * The walk through a case; null where its source states nothing of the looks, or it was about something else (a report that was untrue).
 *
 * @param form what the source states, in the names of `facts`
 * @param spans the words that each of them rests on
 */
export function walkOf(
  published: Pick<Case, "id" | "title" | "outcome" | "facts" | "reason" | "correction">,
  form: Form,
  spans: Readonly<Record<FactId, string>>,
  facts: readonly Fact[],
): Walk | null {
  const outcome = outcomeOf(published.outcome);
  if (outcome === null) return null;
  const { title, facts: story, reason, correction } = published;
  const isTold = (span: string): boolean => title.includes(span) || story.includes(span);
  const isShown = (span: string): boolean =>
    isTold(span) || [reason, correction].some((words) => words?.includes(span));
  const walked = looks
    .filter((look) => look !== "threshold")
    .map((look): WalkLook => {
      const stated = facts
        .filter((fact) => fact.look === look)
        .flatMap((fact) => {
          const answer = form[fact.id];
          const span = spans[fact.id] ?? "";
          if (answer === undefined || answer === "unsure" || !isShown(span)) return [];
          return [{ fact, values: typeof answer === "string" ? [answer] : answer, span }];
        });
      const told = stated.map(({ span }) => span).filter((span) => !isTold(span));
      return { look, stated, told: [...new Set(told)] };
    });
  if (walked.every(({ stated }) => stated.length === 0)) return null;
  return { case: published.id, looks: walked, outcome };
}

/** The step at which a walk stands. */
export function walkStep({ looks: walked }: Walk, judged: Judged): WalkStep {
  const at = judged.looks.length;
  const look = walked[at];
  if (look !== undefined) return { type: "look", at, look };
  return judged.guess === null ? { type: "guess" } : { type: "end", guess: judged.guess };
}
