/** What each lint tells, word for word: the fault, the place and the remedy; and where exactly a fault begins. */
import { describe, expect, it } from "vitest";
import { type CompiledRules, compile } from "../../../src/core/rules/compile.ts";
import { lintRules } from "../../../src/core/rules/lints/all.ts";
import { checkBasesResolve } from "../../../src/core/rules/lints/bases-resolve.ts";
import { checkConflicts } from "../../../src/core/rules/lints/conflicts.ts";
import { checkCorrective } from "../../../src/core/rules/lints/corrective.ts";
import { checkExamples } from "../../../src/core/rules/lints/examples.ts";
import { checkExceptionsBite } from "../../../src/core/rules/lints/exceptions-bite.ts";
import { checkFactsMatter } from "../../../src/core/rules/lints/facts-matter.ts";
import { checkFavourGrounded, checkRedlinesFirst } from "../../../src/core/rules/lints/favour.ts";
import type { Checked, Finding, RuleExample } from "../../../src/core/rules/lints/lint.ts";
import { checkMonotone } from "../../../src/core/rules/lints/monotone.ts";
import { checkNoCycles } from "../../../src/core/rules/lints/no-cycles.ts";
import { checkOverlayBound } from "../../../src/core/rules/lints/overlay-bound.ts";
import { checkReachable } from "../../../src/core/rules/lints/reachable.ts";
import { checkRedLinesKept } from "../../../src/core/rules/lints/red-lines-kept.ts";
import { checkRedundant } from "../../../src/core/rules/lints/redundant.ts";
import { checkTotal } from "../../../src/core/rules/lints/total.ts";
import { checkVersions } from "../../../src/core/rules/lints/versions.ts";
import type { Overlay, Parameter, RuleSet } from "../../../src/core/rules/types.ts";
import {
  all,
  any,
  basis,
  exception,
  fact,
  is,
  localMeasure,
  named,
  not,
  rule,
  sample,
} from "./sample-rules.ts";

const messages = ({ findings }: Checked): string[] => findings.map(({ message }) => message);
const notes = (checked: Checked): string[] => (checked.notes ?? []).map(({ message }) => message);
const names = ({ examples = [] }: Finding): string[] => examples.map(({ name }) => name);

/** Two facts and nothing else, so that every case can be seen at a glance. */
const small: RuleSet = {
  ...sample,
  id: "small",
  facts: [fact("loss", "consequence", ["none", "some", "grave"]), fact("open", "decision", ["yes", "no"])],
  conclusions: [],
  exceptions: [],
  corrections: [],
  parameters: [],
  rules: [
    rule("R1", "redline", is("loss", "grave")),
    rule("F1", "favour", all(is("loss", "none"), is("open", "yes"))),
  ],
};
const of = (change: Partial<RuleSet>): CompiledRules => compile({ ...small, ...change });
const having = (...rules: RuleSet["rules"]): CompiledRules => of({ rules: [...small.rules, ...rules] });

describe("1, every combination has a result", () => {
  it("tells the share of the default, with a case", () => {
    const checked = checkTotal(of({}).model);
    expect(checked.findings).toEqual([]);
    expect(checked.notes).toEqual([
      {
        message: "50 % of the space falls to people because no rule speaks",
        examples: [
          {
            name: "no rule speaks",
            act: "2020-01-01",
            facts: { loss: "some", open: "yes" },
            expect: { status: "decided", outcome: "consult", fired: ["default"] },
          },
        ],
      },
    ]);
  });

  it("has nothing to tell where the rules leave nothing to the default", () => {
    const rest = rule("H1", "refer", any(is("loss", "some"), is("open", "no")));
    expect(checkTotal(having(rest).model)).toEqual({ findings: [], notes: [] });
  });

  it("asks of each tier for what it gives", () => {
    expect(
      messages(
        checkTotal(
          having(
            rule("G1", "gate", is("loss", "some"), { gate: null }),
            rule("G2", "gate", is("loss", "some"), { outcome: "consult" }),
            rule("H1", "refer", is("loss", "some"), { outcome: null }),
            rule("H2", "refer", is("loss", "some"), { gate: "clarification" }),
          ).model,
        ),
      ),
    ).toEqual([
      "G1 needs a gate status and no outcome",
      "G2 needs a gate status and no outcome",
      "H1 needs an outcome and no gate status",
      "H2 needs an outcome and no gate status",
    ]);
  });
});

