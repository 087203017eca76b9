import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createBreaker } from "../../../src/adapters/llm/breaker.ts";

const clocked = (failures = 3, pauseMilliseconds = 1_000) => {
  let now = 0;
  const breaker = createBreaker({ failures, pauseMilliseconds, now: () => now });
  return {
    ...breaker,
    wait(milliseconds: number) {
      now += milliseconds;
    },
  };
};

describe("a breaker", () => {
  it("opens at so many failures in a row, and a success begins the count anew", () => {
    const { allows, failed, succeeded } = clocked();
    failed();
    failed();
    succeeded();
    failed();
    failed();
    expect(allows()).toBe(true);
    failed();
    expect(allows()).toBe(false);
  });

  it("lets one call through after each pause", () => {
    const { allows, failed, wait } = clocked(1);
    failed();
    wait(999);
    expect(allows()).toBe(false);
    wait(1);
    expect([allows(), allows()]).toEqual([true, false]);
    wait(1_000);
    expect([allows(), allows()]).toEqual([true, false]);
  });

  it("is closed by the trial that succeeds, and open for another pause by the one that fails", () => {
    const { allows, failed, succeeded, wait } = clocked(2);
    failed();
    failed();
    wait(1_000);
    expect(allows()).toBe(true);
    failed();
    wait(999);
    expect(allows()).toBe(false);
    wait(1);
    expect(allows()).toBe(true);
    succeeded();
    expect([allows(), allows()]).toEqual([true, true]);
  });

  it("opens at once for the rest a service asks for", () => {
    const { allows, failed, wait } = clocked(9);
    failed(5_000);
    wait(4_999);
    expect(allows()).toBe(false);
    wait(1);
    expect(allows()).toBe(true);
  });

  it("never stays open longer than a pause after the last thing that happened", () => {
    const event = fc.oneof(
      fc.constant("failed" as const),
      fc.constant("succeeded" as const),
      fc.constant("asked" as const),
      fc.nat(1_500),
    );
    fc.assert(
      fc.property(fc.array(event), fc.integer({ min: 1, max: 4 }), (events, failures) => {
        const { allows, failed, succeeded, wait } = clocked(failures);
        for (const happened of events) {
          if (happened === "failed") failed();
          else if (happened === "succeeded") succeeded();
          else if (happened === "asked") allows();
          else wait(happened);
        }
        wait(1_000);
        expect(allows()).toBe(true);
      }),
    );
  });
});
