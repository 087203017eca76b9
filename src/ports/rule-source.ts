/** Where rule sets (规则集) and local measures laid over them (地方补充) come from. */
import type { Day } from "../core/law/types.ts";
import type { RuleExample } from "../core/rules/lints/lint.ts";
import type { FactId, Form, Overlay, RuleSet } from "../core/rules/types.ts";

/** A version of a rule set, as its file has it. */
export interface PublishedRules {
  /** `until` is that of the file, or the day from which the next version holds. */
  readonly ruleSet: RuleSet;
  readonly examples: readonly RuleExample[];
  /** `sha256:…` over the content of the file, its examples left out: those may grow. */
  readonly hash: string;
  /** Whether the register has it with this hash. */
  readonly published: boolean;
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
  readonly examples: readonly RuleExample[];
  readonly hash: string;
  readonly published: boolean;
  readonly file: string;
}

/** Somebody answers for something that the lints would refuse (签署): a version that drops a red line, a kinder parameter. */
export interface Signed {
  /** The earlier version, or the overlay. */
  readonly one: string;
  /** The later version, or the parameter. */
  readonly other: string;
  readonly by: string;
  readonly on: Day;
  readonly because: string;
}

/** Everything there is, checked; each list by id, then by first day. */
export interface RuleLibrary {
  readonly ruleSets: readonly PublishedRules[];
  readonly overlays: readonly PublishedOverlay[];
  readonly signed: readonly Signed[];
  /** What the sources of published cases state, by case, in the names of the newest rules. */
  readonly caseFacts: ReadonlyMap<string, Form>;
  /** The words of a case that each of its facts rests on, literally in its title, facts, reason, correction or decision. */
  readonly caseSpans: ReadonlyMap<string, Readonly<Record<FactId, string>>>;
}
