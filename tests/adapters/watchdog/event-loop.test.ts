import { afterEach, describe, expect, it } from "vitest";
import {
  createWatchdog,
  type SteadyTime,
  systemTime,
  type Watchdog,
  type WatchdogOptions,
} from "../../../src/adapters/watchdog/event-loop.ts";

const running: Watchdog[] = [];
afterEach(() => {
  for (const watchdog of running.splice(0)) watchdog.stop();
});

/** A watchdog with all it told. */
function watch(options: Partial<WatchdogOptions> & { readonly time: SteadyTime }) {
  const told: { level: string; fields: object }[] = [];
  let counted = 0;
  const watchdog = createWatchdog({
    log: {
      warn: (fields) => void told.push({ level: "warn", fields }),
      error: (fields) => void told.push({ level: "error", fields }),
    },
    telemetry: { count: () => void counted++ },
    ...options,
  });
  running.push(watchdog);
  return { watchdog, told, counted: () => counted };
}

/** Time that passes when told to; a timer that is due runs at the next turn of the loop. */
function handTime() {
  let now = 5_000;
  let timer: { at: number; run: () => void } | null = null;
  const turn = (): void => {
    if (timer === null || timer.at > now) return;
    const { run } = timer;
    timer = null;
    run();
  };
  return {
    time: {
      now: () => now,
      processorSeconds: () => now / 1000,
      after(milliseconds: number, run: () => void) {
        timer = { at: now + milliseconds, run };
        return () => {
          timer = null;
        };
      },
    },
    /** The loop stands still for so long, then turns once. */
    stall(milliseconds: number) {
      now += milliseconds;
      turn();
    },
    /** So long passes without a turn. */
    pass(milliseconds: number) {
      now += milliseconds;
    },
    /** The loop turns freely for so long. */
    run(milliseconds: number) {
      for (const end = now + milliseconds; now < end; ) {
        now += 10;
        turn();
      }
    },
    pending: () => timer !== null,
  };
}

describe("a loop that turns", () => {
  it("tells nothing", () => {
    const { time, run } = handTime();
    const { watchdog, told, counted } = watch({ time });
    run(10_000);
    expect(told).toEqual([]);
    expect(counted()).toBe(0);
    expect(watchdog.blocked()).toBe(false);
    expect(watchdog.delaySeconds()).toBeLessThan(0.05);
  });
});

describe("a loop that stood still", () => {
  it("is told and counted with the length from one second on", () => {
    const { time, run, stall } = handTime();
    const { watchdog, told, counted } = watch({ time });
    run(1_000);
    stall(900);
    expect(told).toEqual([]);
    stall(1_500);
    expect(told).toEqual([{ level: "warn", fields: { seconds: 1.5, processorSeconds: 1.5 } }]);
    expect(counted()).toBe(1);
    expect(watchdog.blocked()).toBe(false);
  });

  it("is red from three seconds on, and for half a minute after", () => {
    const { time, run, stall } = handTime();
    const { watchdog, told } = watch({ time });
    stall(3_000);
    expect(told.map(({ level }) => level)).toEqual(["error"]);
    expect(watchdog.blocked()).toBe(true);
    run(29_900);
    expect(watchdog.blocked()).toBe(true);
    run(200);
    expect(watchdog.blocked()).toBe(false);
  });

  it("is red already before the late timer has run", () => {
    const { time, pass } = handTime();
    const { watchdog } = watch({ time });
    pass(3_000);
    expect(watchdog.blocked()).toBe(true);
    expect(watchdog.delaySeconds()).toBeCloseTo(2.8);
  });

  it("is told once for each block", () => {
    const { time, run, stall } = handTime();
    const { counted } = watch({ time });
    stall(2_000);
    run(5_000);
    stall(2_000);
    run(5_000);
    expect(counted()).toBe(2);
  });

  it("shows its longest delay for at least a minute, and not for ever", () => {
    const { time, run, stall } = handTime();
    const { watchdog } = watch({ time });
    stall(700);
    run(60_000);
    expect(watchdog.delaySeconds()).toBeCloseTo(0.5);
    run(120_000);
    expect(watchdog.delaySeconds()).toBeLessThan(0.05);
  });
});

describe("the clock", () => {
  it("of the wall may jump", () => {
    const { time, run } = handTime();
    const wall = Date.now;
    const { told } = watch({ time });
    try {
      Date.now = () => wall() + 3_600_000;
      run(1_000);
      Date.now = () => wall() - 3_600_000;
      run(1_000);
    } finally {
      Date.now = wall;
    }
    expect(told).toEqual([]);
  });

  it("is left alone after the stop", () => {
    const { time, pending, stall } = handTime();
    const { watchdog, told } = watch({ time });
    watchdog.stop();
    expect(pending()).toBe(false);
    stall(10_000);
    expect(told).toEqual([]);
  });
});

const busy = (milliseconds: number): void => {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
};

/** The moment after the next look. */
const nextLook = (): Promise<void> =>
  new Promise((resolve) => {
    systemTime.after(250, resolve);
    // The timer above keeps no process alive; this test's own does.
    setTimeout(() => {}, 500);
  });

describe("the real loop", () => {
  it("is seen when it stands still", async () => {
    const { watchdog, told } = watch({ time: systemTime, warnSeconds: 0.4, redSeconds: 0.4 });
    busy(400);
    expect(watchdog.blocked()).toBe(true);
    await nextLook();
    expect(told[0]).toMatchObject({ level: "error" });
  });

  it.skipIf(process.env.LONG_TESTS !== "true")("is seen when it stands still for three seconds", async () => {
    const { watchdog, told } = watch({ time: systemTime });
    busy(3_000);
    await nextLook();
    expect(told).toMatchObject([{ level: "error" }]);
    expect(watchdog.blocked()).toBe(true);
  });

  it("is kept alive by no watchdog", async () => {
    const { execFile } = await import("node:child_process");
    const { promisify } = await import("node:util");
    const script = `
      import { createWatchdog, systemTime } from "./src/adapters/watchdog/event-loop.ts";
      createWatchdog({ time: systemTime, log: console, telemetry: { count() {} } });
      console.log("end");`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--input-type=module-typescript", "--eval", script],
      { timeout: 10_000 },
    );
    expect(stdout).toBe("end\n");
  });
});
