import { describe, expect, it } from "vitest";
import { compile } from "../../../src/core/rules/compile.ts";
import { type LintInput, lintRules } from "../../../src/core/rules/lints/all.ts";
import type { Finding, LintResult, RuleExample } from "../../../src/core/rules/lints/lint.ts";
import type { Overlay, RuleSet } from "../../../src/core/rules/types.ts";
import {
  all,
  any,
  clean,
  exception,
  fact,
  is,
  localMeasure,
  named,
  not,
  rule,
  sample,
} from "./sample-rules.ts";

/** Orders in the sample that its rules do not bear out are dropped, and idle values with them, so that it is sound. */
const sound: RuleSet = {
  ...sample,
  facts: sample.facts.map((one) => (["urgent", "objected"].includes(one.id) ? { ...one, order: null } : one)),
};

const hit = (name: string, facts: Readonly<Record<string, string>>, base: RuleSet = sound): RuleExample => {
  const { status, outcome, fired } = compile(base).evaluate(facts);
  return { name, act: base.from, facts, expect: { status, outcome, fired: fired.map((one) => one.rule) } };
};

const examples: readonly RuleExample[] = [
  { ...clean },
  { ...clean, error: "no" },
  { ...clean, report: "false" },
  { ...clean, gain: "own" },
  { ...clean, forged: "yes" },
  { ...clean, rule: "forbidden" },
  { ...clean, reported: "hidden" },
  { ...clean, loss: "grave" },
  { ...clean, motive: "reckless" },
  { ...clean, gain: "returned", reported: "asked" },
  { ...clean, objected: "yes" },
  { ...clean, collective: "alone" },
  { ...clean, motive: "careless" },
  { ...clean, gain: "returned" },
].map((facts, index) => hit(`样例${index + 1}`, facts));

const input: LintInput = {
  ruleSet: sound,
  overlays: [],
  examples,
  previous: null,
  versions: [{ version: "2020-01-01", from: "2020-01-01", until: null, hash: "h", registered: "h" }],
  firstDay: "2020-01-01",
  passage: () => ({ from: "2019-01-01", until: null }),
};

const lint = (id: string, change: Partial<LintInput>): LintResult => {
  const result = lintRules({ ...input, ...change }).find((one) => one.id === id);
  if (result === undefined) throw new Error(`no lint ${id}`);
  return result;
};
const withRules = (...rules: RuleSet["rules"]): Partial<LintInput> => ({
  ruleSet: { ...sound, rules: [...sound.rules, ...rules] },
});
const without = (id: string): RuleSet["rules"] => sound.rules.filter((one) => one.id !== id);
const about = ({ findings }: LintResult): string[] =>
  findings.flatMap((finding: Finding) => finding.rules ?? finding.facts ?? []);

describe("a sound rule set", () => {
  it("is proven by every lint", () => {
    const faults = lintRules(input).filter(({ status }) => status !== "proven");
    expect(faults).toEqual([]);
  });

  it("is proven by every lint under an overlay that excludes what the base refers", () => {
    const local = compile(sound, [localMeasure]);
    const cases = [
      { ...clean, loss: "grave" },
      { ...clean, collective: "alone", urgent: "yes" },
      { ...clean, collective: "alone", urgent: "no" },
    ].map((facts, index): RuleExample => {
      const { status, outcome, fired } = local.evaluate(facts);
      return {
        name: `当地${index}`,
        act: "2020-01-01",
        jurisdiction: "city",
        facts,
        expect: { status, outcome, fired: fired.map((one) => one.rule) },
      };
    });
    const faults = lintRules({
      ...input,
      overlays: [[localMeasure]],
      examples: [...examples, ...cases],
    }).filter(({ status }) => status !== "proven");
    expect(faults).toEqual([]);
  });

  it("says how much falls to people by default, with a case", () => {
    const { notes } = lint("1", {});
    expect(notes).toHaveLength(1);
    const [example] = notes[0]?.examples ?? [];
    expect(example?.expect).toEqual({ status: "decided", outcome: "consult", fired: ["default"] });
    expect(compile(sound).evaluate(example?.facts ?? {})).toMatchObject({
      outcome: "consult",
      fired: [{ rule: "default" }],
    });
  });

  it("tells the time where it is given a clock", () => {
    let now = 0;
    expect(lintRules({ ...input, now: () => (now += 5) }).every(({ ms }) => ms === 5)).toBe(true);
    expect(lint("1", {}).ms).toBeUndefined();
  });
});

