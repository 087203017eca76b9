import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { censusOf } from "../../../src/core/campaign/census.ts";

const channelsOf = (channels: Readonly<Record<string, number>>) =>
  censusOf(new Map(Object.entries(channels))).channels;

describe("the count of whom a campaign would go to", () => {
  it("is told by channel alone, in the order of names", () => {
    const channels = new Map([
      ["web", 12],
      ["telegram", 30],
    ]);
    expect(censusOf(channels)).toEqual({
      total: 40,
      channels: {
        groups: [
          { name: "telegram", count: 30 },
          { name: "web", count: 10 },
        ],
        others: false,
      },
    });
  });

  it("leaves small groups out, and with them a larger one where they would be too few", () => {
    expect(channelsOf({ a: 3, b: 8, c: 20 })).toEqual({ groups: [{ name: "c", count: 20 }], others: true });
    expect(channelsOf({ a: 3, b: 20, c: 35 })).toEqual({ groups: [{ name: "c", count: 30 }], others: true });
    expect(channelsOf({ a: 3, b: 4 })).toEqual({ groups: [], others: false });
    expect(channelsOf({})).toEqual({ groups: [], others: false });
  });

  it("is the same for one subscriber as for nine and for none", () => {
    const told = [0, 1, 9].map((count) => censusOf(new Map([["web", count]])));
    expect(told).toEqual(
      Array.from({ length: 3 }, () => ({ total: null, channels: { groups: [], others: false } })),
    );
  });

  it("lets no channel, and no two together, be known to be one to nine, whatever the channels have", () => {
    const upTo = Array.from({ length: 32 }, (_, count) => count);
    /** What a channel, and two of them, may have by what is told. */
    const possible = new Map<string, { one: Set<number>; both: Set<number> }>();
    for (const a of upTo)
      for (const b of upTo)
        for (const c of upTo) {
          const given = new Map(Object.entries({ a, b, c }).filter(([, count]) => count > 0));
          const { total, channels: told } = censusOf(given);
          const key = JSON.stringify([total, told]);
          const seen = possible.get(key) ?? { one: new Set(), both: new Set() };
          seen.one.add(a);
          seen.both.add(b + c);
          possible.set(key, seen);
        }
    const isSmall = (count: number): boolean => count > 0 && count < 10;
    for (const { one, both } of possible.values()) {
      expect([...one].every(isSmall)).toBe(false);
      expect([...both].every(isSmall)).toBe(false);
    }
  });

  it("shows no group of one to nine, and leaves out several who are not few, or all", () => {
    const counts = fc.dictionary(fc.string({ minLength: 1, maxLength: 3 }), fc.integer({ min: 1, max: 30 }));
    fc.assert(
      fc.property(counts, (given) => {
        const { groups, others } = channelsOf(given);
        expect(groups.every(({ count }) => count >= 10 && count % 10 === 0)).toBe(true);
        const names = new Set(groups.map(({ name }) => name));
        const hidden = Object.entries(given).filter(([name]) => !names.has(name));
        expect(others).toBe(groups.length > 0 && hidden.length > 0);
        if (!others) return;
        expect(hidden.length).toBeGreaterThan(1);
        expect(hidden.reduce((sum, [, count]) => sum + count, 0)).toBeGreaterThanOrEqual(10);
      }),
    );
  });
});
