/**
 * Reads the plain YAML that nearly every knowledge file is written in, ten times faster than a whole parser, so
 * that a start does not wait for it. Anything else is left alone: it gives `undefined`, and the parser is asked.
 * What is read here is exactly what the parser gives (core schema); a test holds the two together.
 *
 *   key: plain text            one line, no comment behind it
 *   key: "quoted text"         without \ inside
 *   key: [plain, "quoted"]
 *   key: { key: plain, key: null, key: [plain, "quoted"] }
 *   key:                       a block of values of the kinds above, each after two blanks and a hyphen
 *     - value
 *   - value                    or nothing but such a block, at the margin
 */

type Scalar = string | number | boolean | null;
type Value = Scalar | readonly Scalar[] | Readonly<Record<string, Scalar | readonly Scalar[]>>;
export type PlainYaml = readonly Value[] | Readonly<Record<string, Value | readonly Value[]>>;

export function readPlainYaml(text: string): PlainYaml | undefined {
  if (text.includes("\t")) return undefined;
  const lines = text.split(/\r?\n/).filter((line) => !/^ *(?:#|$)/.test(line));
  return lines[0]?.startsWith("- ") ? readList(lines, "- ") : readMap(lines);
}

function readMap(lines: readonly string[]): PlainYaml | undefined {
  const found: Record<string, Value | readonly Value[]> = {};
  for (let at = 0; at < lines.length; at += 1) {
    const [, key = "", rest = ""] = /^([A-Za-z]+):(?: +(.*))?$/.exec(lines[at] ?? "") ?? [];
    if (!isName(key) || Object.hasOwn(found, key)) return undefined;
    let end = at + 1;
    while (lines[end]?.startsWith(" ")) end += 1;
    // Indented lines belong to a key without a value of its own; behind a value they would continue it.
    if ((rest === "") !== end > at + 1) return undefined;
    const value = rest === "" ? readList(lines.slice(at + 1, end), "  - ") : readValue(rest);
    if (value === undefined) return undefined;
    found[key] = value;
    at = end - 1;
  }
  return lines.length > 0 ? found : undefined;
}

function readList(lines: readonly string[], mark: string): readonly Value[] | undefined {
  const values: Value[] = [];
  for (const line of lines) {
    const value = line.startsWith(mark) ? readValue(line.slice(mark.length)) : undefined;
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}

function readValue(padded: string): Value | undefined {
  const text = padded.replace(/^ +| +$/g, "");
  if (text.startsWith("[") && text.endsWith("]")) return readFlowList(text);
  if (text.startsWith("{") && text.endsWith("}")) return readFlowMap(text);
  if (/^"[^"\\]*"$/.test(text)) return text.slice(1, -1);
  return text === "" || /^[-?:,[\]{}#&*!|>'"%@`<=]|: |:$| #/.test(text) ? undefined : resolve(text);
}

/** One entry of a flow collection: an optional key, then a list, quoted text, or text without any mark of YAML. */
const ENTRY =
  /(?:([A-Za-z]+): +)?(?:(\[[^[\]{}]*\])|"([^"\\]*)"|([^-?:,[\]{}#&*!|>'"%@`<=\s][^:,[\]{}#"'&*!|>%@`]*?)) *(?:, *|$)/y;

interface FlowEntry {
  readonly key: string | undefined;
  readonly value: Scalar | readonly Scalar[];
}

function readFlowList(text: string): readonly Scalar[] | undefined {
  const values = readFlow(text)?.map(({ key, value }) => (key === undefined ? value : undefined));
  return values?.every((value) => value !== undefined && !Array.isArray(value))
    ? (values as Scalar[])
    : undefined;
}

function readFlowMap(text: string): Readonly<Record<string, Scalar | readonly Scalar[]>> | undefined {
  const entries = readFlow(text);
  if (!entries?.every(({ key = "" }) => isName(key))) return undefined;
  const keys = new Set(entries.map(({ key }) => key));
  return keys.size === entries.length
    ? Object.fromEntries(entries.map(({ key = "", value }) => [key, value]))
    : undefined;
}

function readFlow(text: string): FlowEntry[] | undefined {
  const inner = text.slice(1, -1).replace(/^ +| +$/g, "");
  const entries: FlowEntry[] = [];
  for (let at = 0; at < inner.length; ) {
    ENTRY.lastIndex = at;
    const [whole = "", key, list, quoted, plain] = ENTRY.exec(inner) ?? [];
    const value =
      list !== undefined
        ? readFlowList(list)
        : (quoted ?? (plain === undefined ? undefined : resolve(plain)));
    if (value === undefined) return undefined;
    entries.push({ key, value });
    at += whole.length;
  }
  // A comma at the end is YAML too, and is left to the parser with everything else that is rare.
  return inner.endsWith(",") ? undefined : entries;
}

/** A key that is text: `null:` and `true:` are not. */
export const isName = (key: string): boolean => key !== "" && typeof resolve(key) === "string";

/** Core schema, for the shapes that matter here; `undefined` for anything that might be a rarer number. */
export function resolve(text: string): Scalar | undefined {
  if (/^(?:null|Null|NULL|~)$/.test(text)) return null;
  if (/^(?:true|True|TRUE|false|False|FALSE)$/.test(text)) return text.toLowerCase() === "true";
  if (/^(?:0|[1-9]\d{0,14})$/.test(text)) return Number(text);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) || !/^[-+.\d]/.test(text)) return text;
  return /^[-+.\w]+$/.test(text) ? undefined : text;
}
