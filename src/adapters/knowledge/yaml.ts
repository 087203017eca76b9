/** YAML checked by a schema, each problem with its line. */
import { createRequire } from "node:module";
import type { Document } from "yaml";
import type { z } from "zod";
import { readBlockYaml } from "./block-yaml.ts";
import { type LineOf, linesOf } from "./lines.ts";
import { readPlainYaml } from "./plain-yaml.ts";
import type { Tell } from "./problems.ts";

let loaded: typeof import("yaml") | undefined;

/** The parser, loaded when first wanted: a base whose files are all plain and right is read without it. */
function library(): typeof import("yaml") {
  loaded ??= createRequire(import.meta.url)("yaml") as typeof import("yaml");
  return loaded;
}

/** A value that fits its schema, and where its parts stand. */
export interface Located<T> {
  readonly value: T;
  readonly lineOf: LineOf;
}

/**
 * Reads YAML 1.2 (core schema: dates stay text; no anchors, no aliases, no repeated keys).
 *
 * @param firstLine line of the file on which `text` begins
 * @returns null after telling at least one problem
 */
export function readYaml<T>(
  text: string,
  schema: z.ZodType<T>,
  firstLine: number,
  tell: Tell,
): Located<T> | null {
  const lineAt = (offset: number) => firstLine + linesOf(text.slice(0, offset)).length - 1;
  let parsed: Document | undefined;
  const parse = () => {
    parsed ??= library().parseDocument(text, {
      version: "1.2",
      schema: "core",
      logLevel: "silent",
      prettyErrors: false,
    });
    return parsed;
  };
  const lineOf: LineOf = (at) => lineAt(offsetOf(parse(), at));

  // Most files are plain and right: they are never parsed, unless somebody asks where a part of them stands.
  const plain = readPlainYaml(text) ?? readBlockYaml(text);
  const quick = plain === undefined ? undefined : schema.safeParse(plain);
  if (quick?.success) return { value: quick.data, lineOf };

  const document = parse();
  const faults = [...document.errors, ...document.warnings];
  for (const fault of faults) tell("yaml.syntax", lineAt(fault.pos[0]), fault.code);
  if (faults.length > 0) return null;

  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 0 });
  } catch {
    // An alias is the one thing a well-formed document may hold that toJS refuses.
    tell("yaml.syntax", lineAt(aliasOffset(document)), "ALIAS");
    return null;
  }
  const result = schema.safeParse(value);
  if (result.success) return { value: result.data, lineOf };
  for (const issue of result.error.issues) tellIssue(issue, value, lineOf, tell);
  return null;
}

function tellIssue(issue: z.core.$ZodIssue, value: unknown, lineOf: LineOf, tell: Tell): void {
  const at = issue.path.map((part) => (typeof part === "symbol" ? String(part) : part));
  const name = at.join(".");
  if (issue.code === "unrecognized_keys") {
    for (const key of issue.keys) tell("schema.unknown-key", lineOf([...at, key]), [...at, key].join("."));
  } else if (valueAt(value, at) === undefined) tell("schema.missing", lineOf(at), name);
  else tell("schema.value", lineOf(at), name, expectation(issue));
}

const TYPES: Readonly<Record<string, string>> = {
  string: "应当是文字；纯数字加引号",
  number: "应当是数字",
  int: "应当是整数",
  array: "应当是列表，如 [甲, 乙]",
  object: "应当是一组键和值",
};

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_value") return `只能是 ${issue.values.join("、")}`;
  if (issue.code === "invalid_type") return TYPES[issue.expected] ?? "类型不对";
  if (issue.code === "too_small" && issue.origin !== "string" && issue.origin !== "array")
    return `不小于 ${issue.minimum}`;
  if (issue.code === "too_big") return `不大于 ${issue.maximum}`;
  // A key that does not fit carries its own complaint inside.
  if (issue.code === "invalid_key") return issue.issues[0]?.message ?? issue.message;
  return issue.message;
}

function valueAt(value: unknown, at: readonly (string | number)[]): unknown {
  let found = value;
  for (const part of at)
    found = typeof found === "object" && found !== null ? Reflect.get(found, part) : undefined;
  return found;
}

/** Offset of a part, or of the nearest thing around it that is there; of a key's value, the key. */
function offsetOf(document: Document, at: readonly (string | number)[]): number {
  const { isNode, isPair } = library();
  for (let depth = at.length; depth > 0; depth -= 1) {
    const last = at[depth - 1];
    const parent = depth === 1 ? document.contents : document.getIn(at.slice(0, depth - 1), true);
    if (!isNode(parent) || !("items" in parent)) continue;
    for (const [index, item] of parent.items.entries()) {
      if (isPair(item) && isNode(item.key) && "value" in item.key && item.key.value === last) {
        return item.key.range?.[0] ?? 0;
      }
      if (isNode(item) && index === last) return item.range?.[0] ?? 0;
    }
  }
  return isNode(document.contents) ? (document.contents.range?.[0] ?? 0) : 0;
}

function aliasOffset(document: Document): number {
  const { visit } = library();
  let offset = 0;
  visit(document, {
    Alias(_key, node) {
      offset = node.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return offset;
}
