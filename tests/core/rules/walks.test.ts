/** Nodes and walks at a glance: small diagrams whose nodes, paths and costs can be counted by hand. */
import { describe, expect, it } from "vitest";
import { compile } from "../../../src/core/rules/compile.ts";
import {
  always,
  both,
  createDiagram,
  DiagramBudgetError,
  either,
  negated,
  never,
  standardBudget,
  terminalCount,
  without,
} from "../../../src/core/rules/diagram.ts";
import { literalPairs } from "../../../src/core/rules/mcdc.ts";
import { bitsOf, endOf, ends, gateOfEnd, outcomeOfEnd } from "../../../src/core/rules/model.ts";
import { pairOf } from "../../../src/core/rules/pair.ts";
import type { RuleSet } from "../../../src/core/rules/types.ts";
import {
  anyPath,
  cheapestChange,
  checkLive,
  countByTerminal,
  endsIn,
  mapTerminals,
  nodesBelow,
  pairPath,
  reachable,
  restrict,
  spaceSize,
  support,
} from "../../../src/core/rules/walks.ts";
import { all, exception, fact, is, named, not, rule, sample } from "./sample-rules.ts";

const caught = (act: () => unknown): DiagramBudgetError => {
  try {
    act();
  } catch (error) {
    if (error instanceof DiagramBudgetError) return error;
  }
  throw new Error("within its budget");
};

describe("nodes", () => {
  it("are made once, and not at all where nothing is asked", () => {
    const diagram = createDiagram([2, 3]);
    expect([diagram.created(), diagram.budget, diagram.widths]).toEqual([0, standardBudget, [2, 3]]);
    expect([diagram.atom(0, 0), diagram.atom(0, 3), diagram.atom(1, 7)]).toEqual([never, always, always]);
    expect(diagram.node(1, [5, 5, 5])).toBe(5);
    expect(diagram.created()).toBe(0);
    const first = diagram.atom(0, 1);
    expect([first, diagram.atom(0, 1), diagram.created()]).toEqual([terminalCount, terminalCount, 1]);
    expect([diagram.level(first), diagram.kid(first, 0), diagram.kid(first, 1)]).toEqual([0, always, never]);
    // A terminal asks nothing.
    expect([diagram.level(never), diagram.level(always), diagram.level(9)]).toEqual([2, 2, 2]);
    expect(diagram.node(1, [9, 9, 7, 7, 8], 2)).toBe(first + 1);
    expect([0, 1, 2].map((value) => diagram.kid(first + 1, value))).toEqual([7, 7, 8]);
  });

  it("of a choice that is settled are none", () => {
    const diagram = createDiagram([2, 2]);
    const [one, other] = [diagram.atom(0, 1), diagram.atom(1, 1)];
    const made = diagram.created();
    expect([
      diagram.choose(always, one, other),
      diagram.choose(never, one, other),
      diagram.choose(one, other, other),
      diagram.choose(one, always, never),
      both(diagram, one, always),
      both(diagram, one, never),
      either(diagram, one, never),
      either(diagram, one, always),
      without(diagram, one, never),
      without(diagram, one, always),
    ]).toEqual([one, other, other, one, one, never, one, always, one, never]);
    expect(diagram.created()).toBe(made);
    const neither = negated(diagram, one);
    expect([diagram.created(), negated(diagram, neither)]).toEqual([made + 1, one]);
    expect([diagram.follow(diagram.choose(one, 5, 6), [0, 0]), diagram.follow(5, [])]).toEqual([5, 5]);
  });

  it("beyond the budget are refused, the message naming which and the remedy", () => {
    const diagram = createDiagram([2, 2, 2], { created: 2, live: 1 });
    const [one, other] = [diagram.atom(0, 1), diagram.atom(1, 1)];
    expect(diagram.created()).toBe(2);
    expect(caught(() => diagram.atom(2, 1))).toMatchObject({
      name: "DiagramBudgetError",
      code: "rules.diagram-budget",
      measure: "created",
      message:
        "more than 2 created nodes: not proven; give sub-conclusions fewer facts, or split the rule set",
    });
    // What is there can still be asked for.
    expect([diagram.atom(0, 1), diagram.created()]).toEqual([one, 2]);
    expect(checkLive(diagram, [one])).toBeUndefined();
    expect(caught(() => checkLive(diagram, [one, other]))).toMatchObject({
      measure: "live",
      message: "more than 1 live nodes: not proven; give sub-conclusions fewer facts, or split the rule set",
    });
    expect(standardBudget).toEqual({ created: 1_000_000, live: 200_000 });
  });
});

