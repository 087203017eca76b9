import type { Budget } from "../diagram.ts";
import { ends } from "../model.ts";
import { pairOf } from "../pair.ts";
import type { RuleSet } from "../types.ts";
import { pairPath } from "../walks.ts";
import { type Checked, exampleAt } from "./lint.ts";

/**
 * 15: what the earlier version excludes, the later one excludes too; else somebody must have signed for it. A value that the
 * later version does not know counts as one that none of its rules names.
 *
 * @param signed whether somebody signed for the weakening
 */
export function checkRedLinesKept(
  earlier: RuleSet,
  later: RuleSet,
  signed: (earlier: string, later: string) => boolean = () => false,
  budget?: Budget,
): Checked {
  const [old, young] = pairOf(earlier, later, budget);
  const path = pairPath(
    old.diagram,
    old.verdict,
    young.verdict,
    (before, after) => before === ends.not_tolerated && after !== ends.not_tolerated,
  );
  if (path === undefined) return { findings: [] };
  const finding = {
    message: `${later.version} no longer excludes what ${earlier.version} excludes: needs a signed entry`,
    examples: [exampleAt(old, path, `按${earlier.version}`), exampleAt(young, path, `按${later.version}`)],
  };
  return signed(earlier.version, later.version)
    ? { findings: [], notes: [finding] }
    : { findings: [finding] };
}
