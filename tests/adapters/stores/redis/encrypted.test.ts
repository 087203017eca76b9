/**
 * Sentinels and a Cluster that are reached by TLS alone, by users who may do no more than the runbook gives them; what is
 * known of one Redis (`tests/faults/encrypted-redis.test.ts`) does not show what the client does once it follows others.
 */
import { createHash } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { slotOf } from "../../../../src/adapters/stores/redis/client.ts";
import {
  type OpenedRedis,
  type OpenRedis,
  openRedisStore,
} from "../../../../src/adapters/stores/redis/open.ts";
import type { Store } from "../../../../src/ports/store.ts";
import { type Certificates, createCertificates, hasRedisWithTls } from "../../../certificates.ts";
import { storeContract } from "../../../contract/store.ts";
import { type RedisCluster, startCluster } from "../../../redis-cluster.ts";
import { startSentinels } from "../../../redis-sentinels.ts";
import { freePort, type RedisServer, startRedis } from "../../../redis-server.ts";
import { until } from "../../../until.ts";
import { createEpochMemory, openRedisAt } from "./open.ts";

const long = process.env.LONG_TESTS === "true";

const [user, password] = ["rongcuo", "a pass:word/with@marks"];
const login = `${user}:${encodeURIComponent(password)}@`;
/** As docs/operations.md has it, for any beginning of keys. */
const rights = ["~*", "&*", "+@all", "-@dangerous", "-@admin", "+info", "+role"];
const admit = (server: RedisServer): Promise<unknown> =>
  server.ask("ACL", "SETUSER", user, "on", `>${password}`, ...rights);

const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");
/** As docs/operations.md has it. */
const sentinelRights = "-@all +sentinel|get-master-addr-by-name +sentinel|sentinels";
const [watcher, watchword] = ["watcher", "another pass/word"];

interface Trio {
  readonly master: RedisServer;
  /** Of the sentinels. */
  readonly place: string;
  close(): Promise<void>;
}

/** Something of everything: a document, an entry that a replica may have to have, and an item. */
const commit = (store: Store, space: string, at: number) =>
  store.commit({
    id: `${space}-${at}`,
    space,
    put: [{ key: `k${at}`, value: "x" }],
    append: [{ stream: "audit", at, body: String(at) }],
    enqueue: [{ queue: "inbox", group: "g", payload: String(at) }],
  });