describe("2, every rule decides somewhere", () => {
  it("names what stands before a rule, or says that it never holds", () => {
    const { model } = having(
      rule("H1", "refer", is("open", "no")),
      rule("F2", "favour", all(is("loss", "grave"), is("open", "no")), { rank: 2 }),
      rule("F3", "favour", all(is("open", "yes"), is("open", "no")), { rank: 3 }),
      rule("F4", "favour", all(is("loss", "grave"), is("open", "yes")), { rank: 4 }),
    );
    expect(checkReachable(model).findings).toEqual([
      {
        message: "F2 never decides: wherever it holds, one of R1, H1 does; take it out or narrow them",
        rules: ["F2"],
      },
      {
        message: "F3 never decides: it can never hold; change its condition or its exceptions",
        rules: ["F3"],
      },
      {
        message: "F4 never decides: wherever it holds, one of R1 does; take it out or narrow them",
        rules: ["F4"],
      },
    ]);
    expect(checkReachable(model, "elsewhere").findings).toEqual([]);
    expect(messages(checkReachable(model, "national"))).toHaveLength(3);
  });
});

describe("3, no rule is redundant", () => {
  it("names a rule without which all comes out the same", () => {
    const { model } = having(rule("R2", "redline", all(is("loss", "grave"), is("open", "no"))));
    expect(checkRedundant(model).findings).toEqual([
      {
        message: "R2 changes nothing: other rules say the same wherever it holds; take it out or merge it",
        rules: ["R2"],
      },
    ]);
    expect(checkRedundant(model, "elsewhere").findings).toEqual([]);
    expect(checkRedundant(model, "national").findings).toHaveLength(1);
  });

  it("takes a named reason to refer for more than the default", () => {
    expect(checkRedundant(having(rule("H1", "refer", is("loss", "some"))).model).findings).toEqual([]);
  });
});

describe("4, no equal ranks disagree", () => {
  const lighter = (rank: number, when = is("loss", "none")) =>
    rule("F2", "favour", when, { rank, outcome: "lighter" });

  it("shows both rules and a case", () => {
    expect(checkConflicts(having(lighter(1)).model).findings).toEqual([
      {
        message: "F1 and F2 hold together with equal rank and disagree; give one another rank",
        rules: ["F1", "F2"],
        examples: [
          {
            name: "F1与F2冲突",
            act: "2020-01-01",
            facts: { loss: "none", open: "yes" },
            expect: { status: "insufficient", outcome: null, fired: ["F1", "F2"] },
          },
        ],
      },
    ]);
  });

  it("notes which comes first where ranks differ", () => {
    const checked = checkConflicts(having(lighter(2)).model);
    expect(checked).toEqual({
      findings: [],
      notes: [{ message: "F1 comes before F2 where both hold", rules: ["F1", "F2"] }],
    });
  });

  it("has nothing against what never holds together, is overridden or agrees", () => {
    const nothing = { findings: [], notes: [] };
    expect(checkConflicts(having(lighter(1, is("loss", "some"))).model)).toEqual(nothing);
    const referred = having(lighter(1), rule("H1", "refer", is("loss", "none")));
    expect(checkConflicts(referred.model)).toEqual(nothing);
    const before = having(lighter(1), rule("F0", "favour", is("loss", "none"), { rank: 0 }));
    expect(checkConflicts(before.model).findings).toEqual([]);
    const twin = having(rule("F2", "favour", is("loss", "none")));
    expect(checkConflicts(twin.model)).toEqual(nothing);
  });
});

