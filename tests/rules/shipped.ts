/** The shipped rules and the cases they are held against, read once for the tests about them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { createFolderSource } from "../../src/adapters/knowledge/folder.ts";
import { readOverlay, readRuleSet } from "../../src/adapters/knowledge/rules.ts";
import { createCatalogue } from "../../src/core/law/catalogue.ts";
import { type CompiledRules, compile } from "../../src/core/rules/compile.ts";
import type { Answer, FactId, Form, Outcome } from "../../src/core/rules/types.ts";

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

/** Outcome, or the status where there is none. */
export function verdictOf(rules: CompiledRules, form: Form): string {
  const { status, outcome } = rules.evaluate(form);
  return outcome ?? status;
}

export const favourable: readonly string[] = ["exempt", "lighter"] satisfies Outcome[];

/** A published case, mapped twice: what its source says, and completed with assumptions that are named. */
export interface PublishedCase {
  readonly id: string;
  readonly title: string;
  /** As published: `CaseOutcome`. */
  readonly official: string;
  readonly borderline: boolean;
  /** What the rules should say of the completed form; `none`: listed, not counted. */
  readonly class: "not_tolerated" | "favourable" | "clarification" | "none";
  /** Whether putting it before people is right as well. */
  readonly consultCounts: boolean;
  /** Why the rules differ from what was decided, where they do. */
  readonly known: string | null;
  readonly stated: Form;
  readonly completed: Form;
  readonly says: readonly string[];
  readonly because: readonly string[];
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

interface CaseFile extends Omit<PublishedCase, "stated" | "completed" | "says" | "because" | "known"> {
  readonly known?: string;
  readonly stated: readonly { readonly fact: FactId; readonly value: Answer; readonly says: string }[];
  readonly assumed: readonly { readonly facts: Form; readonly because: string }[];
}

function readCase(text: string): PublishedCase {
  const { stated, assumed, ...rest }: CaseFile = parse(text);
  const said: Form = Object.fromEntries(stated.map(({ fact, value }) => [fact, value]));
  return {
    ...rest,
    known: rest.known ?? null,
    stated: said,
    completed: Object.assign({}, said, ...assumed.map(({ facts }) => facts)),
    says: stated.map(({ says }) => says),
    because: assumed.map(({ because }) => because),
  };
}

export const seeds = yamlIn(join(import.meta.dirname, "seed")).map(({ text }) => readCase(text));
export const publishedCases = [
  ...seeds,
  ...yamlIn(join(import.meta.dirname, "cases")).map(({ text }) => readCase(text)),
];

/** Rules that look right but fail, with what they would get wrong. */
export interface TemptingRule {
  readonly naive: string;
  readonly predicts: "favourable" | "unfavourable";
  readonly why: string;
  readonly cases: readonly { readonly name: string; readonly with: Form; readonly expect: string }[];
}

export const { sound, rules: temptingRules }: { sound: Form; rules: readonly TemptingRule[] } = parse(
  readFileSync(join(import.meta.dirname, "tempting.yaml"), "utf8"),
);
