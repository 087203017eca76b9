import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { divide, fewest, type Part, restOf } from "../../../src/core/listening/division.ts";

const part = (id: string, persons: number, first = 0): Part => ({
  id,
  title: id,
  count: persons,
  persons: new Set(Array.from({ length: persons }, (_, at) => `p${first + at}`)),
});
const ids = (parts: readonly Part[]): string[] => parts.map(({ id }) => id);

describe("a whole divided into parts", () => {
  it("leaves the smallest told part out with a single small one", () => {
    const parts = [part("a", 30), part("b", 12, 100), part("c", 3, 200)];
    expect(ids(divide(parts).told)).toEqual(["a"]);
    expect(ids(divide(parts).left)).toEqual(["b", "c"]);
    expect(ids(divide(parts.slice(0, 2)).told)).toEqual(["a", "b"]);
  });

  it("tells all that is large enough where what is small is large enough together", () => {
    const { told, left } = divide([part("a", 30), part("b", 6, 100), part("c", 5, 200)]);
    expect(ids(told)).toEqual(["a"]);
    expect(restOf(left)).toEqual({ count: 11 });
  });

  it("does not count ten questions of one person as ten persons, nor tell what may not be told", () => {
    expect(divide([{ ...part("a", 1), count: 50 }]).told).toEqual([]);
    expect(divide([part("", 30)], ({ id }) => id !== "").told).toEqual([]);
  });

  it("says that something is left out where it is too little to be counted", () => {
    expect(restOf([])).toBeNull();
    expect(restOf([part("a", fewest - 1)])).toEqual({ count: null });
    expect(restOf([part("a", fewest)])).toEqual({ count: fewest });
  });
});

describe("whatever the parts", () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 12 });

  it("no told part and no remainder is of fewer than ten persons, and nothing is lost", () => {
    fc.assert(
      fc.property(sizes, fc.integer({ min: 0, max: 30 }), (given, step) => {
        // A step smaller than the sizes: the parts share persons.
        const parts = given
          .toSorted((left, right) => right - left)
          .map((size, at) => part(`${at}`, size, at * step));
        const { told, left } = divide(parts);
        for (const { persons } of told) expect(persons.size).toBeGreaterThanOrEqual(fewest);
        const rest = new Set(left.flatMap(({ persons }) => [...persons])).size;
        expect(told.length === 0 || rest === 0 || rest >= fewest).toBe(true);
        expect(ids([...told, ...left]).toSorted()).toEqual(ids(parts).toSorted());
      }),
    );
  });
});
