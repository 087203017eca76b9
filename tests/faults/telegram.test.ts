/** The real server with the Telegram double: what goes wrong between them, and what must hold whatever does. */
import { createHash } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import { type BotApi, createBotApi } from "../telegram/server.ts";
import {
  killAll,
  makeDataFolder,
  queueItems,
  type RunningServer,
  remainsOf,
  removeDataFolder,
  startServer,
  untilIdle,
} from "./harness.ts";

const dataKey = Buffer.from("a key of thirty-two bytes in all").toString("base64");
const admin = 1001;
const question = "问责条例第十七条说了什么？";
const long = process.env.LONG_TESTS === "true";
const patient = { timeout: 120_000 };

/** Items in all queues, dead ones too. */
const itemsOf = async (url: string): Promise<number> =>
  Object.values(await queueItems(url)).reduce((total, count) => total + count, 0);

describe("the server with Telegram", () => {
  const folders: string[] = [];
  const apis: BotApi[] = [];
  afterEach(async () => {
    killAll();
    for (const api of apis.splice(0)) await api.close();
    for (const folder of folders.splice(0)) removeDataFolder(folder);
  });

  interface Stage {
    readonly api: BotApi;
    readonly folder: string;
    server: RunningServer;
    readonly environment: Readonly<Record<string, string>>;
    again(): Promise<void>;
  }

  const stage = async (environment: Readonly<Record<string, string>> = {}): Promise<Stage> => {
    const api = await createBotApi();
    apis.push(api);
    const folder = makeDataFolder();
    folders.push(folder);
    const settings = {
      TELEGRAM_BOT_TOKEN: api.token,
      TELEGRAM_API_ROOT: api.root,
      TELEGRAM_MESSAGES_PER_SECOND: "0",
      ADMIN_USERS: `telegram:${admin},telegram:1002,telegram:1003`,
      DATA_KEY: `k1:${dataKey}`,
      ...environment,
    };
    const made: Stage = {
      api,
      folder,
      environment: settings,
      server: await startServer(folder, null, settings),
      async again() {
        made.server = await startServer(folder, null, settings);
      },
    };
    return made;
  };

  /** The person has been told the notice. */
  const greeted = async ({ api, server }: Stage, ...people: readonly number[]): Promise<void> => {
    for (const id of people) api.person(id).say("您好");
    await api.until(() => people.every((id) => api.shown(id).length === 1));
    await untilIdle(server.url);
  };

  const answersOf = (api: BotApi, id: number): string[] =>
    api
      .shown(id)
      .slice(1)
      .map(({ text }) => text);

  /** Everything taken in, handled and sent. */
  const quiet = async ({ api, server }: Stage): Promise<void> => {
    await api.until(() => api.updates.waiting() === 0);
    await untilIdle(server.url, 60);
  };

  it("tells the notice, answers, and answers presses and numbers", patient, async () => {
    const { api, server } = await stage();
    const person = api.person(admin);
    person.say("/start");
    await api.until(() => api.shown(admin).length === 1);
    expect(api.shown(admin)[0]?.text).toContain("使用前请知悉");
    person.say(question);
    await api.until(() => api.shown(admin).length === 2);
    expect(api.shown(admin)[1]?.text).toContain("《中国共产党问责条例》第十七条");
    person.press("1.");
    await api.until(() => api.shown(admin).length === 3 && api.answered.length === 1);
    person.say("2");
    await api.until(() => api.shown(admin).length === 4);
    person.say("/about");
    await api.until(() => api.shown(admin).length === 5);
    expect(api.shown(admin)[4]?.text).toContain("境外");
    expect(server.log()).toContain("Telegram is served");
    expect((await server.terminate()).code).toBe(0);
  });

  it("sends nothing again whose fate is unknown, and goes on", patient, async () => {
    const made = await stage();
    const { api } = made;
    await greeted(made, admin);
    api.fault("sendMessage", { drop: "after" });
    api.fault("sendMessage", { drop: "before" });
    for (const text of [question, question, question]) api.person(admin).say(text);
    await quiet(made);
    // The first arrived although it was not confirmed, the second did not and might have.
    expect(answersOf(api, admin)).toHaveLength(2);
    expect(await queueItems(made.server.url)).toMatchObject({ "outbox.dead": 2 });
  });

  it("waits as long as it is told, while others are served", patient, async () => {
    const made = await stage();
    const { api } = made;
    await greeted(made, admin, 1002);
    api.fault("sendMessage", { status: 429, retryAfter: 2 });
    api.person(admin).say(question);
    await api.until(() => api.callsOf("sendMessage").some(({ status }) => status === 429));
    api.person(1002).say(question);
    await api.until(() => api.shown(1002).length === 2);
    expect(answersOf(api, admin)).toEqual([]);
    await api.until(() => api.shown(admin).length === 2);
    expect(api.calls.filter(({ early }) => early)).toEqual([]);
  });

  it("does once what is given twice and in disorder", patient, async () => {
    const made = await stage();
    const { api } = made;
    const people = [admin, 1002, 1003];
    await greeted(made, ...people);
    api.updates.duplicates = 2;
    api.updates.window = 8;
    for (let at = 0; at < 8; at++) for (const id of people) api.person(id).say(`案例 第${at}次`);
    await quiet(made);
    for (const { update_id: id } of api.updates.history.slice(-5)) api.updates.redeliver(id);
    await quiet(made);
    expect(people.map((id) => answersOf(api, id).length)).toEqual([8, 8, 8]);
    expect(await itemsOf(made.server.url)).toBe(0);
  });

  it("changes nothing for presses that are forged, foreign, stale or repeated", patient, async () => {
    const made = await stage();
    const { api, server, folder } = made;
    await greeted(made, admin, 1002);
    const person = api.person(admin);
    person.say("预审");
    await api.until(() => api.shown(admin).length === 2);
    const consent = api.shown(admin)[1]?.buttons[0]?.callback_data ?? "";
    person.pressRaw(consent);
    await api.until(() => api.shown(admin).length === 3);
    const step = api.shown(admin)[2]?.text;
    // Repeated: the step it was offered with is past.
    person.pressRaw(consent);
    await api.until(() => api.shown(admin).length === 4);
    expect(api.shown(admin)[3]?.text).toContain("没有作任何改动");
    // Foreign and forged.
    api.person(1002).pressRaw(consent);
    for (const data of ["1.1.AAAAAAAAAAAAAAAA", "\u202e", "x".repeat(64)]) person.pressRaw(data);
    await quiet(made);
    await api.until(() => api.answered.filter(({ text }) => text?.includes("已失效")).length === 4);
    expect(api.shown(admin)).toHaveLength(4);
    expect(api.shown(1002)).toHaveLength(1);
    person.say("继续");
    await api.until(() => api.shown(admin).length === 5);
    expect(api.shown(admin)[4]?.text).toContain(step?.slice(0, 6));
    await server.terminate();
    const { versions } = await remainsOf(folder);
    expect([...versions.keys()].filter((key) => key.startsWith("turn/telegram:1002"))).toEqual([]);
  });

  it(
    "moves a pre-check on for nothing but a text or press of one's own, and shows it to nobody else",
    patient,
    async () => {
      const made = await stage();
      const { api } = made;
      await greeted(made, admin, 1002);
      const person = api.person(admin);
      person.say("预审");
      await api.until(() => api.shown(admin).length === 2);
      person.press("1.");
      await api.until(() => api.shown(admin).length === 3);
      const step = api.shown(admin)[2]?.text ?? "";
      // Edited, forwarded, through another bot, no text, a vote, in a channel, in a group.
      person.edit(1, "1");
      person.send({ text: "1", forward_origin: { type: "user" } });
      person.send({ text: "1", via_bot: { id: 7, is_bot: true } });
      person.send({ photo: [] });
      person.voteRaw({ poll_id: "p1", option_ids: [0] });
      api.updates.add("channel_post", { message_id: 1, chat: { id: -100, type: "channel" }, text: "1" });
      api.group(-100200);
      person.in(-100200).say("/precheck");
      person.in(-100200).say("@rongcuo_test_bot 1");
      // Another person asks for it by whatever a link could name.
      const other = api.person(1002);
      const record = "0123456789abcdef0123456789abcdef";
      const payloads = [`r_${record}`, `p-${record.slice(0, 11)}`, record, `s${"x".repeat(63)}`, "../matter"];
      for (const payload of payloads) other.say(`/start ${payload}`);
      other.say("/start");
      await quiet(made);
      const texts = answersOf(api, 1002);
      expect(texts).toHaveLength(payloads.length + 1);
      // Each is what no link at all gives.
      expect(new Set(texts).size).toBe(1);
      expect(texts.join()).not.toContain(step.slice(0, 10));
      for (const { text } of api.shown(-100200)) expect(text).not.toContain(step.slice(0, 10));
      person.say("继续");
      await quiet(made);
      expect(api.shown(admin).at(-1)?.text).toContain(step.slice(0, 10));
    },
  );

  it("ticks the same list before and after a restart, instead of sending another", patient, async () => {
    const made = await stage();
    const { api } = made;
    await greeted(made, admin);
    const person = api.person(admin);
    const shownAfter = async (act: () => unknown): Promise<void> => {
      const state = () => JSON.stringify(api.shown(admin).map(({ id, edits }) => [id, edits]));
      const before = state();
      act();
      await api.until(() => state() !== before);
    };
    await shownAfter(() => person.say("预审"));
    for (const label of ["1.", "1."]) await shownAfter(() => person.press(label));
    for (const day of ["2024-03-01", "2024-06-01"]) await shownAfter(() => person.say(day));
    for (const label of ["1.", "1.", "1.", "1.", "6."]) await shownAfter(() => person.press(label));
    const list = api.shown(admin).at(-1);
    expect(list?.edits).toBe(1);
    await quiet(made);
    expect((await made.server.terminate()).code).toBe(0);
    await made.again();
    await shownAfter(() => person.press("6."));
    expect(api.shown(admin).at(-1)).toMatchObject({ id: list?.id, edits: 2 });
  });

  it(
    "asks as a quiz and takes the vote for the answer, after a restart as well, and once",
    patient,
    async () => {
      const made = await stage();
      const { api } = made;
      await greeted(made, admin);
      const person = api.person(admin);
      for (const text of ["用投票形式", "每日一题"]) {
        person.say(text);
        await quiet(made);
      }
      const asked = api.shown(admin).at(-1);
      const { options = [], right = [] } = asked?.poll ?? {};
      expect(asked?.buttons.some(({ text }) => text.includes("结束学习"))).toBe(true);
      await made.server.terminate();
      await made.again();
      const before = api.shown(admin).length;
      const vote = person.vote(options[right[0] ?? 0] ?? "");
      await api.until(() => api.shown(admin).length > before);
      await quiet(made);
      expect(api.shown(admin)[before]?.text).toContain("答对了");
      const after = api.shown(admin).length;
      api.updates.redeliver(vote);
      await quiet(made);
      expect(api.shown(admin)).toHaveLength(after);
    },
  );

  it("makes nobody an administrator by being first, and gives a stranger a code alone", patient, async () => {
    const { api } = await stage({ ADMIN_USERS: "" });
    const stranger = api.person(2001);
    stranger.say("/approve ABCD-EFGH admin");
    await api.until(() => api.shown(2001).length === 1);
    const [, code = ""] = /申请码 (\S+) /.exec(api.shown(2001)[0]?.text ?? "") ?? [];
    stranger.say(`/approve ${code} admin`);
    stranger.say("/start r_0123456789abcdef0123456789abcdef");
    await api.until(() => api.shown(2001).length === 3);
    for (const { text } of api.shown(2001)) expect(text).toContain("还没有开通使用");
  });

  it("tells one person who floods it once, and serves others meanwhile", patient, async () => {
    const made = await stage({ LIMIT_USER_PER_MINUTE: "5" });
    const { api } = made;
    await greeted(made, admin, 1002);
    for (let at = 0; at < 200; at++) api.person(admin).say(`第${at}条`);
    api.person(1002).say(question);
    await api.until(() => api.shown(1002).length === 2);
    await quiet(made);
    const texts = answersOf(api, admin);
    expect(texts.filter((text) => text.includes("发得太快"))).toHaveLength(1);
    expect(texts.length).toBeLessThanOrEqual(6);
  });

  it("serves the web when the token is refused, and says that it is not ready", patient, async () => {
    const { api, server } = await stage();
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    api.revoke(true);
    api.person(admin).say("一");
    for (;;) {
      const reply = await fetch(`${server.url}/readyz`);
      const { reasons } = (await reply.json()) as { readonly reasons: readonly string[] };
      if (reply.status === 503) {
        expect(reasons.join()).toContain("channel telegram down");
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect((await fetch(server.url)).status).toBe(200);
  });

  it("starts and serves the web while Telegram cannot be reached", patient, async () => {
    const { server } = await stage({ TELEGRAM_API_ROOT: "http://127.0.0.1:9" });
    expect((await fetch(server.url)).status).toBe(200);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(503);
  });

  it("writes no token, key, secret or text of a person anywhere, whatever fails", patient, async () => {
    const made = await stage({ LOG_LEVEL: "debug", APP_SECRET: "an application secret of some length" });
    const { api, server, folder } = made;
    await greeted(made, admin);
    const id = "110101199003078515";
    for (const fault of [
      { status: 400, description: `Bad Request: bot${api.token} is wrong` },
      { status: 502, html: true },
      { drop: "after" as const },
      { status: 403 },
    ])
      api.fault("sendMessage", fault);
    for (let at = 0; at < 4; at++)
      api.person(admin).say(`我的身份证${id}，王某某能容错吗？\r\n{"level":"fatal"}\u202e`);
    await quiet(made);
    await api.down();
    await api.up();
    const pages = await Promise.all(
      ["healthz", "readyz", "metrics"].map(async (path) => (await fetch(`${server.url}/${path}`)).text()),
    );
    await server.terminate();
    const seen = [server.log(), ...pages].join("\n");
    expect(seen).toContain("the Bot API refused a call");
    for (const secret of [
      api.token,
      api.token.slice(10),
      dataKey,
      "an application secret",
      id,
      "王某某",
      "\u202e",
    ])
      expect(seen.includes(secret)).toBe(false);
    expect(
      server
        .log()
        .split("\n")
        .every((line) => line === "" || line.startsWith("{")),
    ).toBe(true);
    await remainsOf(folder);
  });

  it(
    "ends what it has in hand on SIGTERM under load; nothing is lost, nothing comes twice",
    patient,
    async () => {
      const made = await stage();
      const { api } = made;
      const people = [admin, 1002, 1003];
      await greeted(made, ...people);
      for (let at = 0; at < 20; at++) for (const id of people) api.person(id).say(`案例 ${at}`);
      await api.until(() => api.callsOf("sendMessage").length > 10);
      expect((await made.server.terminate()).code).toBe(0);
      await made.again();
      await quiet(made);
      expect(people.map((id) => answersOf(api, id).length)).toEqual([20, 20, 20]);
      await made.server.terminate();
      const { versions } = await remainsOf(made.folder);
      expect([...versions.keys()].filter((key) => key.startsWith("turn/"))).toHaveLength(60);
    },
  );

  /** Kills the server at the n-th call of the double; false where there were not so many. */
  const survivesKill = async (at: number): Promise<boolean> => {
    const made = await stage();
    const { api } = made;
    await greeted(made, admin, 1002);
    const from = api.calls.length;
    for (let n = 0; n < 3; n++) for (const id of [admin, 1002]) api.person(id).say(`案例 ${n}`);
    const done = api.until(() => api.shown(admin).length + api.shown(1002).length === 8).then(() => false);
    const fired = await Promise.race([api.until(() => api.calls.length >= from + at).then(() => true), done]);
    process.kill(made.server.process, "SIGKILL");
    await made.server.exited;
    await made.again();
    await quiet(made);
    const dead = (await queueItems(made.server.url))["outbox.dead"] ?? 0;
    await made.server.terminate();
    const { versions } = await remainsOf(made.folder);
    // Each question has one turn; each answer came once, or is known to be of unknown fate.
    expect([...versions.keys()].filter((key) => key.startsWith("turn/"))).toHaveLength(6);
    const texts = [admin, 1002].flatMap((id) => answersOf(api, id));
    expect(texts.length).toBeLessThanOrEqual(6);
    expect(texts.length + dead).toBeGreaterThanOrEqual(6);
    return fired;
  };

  it("survives kill -9 in the middle of an answer", patient, async () => {
    await survivesKill(3);
  });

  it.skipIf(!long)("survives kill -9 at each call", { timeout: 3_600_000 }, async () => {
    let at = 1;
    while (at < 40 && (await survivesKill(at))) at++;
    expect(at).toBeGreaterThan(5);
  });
});

describe("the webhook", () => {
  const secret = createHash("sha256").update("webhook").digest("hex");
  const path = "/telegram/hook";

  it("takes updates in by the secret alone, acknowledges when they are kept, and is looked at", {
    timeout: 120_000,
  }, async () => {
    const api = await createBotApi();
    const folder = makeDataFolder();
    // The address is known only once the server listens: a free port of a moment ago.
    const { createServer } = await import("node:net");
    const probe = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => probe.once("listening", resolve));
    const { port } = probe.address() as { readonly port: number };
    await new Promise((resolve) => probe.close(resolve));
    const url = `http://127.0.0.1:${port}${path}`;
    const server = await startServer(folder, null, {
      TELEGRAM_BOT_TOKEN: api.token,
      TELEGRAM_API_ROOT: api.root,
      TELEGRAM_MODE: "webhook",
      TELEGRAM_WEBHOOK_URL: url,
      TELEGRAM_WEBHOOK_SECRET: secret,
      ADMIN_USERS: `telegram:${admin}`,
      DATA_KEY: `k1:${dataKey}`,
      HTTP_PORT: String(port),
    });
    try {
      await api.until(() => api.updates.webhook !== null);
      expect(api.callsOf("setWebhook")[0]?.payload).toMatchObject({
        url,
        secret_token: secret,
        allowed_updates: ["message", "edited_message", "callback_query", "poll_answer", "my_chat_member"],
      });
      const update = {
        update_id: 9_001,
        message: { message_id: 1, from: { id: admin }, chat: { id: admin, type: "private" }, text: "伪造" },
      };
      const post = async (init: RequestInit & { readonly to?: string }): Promise<number> => {
        const response = await fetch(init.to ?? url, {
          method: "POST",
          body: JSON.stringify(update),
          ...init,
        });
        await response.arrayBuffer();
        return response.status;
      };
      const json = { "content-type": "application/json" };
      const given = (value: string) => ({ ...json, "x-telegram-bot-api-secret-token": value });
      expect(await post({ headers: json })).toBe(401);
      expect(await post({ headers: given(`${secret.slice(0, -1)}x`) })).toBe(401);
      expect(await post({ headers: given("") })).toBe(401);
      expect((await fetch(url)).status).toBe(405);
      expect(await post({ headers: { ...given(secret), "content-type": "text/plain" } })).toBe(415);
      expect(await post({ headers: given(secret), body: "{" })).toBe(400);
      expect(await post({ headers: given(secret), body: `"${"x".repeat(300_000)}"` })).toBe(413);
      expect(await post({ headers: given(secret), to: `${url}/other` })).toBe(404);
      expect(await itemsOf(server.url)).toBe(0);
      expect(api.callsOf("sendMessage")).toEqual([]);

      const person = api.person(admin);
      person.say("您好");
      await api.until(() => api.shown(admin).length === 1);
      // Many at once for one chat: each has one effect.
      api.updates.duplicates = 2;
      for (let at = 0; at < 12; at++) person.say(`案例 ${at}`);
      await api.until(() => api.updates.waiting() === 0 && api.shown(admin).length === 13);
      await untilIdle(server.url);
      expect(api.shown(admin)).toHaveLength(13);
      expect(api.callsOf("getUpdates")).toEqual([]);
      expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
      expect((await server.terminate()).code).toBe(0);
      expect(server.log().includes(secret)).toBe(false);
    } finally {
      killAll();
      await api.close();
      removeDataFolder(folder);
    }
  });
});
