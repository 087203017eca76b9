import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { readKnowledgeFolder } from "../../../src/adapters/knowledge/folder.ts";
import { PROBLEM_CODES } from "../../../src/adapters/knowledge/problems.ts";
import { readRuleFolder } from "../../../src/adapters/knowledge/rule-folder.ts";
import { createCatalogue } from "../../../src/core/law/catalogue.ts";
import { temporaryFolder } from "../../folders.ts";

const SAMPLE = join(import.meta.dirname, "../../rules/sample");
const NEW = "rules/six-looks/2024-01-01.yaml";
const CITY = "overlays/sample-city.yaml";
const CASES = "case-facts.yaml";
const REGISTER = "rules/published.yaml";

const base = readKnowledgeFolder(SAMPLE).base;
const catalogue = base === null ? null : createCatalogue(base);
const textOf = (file: string): string => readFileSync(join(SAMPLE, file), "utf8");

/** Line of the first place of a text, counted from 1. */
const lineOf = (text: string, found: string): number => text.slice(0, text.indexOf(found)).split("\n").length;

/**
 * One break each: [what, file, text in it, what stands there instead, code, text on the line told (else that of the
 * change), words of the remedy].
 */
type Break = readonly [string, string, string, string, string, string?, string?];
const BREAKS: readonly Break[] = [
  ["an unclosed bracket", NEW, "[退赔凭证, 整改报告]", "[退赔凭证, 整改报告", "yaml.syntax", "conclusions:"],
  [
    "a key twice",
    NEW,
    "    label: 损失\n",
    "    label: 损失\n    label: 损害\n",
    "yaml.syntax",
    "label: 损害",
  ],
  ["a fact without question", NEW, "    question: 造成了多大损失？\n", "", "schema.missing", "  loss:"],
  ["a rule without condition", NEW, "    when: { privateGain: [unit] }\n", "", "schema.missing", "- id: N02"],
  ["an unknown key", NEW, "    rank: 2", "    priority: 2", "schema.unknown-key", "priority: 2"],
  ["an unknown look", NEW, "look: motive", "look: motives", "schema.value", "look: motives", "motive"],
  ["an unknown tier", NEW, "tier: redline", "tier: red", "schema.value", "tier: red", "redline"],
  ["a day that is none", NEW, "from: 2024-01-01", "from: 2024-01-32", "schema.value", "from: 2024-01-32"],
  [
    "one value alone",
    NEW,
    "values: { yes: 属实, no: 不属实 }",
    "values: { yes: 属实 }",
    "schema.value",
    "values: { yes: 属实 }",
  ],
  ["a value named like a mark", NEW, "no: 不属实 }", "unsure: 不清楚 }", "schema.value", "unsure: 不清楚"],
  [
    "a value YAML takes for a truth",
    NEW,
    "{ reportTrue: [no] }",
    "{ reportTrue: [true] }",
    "rules.unknown-value",
  ],
  ["a malformed passage", NEW, "sample-rules-2024#15", "sample-rules-2024第15条", "schema.value"],
  ["an unknown fact", NEW, "{ loss: [severe] }", "{ los: [severe] }", "rules.unknown-fact", "{ los:", "loss"],
  [
    "an unknown value",
    NEW,
    "{ loss: [severe] }",
    "{ loss: [sever] }",
    "rules.unknown-value",
    "[sever]",
    "severe",
  ],
  [
    "an unknown fact in an example",
    NEW,
    "facts: { reportTrue: no }",
    "facts: { reportTru: no }",
    "rules.unknown-fact",
    "{ reportTru:",
    "reportTrue",
  ],
  [
    "an unknown value in an example",
    NEW,
    "privateGain: self,",
    "privateGain: selve,",
    "rules.unknown-value",
    "privateGain: selve",
    "self",
  ],
  [
    "an unknown conclusion",
    NEW,
    "{ is: harmSmall }",
    "{ is: harmSmal }",
    "rules.unknown-conclusion",
    "harmSmal }",
    "harmSmall",
  ],
  [
    "an unknown exception",
    NEW,
    "unless: [X01]",
    "unless: [X02]",
    "rules.unknown-exception",
    "unless: [X02]",
    "X01",
  ],
  [
    "an unknown rule in an example",
    NEW,
    "fired: [N02]",
    "fired: [N03]",
    "rules.unknown-rule",
    "fired: [N03]",
    "N0",
  ],
  [
    "an unknown parameter",
    NEW,
    "due: correctionDays",
    "due: correctionDay",
    "rules.unknown-parameter",
    "due: correctionDay",
    "correctionDays",
  ],
  ["a condition in words", NEW, "{ privateGain: [unit] }", "谋利", "rules.condition", "when: 谋利"],
  ["an empty condition", NEW, "{ privateGain: [unit] }", "{}", "rules.condition", "when: {}"],
  [
    "a value outside a list",
    NEW,
    "{ privateGain: [unit] }",
    "{ privateGain: unit }",
    "rules.condition",
    "{ privateGain: unit }",
  ],
  [
    "all beside a fact",
    NEW,
    "{ privateGain: [unit] }",
    "{ privateGain: [unit], all: [] }",
    "rules.condition",
    "all: []",
  ],
  ["any of nothing", NEW, "{ privateGain: [unit] }", "{ any: [] }", "rules.condition", "{ any: [] }"],
  [
    "a value twice",
    NEW,
    "{ privateGain: [unit] }",
    "{ privateGain: [unit, unit] }",
    "rules.condition",
    "[unit, unit]",
  ],
  [
    "an order that leaves one out",
    NEW,
    "order: [none, unit, self]",
    "order: [none, unit]",
    "rules.order",
    "order: [none, unit]",
  ],
  [
    "a red line with a kind outcome",
    NEW,
    "outcome: not_tolerated",
    "outcome: lighter",
    "rules.outcome",
    "tier: redline",
  ],
  ["a gate with an outcome", NEW, "gate: clarification", "outcome: consult", "rules.outcome", "tier: gate"],
  [
    "a rule without basis",
    NEW,
    `basis: [{ passage: "sample-tolerance-2018#clarification" }]`,
    "basis: []",
    "rules.no-basis",
    "basis: []",
  ],
  ["a parameter without source", NEW, "value: null, unit", "value: 30, unit", "rules.no-source", "value: 30"],
  [
    "conclusions in a circle",
    NEW,
    "when: { loss: [none, some] }",
    "when: { is: harmSmall }",
    "rules.cycle",
    "  harmSmall:",
  ],
  [
    "exceptions in a circle",
    NEW,
    "when: { urgency: [yes], remedy: [full] }",
    "unless: [X01]\n    when: { urgency: [yes] }",
    "rules.cycle",
    "unless: [X01]\n    when",
  ],
  [
    "an id twice",
    NEW,
    "- id: N02",
    "- id: N01",
    "id.duplicate",
    "- id: N01\n    tier: refer\n    outcome: consult\n    title: 为单位谋利",
  ],
  [
    "an end before the beginning",
    NEW,
    "until: null",
    "until: 2023-01-01",
    "rules.dates",
    "until: 2023-01-01",
  ],
  [
    "a beginning unlike the file name",
    NEW,
    "from: 2024-01-01",
    "from: 2024-02-01",
    "rules.version-name",
    "from: 2024-02-01",
  ],
  [
    "an id unlike the folder",
    NEW,
    "id: six-looks",
    "id: seven-looks",
    "rules.folder-name",
    "id: seven-looks",
  ],
  ["a passage that is not held", NEW, "sample-rules-2024#15", "sample-rules-2024#16", "reference.dead"],
  [
    "an item that is not held",
    NEW,
    "sample-rules-2024#12.1.2",
    "sample-rules-2024#12.1.9",
    "reference.unit-not-held",
  ],
  [
    "a basis repealed by then",
    NEW,
    "sample-rules-2024#12.1.2",
    "sample-rules-2018#11.1.2",
    "rules.basis-not-in-force",
  ],
  [
    "an unknown jurisdiction",
    NEW,
    "  - name: 谋私\n",
    "  - name: 谋私\n    jurisdiction: nowhere\n",
    "rules.unknown-jurisdiction",
    "jurisdiction: nowhere",
  ],
  [
    "a published version changed",
    NEW,
    "title: 示例六看预审规则",
    "title: 改过的规则",
    "rules.published-changed",
    "id: six-looks",
  ],
  [
    "an overlay of nothing",
    CITY,
    "base: six-looks",
    "base: six-look",
    "rules.unknown-base",
    "base: six-look",
    "six-looks",
  ],
  [
    "an overlay on an unknown fact",
    CITY,
    "process: [alone], loss",
    "proces: [alone], loss",
    "rules.unknown-fact",
    "proces: [alone]",
    "process",
  ],
  [
    "an overlay's unknown parameter",
    CITY,
    "id: correctionDays",
    "id: correctionDay",
    "rules.unknown-parameter",
    "id: correctionDay",
    "correctionDays",
  ],
  ["an overlay that takes a rule's id", CITY, "- id: L01", "- id: R01", "id.duplicate"],
  [
    "an overlay begun before its basis",
    CITY,
    "from: 2020-06-01",
    "from: 2019-06-01",
    "rules.basis-not-in-force",
    "sample-city-2020#7",
  ],
  [
    "a published overlay changed",
    CITY,
    "title: 示例市",
    "title: 另一市",
    "rules.published-changed",
    "id: sample-city",
  ],
  [
    "a register of a version that is gone",
    REGISTER,
    "# 已发布",
    "six-looks@2017-01-01: sha256:".concat("0".repeat(64), "\n# 已发布"),
    "rules.published-missing",
    "six-looks@2017",
  ],
  ["facts of a case that is not held", CASES, "sample-flood", "sample-food", "reference.dead"],
  [
    "an unknown fact of a case",
    CASES,
    "urgency: {",
    "urgence: {",
    "rules.unknown-fact",
    "urgence: {",
    "urgency",
  ],
  [
    "a fact of a case without its words",
    CASES,
    ", span: 发现险情后先行抢修",
    "",
    "schema.missing",
    "  urgency:",
  ],
  [
    "words that a case does not have",
    CASES,
    "span: 事后及时报告",
    "span: 事后主动报告",
    "cases.span-not-literal",
    "事后主动报告",
    "逐字",
  ],
  ["a malformed hash", REGISTER, "sha256:", "sha1:", "schema.value", "sha1:"],
];

