/**
 * The rule module's vocabulary: finite facts (事实), conditions over them, rules in tiers (层级), and rule sets by the day
 * from which they hold. Rules are data: they can be printed for a lawyer, counted, checked and proven.
 */
import type { Day } from "../law/types.ts";

export type FactId = string;
export type ValueId = string;
export type RuleId = string;

/** The six looks (六看) in their order, after the threshold (门槛: is there an error at all, is the report true). */
export const looks = [
  "threshold",
  "nature",
  "basis",
  "motive",
  "decision",
  "consequence",
  "correction",
] as const;
export type Look = (typeof looks)[number];

/** A question of fact with a short list of answers. */
export interface Fact {
  readonly id: FactId;
  readonly look: Look;
  /** Asked in the red-line checklist (红线清单), before the looks. */
  readonly checklist: boolean;
  /** A few words, for lists: 「是否集体研究」. */
  readonly label: string;
  readonly question: string;
  /** Plain explanation of the words in it. */
  readonly help: string;
  readonly example: string | null;
  /** At most 16; in the order they are offered. */
  readonly values: readonly FactValue[];
  /** Ids of all values, best first; null where no answer is better than another. */
  readonly order: readonly ValueId[] | null;
  /** Whether a person can still act on it: correct, report, repay. */
  readonly corrective: boolean;
  /** Papers that show it. */
  readonly evidence: readonly string[];
}

export interface FactValue {
  readonly id: ValueId;
  readonly label: string;
}

/** A condition: values of one fact, a named sub-conclusion (分结论), or a combination. No arithmetic, no code. */
export type Condition =
  | { readonly fact: FactId; readonly in: readonly ValueId[] }
  | { readonly conclusion: string }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition };

/** A named sub-conclusion, such as a grade of one look. */
export interface Conclusion {
  readonly id: string;
  readonly look: Look | null;
  readonly title: string;
  readonly when: Condition;
}

/** In their fixed order: a TRUE rule of an earlier tier overrides every later one. `default` holds no rule. */
export const tiers = ["gate", "redline", "refer", "favour", "default"] as const;
export type Tier = (typeof tiers)[number];

/** Worst first. */
export const outcomes = ["not_tolerated", "consult", "lighter", "exempt"] as const;
export type Outcome = (typeof outcomes)[number];

/** What a gate says instead of an outcome. */
export type GateStatus = "not_applicable" | "clarification";

/** A passage of the knowledge base that a rule rests on. */
export interface Basis {
  /** `accountability-2019#17.1.2`. */
  readonly passage: string;
  /** Why it carries the rule, in a few words; null where it speaks for itself. */
  readonly note: string | null;
}

export interface Rule {
  readonly id: RuleId;
  readonly tier: Exclude<Tier, "default">;
  /** Precedence inside its tier, 1 first; equal ranks must agree. */
  readonly rank: number;
  readonly title: string;
  /** What it says, in words for people. */
  readonly text: string;
  readonly when: Condition;
  /** Exceptions (例外) that keep it from holding. */
  readonly unless: readonly RuleId[];
  /** Null for a gate. */
  readonly outcome: Outcome | null;
  /** Null for what is no gate. */
  readonly gate: GateStatus | null;
  /** Situations (T01–T18) it answers to. */
  readonly situations: readonly string[];
  readonly basis: readonly Basis[];
  /** `national`, or the overlay (地方补充) it comes from. */
  readonly origin: string;
}

/** Keeps a rule from holding; may be kept from it by another. */
export interface Exception {
  readonly id: RuleId;
  readonly title: string;
  readonly text: string;
  readonly when: Condition;
  readonly unless: readonly RuleId[];
  readonly basis: readonly Basis[];
}

/** Something owed in correction (纠错), where its condition holds. */
export interface Correction {
  readonly id: string;
  readonly title: string;
  readonly when: Condition;
  /** Why it is owed. */
  readonly because: string;
  /** Parameter that gives the term in days; null or an unset parameter: 由组织确定. */
  readonly dueParameter: string | null;
  readonly basis: readonly Basis[];
}

/** A number or word that a jurisdiction may set with a source; null: not read, shown so. */
export interface Parameter {
  readonly id: string;
  readonly title: string;
  readonly value: number | string | null;
  readonly unit: string | null;
  /** Which way is kinder to the person; null: neither. */
  readonly kinder: "higher" | "lower" | null;
  readonly basis: readonly Basis[];
}

/** A rule set (规则集) as it holds from a day on. */
export interface RuleSet {
  readonly id: string;
  /** Name of the version: the day of its file, or a name an editor gave. */
  readonly version: string;
  readonly title: string;
  /** Days of the act it covers: `from` counts, `until` does not; null: open. */
  readonly from: Day;
  readonly until: Day | null;
  readonly facts: readonly Fact[];
  readonly conclusions: readonly Conclusion[];
  readonly rules: readonly Rule[];
  readonly exceptions: readonly Exception[];
  readonly corrections: readonly Correction[];
  readonly parameters: readonly Parameter[];
}

/** What a jurisdiction lays over a rule set: its own red lines, referrals and grounds, each with a local basis. */
export interface Overlay {
  /** `sichuan-ftz`. */
  readonly id: string;
  readonly title: string;
  /** Id of the rule set it is laid over. */
  readonly base: string;
  readonly from: Day | null;
  readonly rules: readonly Rule[];
  readonly exceptions: readonly Exception[];
  readonly parameters: readonly Parameter[];
  /** What could not be read of the measure, said so. */
  readonly unread: readonly string[];
}

/** The state of a fact in a form: a value, the mark 不清楚, a subset still possible; absent: not asked. */
export type Answer = ValueId | "unsure" | readonly ValueId[];
export type Form = Readonly<Record<FactId, Answer>>;
