/**
 * A small rule set for tests: every tier, ranks, nested exceptions, negations, sub-conclusions, corrective facts. Its
 * content is made up and is no policy.
 */
import type {
  Basis,
  Condition,
  Exception,
  Fact,
  Look,
  Overlay,
  Rule,
  RuleSet,
} from "../../../src/core/rules/types.ts";

export const basis: readonly Basis[] = [{ passage: "sample-2020#1", note: null }];

export const fact = (
  id: string,
  look: Look,
  values: readonly string[],
  more: Partial<Fact> & { readonly ordered?: boolean } = {},
): Fact => {
  const { ordered = true, ...rest } = more;
  return {
    id,
    look,
    checklist: false,
    label: id,
    question: `${id}？`,
    help: `${id}`,
    example: null,
    values: values.map((value) => ({ id: value, label: value })),
    order: ordered ? values : null,
    corrective: false,
    evidence: [`${id}的材料`],
    ...rest,
  };
};

export const rule = (id: string, tier: Rule["tier"], when: Condition, more: Partial<Rule> = {}): Rule => ({
  id,
  tier,
  rank: 1,
  title: `规则${id}`,
  text: `${id}的内容`,
  when,
  unless: [],
  outcome:
    tier === "gate" ? null : tier === "redline" ? "not_tolerated" : tier === "refer" ? "consult" : "exempt",
  gate: tier === "gate" ? "clarification" : null,
  situations: [],
  basis,
  origin: "national",
  ...more,
});

export const exception = (id: string, when: Condition, unless: readonly string[] = []): Exception => ({
  id,
  title: `例外${id}`,
  text: `${id}的内容`,
  when,
  unless,
  basis,
});

/** A fact with one of some values. */
export const is = (fact: string, ...values: string[]): Condition => ({ fact, in: values });
export const all = (...parts: Condition[]): Condition => ({ all: parts });
export const any = (...parts: Condition[]): Condition => ({ any: parts });
export const not = (part: Condition): Condition => ({ not: part });
export const named = (conclusion: string): Condition => ({ conclusion });

export const sample: RuleSet = {
  id: "sample",
  version: "2020-01-01",
  title: "样例",
  from: "2020-01-01",
  until: null,
  facts: [
    fact("error", "threshold", ["yes", "no"], { ordered: false }),
    fact("report", "threshold", ["true", "false"], { ordered: false }),
    fact("gain", "motive", ["none", "returned", "own"], { checklist: true }),
    fact("forged", "nature", ["no", "yes"], { checklist: true }),
    fact("rule", "basis", ["none", "procedural", "forbidden"]),
    fact("forbidden", "basis", ["no", "yes"]),
    fact("motive", "motive", ["public", "careless", "reckless"]),
    fact("collective", "decision", ["full", "partial", "alone"]),
    fact("urgent", "decision", ["yes", "no"]),
    fact("objected", "decision", ["yes", "no"]),
    fact("loss", "consequence", ["none", "minor", "grave"]),
    fact("recovered", "correction", ["full", "part", "none"], { corrective: true }),
    fact("reported", "correction", ["own", "asked", "hidden"], { corrective: true }),
  ],
  conclusions: [
    {
      id: "decidedWell",
      look: "decision",
      title: "决策过程较好",
      when: any(is("collective", "full"), all(is("urgent", "yes"), not(is("collective", "alone")))),
    },
    {
      id: "harmless",
      look: "consequence",
      title: "后果轻微或已挽回",
      when: any(is("loss", "none"), all(is("loss", "minor"), is("recovered", "full", "part"))),
    },
    {
      id: "corrected",
      look: "correction",
      title: "主动纠错",
      when: all(is("reported", "own"), not(is("recovered", "none"))),
    },
    {
      id: "allGood",
      look: null,
      title: "各看均好",
      when: all(is("motive", "public"), named("decidedWell"), named("harmless")),
    },
  ],
  rules: [
    rule("G01", "gate", all(is("error", "no"), is("report", "true")), { gate: "not_applicable" }),
    rule("G02", "gate", is("report", "false"), { gate: "clarification" }),
    rule("R01", "redline", is("gain", "own")),
    rule("R02", "redline", is("forged", "yes")),
    rule("R03", "redline", any(is("rule", "forbidden"), is("forbidden", "yes"))),
    rule("R04", "redline", is("reported", "hidden")),
    rule("H01", "refer", is("loss", "grave"), { unless: ["X01"] }),
    rule("H02", "refer", is("motive", "reckless")),
    rule("H03", "refer", all(is("gain", "returned"), not(is("reported", "own")))),
    rule("F01", "favour", all(named("allGood"), named("corrected")), { rank: 1, outcome: "exempt" }),
    rule("F02", "favour", all(named("harmless"), not(is("collective", "alone"))), {
      rank: 3,
      outcome: "lighter",
      unless: ["X03"],
    }),
    rule("F03", "favour", all(is("objected", "yes"), named("harmless")), { rank: 2, outcome: "exempt" }),
  ],
  exceptions: [
    exception("X01", all(is("recovered", "full"), is("urgent", "yes")), ["X02"]),
    exception("X02", is("collective", "alone")),
    exception("X03", all(is("rule", "procedural"), is("urgent", "no"))),
  ],
  corrections: [
    {
      id: "C01",
      title: "挽回损失",
      when: all(not(is("loss", "none")), not(is("recovered", "full"))),
      because: "损失尚未全部挽回",
      dueParameter: "recoveryDays",
      basis,
    },
    {
      id: "C02",
      title: "补办手续",
      when: is("rule", "procedural"),
      because: "手续不全",
      dueParameter: null,
      basis,
    },
  ],
  parameters: [
    { id: "recoveryDays", title: "挽回期限", value: null, unit: "日", kinder: "higher", basis: [] },
    { id: "window", title: "申请期限", value: 10, unit: "工作日", kinder: "higher", basis },
  ],
};

export const localMeasure: Overlay = {
  id: "city",
  title: "某市办法",
  base: "sample",
  from: null,
  rules: [
    rule("city-R1", "redline", is("loss", "grave")),
    rule("city-F1", "favour", all(is("collective", "alone"), is("urgent", "yes"), named("harmless")), {
      rank: 4,
      outcome: "lighter",
    }),
  ],
  exceptions: [],
  parameters: [{ id: "recoveryDays", title: "", value: 30, unit: "日", kinder: null, basis }],
  unread: [],
};

/** Nothing speaks against anybody. */
export const clean: Readonly<Record<string, string>> = {
  error: "yes",
  report: "true",
  gain: "none",
  forged: "no",
  rule: "none",
  forbidden: "no",
  motive: "public",
  collective: "full",
  urgent: "no",
  objected: "no",
  loss: "none",
  recovered: "full",
  reported: "own",
};
