import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Answer } from "../../../../src/core/grounding/answer.ts";
import { assistant } from "../../../knowledge-base.ts";
import { createBotApi } from "../../../telegram/server.ts";
import { answerOf, messageOf, type Open, open, personOf, textsOf } from "./open.ts";

const choices = (...labels: string[]) => labels.map((label) => ({ label, text: label }));

/** Longer than one message. */
const long: Answer = answerOf("", {
  blocks: ["甲", "乙", "丙"].map((text) => ({ type: "notice", text: text.repeat(3_000) })),
});

describe("a message on its way out", () => {
  let opened: Open;
  const callsOf = (method: string) => opened.api.callsOf(method);

  beforeEach(async () => {
    opened = await open();
    for (const id of [1001, 1002]) opened.api.person(id).say("您好");
    await opened.settled();
  });
  afterEach(() => opened.close());

  it("carries no parse mode, no preview, and its sources folded", async () => {
    await opened.send(messageOf("", { answer: assistant.ask("问责条例第十七条说了什么？") }), "k1");
    const [{ payload } = { payload: {} }] = callsOf("sendMessage");
    expect(payload).toMatchObject({ link_preview_options: { is_disabled: true } });
    expect(payload).not.toHaveProperty("parse_mode");
    const [shown] = opened.api.shown(1001);
    expect(shown?.entities.map(({ type }) => type)).toContain("expandable_blockquote");
    expect(shown?.buttons.some(({ copy_text: copied }) => copied?.text.startsWith("《"))).toBe(true);
  });

  it("is several messages where it is too long for one and the server knows no rich ones, with the buttons below the last", async () => {
    opened.api.unknown("sendRichMessage");
    await opened.send(messageOf("", { answer: long, turn: 1, choices: choices("继续") }), "k1");
    const shown = opened.api.shown(1001);
    expect(shown.length).toBeGreaterThan(1);
    expect(shown.map(({ buttons }) => buttons.length)).toEqual([...shown.slice(1).map(() => 0), 1]);
    // Asked once: the server will not know them later either.
    await opened.send(messageOf("", { answer: long }), "k2");
    expect(callsOf("sendRichMessage")).toHaveLength(1);
  });

  it("is one rich message where it is too long for a plain one, with its buttons, and can be replaced", async () => {
    await opened.send(
      messageOf("", { answer: long, turn: 1, choices: choices("继续"), personal: true }),
      "k1",
    );
    expect(opened.api.shown(1001)).toMatchObject([
      { text: long.blocks.map((block) => ("text" in block ? block.text : "")).join("\n"), protected: true },
    ]);
    expect(opened.api.shown(1001)[0]?.buttons.map(({ text }) => text)).toEqual(["1. 继续"]);
    await opened.send(messageOf("短的", { turn: 2, replaces: 1 }), "k2");
    await opened.send(messageOf("", { answer: long, turn: 3, replaces: 2 }), "k3");
    expect(opened.api.shown(1001)).toMatchObject([{ edits: 2, rich: [{}, {}, {}] }]);
  });

  it("is several plain messages where this rich one is refused; the next is rich again", async () => {
    opened.api.fault("sendRichMessage", {
      status: 400,
      description: "Bad Request: can't parse rich message",
    });
    expect(await opened.send(messageOf("", { answer: long }), "k1")).toEqual({ status: "sent" });
    expect(textsOf(opened.api, 1001).map((text) => text[0])).toEqual(["甲", "乙", "丙"]);
    await opened.send(messageOf("", { answer: long }), "k2");
    expect(opened.api.shown(1001).map(({ rich }) => rich !== null)).toEqual([false, false, false, true]);
  });

  it("is a rich message where it holds a table, and lines where the server knows none", async () => {
    const answer = assistant.ask("纪律处分条例有哪些版本？");
    await opened.send(messageOf("", { answer, personal: true }), "k1");
    opened.api.unknown("sendRichMessage");
    await opened.send(messageOf("", { answer, personal: true }), "k2");
    const shown = opened.api.shown(1001);
    expect(shown.map(({ rich, protected: kept }) => [rich !== null, kept])).toEqual([
      [true, true],
      [false, true],
    ]);
    expect(shown[1]?.text).toMatch(/2018年10月1日起施行：2024年1月1日失效〔1〕/);
  });

  it("puts off what the API puts off, for as long as it says, and does not call meanwhile", async () => {
    opened.api.fault("sendMessage", { status: 429, retryAfter: 3 });
    expect(await opened.send(messageOf("一"), "k1")).toEqual({ status: "retry", afterSeconds: 3 });
    const again = await opened.send(messageOf("一"), "k1");
    expect(again).toMatchObject({ status: "retry" });
    expect(again.status === "retry" && again.afterSeconds).toBeLessThanOrEqual(3);
    // Others go on.
    expect(await opened.send(messageOf("二"), "k2", personOf(1002))).toEqual({ status: "sent" });
    expect(callsOf("sendMessage")).toHaveLength(2);
    expect(opened.api.calls.filter(({ early }) => early)).toEqual([]);
  });

  it("puts off an edit as well, and a message of the same chat that is none goes out", async () => {
    await opened.send(messageOf("一", { turn: 1 }), "k1");
    opened.api.fault("editMessageText", { status: 429, retryAfter: 3 });
    const edit = messageOf("二", { turn: 2, replaces: 1 });
    expect(await opened.send(edit, "k2")).toEqual({ status: "retry", afterSeconds: 3 });
    expect(await opened.send(edit, "k2")).toMatchObject({ status: "retry" });
    expect(await opened.send(messageOf("三"), "k3")).toEqual({ status: "sent" });
    expect(callsOf("editMessageText")).toHaveLength(1);
    expect(textsOf(opened.api, 1001)).toEqual(["一", "三"]);
  });

  it("waits as a push while any message is put off, and replies go on", async () => {
    let now = Date.now();
    const waits: number[] = [];
    const clocked = await open({
      api: opened.api,
      started: false,
      time: {
        clock: () => now,
        wait(milliseconds) {
          waits.push(milliseconds);
          now += milliseconds;
          return Promise.resolve();
        },
      },
    });
    const push = (key: string, id: number) => clocked.send(messageOf(key, { push: true }), key, personOf(id));
    opened.api.fault("sendMessage", { status: 429, retryAfter: 4 });
    expect(await push("推一", 1001)).toEqual({ status: "retry", afterSeconds: 4 });
    expect(await clocked.send(messageOf("答"), "k1", personOf(1002))).toEqual({ status: "sent" });
    expect(waits).toEqual([]);
    expect(await push("推二", 1002)).toEqual({ status: "sent" });
    expect(waits).toEqual([4_000]);
    opened.api.fault("sendMessage", { status: 429, retryAfter: 60 });
    await push("推三", 1001);
    // Longer than a lease would last: to come again.
    expect(await push("推四", 1002)).toEqual({ status: "retry", afterSeconds: 60 });
  });

  it("goes on where it was put off, so that no part comes twice", async () => {
    let now = Date.now();
    const clocked = await open({
      api: opened.api,
      started: false,
      time: { clock: () => now, wait: () => Promise.resolve() },
    });
    opened.api.unknown("sendRichMessage");
    opened.api.fault("sendMessage", {});
    opened.api.fault("sendMessage", { status: 429, retryAfter: 7 });
    const message = messageOf("", { answer: long });
    expect(await clocked.send(message, "k1")).toEqual({ status: "retry", afterSeconds: 7 });
    now += 7_000;
    expect(await clocked.send(message, "k1")).toEqual({ status: "sent" });
    expect(textsOf(opened.api, 1001).map((text) => text[0])).toEqual(["甲", "乙", "丙"]);
  });

  it.each([
    ["a failure of the API", { status: 500 }],
    ["a proxy's page", { status: 502, html: true }],
  ] as const)("is tried again after %s", async (_, fault) => {
    opened.api.fault("sendMessage", fault, 2);
    expect(await opened.send(messageOf("一"), "k1")).toEqual({ status: "retry", afterSeconds: 1 });
    expect(await opened.send(messageOf("一"), "k1")).toEqual({ status: "retry", afterSeconds: 2 });
    expect(await opened.send(messageOf("一"), "k1")).toEqual({ status: "sent" });
    expect(textsOf(opened.api, 1001)).toEqual(["一"]);
  });

  it("is tried again where no connection could be had", async () => {
    // An address without connections that were good a moment ago: whether those had carried it could not be told.
    const api = await createBotApi();
    const fresh = await open({ api, started: false });
    api.person(1001).say("您好");
    await api.down();
    expect(await fresh.send(messageOf("一"), "k1")).toMatchObject({ status: "retry" });
    await api.up();
    expect(await fresh.send(messageOf("一"), "k1")).toEqual({ status: "sent" });
    await api.close();
  });

  it.each(["before", "after"] as const)(
    "is of unknown fate where the reply is lost: cut %s",
    async (drop) => {
      opened.api.fault("sendMessage", { drop });
      expect(await opened.send(messageOf("一"), "k1")).toEqual({ status: "unknown" });
      expect(callsOf("sendMessage")).toHaveLength(1);
    },
  );

  it("is plain text where its entities are refused, once, and that is logged", async () => {
    opened.api.fault("sendMessage", { status: 400, description: "Bad Request: can't parse entities" });
    const answer = answerOf("", { blocks: [{ type: "heading", text: "标题" }] });
    expect(await opened.send(messageOf("", { answer }), "k1")).toEqual({ status: "sent" });
    expect(opened.api.shown(1001)).toMatchObject([{ text: "■ 标题", entities: [] }]);
    expect(opened.log.join("")).toContain("entities refused");
  });

  it("has failed where the API does not take it", async () => {
    opened.api.fault("sendMessage", { status: 400, description: "Bad Request: something else" });
    expect(await opened.send(messageOf("一"), "k1")).toEqual({ status: "failed", reason: "rejected" });
  });

  it("reaches nobody who blocked the bot, is gone, or never wrote", async () => {
    opened.api.person(1001).block();
    opened.api.person(1002).deactivate();
    for (const id of [1001, 1002, 1003])
      expect(await opened.send(messageOf("一"), "k", personOf(id))).toEqual({
        status: "failed",
        reason: "gone",
      });
  });

  it("is not even tried where nobody asked for it and nobody reads, until the person writes again", async () => {
    const person = opened.api.person(1001);
    const push = (text: string, id = 1001) =>
      opened.send(messageOf(text, { push: true }), text, personOf(id));
    person.block();
    await opened.settled();
    expect(await push("一")).toEqual({ status: "failed", reason: "gone" });
    expect(callsOf("sendMessage")).toEqual([]);
    opened.api.person(1002).deactivate();
    for (const text of ["二", "三"])
      expect(await push(text, 1002)).toEqual({ status: "failed", reason: "gone" });
    expect(callsOf("sendMessage")).toHaveLength(1);
    person.unblock();
    person.say("我回来了");
    await opened.settled();
    expect(await push("四")).toEqual({ status: "sent" });
  });

  it("takes the place of an earlier one where it is known", async () => {
    await opened.send(messageOf("一", { turn: 1, choices: choices("甲", "乙") }), "k1");
    await opened.send(messageOf("二", { turn: 2, replaces: 1, choices: choices("☑ 甲", "乙") }), "k2");
    await opened.send(messageOf("三", { turn: 3, replaces: 2 }), "k3");
    expect(opened.api.shown(1001)).toMatchObject([{ text: "三", edits: 2 }]);
    // Of a turn nothing is known of.
    await opened.send(messageOf("四", { turn: 9, replaces: 8 }), "k4");
    expect(textsOf(opened.api, 1001)).toEqual(["三", "四"]);
  });

  it("counts as sent where nothing changes, and is sent anew where the earlier one was deleted", async () => {
    await opened.send(messageOf("一", { turn: 1 }), "k1");
    expect(await opened.send(messageOf("一", { turn: 2, replaces: 1 }), "k2")).toEqual({ status: "sent" });
    const [shown] = opened.api.shown(1001);
    opened.api.person(1001).deleteMessage(shown?.id ?? 0);
    expect(await opened.send(messageOf("二", { turn: 3, replaces: 2 }), "k3")).toEqual({ status: "sent" });
    expect(opened.api.shown(1001)).toMatchObject([{ text: "二", edits: 0 }]);
  });

  it("is put off while the token is not accepted, for that says nothing about it", async () => {
    opened.api.revoke(true);
    expect(await opened.send(messageOf("一"), "k1")).toMatchObject({ status: "retry" });
    opened.api.revoke(false);
    expect(await opened.send(messageOf("一"), "k1")).toEqual({ status: "sent" });
  });

  it("has its file whole where that was put off, and its text once", async () => {
    let now = Date.now();
    const clocked = await open({
      api: opened.api,
      started: false,
      time: { clock: () => now, wait: () => Promise.resolve() },
    });
    const file = { name: "我的数据.json", mediaType: "application/json", text: '{"题":"全部"}' };
    const send = () => clocked.channel.send(personOf(1001), messageOf("全部内容"), "k1", file);
    opened.api.fault("sendDocument", { status: 429, retryAfter: 5 });
    expect(await send()).toEqual({ status: "retry", afterSeconds: 5 });
    now += 5_000;
    expect(await send()).toEqual({ status: "sent" });
    expect(opened.api.shown(1001).map(({ text, document }) => [text, document?.text])).toEqual([
      ["全部内容", undefined],
      ["", file.text],
    ]);
  });

  it("may end when the channel is stopped, within the deadline and no longer", async () => {
    opened.api.fault("sendMessage", { delayMilliseconds: 300 });
    const sending = opened.send(messageOf("一"), "k1");
    await opened.api.until(() => callsOf("sendMessage").length === 1);
    await opened.channel.stop(60);
    expect(textsOf(opened.api, 1001)).toEqual(["一"]);
    expect(await sending).toEqual({ status: "sent" });
    opened.api.fault("sendMessage", { delayMilliseconds: 60_000 });
    void opened.send(messageOf("二"), "k2");
    await opened.api.until(() => callsOf("sendMessage").length === 2);
    await opened.channel.stop(0.05);
    expect(textsOf(opened.api, 1001)).toEqual(["一"]);
    await opened.api.down();
  });

  it("cannot be forwarded or kept where it is personal, nor its file", async () => {
    await opened.send(messageOf("您的结果", { personal: true }), "k1");
    const file = { name: "我的数据.json", mediaType: "application/json", text: "{}" };
    const message = messageOf("全部内容", { file: "my-data" });
    expect(await opened.channel.send(personOf(1001), message, "k2", file)).toEqual({ status: "sent" });
    expect(opened.api.shown(1001).map((shown) => shown.protected)).toEqual([true, true, true]);
    expect(opened.api.shown(1001).at(-1)?.document).toEqual({ name: file.name, text: "{}" });
  });

  it("tells a group nothing that concerns one person", async () => {
    opened.api.group(-100200);
    const to = { person: "telegram:1001", conversation: "g100200" } as const;
    await opened.send(messageOf("您的结果", { personal: true }), "k1", to);
    const texts = textsOf(opened.api, -100200);
    expect(texts).toHaveLength(1);
    expect(texts[0]).not.toContain("您的结果");
  });

  it("is listed in words where a button cannot say a choice whole", async () => {
    const label = "很长的选项".repeat(20);
    await opened.send(messageOf("请选择", { turn: 1, choices: choices("短", label) }), "k1");
    const [shown] = opened.api.shown(1001);
    expect(shown?.text).toContain(`2. ${label}`);
    expect(shown?.buttons.map(({ text }) => text.slice(0, 4))).toEqual(["1. 短", "2. 很"]);
  });

  it("goes out one after another in a chat, and never more in a second than the budget", async () => {
    let now = 0;
    const waits: number[] = [];
    const clocked = await open({
      api: opened.api,
      started: false,
      messagesPerSecond: 5,
      time: {
        clock: () => now,
        wait(milliseconds) {
          waits.push(milliseconds);
          now += milliseconds;
          return Promise.resolve();
        },
      },
    });
    const texts = Array.from({ length: 12 }, (_, at) => `第${at}条`);
    await Promise.all(texts.map((text) => clocked.send(messageOf(text), text)));
    expect(textsOf(opened.api, 1001)).toEqual(texts);
    expect(waits).toEqual([1000, 1000]);
  });
});
