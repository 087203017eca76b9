/**
 * Questions put to a decision diagram. Each is a walk that visits a node once, so the size of the space does not matter.
 *
 * Where `possible` is asked for, it is the mask of values still possible by level; levels are independent, so every path
 * inside the masks is a case that can occur.
 */
import { always, type Diagram, DiagramBudgetError, never, terminalCount } from "./diagram.ts";

type Masks = ArrayLike<number>;

/** Terminals that can still be reached, one bit each. */
export function reachable(diagram: Diagram, root: number, possible: Masks): number {
  let found = 0;
  const seen = new Set<number>();
  const visit = (node: number): void => {
    if (node < terminalCount) {
      found |= 1 << node;
      return;
    }
    if (seen.has(node)) return;
    seen.add(node);
    for (let mask = possible[diagram.level(node)] as number; mask !== 0; mask &= mask - 1)
      visit(diagram.kid(node, 31 - Math.clz32(mask & -mask)));
  };
  visit(root);
  return found;
}

/**
 * What is left of a function once answers are known. In `into`, which may be the diagram itself; there a value that is
 * no longer possible leads where the first possible one does, so that equal remainders are one node.
 */
export function restrict(diagram: Diagram, root: number, possible: Masks, into: Diagram = diagram): number {
  const done = new Map<number, number>();
  const visit = (node: number): number => {
    if (node < terminalCount) return node;
    const known = done.get(node);
    if (known !== undefined) return known;
    const level = diagram.level(node);
    const mask = possible[level] as number;
    const kids = Array.from({ length: diagram.widths[level] as number }, (_, value) =>
      mask & (1 << value) ? visit(diagram.kid(node, value)) : -1,
    );
    const first = kids.find((kid) => kid >= 0) as number;
    const result = into.node(
      level,
      kids.map((kid) => (kid < 0 ? first : kid)),
    );
    done.set(node, result);
    return result;
  };
  return visit(root);
}

/** Every node below a root, the root first; terminals left out. */
export function nodesBelow(diagram: Diagram, roots: readonly number[]): number[] {
  const seen = new Set<number>();
  const visit = (node: number): void => {
    if (node < terminalCount || seen.has(node)) return;
    seen.add(node);
    const width = diagram.widths[diagram.level(node)] as number;
    for (let value = 0; value < width; value++) visit(diagram.kid(node, value));
  };
  for (const root of roots) visit(root);
  return [...seen];
}

/** Levels on which the function still depends, ascending. */
export function support(diagram: Diagram, root: number): number[] {
  return [...new Set(nodesBelow(diagram, [root]).map(diagram.level))].sort((one, other) => one - other);
}

/** @throws {DiagramBudgetError} more nodes below these roots than the budget has for live ones */
export function checkLive(diagram: Diagram, roots: readonly number[]): void {
  if (diagram.created() > diagram.budget.live && nodesBelow(diagram, roots).length > diagram.budget.live)
    throw new DiagramBudgetError("live", diagram.budget.live);
}

/** The same function with other terminals. */
export function mapTerminals(diagram: Diagram, root: number, map: (terminal: number) => number): number {
  const done = new Map<number, number>();
  const visit = (node: number): number => {
    if (node < terminalCount) return map(node);
    let result = done.get(node);
    if (result === undefined) {
      const level = diagram.level(node);
      const kids = Array.from({ length: diagram.widths[level] as number }, (_, value) =>
        visit(diagram.kid(node, value)),
      );
      result = diagram.node(level, kids);
      done.set(node, result);
    }
    return result;
  };
  return visit(root);
}

/** TRUE where the function ends in one of the terminals (bits). */
export const endsIn = (diagram: Diagram, root: number, terminals: number): number =>
  mapTerminals(diagram, root, (terminal) => (terminals & (1 << terminal) ? always : never));

/** How many combinations of all facts end in each terminal. */
export function countByTerminal(diagram: Diagram, root: number): Map<number, bigint> {
  const depth = diagram.widths.length;
  // Combinations of the levels from one on.
  const below = new Array<bigint>(depth + 1).fill(1n);
  for (let level = depth - 1; level >= 0; level--)
    below[level] = (below[level + 1] as bigint) * BigInt(diagram.widths[level] as number);
  const done = new Map<number, Map<number, bigint>>();
  // Combinations of the levels from the node's own on.
  const visit = (node: number): Map<number, bigint> => {
    if (node < terminalCount) return new Map([[node, 1n]]);
    const known = done.get(node);
    if (known !== undefined) return known;
    const level = diagram.level(node);
    const result = new Map<number, bigint>();
    for (let value = 0; value < (diagram.widths[level] as number); value++) {
      const kid = diagram.kid(node, value);
      const skipped = (below[level + 1] as bigint) / (below[diagram.level(kid)] as bigint);
      for (const [terminal, count] of visit(kid))
        result.set(terminal, (result.get(terminal) ?? 0n) + count * skipped);
    }
    done.set(node, result);
    return result;
  };
  const skipped = (below[0] as bigint) / (below[diagram.level(root)] as bigint);
  return new Map([...visit(root)].map(([terminal, count]) => [terminal, count * skipped]));
}

