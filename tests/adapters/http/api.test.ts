/** What the page's script asks for, over real HTTP. */
import { Agent } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { errorCode, type Reply, send, type Visitor, visit } from "./client.ts";
import { notice, type Started, start } from "./start.ts";

let server: Started;
let visitor: Visitor;
beforeAll(async () => {
  server = await start();
});
afterAll(() => server.close());
beforeEach(async () => {
  server.flow.clear();
  visitor = visit(server.url);
  await visitor.send("/");
});

const question = "问责条例第十七条说了什么？";
let made = 0;
const message = (fields: object = {}) => {
  made += 1;
  return { conversation: "c1", eventId: `e${made}`, text: question, notice: notice.version, ...fields };
};
const say = (fields: object = {}, who = visitor): Promise<Reply> =>
  who.json("POST", "/api/messages", message(fields));
const turnsOf = async (who = visitor, query = ""): Promise<{ turn: number; question: string | null }[]> =>
  JSON.parse((await who.send(`/api/conversations/c1/turns${query}`)).text).turns;

describe("POST /api/messages", () => {
  it("takes a message in, and its answer stands among the turns", async () => {
    const reply = await say({ asOf: "2018-01-01" });
    expect([reply.status, JSON.parse(reply.text)]).toEqual([202, { status: "accepted", newDevice: false }]);
    expect(server.flow.events[0]?.content).toEqual({ type: "text", text: question, asOf: "2018-01-01" });
    expect((await turnsOf()).map((turn) => [turn.turn, turn.question])).toEqual([[1, question]]);
  });

  it("has one effect however often it is sent", async () => {
    const twice = message();
    for (let time = 0; time < 3; time++)
      expect((await visitor.json("POST", "/api/messages", twice)).status).toBe(202);
    expect(await turnsOf()).toHaveLength(1);
  });

  it("keeps the ids of two people apart", async () => {
    const other = visit(server.url);
    await other.send("/");
    const same = message();
    await visitor.json("POST", "/api/messages", same);
    await other.json("POST", "/api/messages", same);
    expect(new Set(server.flow.events.map(({ eventId }) => eventId)).size).toBe(2);
  });

  it("lets 40 000 characters reach the inside, which asks for less", async () => {
    expect((await say({ text: "容".repeat(40_000) })).status).toBe(202);
    expect(server.flow.events[0]?.content).toMatchObject({ text: "容".repeat(40_000) });
  });

  it("refuses more than 256 KB, with a length given or in chunks", async () => {
    const large = JSON.stringify(message({ text: "容".repeat(100_000) }));
    const measured = await visitor.json("POST", "/api/messages", large, {
      "content-length": String(Buffer.byteLength(large)),
    });
    const chunked = await visitor.json("POST", "/api/messages", large, { "transfer-encoding": "chunked" });
    expect([measured, chunked].map((reply) => [reply.status, errorCode(reply)])).toEqual([
      [413, "tooLarge"],
      [413, "tooLarge"],
    ]);
    expect(server.flow.events).toEqual([]);
  });

  it("answers the next request on a connection where a body was left unread", async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const unread = await send(server.url, "/api/messages", {
      method: "POST",
      body: "a".repeat(300_000),
      agent,
    });
    const next = await send(server.url, "/healthz", { agent });
    agent.destroy();
    expect([unread.status, next.status]).toEqual([415, 200]);
  });

  it.each([
    ["no JSON", "{", "json"],
    ["nothing", "", "json"],
    ["a list", "[]", "body"],
    ["null", "null", "body"],
    ["no question", "{}", "body"],
    ["a number as text", JSON.stringify({ ...message(), text: 1 }), "body"],
    ["an unknown key", JSON.stringify({ ...message(), person: "web:other" }), "body"],
    ["a day that does not exist", JSON.stringify(message({ asOf: "2024-02-30" })), "day"],
    ["a conversation with a way out of it", JSON.stringify(message({ conversation: "../x" })), "body"],
    ["an empty name", JSON.stringify(message({ conversation: "" })), "body"],
    ["an overlong event id", JSON.stringify(message({ eventId: "a".repeat(65) })), "body"],
    ["prototype keys", `{"__proto__":{"a":1},${JSON.stringify(message()).slice(1)}`, "body"],
  ])("refuses %s", async (_, body, code) => {
    const reply = await visitor.json("POST", "/api/messages", body);
    expect([reply.status, errorCode(reply)]).toEqual([400, code]);
    expect(server.flow.events).toEqual([]);
  });

  it("names the places that do not fit", async () => {
    const reply = await visitor.json("POST", "/api/messages", { ...message(), text: 1, asOf: "x" });
    expect(JSON.parse(reply.text).places).toEqual(["text (invalid_type)", "asOf (invalid_format)"]);
  });

  it("survives bytes that are no UTF-8", async () => {
    const body = Buffer.from([0x7b, 0xff, 0xfe, 0x00, 0x7d]);
    const reply = await visitor.send("/api/messages", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    expect([reply.status, errorCode(reply)]).toEqual([400, "json"]);
  });

  it.each(["text/plain", "application/x-www-form-urlencoded", ""])("refuses the type %s", async (type) => {
    const reply = await visitor.json("POST", "/api/messages", message(), { "content-type": type });
    expect(reply.status).toBe(415);
  });

  it("asks for the notice of now where the page showed another, and stores nothing", async () => {
    const reply = await say({ notice: "n0" });
    expect([reply.status, errorCode(reply), JSON.parse(reply.text).notice]).toEqual([409, "notice", notice]);
    expect(server.flow.events).toEqual([]);
  });

  it.each([
    ["limited", 429],
    ["unapproved", 403],
    ["unavailable", 503],
    ["notice", 409],
  ] as const)("passes on in words that it is %s", async (status, code) => {
    server.flow.refusals.push({ status, notice: "因为如此。" }, { status, notice: null });
    const told = await say();
    const again = await say();
    expect([told.status, errorCode(told), JSON.parse(told.text).error.message]).toEqual([
      code,
      status,
      "因为如此。",
    ]);
    expect([again.status, JSON.parse(again.text).error.message]).toEqual([
      code,
      expect.stringMatching(/。$/),
    ]);
  });

  it("tells a page without a cookie that it is somebody new", async () => {
    const stranger = visit(server.url);
    expect(JSON.parse((await say({}, stranger)).text).newDevice).toBe(true);
    expect(JSON.parse((await say({}, stranger)).text).newDevice).toBe(false);
    expect(await turnsOf(stranger)).toHaveLength(2);
  });
});

