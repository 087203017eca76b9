import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nearest } from "../../../src/core/rules/nearest.ts";

/** Letters added, left out, changed or swapped with their neighbour, straight from that sentence. */
function editsBetween(one: string, other: string): number {
  if (one === "" || other === "") return one.length + other.length;
  const [a, b] = [one.slice(0, -1), other.slice(0, -1)];
  const changed = editsBetween(a, b) + (one.at(-1) === other.at(-1) ? 0 : 1);
  const swapped =
    one.length > 1 && other.length > 1 && one.at(-1) === other.at(-2) && one.at(-2) === other.at(-1)
      ? editsBetween(one.slice(0, -2), other.slice(0, -2)) + 1
      : Number.POSITIVE_INFINITY;
  return Math.min(changed, swapped, editsBetween(a, other) + 1, editsBetween(one, b) + 1);
}

describe("the nearest known name", () => {
  it.each([
    ["a letter changed", "goin", "gain"],
    ["a letter added", "gainn", "gain"],
    ["a letter left out", "gan", "gain"],
    ["two letters swapped", "gian", "gain"],
    ["other capitals", "GAIN", "gain"],
  ])("is found through %s", (_, name, found) => {
    expect(nearest(name, ["loss", "gain", "error"])).toBe(found);
    expect(nearest(name, ["LOSS", "Gain"])).toBe("Gain");
  });

  it("is the first of several equally near", () => {
    expect(nearest("lost", ["loss", "lose"])).toBe("loss");
    expect(nearest("lost", ["lose", "loss"])).toBe("lose");
  });

  it("is none where nothing is shared, or nothing known", () => {
    expect(nearest("abc", ["xyz"])).toBeNull();
    expect(nearest("abc", [])).toBeNull();
    expect(nearest("", ["abc"])).toBeNull();
    expect(nearest("abc", ["xbz"])).toBe("xbz");
    expect(nearest("a", ["xyza"])).toBe("xyza");
    expect(nearest("xyza", ["a"])).toBe("a");
  });

  it("has the fewest edits", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 5 });
    fc.assert(
      fc.property(word, fc.array(word, { minLength: 1, maxLength: 4 }), (name, known) => {
        const edits = known.map((one) => editsBetween(name, one));
        const first = known[edits.indexOf(Math.min(...edits))] as string;
        const meant = Math.min(...edits) < Math.max(name.length, first.length);
        expect(nearest(name, known)).toBe(meant ? first : null);
      }),
      { numRuns: 500 },
    );
  });
});
