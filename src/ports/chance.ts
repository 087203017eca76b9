/** Chance as the ports speak of it. */

/** So many random bytes, fit for keys; always an argument, so that tests own it. */
export type Random = (count: number) => Uint8Array;
