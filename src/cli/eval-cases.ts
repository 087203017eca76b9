/** The rules held against published cases: `cli eval --cases`. */
import { readCaseForms } from "../adapters/knowledge/case-forms.ts";
import { formatProblems } from "../adapters/knowledge/problems.ts";
import { judgeCases, verdicts } from "../app/precheck/case-table.ts";
import { openRules } from "../compose/rules.ts";
import type { Config } from "../config.ts";
import { compile } from "../core/rules/compile.ts";
import { caseTableText } from "../text/case-table.ts";
import { AbsentError, type ExitCode, type Terminal, UsageError } from "./command.ts";

/** Prints the confusion table of the newest rules. @param directory holds seed/ and cases/ */
export function evaluateCases(
  directory: string,
  asJson: boolean,
  terminal: Terminal,
  config: Config,
): ExitCode {
  const { cases, problems } = readCaseForms(directory);
  if (problems.length > 0 || cases.length === 0)
    throw new UsageError(`no cases can be read from ${directory}:\n${formatProblems(problems)}`);
  const { library } = openRules(config, "allowed");
  const newest = library.ruleSets.findLast(({ superseded }) => !superseded);
  if (newest === undefined) throw new AbsentError("there are no rules; add a version under rules/");
  const table = judgeCases(compile(newest.ruleSet), cases);
  const { id, version } = newest.ruleSet;
  if (asJson) terminal.out(`${JSON.stringify({ ruleset: { id, version, hash: newest.hash }, ...table })}\n`);
  else terminal.out(`${id}@${version}  ${newest.hash}\n\n${caseTableText(table, verdicts)}`);
  return table.holds ? 0 : 1;
}