describe("5 and 9, a worse fact never gives a better result", () => {
  const rising = having(rule("F2", "favour", is("loss", "some"), { rank: 2, outcome: "lighter" }));

  it("shows two cases that differ in the fact", () => {
    const expected = {
      message: 'loss: "some" gives a better result than "none"; change the order or the rules that name it',
      facts: ["loss"],
      examples: [
        {
          name: "loss some",
          act: "2020-01-01",
          facts: { loss: "some", open: "no" },
          expect: { status: "decided", outcome: "lighter", fired: ["F2"] },
        },
        {
          name: "loss none",
          act: "2020-01-01",
          facts: { loss: "none", open: "no" },
          expect: { status: "decided", outcome: "consult", fired: ["default"] },
        },
      ],
    };
    expect(checkMonotone(rising.model).findings).toEqual([expected]);
    // Not a corrective fact.
    expect(checkCorrective(rising.model).findings).toEqual([]);
    const corrective = of({
      rules: rising.ruleSet.rules,
      facts: small.facts.map((one) => ({ ...one, corrective: true })),
    });
    expect(checkCorrective(corrective.model).findings).toEqual([expected]);
  });

  it("takes a gate for neither better nor worse", () => {
    const gated = having(rule("G1", "gate", all(is("loss", "none"), is("open", "no"))));
    expect(checkMonotone(gated.model).findings).toEqual([]);
  });

  it("asks for an order of what can be corrected", () => {
    const facts = small.facts.map((one) => ({ ...one, corrective: one.id === "open", order: null }));
    expect(checkCorrective(of({ facts }).model).findings).toEqual([
      { message: "open is corrective and needs an order of its values", facts: ["open"] },
    ]);
  });
});

describe("6 and 7, what is favourable", () => {
  it("shows a red line that gives a favourable result", () => {
    const { model } = having(rule("R0", "redline", is("open", "no"), { rank: 0, outcome: "lighter" }));
    expect(checkRedlinesFirst(model).findings).toEqual([
      {
        message: "a favourable result although R0 holds; correct its outcome or rank",
        rules: ["R0"],
        examples: [
          {
            name: "有红线仍得有利结论",
            act: "2020-01-01",
            facts: { loss: "none", open: "no" },
            expect: { status: "decided", outcome: "lighter", fired: ["R0"] },
          },
        ],
      },
    ]);
    const [finding] = checkFavourGrounded(model).findings;
    expect(finding).toMatchObject({ message: "a favourable result without a TRUE ground", rules: ["R0"] });
    expect(names(finding as Finding)).toEqual(["无容错理由仍得有利结论"]);
  });

  it.each(["redline", "refer"] as const)("is never what a %s gives, exempt or lighter", (tier) => {
    for (const outcome of ["exempt", "lighter"] as const) {
      const { model } = having(rule("N0", tier, is("open", "no"), { rank: 0, outcome }));
      expect(
        [checkRedlinesFirst(model), checkFavourGrounded(model)].map(messages).map((told) => told.length),
      ).toEqual([1, 1]);
    }
    expect(checkRedlinesFirst(of({}).model).findings).toEqual([]);
    expect(checkFavourGrounded(of({}).model).findings).toEqual([]);
  });
});

