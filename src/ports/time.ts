/** Time as the ports speak of it; the core knows days (`Day`) only. */

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** The current instant; always an argument, so that tests own the clock. */
export type Clock = () => Instant;