function problemsOf(file: string, text: string) {
  const overlay = temporaryFolder();
  mkdirSync(dirname(join(overlay, file)), { recursive: true });
  writeFileSync(join(overlay, file), text);
  return readRuleFolder(SAMPLE, overlay, catalogue).problems.map((problem) => ({
    ...problem,
    file: problem.file.replace(`${overlay}/`, ""),
  }));
}

describe("rule files broken in one way", () => {
  it("stand on a sample that holds", () => {
    const { problems, library } = readRuleFolder(SAMPLE, undefined, catalogue);
    expect([problems, library?.ruleSets.length]).toEqual([[], 2]);
  });

  it.each(
    BREAKS.map(([name, file, from, to, code, place = to, remedy = ""]) => ({
      name,
      file,
      from,
      to,
      code,
      place,
      remedy,
    })),
  )("$name in $file", ({ file, from, to, code, place, remedy }) => {
    const text = textOf(file);
    expect(text).toContain(from);
    const broken = text.replace(from, to);
    const found = problemsOf(file, broken).filter((problem) => problem.code === code);
    expect(found.map((problem) => [problem.file, problem.line])).toContainEqual([
      file,
      lineOf(broken, place),
    ]);
    expect(found.map((problem) => problem.remedy).join()).toContain(remedy);
    expect(found.every((problem) => problem.message !== "" && problem.remedy !== "")).toBe(true);
  });

  it("tells all of them at once", () => {
    const broken = textOf(NEW)
      .replace("{ loss: [severe] }", "{ los: [severe] }")
      .replace("unless: [X01]", "unless: [X09]");
    const codes = problemsOf(NEW, broken).map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(["rules.unknown-fact", "rules.unknown-exception"]));
  });

  it("says that a new version is not published yet", () => {
    const later = textOf(NEW).replace("from: 2024-01-01", "from: 2025-01-01");
    const problems = problemsOf("rules/six-looks/2025-01-01.yaml", later);
    expect(problems.map(({ code, remedy }) => [code, remedy.includes("rules publish")])).toEqual([
      ["rules.not-published", true],
    ]);
  });

  it("passes over nothing that it does not know", () => {
    expect(problemsOf("rules/six-looks/notes.txt", "").map(({ code }) => code)).toEqual(["file.unknown"]);
    expect(problemsOf("rules/six-looks.yaml", "").map(({ code }) => code)).toEqual(["file.unknown"]);
    expect(problemsOf("overlays/readme.md", "").map(({ code }) => code)).toEqual(["file.unknown"]);
  });

  it("shows every code there is for rules", () => {
    const shown = new Set([...BREAKS.map(([, , , , code]) => code), "rules.not-published"]);
    const ofRules = PROBLEM_CODES.filter((code) => /^(?:rules|cases)\./.test(code));
    expect(ofRules.filter((code) => !shown.has(code))).toEqual([]);
  });
});

