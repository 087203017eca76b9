/** On which days the items of a campaign go out. */
import type { Day } from "../law/types.ts";
import { dayAfter, isWorkday, type WorkCalendar } from "./window.ts";

/** In the order of `Date.getUTCDay`. */
export const weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;
export type Weekday = (typeof weekdays)[number];

/**
 * The days of a span that fall on one of the weekdays, earliest first. With `workdaysOnly` a day off gives way to the next
 * working day of the span, if that has no turn of its own.
 *
 * @param to counts
 */
export function scheduledDays(
  { from, to }: { readonly from: Day; readonly to: Day },
  on: ReadonlySet<Weekday>,
  workdaysOnly: boolean,
  calendar: WorkCalendar,
): readonly Day[] {
  const days = new Set<Day>();
  for (let day = from; day <= to; day = dayAfter(day)) {
    const weekday = weekdays[new Date(`${day}T00:00:00Z`).getUTCDay()];
    if (weekday === undefined || !on.has(weekday)) continue;
    let moved = day;
    while (workdaysOnly && moved <= to && !isWorkday(moved, calendar)) moved = dayAfter(moved);
    if (moved <= to) days.add(moved);
  }
  return [...days].sort();
}
