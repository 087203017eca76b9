/** The news of a conversation as they come, and after they were lost. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PersonId } from "../../../src/ports/channel.ts";
import { errorCode, type Stream, type Visitor, visit } from "./client.ts";
import { notice, type Started, start } from "./start.ts";

let server: Started;
let visitor: Visitor;
const streams: Stream[] = [];
beforeEach(async () => {
  server = await start({ times: { heartbeatMilliseconds: 30 }, streamLimits: { ofOnePerson: 2, inAll: 3 } });
  visitor = visit(server.url);
  await visitor.send("/");
});
afterEach(async () => {
  for (const stream of streams.splice(0)) stream.close();
  await server.close();
});

let made = 0;
const say = async (text = "什么是容错？", who = visitor): Promise<void> => {
  made += 1;
  const message = { conversation: "c1", eventId: `e${made}`, text, notice: notice.version };
  expect((await who.json("POST", "/api/messages", message)).status).toBe(202);
};
const listen = async (
  query = "",
  headers: Record<string, string> = {},
  { who = visitor, all = false } = {},
): Promise<Stream> => {
  const stream = await who.stream(`/api/conversations/c1/events${query}`, headers, all);
  streams.push(stream);
  return stream;
};
const person = (): PersonId => server.flow.events[0]?.from.person ?? "web:nobody";

describe("a stream", () => {
  it("is told as one, kept by nobody, and not gathered by proxies", async () => {
    const { status, headers } = await listen();
    expect(status).toBe(200);
    expect(headers["content-type"]).toMatch(/^text\/event-stream/);
    expect(headers["cache-control"]).toBe("no-store");
    expect(headers["x-accel-buffering"]).toBe("no");
  });

  it("begins with what there is and goes on with what comes", async () => {
    await say("第一问");
    const stream = await listen();
    expect(await stream.next()).toMatchObject({ event: "turn", id: "1" });
    await say("第二问");
    const second = await stream.next();
    expect([second?.id, JSON.parse(second?.data ?? "").question]).toEqual(["2", "第二问"]);
  });

  it("brings a turn again whose answer was put into other words", async () => {
    await say("第一问");
    await say("第二问");
    const stream = await listen("?after=2");
    const [turn] = server.flow.turns.get(`${person()}/c1`) ?? [];
    if (turn === undefined) throw new Error("no turn was kept");
    turn.answer = { ...turn.answer, mode: "generated" };
    const to = { person: person(), conversation: "c1" };
    const { answer, choices } = turn;
    await server.channel.send(to, { turn: 1, answer, choices, file: null, replaces: 1 }, "draft/1", null);
    const again = await stream.next();
    expect([again?.event, again?.id, JSON.parse(again?.data ?? "").answer.mode]).toEqual([
      "turn",
      "1",
      "generated",
    ]);
  });

  it("goes on after the last event a browser has, by header before address", async () => {
    for (const text of ["一", "二", "三"]) await say(text);
    expect(await (await listen("?after=2")).next()).toMatchObject({ id: "3" });
    expect(await (await listen("?after=0", { "last-event-id": "1" })).next()).toMatchObject({ id: "2" });
  });

  it("goes on over a restart of the server", async () => {
    await say("第一问");
    const before = await listen();
    expect(await before.next()).toMatchObject({ id: "1" });
    await server.close();
    expect(await before.next()).toBeNull();
    server = await server.again();
    await say("第二问");
    expect(await (await listen("", { "last-event-id": "1" })).next()).toMatchObject({ id: "2" });
  });

  it("brings a message without a turn, once for each page, also to one that was just away", async () => {
    await say();
    const stream = await listen("?after=1");
    await say("/stop");
    const first = await stream.next();
    expect(first?.event).toBe("message");
    expect(JSON.parse(first?.data ?? "").message.answer.blocks[0].text).toBe("已停止。");
    stream.close();
    await server.flow.say({ person: person(), conversation: "c1" }, "第二条。");
    const again = await listen("?after=1", { "last-event-id": first?.id ?? "" });
    expect(JSON.parse((await again.next())?.data ?? "").message.answer.blocks[0].text).toBe("第二条。");
    await say("第二问");
    expect(await again.next()).toMatchObject({ event: "turn", id: "2" });
  });

  it("shows a message sent twice under one key once", async () => {
    await say();
    const stream = await listen("?after=1");
    const to = { person: person(), conversation: "c1" };
    await server.flow.say(to, "同一条。", "k1");
    await server.flow.say(to, "同一条。", "k1");
    await server.flow.say(to, "另一条。", "k2");
    const texts = [await stream.next(), await stream.next()].map(
      (event) => JSON.parse(event?.data ?? "").message.answer.blocks[0].text,
    );
    expect(texts).toEqual(["同一条。", "另一条。"]);
  });

  it("cannot be broken into by what a person writes", async () => {
    await say("一\nevent: turn\nid: 99\ndata: {}\n\nevent: forged\r\n\r\ndata: x");
    const stream = await listen();
    const event = await stream.next();
    expect([event?.event, event?.id]).toEqual(["turn", "1"]);
    await say("二");
    expect(await stream.next()).toMatchObject({ event: "turn", id: "2" });
  });

  it("brings turns that are counted from 1 again after an erasure", async () => {
    await say("一");
    await say("二");
    const stream = await listen("?after=2");
    server.flow.turns.clear();
    await say("重新开始");
    expect(await stream.next()).toMatchObject({ event: "turn", id: "1" });
  });

  it("of somebody else's conversation is that of an empty one", async () => {
    await say();
    const other = visit(server.url);
    await other.send("/");
    const stream = await listen("", {}, { who: other });
    await say("他人的问题");
    await say("自己的问题", other);
    expect(JSON.parse((await stream.next())?.data ?? "").question).toBe("自己的问题");
  });

  it("says that it is there while nothing happens", async () => {
    const stream = await listen("", {}, { all: true });
    for (let beat = 0; beat < 3; beat++) expect(await stream.next()).not.toBeNull();
  });

  it("ends when its person may no longer listen", async () => {
    const stream = await listen();
    server.access.open = false;
    expect(await stream.next()).toBeNull();
  });

  it("ends at once when the server stops", async () => {
    const stream = await listen();
    const before = performance.now();
    await server.close();
    expect(await stream.next()).toBeNull();
    expect(performance.now() - before).toBeLessThan(1_000);
    server = await server.again();
  });

  it("is not opened by a server that is stopping", async () => {
    await server.channel.stop(0);
    const reply = await visitor.send("/api/conversations/c1/events");
    expect([reply.status, errorCode(reply)]).toEqual([503, "unavailable"]);
  });
});

describe("open streams", () => {
  it("of one person are few: the oldest makes room", async () => {
    const [first, , third] = [await listen(), await listen(), await listen()];
    expect(await first?.next()).toBeNull();
    await say();
    expect(await third?.next()).toMatchObject({ id: "1" });
  });

  it("in all are bounded, and a closed one makes room", async () => {
    const others = [visit(server.url), visit(server.url), visit(server.url)] as const;
    for (const other of others) await other.send("/");
    const [a, b, c] = others;
    const open = [await listen("", {}, { who: a }), await listen("", {}, { who: b }), await listen()];
    expect(open.map(({ status }) => status)).toEqual([200, 200, 200]);
    const refused = await c.send("/api/conversations/c1/events");
    expect([refused.status, errorCode(refused)]).toEqual([503, "streams"]);
    open[0]?.close();
    await expect
      .poll(async () => {
        const stream = await c.stream("/api/conversations/c1/events");
        stream.close();
        return stream.status;
      })
      .toBe(200);
  });
});
