import { describe, expect, it } from "vitest";
import { createBudget } from "../../../../src/adapters/channels/telegram/budget.ts";
import { createMemoryLimiter } from "../../../../src/adapters/limits/memory-limiter.ts";
import type { Limiter } from "../../../../src/ports/limits.ts";

/** Time that passes when everybody waits for it. */
function createTime() {
  let now = 1_000_000;
  const sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  const rest = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    clock: () => now,
    wait: (milliseconds: number) =>
      new Promise<void>((wake) => void sleepers.push({ at: now + milliseconds, wake })),
    /** Lets so much time pass, waking each at its time. */
    async pass(milliseconds: number): Promise<void> {
      const until = now + milliseconds;
      await rest();
      for (;;) {
        sleepers.sort((left, right) => left.at - right.at);
        const [next] = sleepers;
        if (next === undefined || next.at > until) break;
        sleepers.shift();
        now = Math.max(now, next.at);
        next.wake();
        await rest();
      }
      now = until;
    },
  };
}

const budgetOf = (
  time: ReturnType<typeof createTime>,
  perSecond: number | null,
  shared: Limiter | null = null,
) => createBudget({ perSecond, shared, botId: "1", time });

/** When each of so many went out, in milliseconds from now. */
function timesOf(time: ReturnType<typeof createTime>, count: number, take: () => Promise<unknown>): number[] {
  const from = time.clock();
  const times: number[] = [];
  for (let at = 0; at < count; at++)
    void take().then((seconds) => {
      if (seconds === undefined || seconds === 0) times.push(time.clock() - from);
    });
  return times;
}

const mostInASecond = (times: readonly number[]): number =>
  Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 1_000).length));

describe("the budget of messages", () => {
  it("lets replies go at once as far as it reaches, and never more in any second", async () => {
    const time = createTime();
    const budget = budgetOf(time, 10);
    const times = timesOf(time, 25, budget.reply);
    await time.pass(5_000);
    expect(times.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 0));
    expect(times).toHaveLength(25);
    expect(mostInASecond(times)).toBe(10);
  });

  it("spreads pushes evenly and leaves a place of each second to replies", async () => {
    const time = createTime();
    const budget = budgetOf(time, 11);
    const times = timesOf(time, 20, budget.push);
    await time.pass(5_000);
    expect(times.slice(0, 4)).toEqual([0, 100, 200, 300]);
    expect(mostInASecond(times)).toBe(10);
  });

  it("lets a reply go before all pushes that wait, at once while a place is free, within a slot when it is not", async () => {
    const time = createTime();
    const budget = budgetOf(time, 11);
    const pushes = timesOf(time, 40, budget.push);
    await time.pass(2_000);
    const gone = pushes.length;
    const replies = timesOf(time, 4, budget.reply);
    await time.pass(0);
    expect(replies.length).toBeGreaterThanOrEqual(1);
    // A slot each from then on, and no push in between.
    await time.pass(300);
    expect(replies).toHaveLength(4);
    expect(pushes).toHaveLength(gone);
    await time.pass(10_000);
    expect(pushes.length).toBeGreaterThan(gone);
  });

  it("holds pushes while the platform wants patience, and no reply", async () => {
    const time = createTime();
    const budget = budgetOf(time, 10);
    budget.hold(3);
    const pushes = timesOf(time, 1, budget.push);
    const replies = timesOf(time, 1, budget.reply);
    await time.pass(10_000);
    expect([replies, pushes]).toEqual([[0], [3_000]]);
  });

  it("sends a push away that would have to wait too long, with when to come again", async () => {
    const time = createTime();
    const budget = budgetOf(time, 10);
    budget.hold(60);
    expect(await budget.push()).toBe(60);
  });

  it("holds nothing back where there is no limit", async () => {
    const time = createTime();
    const budget = budgetOf(time, null);
    const times = [...timesOf(time, 50, budget.reply), ...timesOf(time, 50, budget.push)];
    await time.pass(0);
    expect(times.every((at) => at === 0)).toBe(true);
  });

  it("is one for several processes that share their counts", async () => {
    const time = createTime();
    const shared = createMemoryLimiter(time.clock);
    const [first, second] = [budgetOf(time, 10, shared), budgetOf(time, 10, shared)];
    const times = [timesOf(time, 15, first.reply), timesOf(time, 15, second.reply)];
    await time.pass(10_000);
    const all = times.flat();
    expect(all).toHaveLength(30);
    expect(mostInASecond(all)).toBeLessThanOrEqual(10);
  });

  it("goes on alone where the shared counts do not answer", async () => {
    const time = createTime();
    const budget = budgetOf(time, 2, { take: () => Promise.reject(new Error("away")) });
    const times = timesOf(time, 4, budget.reply);
    await time.pass(1_000);
    expect(times).toEqual([0, 0, 1_000, 1_000]);
  });
});
