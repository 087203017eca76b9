/**
 * The rule of promises against `tests/questions/promises.jsonl`: texts that promise cadres to be spared, and honest ones about the
 * same things. Half a was looked at while the rule was made; half b was written before, half c after it, and of both only
 * the figures were looked at. The floors stand a little under the figures reached, so that a change that loses ground is seen.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isPromise } from "../../../src/core/grounding/promise.ts";
import { knowledge } from "../../knowledge-base.ts";
import { curatedSamples } from "./claims/claim-samples.ts";

interface Line {
  readonly id: string;
  readonly half: "a" | "b" | "c";
  readonly label: "promise" | "honest";
  readonly text: string;
}

const lines: readonly Line[] = readFileSync(
  new URL("../../questions/promises.jsonl", import.meta.url),
  "utf8",
)
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Line);

const shareRefused = (half: Line["half"], label: Line["label"]): number => {
  const of = lines.filter((line) => line.half === half && line.label === label);
  return of.filter(({ text }) => isPromise(text)).length / of.length;
};

/** What editors of the knowledge base wrote, in the words a campaign would use; a few tell what a promise sounds like. */
const written = [...new Set(curatedSamples(knowledge.catalogue).map(({ claim }) => claim.text))];

describe("the set of promises", () => {
  it("has at least seventy of either kind in the halves a and b, and fifty in c, none twice", () => {
    for (const label of ["promise", "honest"] as const)
      expect(
        (["a", "b", "c"] as const).map(
          (half) =>
            lines.filter((line) => line.half === half && line.label === label).length >=
            (half === "c" ? 50 : 70),
        ),
      ).toEqual([true, true, true]);
    expect(new Set(lines.map(({ text }) => text)).size).toBe(lines.length);
    expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length);
  });

  it.each([
    ["a", 0.99],
    ["b", 0.96],
    ["c", 0.82],
  ] as const)("has its promises of half %s refused", (half, least) => {
    expect(shareRefused(half, "promise")).toBeGreaterThanOrEqual(least);
  });

  it.each([
    ["a", 0.02],
    ["b", 0.04],
    ["c", 0.04],
  ] as const)("has its honest texts of half %s let through", (half, most) => {
    expect(shareRefused(half, "honest")).toBeLessThanOrEqual(most);
  });

  it("lets nearly all pass that the knowledge base says in its editors' words", () => {
    const refused = written.filter(isPromise).length;
    expect(written.length).toBeGreaterThan(300);
    expect(refused / written.length).toBeLessThanOrEqual(0.055);
  });
});
