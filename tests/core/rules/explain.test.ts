import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile } from "../../../src/core/rules/compile.ts";
import { explain } from "../../../src/core/rules/explain.ts";
import { evaluateNaively } from "../../../src/core/rules/naive.ts";
import { type Form, outcomes } from "../../../src/core/rules/types.ts";
import { chanceFrom, completeForm, partialForm } from "./random-rules.ts";
import { all, any, clean, is, localMeasure, not, rule, sample } from "./sample-rules.ts";

const rules = compile(sample);
const seeds = fc.nat({ max: 2 ** 31 });
const without = (...facts: string[]): Form =>
  Object.fromEntries(Object.entries(clean).filter(([fact]) => !facts.includes(fact)));

describe("next questions", () => {
  it("begin with the threshold, go on with the red lines and then the looks", () => {
    const questions = explain(rules, {}).next_questions;
    const places = ["error", "gain", "rule", "loss", "recovered"].map((fact) => questions.indexOf(fact));
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(questions.slice(0, 4).sort()).toEqual(["error", "forged", "gain", "report"]);
  });

  it("leave out what cannot matter any more", () => {
    expect(
      explain(rules, { ...without("recovered", "loss"), loss: "none", collective: "full" }).next_questions,
    ).toEqual(["recovered"]);
    expect(explain(rules, { error: "yes", report: "true", gain: "own" }).next_questions).toEqual([]);
  });

  it("do not ask again what somebody is unsure of", () => {
    const explanation = explain(rules, { ...clean, gain: "unsure" });
    expect(explanation.next_questions).toEqual([]);
    expect(explanation.open).toEqual([{ rule: "R01", tier: "redline", facts: ["gain"] }]);
  });

  it("put the most telling of a look first", () => {
    const { next_questions: questions } = explain(rules, without("collective", "urgent", "objected"));
    expect(questions[0]).toBe("collective");
  });

  it("lead to an end, and only while nothing is settled", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const chance = chanceFrom(seed);
        const answers = completeForm(chance, sample.facts);
        let form: Form = {};
        for (let turn = 0; turn <= sample.facts.length; turn++) {
          const { status, next_questions: questions } = explain(rules, form);
          expect(questions.length > 0).toBe(status === "insufficient");
          const [fact] = questions;
          if (fact === undefined) return;
          expect(form[fact]).toBeUndefined();
          form = { ...form, [fact]: answers[fact] as string };
        }
      }),
    );
  });

  it("always leave something open where the result is insufficient", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { status, open } = explain(rules, partialForm(chanceFrom(seed), sample.facts, 2));
        if (status === "insufficient") expect(open.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});

