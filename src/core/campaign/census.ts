/**
 * Whom a campaign would go to now, counted: what the second person sees before they approve who it goes to. By channel, never by
 * unit: units are not compared. A small group is not told, nor one that could be worked out from the others; `disclosure.ts` says
 * how.
 */
import { smallestGroup, toldCount } from "./disclosure.ts";

export interface Groups {
  /** By name, so that nothing is set above anything; each count as it is told. */
  readonly groups: readonly { readonly name: string; readonly count: number }[];
  /** Whether there are some who are in none of those; how many is not told. */
  readonly others: boolean;
}

export interface Census {
  /** Null: fewer than ten, or none. */
  readonly total: number | null;
  readonly channels: Groups;
}

/** @param channels how many by channel, before anything is left out */
export function censusOf(channels: ReadonlyMap<string, number>): Census {
  const total = [...channels.values()].reduce((sum, count) => sum + count, 0);
  return { total: toldCount(total), channels: shownGroups(channels) };
}

/** Groups that may be shown: the smallest are told together, until they are several and not few. */
function shownGroups(counts: ReadonlyMap<string, number>): Groups {
  const rising = [...counts].sort(([, left], [, right]) => left - right);
  let others = 0;
  let hidden = 0;
  for (const [, count] of rising) {
    const enough = hidden === 0 || (hidden > 1 && others >= smallestGroup);
    if (count >= smallestGroup && enough) break;
    others += count;
    hidden += 1;
  }
  const groups = rising
    .slice(hidden)
    .flatMap(([name, count]) => {
      const told = toldCount(count);
      return told === null ? [] : [{ name, count: told }];
    })
    .sort((left, right) => (left.name < right.name ? -1 : 1));
  return { groups, others: groups.length > 0 && hidden > 0 };
}
