/** The pre-check (预审): forms in, results and records out. */
import type { Day } from "../core/law/types.ts";
import type { PrecheckRecord, PrecheckResult, PrecheckSchema } from "../core/precheck/result.ts";
import type { Form } from "../core/rules/types.ts";

/** A form to evaluate. */
export interface PrecheckRequest {
  readonly id: string | null;
  readonly facts: Form;
  readonly actDate: Day;
  readonly decisionDate: Day;
  /** Ids of local measures, the most general first: a province, a city of it, one's own unit. */
  readonly jurisdictions: readonly string[];
}

/** What became of a record computed again. */
export type Replay =
  | { readonly equal: true; readonly record_hash: string }
  /** `version-missing`: rules it was made with are not held any more; `differs`: other findings, or other bytes. */
  | {
      readonly equal: false;
      readonly reason: "version-missing" | "differs" | "facts";
      readonly detail: string;
    };

export interface Precheck {
  /** @throws {NoRulesForDayError} */
  schema(day: Day): PrecheckSchema;
  /**
   * @returns the result for people, and the record as canonical JSON
   * @throws {NoRulesForDayError} no version covers a day
   * @throws {UnknownNameError} of a fact, value or jurisdiction, with the nearest known
   */
  evaluate(request: PrecheckRequest): { readonly result: PrecheckResult; readonly record: string };
  /** Computes a record again from what it pins, and compares it with its bytes. */
  replay(record: PrecheckRecord, text: string): Replay;
}
