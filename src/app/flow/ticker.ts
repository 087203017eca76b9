/** Looks again and again whether something is due, one look at a time. */

export interface Ticker {
  /** Looks for the first time after one interval. */
  start(): void;
  /** Looks once, now, or joins the look under way. Never rejects. */
  tick(): Promise<void>;
  /** Looks no more; resolves when the look under way has ended. */
  stop(): Promise<void>;
}

export interface TickerOptions {
  /** @param stopped whether it is to end early */
  readonly look: (stopped: () => boolean) => Promise<void>;
  readonly milliseconds: number;
  /** Told what a look threw; the next comes all the same. */
  readonly failed: (error: unknown) => void;
}

export function createTicker({ look, milliseconds, failed }: TickerOptions): Ticker {
  let timer: NodeJS.Timeout | null = null;
  let looking: Promise<void> | null = null;
  let stopped = false;

  const tick = (): Promise<void> => {
    looking ??= look(() => stopped)
      .catch(failed)
      .finally(() => {
        looking = null;
      });
    return looking;
  };

  const later = (): void => {
    if (stopped) return;
    // Whoever wants the process to stay must keep it alive.
    timer = setTimeout(() => void tick().then(later), milliseconds).unref();
  };

  return {
    start: later,
    tick,
    async stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      await looking;
    },
  };
}