describe("conversations", () => {
  it("are listed for their person, the newest first", async () => {
    await say();
    await say({ conversation: "c2", text: "你好" });
    const listed = JSON.parse((await visitor.send("/api/conversations")).text);
    expect(listed.map((one: { conversation: string }) => one.conversation)).toEqual(["c2", "c1"]);
  });

  it("are nobody else's: another person finds none, changes none and deletes none", async () => {
    await say();
    const other = visit(server.url);
    await other.send("/");
    expect(await turnsOf(other)).toEqual([]);
    expect((await other.send("/api/conversations")).text).toBe("[]");
    expect((await other.send("/c/c1")).text).not.toContain("有三类情形");
    expect((await other.send("/api/conversations/c1", { method: "DELETE" })).status).toBe(204);
    await other.json("POST", "/api/feedback", {
      conversation: "c1",
      eventId: "x",
      turn: 1,
      verdict: "useful",
    });
    expect(await turnsOf()).toMatchObject([{ turn: 1, feedback: null }]);
  });

  it("give what is new after a turn", async () => {
    for (let time = 0; time < 3; time++) await say();
    expect((await turnsOf(visitor, "?after=1")).map(({ turn }) => turn)).toEqual([2, 3]);
  });

  it("give messages without a turn to who says what was seen", async () => {
    const seen = server.channel.sequence();
    await say({ text: "/stop" });
    const news = JSON.parse((await visitor.send(`/api/conversations/c1/turns?seen=${seen}`)).text);
    expect(news.messages).toHaveLength(1);
    const later = JSON.parse((await visitor.send(`/api/conversations/c1/turns?seen=${seen + 1}`)).text);
    expect(later.messages).toEqual([]);
  });

  it("are deleted one by one", async () => {
    await say();
    await say({ conversation: "c2" });
    expect((await visitor.send("/api/conversations/c1", { method: "DELETE" })).status).toBe(204);
    expect(await turnsOf()).toEqual([]);
    expect(JSON.parse((await visitor.send("/api/conversations")).text)).toHaveLength(1);
  });

  it("are not deleted by another site's page", async () => {
    await say();
    const reply = await visitor.send("/api/conversations/c1", {
      method: "DELETE",
      headers: { "sec-fetch-site": "cross-site" },
    });
    expect([reply.status, await turnsOf()]).toEqual([403, [expect.anything()]]);
  });

  it.each(["..%2fx", "a%00b", "a".repeat(65), "%F0%9F%98%80"])("have no name like %s", async (name) => {
    expect((await visitor.send(`/api/conversations/${name}/turns`)).status).toBe(404);
    expect((await visitor.send(`/api/conversations/${name}/events`)).status).toBe(404);
    expect((await visitor.send(`/api/conversations/${name}`, { method: "DELETE" })).status).toBe(404);
    expect((await visitor.send(`/c/${name}`)).status).toBe(404);
  });

  it.each(["after=x", "after=-1", "after=1&seen=a", "after=99999999999"])(
    "have no news %s",
    async (query) => {
      expect((await visitor.send(`/api/conversations/c1/turns?${query}`)).status).toBe(404);
    },
  );
});

describe("POST /api/feedback", () => {
  it("is taken in for a turn", async () => {
    await say();
    const reply = await visitor.json("POST", "/api/feedback", {
      conversation: "c1",
      eventId: "f1",
      turn: 1,
      verdict: "wrong_citation",
    });
    expect([reply.status, await turnsOf()]).toMatchObject([202, [{ feedback: "wrong_citation" }]]);
  });

  it.each([{ verdict: "great" }, { turn: 0 }, { turn: 1.5 }, { turn: "1" }])(
    "is refused with %j",
    async (wrong) => {
      const body = { conversation: "c1", eventId: "f1", turn: 1, verdict: "useful", ...wrong };
      expect((await visitor.json("POST", "/api/feedback", body)).status).toBe(400);
    },
  );
});

it("gives a person everything stored of them, as a file", async () => {
  await say();
  const { headers, text } = await visitor.send("/api/my-data");
  expect(headers["content-disposition"]).toBe(
    `attachment; filename*=UTF-8''${encodeURIComponent("我的数据.json")}`,
  );
  expect(JSON.parse(text).person).toBe(server.flow.events[0]?.from.person);
});
