import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openCasesByFacts } from "../../src/compose/rules.ts";
import type { Report } from "../../src/core/precheck/report.ts";
import { looks } from "../../src/core/rules/types.ts";
import { outcomeWording, resultCaution, statusWording } from "../../src/text/precheck.ts";
import { html } from "../../src/text/printed.ts";
import { textLimit } from "../../src/text/render.ts";
import { reportMarkdown, reportPrinted } from "../../src/text/report.ts";
import { reportAnswer, reportText } from "../../src/text/report-answer.ts";
import { cautions, lookStates, stepWords } from "../../src/text/report-words.ts";
import { verifications } from "../../src/text/zh.ts";
import { contact, formLike, reportedForms, reporter, requestOf } from "../reported-forms.ts";

const settings = { contact };
const { facts: schemaFacts } = openCasesByFacts({ KNOWLEDGE_DIR: "knowledge" });
const nine = reportedForms.map((request) => ({ id: request.id, ...reporter.report(request) }));
const open = reporter.report(requestOf({ report: "yes" }));
const all = [...nine, { id: "open", ...open }];

/** The words of the contract for a result; nothing else is said of it. */
const verdictOf = ({ status, outcome }: Report): string =>
  status === "decided" && outcome !== null
    ? outcomeWording[outcome]
    : statusWording[status === "decided" ? "insufficient" : status];

describe("a report on paper", () => {
  it.each(all)("$id: begins with the contract's words and its caution", ({ report }) => {
    const [title, , verdict] = reportMarkdown(report, settings).split("\n");
    expect([title, verdict]).toEqual(["# 容错纠错预审报告", `**${verdictOf(report)}。${resultCaution}。**`]);
  });

  it.each(all)("$id: has every part that its data have", ({ report }) => {
    const page = reportMarkdown(report, settings);
    const told = [
      ...report.fired.flatMap(({ title, text }) => [title, text]),
      ...report.cleared.map(({ title }) => title),
      ...report.open.map(({ label }) => label),
      ...report.corrections.flatMap(({ title, because }) => [title, because]),
      ...report.evidence.flatMap(({ documents }) => documents),
      ...report.nearest.map(({ title }) => title),
      ...report.cases.flatMap(({ title, decision }) => [title, decision]),
      ...report.answers.map(({ label }) => label),
      ...report.steps.map((step) => stepWords(step, contact)),
      report.recordHash,
      report.ruleset.hash,
    ];
    for (const text of told) expect(page).toContain(text);
  });

  it.each(all)(
    "$id: prints every source with its grade, and its wording as a quotation or as a gist",
    ({ report }) => {
      const page = reportMarkdown(report, settings);
      for (const { n, kind, quote, gist, verification } of report.citations) {
        const entry = page.split("\n").find((line) => line.replace(/^[>|] /, "").startsWith(`〔${n}〕`));
        expect(entry, `〔${n}〕`).toContain(verifications[verification]);
        if (kind !== "provision") continue;
        const words = quote === null ? (gist ?? "") : `“${quote}”`;
        for (const line of words.split("\n")) expect(page).toContain(line);
        if (quote === null) expect(entry).toContain("要点，非原文");
      }
    },
  );

  it.each(all)("$id: has six looks as rows of symbol and word, or says why there are none", ({ report }) => {
    const page = reportMarkdown(report, settings);
    if (report.range === null) return expect(page).toContain(cautions.gated);
    const rows = page.split("\n").filter((line) => /^\| [一二三四五六]看/u.test(line));
    expect(rows).toHaveLength(looks.length - 1);
    report.looks.forEach(({ state }, at) => {
      expect(rows[at]).toContain(`${lookStates[state].symbol} ${lookStates[state].word}`);
    });
  });

  it("tells the states of looks apart without colour", () => {
    const states = Object.values(lookStates);
    expect(new Set(states.map(({ symbol }) => symbol)).size).toBe(states.length);
    expect(new Set(states.map(({ word }) => word)).size).toBe(states.length);
  });

  it("says 由组织确定 where no source sets a term", () => {
    const { report } = reporter.report(formLike("village-works"));
    expect(report.corrections.every(({ dueDays }) => dueDays === null)).toBe(true);
    expect(reportMarkdown(report, settings).match(/由组织确定/g)?.length).toBeGreaterThanOrEqual(
      report.corrections.length,
    );
  });

  it("marks the answers that do not matter", () => {
    const { report } = reporter.report(formLike("land-use", { eightRules: "yes" }));
    const line = reportMarkdown(report, settings)
      .split("\n")
      .find((row) => row.includes("| 补救情况 |"));
    expect(line).toContain("（不影响结论）");
  });

  it("is a page without anything loaded, from the same blocks", () => {
    const page = html(reportPrinted(nine[0]?.report as Report, settings));
    expect(page).toContain(resultCaution);
    expect(page).not.toMatch(/<script|https?:\/\//);
  });
});

describe("a report in chat", () => {
  it.each(all)("$id: begins with the contract's words and its caution, and fits", ({ report }) => {
    const text = reportText(report, settings);
    expect(text.split("\n")[0]).toBe(`${verdictOf(report)}。${resultCaution}。`);
    expect(text.length).toBeLessThanOrEqual(textLimit);
    expect(text).toContain(report.recordHash);
    for (const step of report.steps) expect(text).toContain(stepWords(step, contact));
  });

  it.each(all)("$id: says no rule, correction or case without a source, numbered from 1", ({ report }) => {
    const { blocks, citations } = reportAnswer(report, settings);
    const sentences = blocks.filter((block) => block.type === "sentence");
    for (const { citations: used } of sentences) expect(used.length).toBeGreaterThan(0);
    expect(sentences.map(({ text }) => text).join("\n")).toContain(report.fired[0]?.text ?? "");
    expect(citations.map(({ n }) => n)).toEqual(citations.map((_, at) => at + 1));
    expect(new Set(sentences.flatMap(({ citations: used }) => used))).toEqual(
      new Set(citations.map(({ n }) => n)),
    );
  });

  it("leaves out what matters least where it does not fit, and says so", () => {
    const { report } = reporter.report(formLike("village-works", { remedy: "prompted" }));
    const long = {
      ...report,
      cleared: [...report.cleared, ...report.cleared].map((rule) => ({
        ...rule,
        title: rule.title.repeat(20),
      })),
    };
    const text = reportText(long, settings);
    expect(text.length).toBeLessThanOrEqual(textLimit);
    expect(text).toContain(cautions.cut);
    expect(text).toContain("■ 六看");
    expect(text).not.toContain("■ 红线核对");
  });
});

describe("a report of any form in chat", () => {
  const facts = reporter.report(formLike("seed-2")).report.answers.map(({ fact }) => fact);
  const values: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
    schemaFacts.map(({ id, values: of }) => [id, of.map((value) => value.id)]),
  );
  const changes = fc.dictionary(fc.constantFrom(...facts), fc.nat(15), { maxKeys: 8 });

  it("fits, and never leaves out result, looks, next steps and corrections", () => {
    fc.assert(
      fc.property(changes, (changed) => {
        const given = Object.entries(changed).map(([fact, at]) => [
          fact,
          [...(values[fact] ?? []), "unsure"][at % ((values[fact]?.length ?? 0) + 1)],
        ]);
        const { report } = reporter.report(formLike("seed-2", Object.fromEntries(given)));
        const text = reportText(report, settings);
        expect(text.length).toBeLessThanOrEqual(textLimit);
        expect(text).toContain(verdictOf(report));
        for (const { title } of report.corrections) expect(text).toContain(title);
        for (const step of report.steps) expect(text).toContain(stepWords(step, contact));
      }),
      { numRuns: 120 },
    );
  });
});