describe.skipIf(!hasRedisWithTls())("the shared store by TLS", { timeout: 120_000 }, () => {
  let certificates: Certificates;
  let distrust: () => void;
  beforeAll(() => {
    certificates = createCertificates();
    distrust = certificates.trust();
  });
  afterAll(() => {
    distrust();
    certificates.remove();
  });

  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  const open = async (url: string, sentinels?: OpenRedis["sentinels"]): Promise<OpenedRedis> => {
    const memory = createEpochMemory();
    const opened = await openRedisStore({ url, sentinels, clock: Date.now, memory, warn: () => {} });
    closing.push(() => opened.store.close());
    return opened;
  };

  /** Everything a process does with Redis, once. */
  const everything = async (
    { store, bus, limiter }: OpenedRedis,
    spaces: readonly string[],
  ): Promise<void> => {
    const heard: string[] = [];
    bus.listen((text) => heard.push(text));
    for (const space of spaces) expect(await commit(store, space, 0)).toBe("committed");
    expect(await store.streams()).toHaveLength(spaces.length);
    const claimed = await store.claim("inbox", { worker: "w", leaseSeconds: 30, limit: spaces.length });
    expect(claimed.map(({ space }) => space).toSorted()).toEqual(spaces.toSorted());
    const limit = { name: "user-minute", count: 1, seconds: 60 };
    expect(await limiter.take([{ key: "a", limit }])).toEqual({ status: "taken" });
    await until(() => {
      bus.publish("news");
      return heard.includes("news");
    });
    expect(store.health()).toEqual({ state: "up", reason: null });
  };

  const entries = async (store: Store, space: string): Promise<readonly string[]> =>
    (await store.readStream(space, "audit", 0, 1_000)).map(({ body }) => body);

  /** Goes on while a master is taken away, and finds every entry once. */
  const survives = async (store: Store, space: string, fail: () => Promise<unknown>): Promise<void> => {
    const count = 40;
    for (let at = 0; at < count; at++) {
      if (at === count / 2) await fail();
      await until(async () => (await commit(store, space, at)) === "committed");
    }
    expect(await entries(store, space)).toEqual(Array.from({ length: count }, (_, at) => String(at)));
  };

  describe("on a Cluster", () => {
    const startEncrypted = async (...settings: string[]): Promise<RedisCluster> => {
      const cluster = await startCluster(settings, certificates);
      await Promise.all(cluster.nodes.map(admit));
      return cluster;
    };
    const startForOne = async (): Promise<RedisCluster> => {
      const cluster = await startEncrypted();
      closing.push(() => cluster.close());
      return cluster;
    };
    const urlOf = ({ place }: { readonly place: string }): string => `rediss+cluster://${login}${place}`;

    it("does everything on every shard", async () => {
      const cluster = await startForOne();
      await everything(await open(urlOf(cluster)), ["p00", "p01", "p02", "p03", "p04", "p05"]);
    });

    it("knows the nodes by the names on their certificates", async () => {
      const named = createCertificates("DNS:localhost");
      const distrustNamed = named.trust();
      closing.push(async () => {
        distrustNamed();
        named.remove();
      });
      const names = [
        "--cluster-announce-hostname",
        "localhost",
        "--cluster-preferred-endpoint-type",
        "hostname",
      ];
      const cluster = await startCluster(names, named);
      closing.push(() => cluster.close());
      await Promise.all(cluster.nodes.map(admit));
      const place = cluster.place.replaceAll("127.0.0.1", "localhost");
      await everything(await open(urlOf({ place })), ["p00", "p01", "p02"]);
    });

    it.runIf(long)("does not take nodes whose certificates are made out to others, and says so", async () => {
      const elsewhere = createCertificates("DNS:elsewhere");
      const distrustElsewhere = elsewhere.trust();
      closing.push(async () => {
        distrustElsewhere();
        elsewhere.remove();
      });
      const cluster = await startCluster([], elsewhere);
      closing.push(() => cluster.close());
      await expect(open(urlOf(cluster))).rejects.toThrow(/does not match certificate/);
    });

    it.runIf(long)("goes on at a replica that took the place of a master", async () => {
      const cluster = await startForOne();
      const { store } = await open(urlOf(cluster));
      const [master] = cluster.nodes.filter((_, at) => Math.floor(slotOf("{p00}") / 5_462) === at);
      if (master === undefined) throw new Error("no master of the space");
      await admit(await cluster.addReplica(master));
      await survives(store, "p00", () => master.kill());
    });

    describe.runIf(long)("as any other", () => {
      let cluster: RedisCluster;
      beforeAll(async () => {
        cluster = await startEncrypted();
      });
      afterAll(() => cluster.close());

      storeContract(
        "Cluster by TLS",
        openRedisAt(() => urlOf(cluster)),
      );
    });
  });

  describe("behind sentinels", () => {
    const startTrio = async (): Promise<Trio> => {
      const started: { close(): Promise<void> }[] = [];
      const start = async (port: number, ...settings: string[]): Promise<RedisServer> => {
        const encrypted = [...certificates.settings(port), "--tls-replication", "yes"];
        const server = await startRedis([...encrypted, ...settings]);
        started.push(server);
        await admit(server);
        return server;
      };
      const port = await freePort();
      const master = await start(port);
      const replica = await start(await freePort(), "--replicaof", "127.0.0.1", String(port));
      await until(async () => String(await replica.ask("INFO", "replication")).includes("link_status:up"));
      const sentinels = await startSentinels({
        master: port,
        replicas: 1,
        certificates,
        asker: { username: watcher, password: watchword },
        lines: [
          "user default off",
          `user ${watcher} on #${sha256(watchword)} ~* &* +@all`,
          `user ${user} on #${sha256(password)} ${sentinelRights}`,
          `sentinel sentinel-user ${watcher}`,
          `sentinel sentinel-pass "${watchword}"`,
        ],
      });
      started.push(sentinels);
      return {
        master,
        place: sentinels.place,
        close: async () => {
          for (const one of started.toReversed()) await one.close();
        },
      };
    };
    const startForOne = async (): Promise<Trio> => {
      const trio = await startTrio();
      closing.push(trio.close);
      return trio;
    };
    const urlOf = ({ place }: Trio): string => `rediss+sentinel://${login}${place}`;
    const sentinelLogin = { username: user, password };

    it("finds the master by a user of the sentinels", async () => {
      await everything(await open(urlOf(await startForOne()), sentinelLogin), ["p00", "p01"]);
    });

    it.runIf(long)("does not find it without one, and says which settings are missing", async () => {
      await expect(open(urlOf(await startForOne()))).rejects.toThrow(/REDIS_SENTINEL_PASSWORD/);
    });

    it.runIf(long)("goes on at the new master", async () => {
      const trio = await startForOne();
      const { store } = await open(urlOf(trio), sentinelLogin);
      await survives(store, "p00", () => trio.master.kill());
    });

    describe.runIf(long)("as any other", () => {
      let trio: Trio;
      beforeAll(async () => {
        trio = await startTrio();
      }, 60_000);
      afterAll(() => trio.close());

      storeContract(
        "Sentinels by TLS",
        openRedisAt(() => urlOf(trio), sentinelLogin),
      );
    });
  });
});
