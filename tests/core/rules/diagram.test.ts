import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  always,
  both,
  createDiagram,
  DiagramBudgetError,
  either,
  negated,
  never,
  without,
} from "../../../src/core/rules/diagram.ts";
import {
  anyPath,
  cheapestChange,
  countByTerminal,
  counterexample,
  mapTerminals,
  nodesBelow,
  pairPath,
  reachable,
  restrict,
  spaceSize,
  support,
} from "../../../src/core/rules/walks.ts";
import { type Chance, chanceFrom } from "./random-rules.ts";

const widths = [2, 3, 2, 4, 3];
const everyCase = widths.reduce<number[][]>(
  (cases, width) => cases.flatMap((one) => Array.from({ length: width }, (_, value) => [...one, value])),
  [[]],
);
const seeds = fc.nat({ max: 2 ** 31 });

/** A random function in a diagram, and the same as a table over all cases. */
const randomFunction = (
  diagram: ReturnType<typeof createDiagram>,
  chance: Chance,
  depth = 4,
): { root: number; table: number[] } => {
  if (depth === 0) {
    const level = chance(widths.length);
    const mask = 1 + chance((1 << (widths[level] as number)) - 1);
    return {
      root: diagram.atom(level, mask),
      table: everyCase.map((one) => (mask >> (one[level] as number)) & 1),
    };
  }
  const [one, other] = [
    randomFunction(diagram, chance, depth - 1),
    randomFunction(diagram, chance, depth - 1),
  ];
  const combine = (root: number, how: (left: number, right: number) => number) => ({
    root,
    table: one.table.map((left, index) => how(left, other.table[index] as number)),
  });
  switch (chance(4)) {
    case 0:
      return combine(both(diagram, one.root, other.root), (left, right) => left & right);
    case 1:
      return combine(either(diagram, one.root, other.root), (left, right) => left | right);
    case 2:
      return combine(without(diagram, one.root, other.root), (left, right) => left & (1 - right));
    default:
      return combine(negated(diagram, one.root), (left) => 1 - left);
  }
};

const check = (property: (chance: Chance, diagram: ReturnType<typeof createDiagram>) => void): void =>
  fc.assert(fc.property(seeds, (seed) => property(chanceFrom(seed), createDiagram(widths))));

