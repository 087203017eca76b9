/**
 * The report (预审报告) of a form: everything a meeting needs, as data. Titles, texts and labels in it come from the rules and
 * the knowledge base; what the program says by itself is a code here, and worded in `text/`. Page, chat and Markdown render
 * this and nothing else, so that none of them can say more than another.
 */
import type { Citation } from "../grounding/answer.ts";
import type { CaseOutcome, Day, Verification } from "../law/types.ts";
import type { VersionResult } from "../rules/by-version.ts";
import type { Range, Status } from "../rules/decision.ts";
import type { Pinned } from "../rules/record.ts";
import type { FactId, GateStatus, Look, Outcome, RuleId, Tier } from "../rules/types.ts";

/**
 * How one look stands: `clear` nothing stands in the way; `attention` something is lacking, or a named ground for referral is
 * TRUE; `against` a red line is TRUE; `open` not known yet; `unasked` the result does not rest on it, and nothing was asked.
 */
export type LookState = "clear" | "attention" | "against" | "open" | "unasked";

/** A rule by its name alone. */
export interface RuleTitle {
  readonly rule: RuleId;
  readonly title: string;
  readonly tier: Tier;
}

/** An answer in words. */
export interface AnswerWords {
  readonly fact: FactId;
  readonly look: Look;
  readonly label: string;
  /** Labels of the values still possible, one where it was answered; empty for 不清楚. */
  readonly values: readonly string[];
}

/** An answer of the form. */
export interface ReportAnswer extends AnswerWords {
  readonly question: string;
  /** Of the red-line checklist (红线清单). */
  readonly checklist: boolean;
  /** False: 不影响结论, as things stand. */
  readonly matters: boolean;
}

/** One of the six looks (六看). */
export interface LookRow {
  readonly look: Exclude<Look, "threshold">;
  readonly state: LookState;
  /** Titles of the sub-conclusions (分结论) of this look that hold; the most telling only. */
  readonly grades: readonly string[];
  /** Red lines and grounds for referral that are TRUE by answers of this look, whether or not they decide. */
  readonly rules: readonly RuleTitle[];
  readonly answers: readonly ReportAnswer[];
  /** Labels of the facts of this look that are open and can still matter. */
  readonly open: readonly string[];
}

/** A citation that something rests on. */
export interface ReportBasis {
  /** Number of a citation of the report. */
  readonly n: number;
  /** Why it carries the rule, in a few words; null where it speaks for itself. */
  readonly why: string | null;
}

/** A rule with what it says, rests on, and was decided by. */
export interface ReportRule extends RuleTitle {
  /** What it says, for people. */
  readonly text: string;
  /** What it gives: an outcome, or a gate's status. */
  readonly gives: Outcome | GateStatus;
  /** Title of the local measure it comes from; null: national. */
  readonly local: string | null;
  /** The answers that make it TRUE, or show it FALSE. */
  readonly answers: readonly AnswerWords[];
  readonly basis: readonly ReportBasis[];
}

/** A fact that can still change the result. */
export interface OpenFact {
  readonly fact: FactId;
  readonly look: Look;
  readonly label: string;
  readonly question: string;
  /** Answered 不清楚; else not asked. */
  readonly unsure: boolean;
  /** Papers that show it. */
  readonly evidence: readonly string[];
  /** The rules that wait for it. */
  readonly rules: readonly RuleTitle[];
}

/** What can still be corrected, and what would come of it. */
export interface ReportChange {
  readonly set: readonly AnswerWords[];
  readonly outcome: Outcome;
}

/** A ground for tolerance that does not hold: never which answers it lacks, so that no form teaches what to answer. */
export interface NearestRule {
  readonly title: string;
  /** The looks in which it is not met. */
  readonly looks: readonly Look[];
}

export interface ReportCorrection {
  readonly id: string;
  readonly title: string;
  readonly because: string;
  /** Null: 由组织确定. */
  readonly dueDays: number | null;
  /** What `dueDays` counts where it is not days of the calendar: 工作日. */
  readonly dueUnit?: string;
  readonly basis: readonly ReportBasis[];
}

