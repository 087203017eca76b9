/**
 * One rule file (规则集) or one file laid over it (地方补充): YAML to the types of the rule module, every name checked
 * against what the rule set has. What other files say (passages, dates of versions, the register) is checked elsewhere.
 */
import type { Day } from "../../core/law/types.ts";
import type { RuleExample } from "../../core/rules/lints/lint.ts";
import { nearest } from "../../core/rules/nearest.ts";
import type {
  Basis,
  Conclusion,
  Condition,
  Correction,
  Exception,
  Fact,
  Overlay,
  Parameter,
  Rule,
  RuleSet,
} from "../../core/rules/types.ts";
import type { LineOf } from "./lines.ts";
import type { ProblemCode } from "./problems.ts";
import { type Names, namesOf, type Path, readCondition, readForm, type TellAt } from "./rule-conditions.ts";
import { type OverlayFile, overlayFile, type RuleSetFile, ruleSetFile } from "./rule-schemas.ts";
import { readYaml } from "./yaml.ts";

type Tell = (code: ProblemCode, line: number, ...values: string[]) => void;

/** What a file says, and where each passage that it rests on stands. */
export interface RuleReading<T> {
  readonly content: T;
  readonly examples: readonly RuleExample[];
  readonly lineOf: LineOf;
  readonly bases: readonly { readonly passage: string; readonly at: Path }[];
}

/**
 * Reads one version of a rule set.
 *
 * @param version name of the file without its ending
 * @returns null where the form does not hold; problems of names are told, and the content is then not to be used
 */
export function readRuleSet(text: string, version: string, tell: Tell): RuleReading<RuleSet> | null {
  const read = readYaml(text, ruleSetFile, 1, tell);
  if (read === null) return null;
  const { value: file, lineOf } = read;
  const tellAt: TellAt = (code, at, ...values) => tell(code, lineOf(at), ...values);
  const { from, until } = file.effective;
  if (until !== null && until <= from) tellAt("rules.dates", ["effective", "until"], from, until);
  if (!isVersionOf(version, from)) tellAt("rules.version-name", ["effective", "from"], version, from);

  const facts = Object.entries(file.facts).map(([id, fact]) => readFact(id, fact, tellAt));
  const names: Names = {
    facts: new Map(facts.map(({ id, values }) => [id, values.map((value) => value.id)])),
    conclusions: Object.keys(file.conclusions),
  };
  const conclusions = Object.entries(file.conclusions).map(
    ([id, { look, title, when }]): Conclusion => ({
      id,
      look,
      title,
      when: readCondition(when, ["conclusions", id, "when"], names, tellAt),
    }),
  );
  tellCycles(
    new Map(conclusions.map(({ id, when }) => [id, conclusionsIn(when)])),
    (id) => ["conclusions", id],
    tellAt,
  );
  const parameters = file.parameters.map((parameter, index): Parameter => {
    tellSource(parameter, index, tellAt);
    return parameter;
  });
  const exceptions = readExceptions(file, [], names, tellAt);
  const rules = readRules(file, "national", exceptions, names, tellAt);
  const corrections = file.corrections.map(({ due, ...correction }, index): Correction => {
    tellUnknown(
      "rules.unknown-parameter",
      due === null ? [] : [due],
      parameters,
      ["corrections", index, "due"],
      tellAt,
    );
    return {
      ...correction,
      when: readCondition(correction.when, ["corrections", index, "when"], names, tellAt),
      dueParameter: due,
    };
  });
  tellRepeated(
    [file.rules, file.exceptions, file.corrections],
    ["rules", "exceptions", "corrections"],
    tellAt,
  );
  tellRepeated([file.parameters], ["parameters"], tellAt);

  return {
    content: {
      id: file.id,
      version,
      title: file.title,
      from,
      until,
      facts,
      conclusions,
      rules,
      exceptions,
      corrections,
      parameters,
    },
    examples: readExamples(file.examples, null, rules, names, tellAt),
    lineOf,
    bases: basesIn(file),
  };
}

/**
 * Reads what a jurisdiction lays over a rule set.
 *
 * @param ruleSets every version there is; names are judged by those that cover acts from the overlay's first day on
 * @returns null where the form does not hold or there is no such rule set, which is told
 */