describe("8, overlays within their bound", () => {
  const over = (change: Partial<Overlay>): Overlay => ({
    ...localMeasure,
    base: "small",
    parameters: [],
    rules: [],
    ...change,
  });
  const term = (value: Parameter["value"], more: Partial<Parameter> = {}): Parameter => ({
    id: "term",
    title: "",
    value,
    unit: "日",
    kinder: "higher",
    basis,
    ...more,
  });
  const check = (overlay: Overlay, base: Partial<RuleSet> = {}, signed?: () => boolean) => {
    const rules = of(base);
    return checkOverlayBound(
      rules.model,
      compile(rules.ruleSet, [overlay], undefined, rules.model).model,
      [overlay],
      ...(signed ? [signed] : []),
    );
  };

  it("shows the case with the overlay and without", () => {
    const [finding, ...others] = check(
      over({ rules: [rule("L1", "redline", is("loss", "grave"), { rank: 0, outcome: "consult" })] }),
    ).findings;
    expect(others).toEqual([]);
    expect(finding?.message).toBe(
      "kinder than the base allows, or a gate of its own; narrow the overlay's rules",
    );
    expect(finding?.examples?.map(({ name, jurisdiction }) => [name, jurisdiction])).toEqual([
      ["地方补充之后", undefined],
      ["地方补充之前", null],
    ]);
  });

  it.each([
    ["what the default leaves to people may become lighter", "favour", is("loss", "some"), "lighter", 0],
    ["what the default leaves to people may become exempt", "favour", is("loss", "some"), "exempt", 0],
    ["what the default leaves to people may be excluded", "redline", is("loss", "some"), "not_tolerated", 0],
    ["an exemption may be excluded", "redline", is("loss", "none"), "not_tolerated", 0],
    ["a gate of its own is none", "gate", is("loss", "some"), null, 1],
  ] as const)("%s", (_, tier, when, outcome, found) => {
    expect(check(over({ rules: [rule("L1", tier, when, { rank: 9, outcome })] })).findings).toHaveLength(
      found,
    );
  });

  it("a named reason to refer stays one, unlike the default, and a gate stays the gate it is", () => {
    const referring = [...small.rules, rule("H1", "refer", is("loss", "some"))];
    const lifted = over({
      rules: [rule("L1", "refer", is("loss", "some"), { rank: 0, outcome: "lighter" })],
    });
    expect(check(lifted, { rules: referring }).findings).toHaveLength(1);
    expect(check(lifted).findings).toEqual([]);
    const gated = [...small.rules, rule("G1", "gate", is("loss", "some"))];
    const other = over({
      rules: [rule("L1", "gate", is("loss", "some"), { rank: 0, gate: "not_applicable" })],
    });
    const same = over({ rules: [rule("L1", "gate", is("loss", "some"), { rank: 0 })] });
    expect(check(other, { rules: gated }).findings).toHaveLength(1);
    expect(check(same, { rules: gated }).findings).toEqual([]);
  });

  it.each([
    ["higher", 20, 21, true],
    ["higher", 20, 20, false],
    ["higher", 20, 19, false],
    ["lower", 20, 19, true],
    ["lower", 20, 20, false],
    ["lower", 20, 21, false],
    [null, 20, 19, false],
    [null, 20, 21, false],
    ["higher", null, 21, false],
    ["higher", 20, null, false],
    ["higher", 20, "长", false],
  ] as const)("kinder is %s: from %j to %j needs a signature: %s", (kinder, from, to, needed) => {
    const parameters = [{ ...term(1), id: "other" }, term(from, { kinder })];
    const moved = over({ parameters: [term(to, { kinder })] });
    const told = `city moves term to the kinder side (${to}): needs a source and a signed entry`;
    expect(messages(check(moved, { parameters }))).toEqual(needed ? [told] : []);
    expect(notes(check(moved, { parameters }, () => true))).toEqual(needed ? [told] : []);
    expect(messages(check(moved, { parameters }, () => true))).toEqual([]);
  });

  it("a signature without a source is not enough", () => {
    const moved = over({ parameters: [term(21, { basis: [] })] });
    expect(messages(check(moved, { parameters: [term(20)] }, () => true))).toHaveLength(1);
    expect(notes(check(moved, { parameters: [term(20)] }, () => true))).toEqual([]);
  });
});