describe("an organisation's own folder", () => {
  it("adds a revision of the same day, which counts; the one before stays for its records", () => {
    const overlay = temporaryFolder();
    cpSync(join(SAMPLE, NEW), join(overlay, "rules/six-looks/2024-01-01.2.yaml"));
    const { library, unpublished } = readRuleFolder(SAMPLE, overlay, catalogue);
    expect(library?.ruleSets.map(({ ruleSet, superseded }) => [ruleSet.version, superseded])).toEqual([
      ["2018-10-01", false],
      ["2024-01-01", true],
      ["2024-01-01.2", false],
    ]);
    expect(unpublished.map(({ name, root }) => [name, root])).toEqual([["six-looks@2024-01-01.2", overlay]]);
  });

  it("adds a later version of a local measure, which ends the one before", () => {
    const overlay = temporaryFolder();
    mkdirSync(join(overlay, "overlays"));
    const later = textOf(CITY).replace("from: 2020-06-01", "from: 2025-01-01");
    writeFileSync(join(overlay, "overlays/sample-city@2025-01-01.yaml"), later);
    const { library } = readRuleFolder(SAMPLE, overlay, catalogue);
    expect(library?.overlays.map(({ overlay: { id, from }, until }) => [id, from, until])).toEqual([
      ["sample-city", "2020-06-01", "2025-01-01"],
      ["sample-city", "2025-01-01", null],
    ]);
  });
});
