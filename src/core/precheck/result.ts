/** What a pre-check (预审) may ask, what it finds of a form, and the record that gives it again. Names are the contract's. */
import type { Day, Verification } from "../law/types.ts";
import type { Answer, FactId, Form, GateStatus, Look, Outcome, RuleId, Tier } from "../rules/types.ts";

/** A version of a rule set, pinned by its hash. */
export interface RuleSetPin {
  readonly id: string;
  readonly version: string;
  readonly hash: string;
}

/** What may be asked under the rules of a day. */
export interface PrecheckSchema {
  readonly ruleset: RuleSetPin;
  readonly jurisdictions: readonly { readonly id: string; readonly title: string }[];
  readonly facts: readonly {
    readonly id: FactId;
    readonly look: Look;
    readonly label: string;
    readonly question: string;
    readonly help: string;
    readonly values: readonly { readonly id: string; readonly label: string }[];
    readonly order: readonly string[] | null;
    readonly corrective: boolean;
    readonly evidence: readonly string[];
  }[];
}

export type PrecheckStatus = "decided" | "insufficient" | GateStatus;

/** A passage that a rule rests on, as the knowledge base has it now. */
export interface BasisPrinted {
  readonly passage: string;
  readonly document: string;
  readonly article: string | null;
  readonly verification: Verification;
}

/** A passage as the record has it: what the knowledge base says of it may improve without making the record untrue. */
export interface BasisRecorded {
  readonly passage: string;
}

/** What a form gives. `B` is how the basis of a rule is told. */
export interface PrecheckFindings<B> {
  readonly status: PrecheckStatus;
  readonly outcome: Outcome | null;
  readonly range: {
    readonly best: Outcome | null;
    readonly worst: Outcome | null;
    readonly gates?: readonly GateStatus[];
  } | null;
  readonly fired: readonly {
    readonly rule: RuleId;
    readonly title: string;
    readonly tier: Tier;
    readonly outcome: Outcome | null;
    readonly basis: readonly B[];
    readonly facts: Readonly<Record<FactId, Answer>>;
  }[];
  readonly cleared: readonly { readonly rule: RuleId; readonly by: Readonly<Record<FactId, Answer>> }[];
  readonly open: readonly { readonly rule: RuleId; readonly tier: Tier; readonly facts: readonly FactId[] }[];
  readonly next_questions: readonly FactId[];
  readonly nearest: readonly { readonly rule: RuleId; readonly failed: readonly FactId[] }[];
  readonly what_would_change: readonly {
    readonly set: Readonly<Record<FactId, string>>;
    readonly outcome: Outcome;
  }[];
  readonly corrections: readonly {
    readonly id: string;
    readonly title: string;
    readonly due_days: number | null;
    readonly because: string;
  }[];
  readonly evidence: readonly { readonly look: Look; readonly documents: readonly string[] }[];
  readonly ruleset: RuleSetPin;
  /** Only where the rules of the day of the decision say something else than those of the day of the act. */
  readonly by_version?: readonly {
    readonly ruleset: RuleSetPin;
    readonly status: PrecheckStatus;
    readonly outcome: Outcome | null;
  }[];
}

export interface PrecheckResult extends PrecheckFindings<BasisPrinted> {
  readonly id: string | null;
  readonly record_hash: string;
}

/** The decision record (决定记录): all that the findings follow from, and the findings. No names, no free text, no time. */
export interface PrecheckRecord {
  readonly schema: "precheck-record/1";
  /** Version of the meaning of rules; another one may find otherwise. */
  readonly engine: string;
  readonly act_date: Day;
  readonly decision_date: Day;
  readonly rules: {
    readonly act: RuleSetPin;
    readonly decision: RuleSetPin;
    /** Local measures laid over each, in order. */
    readonly act_overlays: readonly OverlayPin[];
    readonly decision_overlays: readonly OverlayPin[];
  };
  readonly facts: Form;
  readonly result: PrecheckFindings<BasisRecorded>;
}

export interface OverlayPin {
  readonly id: string;
  readonly hash: string;
}