describe("10, every fact and value is used and can be asked", () => {
  const facts = (change: Partial<RuleSet["facts"][number]>) =>
    checkFactsMatter(
      of({ facts: small.facts.map((one) => (one.id === "open" ? { ...one, ...change } : one)) }).model,
    ).findings;

  it.each([
    ["label", { label: " " }],
    ["question", { question: "" }],
    ["help", { help: " " }],
    [
      "label of a value",
      {
        values: [
          { id: "yes", label: "是" },
          { id: "no", label: " " },
        ],
      },
    ],
  ])("asks for the %s", (_, change) => {
    expect(facts(change)).toEqual([
      { message: "open needs a label, a question, help and a label for each value", facts: ["open"] },
    ]);
    expect(facts({})).toEqual([]);
  });

  it("names an idle fact, and idle pairs of values: neighbours where there is an order, any two where there is none", () => {
    const values = ["yes", "perhaps", "no", "never"];
    const idle = (order: readonly string[] | null) =>
      facts({ values: values.map((id) => ({ id, label: id })), order }).map(({ message }) => message);
    const told = (one: string, other: string) =>
      `open: no rule tells "${one}" from "${other}"; merge them or let a rule use them`;
    expect(idle(["no", "perhaps", "yes", "never"])).toEqual([told("no", "perhaps")]);
    expect(idle(null)).toEqual([told("perhaps", "no"), told("perhaps", "never"), told("no", "never")]);
    const unused = of({ facts: [...small.facts, fact("weather", "nature", ["fair", "foul"])] });
    expect(checkFactsMatter(unused.model).findings).toEqual([
      {
        message: "weather is asked and changes nothing; let a rule use it or take it out",
        facts: ["weather"],
      },
    ]);
  });

  it("counts a fact as used that only a correction looks at", () => {
    const rules = of({
      facts: [...small.facts, fact("paid", "correction", ["yes", "no"])],
      corrections: [
        { id: "C1", title: "退赔", when: is("paid", "no"), because: "未退", dueParameter: null, basis },
      ],
    });
    expect(checkFactsMatter(rules.model).findings).toEqual([]);
  });
});

describe("11, exceptions, conditions and gates", () => {
  it("names each fault and the rules in it", () => {
    const constant = any(is("open", "yes"), is("open", "no"));
    const rules = of({
      rules: [
        ...small.rules.map((one) => (one.id === "R1" ? { ...one, unless: ["X1", "X2"] } : one)),
        rule("G1", "gate", is("loss", "some")),
        rule("G2", "gate", is("open", "no")),
      ],
      exceptions: [
        exception("X1", is("open", "yes")),
        exception("X2", is("loss", "none")),
        exception("X3", is("open", "no")),
      ],
      conclusions: [
        { id: "ever", look: null, title: "恒真", when: constant },
        { id: "never", look: null, title: "恒假", when: not(constant) },
      ],
      corrections: [{ id: "C1", title: "退赔", when: constant, because: "未退", dueParameter: null, basis }],
    });
    expect(checkExceptionsBite(rules.model).findings).toEqual([
      { message: "exception X2 never keeps R1 from holding; take it out there", rules: ["X2", "R1"] },
      { message: "exception X3 is named by no rule", rules: ["X3"] },
      { message: "the condition of ever is always TRUE", rules: ["ever"] },
      { message: "the condition of never is never TRUE", rules: ["never"] },
      { message: "the condition of C1 is always TRUE", rules: ["C1"] },
      {
        message: "gates G1 and G2 hold together; let one leave out the other",
        rules: ["G1", "G2"],
        examples: [
          {
            name: "G1与G2同时成立",
            act: "2020-01-01",
            facts: { loss: "some", open: "no" },
            expect: { status: "clarification", outcome: null, fired: ["G1", "G2"] },
          },
        ],
      },
    ]);
  });

  it("counts an exception that only keeps another from holding", () => {
    const rules = of({
      rules: small.rules.map((one) => (one.id === "R1" ? { ...one, unless: ["X1"] } : one)),
      exceptions: [exception("X1", is("open", "yes"), ["X2"]), exception("X2", is("loss", "grave"))],
    });
    // X2 takes all of X1 away on R1, yet it bites on X1.
    expect(messages(checkExceptionsBite(rules.model))).toEqual([
      "exception X1 never keeps R1 from holding; take it out there",
    ]);
  });
});

