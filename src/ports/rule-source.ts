/** Where rule sets (规则集) and local measures laid over them (地方补充) come from. */
import type { Day } from "../core/law/types.ts";
import type { Form, GateStatus, Outcome, Overlay, RuleId, RuleSet } from "../core/rules/types.ts";

/** A case beside the rules that says what must come out. */
export interface Example {
  readonly name: string;
  /** Day of the act. */
  readonly act: Day;
  /** Day of the decision; null: that of the act. */
  readonly decision: Day | null;
  readonly jurisdiction: string | null;
  readonly facts: Form;
  readonly expect: {
    readonly status: "decided" | "insufficient" | GateStatus;
    /** Null for a gate and where the facts do not suffice. */
    readonly outcome: Outcome | null;
    /** Rules that must hold, all of the winning tier; null: not said. */
    readonly fired: readonly RuleId[] | null;
  };
}

/** A version of a rule set, as its file has it. */
export interface PublishedRules {
  /** `until` is that of the file, or the day from which the next version holds. */
  readonly ruleSet: RuleSet;
  readonly examples: readonly Example[];
  /** `sha256:…` over the content of the file, its examples left out: those may grow. */
  readonly hash: string;
  /** Names the file for people: `rules/six-looks/2025-06-01.yaml`. */
  readonly file: string;
  /**
   * A later revision begins on the same day and counts instead; this one stays so that records made with it can be
   * computed again.
   */
  readonly superseded: boolean;
}

/** A version of a local measure, as its file has it. */
export interface PublishedOverlay {
  readonly overlay: Overlay;
  /** First day on which a later version counts instead; null: there is none. */
  readonly until: Day | null;
  readonly examples: readonly Example[];
  readonly hash: string;
  readonly file: string;
}

/** Everything there is, checked; each list by id, then by first day. */
export interface RuleLibrary {
  readonly ruleSets: readonly PublishedRules[];
  readonly overlays: readonly PublishedOverlay[];
}
