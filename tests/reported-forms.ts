/** Nine matters with their reports: the four of the seed report, and five of `tests/forms`; read once for the tests of reports. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readCaseForms } from "../src/adapters/knowledge/case-forms.ts";
import { composeReporter } from "../src/compose/rules.ts";
import type { Form } from "../src/core/rules/types.ts";
import type { PrecheckRequest } from "../src/ports/precheck.ts";

export const reporter = composeReporter({ KNOWLEDGE_DIR: join(import.meta.dirname, "..", "knowledge") });

export const contact = "本单位组织人事或纪检监察部门";

export const requestOf = (facts: Form, more: Partial<PrecheckRequest> = {}): PrecheckRequest => ({
  id: null,
  facts,
  actDate: "2025-09-01",
  decisionDate: "2026-11-01",
  jurisdictions: [],
  ...more,
});

const seeds = readCaseForms(join(import.meta.dirname, "rules"))
  .cases.filter(({ id }) => id.startsWith("seed-"))
  .map(({ id, completed }) => requestOf(completed, { id }));

interface FormFile {
  readonly id: string;
  readonly facts: Form;
  readonly act_date: string;
  readonly decision_date: string;
  readonly jurisdiction?: string;
}

const folder = join(import.meta.dirname, "forms");
const own = readdirSync(folder)
  .sort()
  .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as FormFile)
  .map(({ id, facts, act_date, decision_date, jurisdiction }) => ({
    id,
    facts,
    actDate: act_date,
    decisionDate: decision_date,
    jurisdictions: jurisdiction === undefined ? [] : [jurisdiction],
  }));

export const reportedForms: readonly PrecheckRequest[] = [...seeds, ...own];

/** A form of `tests/forms` by its id, with some answers changed. */
export function formLike(id: string, changed: Form = {}): PrecheckRequest {
  const found = reportedForms.find((request) => request.id === id);
  if (found === undefined) throw new Error(`no form ${id}`);
  return { ...found, facts: { ...found.facts, ...changed } };
}