describe("walks", () => {
  const diagram = createDiagram([2, 3, 2]);
  const [first, second, third] = [diagram.atom(0, 1), diagram.atom(1, 0b011), diagram.atom(2, 0b10)];
  /** Asks 0, then 1, then 2: 4 where all hold, 5 where the last fails, else 6. */
  const root = diagram.choose(both(diagram, first, second), diagram.choose(third, 4, 5), 6);

  it("reach, count and depend on what is below", () => {
    expect(reachable(diagram, root, [3, 7, 3])).toBe((1 << 4) | (1 << 5) | (1 << 6));
    expect(reachable(diagram, root, [1, 0b010, 3])).toBe((1 << 4) | (1 << 5));
    expect(reachable(diagram, root, [2, 7, 3])).toBe(1 << 6);
    expect(reachable(diagram, 6, [3, 7, 3])).toBe(1 << 6);
    expect([...countByTerminal(diagram, root)].sort()).toEqual([
      [4, 2n],
      [5, 2n],
      [6, 8n],
    ]);
    // Levels above and between that a function skips are counted too.
    expect(countByTerminal(diagram, third)).toEqual(
      new Map([
        [0, 6n],
        [1, 6n],
      ]),
    );
    expect(countByTerminal(diagram, 6)).toEqual(new Map([[6, 12n]]));
    expect(spaceSize(diagram)).toBe(12n);
    expect(support(diagram, root)).toEqual([0, 1, 2]);
    expect([support(diagram, third), support(diagram, 6)]).toEqual([[2], []]);
    expect(nodesBelow(diagram, [root])[0]).toBe(root);
    expect(nodesBelow(diagram, [root, root])).toHaveLength(3);
    expect(nodesBelow(diagram, [6])).toEqual([]);
  });

  it("restrict to what is possible, in this diagram or another", () => {
    expect(restrict(diagram, root, [1, 0b001, 0b10])).toBe(4);
    expect(restrict(diagram, root, [1, 0b001, 3])).toBe(diagram.choose(third, 4, 5));
    expect(restrict(diagram, root, [3, 7, 3])).toBe(root);
    const scratch = createDiagram([2, 3, 2]);
    const rest = restrict(diagram, root, [1, 7, 0b01], scratch);
    expect(scratch.created()).toBe(1);
    expect([0, 1, 2].map((value) => scratch.follow(rest, [0, value, 0]))).toEqual([5, 5, 6]);
  });

  it("map ends and pick some of them", () => {
    const mapped = mapTerminals(diagram, root, (end) => (end === 6 ? 5 : end));
    expect([...countByTerminal(diagram, mapped)].sort()).toEqual([
      [4, 2n],
      [5, 10n],
    ]);
    expect(endsIn(diagram, root, (1 << 4) | (1 << 5))).toBe(both(diagram, first, second));
    expect(mapTerminals(diagram, 6, () => 3)).toBe(3);
  });

  it("find a path that leaves open what does not matter", () => {
    expect([...(anyPath(diagram, root, 1 << 4) ?? [])]).toEqual([0, 0, 1]);
    expect([...(anyPath(diagram, third, 1 << always) ?? [])]).toEqual([-1, -1, 1]);
    expect([...(anyPath(diagram, 6, 1 << 6) ?? [])]).toEqual([-1, -1, -1]);
    expect(anyPath(diagram, root, 1 << 7)).toBeUndefined();
  });

  it("compare two functions, or one under two values of a fact", () => {
    const fails = (one: number, other: number) => one === always && other === never;
    expect([...(pairPath(diagram, first, third, fails) ?? [])]).toEqual([0, -1, 0]);
    expect(pairPath(diagram, both(diagram, first, third), third, fails)).toBeUndefined();
    const split = { level: 1, first: 1, second: 2 };
    expect([
      ...(pairPath(diagram, root, root, (one, other) => one === 5 && other === 6, split) ?? []),
    ]).toEqual([0, 1, 0]);
    // No case tells the first two values apart.
    expect(
      pairPath(diagram, root, root, (one, other) => one !== other, { ...split, second: 0 }),
    ).toBeUndefined();
  });

  it("change the cheapest answers", () => {
    const bad = [0b10, 0b100, 0b01];
    expect(cheapestChange(diagram, root, 1 << 4, bad, () => 1)).toEqual([
      { level: 0, value: 0 },
      { level: 1, value: 0 },
      { level: 2, value: 1 },
    ]);
    // A dearer first value gives way to the next.
    const cost = (level: number, value: number) => (level === 1 && value === 0 ? 5 : 1);
    expect(cheapestChange(diagram, root, 1 << 5, bad, cost)).toEqual([
      { level: 0, value: 0 },
      { level: 1, value: 1 },
    ]);
    expect(cheapestChange(diagram, root, 1 << 5, [0b10, 0b011, 3], () => 1)).toEqual([
      { level: 0, value: 0 },
    ]);
    expect(cheapestChange(diagram, root, 1 << 6, bad, () => 1)).toEqual([]);
    expect(cheapestChange(diagram, root, 1 << 4, bad, (level) => (level === 0 ? null : 1))).toBeUndefined();
    expect(cheapestChange(diagram, 6, 1 << 4, bad, () => 1)).toBeUndefined();
    expect(cheapestChange(diagram, 6, 1 << 6, bad, () => 1)).toEqual([]);
    // Rather one dear change than two that cost more together.
    const either6 = diagram.choose(first, 4, diagram.choose(second, 4, 6));
    expect(cheapestChange(diagram, either6, 1 << 4, bad, (level) => (level === 0 ? 3 : 2))).toEqual([
      { level: 1, value: 0 },
    ]);
  });
});