describe("12, every basis resolves", () => {
  const check = (
    found: { readonly from: string | null; readonly until: string | null } | null,
    change: Partial<RuleSet> = {},
  ) => messages(checkBasesResolve({ ...small, rules: small.rules.slice(0, 1), ...change }, () => found));

  it("says what is missing or out of force, by days", () => {
    expect(check(null)).toEqual(["R1: sample-2020#1 is not in the knowledge base"]);
    expect(check({ from: "2020-01-02", until: null })).toEqual([
      "R1: sample-2020#1 binds only from 2020-01-02, the rules hold from 2020-01-01",
    ]);
    expect(check({ from: "2020-01-01", until: null })).toEqual([]);
    expect(check({ from: null, until: "2030-01-01" })).toEqual([
      "R1: sample-2020#1 binds no longer from 2030-01-01, the rules hold until further notice",
    ]);
    expect(check({ from: null, until: "2030-01-01" }, { until: "2030-01-02" })).toEqual([
      "R1: sample-2020#1 binds no longer from 2030-01-01, the rules hold until 2030-01-02",
    ]);
    expect(check({ from: null, until: "2030-01-01" }, { until: "2030-01-01" })).toEqual([]);
  });

  it("asks rules, exceptions and set parameters for a basis, and all that is shown for words", () => {
    const bare = rule("R1", "redline", is("loss", "grave"), { basis: [] });
    const parameter: Parameter = { id: "term", title: "期限", value: 3, unit: "日", kinder: null, basis: [] };
    const found = checkBasesResolve(
      {
        ...small,
        rules: [
          bare,
          rule("R2", "redline", is("loss", "some"), { title: " " }),
          rule("R3", "redline", is("loss", "none"), { text: "" }),
        ],
        exceptions: [{ ...exception("X1", is("open", "no")), basis: [] }],
        parameters: [
          parameter,
          { ...parameter, id: "unset", value: null },
          { ...parameter, id: "sourced", basis },
        ],
        corrections: [
          { id: "C1", title: "退赔", when: is("open", "no"), because: " ", dueParameter: null, basis },
          { id: "C2", title: "", when: is("open", "no"), because: "未退", dueParameter: null, basis },
        ],
        conclusions: [{ id: "good", look: null, title: "", when: is("open", "yes") }],
      },
      () => ({ from: null, until: null }),
    );
    expect(found.findings).toEqual([
      { message: "R1 has no basis", rules: ["R1"] },
      { message: "X1 has no basis", rules: ["X1"] },
      { message: "parameter term has a value and no basis" },
      { message: "R2 lacks words for people", rules: ["R2"] },
      { message: "R3 lacks words for people", rules: ["R3"] },
      { message: "C1 lacks words for people", rules: ["C1"] },
      { message: "C2 lacks words for people", rules: ["C2"] },
      { message: "good lacks words for people", rules: ["good"] },
    ]);
  });
});