export function readOverlay(
  text: string,
  ruleSets: readonly RuleSet[],
  tell: Tell,
): RuleReading<Overlay> | null {
  const read = readYaml(text, overlayFile, 1, tell);
  if (read === null) return null;
  const { value: file, lineOf } = read;
  const ids = ruleSets.map(({ id }) => id);
  if (!ids.includes(file.base))
    tell("rules.unknown-base", lineOf(["base"]), file.base, nearest(file.base, ids) ?? "");
  const bases = ruleSets.filter(
    ({ id, until }) => id === file.base && (file.from === null || until === null || file.from < until),
  );
  let found: RuleReading<Overlay> | null = null;
  const told = new Set<string>();
  // A name must be known in every version that the file can be laid over; what is missing in several is told once.
  for (const base of bases) {
    const tellAt: TellAt = (code, at, ...values) => {
      const key = JSON.stringify([code, at, values[0]]);
      if (!told.has(key)) tell(code, lineOf(at), ...values);
      told.add(key);
    };
    found = { ...layOver(file, base, tellAt), lineOf, bases: basesIn(file) };
  }
  return found;
}

/** Whether a version is named by its first day, with `.2`, `.3` … for corrections of that day's. */
export const isVersionOf = (version: string, from: Day): boolean =>
  version === from || (version.startsWith(`${from}.`) && /^[1-9]\d*$/.test(version.slice(from.length + 1)));

function layOver(
  file: OverlayFile,
  base: RuleSet,
  tell: TellAt,
): Pick<RuleReading<Overlay>, "content" | "examples"> {
  const names = namesOf(base);
  const parameters = file.parameters.map((parameter, index): Parameter => {
    tellSource(parameter, index, tell);
    const { id, value, basis } = parameter;
    const known = base.parameters.find((candidate) => candidate.id === id);
    if (known === undefined)
      tellUnknown("rules.unknown-parameter", [id], base.parameters, ["parameters", index, "id"], tell);
    return {
      id,
      title: parameter.title ?? known?.title ?? id,
      value,
      unit: parameter.unit ?? known?.unit ?? null,
      kinder: parameter.kinder ?? known?.kinder ?? null,
      basis,
    };
  });
  const exceptions = readExceptions(file, base.exceptions, names, tell);
  const rules = readRules(file, file.id, [...base.exceptions, ...exceptions], names, tell);
  const taken = [...base.rules, ...base.exceptions, ...base.corrections];
  tellRepeated([taken, file.rules, file.exceptions], [null, "rules", "exceptions"], tell);
  tellRepeated([file.parameters], ["parameters"], tell);
  const { id, title, from, unread } = file;
  return {
    content: { id, title, base: file.base, from, rules, exceptions, parameters, unread },
    examples: readExamples(file.examples, id, [...base.rules, ...rules], names, tell),
  };
}

function readFact(id: string, file: RuleSetFile["facts"][string], tell: TellAt): Fact {
  const values = Object.entries(file.values).map(([value, label]) => ({ id: value, label }));
  const ids = values.map((value) => value.id);
  const order =
    file.order === "best-to-worst" ? ids : file.order === "worst-to-best" ? ids.toReversed() : file.order;
  if (order !== null && (order.length !== ids.length || !ids.every((value) => order.includes(value))))
    tell("rules.order", ["facts", id, "order"], id);
  return { ...file, id, values, order };
}

function readRules(
  file: Pick<RuleSetFile, "rules">,
  origin: string,
  exceptions: readonly Exception[],
  names: Names,
  tell: TellAt,
): Rule[] {
  return file.rules.map((rule, index) => {
    const at = ["rules", index];
    if (!fitsTier(rule)) tell("rules.outcome", [...at, "tier"], rule.id);
    if (rule.basis.length === 0) tell("rules.no-basis", [...at, "basis"], rule.id);
    tellUnknown("rules.unknown-exception", rule.unless, exceptions, [...at, "unless"], tell);
    return { ...rule, when: readCondition(rule.when, [...at, "when"], names, tell), origin };
  });
}

function readExceptions(
  file: Pick<RuleSetFile, "exceptions">,
  outer: readonly Exception[],
  names: Names,
  tell: TellAt,
): Exception[] {
  const exceptions = file.exceptions.map((exception, index): Exception => {
    const at = ["exceptions", index];
    if (exception.basis.length === 0) tell("rules.no-basis", [...at, "basis"], exception.id);
    return { ...exception, when: readCondition(exception.when, [...at, "when"], names, tell) };
  });
  const all = [...outer, ...exceptions];
  for (const [index, { unless }] of exceptions.entries())
    tellUnknown("rules.unknown-exception", unless, all, ["exceptions", index, "unless"], tell);
  tellCycles(
    new Map(exceptions.map(({ id, unless }) => [id, unless])),
    (id) => ["exceptions", exceptions.findIndex((exception) => exception.id === id), "unless"],
    tell,
  );
  return exceptions;
}

