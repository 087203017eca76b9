import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { usualPace } from "../../../src/core/campaign/bounds.ts";
import { hindrancesOf, type OutlookOptions } from "../../../src/core/campaign/outlook.ts";
import { dayAfter, instantOf, isCapped, nextOpening } from "../../../src/core/campaign/window.ts";

// Monday 2026-11-23; the Thursday after is made a holiday.
const calendar = { years: new Set([2026]), off: new Set(["2026-11-26"]), worked: new Set<string>() };
const at = (id: string, day: string) => ({ id, day, from: instantOf(day, 8 * 60 + 30) });
const told = (days: Readonly<Record<string, string>>, rest: Partial<OutlookOptions> = {}) =>
  hindrancesOf({
    items: Object.entries(days).map(([id, day]) => at(id, day)),
    to: "2026-12-31",
    pace: usualPace,
    isCorrection: false,
    calendar,
    now: instantOf("2026-11-20", 12 * 60),
    begun: false,
    ...rest,
  });

describe("what cannot go out", () => {
  it("is nothing where every item has a working day and the cap is kept", () => {
    expect(told({ one: "2026-11-23", two: "2026-11-25", three: "2026-11-30" })).toEqual([]);
  });

  it.each([
    ["a Saturday", "2026-11-28", "2026-11-30"],
    ["a holiday", "2026-11-26", "2026-11-27"],
  ])("tells of %s on which pushes do not go, and on which day they go instead", (_, day, to) => {
    expect(told({ one: day })).toEqual([{ type: "moved", item: "one", day, to }]);
  });

  it("tells of a day off after which none is left", () => {
    expect(told({ one: "2026-11-28" }, { to: "2026-11-29" })).toEqual([
      { type: "never", item: "one", day: "2026-11-28" },
    ]);
  });

  it("tells of a period that is over, and of hours without any time", () => {
    const past = told({ one: "2026-11-23" }, { to: "2026-11-24", now: instantOf("2026-11-24", 18 * 60) });
    expect(past.map(({ type }) => type)).toEqual(["never"]);
    const pace = { ...usualPace, hours: { ...usualPace.hours, from: "18:00" } };
    expect(told({ one: "2026-11-23" }, { pace }).map(({ type }) => type)).toEqual(["never"]);
  });

  it("tells of all that the cap leaves out: of five on one day two go", () => {
    const day = "2026-11-23";
    expect(told({ a: day, b: day, c: day, d: day, e: day })).toEqual(
      ["c", "d", "e"].map((item) => ({ type: "capped", item, after: ["a", "b"] })),
    );
    // Seven days later the first counts no more.
    expect(told({ a: day, b: day, c: "2026-11-30" })).toEqual([]);
    expect(told({ a: day, b: "2026-11-24", c: "2026-11-27" })).toEqual([
      { type: "capped", item: "c", after: ["a", "b"] },
    ]);
  });

  it("is told of what lies behind and is made up for at once, unless it went when it was due", () => {
    const days = { a: "2026-11-23", b: "2026-12-01", c: "2026-12-09" };
    const now = instantOf("2026-12-09", 12 * 60);
    expect(told(days, { now }).map(({ item, type }) => [item, type])).toEqual([["c", "capped"]]);
    expect(told(days, { now, begun: true })).toEqual([]);
  });

  it("is told of no cap for a correction, which is beside it", () => {
    const day = "2026-11-23";
    expect(told({ a: day, b: day, c: day }, { isCorrection: true })).toEqual([]);
  });

  it("leaves, whatever the days and the cap, what is sent to one person within the cap", () => {
    const days = fc.array(fc.nat(20), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 4 }), (offsets, perWeek) => {
        const items = offsets.map((offset, index) => at(`i${index}`, dayAfter("2026-11-23", offset)));
        const pace = { ...usualPace, perWeek };
        const options = { items, pace, now: 0, to: "2026-12-31" };
        const left = new Set(
          told({}, options).flatMap(({ type, item }) => (type === "capped" ? [item] : [])),
        );
        const sent = items
          .filter(({ id }) => !left.has(id))
          .map(({ from }) => nextOpening(0, { from, to: options.to }, pace.hours, calendar) ?? 0)
          .sort((one, other) => one - other);
        for (const [index, one] of sent.entries())
          expect(isCapped(sent.slice(0, index), one, perWeek)).toBe(false);
      }),
    );
  });
});