describe("13 to 15, circles, versions and red lines kept", () => {
  it("show a circle as a path back to its beginning", () => {
    const conclusion = (id: string, on: string) => ({ id, look: null, title: id, when: named(on) });
    expect(
      checkNoCycles({ conclusions: [conclusion("a", "b"), conclusion("b", "a")], exceptions: [] }).findings,
    ).toEqual([{ message: "a → b → a is a circle", rules: ["a", "b"] }]);
    expect(checkNoCycles({ conclusions: [], exceptions: [] })).toEqual({ findings: [] });
  });

  it("tell the days that no version or two cover", () => {
    const version = (from: string, until: string | null, registered: string | null = "h") => ({
      version: from,
      from,
      until,
      hash: "h",
      registered,
    });
    const told = (...versions: Parameters<typeof checkVersions>[0]) =>
      messages(checkVersions(versions, "2020-01-01"));
    // In whatever order they come.
    expect(told(version("2021-01-01", null), version("2020-01-01", "2021-01-01"))).toEqual([]);
    expect(told()).toEqual(["no version covers the days from 2020-01-01 on"]);
    expect(told(version("2020-03-01", null))).toEqual([
      "no version covers 2020-01-01 to the day before 2020-03-01",
    ]);
    expect(told(version("2020-01-01", "2020-02-01"), version("2020-01-20", null))).toEqual([
      "2020-01-20 covers days that an earlier version covers too",
    ]);
    expect(told(version("2020-01-01", null), version("2020-01-20", null))).toEqual([
      "2020-01-20 covers days that an earlier version covers too",
    ]);
    expect(told(version("2020-01-01", "2020-01-01"))).toEqual([
      "2020-01-01 ends before it begins",
      "no version covers the days from 2020-01-01 on",
    ]);
    expect(told(version("2020-01-01", null, null))).toEqual([
      "2020-01-01 is not in the register of hashes; register it",
    ]);
    expect(told(version("2020-01-01", null, "g"))).toEqual([
      "2020-01-01 was changed after it was published; restore it and publish a new version",
    ]);
  });

  it("show a red line that is gone, by both versions", () => {
    const later = { ...small, version: "2021-01-01", from: "2021-01-01", rules: small.rules.slice(1) };
    const told = "2021-01-01 no longer excludes what 2020-01-01 excludes: needs a signed entry";
    const [finding] = checkRedLinesKept(small, later).findings;
    expect(finding?.message).toBe(told);
    expect(names(finding as Finding)).toEqual(["按2020-01-01", "按2021-01-01"]);
    const signed = (earlier: string, young: string) => earlier === "2020-01-01" && young === "2021-01-01";
    expect(checkRedLinesKept(small, later, signed)).toEqual({ findings: [], notes: [finding] });
    expect(checkRedLinesKept(later, small)).toEqual({ findings: [] });
  });
});

describe("16, examples", () => {
  const example = (
    name: string,
    facts: RuleExample["facts"],
    expected: Partial<RuleExample["expect"]> = {},
  ): RuleExample => {
    const { status, outcome, fired } = of({}).evaluate(facts);
    return {
      name,
      act: "2020-01-01",
      facts,
      expect: { status, outcome, fired: fired.map((one) => one.rule), ...expected },
    };
  };
  const [hit, near, sound] = [
    example("重大", { loss: "grave", open: "yes" }),
    example("较大", { loss: "some", open: "yes" }),
    example("很好", { loss: "none", open: "yes" }),
  ];

  it("cover each rule with a hit and a near miss, or it is named", () => {
    expect(checkExamples(of({}), [hit, near, sound]).findings).toEqual([]);
    expect(checkExamples(of({}), []).findings).toEqual([
      { message: "no example fires R1; add one", rules: ["R1"] },
      { message: "no example fires F1; add one", rules: ["F1"] },
      { message: "R1 has no near miss; add an example one answer away from it", rules: ["R1"] },
      { message: "F1 has no near miss; add an example one answer away from it", rules: ["F1"] },
    ]);
    expect(checkExamples(of({}), [], "elsewhere").findings).toEqual([]);
    expect(checkExamples(of({}), [], "national").findings).toHaveLength(4);
  });

  it("are a near miss one answer away, neither two nor still open", () => {
    const far = example("重大而不公开", { loss: "grave", open: "no" });
    const two = example("两处", { loss: "some", open: "no" });
    expect(messages(checkExamples(of({}), [far, sound, two]))).toEqual([
      "F1 has no near miss; add an example one answer away from it",
    ]);
    const open = example("没有答完", { open: "yes" });
    expect(messages(checkExamples(of({}), [far, open, sound])).join()).toContain("F1 has no near miss");
  });

  it("say how they come out and how they should", () => {
    const told = (...wrong: RuleExample[]) => messages(checkExamples(of({}), [hit, near, sound, ...wrong]));
    const facts = { loss: "grave", open: "yes" };
    expect(told(example("甲", facts, { outcome: "consult" }))).toEqual([
      'example "甲" comes out as not_tolerated by R1, not consult by R1',
    ]);
    expect(told(example("乙", facts, { fired: [] }))).toEqual([
      'example "乙" comes out as not_tolerated by R1, not not_tolerated by no rule',
    ]);
    expect(told(example("丙", facts, { status: "insufficient", outcome: null, fired: null }))).toEqual([
      'example "丙" comes out as not_tolerated by R1, not insufficient',
    ]);
    expect(told(example("丁", { open: "yes" }, { status: "decided", fired: null }))).toEqual([
      'example "丁" comes out as insufficient by no rule, not decided',
    ]);
    expect(told(example("戊", facts, { fired: null }))).toEqual([]);
    expect(told({ ...hit, name: "己", facts: { loss: "graves" } })[0]).toMatch(/^example "己": .*"grave"/);
  });

  it("may name the rules that fire in any order", () => {
    const rules = having(rule("R2", "redline", is("open", "no")));
    const both = {
      name: "两条",
      act: "2020-01-01",
      facts: { loss: "grave", open: "no" },
      expect: { status: "decided", outcome: "not_tolerated", fired: ["R2", "R1"] },
    } as const;
    expect(messages(checkExamples(rules, [both])).filter((told) => told.includes("两条"))).toEqual([]);
  });

  it("show rules that disagree as an example that cannot be decided", () => {
    const twins = having(rule("F2", "favour", is("loss", "none"), { outcome: "lighter" }));
    expect(messages(checkExamples(twins, [sound]))[0]).toMatch(/^example "很好": .*F1.*F2/);
  });
});

