/** Two servers on one Redis: what they share, and what becomes of it when one of them, or Redis, is taken away. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { noticeVersion } from "../../src/text/dialogue.ts";
import { errorCode, type Visitor, visit } from "../adapters/http/client.ts";
import { runCli } from "../cli/run-cli.ts";
import { needs } from "../needs.ts";
import { type RedisServer, startRedis } from "../redis-server.ts";
import { until } from "../until.ts";
import { makeDataFolder, type RunningServer, removeDataFolder, startServer, untilIdle } from "./harness.ts";
import { startTalkers, violationsAfter, visitorAt } from "./talkers.ts";

describe.skipIf(needs("redis-server") === null)("two servers on one Redis", { timeout: 120_000 }, () => {
  const closing: (() => unknown)[] = [];
  const folders: string[] = [];
  afterEach(async () => {
    folders.length = 0;
    for (const close of closing.splice(0).reverse()) await close();
  });

  const startShared = async (): Promise<RedisServer> => {
    const redis = await startRedis();
    closing.push(() => redis.close());
    return redis;
  };
  const serveOn = async (
    redis: RedisServer,
    more: Readonly<Record<string, string>> = {},
  ): Promise<RunningServer> => {
    const folder = makeDataFolder();
    folders.push(folder);
    closing.push(() => removeDataFolder(folder));
    const server = await startServer(folder, null, { REDIS_URL: redis.url, ...more });
    closing.push(() => server.terminate());
    return server;
  };

  const ask = (visitor: Visitor, eventId: string, conversation = "c") =>
    visitor.json("POST", "/api/messages", {
      conversation,
      eventId,
      text: "问责条例第十七条说了什么？",
      notice: noticeVersion,
    });
  const turnsOf = async (visitor: Visitor, conversation = "c"): Promise<number> =>
    JSON.parse((await visitor.send(`/api/conversations/${conversation}/turns?after=0`)).text).turns.length;
  const arrive = async (url: string): Promise<Visitor> => {
    const visitor = visit(url);
    await visitor.send("/api/first-questions");
    return visitor;
  };

  it("know one another's visitors, wake one another's pages, and answer a repeated event once", async () => {
    const redis = await startShared();
    const [first, second] = [await serveOn(redis), await serveOn(redis)];
    const here = await arrive(first.url);
    const there = visitorAt(second.url, here);
    const page = await there.stream("/api/conversations/c/events");
    const receipts = await Promise.all([ask(here, "e1"), ask(there, "e1"), ask(here, "e1")]);
    expect(receipts.map(({ status }) => status)).toEqual([202, 202, 202]);
    let event = await page.next();
    while (event !== null && event.event !== "turn") event = await page.next();
    expect(event?.event).toBe("turn");
    page.close();
    await untilIdle(first.url);
    expect([await turnsOf(here), await turnsOf(there)]).toEqual([1, 1]);
    for (const server of [first, second]) await server.terminate();
    // Each machine has the whole audit log in files of its own, whichever process wrote an entry.
    for (const folder of folders) {
      const checked = await runCli(["archive", "verify", "--json"], {
        DATA_DIR: folder,
        REDIS_URL: redis.url,
      });
      expect(checked.status).toBe(0);
      const { streams } = JSON.parse(checked.stdout);
      expect(streams.map(({ entries }: { readonly entries: number }) => entries)).toEqual([
        expect.any(Number),
      ]);
    }
  });

  it("count a person's messages together", async () => {
    const redis = await startShared();
    const limits = { LIMIT_USER_PER_MINUTE: "4" };
    const [first, second] = [await serveOn(redis, limits), await serveOn(redis, limits)];
    const here = await arrive(first.url);
    const there = visitorAt(second.url, here);
    const statuses: number[] = [];
    for (let number = 0; number < 8; number++)
      statuses.push((await ask(number % 2 === 0 ? here : there, `e${number}`)).status);
    expect(statuses.filter((status) => status === 202)).toHaveLength(4);
    expect(statuses.slice(4)).toEqual([429, 429, 429, 429]);
  });

  it("refuse one that would answer from other knowledge", async () => {
    const redis = await startShared();
    await serveOn(redis);
    const overlay = makeDataFolder();
    closing.push(() => removeDataFolder(overlay));
    const answer = join("answers", "accidents.md");
    mkdirSync(join(overlay, "answers"));
    writeFileSync(join(overlay, answer), `${readFileSync(join("knowledge", answer), "utf8")}\n`);
    await expect(serveOn(redis, { KNOWLEDGE_OVERLAY: overlay })).rejects.toThrow(/knowledge/);
  });

  it("are restarted one after the other under load, and nothing is lost or answered twice", async () => {
    const redis = await startShared();
    let servers = [await serveOn(redis), await serveOn(redis)];
    const talkers = await startTalkers(() => servers.map(({ url }) => url), 6);
    await talkers.progress(3);
    for (const index of [0, 1]) {
      const leaving = servers[index];
      const replacement = await serveOn(redis);
      servers = servers.map((server, place) => (place === index ? replacement : server));
      expect((await leaving?.terminate())?.code).toBe(0);
      await talkers.progress(1);
    }
    await talkers.stop();
    await untilIdle(servers[0]?.url ?? "", 60);
    for (const server of servers) await server.terminate();
    expect(await violationsAfter(talkers, redis)).toEqual([]);
  });

  it("say that they are busy while Redis is away, and go on when it is back", async () => {
    const redis = await startShared();
    const server = await serveOn(redis);
    const visitor = await arrive(server.url);
    expect((await ask(visitor, "e1")).status).toBe(202);
    await untilIdle(server.url);
    await redis.kill();
    const reply = await ask(visitor, "e2");
    expect([reply.status, errorCode(reply), reply.text]).toEqual([
      503,
      "unavailable",
      expect.stringContaining("服务繁忙，请稍后再试"),
    ]);
    await until(async () => (await visitor.send("/readyz")).status === 503);
    await redis.start();
    await until(async () => (await ask(visitor, "e2")).status === 202);
    await until(async () => (await turnsOf(visitor)) === 2);
    expect((await visitor.send("/readyz")).status).toBe(200);
  });
});
