import { describe, expect, it } from "vitest";
import { faultOf } from "../../../../src/core/grounding/claims/check.ts";
import { isLeak, isSensitive } from "../../../../src/core/grounding/claims/output.ts";
import { knowledge } from "../../../knowledge-base.ts";
import {
  chanceFrom,
  changes,
  curatedSamples,
  type Mutant,
  mutantsOf,
  type Sample,
  wordingSamples,
} from "./claim-samples.ts";
import { alterations, widerMutantsOf } from "./wider-mutants.ts";

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
  it("let through what repeats a source as a model is told to: at most one in twenty is dropped", () => {
    const dropped = wording.filter(caught).length;
    expect(wording.length).toBeGreaterThan(800);
    expect(dropped / wording.length).toBeLessThanOrEqual(0.05);
  });

  const expectCaught = (mutants: readonly Mutant[]): void => {
    const missed = mutants.filter((mutant) => !caught(mutant));
    expect(mutants.length).toBeGreaterThanOrEqual(600);
    expect(
      missed.length / mutants.length,
      missed.map(({ kind, claim }) => `${kind}: ${claim.text}`).join("\n"),
    ).toBeLessThanOrEqual(0.01);
  };

  it.each([7, 1949])("catch 99 in 100 of what is wrong by one thing, seed %i", (seed) => {
    expectCaught(mutantsOf(sound, 60, chanceFrom(seed)));
  });

  it.each([7, 1949, 2026])("catch 99 in 100 of what is easily overlooked, seed %i", (seed) => {
    expectCaught(widerMutantsOf(catalogue, 60, chanceFrom(seed)));
  });

  it.each(Object.keys(changes))("catch nearly every change of kind %s", (kind) => {
    const mutants = mutantsOf(sound, 60, chanceFrom(21)).filter((mutant) => mutant.kind === kind);
    expect(mutants.length).toBeGreaterThan(0);
    expect(mutants.filter(caught).length / mutants.length).toBeGreaterThanOrEqual(0.9);
  });

  it.each(Object.keys(alterations))("catch nearly every one of %s", (kind) => {
    const mutants = widerMutantsOf(catalogue, 60, chanceFrom(21)).filter((mutant) => mutant.kind === kind);
    expect(mutants.length).toBeGreaterThan(20);
    expect(mutants.filter(caught).length / mutants.length).toBeGreaterThanOrEqual(0.95);
  });
});
