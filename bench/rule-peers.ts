/**
 * The same rule set for three rule engines from npm. Each says which rules are TRUE of a complete form, in the way its
 * documentation suggests: sub-conclusions and exceptions worked out once and named, then the rules. The tiers are settled
 * outside, by one function for all, since none of them knows tiers.
 */
import { ZenEngine } from "@gorules/zen-engine";
import jsonLogic from "json-logic-js";
import { Engine, type NestedCondition, type TopLevelCondition } from "json-rules-engine";
import { conclusionsIn } from "../src/core/rules/conditions.ts";
import {
  type Condition,
  type FactId,
  type RuleId,
  type RuleSet,
  tiers,
  type ValueId,
} from "../src/core/rules/types.ts";

export type CompleteForm = Readonly<Record<FactId, ValueId>>;

export interface Peer {
  readonly name: string;
  /** Ids of the TRUE rules, in any order. */
  holding(form: CompleteForm): RuleId[] | Promise<RuleId[]>;
}

/** What the TRUE rules amount to: the result, and the rules of the winning tier. */
export function settle(ruleSet: RuleSet, holding: readonly RuleId[]): { result: string; fired: RuleId[] } {
  const held = ruleSet.rules.filter(({ id }) => holding.includes(id));
  const tier = tiers.find((one) => held.some((rule) => rule.tier === one));
  const fired = held.filter((rule) => rule.tier === tier).sort((one, other) => one.rank - other.rank);
  return {
    result: fired[0]?.gate ?? fired[0]?.outcome ?? "consult",
    fired: fired.map(({ id }) => id).sort(),
  };
}

/** Named conditions, each after those it rests on: sub-conclusions, then exceptions, then rules. */
interface Step {
  readonly name: string;
  readonly when: Condition;
}

const exceptionName = (id: string): string => `except_${id}`;
const ruleName = (id: string): string => `rule_${id}`;

function stepsOf(ruleSet: RuleSet): { readonly named: Step[]; readonly rules: Step[] } {
  const done = new Map<string, Step>();
  const conclude = (id: string): void => {
    const conclusion = ruleSet.conclusions.find((one) => one.id === id);
    if (conclusion === undefined || done.has(id)) return;
    conclusionsIn(conclusion.when).forEach(conclude);
    done.set(id, { name: id, when: conclusion.when });
  };
  const except = (id: string): void => {
    const exception = ruleSet.exceptions.find((one) => one.id === id);
    if (exception === undefined || done.has(exceptionName(id))) return;
    exception.unless.forEach(except);
    done.set(exceptionName(id), { name: exceptionName(id), when: effective(exception) });
  };
  ruleSet.conclusions.forEach(({ id }) => {
    conclude(id);
  });
  ruleSet.exceptions.forEach(({ id }) => {
    except(id);
  });
  return {
    named: [...done.values()],
    rules: ruleSet.rules.map((rule) => ({ name: ruleName(rule.id), when: effective(rule) })),
  };
}

const effective = (rule: { readonly when: Condition; readonly unless: readonly string[] }): Condition =>
  rule.unless.length === 0
    ? rule.when
    : {
        all: [rule.when, { not: { any: rule.unless.map((id) => ({ conclusion: exceptionName(id) })) } }],
      };

/** json-logic-js: named conditions join the data one by one, then all rules as one list. */
export function jsonLogicPeer(ruleSet: RuleSet): Peer {
  const { named, rules } = stepsOf(ruleSet);
  const logic = (of: Condition): unknown => {
    if ("fact" in of)
      return of.in.length === 1 ? { "==": [{ var: of.fact }, of.in[0]] } : { in: [{ var: of.fact }, of.in] };
    if ("conclusion" in of) return { var: of.conclusion };
    if ("all" in of) return { and: of.all.map(logic) };
    return "any" in of ? { or: of.any.map(logic) } : { "!": logic(of.not) };
  };
  const namedLogic = named.map(({ name, when }) => ({ name, logic: logic(when) }));
  const rulesLogic = rules.map(({ when }) => logic(when));
  return {
    name: "json-logic-js",
    holding(form) {
      const data: Record<string, unknown> = { ...form };
      for (const one of namedLogic) data[one.name] = jsonLogic.apply(one.logic, data);
      const truths = jsonLogic.apply(rulesLogic, data) as unknown[];
      return ruleSet.rules.filter((_, index) => truths[index]).map(({ id }) => id);
    },
  };
}

/** json-rules-engine: named conditions as conditions of the engine, one rule with one event each. */
export function jsonRulesEnginePeer(ruleSet: RuleSet): Peer {
  const { named, rules } = stepsOf(ruleSet);
  const nested = (of: Condition): NestedCondition => {
    if ("fact" in of) return { fact: of.fact, operator: "in", value: of.in };
    if ("conclusion" in of) return { condition: of.conclusion };
    if ("all" in of) return { all: of.all.map(nested) };
    return "any" in of ? { any: of.any.map(nested) } : { not: nested(of.not) };
  };
  const top = (of: Condition): TopLevelCondition => ({ all: [nested(of)] });
  const engine = new Engine(
    rules.map(({ when }, index) => ({
      conditions: top(when),
      event: { type: ruleSet.rules[index]?.id ?? "" },
    })),
  );
  for (const { name, when } of named) engine.setCondition(name, top(when));
  return {
    name: "json-rules-engine",
    holding: async (form) => (await engine.run(form)).events.map(({ type }) => type),
  };
}

/** @gorules/zen-engine: one expression node, each expression may use those before it. */
export function zenPeer(ruleSet: RuleSet): Peer {
  const { named, rules } = stepsOf(ruleSet);
  const expression = (of: Condition): string => {
    if ("fact" in of) return `${of.fact} in [${of.in.map((value) => `"${value}"`).join(", ")}]`;
    if ("conclusion" in of) return `$.${of.conclusion}`;
    if ("all" in of) return of.all.map((part) => `(${expression(part)})`).join(" and ") || "true";
    if ("any" in of) return of.any.map((part) => `(${expression(part)})`).join(" or ") || "false";
    return `not (${expression(of.not)})`;
  };
  const expressions = [...named, ...rules].map(({ name, when }) => ({
    id: name,
    // A rule's id may hold a hyphen, which a key may not.
    key: name.replaceAll("-", "_"),
    value: expression(when).replaceAll("-", "_"),
  }));
  const decision = new ZenEngine().createDecision({
    nodes: [
      { id: "in", type: "inputNode", name: "in", content: {} },
      { id: "rules", type: "expressionNode", name: "rules", content: { expressions } },
      { id: "out", type: "outputNode", name: "out", content: {} },
    ],
    edges: [
      { id: "1", type: "edge", sourceId: "in", targetId: "rules" },
      { id: "2", type: "edge", sourceId: "rules", targetId: "out" },
    ],
  });
  return {
    name: "@gorules/zen-engine",
    async holding(form) {
      const { result } = await decision.evaluate(form);
      return ruleSet.rules
        .filter(({ id }) => result[ruleName(id).replaceAll("-", "_")] === true)
        .map(({ id }) => id);
    },
  };
}
