/**
 * Multi-valued decision diagrams (决策图): functions over the space of facts, one node a distinct remaining question.
 *
 *   node = a level (fact) and one kid a value; a kid is a node further down, or a terminal
 *
 * Equal sub-diagrams are one node (hash-consing), and a question whose answers lead to the same kid is no node. So two
 * functions are equal exactly where their roots are the same number, and every walk visits a node once.
 *
 * A diagram can grow beyond any bound on unstructured rules. The budget counts nodes, not time, so that the verdict is
 * the same on every machine; what exceeds it is *not proven*, never taken as proven.
 */

/** Numbers below are terminals; what they mean is their user's affair but for the first two. */
export const terminalCount = 16;
export const never = 0;
export const always = 1;

export interface Budget {
  /** Nodes ever created. */
  readonly created: number;
  /** Nodes below the roots that are kept. */
  readonly live: number;
}

/** Some five seconds on a small machine. */
export const standardBudget: Budget = { created: 1_000_000, live: 200_000 };

/** A diagram grew beyond its budget: what it should show is not proven. */
export class DiagramBudgetError extends Error {
  readonly code = "rules.diagram-budget";
  readonly measure: keyof Budget;

  constructor(measure: keyof Budget, limit: number) {
    super(
      `more than ${limit} ${measure} nodes: not proven; give sub-conclusions fewer facts, or split the rule set`,
    );
    this.name = "DiagramBudgetError";
    this.measure = measure;
  }
}

export interface Diagram {
  /** Values of each level. */
  readonly widths: readonly number[];
  readonly budget: Budget;
  /** The node that asks `level` and goes on to `kids[from + value]`; no node where all kids are the same. */
  node(level: number, kids: ArrayLike<number>, from?: number): number;
  /** TRUE where the level's value lies in the mask. */
  atom(level: number, mask: number): number;
  /** `then` where the condition is TRUE, else `otherwise`; the condition's terminals are `never` and `always`. */
  choose(condition: number, then: number, otherwise: number): number;
  /** The level a node asks; the number of levels for a terminal. */
  level(node: number): number;
  kid(node: number, value: number): number;
  /** The terminal that one value index a level leads to. */
  follow(node: number, chosen: ArrayLike<number>): number;
  /** Nodes created so far, terminals not counted. */
  created(): number;
}

export const both = (diagram: Diagram, one: number, other: number): number =>
  diagram.choose(one, other, never);
export const either = (diagram: Diagram, one: number, other: number): number =>
  diagram.choose(one, always, other);
export const negated = (diagram: Diagram, one: number): number => diagram.choose(one, never, always);
export const without = (diagram: Diagram, one: number, other: number): number =>
  diagram.choose(other, never, one);

/** Nodes there is room for at first; small, since many diagrams live for one question only. */
const firstNodes = 128;

/** Room for the kids of one node while it is made. */
const widest = 16;

