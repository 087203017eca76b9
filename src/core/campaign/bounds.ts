/**
 * How pushes are paced: in which hours, and how many a person gets in a week. The installation sets the bound (边界); a campaign
 * may ask for less and never gets more, whatever was stored before the bound was drawn.
 */
import { type Campaign, usualHours, usualPerWeek } from "./campaign.ts";

export type Pace = Pick<Campaign, "hours" | "perWeek">;

/** The bound where an installation says nothing, and what a campaign asks for that says nothing. */
export const usualPace: Pace = { hours: usualHours, perWeek: usualPerWeek };

/** Something of a campaign that is laxer than the bound: what it asks for, and what is allowed. */
export type Excess =
  | { readonly field: "from" | "until"; readonly asked: string; readonly bound: string }
  | { readonly field: "workdaysOnly" }
  | { readonly field: "perWeek"; readonly asked: number; readonly bound: number };

/** What a campaign asks for beyond the bound; empty: nothing. */
export function excessesOf({ hours, perWeek }: Pace, bound: Pace): readonly Excess[] {
  const { from, until, workdaysOnly } = bound.hours;
  return [
    ...(hours.from < from ? [{ field: "from", asked: hours.from, bound: from } as const] : []),
    ...(hours.until > until ? [{ field: "until", asked: hours.until, bound: until } as const] : []),
    ...(workdaysOnly && !hours.workdaysOnly ? [{ field: "workdaysOnly" } as const] : []),
    ...(perWeek > bound.perWeek ? [{ field: "perWeek", asked: perWeek, bound: bound.perWeek } as const] : []),
  ];
}

/**
 * The pace at which a campaign is sent: what it asks for, as far as the bound allows. Where the hours have nothing in common
 * none is left, `until` not after `from`, and nothing is sent.
 */
export const paceWithin = ({ hours, perWeek }: Pace, bound: Pace): Pace => ({
  hours: {
    from: later(hours.from, bound.hours.from),
    until: earlier(hours.until, bound.hours.until),
    workdaysOnly: hours.workdaysOnly || bound.hours.workdaysOnly,
  },
  perWeek: Math.min(perWeek, bound.perWeek),
});

// Times of day compare as text.
const later = (one: string, other: string): string => (one > other ? one : other);
const earlier = (one: string, other: string): string => (one < other ? one : other);

/** Whether any time of a day is left. */
export const hasHours = ({ hours: { from, until } }: Pace): boolean => from < until;

/** What a campaign asks for that says nothing: what is usual, within the bound; the bound where they have no hour in common. */
export function paceUnsaid(bound: Pace): Pace {
  const pace = paceWithin(usualPace, bound);
  const { from, until } = bound.hours;
  return hasHours(pace) ? pace : { ...pace, hours: { ...pace.hours, from, until } };
}
