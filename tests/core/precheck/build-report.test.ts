import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openCasesByFacts } from "../../../src/compose/rules.ts";
import type { Report } from "../../../src/core/precheck/report.ts";
import type { Answer, Form } from "../../../src/core/rules/types.ts";
import { formLike, reportedForms, reporter, requestOf } from "../../reported-forms.ts";

const reportOf = (id: string, changed: Form = {}): Report => reporter.report(formLike(id, changed)).report;
const look = (report: Report, wanted: string) => {
  const row = report.looks.find((candidate) => candidate.look === wanted);
  if (row === undefined) throw new Error(`no look ${wanted}`);
  return row;
};

const { facts } = openCasesByFacts({ KNOWLEDGE_DIR: "knowledge" });
const favourable = ({ outcome }: Report) => outcome === "exempt" || outcome === "lighter";

/** Partial forms that more often than not pass the threshold. */
const forms = fc
  .tuple(
    ...facts.map(({ id, values }) =>
      fc
        .oneof(
          { weight: 40, arbitrary: fc.constant<Answer | null>(values[0]?.id ?? null) },
          { weight: 2, arbitrary: fc.constantFrom<Answer | null>(...values.map((value) => value.id)) },
          { weight: 1, arbitrary: fc.constantFrom<Answer | null>("unsure", null) },
        )
        .map((answer) => [id, answer] as const),
    ),
  )
  .map(
    (entries): Form =>
      Object.fromEntries(
        entries.flatMap(([id, answer]) =>
          answer === null ? [] : [[id, id === "error" && answer === "none" ? "breach" : answer]],
        ),
      ),
  );

describe("the nine matters", () => {
  it.each([
    ["seed-1", "decided", "not_tolerated", ["R12"]],
    ["seed-2", "decided", "exempt", ["F01", "F05"]],
    ["seed-3", "decided", "lighter", ["F02", "F05"]],
    ["seed-4", "decided", "lighter", ["F02", "F05"]],
    ["epidemic-purchase", "decided", "lighter", ["F02", "F05"]],
    ["false-report", "clarification", null, ["G03"]],
    ["land-use", "decided", "not_tolerated", ["R02"]],
    ["soe-loss", "decided", "exempt", ["F06", "F02"]],
    ["village-works", "decided", "lighter", ["F02", "F05"]],
  ] as const)("%s: %s %s", (id, status, outcome, fired) => {
    const report = reportOf(id);
    expect([report.status, report.outcome, report.fired.map(({ rule }) => rule)]).toEqual([
      status,
      outcome,
      fired,
    ]);
  });

  it.each(reportedForms)("$id: every basis is a numbered source that says what it is", (request) => {
    const { report } = reporter.report(request);
    expect(report.citations.map(({ n }) => n)).toEqual(report.citations.map((_, at) => at + 1));
    const used = new Set(
      [
        ...[...report.fired, ...report.cleared, ...report.corrections].flatMap(({ basis }) => basis),
        ...report.jurisdictions.flatMap(({ parameters }) => parameters.flatMap(({ basis }) => basis)),
        ...report.cases,
        ...(report.contrast === null ? [] : [report.contrast]),
      ].map(({ n }) => n),
    );
    expect([...used].sort((one, other) => one - other)).toEqual(report.citations.map(({ n }) => n));
    for (const rule of report.fired) expect(rule.basis, rule.rule).not.toEqual([]);
    for (const { kind, wording, quote, gist, verification, passage } of report.citations) {
      expect(verification, passage).toMatch(/^(verified|secondary|unverified)$/);
      if (kind === "provision")
        expect([wording === "official", gist !== null], passage).toEqual([quote !== null, quote === null]);
    }
  });

  it.each(reportedForms)(
    "$id: shows cases that came out one way, and one that came out otherwise",
    (request) => {
      const { report } = reporter.report(request);
      expect(report.cases.length).toBeGreaterThan(0);
      expect(report.cases.length).toBeLessThanOrEqual(3);
      for (const { shared } of report.cases) expect(shared.length).toBeGreaterThan(0);
      if (report.status === "clarification") return;
      expect(report.contrast?.outcome).not.toBe(report.cases[0]?.outcome);
      expect(report.cases.map(({ id }) => id)).not.toContain(report.contrast?.id);
    },
  );
});