describe("the words of any report", () => {
  const texts = all.flatMap(({ id, report }) => [
    { id: `${id} on paper`, text: reportMarkdown(report, settings) },
    { id: `${id} in chat`, text: reportText(report, settings) },
  ]);

  it.each(texts)("$id: have full-width punctuation", ({ text }) => {
    expect(text.match(/[\p{Script=Han}][,;:?!()]|[,;:?!()][\p{Script=Han}]/gu) ?? []).toEqual([]);
  });

  it.each(texts)("$id: promise nothing and order nothing", ({ text }) => {
    expect(text).not.toMatch(
      /应当免责|应予免责|一定(?:会|能|可以)|保证(?:不|能|会)|肯定(?:会|能|不)|不会(?:被)?(?:处分|处理|追究)/u,
    );
  });

  it.each(texts)("$id: hold no name of a fact, value or code", ({ text }) => {
    expect(text).not.toMatch(/\b(?:unsure|undefined|null|NaN|privateGain|not_tolerated|exempt|redline)\b/);
  });

  it("are the same bytes each time", () => {
    fc.assert(
      fc.property(fc.constantFrom(...reportedForms), (request) => {
        const again = reporter.report(request).report;
        const before = nine.find(({ id }) => id === request.id)?.report as Report;
        expect(reportMarkdown(again, settings)).toBe(reportMarkdown(before, settings));
      }),
      { numRuns: 20 },
    );
  });
});