describe("ends", () => {
  it("stand for outcomes, gates or a conflict", () => {
    const outcomes = Object.entries(ends).map(([name, end]) => [name, outcomeOfEnd(end), gateOfEnd(end)]);
    expect(outcomes).toEqual([
      ["not_tolerated", "not_tolerated", null],
      ["consult", "consult", null],
      ["default", "consult", null],
      ["lighter", "lighter", null],
      ["exempt", "exempt", null],
      ["not_applicable", null, "not_applicable"],
      ["clarification", null, "clarification"],
      ["conflict", null, null],
    ]);
    expect(bitsOf("lighter", "exempt")).toBe(0b110_0000);
    const empty = rule("R", "favour", is("loss", "none"), { outcome: null });
    expect([endOf(empty), endOf({ ...empty, gate: "clarification" })]).toEqual([
      ends.conflict,
      ends.clarification,
    ]);
  });
});

it("two rule sets too large together are not compared", () => {
  expect(() => pairOf(sample, sample, { created: 5, live: 5 })).toThrow(DiagramBudgetError);
});

describe("pairs for each literal", () => {
  const small: RuleSet = {
    ...sample,
    facts: [fact("loss", "consequence", ["none", "some", "grave"]), fact("open", "decision", ["yes", "no"])],
    conclusions: [{ id: "mild", look: null, title: "轻", when: is("loss", "none", "some") }],
    exceptions: [exception("X1", is("open", "yes"))],
    corrections: [],
    parameters: [],
    rules: [rule("R1", "redline", all(not(named("mild")), is("loss", "grave", "some")), { unless: ["X1"] })],
  };

  it("are named by rule and literal, the rule TRUE in the first case alone", () => {
    expect(literalPairs(compile(small).model)).toEqual([
      {
        rule: "R1",
        literal: "mild",
        pair: [
          { open: "no", loss: "grave" },
          { open: "no", loss: "none" },
        ],
      },
      {
        rule: "R1",
        literal: "loss: grave, some",
        pair: [
          { open: "no", loss: "grave" },
          { open: "no", loss: "none" },
        ],
      },
      {
        rule: "R1",
        literal: "X1",
        pair: [
          { open: "no", loss: "grave" },
          { open: "yes", loss: "grave" },
        ],
      },
      {
        rule: "X1",
        literal: "open: yes",
        pair: [
          { open: "yes", loss: "none" },
          { open: "no", loss: "none" },
        ],
      },
      {
        rule: "mild",
        literal: "loss: none, some",
        pair: [
          { open: "yes", loss: "none" },
          { open: "yes", loss: "grave" },
        ],
      },
    ]);
  });
});
