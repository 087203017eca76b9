/**
 * How many messages the bot sends: replies before pushes.
 *
 *   reply ── the next free place ───────────────────────────────────── out
 *   push ─── no reply waits, places left over, a slot since the last ─── out
 *
 * The platform's limit counts all messages of a bot, so pushes leave one place of a second free and come one by one, evenly: a
 * reply that finds no place waits for the next of theirs to leave the second, not for all of them.
 */
import type { Limiter, Wanted } from "../../../ports/limits.ts";
import type { ChannelTime } from "./calls.ts";

export interface Budget {
  /** Resolves when a reply may go out; the first first. */
  reply(): Promise<void>;
  /** Resolves when a push may go out, with 0; or with the seconds after which to come again, where that is too long to wait. */
  push(): Promise<number>;
  /** The platform asked for patience with some message: pushes hold still so long. */
  hold(seconds: number): void;
}

export interface BudgetSettings {
  /** Messages in any one second; null: any number. */
  readonly perSecond: number | null;
  /** Counts for all processes of the bot together; null: this one is alone. */
  readonly shared: Limiter | null;
  /** Names the bot in the shared counts. */
  readonly botId: string;
  readonly time: ChannelTime;
}

/** Places of a second that are never a push's. */
const leftToReplies = 1;
/** How long a push waits at most, in milliseconds: whoever sends it holds a lease. */
const patience = 10_000;
/** Until the shared counts are asked again, at least, in milliseconds. */
const shortest = 10;

export function createBudget({ perSecond, shared, botId, time }: BudgetSettings): Budget {
  const { clock, wait } = time;
  const pushesPerSecond = perSecond === null ? null : Math.max(1, perSecond - leftToReplies);
  const slot = pushesPerSecond === null ? 0 : 1000 / pushesPerSecond;
  const second = createSecond(perSecond);
  let replies = Promise.resolve();
  let pushes: Promise<unknown> = Promise.resolve();
  let waitingReplies = 0;
  let nextPush = 0;
  let heldUntil = 0;

  const limit = (name: string, count: number): Wanted => ({ key: botId, limit: { name, count, seconds: 1 } });
  const all = perSecond === null ? [] : [limit("telegram", perSecond)];
  const pushed = pushesPerSecond === null ? all : [...all, limit("telegram-push", pushesPerSecond)];

  /** Milliseconds until all processes together have a place; 0: it is taken. Without an answer this process counts alone. */
  const sharedRest = async (wanted: readonly Wanted[]): Promise<number> => {
    if (shared === null || wanted.length === 0) return 0;
    const taken = await shared.take(wanted).catch(() => null);
    return taken?.status === "exceeded" ? Math.max(shortest, taken.until - clock()) : 0;
  };

  const replyPlace = async (): Promise<void> => {
    for (;;) {
      const rest = second.freeAt() - clock();
      if (rest > 0) await wait(rest);
      else {
        const others = await sharedRest(all);
        if (others === 0) break;
        await wait(others);
      }
    }
    second.take(clock());
  };

  /** Milliseconds until a push may be tried. */
  const pushRest = (): number => {
    const now = clock();
    const behindReplies = waitingReplies > 0 ? now + Math.max(slot, shortest) : 0;
    return Math.max(0, heldUntil - now, nextPush - now, behindReplies - now, second.freeAt() - now);
  };

  const pushPlace = async (until: number): Promise<number> => {
    for (;;) {
      const rest = pushRest() || (await sharedRest(pushed));
      if (rest === 0) break;
      if (clock() + rest > until) return Math.max(1, Math.ceil(rest / 1000));
      await wait(rest);
    }
    const now = clock();
    second.take(now);
    // By the slot before, not by the clock: timers that come late would add up.
    nextPush = (now - nextPush > slot ? now : nextPush) + slot;
    return 0;
  };

  return {
    reply() {
      waitingReplies += 1;
      replies = replies.then(replyPlace).finally(() => {
        waitingReplies -= 1;
      });
      return replies;
    },
    push() {
      const until = clock() + patience;
      const place = pushes.then(() => pushPlace(until));
      pushes = place;
      return place;
    },
    hold(seconds) {
      heldUntil = Math.max(heldUntil, clock() + seconds * 1000);
    },
  };
}

/** Places of any one second. */
function createSecond(most: number | null) {
  const taken: number[] = [];
  return {
    /** When the next place is free; 0: now. */
    freeAt(): number {
      const oldest = most === null ? undefined : taken[taken.length - most];
      return oldest === undefined ? 0 : oldest + 1000;
    },
    take(now: number): void {
      if (most === null) return;
      taken.push(now);
      if (taken.length > most) taken.splice(0, taken.length - most);
    },
  };
}