/** Papers of one look. */
export interface ReportEvidence {
  readonly look: Look;
  /** For what the result rests on, or still waits for. */
  readonly documents: readonly string[];
  /** For the other answers: at hand, should somebody ask. */
  readonly further: readonly string[];
}

/** A published case (公开案例) beside the form. */
export interface ReportCase {
  readonly id: string;
  /** Number of its citation. */
  readonly n: number;
  readonly title: string;
  readonly outcome: CaseOutcome;
  /** The outcome in the source's words. */
  readonly decision: string;
  readonly decidedBy: string;
  /** Null: the source is silent. */
  readonly year: number | null;
  readonly verification: Verification;
  /** What a reader must not conclude from it, or null. */
  readonly caution: string | null;
  readonly shared: readonly AnswerWords[];
  readonly differing: readonly { readonly here: AnswerWords; readonly there: AnswerWords }[];
  /** For a contrast: the fact that decided, in an editor's words; null where no editor wrote it. */
  readonly because: string | null;
}

/** A source of the report. */
export interface ReportCitation extends Citation {
  /** What it says in an editor's words (要点，非原文), where no wording is held; null for a quote and for a case. */
  readonly gist: string | null;
}

/** What to do next, in order; worded in `text/`. */
export type NextStep =
  | "supply-open-facts"
  | "gather-evidence"
  | "do-corrections"
  | "submit"
  | "ask-for-consultation"
  | "explain-to-organisation"
  | "state-disagreement"
  | "check-both-days"
  | "clarify"
  | "look-elsewhere";

export interface ReportJurisdiction {
  readonly id: string;
  readonly title: string;
  /** False: its measure was not in force on either day, so that it was not applied. */
  readonly applied: boolean;
  /** What it sets that was read: tiers of loss, terms, who decides. */
  readonly parameters: readonly {
    readonly title: string;
    readonly value: number | string;
    readonly unit: string | null;
    readonly basis: readonly ReportBasis[];
  }[];
  /** What could not be read of the measure. */
  readonly unread: readonly string[];
}

export interface Report {
  /** Id of the form, where it has one. */
  readonly id: string | null;
  readonly status: Status;
  /** Null unless decided. */
  readonly outcome: Outcome | null;
  readonly range: Range | null;
  /** Day of the act (行为日), and of the decision (决定日). */
  readonly actDate: Day;
  readonly decisionDate: Day;
  readonly jurisdictions: readonly ReportJurisdiction[];
  /** The rules it was found by; those of the day of the act. */
  readonly ruleset: Pinned;
  /** Both versions where they differ in what they say; else empty. */
  readonly byVersion: readonly VersionResult<Pinned>[];
  readonly recordHash: string;
  /** All six, in their order. */
  readonly looks: readonly LookRow[];
  /** Every TRUE rule of the tier that decides; empty where `byDefault`, or where it is not known which of the open ones does. */
  readonly fired: readonly ReportRule[];
  /** No rule holds and none can: people decide. */
  readonly byDefault: boolean;
  /** Red lines shown FALSE. */
  readonly cleared: readonly ReportRule[];
  /** Red lines neither TRUE nor shown FALSE, which no longer change the result: nobody asked. Empty where a gate stands. */
  readonly unsettled: readonly RuleTitle[];
  readonly open: readonly OpenFact[];
  readonly changes: readonly ReportChange[];
  /** None where a red line or a gate stands: then no ground for tolerance is near. */
  readonly nearest: readonly NearestRule[];
  readonly corrections: readonly ReportCorrection[];
  readonly evidence: readonly ReportEvidence[];
  /** The nearest first. */
  readonly cases: readonly ReportCase[];
  /** A case like it that came out otherwise; null where none is held. */
  readonly contrast: ReportCase | null;
  readonly steps: readonly NextStep[];
  /** In the order of the questions. */
  readonly answers: readonly ReportAnswer[];
  /** What the rules and corrections named rest on, numbered from 1. */
  readonly citations: readonly ReportCitation[];
}
