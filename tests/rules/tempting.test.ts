import { describe, expect, it } from "vitest";
import type { Verdict } from "../../src/app/precheck/case-table.ts";
import { isFavourable, newest, sound, temptingRules, verdictOf } from "./shipped.ts";

describe("rules that look right but fail", () => {
  it("start from a form on which all six looks hold", () => {
    expect(verdictOf(newest.compiled, sound)).toBe("exempt");
  });

  for (const { naive, cases } of temptingRules)
    it.each(cases)(`「${naive}」: $name`, ({ with: changes, expect: wanted }) => {
      expect(verdictOf(newest.compiled, { ...sound, ...changes })).toBe(wanted);
    });

  it.each(temptingRules)("「$naive」 would get a case wrong", ({ predicts, cases }) => {
    const wrongly = ({ expect: wanted }: { expect: Verdict }) =>
      (predicts === "favourable") !== isFavourable(wanted);
    expect(cases.some(wrongly)).toBe(true);
  });
});
