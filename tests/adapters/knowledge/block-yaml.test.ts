import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDocument } from "yaml";
import { readBlockYaml } from "../../../src/adapters/knowledge/block-yaml.ts";

const root = join(import.meta.dirname, "../../..");
const filesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => join(folder, name));

/** What the parser gives; undefined where it finds anything wrong. */
function parsed(text: string): unknown {
  const document = parseDocument(text, { version: "1.2", schema: "core", logLevel: "silent" });
  if (document.errors.length + document.warnings.length > 0) return undefined;
  return document.toJS({ maxAliasCount: 0 });
}

describe("readBlockYaml", () => {
  it.each([
    ...filesIn("knowledge/rules/six-looks"),
    ...filesIn("knowledge/overlays"),
    ...filesIn("knowledge/quizzes"),
    ...filesIn("tests/rules"),
  ])("gives of %s what the parser gives", (file) => {
    const text = readFileSync(join(root, file), "utf8");
    expect(readBlockYaml(text)).toEqual(parsed(text));
  });

  it.each([
    "a: 1\nb:\n  c: yes\n  d: null\n  e: true\n",
    "a:\n  - b: 1\n    c: [x, y]\n  - d: { e: f, g: [] }\n",
    "a:\n- x\n- y\n",
    "a: >-\n  one\n  two\n\nb: c\n",
    'a: { b: d#1, c: [1, 01x],\n  e: "f: g" }\n',
    "a: x#y\n# comment\nb: 2019-01-01\n",
    "a:\n  - - nested\n",
    "a: 'single'\n",
    'a: "with \\n escape"\n',
    "a: &anchor x\nb: *anchor\n",
    "a: |\n  block\n  text\n",
    "a: >-\n  one\n   deeper\n",
    "a: x # comment\n",
    "a: one\n  two\n",
    "a: 1\na: 2\n",
    "a: { b: 1, b: 2 }\n",
    "a: [1, 2\n",
    "a: [1,, 2]\n",
    "a: [1, 2,]\n",
    "a: [b: c]\n",
    "a: {b: c}\n",
    "a:\n  b: 1\n c: 2\n",
    "a:\nb: 1\n",
    "a: 1.5\nb: 0x1f\nc: .inf\nd: 1e3\n",
    "- a\n- b: c\n  d: e\n-   f: g\n    h: i\n",
    "---\na: 1\n",
    "",
    "a: [x, # comment\n  y]\n",
    "a: [x\n\n  y]\n",
    "a: ~\nb: Null\nc: TRUE\n",
    "a: [one\n  two, three]\n",
    "a: x: y\n",
    "null: a\n",
    'a: ["b", "c]d", e]\n',
    'a: { b: "x\n  y" }\n',
    'a:\n  "2025":\n    - b\n  "2024": c\n',
    '"1": a\n"1": b\n',
    '"1": a\n1: b\n',
    '- "1": a\n',
    '"1" : a\n',
    'a: "1": b\n',
  ])("gives what the parser gives or leaves it alone: %j", (text) => {
    const read = readBlockYaml(text);
    if (read !== undefined) expect(read).toEqual(parsed(text));
  });

  it("reads the calendar of working days, whose years are keys in quotation marks", () => {
    const text = readFileSync(join(root, "knowledge/holidays.yaml"), "utf8");
    expect(readBlockYaml(text)).toEqual(parsed(text));
  });

  it("never gives anything else, whatever stands in the text", () => {
    const piece = fc.constantFrom(
      ...'a|b:|: |- |[|]|{|}|, |\n|\n  |\n    |#| #|x|yes|1|"1"|null|"|\'|>-|~|&|*|?|\r\n'.split("|"),
    );
    const document = fc.array(piece, { maxLength: 24 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(document, (text) => {
        const read = readBlockYaml(text);
        if (read !== undefined) expect(read).toEqual(parsed(text));
      }),
      { numRuns: 3_000 },
    );
  });
});
