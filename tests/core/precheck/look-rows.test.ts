import { describe, expect, it } from "vitest";
import { lookRows } from "../../../src/core/precheck/look-rows.ts";
import type { ReportAnswer } from "../../../src/core/precheck/report.ts";
import { compile } from "../../../src/core/rules/compile.ts";
import { readForm } from "../../../src/core/rules/space.ts";
import type { Form, RuleSet } from "../../../src/core/rules/types.ts";
import { all, any, clean, is, named, not, rule, sample } from "../rules/sample-rules.ts";

/** The rows by look. @param open facts that can still change the result */
const rowsOf = (
  form: Form,
  open: readonly string[] = [],
  rules: RuleSet = sample,
  answers: ReportAnswer[] = [],
) => {
  const { model } = compile(rules);
  const rows = lookRows(model, readForm(model.space, form), new Set(open), answers);
  return Object.fromEntries(rows.map((row) => [row.look, row]));
};
const statesOf = (...given: Parameters<typeof rowsOf>) =>
  Object.values(rowsOf(...given)).map(({ look, state }) => `${look} ${state}`);

describe("the six looks as rows", () => {
  it("stand in their order, the threshold left out, each clear where nothing speaks against it", () => {
    expect(statesOf(clean)).toEqual([
      "nature clear",
      "basis clear",
      "motive clear",
      "decision clear",
      "consequence clear",
      "correction clear",
    ]);
  });

  it("are against with a red line that their answer shows, without the good grades beside it", () => {
    const { correction, decision } = rowsOf({ ...clean, reported: "hidden" });
    expect(correction).toMatchObject({
      state: "against",
      grades: [],
      rules: [{ rule: "R04", tier: "redline" }],
    });
    expect(decision).toMatchObject({ state: "clear", grades: ["决策过程较好"], rules: [] });
  });

  it("ask for attention with a ground for referral, in each look that shows it", () => {
    const rows = rowsOf({ ...clean, gain: "returned", reported: "asked" });
    expect([rows.motive?.state, rows.correction?.state]).toEqual(["attention", "attention"]);
    expect(rows.motive?.rules).toEqual([{ rule: "H03", title: "规则H03", tier: "refer" }]);
    expect(rows.nature?.state).toBe("clear");
  });

  it("ask for attention where a sub-conclusion that a sound matter has is missing", () => {
    expect(rowsOf({ ...clean, collective: "alone" }).decision).toMatchObject({
      state: "attention",
      grades: [],
    });
    const flaw = {
      id: "flawed",
      look: "decision" as const,
      title: "决策有欠缺",
      when: is("collective", "alone"),
    };
    const rules = { ...sample, conclusions: [...sample.conclusions, flaw] };
    // One that only a flawed matter has may be missing.
    expect(rowsOf(clean, [], rules).decision?.state).toBe("clear");
  });

  it("are open where an open fact of theirs matters, and name it", () => {
    const { loss: _, ...form } = clean;
    const rows = rowsOf(form, ["loss"]);
    expect(rows.consequence).toMatchObject({ state: "open", open: ["loss"] });
    expect(rows.motive?.open).toEqual([]);
  });

  it("are unasked, not clear, where what nobody asked no longer matters", () => {
    const { loss: _, gain: __, ...form } = clean;
    expect(rowsOf(form).consequence?.state).toBe("unasked");
    // The red line on gain is neither shown nor cleared.
    expect(rowsOf(form).motive?.state).toBe("unasked");
    expect(rowsOf(form).decision?.state).toBe("clear");
  });

  it("name the sub-conclusions that hold, but not what another of them implies", () => {
    const conclusion = (id: string, when: (typeof sample.conclusions)[number]["when"]) => ({
      id,
      look: "basis" as const,
      title: id,
      when,
    });
    const grades = (...conclusions: ReturnType<typeof conclusion>[]) =>
      rowsOf(clean, [], { ...sample, conclusions: [...sample.conclusions, ...conclusions] }).basis?.grades;
    const wide = conclusion("wide", is("rule", "none", "procedural"));
    const narrow = conclusion("narrow", is("rule", "none"));
    const same = conclusion("same", is("rule", "none"));
    const other = conclusion("other", is("forbidden", "no"));
    const naming = conclusion("naming", any(named("wide"), is("forbidden", "yes")));
    expect(grades(wide, narrow)).toEqual(["narrow"]);
    expect(grades(narrow, other)).toEqual(["narrow", "other"]);
    expect(grades(narrow, same)).toEqual(["narrow", "same"]);
    expect(grades(wide, naming)).toEqual(["wide"]);
    expect(grades(conclusion("failed", is("rule", "forbidden")), wide)).toEqual(["wide"]);
  });

  it("show a rule in every look it names where one fact occurs twice", () => {
    const twice = rule(
      "R00",
      "redline",
      any(all(is("gain", "own"), is("forged", "yes")), all(not(is("gain", "own")), is("forged", "yes"))),
    );
    const form = { ...clean, forged: "yes", gain: ["none", "own"] };
    const rows = rowsOf(form, [], { ...sample, rules: [twice] });
    expect([rows.motive?.state, rows.nature?.state, rows.basis?.state]).toEqual([
      "against",
      "against",
      "clear",
    ]);
  });

  it("hold the answers of their look", () => {
    const answer = (look: ReportAnswer["look"]): ReportAnswer => ({
      fact: look,
      look,
      label: look,
      values: [],
      question: "",
      checklist: false,
      matters: true,
    });
    const rows = rowsOf(clean, [], sample, [answer("motive"), answer("threshold"), answer("basis")]);
    expect(rows.motive?.answers.map(({ fact }) => fact)).toEqual(["motive"]);
    expect(rows.nature?.answers).toEqual([]);
  });
});
