import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createInterviewer } from "../../../src/app/precheck/interviewer.ts";
import type { PinnedRules } from "../../../src/app/precheck/rule-book.ts";
import { beginMatter, formOfMatter, type Matter, type Move } from "../../../src/core/precheck/interview.ts";
import { compile } from "../../../src/core/rules/compile.ts";
import type { FactId, Form } from "../../../src/core/rules/types.ts";
import {
  answeredMatter,
  at,
  book,
  catalogue,
  evaluate,
  interviewer,
  library,
  moved,
  openMatter,
  today,
} from "../../precheck-interviewer.ts";
import { favourable, newest, seeds, sound } from "../../rules/shipped.ts";

const { facts } = newest.ruleSet;
const factOf = (id: FactId) => facts.find((fact) => fact.id === id);
const answerOf = (form: Form, fact: FactId): string => String(form[fact] ?? "unsure");
const checklist = facts.filter((fact) => fact.checklist).map(({ id }) => id);
const begun = beginMatter("A".repeat(22), 1, at);
const refusal = (matter: Matter, move: Move) => {
  const result = interviewer.move(matter, move, at);
  return result.ok ? null : result.problem;
};
const pressed = (given: Form): Move => ({
  type: "answers",
  facts: given as Record<string, string>,
  source: "pressed",
});
const outcomeOf = (matter: Matter) => interviewer.evaluate(matter)?.result;

describe("before the questions", () => {
  it("asks for consent, the place of work and both days, and nothing before its turn", () => {
    expect(interviewer.stage(begun).type).toBe("consent");
    expect(refusal(begun, { type: "jurisdiction", ids: [] })).toBe("out-of-step");
    expect(refusal(begun, { type: "dates", act: today, decision: today })).toBe("out-of-step");
    expect(refusal(begun, pressed({ report: "yes" }))).toBe("out-of-step");
    const consented = moved(begun, { type: "consent" });
    expect(refusal(consented, { type: "consent" })).toBe("out-of-step");
    expect(interviewer.stage(consented).type).toBe("jurisdiction");
    expect(refusal(consented, { type: "jurisdiction", ids: ["atlantis"] })).toBe("unknown-name");
    const placed = moved(consented, { type: "jurisdiction", ids: ["sichuan-ftz", "sichuan-ftz"] });
    expect(placed.jurisdictions).toEqual(["sichuan-ftz"]);
    expect(interviewer.stage(placed).type).toBe("dates");
  });

  it.each([
    ["date-future", { act: "2027-01-01", decision: null }],
    ["date-future", { act: "2026-01-01", decision: "2027-01-01" }],
    ["date-order", { act: "2026-03-01", decision: "2026-02-28" }],
    ["date-uncovered", { act: "2018-09-30", decision: null }],
  ] as const)("refuses a day (%s)", (problem, dates) => {
    const placed = moved(moved(begun, { type: "consent" }), { type: "jurisdiction", ids: [] });
    expect(refusal(placed, { type: "dates", ...dates })).toBe(problem);
  });

  it("takes the days one by one, or both", () => {
    const placed = moved(moved(begun, { type: "consent" }), { type: "jurisdiction", ids: [] });
    const half = moved(placed, { type: "dates", act: "2018-10-01", decision: null });
    expect([interviewer.stage(half).type, half.pins]).toEqual(["dates", null]);
    const both = moved(half, { type: "dates", act: "2018-10-01", decision: "2026-01-01" });
    expect(both.pins).toMatchObject({ act: { version: "2018-10-01" }, decision: { version: "2025-06-01" } });
    expect(interviewer.stage(both).type).toBe("questions");
  });

  it("pins the local measure of either day once", () => {
    const matter = openMatter("2026-03-01", ["sichuan-ftz"]);
    expect(matter.pins?.overlays.map(({ id }) => id)).toEqual(["sichuan-ftz"]);
  });
});

