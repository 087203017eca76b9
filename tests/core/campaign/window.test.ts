import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { usualHours } from "../../../src/core/campaign/campaign.ts";
import { scheduledDays } from "../../../src/core/campaign/schedule.ts";
import {
  beijingTime,
  instantOf,
  isCapped,
  isWorkday,
  nextOpening,
} from "../../../src/core/campaign/window.ts";

const calendar = {
  years: new Set([2026]),
  off: new Set(["2026-10-01", "2026-10-02"]),
  worked: new Set(["2026-10-10"]),
};
const at = (text: string): number => Date.parse(`${text}+08:00`);
const opening = (now: string, from = now, to = "2026-12-31"): string | null => {
  const found = nextOpening(at(now), { from: at(from), to }, usualHours, calendar);
  return found === null ? null : new Date(found + 8 * 3_600_000).toISOString().slice(0, 16);
};

describe("the next moment something may be sent", () => {
  it.each([
    ["at once within the hours", "2026-09-30T08:30", "2026-09-30T08:30"],
    ["at the beginning of the hours before them", "2026-09-29T06:00", "2026-09-29T08:30"],
    ["after holidays and a weekend once the hours are over", "2026-09-30T18:00", "2026-10-05T08:30"],
    ["on a weekend day that is worked", "2026-10-09T19:00", "2026-10-10T08:30"],
    ["on Monday after a weekend", "2026-10-17T12:00", "2026-10-19T08:30"],
  ])("is %s", (_, now, expected) => expect(opening(now)).toBe(expected));

  it("is not before an item's own time", () => {
    expect(opening("2026-09-29T08:30", "2026-09-29T14:00")).toBe("2026-09-29T14:00");
  });

  it("is none once the days are over", () => {
    expect(opening("2026-09-30T18:00", "2026-09-30T18:00", "2026-10-04")).toBeNull();
    expect(opening("2026-09-30T17:59", "2026-09-30T17:59", "2026-09-30")).not.toBeNull();
  });

  it("is always within the hours of a working day, and never before now", () => {
    const instants = fc.integer({ min: at("2026-01-01T00:00"), max: at("2026-11-30T00:00") });
    fc.assert(
      fc.property(instants, (now) => {
        const found = nextOpening(now, { from: 0, to: "2026-12-31" }, usualHours, calendar);
        expect(found).not.toBeNull();
        const { day, minutes } = beijingTime(found ?? 0);
        expect(found).toBeGreaterThanOrEqual(now);
        expect(isWorkday(day, calendar) && minutes >= 510 && minutes < 1_080).toBe(true);
      }),
    );
  });
});

describe("a moment in Beijing", () => {
  it("is a day and minutes, and back", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e9 }), (minute) => {
        const { day, minutes } = beijingTime(minute * 60_000);
        expect(instantOf(day, minutes)).toBe(minute * 60_000);
      }),
    );
  });
});

describe("the cap of seven days", () => {
  const now = at("2026-09-30T10:00");
  const ago = (days: number): number => now - days * 86_400_000;
  it("counts what was sent within them", () => {
    expect(isCapped([ago(1), ago(6)], now, 2)).toBe(true);
    expect(isCapped([ago(1), ago(7)], now, 2)).toBe(false);
    expect(isCapped([], now, 1)).toBe(false);
  });
});

describe("the days of a schedule", () => {
  it("are its weekdays; a day off gives way to the next working day", () => {
    const span = { from: "2026-09-28", to: "2026-10-12" };
    expect(scheduledDays(span, new Set(["mon", "thu"]), true, calendar)).toEqual([
      "2026-09-28",
      "2026-10-05",
      "2026-10-08",
      "2026-10-12",
    ]);
    expect(scheduledDays(span, new Set(["thu"]), false, calendar)).toEqual(["2026-10-01", "2026-10-08"]);
  });
});
