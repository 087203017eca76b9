import { describe, expect, it } from "vitest";
import type { Form } from "../../../src/core/rules/types.ts";
import { formLike, reporter } from "../../reported-forms.ts";

const version = (label: string, changed: Form, actDate?: string) => {
  const request = formLike("seed-2", changed);
  return { label, request: actDate === undefined ? request : { ...request, actDate } };
};
const compare = (...versions: ReturnType<typeof version>[]) => reporter.compare(versions);

describe("forms of one matter side by side", () => {
  it("name the answers that differ, in words, and no others", () => {
    const { answers } = compare(
      version("如陈述", {}),
      version("如查明", { urgency: "no", purpose: "unsure" }),
    );
    expect(answers.map(({ fact, given }) => [fact, given])).toEqual([
      ["purpose", [["为工作和公共利益"], []]],
      ["urgency", [["紧急，来不及走正常程序"], ["不紧急，或者只是工期紧、任务急"]]],
    ]);
  });

  it("tell which of them moved the outcome", () => {
    const { moves, columns } = compare(
      version("如陈述", {}),
      version("如查明", { privateGain: "gain", role: "secondary", diligence: "full" }),
    );
    expect(columns.map(({ outcome }) => outcome)).toEqual(["exempt", "not_tolerated"]);
    expect(moves).toEqual([
      {
        from: 0,
        to: 1,
        moved: true,
        byRules: null,
        byFacts: [
          {
            fact: "privateGain",
            look: "motive",
            label: "有没有谋取私利",
            was: ["没有任何利益往来"],
            is: ["有谋取私利、利益输送或者为单位谋取不正当利益"],
          },
        ],
      },
    ]);
  });

  it("need all the answers that they name: without any one of them the later result is not reached", () => {
    const [before, after] = [
      version("一", {}),
      version("二", { urgency: "no", remedy: "prompted", role: "secondary" }),
    ];
    const [move] = compare(before, after).moves;
    const facts = (move?.byFacts ?? []).map(({ fact }) => fact);
    expect(facts).toEqual(["urgency", "remedy"]);
    const outcomeWith = (taken: readonly string[]) =>
      reporter.report({
        ...before.request,
        facts: {
          ...before.request.facts,
          ...Object.fromEntries(taken.map((fact) => [fact, after.request.facts[fact] ?? "unsure"])),
        },
      }).result.outcome;
    expect(outcomeWith(facts)).toBe("consult");
    for (const fact of facts)
      expect(outcomeWith(facts.filter((other) => other !== fact))).not.toBe("consult");
  });

  it("show how each rule moved and by which answers", () => {
    const { rules } = compare(
      version("一", {}),
      version("二", { privateGain: "trifling" }),
      version("三", { privateGain: "unsure" }),
    );
    const standings = Object.fromEntries(rules.map(({ rule, standings: of }) => [rule, of]));
    expect(standings).toMatchObject({
      R01: ["fails", "fails", "open"],
      R18: ["fails", "decides", "open"],
      F01: ["decides", "holds", "holds"],
    });
    for (const { because } of rules.filter(({ rule }) => rule !== "F01" && rule !== "F05"))
      expect(because.map(({ fact }) => fact)).toEqual(["privateGain"]);
  });

  it("tell apart what the rules moved and what the answers moved", () => {
    const dissent = {
      decision: "dissented",
      norm: "obligation",
      procedure: "missing",
      urgency: "no",
    } as const;
    const [then, now] = [version("旧规则", dissent, "2018-12-01"), version("新规则", dissent, "2025-09-01")];
    const [move] = compare(
      { ...then, request: { ...then.request, decisionDate: "2018-12-31" } },
      { ...now, request: { ...now.request, decisionDate: "2025-12-31" } },
    ).moves;
    expect(move).toMatchObject({
      moved: true,
      byRules: { status: "decided", outcome: "exempt" },
      byFacts: [],
    });
  });

  it("say so where nothing moved", () => {
    const { answers, rules, moves } = compare(version("一", {}), version("二", {}));
    expect([answers, rules]).toEqual([[], []]);
    expect(moves).toMatchObject([{ moved: false, byRules: null, byFacts: [] }]);
  });

  it("show the looks of each, and each form against the one before it", () => {
    const { looks, moves } = compare(
      version("一", {}),
      version("二", { crime: "yes" }),
      version("三", { crime: "no" }),
    );
    expect(looks[0]).toEqual({ look: "nature", states: ["clear", "against", "clear"] });
    expect(moves.map(({ from, to, moved }) => [from, to, moved])).toEqual([
      [0, 1, true],
      [1, 2, true],
    ]);
  });
});
