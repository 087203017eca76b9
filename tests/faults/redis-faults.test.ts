/** Servers under load while their Redis fails: what people hear, what comes back, and what holds afterwards. */
import { afterEach, describe, expect, it } from "vitest";
import { border } from "../../src/text/dialogue.ts";
import { runCli } from "../cli/run-cli.ts";
import { needs } from "../needs.ts";
import { startCluster } from "../redis-cluster.ts";
import { startSentinels } from "../redis-sentinels.ts";
import { type RedisServer, startRedis } from "../redis-server.ts";
import { startProxy } from "../tcp-proxy.ts";
import { until } from "../until.ts";
import { makeDataFolder, type RunningServer, removeDataFolder, startServer, untilIdle } from "./harness.ts";
import { startTalkers, type Talkers, violationsAfter, visitorAt } from "./talkers.ts";

const long = process.env.LONG_TESTS === "true";

const busy = `503 ${border.busy}`;
const full = `503 ${border.readOnly}`;
/** Nobody waits longer for a word than the store's two seconds, and what a slow machine takes. */
const longestMilliseconds = 8_000;

describe.skipIf(needs("redis-server") === null)("servers whose Redis fails", { timeout: 240_000 }, () => {
  const closing: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  const start = async (...settings: string[]): Promise<RedisServer> => {
    const redis = await startRedis(settings);
    closing.push(() => redis.close());
    return redis;
  };

  interface Served {
    readonly servers: readonly RunningServer[];
    readonly folders: readonly string[];
    readonly talkers: Talkers;
    /** Whether every server is ready. */
    ready(): Promise<boolean>;
    /** Why the first is not. */
    reasons(): Promise<readonly string[]>;
    /** Ends the talk, and tells what does not hold. */
    violations(): Promise<readonly string[]>;
  }

  const serve = async (url: string, { servers: count = 1, people = 6 } = {}): Promise<Served> => {
    const folders = Array.from({ length: count }, makeDataFolder);
    closing.push(() => folders.forEach(removeDataFolder));
    const servers: RunningServer[] = [];
    closing.push(() => Promise.all(servers.map((server) => server.terminate())));
    for (const folder of folders) servers.push(await startServer(folder, null, { REDIS_URL: url }));
    const talkers = await startTalkers(() => servers.map((server) => server.url), people);
    closing.push(() => talkers.abandon());
    await talkers.progress(2);
    const readiness = (server: RunningServer) =>
      fetch(`${server.url}/readyz`, { headers: { connection: "close" } });
    return {
      servers,
      folders,
      talkers,
      ready: async () => (await Promise.all(servers.map(readiness))).every(({ ok }) => ok),
      reasons: async () => {
        const [first] = servers;
        return first === undefined
          ? []
          : ((await (await readiness(first)).json()) as { reasons: string[] }).reasons;
      },
      violations: async () => {
        await talkers.stop();
        await untilIdle(servers[0]?.url ?? "", 60);
        return violationsAfter(talkers, { url });
      },
    };
  };

  it("say that they are busy and begin nothing anew where Redis comes back empty, and start again only when told to", async () => {
    const redis = await start();
    const { servers, folders, talkers, reasons } = await serve(redis.url);
    await redis.kill();
    redis.empty();
    await redis.start();
    await until(async () => (await reasons()).join().includes("lost its data"));
    await until(() => talkers.refusals.has(busy));
    talkers.abandon();
    expect([...talkers.refusals]).toEqual([busy]);
    // Limits and the mark of a live process may be there; nothing of a person is.
    expect(await redis.ask("KEYS", "rongcuo:{p*")).toEqual([]);
    // It would try for a while to end what it has in hand.
    process.kill(servers[0]?.process ?? 0, "SIGKILL");
    await servers[0]?.exited;
    const [folder = ""] = folders;
    const again = () => startServer(folder, null, { REDIS_URL: redis.url });
    await expect(again()).rejects.toThrow("is empty, and this installation has used it before");
    expect((await runCli(["store", "forget"], { DATA_DIR: folder, REDIS_URL: redis.url })).status).toBe(0);
    const anew = await again();
    closing.push(() => anew.terminate());
    const visitor = visitorAt(anew.url, { cookies: new Map() });
    await until(async () => (await visitor.send("/readyz")).status === 200);
  });

  it("say that there is no room while Redis is full, show what is there, and go on when there is", async () => {
    const redis = await start();
    const { servers, talkers, ready, reasons, violations } = await serve(redis.url);
    await redis.ask("CONFIG", "SET", "maxmemory", "1");
    await until(() => talkers.refusals.has(full));
    await until(async () => (await reasons()).join().includes("read_only"));
    for (const { visitor, conversation } of talkers.people) {
      const path = `/api/conversations/${conversation}/turns?after=0`;
      expect((await visitorAt(servers[0]?.url ?? "", visitor).send(path)).status).toBe(200);
    }
    await redis.ask("CONFIG", "SET", "maxmemory", "0");
    await until(ready);
    await talkers.progress(2);
    expect(await violations()).toEqual([]);
    expect([...talkers.refusals]).toEqual([full]);
  });

  it("lose and double nothing where answers of Redis are lost after their scripts have run", async () => {
    const redis = await start();
    const proxy = await startProxy(redis.port);
    closing.push(() => proxy.close());
    const { talkers, violations } = await serve(`redis://127.0.0.1:${proxy.port}`);
    for (let broken = 0; broken < (long ? 8 : 2); broken++) {
      proxy.manner = "lose-replies";
      talkers.refusals.clear();
      await until(() => talkers.refusals.has(busy));
      proxy.manner = "pass";
      await talkers.progress(1);
    }
    expect(await violations()).toEqual([]);
  });

  it.runIf(long)(
    "say that they are busy for the half minute Redis is gone, and go on when it is back",
    async () => {
      const redis = await start("--appendfsync", "always");
      const { talkers, ready, violations } = await serve(redis.url, { servers: 2 });
      await redis.kill();
      await until(async () => !(await ready()));
      await new Promise((resolve) => setTimeout(resolve, 30_000));
      await redis.start();
      await until(ready);
      await talkers.progress(2);
      expect(await violations()).toEqual([]);
      expect([...talkers.refusals]).toEqual([busy]);
      expect(talkers.longestMilliseconds()).toBeLessThan(longestMilliseconds);
    },
  );

  it.runIf(long)("go on at the new master when the sentinels have chosen one", async () => {
    const master = await start();
    const replica = await start("--replicaof", "127.0.0.1", String(master.port));
    await until(async () => String(await replica.ask("INFO", "replication")).includes("link_status:up"));
    const sentinels = await startSentinels({ master: master.port, replicas: 1 });
    closing.push(() => sentinels.close());
    const { talkers, ready, violations } = await serve(`redis+sentinel://${sentinels.place}`, { servers: 2 });
    await master.kill();
    await until(async () => String(await replica.ask("INFO", "replication")).includes("role:master"));
    await until(ready);
    await talkers.progress(2);
    expect(await violations()).toEqual([]);
    expect([...talkers.refusals]).toEqual([busy]);
    expect(talkers.longestMilliseconds()).toBeLessThan(longestMilliseconds);
  });

  describe.runIf(long)("on a Cluster, when a master", () => {
    const startShards = async () => {
      const cluster = await startCluster();
      closing.push(() => cluster.close());
      return cluster;
    };

    it("dies, go on at the replica that takes its place", async () => {
      const cluster = await startShards();
      const [master] = cluster.nodes;
      const replica = await cluster.addReplica(master);
      const { talkers, ready, violations } = await serve(cluster.url, { servers: 2, people: 12 });
      await master.kill();
      await until(async () => String(await replica.ask("INFO", "replication")).includes("role:master"));
      await until(ready);
      await talkers.progress(2);
      expect(await violations()).toEqual([]);
      expect([...talkers.refusals]).toEqual([busy]);
      expect(talkers.longestMilliseconds()).toBeLessThan(longestMilliseconds);
    });

    // Names of commits are spread over all shards, so nobody is served for long by those that are left.
    it("without a replica dies, say that they are busy, and lose nothing when it is back", async () => {
      const cluster = await startShards();
      const { talkers, ready, violations } = await serve(cluster.url, { people: 12 });
      const [, , last] = cluster.nodes;
      await last.kill();
      await until(() => talkers.refusals.has(busy));
      await until(async () => !(await ready()));
      await last.start();
      await until(ready);
      await talkers.progress(2);
      expect(await violations()).toEqual([]);
      expect([...talkers.refusals]).toEqual([busy]);
    });
  });
});
