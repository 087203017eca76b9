import { describe, expect, it } from "vitest";
import { faultOf } from "../../../../src/core/grounding/claims/check.ts";
import { evidenceFor } from "../../../../src/core/grounding/claims/evidence.ts";
import { knowledge } from "../../../knowledge-base.ts";
import { paraphrases, unseen } from "./paraphrases.ts";

const faultIn = (passage: string, text: string) => {
  const evidence = evidenceFor(knowledge.catalogue, passage, "k7p2", "2026-11-26");
  if (evidence === null) throw new Error(`${passage} is not held any more: write the sentences to another`);
  return faultOf({ text, cites: [evidence.id] }, [evidence]);
};

describe("the checks of claims on sentences in a person's own words", () => {
  const pairs = [...paraphrases, ...unseen];

  it("have so many of them, each with one beside it that is subtly wrong", () => {
    expect(new Set(pairs.flatMap(({ sound, wrong }) => [sound, wrong])).size).toBe(120);
  });

  it("catch all that are subtly wrong", () => {
    const missed = pairs.filter(({ passage, wrong }) => faultIn(passage, wrong) === null);
    expect(missed.map(({ wrong }) => wrong)).toEqual([]);
  });

  it("do not believe the honest ones either: what a model says is the source's own sentence", () => {
    const kept = pairs.filter(({ passage, sound }) => faultIn(passage, sound) === null);
    expect(kept.map(({ sound }) => sound)).toEqual([]);
  });
});
