/**
 * Reads nested YAML as rule files are written, several times faster than a whole parser: block maps and lists, flow
 * collections over one or more lines, plain and "quoted" text, folded text (`>-`). Anything else is left alone: it gives
 * `undefined`, and the parser is asked, which also tells what is wrong. What is read here is exactly what the parser
 * gives (core schema); a test holds the two together.
 */
import { isName, resolve } from "./plain-yaml.ts";

/** Left to the parser. */
class Unusual extends Error {}

interface Line {
  readonly indent: number;
  readonly text: string;
}

export function readBlockYaml(text: string): unknown {
  if (text.includes("\t") || text.startsWith("---")) return undefined;
  const reader = createReader(text.split(/\r?\n/));
  try {
    const value = reader.node();
    return reader.atEnd() ? value : undefined;
  } catch (error) {
    if (error instanceof Unusual) return undefined;
    throw error;
  }
}

/** A key of letters, or a "number" in quotation marks, such as a year: text either way. */
const KEY = /^(?:([A-Za-z][\w@./-]*)|"(\d+)"):(?: +(.*))?$/;

function createReader(lines: readonly string[]) {
  let at = 0;
  /** Stands in place of the line at hand where a list's mark was taken off it. */
  let rest: Line | undefined;

  const peek = (): Line | undefined => {
    if (rest !== undefined) return rest;
    while (at < lines.length && /^ *(?:#|$)/.test(lines[at] ?? "")) at += 1;
    const line = lines[at];
    if (line === undefined) return undefined;
    const indent = line.search(/\S/);
    return { indent, text: line.slice(indent).trimEnd() };
  };
  const take = (): void => {
    if (rest === undefined) at += 1;
    else {
      rest = undefined;
      at += 1;
    }
  };

  const node = (): unknown => {
    const line = peek();
    if (line === undefined) throw new Unusual();
    if (line.text.startsWith("- ")) return list(line.indent);
    if (!/^[[{]/.test(line.text)) return map(line.indent);
    take();
    return readFlow(collection(line.text));
  };

  const map = (indent: number): Readonly<Record<string, unknown>> => {
    const found: Record<string, unknown> = {};
    for (let line = peek(); line?.indent === indent && !line.text.startsWith("- "); line = peek()) {
      const [, name = "", number, value] = KEY.exec(line.text) ?? [];
      const key = number ?? name;
      if ((number === undefined && !isName(name)) || Object.hasOwn(found, key)) throw new Unusual();
      take();
      found[key] = value === undefined ? below(indent) : inline(value, indent);
    }
    if ((peek()?.indent ?? 0) > indent) throw new Unusual();
    return found;
  };

  /** What stands under a key: deeper, or a list at the key's own indent. */
  const below = (indent: number): unknown => {
    const line = peek();
    if (line === undefined || line.indent < indent) throw new Unusual();
    if (line.indent === indent && !line.text.startsWith("- ")) throw new Unusual();
    return node();
  };

  const list = (indent: number): readonly unknown[] => {
    const values: unknown[] = [];
    for (let line = peek(); line?.indent === indent && line.text.startsWith("- "); line = peek()) {
      const content = line.text.slice(2).trimStart();
      const inner = indent + line.text.length - content.length;
      if (KEY.test(content)) {
        rest = { indent: inner, text: content };
        values.push(map(inner));
      } else {
        take();
        values.push(inline(content, indent));
      }
    }
    if ((peek()?.indent ?? 0) > indent) throw new Unusual();
    return values;
  };

  /** A value that begins on the line of its key or mark. */
  const inline = (text: string, indent: number): unknown => {
    if (text === ">-") return folded(indent);
    if (text.startsWith("[") || text.startsWith("{")) return readFlow(collection(text));
    if ((peek()?.indent ?? 0) > indent) throw new Unusual();
    if (/^"[^"\\]*"$/.test(text)) return text.slice(1, -1);
    return plain(text);
  };

  const folded = (indent: number): string => {
    const parts: string[] = [];
    let depth = -1;
    for (let line = lines[at]; line !== undefined; line = lines[at]) {
      const own = line.search(/\S/);
      if (own === -1) {
        // Blank lines end it, or stand inside, which is rarer than is worth reading here.
        if ((peek()?.indent ?? 0) > indent) throw new Unusual();
        break;
      }
      if (own <= indent) break;
      if (depth === -1) depth = own;
      if (own !== depth || line.endsWith(" ")) throw new Unusual();
      parts.push(line.slice(own));
      at += 1;
    }
    if (parts.length === 0) throw new Unusual();
    return parts.join(" ");
  };

  /** A flow collection with the lines that it goes on over. */
  const collection = (first: string): string => {
    let text = first;
    while (isOpen(text)) {
      const line = lines[at];
      if (line === undefined || /^ *(?:#|$)/.test(line)) throw new Unusual();
      text += ` ${line.trim()}`;
      at += 1;
    }
    return text;
  };

  return { node, atEnd: () => peek() === undefined };
}

/** Whether brackets outside quotation marks are still open. */
function isOpen(text: string): boolean {
  let open = 0;
  for (const mark of text.replace(/"[^"]*"/g, "").replace(/[^[\]{}]/g, ""))
    open += "[{".includes(mark) ? 1 : -1;
  return open > 0 || (text.split('"').length - 1) % 2 === 1;
}

function plain(text: string): unknown {
  if (text === "" || /^[-?:,[\]{}#&*!|>'"%@`<=]|: |:$| #/.test(text)) throw new Unusual();
  const value = resolve(text);
  if (value === undefined) throw new Unusual();
  return value;
}

/** `"quoted"` or plain text inside a flow collection, up to a mark of it. */
const SCALAR = /"([^"\\]*)"|([^-?:,[\]{}#&*!|>'"%@`<=\s][^:,[\]{}"'&*!|>%@`]*)/y;
const FLOW_KEY = /([A-Za-z][\w-]*): +/y;

function readFlow(text: string): unknown {
  let at = 0;
  const skip = (): void => {
    while (text[at] === " ") at += 1;
  };
  const value = (): unknown => {
    skip();
    if (text[at] === "[") return entries("]", value);
    if (text[at] === "{") {
      const pairs = entries("}", pair);
      if (new Set(pairs.map(([key]) => key)).size < pairs.length) throw new Unusual();
      return Object.fromEntries(pairs);
    }
    SCALAR.lastIndex = at;
    const [whole, quoted, bare] = SCALAR.exec(text) ?? [];
    if (whole === undefined) throw new Unusual();
    at += whole.length;
    return quoted ?? plain((bare ?? "").trimEnd());
  };
  const pair = (): readonly [string, unknown] => {
    skip();
    FLOW_KEY.lastIndex = at;
    const [whole, key = ""] = FLOW_KEY.exec(text) ?? [];
    if (whole === undefined || !isName(key)) throw new Unusual();
    at += whole.length;
    return [key, value()];
  };
  const entries = <T>(end: string, entry: () => T): T[] => {
    const found: T[] = [];
    at += 1;
    skip();
    if (text[at] === end) {
      at += 1;
      return found;
    }
    for (;;) {
      found.push(entry());
      skip();
      const mark = text[at];
      at += 1;
      if (mark === end) return found;
      if (mark !== ",") throw new Unusual();
    }
  };
  const read = value();
  if (at < text.length) throw new Unusual();
  return read;
}
