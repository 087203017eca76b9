import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Client, connect } from "../../../../src/adapters/stores/redis/client.ts";
import { createRedisLimiter } from "../../../../src/adapters/stores/redis/redis-limiter.ts";
import { parseRedisUrl } from "../../../../src/adapters/stores/redis/url.ts";
import { limiterContract } from "../../../contract/limiter.ts";
import { needs } from "../../../needs.ts";
import { type RedisServer, startRedis } from "../../../redis-server.ts";

describe.skipIf(needs("redis-server") === null)("limits in Redis", () => {
  let server: RedisServer;
  let client: Client;
  let namespaces = 0;
  beforeAll(async () => {
    server = await startRedis();
    client = await connect(parseRedisUrl(server.url));
  });
  afterAll(async () => {
    client.end();
    await server.close();
  });

  limiterContract((clock) => createRedisLimiter({ client, clock, namespace: `limits${++namespaces}` }));

  it("are shared by all processes, and let no more through where they count at the same time", async () => {
    const limit = { name: "user-minute", count: 7, seconds: 60 };
    const limiters = [1, 2, 3].map(() =>
      createRedisLimiter({ client, clock: Date.now, namespace: "shared" }),
    );
    const taken = await Promise.all(
      Array.from({ length: 30 }, (_, at) => limiters[at % 3]?.take([{ key: "a", limit }])),
    );
    expect(taken.filter((one) => one?.status === "taken")).toHaveLength(7);
  });

  it("leave nothing behind: every count has an expiry", async () => {
    const limiter = createRedisLimiter({ client, clock: Date.now, namespace: "expiring" });
    const limit = { name: "user-minute", count: 1, seconds: 60 };
    for (let at = 0; at < 2; at++) await limiter.take([{ key: "a", limit }]);
    const keys = (await server.ask("KEYS", "expiring:*")) as string[];
    expect(keys).toHaveLength(2);
    for (const key of keys) expect(await server.ask("TTL", key)).toBeGreaterThan(0);
  });
});
