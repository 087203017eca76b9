import { afterAll, beforeAll, describe } from "vitest";
import { storeContract } from "../../../contract/store.ts";
import { needs } from "../../../needs.ts";
import { type RedisServer, startRedis } from "../../../redis-server.ts";
import { openRedisAt } from "./open.ts";

describe.skipIf(needs("redis-server") === null)("the shared store on one Redis", () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.close());

  storeContract(
    "Redis",
    openRedisAt(() => server.url),
  );
});