describe("the six looks", () => {
  it("are clear where nothing stands in the way, with the sub-conclusion that says so", () => {
    const { looks } = reportOf("seed-2");
    expect(looks.map(({ state }) => state)).toEqual(Array(6).fill("clear"));
    expect(looks.map(({ grades }) => grades.length)).toEqual(Array(6).fill(1));
  });

  it("show a red line where its answer stands, without the good grades beside it", () => {
    const report = reportOf("land-use");
    expect(look(report, "basis")).toMatchObject({ state: "against", grades: [], rules: [{ rule: "R02" }] });
    expect(look(report, "motive").state).toBe("clear");
    expect(look(reportOf("seed-2", { crime: "yes" }), "nature").grades).toEqual([]);
  });

  it("say of a flawed look what is sound in it too", () => {
    expect(look(reportOf("village-works"), "decision").grades).toEqual([
      "决定：集体研究，或者紧急处置后及时报告",
      "决策过程：决定和手续中有一项欠缺",
    ]);
  });

  it("ask for attention where one is flawed or a ground for referral holds, also if it does not decide", () => {
    expect(look(reportOf("village-works"), "decision").state).toBe("attention");
    expect(look(reportOf("seed-2", { accident: "yes" }), "consequence").state).toBe("attention");
    const both = reportOf("land-use", { accident: "yes" });
    expect(look(both, "consequence")).toMatchObject({ state: "attention", rules: [{ rule: "R05" }] });
    expect(both.fired.map(({ rule }) => rule)).toEqual(["R02"]);
  });

  it("are open where an open fact still matters, and name it", () => {
    const report = reportOf("seed-2", { crime: "unsure" });
    expect(look(report, "nature")).toMatchObject({ state: "open", open: ["是否涉嫌犯罪"] });
    expect(report.open.map(({ fact, unsure }) => [fact, unsure])).toEqual([["crime", true]]);
    expect(report.open[0]?.evidence.length).toBeGreaterThan(0);
  });

  it("are not called clear where nobody asked", () => {
    const { looks } = reporter.report(requestOf({ report: "no" })).report;
    expect(looks.map(({ state }) => state)).toEqual(Array(6).fill("unasked"));
    const stopped = reporter.report(
      requestOf({ report: "yes", involved: "yes", duty: "duty", error: "breach", crime: "yes" }),
    ).report;
    expect(stopped.looks.map(({ state }) => state)).toEqual(["against", ...Array(5).fill("unasked")]);
    const { accident: _, ...unasked } = formLike("land-use", { consequence: "minor", remedy: "full" }).facts;
    expect(look(reporter.report(requestOf(unasked)).report, "consequence").state).toBe("unasked");
    expect(stopped.unsettled.map(({ rule }) => rule)).toContain("R01");
  });
});

