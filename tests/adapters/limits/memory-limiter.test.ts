import { expect, it } from "vitest";
import { createMemoryLimiter } from "../../../src/adapters/limits/memory-limiter.ts";
import type { Limit } from "../../../src/ports/limits.ts";
import { limiterContract } from "../../contract/limiter.ts";

const start = Date.UTC(2026, 0, 1);
const perMinute: Limit = { name: "user-minute", count: 3, seconds: 60 };

limiterContract((clock) => createMemoryLimiter(clock));

it("keeps no more keys than it may: the one that was quiet longest is forgotten", async () => {
  const limiter = createMemoryLimiter(() => start, 3);
  const once: Limit = { ...perMinute, count: 1 };
  const take = async (key: string) => (await limiter.take([{ key, limit: once }])).status;
  for (const key of ["a", "b", "c"]) await take(key);
  expect(await take("a")).toBe("exceeded");
  await take("d");
  expect([await take("b"), await take("c"), await take("d")]).toEqual(["exceeded", "exceeded", "exceeded"]);
  expect(await take("a")).toBe("taken");
});

it("keeps no more of those who were told than it may", async () => {
  const limiter = createMemoryLimiter(() => start, 2);
  const none: Limit = { ...perMinute, count: 0 };
  const isFirst = async (key: string) => {
    const taken = await limiter.take([{ key, limit: none }]);
    return taken.status === "exceeded" && taken.first;
  };
  expect([await isFirst("a"), await isFirst("b"), await isFirst("a")]).toEqual([true, true, false]);
  expect([await isFirst("c"), await isFirst("b"), await isFirst("a")]).toEqual([true, false, true]);
});
