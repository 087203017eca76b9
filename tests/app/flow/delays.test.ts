import { describe, expect, it } from "vitest";
import { growingDelay, untilTaken } from "../../../src/app/flow/delays.ts";
import { StoreFullError, StoreUnavailableError } from "../../../src/ports/store.ts";

/** Fails so many times, each time with an error of its own. */
const failing = (times: number, fail: (at: number) => Error) => {
  let tries = 0;
  return {
    tries: () => tries,
    tell: async () => {
      if (tries++ < times) throw fail(tries);
      return "taken";
    },
  };
};

describe("what only this process knows of a claimed item", () => {
  it("is told again and again until the store takes it", async () => {
    const { tell, tries } = failing(4, () => new StoreUnavailableError("away"));
    expect(await untilTaken(60, tell)).toBe("taken");
    expect(tries()).toBe(5);
  });

  it("is given up when the lease would be over, with the store's last word", async () => {
    const { tell, tries } = failing(1_000, (at) => new StoreUnavailableError(`away ${at}`));
    const told = untilTaken(0.1, tell);
    await expect(told).rejects.toThrow(StoreUnavailableError);
    await expect(told).rejects.toThrow(`away ${tries()}`);
    // At once, and after 25, 50 and 100 milliseconds.
    expect(tries()).toBe(4);
  });

  it("is not told again where the store says no", async () => {
    const { tell, tries } = failing(1, () => new StoreFullError("full"));
    await expect(untilTaken(60, tell)).rejects.toThrow(StoreFullError);
    expect(tries()).toBe(1);
  });
});

it("waits twice as long each time, and ten minutes at most", () => {
  expect([1, 2, 3, 10, 11, 5_000].map(growingDelay)).toEqual([1, 2, 4, 512, 600, 600]);
});
