import { basename } from "node:path";
import { describe, formatProblems } from "../adapters/knowledge/problems.ts";
import { addToRegister, hashOf } from "../adapters/knowledge/rule-register.ts";
import { readRuleSet } from "../adapters/knowledge/rules.ts";
import { lintLibrary } from "../app/precheck/lint-rules.ts";
import { NoRulesForDayError, ruleSetId } from "../app/precheck/rule-book.ts";
import { openRules, readWholeKnowledge } from "../compose/rules.ts";
import { today } from "../compose/today.ts";
import { diffRules } from "../core/rules/diff.ts";
import { nearest } from "../core/rules/nearest.ts";
import type { Problem } from "../ports/knowledge-source.ts";
import type { PublishedRules, RuleLibrary } from "../ports/rule-source.ts";
import { lintText } from "../text/lint-report.ts";
import { html, markdown } from "../text/printed.ts";
import { diffText } from "../text/rule-diff.ts";
import { ruleTable } from "../text/rule-table.ts";
import { type Command, readArguments, type Terminal, UsageError } from "./command.ts";
import { day, readInput } from "./input.ts";

export const rulesPublish: Command = {
  name: "rules publish",
  summary: "enter new versions of the rules in the register",
  help: `cli rules publish [--json]

Adds every version of rules/ and overlays/ that is not yet in rules/published.yaml, with the hash of its content. What is
published is fixed: a change is a new version. Exit 1, and nothing added, where the knowledge base has any other error.`,
  async run(args, terminal, config) {
    const { values } = readArguments(args, { json: { type: "boolean", default: false } });
    const { problems, unpublished } = readWholeKnowledge(config);
    const others = problems.filter(
      ({ severity, code }) => severity === "error" && code !== "rules.not-published",
    );
    if (others.length > 0) {
      terminal.err(`${formatProblems(others)}\n`);
      return 1;
    }
    for (const root of new Set(unpublished.map((entry) => entry.root)))
      addToRegister(
        root,
        unpublished.filter((entry) => entry.root === root).map(({ name, hash }) => [name, hash]),
      );
    const published = unpublished.map(({ name, hash }) => ({ name, hash }));
    if (values.json) terminal.out(`${JSON.stringify({ published })}\n`);
    else for (const { name, hash } of published) terminal.out(`${name}  ${hash}\n`);
    return 0;
  },
};

export const rulesLint: Command = {
  name: "rules lint",
  summary: "prove that the rules hold together",
  help: `cli rules lint [--newest] [--notes] [--json]

Every lint over every version with the local measures laid over it; --newest over the newest version alone. Exit 1 on any
finding and on anything not proven. Counterexamples print as examples that can be pasted into the file; --notes adds what is
worth knowing and no fault.`,
  async run(args, terminal, config) {
    const { values } = readArguments(args, {
      json: { type: "boolean", default: false },
      newest: { type: "boolean", default: false },
      notes: { type: "boolean", default: false },
    });
    const { library, catalogue, problems } = readWholeKnowledge(config);
    const errors = problems.filter(
      ({ severity, code }) => severity === "error" && code !== "rules.not-published",
    );
    if (library === null || catalogue === null || errors.length > 0) {
      terminal.err(`${formatProblems(errors)}\n`);
      if (values.json) terminal.out(`${JSON.stringify(unreadable(errors))}\n`);
      return 1;
    }
    const report = lintLibrary(library, catalogue, { newest: values.newest, now: () => performance.now() });
    if (values.json) {
      const lints = report.lints.map(({ notes: _, ...lint }) => lint);
      terminal.out(`${JSON.stringify({ ok: report.ok, ruleset: report.ruleset, lints })}\n`);
    } else terminal.out(lintText(report, values.notes));
    return report.ok ? 0 : 1;
  },
};

/** Files that cannot be read leave nothing to prove. */
const unreadable = (errors: readonly Problem[]) => ({
  ok: false,
  ruleset: null,
  lints: [{ id: "0", name: "the files can be read", status: "finding", findings: errors, ms: 0 }],
});