describe("each lint finds its fault", () => {
  it("1: a rule that says nothing", () => {
    expect(
      about(lint("1", withRules(rule("F09", "favour", is("objected", "yes"), { outcome: null })))),
    ).toContain("F09");
  });

  it("2: a row in the shadow of a higher tier", () => {
    const result = lint(
      "2",
      withRules(rule("F09", "favour", all(is("gain", "own"), named("harmless")), { rank: 9 })),
    );
    expect(about(result)).toEqual(["F09"]);
    expect(result.findings[0]?.message).toContain("R01");
  });

  it("2: a row that can never hold", () => {
    expect(
      about(
        lint(
          "2",
          withRules(rule("F09", "favour", all(is("loss", "none"), is("loss", "minor")), { rank: 9 })),
        ),
      ),
    ).toEqual(["F09"]);
  });

  it("3: a row in the shadow of its neighbour", () => {
    expect(
      about(lint("3", withRules(rule("R09", "redline", all(is("gain", "own"), is("loss", "none")))))),
    ).toEqual(["R09"]);
  });

  it("4: twins of equal rank, with a case in which both hold", () => {
    const result = lint(
      "4",
      withRules(rule("F09", "favour", is("objected", "yes"), { rank: 2, outcome: "lighter" })),
    );
    expect(about(result)).toEqual(["F03", "F09"]);
    const [example] = result.findings[0]?.examples ?? [];
    expect(example?.facts.objected).toBe("yes");
  });

  it("4: notes where a rank settles an overlap", () => {
    expect(lint("4", {}).notes.map(({ rules }) => rules)).toContainEqual(["F01", "F02"]);
  });

  it("5: an anti-monotone row, with two cases that differ in that fact", () => {
    const result = lint("5", withRules(rule("F09", "favour", is("loss", "minor"), { rank: 1 })));
    expect(result.findings[0]?.facts).toEqual(["loss"]);
    const [worse, better] = result.findings[0]?.examples ?? [];
    expect(worse?.facts.loss).toBe("minor");
    expect(better?.facts).toEqual({ ...worse?.facts, loss: "none" });
    expect(worse?.expect.outcome).toBe("exempt");
    expect(better?.expect.outcome).not.toBe("exempt");
  });

  it("6: a red line outranked, with a case", () => {
    const result = lint(
      "6",
      withRules(rule("R00", "redline", is("objected", "yes"), { rank: 0, outcome: "lighter" })),
    );
    expect(result.findings[0]?.examples?.[0]?.expect.outcome).toBe("lighter");
    expect(about(result)).toContain("R00");
  });

  it("7: a favourable result from elsewhere than a ground", () => {
    expect(
      lint("7", withRules(rule("H09", "refer", is("objected", "yes"), { rank: 0, outcome: "lighter" })))
        .status,
    ).toBe("finding");
  });

  it("8: an overlay that lifts a red line by a rank", () => {
    const lifting: Overlay = {
      ...localMeasure,
      rules: [rule("city-R0", "redline", is("objected", "yes"), { rank: 0, outcome: "consult" })],
    };
    const result = lint("8", { overlays: [[lifting]] });
    expect(result.findings[0]?.overlays).toEqual(["city"]);
    const [after, before] = result.findings[0]?.examples ?? [];
    expect(after?.facts).toEqual(before?.facts);
    expect([before?.expect.outcome, after?.expect.outcome]).toEqual(["not_tolerated", "consult"]);
    expect([before?.jurisdiction, after?.jurisdiction]).toEqual([null, "city"]);
  });

  it("8: an overlay that lifts a red line by a gate", () => {
    const lifting: Overlay = {
      ...localMeasure,
      rules: [rule("city-G1", "gate", all(is("error", "yes"), is("report", "true"), is("gain", "own")))],
    };
    expect(lint("8", { overlays: [[lifting]] }).status).toBe("finding");
  });

  it("8: an overlay that makes of a lighter result an exemption", () => {
    const kinder: Overlay = {
      ...localMeasure,
      rules: [rule("city-F1", "favour", is("motive", "careless"), { rank: 1 })],
    };
    const [finding] = lint("8", { overlays: [[kinder]] }).findings;
    expect(finding?.examples?.map(({ expect: { outcome } }) => outcome)).toEqual(["exempt", "lighter"]);
  });

  it("8: a parameter moved to the kinder side, unless somebody signed", () => {
    const moved: Overlay = {
      ...localMeasure,
      parameters: [{ ...(sample.parameters[1] as (typeof sample.parameters)[0]), value: 20 }],
    };
    expect(lint("8", { overlays: [[moved]] }).findings[0]?.message).toContain("window");
    const signed = lint("8", {
      overlays: [[moved]],
      signed: (one, other) => one === "city" && other === "window",
    });
    expect([signed.status, signed.notes.length]).toEqual(["proven", 1]);
  });

  it("9: a corrective fact without an order, or one that harms", () => {
    const facts = sound.facts.map((one) => (one.id === "recovered" ? { ...one, order: null } : one));
    expect(about(lint("9", { ruleSet: { ...sound, facts } }))).toEqual(["recovered"]);
    expect(about(lint("9", withRules(rule("F09", "favour", is("recovered", "none"), { rank: 1 }))))).toEqual([
      "recovered",
    ]);
  });

  it("10: a fact that is asked and changes nothing, an idle value, a fact without words", () => {
    const unused = fact("weather", "nature", ["fair", "foul"]);
    expect(about(lint("10", { ruleSet: { ...sound, facts: [...sound.facts, unused] } }))).toEqual([
      "weather",
    ]);
    const idle = sound.facts.map((one) =>
      one.id === "forged" ? fact("forged", "nature", ["no", "perhaps", "yes"]) : one,
    );
    expect(lint("10", { ruleSet: { ...sound, facts: idle } }).findings[0]?.message).toContain("perhaps");
    const mute = sound.facts.map((one) => (one.id === "forged" ? { ...one, question: " " } : one));
    expect(about(lint("10", { ruleSet: { ...sound, facts: mute } }))).toEqual(["forged"]);
  });

  it("11: a dead exception, one that nobody names, a constant condition, gates that overlap", () => {
    const dead = sound.rules.map((one) => (one.id === "R01" ? { ...one, unless: ["X02b"] } : one));
    const never = exception("X02b", all(is("gain", "none"), is("urgent", "yes")));
    expect(
      about(lint("11", { ruleSet: { ...sound, rules: dead, exceptions: [...sound.exceptions, never] } })),
    ).toEqual(["X02b", "R01"]);
    expect(
      about(
        lint("11", {
          ruleSet: { ...sound, exceptions: [...sound.exceptions, exception("X09", is("urgent", "yes"))] },
        }),
      ),
    ).toEqual(["X09"]);
    expect(
      about(
        lint(
          "11",
          withRules(rule("F09", "favour", any(is("urgent", "yes"), not(is("urgent", "yes"))), { rank: 9 })),
        ),
      ),
    ).toEqual(["F09"]);
    expect(
      about(lint("11", withRules(rule("G09", "gate", is("error", "no"), { gate: "clarification" })))),
    ).toEqual(["G01", "G09", "G02", "G09"]);
  });

  it("12: a dangling basis, one not in force, a rule without one or without words", () => {
    expect(lint("12", { passage: () => null }).findings[0]?.message).toContain("sample-2020#1");
    expect(lint("12", { passage: () => ({ from: "2021-01-01", until: null }) }).status).toBe("finding");
    expect(lint("12", { passage: () => ({ from: null, until: "2030-01-01" }) }).status).toBe("finding");
    const ended = { ...sound, until: "2030-01-01" };
    expect(
      lint("12", { ruleSet: ended, passage: () => ({ from: "2020-01-01", until: "2030-01-01" }) }).status,
    ).toBe("proven");
    expect(
      about(lint("12", withRules(rule("F09", "favour", is("urgent", "yes"), { basis: [], rank: 9 })))),
    ).toEqual(["F09"]);
    expect(
      about(lint("12", withRules(rule("F09", "favour", is("urgent", "yes"), { text: "", rank: 9 })))),
    ).toEqual(["F09"]);
  });

  it("13: a circle, and then takes nothing for proven", () => {
    const circular = {
      ...sound,
      exceptions: sound.exceptions.map((one) => (one.id === "X02" ? { ...one, unless: ["X01"] } : one)),
    };
    expect(about(lint("13", { ruleSet: circular }))).toEqual(["X01", "X02"]);
    expect(lint("5", { ruleSet: circular }).status).toBe("not_proven");
    const conclusions = [
      ...sound.conclusions,
      { id: "self", look: null, title: "自指", when: not(named("self")) },
    ];
    expect(about(lint("13", { ruleSet: { ...sound, conclusions } }))).toEqual(["self"]);
  });

  it("14: days without a version, days with two, an end, a file changed or not registered", () => {
    const version = (from: string, until: string | null, hash = "h", registered: string | null = "h") => ({
      version: from,
      from,
      until,
      hash,
      registered,
    });
    const messages = (...versions: LintInput["versions"]): string[] =>
      lint("14", { versions }).findings.map(({ message }) => message);
    expect(messages(version("2020-01-01", "2021-01-01"), version("2021-01-01", null))).toEqual([]);
    expect(messages(version("2020-01-01", "2021-01-01"), version("2021-02-01", null))).toEqual([
      expect.stringContaining("2021-01-01"),
    ]);
    expect(messages(version("2020-01-01", "2021-01-01"), version("2020-12-01", null))).toEqual([
      expect.stringContaining("too"),
    ]);
    expect(messages(version("2020-01-01", null), version("2021-01-01", null))).toEqual([
      expect.stringContaining("too"),
    ]);
    expect(messages(version("2020-01-01", "2021-01-01"))).toEqual([
      expect.stringContaining("from 2021-01-01 on"),
    ]);
    expect(messages(version("2020-06-01", null))).toEqual([expect.stringContaining("2020-01-01")]);
    expect(messages(version("2019-06-01", null))).toEqual([]);
    expect(messages(version("2020-01-01", null, "other"))).toEqual([expect.stringContaining("changed")]);
    expect(messages(version("2020-01-01", null, "h", null))).toEqual([expect.stringContaining("register")]);
  });

  it("15: a red line of the version before that is gone, unless somebody signed", () => {
    const ruleSet = { ...sound, version: "2021-01-01", rules: without("R02") };
    const result = lint("15", { previous: sound, ruleSet });
    const [before, after] = result.findings[0]?.examples ?? [];
    expect([before?.expect.outcome, after?.expect.outcome === "not_tolerated"]).toEqual([
      "not_tolerated",
      false,
    ]);
    expect(before?.facts.forged).toBe("yes");
    expect(lint("15", { previous: sound, ruleSet, signed: () => true }).status).toBe("proven");
    expect(lint("15", { previous: { ...sound, rules: without("R02") }, ruleSet: sound }).status).toBe(
      "proven",
    );
  });

  it("15: a red line lost with the fact it rests on", () => {
    const ruleSet = {
      ...sound,
      facts: sound.facts.filter(({ id }) => id !== "forged"),
      rules: without("R02"),
    };
    const [before, after] = lint("15", { previous: sound, ruleSet }).findings[0]?.examples ?? [];
    expect(before?.facts.forged).toBe("yes");
    expect(after?.facts).not.toHaveProperty("forged");
  });

  it("16: a rule without an example or a near miss, an example that comes out otherwise or cannot be read", () => {
    expect(
      lint(
        "16",
        withRules(
          rule("F09", "favour", all(is("urgent", "yes"), is("objected", "yes"), is("motive", "careless")), {
            rank: 9,
          }),
        ),
      ).findings,
    ).toHaveLength(2);
    const wrong = {
      ...(examples[0] as RuleExample),
      expect: { status: "decided", outcome: "consult", fired: null },
    } as const;
    expect(lint("16", { examples: [...examples, wrong] }).findings[0]?.message).toContain(
      "comes out as exempt",
    );
    const unreadable = { ...(examples[0] as RuleExample), facts: { gian: "own" } };
    expect(lint("16", { examples: [...examples, unreadable] }).findings[0]?.message).toContain('"gain"');
  });

  it("and beyond its budget proves nothing", () => {
    const results = lintRules({ ...input, budget: { created: 20, live: 20 } });
    expect(results.filter(({ status }) => status === "proven").map(({ id }) => id)).toEqual([
      "13",
      "14",
      "15",
    ]);
    expect(results.find(({ id }) => id === "5")?.status).toBe("not_proven");
    expect(lint("5", { budget: { created: 100_000, live: 100_000 } }).status).toBe("proven");
  });
});

describe("counterexamples", () => {
  it("come out as they say when pasted among the examples", () => {
    const ruleSet = {
      ...sound,
      rules: [...sound.rules, rule("F09", "favour", is("loss", "minor"), { rank: 1 })],
    };
    const pasted = lint("5", { ruleSet }).findings.flatMap((finding) => finding.examples ?? []);
    expect(pasted.length).toBeGreaterThan(0);
    const messages = lint("16", { ruleSet, examples: [...examples, ...pasted] }).findings.map(
      ({ message }) => message,
    );
    for (const { name } of pasted)
      expect(messages.filter((message) => message.includes(`"${name}"`))).toEqual([]);
  });
});
