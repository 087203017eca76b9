import { describe, expect, it, vi } from "vitest";
import { createPump, type PumpOptions } from "../../../src/app/flow/pump.ts";
import type { Claimed } from "../../../src/ports/store.ts";
import type { Log } from "../../../src/ports/telemetry.ts";

const item = (number: number): Claimed => ({
  queue: "inbox",
  space: "p00",
  group: `web:a/${number}`,
  item: String(number),
  payload: "",
  attempts: 1,
  enqueuedAt: 0,
  lease: "1",
});

/** One turn of the event loop. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A pump over a queue of numbers; work ends when the test says so. */
function workshop(options: Partial<PumpOptions> = {}) {
  const waiting: number[] = [];
  const working = new Map<number, PromiseWithResolvers<void>>();
  const claims: number[] = [];
  const warnings: string[] = [];
  let beforeClaim: () => void | Promise<void> = () => {};
  const log: Log = {
    debug: () => {},
    info: () => {},
    warn: (_fields, message) => void warnings.push(message),
    error: (_fields, message) => void warnings.push(message),
  };
  const pump = createPump({
    store: {
      claim: async (_queue, { limit }) => {
        claims.push(limit);
        const found = waiting.splice(0, limit);
        await beforeClaim();
        return found.map(item);
      },
    },
    queue: "inbox",
    worker: "test",
    leaseSeconds: 10,
    parallel: 4,
    // Looks by itself only where a test asks for it.
    idleMilliseconds: 10_000_000,
    log,
    work: (claimed) => {
      const work = Promise.withResolvers<void>();
      working.set(Number(claimed.item), work);
      return work.promise;
    },
    ...options,
  });
  return {
    pump,
    claims,
    warnings,
    working,
    put: (...numbers: number[]) => {
      waiting.push(...numbers);
      pump.wake();
    },
    waiting,
    end: (number: number) => {
      working.get(number)?.resolve();
      working.delete(number);
    },
    onClaim: (react: () => void | Promise<void>) => {
      beforeClaim = react;
    },
    /** Enough turns of the event loop for everything that waits for nothing. */
    quiet: async () => {
      for (let count = 0; count < 10; count++) await turn();
    },
  };
}

describe("a pump", () => {
  it("works on as many at once as it may, and takes more as places become free", async () => {
    const { pump, put, working, end, quiet } = workshop();
    pump.start();
    put(1, 2, 3, 4, 5, 6);
    await quiet();
    expect([...working.keys()]).toEqual([1, 2, 3, 4]);
    end(1);
    end(2);
    await quiet();
    expect([...working.keys()]).toEqual([3, 4, 5, 6]);
  });

  it("begins one piece of work a turn of the event loop, so that others come in between", async () => {
    const { pump, put, working, quiet } = workshop();
    pump.start();
    await quiet();
    put(1, 2, 3, 4);
    const begun: number[] = [];
    for (let count = 0; count < 10; count++) {
      await turn();
      begun.push(working.size);
    }
    expect(begun.every((count, at) => count - (begun[at - 1] ?? 0) <= 1)).toBe(true);
    expect(begun.at(-1)).toBe(4);
  });

  it("hears of what was put in while it was claiming", async () => {
    const { pump, put, working, onClaim, waiting, quiet } = workshop();
    let slipped = false;
    onClaim(() => {
      if (slipped) return;
      slipped = true;
      // After the look into the queue, before its answer: the wake must not be lost.
      waiting.push(2);
      pump.wake();
    });
    pump.start();
    put(1);
    await quiet();
    expect([...working.keys()].sort()).toEqual([1, 2]);
  });

  it("looks once, not over and over, when there is nothing", async () => {
    const { pump, claims, quiet } = workshop();
    pump.start();
    for (let count = 0; count < 5; count++) await quiet();
    expect(claims).toHaveLength(1);
  });

  it("waits its time after a store that does not answer, and goes on", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const { pump, claims, put, onClaim, quiet, warnings, working } = workshop({ idleMilliseconds: 500 });
      onClaim(() => {
        throw new Error("down");
      });
      pump.start();
      for (let count = 0; count < 5; count++) await quiet();
      expect([claims.length, warnings]).toEqual([1, ["cannot claim"]]);
      onClaim(() => {});
      await vi.advanceTimersByTimeAsync(500);
      put(1);
      await quiet();
      expect([...working.keys()]).toEqual([1]);
      await Promise.all([pump.stop(0), vi.advanceTimersByTimeAsync(1)]);
    } finally {
      vi.useRealTimers();
    }
  });

  it("goes on when all but a few hang, and looks by itself", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const { pump, put, working, end, quiet, waiting } = workshop({ idleMilliseconds: 500 });
      pump.start();
      put(1, 2, 3, 4);
      await quiet();
      // Three of four hang, more than the half; nobody wakes it.
      end(1);
      await quiet();
      waiting.push(5);
      await vi.advanceTimersByTimeAsync(1_000);
      await quiet();
      expect(working.has(5)).toBe(true);
      await Promise.all([pump.stop(0), vi.advanceTimersByTimeAsync(1)]);
    } finally {
      vi.useRealTimers();
    }
  });

  it("logs what a piece of work throws, and goes on", async () => {
    const { pump, put, working, warnings, quiet } = workshop();
    pump.start();
    put(1, 2);
    await quiet();
    working.get(1)?.reject(new Error("broken"));
    await quiet();
    expect(warnings).toEqual(["item not ended"]);
    put(3);
    await quiet();
    expect(working.has(3)).toBe(true);
  });
});

describe("stopping a pump", () => {
  it("takes nothing new and waits for what is in hand", async () => {
    const { pump, put, working, end, quiet, claims } = workshop();
    pump.start();
    put(1);
    await quiet();
    const stopped = pump.stop(60);
    put(2);
    await quiet();
    expect([...working.keys()]).toEqual([1]);
    const before = claims.length;
    end(1);
    expect(await stopped).toEqual({ left: 0 });
    expect(claims).toHaveLength(before);
  });

  it("works on what was claimed in the same moment: it would stay leased to nobody", async () => {
    const { pump, put, working, end, onClaim, quiet } = workshop();
    const gate = Promise.withResolvers<void>();
    onClaim(() => gate.promise);
    pump.start();
    await quiet();
    put(1);
    gate.resolve();
    const claimed = Promise.withResolvers<void>();
    onClaim(() => claimed.promise);
    await quiet();
    const stopped = pump.stop(60);
    claimed.resolve();
    await quiet();
    end(1);
    expect([await stopped, working.size]).toEqual([{ left: 0 }, 0]);
  });

  it("tells after the deadline what is left, and begins nothing any more", async () => {
    const { pump, put, working, onClaim, quiet } = workshop();
    pump.start();
    put(1);
    await quiet();
    const claimed = Promise.withResolvers<void>();
    onClaim(() => claimed.promise);
    put(2);
    expect(await pump.stop(0.01)).toEqual({ left: 1 });
    claimed.resolve();
    await quiet();
    expect([...working.keys()]).toEqual([1]);
  });

  it("leaves no timer that would keep the process", async () => {
    const timers = (): number =>
      process.getActiveResourcesInfo().filter((resource) => resource === "Timeout").length;
    const before = timers();
    const { pump, quiet } = workshop({ idleMilliseconds: 60_000 });
    pump.start();
    await quiet();
    expect(timers()).toBe(before);
    await pump.stop(60);
    expect(timers()).toBe(before);
  });
});