describe("a diagram", () => {
  it("says of every case what its table says", () =>
    check((chance, diagram) => {
      const { root, table } = randomFunction(diagram, chance);
      expect(everyCase.map((one) => diagram.follow(root, one))).toEqual(table);
    }));

  it("gives equal functions one root, and only those", () =>
    check((chance, diagram) => {
      const [one, other] = [randomFunction(diagram, chance, 2), randomFunction(diagram, chance, 2)];
      expect(one.root === other.root).toBe(one.table.join() === other.table.join());
    }));

  it("counts the cases of each end exactly", () =>
    check((chance, diagram) => {
      const { root, table } = randomFunction(diagram, chance);
      const counts = countByTerminal(diagram, root);
      for (const end of [never, always])
        expect(counts.get(end) ?? 0n).toBe(BigInt(table.filter((value) => value === end).length));
      expect(spaceSize(diagram)).toBe(BigInt(everyCase.length));
    }));

  it("reaches inside masks the ends of the cases inside them", () =>
    check((chance, diagram) => {
      const { root, table } = randomFunction(diagram, chance);
      const masks = widths.map((width) => 1 + chance((1 << width) - 1));
      const inside = everyCase.flatMap((one, index) =>
        one.every((value, level) => (masks[level] as number) & (1 << value)) ? [table[index]] : [],
      );
      const bits = (inside.includes(0) ? 1 : 0) | (inside.includes(1) ? 2 : 0);
      expect(reachable(diagram, root, masks)).toBe(bits);
      const rest = restrict(diagram, root, masks);
      expect(rest === never || rest === always).toBe(bits !== 3);
    }));

  it("depends, restricted, on exactly the levels that can still tell cases apart", () =>
    check((chance, diagram) => {
      const { root, table } = randomFunction(diagram, chance);
      const masks = widths.map((width) => 1 + chance((1 << width) - 1));
      const inside = everyCase.flatMap((one, index) =>
        one.every((value, level) => (masks[level] as number) & (1 << value))
          ? [{ one, value: table[index] }]
          : [],
      );
      const telling = widths.flatMap((_, level) =>
        inside.some((left) =>
          inside.some(
            (right) =>
              left.value !== right.value &&
              left.one.every((value, at) => at === level || value === right.one[at]),
          ),
        )
          ? [level]
          : [],
      );
      expect(support(diagram, restrict(diagram, root, masks))).toEqual(telling);
    }));

  it("shows a case where one function does not imply another, and only then", () =>
    check((chance, diagram) => {
      const [one, other] = [randomFunction(diagram, chance, 2), randomFunction(diagram, chance, 2)];
      const path = counterexample(diagram, one.root, other.root);
      const implied = one.table.every((value, index) => value <= (other.table[index] as number));
      expect(path === undefined).toBe(implied);
      if (path === undefined) return;
      const full = [...path].map((value) => Math.max(value, 0));
      expect([diagram.follow(one.root, full), diagram.follow(other.root, full)]).toEqual([always, never]);
    }));

  it("compares two values of one level without a case that changes another", () =>
    check((chance, diagram) => {
      const { root, table } = randomFunction(diagram, chance);
      const level = chance(widths.length);
      const path = pairPath(diagram, root, root, (one, other) => one < other, { level, first: 0, second: 1 });
      const rising = everyCase.some((one, index) => {
        if (one[level] !== 0) return false;
        const twin = everyCase.findIndex((other) =>
          other.every((value, at) => value === (at === level ? 1 : one[at])),
        );
        return (table[index] as number) < (table[twin] as number);
      });
      expect(path !== undefined).toBe(rising);
      if (path) expect(path[level]).toBe(0);
    }));

  it("finds the fewest changes to an end", () =>
    check((chance, diagram) => {
      const { root, table } = randomFunction(diagram, chance);
      const from = everyCase[chance(everyCase.length)] as number[];
      const masks = from.map((value) => 1 << value);
      const changes = cheapestChange(diagram, root, 1 << always, masks, (level) => (level === 0 ? null : 1));
      const distances = everyCase.flatMap((one, index) =>
        table[index] === always && one[0] === from[0]
          ? [one.filter((value, level) => value !== from[level]).length]
          : [],
      );
      expect(changes?.length).toBe(distances.length > 0 ? Math.min(...distances) : undefined);
      const then = [...from];
      for (const { level, value } of changes ?? []) then[level] = value;
      if (changes) expect(diagram.follow(root, then)).toBe(always);
    }));

  it("leads to an end by any path, or says there is none", () =>
    check((chance, diagram) => {
      const { root, table } = randomFunction(diagram, chance);
      const path = anyPath(diagram, root, 1 << always);
      expect(path !== undefined).toBe(table.includes(1));
      if (path)
        expect(
          diagram.follow(
            root,
            [...path].map((value) => Math.max(value, 0)),
          ),
        ).toBe(always);
    }));

  it("keeps its functions when it grows", () => {
    const wide = createDiagram(Array.from({ length: 40 }, () => 4));
    const chance = chanceFrom(3);
    const atoms = Array.from({ length: 11 }, (_, index) =>
      both(wide, wide.atom(index, 5), wide.atom(39 - index, 3)),
    );
    const union = atoms.reduce((root, atom) => either(wide, root, atom), never as number);
    expect(wide.created()).toBeGreaterThan(2_000);
    for (let turn = 0; turn < 500; turn++) {
      const one = Array.from({ length: 40 }, () => chance(4));
      const expected = atoms.some(
        (_, index) => (5 >> (one[index] as number)) & 1 && (3 >> (one[39 - index] as number)) & 1,
      );
      expect(wide.follow(union, one)).toBe(expected ? always : never);
    }
    expect(nodesBelow(wide, [union]).length).toBeLessThanOrEqual(wide.created());
    expect(
      mapTerminals(
        wide,
        mapTerminals(wide, union, (end) => 1 - end),
        (end) => 1 - end,
      ),
    ).toBe(union);
  });

  it("stops at its budget instead of growing on", () => {
    const small = createDiagram([3, 3, 3], { created: 2, live: 2 });
    small.atom(0, 1);
    small.atom(1, 1);
    expect(small.atom(1, 1)).toBe(small.atom(1, 1));
    expect(() => small.atom(2, 1)).toThrow(DiagramBudgetError);
    const wide = createDiagram(
      Array.from({ length: 40 }, () => 2),
      { created: 50_000, live: 50_000 },
    );
    const mirrored = () =>
      wide.widths
        .slice(20)
        .reduce(
          (root, _, level) => either(wide, root, both(wide, wide.atom(level, 1), wide.atom(39 - level, 1))),
          never as number,
        );
    expect(mirrored).toThrow(DiagramBudgetError);
  });
});
