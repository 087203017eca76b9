import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leaningOf, leanings, walkOf, walkOutcomes, walkStep } from "../../../src/core/learning/walk.ts";
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
const published = { id: "seed", outcome: "tolerated_exempt" as const };

describe("walkOf", () => {
  it("goes through the six looks in their order, the silent ones too", () => {
    const walk = walkOf(published, { report: "good", gain: "good", harm: "bad" }, facts);
    expect(walk?.looks.map(({ look, leaning }) => [look, leaning])).toEqual([
      ["nature", "open"],
      ["basis", "open"],
      ["motive", "for"],
      ["decision", "open"],
      ["consequence", "against"],
      ["correction", "open"],
    ]);
    expect(walk?.outcome).toBe("exempt");
  });

  it("is not there where nothing of the looks is stated, or the report was untrue", () => {
    expect(walkOf(published, { report: "good" }, facts)).toBeNull();
    expect(walkOf({ ...published, outcome: "clarified" }, { gain: "good", harm: "bad" }, facts)).toBeNull();
  });
});

describe("leaningOf", () => {
  const stated = (value: string | readonly string[], of: Fact = fact("gain", "motive")) => ({
    fact: of,
    values: typeof value === "string" ? [value] : value,
  });

  it.each([
    [["good"], "for"],
    [["bad"], "against"],
    [["so-so"], "open"],
    [["good", "bad"], "against"],
    [["good", "so-so"], "open"],
    [[["good", "bad"]], "open"],
    [[], "open"],
  ] as const)("of %j is %s", (values, leaning) => {
    expect(leaningOf(values.map((value) => stated(value)))).toBe(leaning);
  });

  it("does not hear facts whose answers have no order", () => {
    expect(leaningOf([stated("bad", fact("purpose", "motive", null))])).toBe("open");
  });
});

describe("walkStep", () => {
  const walk = walkOf(published, { gain: "good", harm: "bad" }, facts);
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
