/** `cli eval --cases`: the rules held against published cases, with the confusion table. */

import { readMappedCases } from "../adapters/knowledge/mapped-cases.ts";
import { formatProblems } from "../adapters/knowledge/problems.ts";
import { type CaseFigures, confusion, judgeCases, verdicts } from "../app/precheck/judge-cases.ts";
import { createRuleBook } from "../app/precheck/rule-book.ts";
import { today } from "../compose/knowledge.ts";
import { openRules } from "../compose/rules.ts";
import type { Config } from "../config.ts";
import { KnowledgeError } from "../ports/knowledge-source.ts";
import { caseClasses, type MappedCase } from "../ports/mapped-cases.ts";
import { type ExitCode, type Terminal, UsageError } from "./command.ts";

/** @returns 1 where a sanctioned case is favourable, or too few come out as decided */
export function evaluateCases(
  directory: string,
  json: boolean,
  terminal: Terminal,
  config: Config,
): ExitCode {
  const cases = readCases(directory);
  const { library } = openRules(config, "allowed");
  const { compiled, pin } = createRuleBook(library).on(today(), []);
  const figures = judgeCases(cases, compiled);
  terminal.out(json ? asJson(figures, pin) : asTable(figures, pin));
  return figures.ok ? 0 : 1;
}

function readCases(directory: string): MappedCase[] {
  try {
    return readMappedCases(directory);
  } catch (error) {
    const told = error instanceof KnowledgeError ? formatProblems(error.problems) : (error as Error).message;
    throw new UsageError(`${directory}: no mapped cases to read\n${told}`, { cause: error });
  }
}

type Pin = { readonly id: string; readonly version: string; readonly hash: string };

const asJson = (figures: CaseFigures, ruleset: Pin): string =>
  `${JSON.stringify({
    ok: figures.ok,
    ruleset,
    counted: figures.counted,
    right: figures.right,
    consulted: figures.consulted,
    sanctioned_favourable: figures.sanctionedFavourable,
    confusion: {
      stated: confusion(figures.cases, "stated"),
      completed: confusion(figures.cases, "completed"),
    },
    cases: figures.cases.map(({ case: published, stated, completed, right }) => ({
      id: published.id,
      official: published.official,
      class: published.class,
      stated,
      completed,
      right,
    })),
  })}\n`;

function asTable(figures: CaseFigures, { id, version }: Pin): string {
  const wrong = figures.cases.filter(({ right }) => right === false);
  const listed = figures.cases.filter(({ right }) => right === null);
  return [
    `${id}@${version}`,
    ...(["stated", "completed"] as const).flatMap((mapping) => [
      "",
      `${mapping.padEnd(14)}${verdicts.map((verdict) => verdict.padStart(15)).join("")}`,
      ...rowsOf(figures, mapping),
    ]),
    "",
    `sanctioned and favourable  ${figures.sanctionedFavourable.length}  ${figures.sanctionedFavourable.join(" ")}`.trimEnd(),
    `as decided  ${figures.right} of ${figures.counted}, ${figures.consulted} of them put before people`,
    ...wrong.map(({ case: { id: name, known }, completed }) => `  ${name}: ${completed}. ${known ?? ""}`),
    ...listed.map(({ case: { id: name }, completed }) => `not counted  ${name}: ${completed}`),
    "",
  ].join("\n");
}

function rowsOf({ cases }: CaseFigures, mapping: "stated" | "completed"): string[] {
  const table = confusion(cases, mapping);
  return caseClasses.map(
    (wanted) =>
      `${wanted.padEnd(14)}${verdicts.map((verdict) => String(table[wanted][verdict]).padStart(15)).join("")}`,
  );
}
