/** What a pre-check (预审) may ask, what it says of a form, and the record that gives it again. Names are the contract's. */
import type { Verification } from "../law/types.ts";
import type { Versioned } from "../rules/by-version.ts";
import type { Fired } from "../rules/decision.ts";
import type { DecisionRecord, Pinned } from "../rules/record.ts";
import type { Fact, FactValue } from "../rules/types.ts";

/** What may be asked under the rules of a day. */
export interface PrecheckSchema {
  readonly ruleset: Pinned;
  readonly jurisdictions: readonly { readonly id: string; readonly title: string }[];
  readonly facts: readonly (Pick<
    Fact,
    "id" | "look" | "label" | "question" | "help" | "order" | "corrective" | "evidence"
  > & { readonly values: readonly FactValue[] })[];
}

/** A passage that a rule rests on, as the knowledge base has it now. */
export interface PrintedBasis {
  readonly passage: string;
  readonly document: string;
  readonly article: string | null;
  readonly verification: Verification;
}

/** What the rules of the two days say of a form. */
export type Findings = Versioned<Pinned>;

export interface PrecheckResult extends Omit<Findings, "fired"> {
  readonly id: string | null;
  readonly fired: readonly (Omit<Fired, "basis"> & { readonly basis: readonly PrintedBasis[] })[];
  readonly record_hash: string;
}

/**
 * The record names passages only: what the knowledge base says of them may be put right later without making the record
 * untrue.
 */
export type PrecheckRecord = DecisionRecord<Findings>;
