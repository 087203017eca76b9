/** The calendar of Beijing. */

/** Today in Beijing (UTC+8, without summer time since 1992). */
export const today = (now: Date = new Date()): string =>
  new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