describe("the questions", () => {
  it("begin with the threshold, then the checklist, then the looks in their order", () => {
    const stage = interviewer.stage(openMatter());
    expect(stage).toMatchObject({ type: "questions", page: "threshold" });
    const pages: string[] = [];
    for (let matter = openMatter(); ; ) {
      const now = interviewer.stage(matter);
      if (now.type !== "questions") break;
      pages.push(now.page);
      matter = moved(matter, pressed(Object.fromEntries(now.facts.map((id) => [id, answerOf(sound, id)]))));
    }
    const order = [
      "threshold",
      "checklist",
      "nature",
      "basis",
      "motive",
      "decision",
      "consequence",
      "correction",
    ];
    expect(pages).toEqual(order.filter((page) => pages.includes(page)));
  });

  it("refuse a fact or value that is not there, and change nothing", () => {
    const matter = openMatter();
    expect(refusal(matter, pressed({ nobody: "yes" }))).toBe("unknown-name");
    expect(refusal(matter, pressed({ report: "maybe" }))).toBe("unknown-name");
    expect(refusal(matter, pressed({}))).toBe("unknown-name");
  });

  it("end at a suspected crime, without a detail and without 补全六看", () => {
    const matter = moved(
      openMatter(),
      pressed({ report: "yes", involved: "yes", duty: "duty", error: "breach", crime: "yes" }),
    );
    expect(interviewer.stage(matter)).toEqual({ type: "result", stopped: true, completable: false });
    expect(outcomeOf(matter)?.outcome).toBe("not_tolerated");
    expect(refusal(matter, { type: "complete" })).toBe("out-of-step");
  });

  it("can be completed after the result, once each, without moving it", () => {
    let matter = openMatter();
    matter = moved(
      matter,
      pressed({ report: "yes", involved: "yes", duty: "duty", error: "breach", privateGain: "gain" }),
    );
    const before = outcomeOf(matter)?.outcome;
    matter = moved(matter, { type: "complete" });
    const asked: FactId[] = [];
    for (
      let stage = interviewer.stage(matter);
      stage.type === "questions";
      stage = interviewer.stage(matter)
    ) {
      asked.push(...stage.facts);
      matter = moved(matter, pressed(Object.fromEntries(stage.facts.map((id) => [id, answerOf(sound, id)]))));
    }
    expect(new Set(asked).size).toBe(asked.length);
    expect(Object.keys(formOfMatter(matter)).sort()).toEqual(facts.map(({ id }) => id).sort());
    expect(outcomeOf(matter)?.outcome).toBe(before);
  });
});

describe("the checklist", () => {
  const atChecklist = moved(
    openMatter(),
    pressed({ report: "yes", involved: "yes", duty: "duty", error: "breach" }),
  );

  it("is one page of red lines", () => {
    const stage = interviewer.stage(atChecklist);
    expect(stage).toMatchObject({ type: "questions", page: "checklist" });
    expect("facts" in stage ? stage.facts.every((id) => checklist.includes(id)) : false).toBe(true);
  });

  it("ticks and unticks, and asks what is ticked before it goes on", () => {
    let matter = moved(atChecklist, { type: "tick", facts: ["crime", "forged"] });
    matter = moved(matter, { type: "tick", facts: ["crime"] });
    expect(matter.ticked).toEqual(["forged"]);
    matter = moved(matter, { type: "ticked", source: "typed" });
    expect(formOfMatter(matter)).toMatchObject({ crime: "no", privateGain: "none" });
    expect(formOfMatter(matter)).not.toHaveProperty("forged");
    expect(interviewer.stage(matter)).toMatchObject({ type: "questions", facts: ["forged"] });
    matter = moved(matter, pressed({ forged: "unsure" }));
    expect(interviewer.stage(matter)).not.toMatchObject({ page: "checklist" });
  });

  it("takes nothing that it does not offer, and nothing elsewhere", () => {
    expect(refusal(atChecklist, { type: "tick", facts: ["remedy"] })).toBe("unknown-name");
    expect(refusal(openMatter(), { type: "tick", facts: ["crime"] })).toBe("out-of-step");
    expect(refusal(openMatter(), { type: "ticked", source: "typed" })).toBe("out-of-step");
  });
});

