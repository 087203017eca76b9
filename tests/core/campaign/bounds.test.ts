import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  excessesOf,
  hasHours,
  type Pace,
  paceUnsaid,
  paceWithin,
  usualPace,
} from "../../../src/core/campaign/bounds.ts";
import { nextOpening, type WorkCalendar } from "../../../src/core/campaign/window.ts";

const pace = (from: string, until: string, workdaysOnly = true, perWeek = 2): Pace => ({
  hours: { from, until, workdaysOnly },
  perWeek,
});

const quarter = (at: number): string =>
  `${String(Math.floor(at / 4)).padStart(2, "0")}:${String((at % 4) * 15).padStart(2, "0")}`;
const anyPace = fc
  .record({
    quarters: fc.uniqueArray(fc.nat(96), { minLength: 2, maxLength: 2 }),
    workdaysOnly: fc.boolean(),
    perWeek: fc.integer({ min: 1, max: 7 }),
  })
  .map(({ quarters, workdaysOnly, perWeek }): Pace => {
    const [from = 0, until = 0] = quarters.toSorted((left, right) => left - right);
    return pace(quarter(from), quarter(until), workdaysOnly, perWeek);
  });

const calendar: WorkCalendar = { years: new Set([2026]), off: new Set(["2026-10-01"]), worked: new Set() };

describe("what a campaign asks for beyond the bound of the installation", () => {
  it("is nothing where it asks for as much or less", () => {
    expect(excessesOf(usualPace, usualPace)).toEqual([]);
    expect(excessesOf(pace("09:00", "12:00", true, 1), usualPace)).toEqual([]);
  });

  it("is every hour, day and message that the bound does not allow", () => {
    expect(excessesOf(pace("00:00", "23:59", false, 7), usualPace)).toEqual([
      { field: "from", asked: "00:00", bound: "08:30" },
      { field: "until", asked: "23:59", bound: "18:00" },
      { field: "workdaysOnly" },
      { field: "perWeek", asked: 7, bound: 2 },
    ]);
  });
});

describe("the pace at which a campaign is sent", () => {
  it("never goes beyond the bound, nor beyond what is asked for", () => {
    fc.assert(
      fc.property(anyPace, anyPace, (asked, bound) => {
        const within = paceWithin(asked, bound);
        expect(excessesOf(within, bound)).toEqual([]);
        expect(excessesOf(within, asked)).toEqual([]);
      }),
    );
  });

  it("is what is asked for where that is not beyond the bound", () => {
    fc.assert(
      fc.property(anyPace, anyPace, (asked, bound) => {
        const unchanged = JSON.stringify(paceWithin(asked, bound)) === JSON.stringify(asked);
        expect(unchanged).toBe(excessesOf(asked, bound).length === 0);
      }),
    );
  });

  it("has no hours, and never opens, where what is asked for lies outside", () => {
    const none = paceWithin(pace("19:00", "21:00"), usualPace);
    expect(hasHours(none)).toBe(false);
    expect(nextOpening(0, { from: 0, to: "2026-12-31" }, none.hours, calendar)).toBeNull();
  });

  it("of whoever asks for nothing is what is usual within the bound, or the bound where they have no hour in common", () => {
    expect(paceUnsaid(pace("09:00", "20:00", false, 5))).toEqual(pace("09:00", "18:00"));
    expect(paceUnsaid(pace("19:00", "21:00", false, 1))).toEqual(pace("19:00", "21:00", true, 1));
    fc.assert(
      fc.property(anyPace, (bound) => {
        expect(hasHours(paceUnsaid(bound))).toBe(true);
        expect(excessesOf(paceUnsaid(bound), bound)).toEqual([]);
      }),
    );
  });
});
