/** What a pre-check (预审) says of a form: the shapes of the contract. */
import type { Answer, Basis, FactId, GateStatus, Outcome, RuleId, Tier } from "./types.ts";

export type Status = "decided" | "insufficient" | GateStatus;

/** Outcomes still possible; both ends null where only gates are left. */
export interface Range {
  readonly best: Outcome | null;
  readonly worst: Outcome | null;
  /** Gates that may still turn out TRUE; absent where none may. */
  readonly gates?: readonly GateStatus[];
}

/** A TRUE rule of the winning tier, with the answers that make it TRUE. */
export interface Fired {
  /** `default` where no rule is TRUE and none can become so. */
  readonly rule: RuleId;
  readonly title: string;
  readonly tier: Tier;
  /** Null for a gate. */
  readonly outcome: Outcome | null;
  readonly basis: readonly Basis[];
  readonly facts: Readonly<Record<FactId, Answer>>;
}

/** A red line shown FALSE, and by which answers. */
export interface Cleared {
  readonly rule: RuleId;
  readonly by: Readonly<Record<FactId, Answer>>;
}

/** A rule that can still become TRUE and win, and the facts it waits for. */
export interface Open {
  readonly rule: RuleId;
  readonly tier: Tier;
  readonly facts: readonly FactId[];
}

export interface Decision {
  readonly status: Status;
  /** Null unless decided. */
  readonly outcome: Outcome | null;
  /** Equal ends where decided; null for a gate. */
  readonly range: Range | null;
  readonly fired: readonly Fired[];
  readonly cleared: readonly Cleared[];
  readonly open: readonly Open[];
}
