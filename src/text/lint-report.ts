/** What the lints found, for a terminal; counterexamples as YAML to be pasted beside the rules. */
import type { Finding, LintResult, RuleExample } from "../core/rules/lints/lint.ts";

interface Report {
  readonly ok: boolean;
  readonly ruleset: { readonly id: string; readonly version: string; readonly hash: string } | null;
  readonly lints: readonly (Pick<LintResult, "id" | "name" | "status" | "ms"> & {
    readonly findings: readonly (Finding & { readonly version: string })[];
    readonly notes: readonly (Finding & { readonly version: string })[];
  })[];
}

const marks = { proven: "proven    ", finding: "FINDING   ", not_proven: "NOT PROVEN" } satisfies Record<
  LintResult["status"],
  string
>;

/** @param withNotes also what is worth knowing and no fault */
export function lintText({ ok, ruleset, lints }: Report, withNotes: boolean): string {
  const lines = lints.flatMap(({ id, name, status, ms, findings, notes }) => [
    `${id.padStart(2)}  ${marks[status]}  ${name}${ms === undefined ? "" : `  (${ms} ms)`}`,
    ...findings.flatMap((finding) => findingLines(finding, "! ")),
    ...(withNotes ? notes.flatMap((note) => findingLines(note, "· ")) : []),
  ]);
  const total = lints.reduce((sum, { ms = 0 }) => sum + ms, 0);
  const verdict =
    ruleset === null ? "there are no rules" : ok ? "everything is proven" : "not everything is proven";
  return `${lines.join("\n")}\n${verdict}${ruleset === null ? "" : `: ${ruleset.id}@${ruleset.version} ${ruleset.hash}`}  (${total} ms)\n`;
}

function findingLines(
  { version, overlays, message, examples = [] }: Finding & { readonly version: string },
  mark: string,
): string[] {
  const where = [version, ...(overlays ?? [])].join(" + ");
  return [
    `      ${mark}[${where}] ${message}`,
    ...examples.flatMap((example) => exampleYaml(example).map((line) => `          ${line}`)),
  ];
}

/** The example as the rule files have it. */
export function exampleYaml({ name, act, jurisdiction, facts, expect }: RuleExample): string[] {
  const map = (entries: readonly (readonly [string, string])[]) =>
    `{ ${entries.map(([key, value]) => `${key}: ${value}`).join(", ")} }`;
  const answers = Object.entries(facts).map(
    ([fact, answer]) => [fact, typeof answer === "string" ? answer : `[${answer.join(", ")}]`] as const,
  );
  const expected: readonly (readonly [string, string])[] = [
    ["status", expect.status],
    ...(expect.outcome === null ? [] : [["outcome", expect.outcome] as const]),
    ...(expect.fired === null ? [] : [["fired", `[${expect.fired.join(", ")}]`] as const]),
  ];
  return [
    `- name: ${/^[\p{L}\p{N}][^:#]*$/u.test(name) ? name : JSON.stringify(name)}`,
    `  act: ${act}`,
    ...(jurisdiction === null || jurisdiction === undefined ? [] : [`  jurisdiction: ${jurisdiction}`]),
    `  facts: ${map(answers)}`,
    `  expect: ${map(expected)}`,
  ];
}
