/** The pre-check (预审): forms in, results and records out. */
import type { Day } from "../core/law/types.ts";
import type { PrecheckRecord, PrecheckResult, PrecheckSchema } from "../core/precheck/result.ts";
import type { Form, RuleId } from "../core/rules/types.ts";

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
  /** `rules-missing`: what it was made with is not held any more; `facts`: it could not have been made; `differs`: other bytes. */
  | {
      readonly equal: false;
      readonly reason: "rules-missing" | "facts" | "differs";
      readonly detail: string;
    };

export interface Precheck {
  /** @throws {NoRulesForDayError} */
  schema(day: Day): PrecheckSchema;
  /**
   * @returns the result for people, and the record as canonical JSON
   * @throws {NoRulesForDayError} no version covers one of the days
   * @throws {UnknownJurisdictionError | UnknownNameError | FormError} with the nearest known name
   */
  evaluate(request: PrecheckRequest): { readonly result: PrecheckResult; readonly record: string };
  /**
   * Titles of the rules that a request is evaluated by, those of both days.
   *
   * @throws {NoRulesForDayError | UnknownJurisdictionError}
   */
  ruleTitles(request: Omit<PrecheckRequest, "id" | "facts">): ReadonlyMap<RuleId, string>;
  /** Computes a record again from what it pins, and compares it with its bytes. */
  replay(record: PrecheckRecord, text: string): Replay;
}