describe("all together", () => {
  const run = (change: Partial<Parameters<typeof lintRules>[0]> = {}) =>
    lintRules({
      ruleSet: sample,
      overlays: [],
      examples: [],
      previous: null,
      versions: [],
      firstDay: "2020-01-01",
      passage: () => ({ from: null, until: null }),
      ...change,
    });

  it("are these, in this order", () => {
    expect(run().map(({ id, name }) => `${id} ${name}`)).toEqual([
      "1 every combination has a result",
      "2 every rule decides somewhere",
      "3 no rule is redundant",
      "4 no equal ranks disagree",
      "5 a worse fact never gives a better result",
      "6 no favourable result with a red line or a reason to refer",
      "7 a favourable result only on a ground",
      "8 overlays stay within their bound",
      "9 correcting can only help",
      "10 every fact and value is used and can be asked",
      "11 every exception bites, no condition is constant, gates exclude each other",
      "12 every basis is a passage in force",
      "13 no circle in sub-conclusions or exceptions",
      "14 versions cover every day and stay as published",
      "15 red lines of the version before are kept",
      "16 every rule has an example and a near miss",
      "17 overlays laid together hold as each does alone",
    ]);
  });

  it("judge the basis of an overlay from its own first day on", () => {
    const later: Overlay = { ...localMeasure, from: "2021-01-01" };
    const passage = () => ({ from: "2021-01-01", until: null });
    const told = run({ overlays: [[later]], passage }).find(({ id }) => id === "12");
    // The rule set's own begin in 2020; what is found of them alone is not told again.
    expect(told?.findings.every(({ overlays }) => overlays === undefined)).toBe(true);
    const sooner = run({ overlays: [[{ ...later, from: "2020-12-31" }]], passage }).find(
      ({ id }) => id === "12",
    );
    expect(
      sooner?.findings.some(
        ({ message, overlays }) => message.startsWith("city-R1") && overlays?.join() === "city",
      ),
    ).toBe(true);
  });

  it("leave faults of the program to be seen", () => {
    const broken = () => {
      throw new TypeError("broken");
    };
    expect(() => run({ passage: broken })).toThrow(TypeError);
  });
});