describe("changing one's mind", () => {
  const answered = moved(moved(openMatter(), pressed({ report: "yes" })), pressed({ involved: "yes" }));

  it("goes back to the question before, and on from there", () => {
    const back = moved(answered, { type: "back" });
    expect(interviewer.stage(back)).toMatchObject({ facts: ["involved"] });
    const twice = moved(back, { type: "back" });
    expect(interviewer.stage(twice)).toMatchObject({ facts: ["report"] });
    const dates = moved(twice, { type: "back" });
    expect(interviewer.stage(dates).type).toBe("dates");
    const place = moved(dates, { type: "back" });
    expect(interviewer.stage(place).type).toBe("jurisdiction");
    expect(refusal(place, { type: "back" })).toBe("nothing-before");
    expect(refusal(begun, { type: "back" })).toBe("nothing-before");
    const again = moved(place, { type: "jurisdiction", ids: [] });
    expect(interviewer.stage(again)).toEqual(interviewer.stage(answered));
  });

  it("edits any answer and keeps the later ones and what was said before", () => {
    const edited = moved(answered, { type: "edit", fact: "report" });
    expect(interviewer.stage(edited)).toMatchObject({ facts: ["report"] });
    const changed = moved(edited, pressed({ report: "no" }));
    expect(formOfMatter(changed)).toEqual({ report: "no", involved: "yes" });
    expect(changed.answers[0]?.earlier).toEqual([{ value: "yes", source: "pressed", at }]);
    expect(changed.asking).toEqual([]);
    expect(refusal(answered, { type: "edit", fact: "remedy" })).toBe("unknown-name");
  });

  it("counts an answer given again as it was as no change", () => {
    const again = moved(answered, pressed({ report: "yes" }));
    expect(again.answers).toEqual(answered.answers);
    expect(again.revision).toBe(answered.revision + 1);
  });

  it("pauses and goes on", () => {
    const paused = moved(answered, { type: "pause" });
    expect(paused.paused).toBe(true);
    expect(interviewer.stage(paused)).toEqual(interviewer.stage(answered));
    expect(moved(paused, { type: "resume" }).paused).toBe(false);
  });

  it("marks what bears on the result no more, and counts it again when it does", () => {
    const stopped = moved(answered, pressed({ report: "no", remedy: "full" }));
    const marks = Object.fromEntries(
      interviewer.view(stopped).answered.map(({ fact, matters }) => [fact, matters]),
    );
    expect(marks).toMatchObject({ report: true, remedy: false });
    const back = moved(stopped, pressed({ report: "yes" }));
    expect(interviewer.view(back).answered.find(({ fact }) => fact === "remedy")?.matters).toBe(true);
  });
});

describe("a view", () => {
  it("gives each question its help, papers and the open rules that wait for it", () => {
    const { step, left, newer } = interviewer.view(openMatter());
    if (step.type !== "questions") throw new Error(step.type);
    expect([left > step.questions.length, newer]).toEqual([true, null]);
    for (const question of step.questions) {
      expect(question).toMatchObject({ help: factOf(question.fact)?.help, answer: null });
      expect(question.why.length).toBeGreaterThan(0);
      for (const { title, basis } of question.why) {
        expect(title).not.toBe("");
        for (const named of basis) expect(named).toMatch(/^《.+》/u);
      }
    }
    expect(step.questions.map(({ number }) => number)).toEqual(step.questions.map((_, index) => index + 1));
  });

  it("names the open rules of both days, also those that only the decision day has", () => {
    const shipped = book.on(today, []);
    const model = newest.ruleSet.rules.find(({ tier }) => tier === "redline");
    if (model === undefined) throw new Error("no red line");
    const added = { ...model, id: "R99", title: "后来增加的红线" };
    const version = "2026-11-01";
    const later: PinnedRules = {
      ...shipped,
      pin: { ...shipped.pin, version },
      compiled: compile({ ...newest.ruleSet, version, rules: [...newest.ruleSet.rules, added] }),
    };
    const both = createInterviewer({
      book: {
        ...book,
        on: (day, places) => (day < version ? book.on(day, places) : later),
        pinned: (pin, overlays, day) => (pin.version === version ? later : book.pinned(pin, overlays, day)),
      },
      catalogue,
      evaluate,
      report: () => {
        throw new Error("no report is asked for");
      },
      today: () => today,
    });
    const matter: Matter = {
      ...openMatter(),
      pins: { act: shipped.pin, decision: later.pin, overlays: [] },
    };
    const waiting = both.evaluate(matter)?.result.open.find(({ rule }) => rule === "R99")?.facts ?? [];
    expect(waiting.length).toBeGreaterThan(0);
    for (const fact of waiting) {
      const { step } = both.view({ ...matter, asking: [{ fact }] });
      if (step.type !== "questions") throw new Error(step.type);
      expect(step.questions[0]?.why.map(({ title }) => title)).toContain(added.title);
    }
  });

  it("says of an answer that it bears on the result just as the report does", () => {
    for (const form of [sound, ...seeds.map(({ completed }) => completed)]) {
      const matter = answeredMatter(form);
      const report = new Map(
        interviewer.reportOf(matter)?.answers.map(({ fact, matters }) => [fact, matters]),
      );
      const view = interviewer.view(matter).answered;
      expect(view.map(({ fact, matters }) => [fact, matters])).toEqual(
        view.map(({ fact }) => [fact, report.get(fact)]),
      );
    }
  });

  it("keeps the number of a question for good", () => {
    let matter = moved(openMatter(), pressed({ report: "yes", involved: "yes" }));
    matter = moved(matter, { type: "edit", fact: "involved" });
    const { step } = interviewer.view(matter);
    expect(step).toMatchObject({ questions: [{ fact: "involved", number: 2, answer: "yes" }] });
  });
});

