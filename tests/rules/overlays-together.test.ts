/** The local measures, several at once: what the lint about pairs proves, held against lists of up to four of them. */
import { expect, it } from "vitest";
import { compile } from "../../src/core/rules/compile.ts";
import { standardBudget } from "../../src/core/rules/diagram.ts";
import { checkConflicts } from "../../src/core/rules/lints/conflicts.ts";
import { checkFavourGrounded, checkRedlinesFirst } from "../../src/core/rules/lints/favour.ts";
import { checkMonotone } from "../../src/core/rules/lints/monotone.ts";
import { checkOverlayBound } from "../../src/core/rules/lints/overlay-bound.ts";
import { chanceFrom, pick } from "../core/rules/random-rules.ts";
import { measures, newest } from "./shipped.ts";

it("holds together under any local measures at once, in 40 lists of three or four", () => {
  const chance = chanceFrom(5);
  const { model: base } = newest.compiled;
  for (let turn = 0; turn < 40; turn++) {
    const some = new Set(Array.from({ length: 4 }, () => pick(chance, measures).overlay));
    if (some.size < 3) continue;
    const { model } = compile(newest.ruleSet, [...some], standardBudget, base);
    const findings = [
      checkConflicts(model),
      checkOverlayBound(base, model, []),
      checkMonotone(model),
      checkRedlinesFirst(model),
      checkFavourGrounded(model),
    ].flatMap((checked) => checked.findings);
    expect({ together: [...some].map(({ id }) => id), findings }).toMatchObject({ findings: [] });
  }
});
