/** The report (预审报告) of a form: everything a meeting needs, as data; text and pages are made of it elsewhere. */
import type { PrecheckResult } from "./result.ts";

export interface Report {
  readonly result: PrecheckResult;
}
