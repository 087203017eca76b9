/** What "more answers never contradict a settled one" means, for every test that claims it. */
import { expect } from "vitest";
import type { Range } from "../../../src/core/rules/decision.ts";
import type { Explanation } from "../../../src/core/rules/explain.ts";
import { outcomes } from "../../../src/core/rules/types.ts";

const worst = ({ worst: end }: Range): number => outcomes.indexOf(end ?? "exempt");
const best = ({ best: end }: Range): number => (end === null ? -1 : outcomes.indexOf(end));

/** @param after of the same form with more answers */
export function expectNoContradiction(before: Explanation, after: Explanation): void {
  if (before.status !== "insufficient") {
    expect([after.status, after.outcome]).toEqual([before.status, before.outcome]);
    expect(before.next_questions).toEqual([]);
  }
  if (before.range === null || after.range === null) {
    // A gate: among those still open before, unless it stood already.
    if (before.range === null) expect(after.range).toBeNull();
    else expect(before.range.gates).toContain(after.status);
    return;
  }
  const { gates = [] } = before.range;
  expect(gates).toEqual(expect.arrayContaining([...(after.range.gates ?? [])]));
  if (after.range.worst === null || after.range.best === null) return;
  expect(worst(after.range)).toBeGreaterThanOrEqual(worst(before.range));
  expect(best(after.range)).toBeLessThanOrEqual(best(before.range));
}
