/**
 * When something may be sent: on which days and in which hours, in Beijing. China has one time zone without summer time, so
 * that an instant is a day and a time by plain arithmetic.
 */
import type { Day } from "../law/types.ts";
import type { Campaign, CampaignItem, Hours } from "./campaign.ts";

/** Days off and days worked beside the weekends, as the State Council arranges them each year. */
export interface WorkCalendar {
  /** Years that are arranged; of any other only the weekends are known. */
  readonly years: ReadonlySet<number>;
  readonly off: ReadonlySet<Day>;
  /** Weekend days that are worked (调休). */
  readonly worked: ReadonlySet<Day>;
}

const beijingOffset = 8 * 3_600_000;
const dayLength = 86_400_000;

/** The day in Beijing, and minutes since its beginning. */
export function beijingTime(instant: number): { readonly day: Day; readonly minutes: number } {
  const local = instant + beijingOffset;
  return {
    day: new Date(local).toISOString().slice(0, 10),
    minutes: Math.floor((((local % dayLength) + dayLength) % dayLength) / 60_000),
  };
}

/** The instant of a time of day in Beijing. */
export const instantOf = (day: Day, minutes: number): number =>
  Date.parse(`${day}T00:00:00Z`) - beijingOffset + minutes * 60_000;

/** `HH:MM` as minutes. */
export const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** From when its campaign wants an item to go. */
export const startOf = (
  { day, time }: Pick<CampaignItem, "day" | "time">,
  { hours }: Pick<Campaign, "hours">,
): number => instantOf(day, minutesOf(time ?? hours.from));

/** The day so many days later. */
export const dayAfter = (day: Day, days = 1): Day =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayLength).toISOString().slice(0, 10);

export function isWorkday(day: Day, { off, worked }: WorkCalendar): boolean {
  if (worked.has(day)) return true;
  if (off.has(day)) return false;
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}

/** Longest run of days off ever arranged is far shorter. */
const searchedDays = 60;

/**
 * The first instant from which something may be sent, `now` itself where it may now; null where no day is left, or the hours
 * have no time in them.
 *
 * @param from instant before which it may not be sent at all
 * @param to last day, which counts
 */
export function nextOpening(
  now: number,
  { from, to }: { readonly from: number; readonly to: Day },
  hours: Hours,
  calendar: WorkCalendar,
): number | null {
  const opens = minutesOf(hours.from);
  const closes = minutesOf(hours.until);
  if (opens >= closes) return null;
  const earliest = Math.max(now, from);
  let { day, minutes } = beijingTime(earliest);
  for (let days = 0; days <= searchedDays && day <= to; days++) {
    if (!hours.workdaysOnly || isWorkday(day, calendar)) {
      if (minutes >= opens && minutes < closes) return days === 0 ? earliest : instantOf(day, opens);
      if (minutes < opens) return instantOf(day, opens);
    }
    day = dayAfter(day);
    minutes = 0;
  }
  return null;
}

/** Seven days, within which the cap counts. */
export const capWindow = 7 * dayLength;

/** Whether one more would be more than the cap allows. @param sent instants of what was sent before */
export const isCapped = (sent: readonly number[], now: number, perWeek: number): boolean =>
  sent.filter((at) => at > now - capWindow && at <= now).length >= perWeek;
