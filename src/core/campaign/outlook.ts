/**
 * What of a campaign cannot go out as its days, its hours and the cap stand, told before anybody approves it. Of other campaigns
 * nothing is known here: they may use up the cap as well.
 */
import type { Day } from "../law/types.ts";
import type { Pace } from "./bounds.ts";
import { beijingTime, instantOf, isCapped, isWorkday, nextOpening, type WorkCalendar } from "./window.ts";

/** An item by when it goes. */
export interface Planned {
  readonly id: string;
  readonly day: Day;
  /** From when its campaign wants it to go. */
  readonly from: number;
}

export type Hindrance =
  /** No time is left in which anything is sent. */
  | { readonly type: "never"; readonly item: string; readonly day: Day }
  /** Nothing is sent on its day: it goes on a later one. */
  | { readonly type: "moved"; readonly item: string; readonly day: Day; readonly to: Day }
  /** Whoever gets those before it has had as many as the cap allows. */
  | { readonly type: "capped"; readonly item: string; readonly after: readonly string[] };

export interface OutlookOptions {
  /** In the order of the campaign. */
  readonly items: readonly Planned[];
  /** Last day, which counts. */
  readonly to: Day;
  readonly pace: Pace;
  /** A correction is beside the cap. */
  readonly isCorrection: boolean;
  readonly calendar: WorkCalendar;
  readonly now: number;
  /** It was begun before: what lies behind has gone when it was due, and not now. */
  readonly begun: boolean;
}

/** What keeps items from going, or from going on their day, in the order of the items. */
export function hindrancesOf(options: OutlookOptions): readonly Hindrance[] {
  const { items, to, pace, calendar, now, begun } = options;
  const { hours } = pace;
  const opens = ({ from }: Planned, since: number) => nextOpening(since, { from, to }, hours, calendar);
  const since = begun ? Math.min(now, ...items.map(({ day }) => instantOf(day, 0))) : now;
  const left = leftOut(options, (item) => opens(item, since));
  return items.flatMap((item): Hindrance[] => {
    const { id, day } = item;
    if (opens(item, now) === null) return [{ type: "never", item: id, day }];
    const after = left.get(id);
    if (after !== undefined) return [{ type: "capped", item: id, after }];
    const goes = opens(item, since);
    const isMoved = hours.workdaysOnly && !isWorkday(day, calendar) && goes !== null;
    return isMoved ? [{ type: "moved", item: id, day, to: beijingTime(goes).day }] : [];
  });
}

/** Items that the cap leaves out for whoever gets all that may go, each with those that came before. */
function leftOut(
  { items, pace: { perWeek }, isCorrection }: OutlookOptions,
  goesAt: (item: Planned) => number | null,
): ReadonlyMap<string, readonly string[]> {
  const left = new Map<string, readonly string[]>();
  if (isCorrection) return left;
  const sent: { readonly id: string; readonly at: number }[] = [];
  const due = items
    .flatMap((item) => {
      const at = goesAt(item);
      return at === null ? [] : [{ id: item.id, at }];
    })
    .toSorted((one, other) => one.at - other.at);
  for (const one of due) {
    const before = sent.filter(({ at }) => isCapped([at], one.at, 1)).map(({ id }) => id);
    if (before.length >= perWeek) left.set(one.id, before);
    else sent.push(one);
  }
  return left;
}
