import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createErasure } from "../../../src/app/flow/erasure.ts";

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Erasures over a store that may fail. */
function erasures(fail: (number: number) => boolean = () => false) {
  const times: number[] = [];
  const erasure = createErasure({
    store: {
      erase: async () => {
        times.push(Date.now());
        if (fail(times.length)) throw new Error("somebody reads");
      },
    },
    log: quiet,
    clock: Date.now,
  });
  return { erasure, times };
}

describe("erasing what was deleted", () => {
  beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
  afterEach(() => void vi.useRealTimers());

  it("happens at once, and is over when it is told so", async () => {
    const { erasure, times } = erasures();
    await erasure.request();
    expect(times).toEqual([1_000_000]);
  });

  it("happens once a minute at most, and after the last request for certain", async () => {
    const { erasure, times } = erasures();
    for (let count = 0; count < 100; count++) {
      await erasure.request();
      await vi.advanceTimersByTimeAsync(1_000);
    }
    await vi.advanceTimersByTimeAsync(600_000);
    expect(times).toHaveLength(3);
    expect(times.at(-1)).toBeGreaterThanOrEqual(1_000_000 + 99_000);
  });

  it("is tried again where it failed, without a further request", async () => {
    const { erasure, times } = erasures((number) => number < 3);
    await erasure.request();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(times).toHaveLength(3);
  });

  it("waits for nothing once it is stopped", async () => {
    const { erasure, times } = erasures(() => true);
    await erasure.request();
    erasure.stop();
    await vi.advanceTimersByTimeAsync(600_000);
    expect([times.length, vi.getTimerCount()]).toEqual([1, 0]);
  });
});