describe("what is near", () => {
  it("names the answers that stand in the way of the nearest ground", () => {
    const { nearest } = explain(rules, { ...clean, loss: "minor", recovered: "none", objected: "yes" });
    expect(nearest).toEqual([
      { rule: "F01", failed: ["recovered"] },
      { rule: "F03", failed: ["recovered"] },
      { rule: "F02", failed: ["recovered"] },
    ]);
    expect(explain(rules, { ...clean, motive: "careless", collective: "alone" }).nearest[0]).toEqual({
      rule: "F03",
      failed: ["objected"],
    });
  });

  it("is nothing where the best outcome stands, or a gate", () => {
    expect(explain(rules, clean).nearest).toEqual([]);
    expect(explain(rules, { report: "false" }).nearest).toEqual([]);
  });

  it("is three grounds at most, those with fewer failures first, what can be corrected before what cannot", () => {
    const grounds = [
      rule("F11", "favour", all(is("objected", "yes"), is("collective", "full")), { rank: 5 }),
      rule("F12", "favour", any(is("objected", "yes"), is("recovered", "full")), { rank: 6 }),
      rule("F13", "favour", is("urgent", "yes"), { rank: 7 }),
      rule("F14", "favour", all(is("urgent", "yes"), is("objected", "yes"), is("collective", "full")), {
        rank: 8,
      }),
      rule("F15", "favour", is("error", "no"), { rank: 9 }),
    ];
    const { nearest } = explain(compile({ ...sample, rules: grounds }), {
      ...clean,
      collective: "alone",
      recovered: "none",
      error: "yes",
    });
    expect(nearest).toEqual([
      { rule: "F12", failed: ["recovered"] },
      { rule: "F13", failed: ["urgent"] },
      { rule: "F15", failed: ["error"] },
    ]);
  });

  it("is right: a rule would hold with these answers changed, and with no fewer", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const chance = chanceFrom(seed);
        const form = completeForm(chance, sample.facts);
        for (const { rule: id, failed } of explain(rules, form).nearest) {
          const holds = (open: readonly string[]) =>
            rules.model.rules.some(({ rule: one, effective }) => {
              if (one.id !== id) return false;
              const rest = Object.fromEntries(Object.entries(form).filter(([fact]) => !open.includes(fact)));
              const alone = compile({ ...sample, rules: [one] }).evaluate(rest);
              return effective > 0 && alone.range?.best === one.outcome;
            });
          expect(holds(failed)).toBe(true);
          for (const fact of failed) expect(holds(failed.filter((other) => other !== fact))).toBe(false);
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe("what correction would change", () => {
  it("is the fewest changes of corrective facts to each better outcome", () => {
    const form = { ...clean, loss: "minor", recovered: "none", reported: "asked" };
    expect(explain(rules, form)).toMatchObject({
      outcome: "consult",
      what_would_change: [
        { set: { recovered: "part" }, outcome: "lighter" },
        { set: { recovered: "part", reported: "own" }, outcome: "exempt" },
      ],
    });
  });

  it("is nothing where no correction helps", () => {
    expect(explain(rules, { ...clean, gain: "own" }).what_would_change).toEqual([]);
    expect(explain(rules, clean).what_would_change).toEqual([]);
  });

  it("holds whatever the open answers turn out to be, and touches corrective facts alone", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const form = partialForm(chanceFrom(seed), sample.facts, 10);
        const { outcome, what_would_change: changes } = explain(rules, form);
        for (const { set, outcome: promised } of changes) {
          const then = rules.evaluate({ ...form, ...set });
          expect(then).toMatchObject({ status: "decided", outcome: promised });
          expect(outcomes.indexOf(promised)).toBeGreaterThan(outcomes.indexOf(outcome ?? "exempt"));
          expect(["recovered", "reported"]).toEqual(expect.arrayContaining(Object.keys(set)));
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it("misses no better outcome that corrective facts alone would give", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const form = { ...completeForm(chanceFrom(seed), sample.facts), error: "yes", report: "true" };
        const { outcome, what_would_change: changes } = explain(rules, form);
        const reachable = ["full", "part", "none"].flatMap((recovered) =>
          ["own", "asked", "hidden"].map(
            (reported) => evaluateNaively(sample, { ...form, recovered, reported }).outcome,
          ),
        );
        const best = outcomes.findLast((one) => reachable.includes(one));
        expect(changes.at(-1)?.outcome ?? outcome).toBe(best);
      }),
      { numRuns: 500 },
    );
  });

  it("takes no more changes than any other way to the same outcome", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const form: Form = { ...completeForm(chanceFrom(seed), sample.facts), error: "yes", report: "true" };
        for (const { set, outcome } of explain(rules, form).what_would_change) {
          const ways = ["full", "part", "none"].flatMap((recovered) =>
            ["own", "asked", "hidden"]
              .filter(
                (reported) => evaluateNaively(sample, { ...form, recovered, reported }).outcome === outcome,
              )
              .map((reported) => Number(recovered !== form.recovered) + Number(reported !== form.reported)),
          );
          expect(Object.keys(set)).toHaveLength(Math.min(...ways));
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("corrections and evidence", () => {
  it("are owed where their condition is shown, with a term only where a source gives one", () => {
    const form = { ...clean, loss: "minor", recovered: "part", rule: "procedural" };
    expect(explain(rules, form).corrections).toEqual([
      { id: "C01", title: "挽回损失", due_days: null, because: "损失尚未全部挽回" },
      { id: "C02", title: "补办手续", due_days: null, because: "手续不全" },
    ]);
    const local = compile(sample, [localMeasure]);
    const [recovery] = explain(local, form).corrections;
    expect(recovery).toMatchObject({ due_days: 30 });
    // Days of the calendar go without saying.
    expect(recovery).not.toHaveProperty("due_unit");
    const workingDays = localMeasure.parameters.map((one) => ({ ...one, unit: "工作日" }));
    const inWorkingDays = compile(sample, [{ ...localMeasure, parameters: workingDays }]);
    expect(explain(inWorkingDays, form).corrections[0]).toMatchObject({ due_days: 30, due_unit: "工作日" });
    expect(explain(rules, { ...form, report: "false" }).corrections).toEqual([]);
  });

  it("are not owed while their condition is open, or once it is shown not to hold", () => {
    const owed = (form: Form): string[] => explain(rules, form).corrections.map(({ id }) => id);
    expect(owed({ ...without("recovered", "rule"), loss: "minor" })).toEqual([]);
    expect(owed({ ...without("rule"), loss: "minor", recovered: "part" })).toEqual(["C01"]);
    expect(owed({ ...without("recovered"), loss: "none", rule: "procedural" })).toEqual(["C02"]);
    expect(owed({ ...clean, loss: "minor", recovered: "full" })).toEqual([]);
  });

  it("leave out the papers of facts that nobody answered and no open rule waits for", () => {
    const { evidence, open } = explain(rules, { ...without("urgent", "objected"), gain: "own" });
    expect(open.flatMap(({ facts }) => facts)).not.toContain("objected");
    const documents = evidence.flatMap((one) => one.documents);
    expect(documents).toContain("collective的材料");
    expect(documents).not.toContain("objected的材料");
  });

  it("list the papers by look, those of open facts too", () => {
    const { evidence } = explain(rules, { error: "yes", report: "true", gain: "none", loss: "unsure" });
    expect(evidence.find(({ look }) => look === "threshold")?.documents).toEqual([
      "error的材料",
      "report的材料",
    ]);
    expect(evidence.find(({ look }) => look === "nature")?.documents).toEqual(["forged的材料"]);
    expect(evidence.map(({ look }) => look)).toContain("consequence");
  });
});

describe("papers", () => {
  it("are each named once in a look, and only those of the threshold where a gate stands", () => {
    const shared = sample.facts.map((one) =>
      one.look === "threshold" ? { ...one, evidence: ["举报材料", `${one.id}的材料`] } : one,
    );
    const compiled = compile({ ...sample, facts: shared });
    const threshold = { look: "threshold", documents: ["举报材料", "error的材料", "report的材料"] };
    expect(explain(compiled, { error: "yes", report: "true", gain: "own" }).evidence[0]).toEqual(threshold);
    expect(explain(compiled, { ...clean, report: "false" }).evidence).toEqual([threshold]);
  });
});

describe("each kind of literal appears in an explanation", () => {
  it.each([
    ["positive", { ...clean, gain: "own" }, "R01", { gain: "own" }],
    [
      "negated",
      { ...clean, gain: "returned", reported: "asked" },
      "H03",
      { gain: "returned", reported: "asked" },
    ],
    [
      "of a sub-conclusion",
      { ...clean, loss: "minor", recovered: "part", objected: "yes" },
      "F03",
      { objected: "yes", loss: "minor", recovered: "part" },
    ],
    [
      "of an exception",
      { ...clean, loss: "grave", urgent: "no", collective: "partial" },
      "H01",
      { loss: "grave", urgent: "no" },
    ],
    [
      "of an exception to the exception",
      { ...clean, loss: "grave", urgent: "yes", collective: "alone" },
      "H01",
      { loss: "grave", collective: "alone" },
    ],
  ])("%s", (_, form, id, facts) => {
    const fired = explain(rules, form).fired.find(({ rule: one }) => one === id);
    expect(fired?.facts).toMatchObject(facts);
  });

  it("in what clears a red line", () => {
    const line = rule("R08", "redline", all(is("gain", "own", "returned"), not(is("reported", "own"))));
    const { cleared } = explain(compile({ ...sample, rules: [...sample.rules, line] }), {
      ...clean,
      gain: "returned",
    });
    expect(cleared.find(({ rule: one }) => one === "R08")?.by).toEqual({ reported: "own" });
  });
});
