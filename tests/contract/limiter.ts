/** What every limiter must hold to. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Limit, Limiter } from "../../src/ports/limits.ts";
import type { Clock } from "../../src/ports/time.ts";

const start = Date.UTC(2026, 0, 1);
const perMinute: Limit = { name: "user-minute", count: 3, seconds: 60 };
const perDay: Limit = { name: "user-day", count: 5, seconds: 86_400 };
const inAll: Limit = { name: "total-minute", count: 4, seconds: 60 };

/** @param create gives a limiter that has counted nothing */
export function limiterContract(create: (clock: Clock) => Limiter): void {
  /** A limiter with a clock the test moves. */
  function limiterAt() {
    const time = { now: start };
    const limiter = create(() => time.now);
    return { time, take: (key: string, limit = perMinute) => limiter.take([{ key, limit }]), limiter };
  }

  describe("a limit", () => {
    it("lets its count through, then refuses, and tells it once with the instant it ends", async () => {
      const { take, time } = limiterAt();
      for (let at = 0; at < 3; at++) expect(await take("a")).toEqual({ status: "taken" });
      expect(await take("a")).toMatchObject({ status: "exceeded", limit: "user-minute", first: true });
      const refused = await take("a");
      expect(refused).toMatchObject({ status: "exceeded", first: false });
      if (refused.status !== "exceeded") throw new Error("not refused");
      time.now = refused.until - 1;
      expect(await take("a")).toMatchObject({ status: "exceeded" });
      time.now = refused.until;
      expect(await take("a")).toEqual({ status: "taken" });
    });

    it("counts several at once, and lets none of them through where not all would pass", async () => {
      const { limiter, time } = limiterAt();
      const take = (amount: number) => limiter.take([{ key: "a", limit: perMinute, amount }]);
      expect(await take(2)).toEqual({ status: "taken" });
      const refused = await take(2);
      if (refused.status !== "exceeded") throw new Error("not refused");
      expect(await take(1)).toEqual({ status: "taken" });
      expect(await take(4)).toMatchObject({ status: "exceeded" });
      time.now = refused.until + 2_000;
      expect(await take(2)).toEqual({ status: "taken" });
    });

    it("counts each key by itself", async () => {
      const { take } = limiterAt();
      for (let at = 0; at < 4; at++) await take("a");
      expect(await take("b")).toEqual({ status: "taken" });
    });

    it("counts against all limits or against none, and names the one that lasts longest", async () => {
      const { limiter, time } = limiterAt();
      const both = () =>
        limiter.take([
          { key: "a", limit: perMinute },
          { key: "a", limit: perDay },
        ]);
      for (let at = 0; at < 10; at++) await both();
      for (let minute = 0; minute < 2; minute++) {
        time.now += 61_000;
        await both();
      }
      time.now += 61_000;
      expect(await both()).toMatchObject({ status: "exceeded", limit: "user-day" });
      // The five of the day were the five that passed; refusals took nothing from the minute.
      for (let at = 0; at < 3; at++)
        expect(await limiter.take([{ key: "a", limit: perMinute }])).toEqual({ status: "taken" });
    });

    it("for everybody is told to each person once", async () => {
      const { limiter } = limiterAt();
      const ask = (person: string) =>
        limiter.take([
          { key: person, limit: perDay },
          { key: "all", limit: inAll },
        ]);
      for (const person of ["a", "b", "c", "d"]) expect(await ask(person)).toEqual({ status: "taken" });
      for (const person of ["a", "b"]) {
        expect(await ask(person)).toMatchObject({ limit: "total-minute", first: true });
        expect(await ask(person)).toMatchObject({ limit: "total-minute", first: false });
      }
    });

    it("of 0 lets nothing through", async () => {
      const { take, time } = limiterAt();
      expect(await take("a", { ...perMinute, count: 0 })).toMatchObject({ until: time.now + 60_000 });
    });

    it("holds when the clock is set back", async () => {
      const { take, time } = limiterAt();
      for (let at = 0; at < 3; at++) await take("a");
      time.now -= 3_600_000;
      expect(await take("a")).toMatchObject({ status: "exceeded" });
    });
  });

  describe("in any window", () => {
    const steps = fc.array(
      fc.record({ wait: fc.integer({ min: 0, max: 40_000 }), key: fc.constantFrom("a", "b") }),
      { maxLength: 150 },
    );
    const limits = fc.record({
      name: fc.constant("any"),
      count: fc.integer({ min: 1, max: 6 }),
      seconds: fc.constantFrom(1, 7, 60, 3_600),
    });
    /** Whether more than `most` instants lie in some window of the limit. */
    const crowded = (instants: readonly number[], most: number, { seconds }: Limit): boolean =>
      instants.some((from, at) => (instants[at + most] ?? Infinity) - from < seconds * 1_000);

    it("no more than the count pass, no two refusals are told, and one too many ago is let in again", async () => {
      await fc.assert(
        fc.asyncProperty(steps, limits, async (walk, limit) => {
          const { time, take } = limiterAt();
          const passed: Record<string, number[]> = { a: [], b: [] };
          const told: Record<string, number[]> = { a: [], b: [] };
          for (const { wait, key } of walk) {
            time.now += wait;
            const taken = await take(key, limit);
            if (taken.status === "taken") passed[key]?.push(time.now);
            else {
              if (taken.first) told[key]?.push(time.now);
              // A refusal has its reason: within a window and a slice the count was reached.
              const lately = passed[key]?.filter(
                (at) => at > time.now - limit.seconds * 1_000 * (1 + 1 / 60),
              );
              expect(lately?.length).toBeGreaterThanOrEqual(limit.count);
              expect(taken.until).toBeGreaterThan(time.now);
            }
          }
          for (const key of ["a", "b"]) {
            expect(crowded(passed[key] ?? [], limit.count, limit)).toBe(false);
            expect(crowded(told[key] ?? [], 1, limit)).toBe(false);
          }
        }),
      );
    });
  });
}
