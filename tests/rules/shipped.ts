/** The shipped rules and the cases they are held against, read once for the tests about them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { readCaseForms } from "../../src/adapters/knowledge/case-forms.ts";
import { createFolderSource } from "../../src/adapters/knowledge/folder.ts";
import { readOverlay, readRuleSet } from "../../src/adapters/knowledge/rules.ts";
import type { Verdict } from "../../src/app/precheck/case-table.ts";
import { createCatalogue } from "../../src/core/law/catalogue.ts";
import { type CompiledRules, compile } from "../../src/core/rules/compile.ts";
import type { Form, Outcome } from "../../src/core/rules/types.ts";

const knowledge = join(import.meta.dirname, "..", "..", "knowledge");

function yamlIn(folder: string): { readonly name: string; readonly text: string }[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .map((name) => ({ name: name.slice(0, -5), text: readFileSync(join(folder, name), "utf8") }));
}

const refuse =
  (file: string) =>
  (...problem: unknown[]): never => {
    throw new Error(`${file}: ${problem.join(" ")}`);
  };

function held<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`no ${what}`);
  return value;
}

export const catalogue = createCatalogue(await createFolderSource(knowledge).load());

/** Every version with its examples, earliest first. */
export const versions = yamlIn(join(knowledge, "rules", "six-looks")).map(({ name, text }) => {
  const { content, examples } = held(readRuleSet(text, name, refuse(name)), name);
  return { ruleSet: content, examples, compiled: compile(content) };
});

export const newest = held(versions.at(-1), "version");

/** Every local measure with its examples, and with each version that it may be laid over. */
export const measures = yamlIn(join(knowledge, "overlays")).map(({ name, text }) => {
  const { content, examples } = held(
    readOverlay(
      text,
      versions.map(({ ruleSet }) => ruleSet),
      refuse(name),
    ),
    name,
  );
  const laidOver = versions
    .filter(({ ruleSet }) => content.from === null || ruleSet.until === null || content.from < ruleSet.until)
    .map(({ ruleSet, compiled }) => ({ ruleSet, base: compiled, compiled: compile(ruleSet, [content]) }));
  return { overlay: content, examples, laidOver };
});

const { cases: forms, problems } = readCaseForms(import.meta.dirname);
if (problems.length > 0)
  throw new Error(problems.map(({ file, message }) => `${file}: ${message}`).join("\n"));

/** What a case file says besides the two forms. */
interface CaseWords {
  readonly stated: readonly { readonly says: string }[];
  readonly assumed: readonly { readonly because: string }[];
  readonly expect: {
    readonly stated: {
      readonly status: string;
      readonly outcome?: Outcome;
      readonly worst?: Outcome;
      readonly best?: Outcome;
    };
    readonly completed: {
      readonly status: string;
      readonly outcome?: Outcome;
      readonly fired: readonly string[];
    };
  };
}

/** The published cases mapped to facts, with what should come out of either form. */
export const publishedCases = forms.map((form) => {
  const folder = form.id.startsWith("seed-") ? "seed" : "cases";
  const text = readFileSync(join(import.meta.dirname, folder, `${form.id}.yaml`), "utf8");
  const { stated, assumed, expect }: CaseWords = parse(text);
  return {
    ...form,
    expect,
    words: [...stated.map(({ says }) => says), ...assumed.map(({ because }) => because)],
  };
});
export const seeds = publishedCases.filter(({ id }) => id.startsWith("seed-"));

/** Outcome, or the status where there is none. */
export function verdictOf(rules: CompiledRules, form: Form): Verdict {
  const { status, outcome } = rules.evaluate(form);
  return outcome ?? (status as Verdict);
}

export const favourable: readonly string[] = ["exempt", "lighter"] satisfies Outcome[];

export const isFavourable = (verdict: string | null | undefined): boolean =>
  favourable.includes(verdict ?? "");

/** Rules that look right but fail, with what they would get wrong. */
export interface TemptingRule {
  readonly naive: string;
  readonly predicts: "favourable" | "unfavourable";
  readonly why: string;
  readonly cases: readonly { readonly name: string; readonly with: Form; readonly expect: Verdict }[];
}

export const { sound, rules: temptingRules }: { sound: Form; rules: readonly TemptingRule[] } = parse(
  readFileSync(join(import.meta.dirname, "tempting.yaml"), "utf8"),
);
