import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leanings, walkOf, walkOutcomes, walkStep } from "../../../src/core/learning/walk.ts";
import type { Fact, Look } from "../../../src/core/rules/types.ts";

const fact = (id: string, look: Look, order: readonly string[] | null = ["good", "so-so", "bad"]): Fact => ({
  id,
  look,
  checklist: false,
  label: id,
  question: id,
  help: "",
  example: null,
  values: (order ?? ["good", "bad"]).map((value) => ({ id: value, label: value })),
  order,
  corrective: false,
  evidence: [],
});
const facts = [
  fact("report", "threshold"),
  fact("gain", "motive"),
  fact("purpose", "motive", null),
  fact("harm", "consequence"),
];
const published = {
  id: "seed",
  title: "某局先行抢修",
  outcome: "tolerated_exempt" as const,
  facts: "某局发现险情，先行抢修，造成损失。",
  reason: "没有谋取私利",
  correction: "补办了手续",
};
const spans = { report: "先行抢修", gain: "没有谋取私利", harm: "造成损失" };

describe("walkOf", () => {
  it("goes through the six looks in their order, the silent ones too", () => {
    const walk = walkOf(published, { report: "good", gain: "good", harm: "bad" }, spans, facts);
    expect(walk?.looks.map(({ look, stated }) => [look, stated.map(({ fact: { id } }) => id)])).toEqual([
      ["nature", []],
      ["basis", []],
      ["motive", ["gain"]],
      ["decision", []],
      ["consequence", ["harm"]],
      ["correction", []],
    ]);
    expect(walk?.outcome).toBe("exempt");
  });

  it("tells with its look what the story does not have, and keeps for the end what was decided", () => {
    const walk = walkOf(published, { gain: "good", harm: "bad" }, spans, facts);
    expect(walk?.looks.flatMap(({ told }) => told)).toEqual(["没有谋取私利"]);
    const decided = walkOf(published, { gain: "good", harm: "bad" }, { ...spans, harm: "予以免责" }, facts);
    expect(decided?.looks.flatMap(({ stated }) => stated.map(({ span }) => span))).toEqual(["没有谋取私利"]);
  });

  it("is not there where nothing of the looks is stated, or the report was untrue", () => {
    expect(walkOf(published, { report: "good" }, spans, facts)).toBeNull();
    const cleared = { ...published, outcome: "clarified" as const };
    expect(walkOf(cleared, { gain: "good", harm: "bad" }, spans, facts)).toBeNull();
  });
});

describe("walkStep", () => {
  const walk = walkOf(published, { gain: "good", harm: "bad" }, spans, facts);
  if (walk === null) throw new Error("no walk");

  it("asks each look once, then for a guess, then ends, whatever was judged", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...leanings), { minLength: 6, maxLength: 6 }),
        fc.constantFrom(...walkOutcomes),
        (judged, guess) => {
          for (let at = 0; at < 6; at++)
            expect(walkStep(walk, { looks: judged.slice(0, at), guess: null })).toMatchObject({
              type: "look",
              at,
            });
          expect(walkStep(walk, { looks: judged, guess: null })).toEqual({ type: "guess" });
          expect(walkStep(walk, { looks: judged, guess })).toEqual({ type: "end", guess });
        },
      ),
    );
  });
});