describe("what is told and what is not", () => {
  it("names the nearest grounds by look and title alone", () => {
    const { nearest } = reportOf("village-works", { remedy: "prompted" });
    expect(nearest.length).toBeGreaterThan(0);
    for (const rule of nearest) expect(Object.keys(rule).sort()).toEqual(["looks", "title"]);
  });

  it("names none near a red line or a gate", () => {
    expect(reportOf("land-use").nearest).toEqual([]);
    expect(reportOf("false-report").nearest).toEqual([]);
  });

  it("tells what a correction can still bring, never what would have had to be otherwise then", () => {
    const { report, result } = reporter.report(
      formLike("village-works", { procedure: "missing", remedy: "prompted" }),
    );
    expect(result.what_would_change.map(({ set }) => set)).toContainEqual({
      procedure: "full",
      remedy: "partial",
    });
    expect(report.changes).toEqual([
      {
        set: [{ fact: "remedy", look: "correction", label: "补救情况", values: ["主动补救，部分挽回"] }],
        outcome: "lighter",
      },
    ]);
  });

  it("puts first the cases that share what decides, not what they have in common besides", () => {
    const report = reportOf("seed-1");
    for (const { shared } of report.cases) expect(shared.map(({ fact }) => fact)).toContain("eightRules");
    expect(report.contrast?.outcome).toMatch(/^tolerated/);
  });

  it("calls for the papers of what decides first, of the other answers only at hand", () => {
    const { evidence } = reportOf("land-use");
    expect(evidence.filter(({ documents }) => documents.length > 0).map((entry) => entry.look)).toEqual([
      "basis",
    ]);
    expect(evidence.some(({ further }) => further.length > 0)).toBe(true);
    const gated = reportOf("seed-2", { duty: "private" }).evidence;
    expect(gated.map((entry) => entry.look)).toEqual(["threshold"]);
  });

  it("calls for no papers of the checklist where no rule is named", () => {
    const { byDefault, evidence } = reportOf("village-works", { remedy: "prompted" });
    const nature = evidence.find((entry) => entry.look === "nature");
    expect([byDefault, nature?.documents]).toEqual([true, ["上级部署和会议纪要", "项目立项文件"]]);
    expect(nature?.further).toContain("财务凭证");
  });

  it("marks what no longer matters, and never an answer that a rule is named for", () => {
    const { answers, fired } = reportOf("land-use", { eightRules: "yes" });
    expect(fired.map(({ rule }) => rule)).toEqual(["R02", "R12"]);
    const matters = new Map(answers.map((answer) => [answer.fact, answer.matters]));
    expect([matters.get("norm"), matters.get("eightRules"), matters.get("remedy")]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it("shows no case for what all cases share, and none at a gate that shares less than it rests on", () => {
    for (const { shared } of reportOf("seed-2").cases)
      expect(shared.map((answer) => answer.look)).not.toContain("threshold");
    expect(reportOf("seed-2", { duty: "private" }).cases).toEqual([]);
  });

  it("takes a case for alike in a favourable result also where it shares other facts than those that decide", () => {
    const report = reportOf("village-works", {
      decision: "dissented",
      norm: "obligation",
      procedure: "missing",
    });
    expect(report.fired.map(({ rule }) => rule)).toEqual(["F07"]);
    const deciding = new Set(report.fired.flatMap(({ answers }) => answers.map(({ fact }) => fact)));
    expect(report.cases.some(({ shared }) => shared.every(({ fact }) => !deciding.has(fact)))).toBe(true);
  });

  it("says that a local measure was not applied before its first day", () => {
    const [measure] = reporter.report(
      requestOf(
        { report: "no" },
        { actDate: "2025-09-01", decisionDate: "2025-10-01", jurisdictions: ["central-soe"] },
      ),
    ).report.jurisdictions;
    expect(measure).toMatchObject({ id: "central-soe", applied: false, parameters: [] });
    expect(measure?.title).not.toBe("central-soe");
  });

  it("names both versions where the two days differ, and no rule", () => {
    const report = reporter.report({
      ...formLike("village-works", { decision: "dissented", norm: "obligation", procedure: "missing" }),
      actDate: "2018-12-01",
    }).report;
    expect(report.byVersion.map(({ ruleset, outcome }) => [ruleset.version, outcome])).toEqual([
      ["2018-10-01", "lighter"],
      ["2025-06-01", "exempt"],
    ]);
    expect([report.outcome, report.fired, report.steps.includes("check-both-days")]).toEqual([
      "consult",
      [],
      true,
    ]);
  });

  it("keeps open what is open under one of two versions", () => {
    const report = reporter.report({
      ...formLike("village-works", { procedure: "full", decision: "dissented", purpose: "unsure" }),
      actDate: "2018-12-01",
    }).report;
    expect(report.byVersion.map(({ status }) => status)).toEqual(["insufficient", "decided"]);
    expect(report.open.map(({ fact }) => fact)).toEqual(["purpose"]);
    expect(look(report, "motive").state).toBe("open");
    expect(report.steps).toEqual([
      "supply-open-facts",
      "check-both-days",
      "gather-evidence",
      "do-corrections",
      "ask-for-consultation",
    ]);
  });

  it.each([
    ["village-works", {}, ["gather-evidence", "do-corrections", "submit"]],
    ["village-works", { remedy: "prompted" }, ["gather-evidence", "do-corrections", "ask-for-consultation"]],
    [
      "village-works",
      { crime: "unsure" },
      ["supply-open-facts", "gather-evidence", "do-corrections", "ask-for-consultation"],
    ],
    ["land-use", {}, ["explain-to-organisation", "do-corrections", "state-disagreement"]],
    ["false-report", {}, ["gather-evidence", "clarify"]],
    ["seed-2", { duty: "private" }, ["look-elsewhere"]],
  ] as const)("%s with %j goes on by %j", (id, changed, steps) => {
    expect(reportOf(id, changed).steps).toEqual(steps);
  });

  it("sends nobody to people while there is something left to ask", () => {
    const { steps, corrections } = reporter.report(requestOf({ report: "yes", involved: "yes" })).report;
    expect([steps, corrections]).toEqual([["supply-open-facts", "gather-evidence"], []]);
  });

  it("shows the contrast that an editor wrote with its reason, else the nearest that came out otherwise", () => {
    const written = reportOf("village-works");
    expect(written.contrast?.because).toEqual(expect.any(String));
    const { cases, contrast } = reportOf("seed-2", { earmarked: "yes" });
    for (const { shared } of cases) expect(shared.map(({ fact }) => fact)).toContain("earmarked");
    expect(contrast?.outcome).toMatch(/^tolerated/);
  });

  it("explains by the rules of the decision day where what they say stands alone", () => {
    const facts = { ...formLike("village-works").facts };
    const report = reporter.report({ ...requestOf(facts), actDate: "2019-01-01" }).report;
    expect(report.fired.every(({ text, basis }) => text !== "" && basis.length > 0)).toBe(true);
  });
});

describe("any form", () => {
  it("has the outcome that its telling answers alone give, under one version of the rules or two", () => {
    fc.assert(
      fc.property(forms, fc.constantFrom("2018-12-01", "2025-09-01"), (form, actDate) => {
        const { report, result } = reporter.report(requestOf(form, { actDate }));
        const telling = report.answers.filter(({ matters }) => matters).map(({ fact }) => [fact, form[fact]]);
        const again = reporter.report(requestOf(Object.fromEntries(telling) as Form, { actDate })).result;
        expect([again.status, again.outcome, again.range]).toEqual([
          result.status,
          result.outcome,
          result.range,
        ]);
      }),
      { numRuns: 150 },
    );
  });

  it("has no favourable report without corrections, with a red line, or with an open look", () => {
    let seen = 0;
    fc.assert(
      fc.property(forms, (form) => {
        const { report } = reporter.report(requestOf(form));
        if (!favourable(report)) return;
        seen++;
        expect(report.corrections.length).toBeGreaterThan(0);
        expect(report.looks.map(({ state }) => state)).not.toContain("against");
        expect(report.unsettled).toEqual([]);
        expect(report.steps).toContain("do-corrections");
      }),
      { numRuns: 300 },
    );
    expect(seen).toBeGreaterThan(5);
  });

  it("has the same report whatever the order of its answers", () => {
    fc.assert(
      fc.property(forms, (form) => {
        const turned = Object.fromEntries(Object.entries(form).reverse());
        expect(JSON.stringify(reporter.report(requestOf(turned)))).toBe(
          JSON.stringify(reporter.report(requestOf(form))),
        );
      }),
      { numRuns: 60 },
    );
  });

  it("that is open under a measure of the decision day alone says which rules of it wait", () => {
    const { consequence: _, ...facts } = formLike("village-works").facts;
    const { report } = reporter.report(
      requestOf(facts, { actDate: "2025-12-01", decisionDate: "2026-02-01", jurisdictions: ["central-soe"] }),
    );
    expect(report.status).toBe("insufficient");
    expect(report.open.flatMap(({ rules }) => rules.map(({ rule }) => rule))).toContain("CS01");
  });

  it("that is open says what is open, and who is against it has a red line", () => {
    fc.assert(
      fc.property(forms, (form) => {
        const { report } = reporter.report(requestOf(form));
        if (report.status === "insufficient") expect(report.open.length).toBeGreaterThan(0);
        if (report.outcome === "not_tolerated" && report.byVersion.length === 0)
          expect(report.looks.some(({ state }) => state === "against") || report.fired.length === 0).toBe(
            true,
          );
      }),
      { numRuns: 150 },
    );
  });
});
