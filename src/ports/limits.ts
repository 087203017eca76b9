/** Rate limits and quotas: who may send how much. */
import type { Instant } from "./time.ts";

/** A limit of `count` in any window of `seconds`. */
export interface Limit {
  readonly name: string;
  readonly count: number;
  readonly seconds: number;
}

/**
 * `taken`: within every limit, and counted. `exceeded`: not counted; `first` tells whether it is the first refusal of
 * this window, so that a person hears of it once.
 */
export type Taken =
  | { readonly status: "taken" }
  | { readonly status: "exceeded"; readonly limit: string; readonly first: boolean; readonly until: Instant };

/** What is to be counted against a limit, for the thing its `key` names. */
export interface Wanted {
  readonly key: string;
  readonly limit: Limit;
  /** How much at once; left out: one. More than the limit allows in a whole window never passes. */
  readonly amount?: number;
}

/** May lose its counts at any time: limits protect, they decide nothing. */
export interface Limiter {
  /** Counts against every limit, or against none. */
  take(wanted: readonly Wanted[]): Promise<Taken>;
}
