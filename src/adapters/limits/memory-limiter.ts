/**
 * Limits counted in this process, in sliding windows.
 *
 * A window is cut into 60 slices, and what counts is every slice that touches the window before now: never more than
 * `count` pass in any window, wherever it begins, at the price of a refusal that may last one slice longer than it must.
 * So a key takes at most 61 numbers, whatever the limit is. The counts of a limit stand in the order in which they were
 * last added to, so that those that have run out stand first and go first.
 */
import type { Limit, Limiter } from "../../ports/limits.ts";
import type { Clock, Instant } from "../../ports/time.ts";

const slicesInWindow = 60;

/** How many were taken in a slice, by its number since 1970; in order. */
type Slices = { readonly slice: number; count: number }[];

interface Kept {
  /** By key. */
  readonly counts: Map<string, Slices>;
  /** When who was last told of a refusal. */
  readonly told: Map<string, Instant>;
}

/**
 * Counts until the process ends. A limit is known by its name; its count may change, its seconds not. A count of 0 lets
 * nothing through.
 *
 * @param keysAtMost keys kept of one limit; beyond it the one that was quiet longest is forgotten
 */
export function createMemoryLimiter(clock: Clock, keysAtMost = 100_000): Limiter {
  const limits = new Map<string, Kept>();
  let latest: Instant = 0;
  const keptOf = ({ name }: Limit): Kept => {
    const kept = limits.get(name) ?? { counts: new Map(), told: new Map() };
    limits.set(name, kept);
    return kept;
  };
  return {
    async take(wanted) {
      // A clock that is set back must not open a window again.
      const now = Math.max(latest, clock());
      latest = now;
      const refusals = wanted.flatMap(({ key, limit, amount = 1 }) => {
        const until = freeAgain(keptOf(limit).counts.get(key) ?? [], limit, amount, now);
        return until === null ? [] : [{ limit, until }];
      });
      const [longest] = refusals.sort((left, right) => right.until - left.until);
      if (longest === undefined) {
        for (const { key, limit, amount = 1 } of wanted) {
          const { counts } = keptOf(limit);
          count(counts, key, limit, amount, now);
          drop(counts, keysAtMost, (slices) => isOver(slices, limit, now));
        }
        return { status: "taken" };
      }
      const { limit, until } = longest;
      // Who asks is told by all the keys together: a limit for everybody is still told to each person.
      const asker = JSON.stringify(wanted.map(({ key }) => key));
      const { told } = keptOf(limit);
      const first = tell(told, asker, limit, now);
      drop(told, keysAtMost, (at) => isPast(at, limit, now));
      return { status: "exceeded", limit: limit.name, first, until };
    },
  };
}

const sliceLength = ({ seconds }: Limit): number => (seconds * 1_000) / slicesInWindow;

/** The oldest slice that touches the window before now. */
const oldestCounted = (limit: Limit, now: Instant): number =>
  Math.floor(now / sliceLength(limit)) - slicesInWindow;

/** When so much more may pass; null: at once. */
function freeAgain(slices: Readonly<Slices>, limit: Limit, amount: number, now: Instant): Instant | null {
  const counted = slices.filter(({ slice }) => slice >= oldestCounted(limit, now));
  let total = counted.reduce((sum, { count }) => sum + count, 0);
  if (total + amount <= limit.count) return null;
  for (const { slice, count } of counted) {
    total -= count;
    if (total + amount <= limit.count) return Math.ceil((slice + slicesInWindow + 1) * sliceLength(limit));
  }
  return now + limit.seconds * 1_000;
}

function count(counts: Kept["counts"], key: string, limit: Limit, amount: number, now: Instant): void {
  const oldest = oldestCounted(limit, now);
  const slices = (counts.get(key) ?? []).filter(({ slice }) => slice >= oldest);
  const slice = oldest + slicesInWindow;
  const last = slices.at(-1);
  if (last?.slice === slice) last.count += amount;
  else slices.push({ slice, count: amount });
  setLast(counts, key, slices);
}

const isOver = (slices: Readonly<Slices>, limit: Limit, now: Instant): boolean =>
  (slices.at(-1)?.slice ?? 0) < oldestCounted(limit, now);

/** Tells whether this is the first refusal within the window, and remembers it. */
function tell(told: Kept["told"], asker: string, limit: Limit, now: Instant): boolean {
  const before = told.get(asker);
  if (before !== undefined && !isPast(before, limit, now)) return false;
  setLast(told, asker, now);
  return true;
}

const isPast = (at: Instant, { seconds }: Limit, now: Instant): boolean => at + seconds * 1_000 <= now;

function setLast<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key);
  map.set(key, value);
}

/** Drops from the front what is over, and what is too many. */
function drop<Value>(map: Map<string, Value>, atMost: number, over: (value: Value) => boolean): void {
  for (const [key, value] of map) {
    if (map.size <= atMost && !over(value)) return;
    map.delete(key);
  }
}
