/** Calendar days as text, counted without a clock. */
import type { Day } from "../law/types.ts";

/** The day so many days later. @param day a real date, `YYYY-MM-DD` */
export const addDays = (day: Day, days: number): Day =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** `2026-11` of a day. */
export const monthOf = (day: Day): string => day.slice(0, 7);