describe("several readings of a matter", () => {
  it("are set side by side, each as its own page says it", () => {
    const stated = answeredMatter(sound);
    const found = moved(stated, pressed({ forged: "yes" }));
    const comparison = interviewer.compare([
      { label: "如陈述", matter: stated },
      { label: "如查明", matter: found },
    ]);
    expect(comparison.columns.map(({ label, outcome }) => [label, outcome])).toEqual([
      ["如陈述", outcomeOf(stated)?.outcome],
      ["如查明", outcomeOf(found)?.outcome],
    ]);
    expect(comparison.answers.map(({ fact }) => fact)).toEqual(["forged"]);
    expect(comparison.moves).toMatchObject([{ moved: true, byFacts: [{ fact: "forged" }] }]);
    expect(comparison.columns.map(({ recordHash }) => recordHash)).toEqual(
      [stated, found].map((matter) => outcomeOf(matter)?.record_hash),
    );
  });

  it("need days, and rules that are held", () => {
    expect(interviewer.isComparable(begun)).toBe(false);
    expect(interviewer.isComparable(openMatter())).toBe(true);
  });
});

describe("rules published meanwhile", () => {
  // As if the matter had begun before the version of its day was replaced by another.
  const older = library.ruleSets.find(({ ruleSet }) => ruleSet.version === "2024-01-01");
  const pin = { id: "six-looks", version: "2024-01-01", hash: older?.hash ?? "" };

  it("leave an open matter under its own, say what they would give, and are taken on request", () => {
    const matter = answeredMatter(sound);
    const old: Matter = { ...matter, pins: { act: pin, decision: pin, overlays: [] } };
    const { newer } = interviewer.view(old);
    expect(newer?.ruleset.version).toBe("2025-06-01");
    expect(newer?.differs).toBe(outcomeOf(old)?.outcome !== outcomeOf(matter)?.outcome);
    expect(outcomeOf(old)?.ruleset.version).toBe("2024-01-01");
    const taken = moved(old, { type: "recompute" });
    expect(taken.pins).toEqual(matter.pins);
    expect(interviewer.view(taken).newer).toBeNull();
    expect(refusal(begun, { type: "recompute" })).toBe("out-of-step");
  });

  describe("whose files are gone", () => {
    const pins = { act: { ...pin, hash: "sha256:gone" }, decision: pin, overlays: [] };
    const unknown = { fact: "of-old", value: "yes", source: "pressed", at, earlier: [] } as const;
    const matter = answeredMatter(sound);
    const gone: Matter = { ...matter, pins, answers: [unknown, ...matter.answers] };

    it("leave the answers to be read, also those that no rules know any more", () => {
      const view = interviewer.view(gone);
      expect(interviewer.stage(gone)).toEqual({ type: "unheld" });
      expect(view).toMatchObject({ step: { type: "unheld", ruleset: pins.act }, left: 0, newer: null });
      expect(view.answered).toHaveLength(gone.answers.length);
      expect(view.answered[0]).toMatchObject({ label: "of-old", answerLabel: "yes" });
      const [, second] = gone.answers;
      expect(view.answered[1]).toMatchObject({ label: factOf(second?.fact ?? "")?.label, matters: true });
    });

    it("give no result, record or comparison, and let nothing be answered", () => {
      expect([interviewer.reportOf(gone), interviewer.record(gone)]).toEqual([null, null]);
      expect(interviewer.isComparable(gone)).toBe(false);
      expect(refusal(gone, pressed({ report: "yes" }))).toBe("rules-gone");
      expect(refusal(gone, { type: "back" })).toBe("rules-gone");
    });

    it("are replaced by those of now on request; what these do not know is not kept", () => {
      const taken = moved(gone, { type: "recompute" });
      expect(taken.pins).toEqual(matter.pins);
      expect(formOfMatter(taken)).toEqual(formOfMatter(matter));
      expect(outcomeOf(taken)).toEqual(outcomeOf(matter));
    });
  });
});

