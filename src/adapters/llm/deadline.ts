/**
 * The time a call may take: until something comes, between two pieces, and in all. The library's own timeout ends with the
 * headers, so a stream that hangs would hang for ever. Timers are monotonic and end with the call.
 */

export interface Times {
  /** Until the first piece of the answer. */
  readonly firstMilliseconds: number;
  /** Between two pieces. */
  readonly idleMilliseconds: number;
}

export interface Deadline {
  /** Ends the call: the deadline's, or the caller's. */
  readonly signal: AbortSignal;
  /** Why it ended; null: it did not. */
  readonly ended: () => "timeout" | "stopped" | null;
  /** A piece has come. */
  readonly beat: () => void;
  /** The call is over; no timer is left. */
  readonly clear: () => void;
}

/** @param leftMilliseconds of the total, which several attempts share */
export function createDeadline(
  { firstMilliseconds, idleMilliseconds }: Times,
  leftMilliseconds: number,
  caller: AbortSignal | undefined,
): Deadline {
  const controller = new AbortController();
  let why: "timeout" | "stopped" | null = null;
  const end = (reason: "timeout" | "stopped"): void => {
    why ??= reason;
    controller.abort();
  };
  const stop = (): void => end("stopped");
  if (caller?.aborted === true) stop();
  caller?.addEventListener("abort", stop, { once: true });
  const total = setTimeout(end, Math.max(0, leftMilliseconds), "timeout");
  let idle = setTimeout(end, firstMilliseconds, "timeout");
  return {
    signal: controller.signal,
    ended: () => why,
    beat() {
      clearTimeout(idle);
      idle = setTimeout(end, idleMilliseconds, "timeout");
    },
    clear() {
      clearTimeout(idle);
      clearTimeout(total);
      caller?.removeEventListener("abort", stop);
    },
  };
}