export const rulesTable: Command = {
  name: "rules table",
  summary: "the rules in words, with their basis, for review on paper",
  help: `cli rules table [--html | --markdown] [--act-date YYYY-MM-DD] [ID@VERSION]

The rules of a day of the act (default: today in Beijing), or a version by name, with every local measure in force: conditions
in words, the provisions quoted with version and grade, national red lines and local ones told apart. Markdown unless --html,
which prints well on A4.`,
  async run(args, terminal, config) {
    const { values, positionals } = readArguments(args, {
      html: { type: "boolean", default: false },
      markdown: { type: "boolean", default: false },
      "act-date": { type: "string" },
    });
    const [name] = positionals;
    if (values.html && values.markdown) throw new UsageError("--html or --markdown, not both");
    if (positionals.length > 1) throw new UsageError("one version at most: six-looks@2025-06-01");
    const on = values["act-date"] === undefined ? today() : day("act-date", values["act-date"]);
    const { library, catalogue } = openRules(config, "allowed");
    const rules = name === undefined ? rulesOn(library, on) : namedRules(library, name);
    const overlays = measuresWith(library, rules);
    const table = ruleTable(
      { content: rules.ruleSet, hash: rules.hash },
      overlays.map(({ overlay, hash }) => ({ content: overlay, hash })),
      catalogue,
    );
    terminal.out(values.html ? html(table) : markdown(table));
    return 0;
  },
};

export const rulesDiff: Command = {
  name: "rules diff",
  summary: "what changes between two versions of the rules",
  help: `cli rules diff [--json] A B

A and B are versions (six-looks@2024-01-01) or files. Prints the share of all combinations of facts whose result changes, into
what, with a case of each, and the examples of both whose outcome changes. Exit 0 also where much changes.`,
  async run(args, terminal, config) {
    const { values, positionals } = readArguments(args, { json: { type: "boolean", default: false } });
    const [one, other] = positionals;
    if (one === undefined || other === undefined || positionals.length > 2)
      throw new UsageError("two versions or files are needed");
    const { library } = openRules(config, "allowed");
    const [earlier, later] = await Promise.all(
      [one, other].map((name) => versionOrFile(library, name, terminal)),
    );
    if (earlier === undefined || later === undefined)
      throw new UsageError("two versions or files are needed");
    const diff = diffRules(earlier.ruleSet, later.ruleSet, [...earlier.examples, ...later.examples]);
    const sides = { a: pinOf(earlier), b: pinOf(later) };
    terminal.out(values.json ? `${JSON.stringify({ ...sides, ...diff })}\n` : diffText(sides, diff));
    return 0;
  },
};

type Rules = Pick<PublishedRules, "ruleSet" | "examples" | "hash">;

const pinOf = ({ ruleSet: { id, version }, hash }: Rules) => ({ id, version, hash });

function rulesOn(library: RuleLibrary, on: string): PublishedRules {
  const rules = library.ruleSets.find(
    ({ superseded, ruleSet: { id, from, until } }) =>
      id === ruleSetId && !superseded && from <= on && (until === null || on < until),
  );
  if (rules === undefined)
    throw new UsageError(new NoRulesForDayError(on, library.ruleSets[0]?.ruleSet.from ?? null).message);
  return rules;
}

function namedRules({ ruleSets }: RuleLibrary, name: string): PublishedRules {
  const names = ruleSets.map(({ ruleSet: { id, version } }) => `${id}@${version}`);
  const rules = ruleSets[names.indexOf(name)];
  if (rules === undefined)
    throw new UsageError(
      `unknown version "${name}"; the nearest known one is ${nearest(name, names) ?? "none"}`,
    );
  return rules;
}

/** The last version of each local measure that can be laid over the rules. */
function measuresWith({ overlays }: RuleLibrary, { ruleSet }: PublishedRules) {
  const able = overlays.filter(
    ({ overlay: { base, from } }) =>
      base === ruleSet.id && (from === null || ruleSet.until === null || from < ruleSet.until),
  );
  return [...new Map(able.map((overlay) => [overlay.overlay.id, overlay])).values()];
}

async function versionOrFile(library: RuleLibrary, name: string, terminal: Terminal): Promise<Rules> {
  if (/^[a-z0-9-]+@/.test(name)) return namedRules(library, name);
  const text = new TextDecoder().decode(await readInput(name, terminal));
  const problems: Problem[] = [];
  const version = basename(name).replace(/\.yaml$/, "");
  const read = readRuleSet(text, version, (code, line, ...words) => {
    // A file under another name, such as a draft, may be compared too.
    if (code !== "rules.version-name") problems.push(describe(code, name, line, words));
  });
  if (read === null || problems.length > 0)
    throw new UsageError(`${name} is no rule set:\n${formatProblems(problems)}`);
  return { ruleSet: read.content, examples: read.examples, hash: hashOf(read.content) };
}
