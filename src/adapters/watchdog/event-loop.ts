/**
 * Notices when the event loop stands still: a timer that comes late says for how long nothing else could run, no probe, no
 * stop, no other person's question.
 */
import type { Log, Telemetry } from "../../ports/telemetry.ts";

/** Time that is never set: what a wall clock says does not count here. */
export interface SteadyTime {
  /** Milliseconds since some moment. */
  readonly now: () => number;
  /** Seconds of processor time this process has used. */
  readonly processorSeconds: () => number;
  /** Runs once after so many milliseconds; returns how to call it off. Keeps no process alive. */
  readonly after: (milliseconds: number, run: () => void) => () => void;
}

export const systemTime: SteadyTime = {
  now: () => performance.now(),
  processorSeconds() {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  },
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds).unref();
    return () => clearTimeout(timer);
  },
};

export interface WatchdogOptions {
  readonly time: SteadyTime;
  readonly log: Pick<Log, "warn" | "error">;
  readonly telemetry: Pick<Telemetry, "count">;
  /** A block this long is logged and counted, more than the 0.2 s between two looks; 1. */
  readonly warnSeconds?: number;
  /** A block this long turns `blocked` on; 3. */
  readonly redSeconds?: number;
  /** For so long after the end of such a block; 30. */
  readonly redForSeconds?: number;
}

export interface Watchdog {
  /** Whether the loop stood still for `redSeconds` or more, now or of late; for readiness. */
  blocked(): boolean;
  /** Longest delay of the last minute or two. */
  delaySeconds(): number;
  stop(): void;
}

/** How often it looks. A block begins somewhere between two looks, so it is taken to be longer by so much at most. */
const lookMilliseconds = 200;
const recentMilliseconds = 60_000;

/** Starts to watch. */
export function createWatchdog({
  time,
  log,
  telemetry,
  warnSeconds = 1,
  redSeconds = 3,
  redForSeconds = 30,
}: WatchdogOptions): Watchdog {
  let looked = time.now();
  let processor = time.processorSeconds();
  let redUntil = Number.NEGATIVE_INFINITY;
  // Two spans of a minute, so that a peak neither vanishes between two scrapes nor stays for ever.
  let span = { since: looked, longest: 0, before: 0 };
  let callOff = (): void => {};

  const sinceLook = (now: number): number => (now - looked) / 1000;
  const delayOf = (seconds: number): number => Math.max(0, seconds - lookMilliseconds / 1000);

  const tell = (seconds: number, processorSeconds: number): void => {
    telemetry.count("loop_blocked", {});
    // Little processor time: the machine slept, the process was stopped, or it waited for a disk.
    const fields = { seconds: rounded(seconds), processorSeconds: rounded(processorSeconds) };
    if (seconds >= redSeconds) log.error(fields, "event loop blocked; not ready for a while");
    else log.warn(fields, "event loop blocked");
  };

  const look = (): void => {
    const now = time.now();
    const used = time.processorSeconds();
    const seconds = sinceLook(now);
    if (now - span.since >= recentMilliseconds) span = { since: now, longest: 0, before: span.longest };
    span.longest = Math.max(span.longest, delayOf(seconds));
    if (seconds >= redSeconds) redUntil = now + redForSeconds * 1000;
    if (seconds >= warnSeconds) tell(seconds, used - processor);
    looked = now;
    processor = used;
    callOff = time.after(lookMilliseconds, look);
  };
  callOff = time.after(lookMilliseconds, look);

  return {
    blocked() {
      const now = time.now();
      // A request may be served between the end of a block and the look that is overdue.
      return now < redUntil || sinceLook(now) >= redSeconds;
    },
    delaySeconds: () => Math.max(span.longest, span.before, delayOf(sinceLook(time.now()))),
    stop: () => callOff(),
  };
}

const rounded = (seconds: number): number => Number(seconds.toFixed(2));
