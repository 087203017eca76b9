import { afterEach, describe, expect, it } from "vitest";
import { RedisUnfitError } from "../../../../src/adapters/stores/redis/errors.ts";
import { openRedisStore } from "../../../../src/adapters/stores/redis/open.ts";
import { judge, serverState } from "../../../../src/adapters/stores/redis/server-check.ts";
import { needs } from "../../../needs.ts";
import { type RedisServer, startRedis } from "../../../redis-server.ts";
import { createEpochMemory } from "./open.ts";

describe.skipIf(needs("redis-server") === null)("a Redis at the start", () => {
  const servers: RedisServer[] = [];
  const start = async (...settings: string[]): Promise<RedisServer> => {
    const server = await startRedis(settings);
    servers.push(server);
    return server;
  };
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });

  /** Opens it; what it warned of, or what it refused for. */
  async function open(url: string): Promise<readonly string[]> {
    const warnings: string[] = [];
    const { store } = await openRedisStore({
      url,
      clock: Date.now,
      memory: createEpochMemory(),
      warn: (message) => warnings.push(message),
    });
    await store.close();
    return warnings;
  }
  const refusal = async (url: string): Promise<readonly string[]> => {
    const error = await open(url).then(
      () => null,
      (caught: unknown) => caught,
    );
    if (!(error instanceof RedisUnfitError)) throw new Error(`not refused: ${error}`);
    return error.problems.map((problem) => problem.split(" ")[0] ?? "");
  };

  it("is taken with an append-only file, and what is weak about it is told", async () => {
    const { url } = await start();
    expect((await open(url)).join("\n")).toMatch(/no replica[\s\S]*everysec/);
  });

  it("is refused with everything that is wrong in one message", async () => {
    const { url } = await start(
      "--appendonly",
      "no",
      "--appendfsync",
      "no",
      "--maxmemory-policy",
      "allkeys-lru",
    );
    expect(await refusal(url)).toEqual(["appendonly", "appendfsync", "maxmemory-policy"]);
  });

  it("is refused where it is a replica", async () => {
    const master = await start();
    const { url } = await start("--replicaof", "127.0.0.1", String(master.port));
    expect(await refusal(url)).toEqual(["role"]);
  });

  it("is refused where it has no database of that number, instead of another being used", async () => {
    const { url } = await start("--databases", "2");
    await open(`${url}/1`);
    expect(await refusal(`${url}/2`)).toEqual(["database"]);
  });

  it.each([
    ["scripts", ["~*", "+@all", "-@scripting"]],
    ["the keys", ["~other:*", "+@all"]],
    ["writing", ["~*", "+@all", "-@write", "+evalsha", "+eval"]],
    ["asking for its state", ["~*", "+@all", "-info"]],
  ])(
    "is refused where the user of the address lacks rights for %s, and the rights are named",
    async (_what, rights) => {
      const server = await start();
      await server.ask("ACL", "SETUSER", "weak", "on", ">word", "&*", ...rights);
      const url = server.url.replace("redis://", "redis://weak:word@");
      await expect(open(url)).rejects.toThrow(
        /REDIS_URL cannot be used[\s\S]*rights are missing[\s\S]*-@dangerous/,
      );
    },
  );

  it("that hides its settings is judged by INFO, and what could not be checked is told", async () => {
    const { url } = await start("--rename-command", "CONFIG", "");
    expect((await open(url)).join("\n")).toMatch(/not checked: appendfsync$/m);
    const weak = await start("--rename-command", "CONFIG", "", "--appendonly", "no");
    expect(await refusal(weak.url)).toEqual(["appendonly"]);
  });

  it("of an old version is refused, and one that tells nothing is unchecked", () => {
    expect(judge(serverState("redis_version:6.2.1\r\nrole:master", [])).problems).toEqual([
      "version is 6.2.1: Redis 7 or later is needed",
    ]);
    expect(judge(serverState("", null))).toEqual({
      problems: [],
      unchecked: ["version", "role", "appendonly", "appendfsync", "maxmemory-policy"],
    });
  });
});
