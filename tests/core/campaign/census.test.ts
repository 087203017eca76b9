import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { censusOf } from "../../../src/core/campaign/census.ts";

const unitsOf = (units: Readonly<Record<string, number>>) =>
  censusOf({ channels: new Map(), units: new Map(Object.entries(units)) }).units;

describe("the count of whom a campaign would go to", () => {
  it("is told by channel and unit, in the order of names", () => {
    const channels = new Map([
      ["web", 12],
      ["telegram", 30],
    ]);
    const units = new Map([
      ["乙局", 30],
      ["甲局", 12],
    ]);
    expect(censusOf({ channels, units })).toEqual({
      total: 42,
      channels: {
        groups: [
          { name: "telegram", count: 30 },
          { name: "web", count: 12 },
        ],
        others: 0,
      },
      units: {
        groups: [
          { name: "乙局", count: 30 },
          { name: "甲局", count: 12 },
        ],
        others: 0,
      },
    });
  });

  it("tells small groups together, and with them a larger one where they would be too few", () => {
    expect(unitsOf({ a: 3, b: 8, c: 20 })).toEqual({ groups: [{ name: "c", count: 20 }], others: 11 });
    expect(unitsOf({ a: 3, b: 20, c: 30 })).toEqual({ groups: [{ name: "c", count: 30 }], others: 23 });
    expect(unitsOf({ a: 3, b: 4 })).toEqual({ groups: [], others: 7 });
    expect(unitsOf({})).toEqual({ groups: [], others: 0 });
  });

  it("shows no group of one to nine, and lets none be worked out; nobody is lost", () => {
    const units = fc.dictionary(fc.string({ minLength: 1, maxLength: 3 }), fc.integer({ min: 1, max: 30 }));
    fc.assert(
      fc.property(units, (given) => {
        const { groups, others } = unitsOf(given);
        expect(groups.every(({ count }) => count >= 10)).toBe(true);
        const sum = groups.reduce((total, { count }) => total + count, others);
        expect(sum).toBe(Object.values(given).reduce((total, count) => total + count, 0));
        // What is told together is of several, and not of few; unless there is nothing else.
        const hidden = Object.keys(given).length - groups.length;
        if (groups.length > 0 && hidden > 0) {
          expect(hidden).toBeGreaterThan(1);
          expect(others).toBeGreaterThanOrEqual(10);
        }
      }),
    );
  });
});