function readExamples(
  examples: RuleSetFile["examples"],
  jurisdiction: string | null,
  rules: readonly Rule[],
  names: Names,
  tell: TellAt,
): RuleExample[] {
  return examples.map((example, index) => {
    const at = ["examples", index];
    // A case of another jurisdiction may name rules that stand elsewhere.
    if (example.jurisdiction === null || jurisdiction !== null)
      tellUnknown(
        "rules.unknown-rule",
        (example.expect.fired ?? []).filter((id) => id !== "default"),
        rules,
        [...at, "expect", "fired"],
        tell,
      );
    return {
      name: example.name,
      act: example.act,
      expect: example.expect,
      jurisdiction: example.jurisdiction ?? jurisdiction,
      facts: readForm(example.facts, [...at, "facts"], names, tell),
    };
  });
}

const OUTCOMES = {
  gate: [null],
  redline: ["not_tolerated"],
  refer: ["consult"],
  favour: ["lighter", "exempt"],
} satisfies Record<Rule["tier"], readonly Rule["outcome"][]>;

const fitsTier = ({ tier, outcome, gate }: RuleSetFile["rules"][number]): boolean =>
  (OUTCOMES[tier] as readonly Rule["outcome"][]).includes(outcome) && (tier === "gate") === (gate !== null);

function tellSource(
  { id, value, basis }: OverlayFile["parameters"][number],
  index: number,
  tell: TellAt,
): void {
  if (value !== null && basis.length === 0) tell("rules.no-source", ["parameters", index, "value"], id);
}

function tellUnknown(
  code: "rules.unknown-exception" | "rules.unknown-rule" | "rules.unknown-parameter",
  ids: readonly string[],
  known: readonly { readonly id: string }[],
  at: Path,
  tell: TellAt,
): void {
  const held = known.map(({ id }) => id);
  for (const id of ids) if (!held.includes(id)) tell(code, at, id, nearest(id, held) ?? "");
}

/** An id stands once over all the lists; a list without a name stands in another file. */
function tellRepeated(
  lists: readonly (readonly { readonly id: string }[])[],
  keys: readonly (string | null)[],
  tell: TellAt,
): void {
  const seen = new Set<string>();
  for (const [list, entries] of lists.entries()) {
    const key = keys[list] ?? null;
    for (const [index, { id }] of entries.entries()) {
      if (key !== null && seen.has(id)) tell("id.duplicate", [key, index, "id"], id);
      seen.add(id);
    }
  }
}

/** Reports each circle once, at the first of its members. */
function tellCycles(
  graph: ReadonlyMap<string, readonly string[]>,
  placeOf: (id: string) => Path,
  tell: TellAt,
): void {
  const done = new Set<string>();
  const walk = (id: string, above: readonly string[]): void => {
    const start = above.indexOf(id);
    if (start !== -1) tell("rules.cycle", placeOf(id), ...above.slice(start), id);
    if (done.has(id)) return;
    done.add(id);
    for (const next of graph.get(id) ?? []) walk(next, [...above, id]);
  };
  for (const id of graph.keys()) walk(id, []);
}

function conclusionsIn(condition: Condition): string[] {
  if ("conclusion" in condition) return [condition.conclusion];
  if ("all" in condition) return condition.all.flatMap(conclusionsIn);
  if ("any" in condition) return condition.any.flatMap(conclusionsIn);
  return "not" in condition ? conclusionsIn(condition.not) : [];
}

type Grounded = { readonly basis: readonly Basis[] };

function basesIn(file: RuleSetFile | OverlayFile): { passage: string; at: Path }[] {
  const lists: Readonly<Record<string, readonly Grounded[]>> = {
    rules: file.rules,
    exceptions: file.exceptions,
    corrections: "corrections" in file ? file.corrections : [],
    parameters: file.parameters,
  };
  return Object.entries(lists).flatMap(([key, entries]) =>
    entries.flatMap(({ basis }, index) =>
      basis.map(({ passage }, place) => ({ passage, at: [key, index, "basis", place, "passage"] })),
    ),
  );
}