/** @throws {DiagramBudgetError} from every operation that would create a node beyond the budget */
export function createDiagram(widths: readonly number[], budget: Budget = standardBudget): Diagram {
  const depth = widths.length;
  let next = terminalCount;
  let levels = new Int32Array(firstNodes).fill(depth);
  let starts = new Int32Array(firstNodes);
  let kidsOf = new Int32Array(4 * firstNodes);
  let kidsEnd = 0;
  // Open addressing; 0 is free, since no node has that number.
  let unique = new Int32Array(2 * firstNodes);
  // condition, then, otherwise, result; a colliding entry is overwritten.
  let memo = new Int32Array(4 * 2 * firstNodes);
  // A level is asked once on a path, so each has its own place while its node is made.
  const making = new Int32Array((depth + 1) * widest);

  const hashOf = (level: number, kids: ArrayLike<number>, from: number, width: number): number => {
    let hash = Math.imul(level + 1, 0x9e3779b1);
    for (let value = 0; value < width; value++) {
      hash = Math.imul(hash ^ (kids[from + value] as number), 0x85ebca6b);
      hash ^= hash >>> 13;
    }
    return hash >>> 0;
  };

  const same = (
    node: number,
    level: number,
    kids: ArrayLike<number>,
    from: number,
    width: number,
  ): boolean => {
    if (levels[node] !== level) return false;
    const start = starts[node] as number;
    for (let value = 0; value < width; value++)
      if (kidsOf[start + value] !== kids[from + value]) return false;
    return true;
  };

  const grow = (): void => {
    levels = grown(levels, next * 2).fill(depth, next);
    starts = grown(starts, next * 2);
    const larger = new Int32Array(unique.length * 2);
    const mask = larger.length - 1;
    for (const node of unique) {
      if (node === 0) continue;
      const level = levels[node] as number;
      let at = hashOf(level, kidsOf, starts[node] as number, widths[level] as number) & mask;
      while (larger[at] !== 0) at = (at + 1) & mask;
      larger[at] = node;
    }
    unique = larger;
    // What was memorised is lost, not wrong.
    memo = new Int32Array(memo.length * 2);
  };

  const node = (level: number, kids: ArrayLike<number>, from = 0): number => {
    const width = widths[level] as number;
    const first = kids[from] as number;
    let differs = false;
    for (let value = 1; value < width; value++) if (kids[from + value] !== first) differs = true;
    if (!differs) return first;
    const mask = unique.length - 1;
    let at = hashOf(level, kids, from, width) & mask;
    while (unique[at] !== 0) {
      if (same(unique[at] as number, level, kids, from, width)) return unique[at] as number;
      at = (at + 1) & mask;
    }
    if (next - terminalCount >= budget.created) throw new DiagramBudgetError("created", budget.created);
    if (kidsEnd + width > kidsOf.length) kidsOf = grown(kidsOf, kidsOf.length * 2);
    const made = next++;
    levels[made] = level;
    starts[made] = kidsEnd;
    for (let value = 0; value < width; value++) kidsOf[kidsEnd++] = kids[from + value] as number;
    unique[at] = made;
    if (next >= levels.length) grow();
    return made;
  };

  const choose = (condition: number, then: number, otherwise: number): number => {
    if (condition === always || then === otherwise) return then;
    if (condition === never) return otherwise;
    if (then === always && otherwise === never) return condition;
    const place = 4 * (hashOf3(condition, then, otherwise) & (memo.length / 4 - 1));
    if (memo[place] === condition && memo[place + 1] === then && memo[place + 2] === otherwise)
      return memo[place + 3] as number;
    const [first, second, third] = [levels[condition], levels[then], levels[otherwise]] as [
      number,
      number,
      number,
    ];
    const level = Math.min(first, second, third);
    const from = level * widest;
    for (let value = 0; value < (widths[level] as number); value++)
      making[from + value] = choose(
        first === level ? (kidsOf[(starts[condition] as number) + value] as number) : condition,
        second === level ? (kidsOf[(starts[then] as number) + value] as number) : then,
        third === level ? (kidsOf[(starts[otherwise] as number) + value] as number) : otherwise,
      );
    const result = node(level, making, from);
    const now = 4 * (hashOf3(condition, then, otherwise) & (memo.length / 4 - 1));
    memo[now] = condition;
    memo[now + 1] = then;
    memo[now + 2] = otherwise;
    memo[now + 3] = result;
    return result;
  };

  return {
    widths,
    budget,
    node,
    choose,
    atom(level, mask) {
      const kids = Array.from({ length: widths[level] as number }, (_, value) => (mask >> value) & 1);
      return node(level, kids);
    },
    level: (at) => levels[at] as number,
    kid: (at, value) => kidsOf[(starts[at] as number) + value] as number,
    follow(at, chosen) {
      let here = at;
      while (here >= terminalCount)
        here = kidsOf[(starts[here] as number) + (chosen[levels[here] as number] as number)] as number;
      return here;
    },
    created: () => next - terminalCount,
  };
}

function grown(array: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(length, array.length));
  larger.set(array);
  return larger;
}

function hashOf3(one: number, two: number, three: number): number {
  let hash = Math.imul(one, 0x9e3779b1) ^ Math.imul(two, 0x85ebca6b) ^ Math.imul(three, 0xc2b2ae35);
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x2c1b3c6d) >>> 0;
}