/** A walk through an interview: each page answered by `choose`, at most 200 moves. */
function walk(
  matter: Matter,
  choose: (fact: FactId) => string,
): { readonly matter: Matter; readonly asked: FactId[] } {
  const asked: FactId[] = [];
  for (let moves = 0; moves < 200; moves++) {
    const stage = interviewer.stage(matter);
    if (stage.type !== "questions") return { matter, asked };
    const [fact = ""] = stage.facts;
    asked.push(fact);
    matter = moved(matter, pressed({ [fact]: choose(fact) }));
  }
  throw new Error("an interview did not end");
}

describe("every interview", () => {
  it("ends, asks no fact twice, and asks none that cannot matter", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("2018-10-01", "2020-08-01", "2022-05-01", "2026-03-01"),
        fc.array(fc.nat({ max: 1_000 }), { minLength: 40, maxLength: 40 }),
        (act, picks) => {
          let matter = openMatter(act);
          const { act: pin } = matter.pins as NonNullable<Matter["pins"]>;
          const rules = book.pinned(pin, [], act);
          let turn = 0;
          const { asked } = walk(matter, (id) => {
            const stage = interviewer.stage(matter);
            expect("facts" in stage && stage.facts).toContain(id);
            const values = [...(rules?.compiled.ruleSet.facts.find((fact) => fact.id === id)?.values ?? [])];
            const choices = [...values.map((value) => value.id), "unsure"];
            const value = choices[(picks[turn++] ?? 0) % choices.length] ?? "unsure";
            // Before the answer the outcome depends on the fact: two of its values part somewhere.
            const before = formOfMatter(matter);
            const request = { id: null, facts: before, actDate: act, decisionDate: today, jurisdictions: [] };
            const decision = book.on(today, []);
            if (rules !== null) expect(evaluate(rules, decision, request).result.status).toBe("insufficient");
            matter = moved(matter, pressed({ [id]: value }));
            return value;
          });
          expect(new Set(asked).size).toBe(asked.length);
        },
      ),
      { numRuns: process.env.LONG_TESTS === "true" ? 1_000 : 30 },
    );
  });

  it.each(checklist)("gives nothing favourable while %s is 不清楚", (redline) => {
    const { matter } = walk(openMatter(), (fact) => (fact === redline ? "unsure" : answerOf(sound, fact)));
    expect(favourable).not.toContain(outcomeOf(matter)?.outcome);
    const whole = answeredMatter({ ...sound, [redline]: "unsure" });
    expect(favourable).not.toContain(outcomeOf(whole)?.outcome);
  });

  it("gives what the whole form gives, for each seed case", () => {
    for (const { completed } of seeds) {
      const { matter } = walk(openMatter("2026-03-01"), (fact) => String(completed[fact] ?? "unsure"));
      const direct = outcomeOf(answeredMatter(completed));
      expect(outcomeOf(matter)).toMatchObject({ status: direct?.status, outcome: direct?.outcome });
    }
  });

  it("asks few questions on few pages", () => {
    // Simulated: each fact has its best value four times in five, any of its values else.
    let state = 20_261_126;
    const chance = (): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    };
    const cases = 200;
    let fields = 0;
    let pages = 0;
    for (let run = 0; run < cases; run++)
      for (let matter = openMatter(); ; ) {
        const stage = interviewer.stage(matter);
        if (stage.type !== "questions") break;
        pages += 1;
        fields += stage.facts.length;
        const given = stage.facts.map((id) => {
          const { order, values = [] } = factOf(id) ?? {};
          const any = values[Math.floor(chance() * values.length)]?.id ?? "unsure";
          return [id, chance() < 0.8 ? (order?.[0] ?? values[0]?.id ?? any) : any] as const;
        });
        matter = moved(matter, pressed(Object.fromEntries(given)));
      }
    expect(fields / cases).toBeLessThanOrEqual(18);
    expect(pages / cases).toBeLessThanOrEqual(8);
  });
});
