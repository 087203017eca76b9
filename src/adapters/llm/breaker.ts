/** A circuit breaker (熔断): a service that failed several times in a row is left alone for a while, then tried with one call. */

export interface Breaker {
  /** Whether to ask now; a true after a pause is the one trial, until its end is told. */
  allows(): boolean;
  succeeded(): void;
  /** @param rest how long the service itself asks to be left alone, which opens at once; null: it does not say */
  failed(restMilliseconds?: number | null): void;
}

export interface BreakerOptions {
  /** Failures in a row that open it. */
  readonly failures: number;
  readonly pauseMilliseconds: number;
  /** Milliseconds that only rise. */
  readonly now: () => number;
}

export function createBreaker({ failures, pauseMilliseconds, now }: BreakerOptions): Breaker {
  let inARow = 0;
  let openUntil = Number.NEGATIVE_INFINITY;
  return {
    allows() {
      if (inARow < failures) return true;
      if (now() < openUntil) return false;
      // Whoever comes while the trial is under way waits another pause.
      openUntil = now() + pauseMilliseconds;
      return true;
    },
    succeeded() {
      inARow = 0;
    },
    failed(restMilliseconds = null) {
      inARow = restMilliseconds === null ? inARow + 1 : Math.max(inARow + 1, failures);
      if (inARow >= failures) openUntil = now() + (restMilliseconds ?? pauseMilliseconds);
    },
  };
}
