/** Two servers on one Redis, one of which polls Telegram; what becomes of it when that one is killed. */
import { afterEach, describe, expect, it } from "vitest";
import { openRedisStore } from "../../src/adapters/stores/redis/open.ts";
import { partitions } from "../../src/app/flow/keys.ts";
import { createEpochMemory } from "../adapters/stores/redis/open.ts";
import { needs } from "../needs.ts";
import { startRedis } from "../redis-server.ts";
import { type BotApi, createBotApi } from "../telegram/server.ts";
import {
  killAll,
  makeDataFolder,
  queueItems,
  type RunningServer,
  removeDataFolder,
  startServer,
  untilIdle,
} from "./harness.ts";

const people = [1001, 1002, 1003];
/** The lease of the poller, one look of whoever stands by, and what a slow machine takes. */
const takeoverSeconds = 90 + 10 + 20;

const long = process.env.LONG_TESTS === "true";

describe.skipIf(!long || needs("redis-server") === null)("two servers that hear for one bot", () => {
  const closing: (() => unknown)[] = [];
  afterEach(async () => {
    killAll();
    for (const close of closing.splice(0).reverse()) await close();
  });

  interface Stage {
    readonly api: BotApi;
    serve(): Promise<RunningServer>;
    /** Turns that were written. */
    turns(): Promise<number>;
  }

  const stage = async (): Promise<Stage> => {
    const redis = await startRedis();
    closing.push(() => redis.close());
    const api = await createBotApi();
    closing.push(() => api.close());
    return {
      api,
      async serve() {
        const folder = makeDataFolder();
        closing.push(() => removeDataFolder(folder));
        return startServer(folder, null, {
          REDIS_URL: redis.url,
          TELEGRAM_BOT_TOKEN: api.token,
          TELEGRAM_API_ROOT: api.root,
          TELEGRAM_MESSAGES_PER_SECOND: "0",
          ADMIN_USERS: people.map((id) => `telegram:${id}`).join(),
          DATA_KEY: `k1:${Buffer.alloc(32, 1).toString("base64")}`,
        });
      },
      async turns() {
        const { store } = await openRedisStore({
          url: redis.url,
          clock: Date.now,
          memory: createEpochMemory(),
          warn: () => {},
        });
        const found = await Promise.all(
          partitions.map((space) => store.list(space, "turn/", { limit: 1_000 })),
        );
        await store.close();
        return found.flat().length;
      },
    };
  };

  const greet = async (api: BotApi): Promise<void> => {
    for (const id of people) api.person(id).say("您好");
    await api.until(() => people.every((id) => api.shown(id).length === 1));
  };

  it("pass it on at once when the one that hears ends", { timeout: 120_000 }, async () => {
    const { api, serve, turns } = await stage();
    const first = await serve();
    await greet(api);
    const second = await serve();
    expect((await first.terminate()).code).toBe(0);
    for (const id of people) api.person(id).say("案例");
    await api.until(() => people.every((id) => api.shown(id).length === 2));
    await untilIdle(second.url);
    expect(await turns()).toBe(people.length);
    expect(await second.terminate()).toMatchObject({ code: 0 });
  });

  it("do once what is given twice and in disorder, also while the one that hears passes it on", {
    timeout: 180_000,
  }, async () => {
    const { api, serve, turns } = await stage();
    const first = await serve();
    await greet(api);
    const second = await serve();
    api.updates.duplicates = 2;
    api.updates.window = 8;
    const count = 12;
    for (let at = 0; at < count; at++) {
      for (const id of people) api.person(id).say(`案例 第${at}次`);
      if (at === count / 2) void first.terminate();
    }
    expect((await first.exited).code).toBe(0);
    await api.until(() => api.updates.waiting() === 0);
    await untilIdle(second.url, 60);
    for (const { update_id: id } of api.updates.history.slice(-5)) api.updates.redeliver(id);
    await api.until(() => api.updates.waiting() === 0);
    await untilIdle(second.url, 60);
    expect(await turns()).toBe(people.length * count);
    expect(people.map((id) => api.shown(id).length - 1)).toEqual(people.map(() => count));
    expect(await second.terminate()).toMatchObject({ code: 0 });
  });

  it("lose and double nothing when the one that hears is killed, and the other hears within the lease", {
    timeout: 300_000,
  }, async () => {
    const { api, serve, turns } = await stage();
    const first = await serve();
    await greet(api);
    const second = await serve();
    await untilIdle(first.url);
    const sent = api.callsOf("sendMessage").length;
    for (let at = 0; at < 10; at++) for (const id of people) api.person(id).say(`案例 ${at}`);
    await api.until(() => api.callsOf("sendMessage").length >= sent + 5);
    process.kill(first.process, "SIGKILL");
    await first.exited;
    const killed = performance.now();
    const polls = api.callsOf("getUpdates").length;
    for (const id of people) api.person(id).say("案例 之后");
    await api.until(() => api.callsOf("getUpdates").length > polls);
    const seconds = (performance.now() - killed) / 1000;
    process.stderr.write(`heard again ${seconds.toFixed(0)} s after the poller was killed\n`);
    expect(seconds).toBeLessThan(takeoverSeconds);
    await api.until(() => api.updates.waiting() === 0);
    // What the dead one had claimed is free when those leases end.
    await untilIdle(second.url, 120);
    const asked = people.length * 11;
    expect(await turns()).toBe(asked);
    const shown = people.flatMap((id) => api.shown(id).slice(1)).length;
    const unknown = (await queueItems(second.url))["outbox.dead"] ?? 0;
    // Each answer came once, or is known to be of unknown fate.
    expect(shown).toBeLessThanOrEqual(asked);
    expect(shown + unknown).toBeGreaterThanOrEqual(asked);
    await second.terminate();
  });
});
