import { describe, expect, it } from "vitest";
import { faultOf } from "../../../../src/core/grounding/claims/check.ts";
import { isLeak, isSensitive } from "../../../../src/core/grounding/claims/output.ts";
import { knowledge } from "../../../knowledge-base.ts";
import {
  chanceFrom,
  changes,
  curatedSamples,
  mutantsOf,
  type Sample,
  wordingSamples,
} from "./claim-samples.ts";

const caught = ({ claim, evidence }: Sample): boolean =>
  isLeak(claim.text, "q7canary") ||
  isSensitive(
    claim.text,
    evidence.map(({ text }) => text),
  ) ||
  faultOf(claim, evidence) !== null;

const { catalogue } = knowledge;
const wording = wordingSamples(catalogue);
const sound = [...curatedSamples(catalogue), ...wording].filter((sample) => !caught(sample));

describe("the checks of claims over the shipped knowledge base", () => {
  it("let through what repeats a source or leaves a clause of it out: at most one in twenty is dropped", () => {
    const dropped = wording.filter(caught).length;
    expect(wording.length).toBeGreaterThan(1_000);
    expect(dropped / wording.length).toBeLessThanOrEqual(0.05);
  });

  it.each([7, 1949])("catch 99 in 100 of what is wrong by one thing, seed %i", (seed) => {
    const mutants = mutantsOf(sound, 60, chanceFrom(seed));
    const missed = mutants.filter((mutant) => !caught(mutant));
    expect(mutants.length).toBeGreaterThanOrEqual(600);
    expect(
      missed.length / mutants.length,
      missed.map(({ claim }) => claim.text).join("\n"),
    ).toBeLessThanOrEqual(0.01);
  });

  it.each(Object.keys(changes))("catch nearly every change of kind %s", (kind) => {
    const mutants = mutantsOf(sound, 60, chanceFrom(21)).filter((mutant) => mutant.kind === kind);
    expect(mutants.length).toBeGreaterThan(0);
    expect(mutants.filter(caught).length / mutants.length).toBeGreaterThanOrEqual(0.9);
  });
});