/** How many combinations of all facts there are. */
export const spaceSize = (diagram: Diagram): bigint =>
  diagram.widths.reduce((product, width) => product * BigInt(width), 1n);

/** A value index a level on the way to a terminal; -1 where the level does not matter. */
export type Path = Int32Array;

/** Any path to one of the terminals (bits); undefined where there is none. */
export function anyPath(diagram: Diagram, root: number, terminals: number): Path | undefined {
  return pairPath(diagram, root, root, (terminal) => (terminals & (1 << terminal)) !== 0);
}

/** Where two functions are compared on combinations that differ in one level. */
export interface Split {
  readonly level: number;
  /** Value index that the first function sees, and the second. */
  readonly first: number;
  readonly second: number;
}

/**
 * Any path on which the two functions end in terminals that `wanted` accepts. With a split, the first function sees one
 * value of that level and the second another; the path then holds the first's.
 */
export function pairPath(
  diagram: Diagram,
  one: number,
  other: number,
  wanted: (one: number, other: number) => boolean,
  split?: Split,
): Path | undefined {
  const path = new Int32Array(diagram.widths.length).fill(-1);
  if (split) path[split.level] = split.first;
  const failed = new Set<number>();
  const visit = (first: number, second: number): boolean => {
    const level = Math.min(diagram.level(first), diagram.level(second));
    if (level === diagram.widths.length) return wanted(first, second);
    // Node numbers stay far below 2^26.
    const pair = first * 67_108_864 + second;
    if (failed.has(pair)) return false;
    const width = split?.level === level ? 1 : (diagram.widths[level] as number);
    for (let value = 0; value < width; value++) {
      const [left, right] = split?.level === level ? [split.first, split.second] : [value, value];
      const found = visit(
        diagram.level(first) === level ? diagram.kid(first, left) : first,
        diagram.level(second) === level ? diagram.kid(second, right) : second,
      );
      if (!found) continue;
      if (split?.level !== level) path[level] = value;
      return true;
    }
    failed.add(pair);
    return false;
  };
  return visit(one, other) ? path : undefined;
}

/** A path on which the first function is TRUE and the second is not: undefined where one implies the other. */
export const counterexample = (diagram: Diagram, one: number, other: number): Path | undefined =>
  pairPath(diagram, one, other, (left, right) => left === always && right !== always);

export interface Change {
  readonly level: number;
  readonly value: number;
}

/**
 * The cheapest way to one of the terminals (bits) by changing answers.
 *
 * @param possible the answers; a level with several values takes any of them for nothing
 * @param cost of a value that is not among the possible ones, above 0; null: it may not be changed to
 * @returns the changes by level, empty where none is needed; undefined where there is no way
 */
export function cheapestChange(
  diagram: Diagram,
  root: number,
  terminals: number,
  possible: Masks,
  cost: (level: number, value: number) => number | null,
): Change[] | undefined {
  interface Best {
    readonly cost: number;
    readonly value: number;
  }
  const done = new Map<number, Best>();
  const price = (level: number, value: number): number =>
    (possible[level] as number) & (1 << value) ? 0 : (cost(level, value) ?? Number.POSITIVE_INFINITY);
  const visit = (node: number): number => {
    if (node < terminalCount) return terminals & (1 << node) ? 0 : Number.POSITIVE_INFINITY;
    const known = done.get(node);
    if (known !== undefined) return known.cost;
    const level = diagram.level(node);
    let best: Best = { cost: Number.POSITIVE_INFINITY, value: 0 };
    for (let value = 0; value < (diagram.widths[level] as number); value++) {
      const here = price(level, value);
      if (here >= best.cost) continue;
      const total = here + visit(diagram.kid(node, value));
      if (total < best.cost) best = { cost: total, value };
    }
    done.set(node, best);
    return best.cost;
  };
  if (visit(root) === Number.POSITIVE_INFINITY) return undefined;
  const changes: Change[] = [];
  for (let node = root; node >= terminalCount; ) {
    const level = diagram.level(node);
    const { value } = done.get(node) as Best;
    if (price(level, value) > 0) changes.push({ level, value });
    node = diagram.kid(node, value);
  }
  return changes;
}
