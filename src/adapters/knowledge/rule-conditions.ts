/** Conditions of rule files: read from plain YAML data, with every name checked against what the rule set has. */
import { nearest } from "../../core/rules/nearest.ts";
import type { Condition, Form, RuleSet } from "../../core/rules/types.ts";
import type { ProblemCode } from "./problems.ts";

/** Where a part stands, as keys and indexes from the top of the file. */
export type Path = readonly (string | number)[];

/** Reports a problem of a part of the file being read. */
export type TellAt = (code: ProblemCode, at: Path, ...values: string[]) => void;

/** The names that conditions may use. */
export interface Names {
  /** Values of each fact. */
  readonly facts: ReadonlyMap<string, readonly string[]>;
  readonly conclusions: readonly string[];
}

export const namesOf = ({ facts, conclusions }: Pick<RuleSet, "facts" | "conclusions">): Names => ({
  facts: new Map(facts.map(({ id, values }) => [id, values.map((value) => value.id)])),
  conclusions: conclusions.map(({ id }) => id),
});

/** Keys that combine conditions, and so name no fact. */
export const COMBINING = ["all", "any", "not", "is"] as const;

/** Stands for a condition that was told to be wrong; what holds it is never used. */
const BROKEN: Condition = { all: [] };

/** Reads `{ fact: [values] }`, `{ all: […] }`, `{ any: […] }`, `{ not: … }`, `{ is: conclusion }`; tells every fault. */
export function readCondition(value: unknown, at: Path, names: Names, tell: TellAt): Condition {
  if (!isMap(value)) return broken("不是一组键和值", at, tell);
  const keys = Object.keys(value);
  const [key] = keys;
  if (key === undefined) return broken("是空的", at, tell);
  const combining = COMBINING.find((word) => Object.hasOwn(value, word));
  if (combining !== undefined && keys.length > 1)
    return broken(`${combining} 与别的键写在一起`, [...at, combining], tell);
  if (combining === "all" || combining === "any") {
    const parts = readParts(value[combining], [...at, combining], names, tell);
    return combining === "all" ? { all: parts } : { any: parts };
  }
  if (combining === "not") return { not: readCondition(value.not, [...at, "not"], names, tell) };
  if (combining === "is") return readConclusion(value.is, [...at, "is"], names, tell);
  const atoms = keys.map((fact) => readAtom(fact, value[fact], [...at, fact], names, tell));
  return atoms.length === 1 ? (atoms[0] ?? BROKEN) : { all: atoms };
}

function readParts(value: unknown, at: Path, names: Names, tell: TellAt): Condition[] {
  if (Array.isArray(value) && value.length > 0)
    return value.map((part, index) => readCondition(part, [...at, index], names, tell));
  broken(`${at.at(-1)} 之后不是条件的列表`, at, tell);
  return [];
}

function readConclusion(value: unknown, at: Path, { conclusions }: Names, tell: TellAt): Condition {
  if (typeof value !== "string") return broken("is 之后不是分结论的名称", at, tell);
  if (!conclusions.includes(value))
    tell("rules.unknown-conclusion", at, value, nearest(value, conclusions) ?? "");
  return { conclusion: value };
}

function readAtom(fact: string, value: unknown, at: Path, { facts }: Names, tell: TellAt): Condition {
  const known = facts.get(fact);
  if (known === undefined) {
    tell("rules.unknown-fact", at, fact, nearest(fact, [...facts.keys()]) ?? "");
    return BROKEN;
  }
  if (!Array.isArray(value) || value.length === 0) return broken(`${fact} 之后不是取值的列表`, at, tell);
  const values = value.map((entry, index) => readValue(entry, known, [...at, index], tell));
  if (new Set(values).size < values.length) return broken(`${fact} 的取值写了两遍`, at, tell);
  return { fact, in: values };
}

/** One value of a fact; text that YAML took for something else is told as well. */
function readValue(value: unknown, known: readonly string[], at: Path, tell: TellAt): string {
  const name = String(value);
  if (typeof value !== "string" || !known.includes(name))
    tell("rules.unknown-value", at, name, nearest(name, known) ?? "");
  return name;
}

/** The facts of an example: a value, `unsure`, or a list of values still possible. */
export function readForm(
  value: Readonly<Record<string, string | readonly string[]>>,
  at: Path,
  { facts }: Names,
  tell: TellAt,
): Form {
  for (const [fact, answer] of Object.entries(value)) {
    const known = facts.get(fact);
    if (known === undefined) {
      tell("rules.unknown-fact", [...at, fact], fact, nearest(fact, [...facts.keys()]) ?? "");
      continue;
    }
    for (const entry of typeof answer === "string" ? [answer] : answer)
      if (answer !== "unsure") readValue(entry, known, [...at, fact], tell);
  }
  return value;
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function broken(what: string, at: Path, tell: TellAt): Condition {
  tell("rules.condition", at, what);
  return BROKEN;
}
