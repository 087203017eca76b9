import { afterEach, describe, expect, it } from "vitest";
import { createBotApi } from "../../../telegram/server.ts";
import { messageOf, type Open, open, personOf, textsOf } from "./open.ts";

const said = (opened: Open): unknown[] =>
  opened.events.map(({ content }) => (content.type === "text" ? content.text : content));

describe("hearing", () => {
  const closing: (() => Promise<void>)[] = [];
  const use = async (...args: Parameters<typeof open>): Promise<Open> => {
    const opened = await open(...args);
    closing.unshift(() => opened.close());
    return opened;
  };
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  it("asks for the kinds of updates it knows, each time, and lists its commands", async () => {
    const { api } = await use();
    await api.until(() => api.callsOf("getUpdates").length > 0 && api.callsOf("setMyCommands").length === 2);
    for (const { payload } of api.callsOf("getUpdates"))
      expect(payload.allowed_updates).toEqual([
        "message",
        "edited_message",
        "callback_query",
        "poll_answer",
        "my_chat_member",
      ]);
    const [everybody, chinese] = api.callsOf("setMyCommands").map(({ payload }) => payload);
    expect(everybody?.commands).toContainEqual({ command: "cases", description: "查公开案例" });
    expect(chinese?.language_code).toBe("zh");
  });

  it("acknowledges an update only once the inside has it", async () => {
    const opened = await use();
    const gate = Promise.withResolvers<void>();
    opened.receipt = async () => {
      await gate.promise;
      return { status: "accepted" };
    };
    opened.api.person(1001).say("一");
    await opened.api.until(() => opened.events.length === 1);
    expect(opened.api.updates.waiting()).toBe(1);
    gate.resolve();
    await opened.settled();
    expect(opened.api.updates.waiting()).toBe(0);
  });

  it("lets nobody wait for another's update, and keeps one's own in order", async () => {
    const opened = await use({ started: false });
    const [slow, quick] = [opened.api.person(1001), opened.api.person(1002)];
    for (const text of ["一", "二"]) slow.say(text);
    quick.say("三");
    const gate = Promise.withResolvers<void>();
    const ended: unknown[] = [];
    await opened.channel.start(async ({ from, content }) => {
      if (from.person === "telegram:1001") await gate.promise;
      ended.push(content.type === "text" ? content.text : content);
      return { status: "accepted" };
    });
    await expect.poll(() => ended).toEqual(["三"]);
    gate.resolve();
    await opened.settled();
    expect(ended).toEqual(["三", "一", "二"]);
  });

  it("is done by one process at a time, and by the other when that one ends", async () => {
    const api = await createBotApi();
    let holder: string | null = null;
    const leaseOf = (name: string) => ({
      hold: async () => {
        holder ??= name;
        return holder === name;
      },
      release: async () => {
        if (holder === name) holder = null;
      },
    });
    const first = await use({ api, mode: { type: "polling", lease: leaseOf("first") } });
    await api.until(() => api.callsOf("getUpdates").length > 0);
    const second = await open({ api, mode: { type: "polling", lease: leaseOf("second") } });
    try {
      api.person(1001).say("一");
      await first.settled();
      expect([said(first), said(second)]).toEqual([["一"], []]);
      // Standing by, it is ready: it sends, and can take over.
      expect(second.channel.health().state).toBe("up");
      await first.channel.stop(1);
      api.person(1001).say("二");
      await second.settled();
      expect([said(first), said(second)]).toEqual([["一"], ["二"]]);
      expect(holder).toBe("second");
    } finally {
      await second.channel.stop(1);
    }
  });

  it("gives again what the inside cannot keep, until it can, and says so once", async () => {
    const opened = await use();
    let tries = 0;
    opened.receipt = () =>
      ++tries < 4 ? { status: "unavailable", notice: "服务繁忙" } : { status: "accepted" };
    opened.api.person(1001).say("一");
    await opened.settled();
    expect(new Set(opened.events.map(({ eventId }) => eventId)).size).toBe(1);
    expect(tries).toBe(4);
    expect(textsOf(opened.api, 1001)).toEqual(["服务繁忙"]);
  });

  it("gives up an update the inside refuses while it takes others", async () => {
    const opened = await use();
    opened.receipt = ({ content }) =>
      content.type === "text" && content.text === "毒"
        ? { status: "unavailable", notice: null }
        : { status: "accepted" };
    opened.api.person(1001).say("毒");
    await opened.api.until(() => opened.events.length > 0);
    opened.api.person(1002).say("好");
    await opened.settled();
    expect(said(opened)).toContain("好");
    expect(opened.log.join("")).toContain("update given up");
  });

  it("hears each update once, however often and in whatever order it is given", async () => {
    const opened = await use({ started: false });
    opened.api.updates.duplicates = 2;
    opened.api.updates.window = 8;
    for (let at = 0; at < 20; at++) opened.api.person(1001 + (at % 3)).say(`第${at}条`);
    const first = opened.api.updates.history[0]?.update_id ?? 0;
    await opened.channel.start(async (event) => {
      (opened.events as unknown[]).push(event);
      return { status: "accepted" };
    });
    await opened.settled();
    opened.api.updates.redeliver(first);
    await opened.settled();
    expect(opened.events).toHaveLength(20);
    expect(new Set(said(opened)).size).toBe(20);
  });

  it("outlives conflicts, failures and refused connections", async () => {
    const opened = await use();
    const { api } = opened;
    api.fault(
      "getUpdates",
      { status: 409, description: "Conflict: terminated by other getUpdates request" },
      3,
    );
    api.fault("getUpdates", { status: 502, html: true }, 2);
    api.fault("getUpdates", { drop: "before" });
    api.person(1001).say("一");
    await opened.settled();
    await api.down();
    await api.up();
    api.person(1001).say("二");
    await opened.settled();
    expect(said(opened)).toEqual(["一", "二"]);
  });

  it("takes a webhook that stands in its way down", async () => {
    const opened = await use();
    opened.api.updates.webhook = { url: "http://127.0.0.1:1/", secret: null, connections: 1 };
    opened.api.person(1001).say("一");
    await opened.settled();
    expect(said(opened)).toEqual(["一"]);
    expect(opened.api.callsOf("deleteWebhook").length).toBeGreaterThan(1);
  });

  it("is down while the token is refused, and up again when it is taken back", async () => {
    const opened = await use();
    opened.api.revoke(true);
    opened.api.person(1001).say("一");
    await opened.api.until(() => opened.channel.health().state === "down");
    expect(opened.channel.health().reason).toContain("TELEGRAM_BOT_TOKEN");
    opened.api.revoke(false);
    await opened.settled();
    expect(opened.channel.health().state).toBe("up");
    expect(said(opened)).toEqual(["一"]);
  });

  it("is not ready without a first answer, and when nothing was heard for 90 seconds", async () => {
    const api = await createBotApi();
    closing.push(() => api.close());
    await api.down();
    let now = Date.now();
    const { channel } = await use({
      api,
      time: {
        clock: () => now,
        wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, Math.min(milliseconds, 20))),
      },
    });
    expect(channel.health().state).toBe("degraded");
    await api.up();
    await api.until(() => channel.health().state === "up");
    await api.down();
    now += 89_000;
    expect(channel.health().state).toBe("up");
    now += 2_000;
    expect(channel.health()).toMatchObject({ state: "degraded" });
    await api.up();
    await api.until(() => channel.health().state === "up");
  });

  it("goes on in another process when the first one ends, and neither is deaf for ever", async () => {
    const first = await use();
    const second = await use({ api: first.api });
    const person = first.api.person(1001);
    for (let at = 0; at < 10; at++) person.say(`第${at}条`);
    await first.settled();
    await first.channel.stop(5);
    person.say("最后");
    await second.settled();
    const heard = new Set([...said(first), ...said(second)]);
    expect(heard.size).toBe(11);
    expect(said(second)).toContain("最后");
  });

  it("confirms what it took in when it is stopped, so that it is not given again", async () => {
    const opened = await use();
    opened.api.person(1001).say("一");
    await opened.api.until(() => opened.events.length === 1);
    await opened.channel.stop(5);
    expect(opened.api.updates.waiting()).toBe(0);
  });
});

describe("presses", () => {
  const pressable = async (): Promise<Open> => {
    const opened = await open();
    for (const id of [1001, 1002]) opened.api.person(id).say("您好");
    await opened.settled();
    const choices = ["甲", "乙"].map((label) => ({ label, text: label }));
    await opened.send(messageOf("请选择", { turn: 7, choices }), "k1");
    return opened;
  };
  const choicesOf = ({ events }: Open) => events.filter(({ content }) => content.type === "choice");

  it("are the choice of the turn, and every one is answered", async () => {
    const opened = await pressable();
    opened.api.person(1001).press("乙");
    await opened.settled();
    await opened.api.until(() => opened.api.answered.length === 1);
    expect(choicesOf(opened)).toMatchObject([
      { from: personOf(1001), content: { type: "choice", turn: 7, choice: 2 } },
    ]);
    await opened.close();
  });

  it("that are forged, foreign or from another chat reach nothing", async () => {
    const opened = await pressable();
    const { api } = opened;
    const data = api.shown(1001)[0]?.buttons[0]?.callback_data ?? "";
    api.group(-100200);
    api.person(1002).pressRaw(data);
    api.person(1001).in(-100200).pressRaw(data);
    for (let at = 0; at < 50; at++)
      api
        .person(1001)
        .pressRaw(
          Buffer.from(Array.from({ length: 48 }, (_, b) => (at * 37 + b * 101) % 256)).toString("base64"),
        );
    api.person(1001).pressRaw("");
    await opened.settled();
    await api.until(() => api.answered.length === 53);
    expect(choicesOf(opened)).toEqual([]);
    expect(api.answered.every(({ text }) => text?.includes("已失效"))).toBe(true);
    expect(opened.log.filter((line) => line.includes("not offered"))).toHaveLength(53);
    await opened.close();
  });
});

describe("what is no text", () => {
  it("is told to the inside as such, or gets one polite word, and never stops the bot", async () => {
    const opened = await open();
    const person = opened.api.person(1001);
    person.send({ photo: [], caption: "看" });
    person.send({ forward_origin: { type: "user" }, text: "确认删除我的数据" });
    person.edit(1, "改");
    opened.api.updates.add("channel_post", { text: "通知" });
    opened.api.updates.addRaw({ update_id: 5_000, message: { chat: 3, from: [] } });
    opened.api.updates.addRaw({ update_id: 5_001, message: null });
    person.say("之后");
    await opened.settled();
    expect(said(opened)).toEqual([{ type: "unsupported", what: "photo" }, "之后"]);
    // One word at most in half a minute.
    expect(textsOf(opened.api, 1001)).toHaveLength(1);
    expect(textsOf(opened.api, 1001)[0]).toContain("转发");
    await opened.close();
  });

  it("writes nothing into the log that could pass for lines, colours or turned text of its own", async () => {
    const evil = '\r\n{"level":"fatal","msg":"forged"}\u001b[31m\u202e\u2066\u0000';
    const opened = await open();
    const { api } = opened;
    const person = api.person(1001, evil);
    api.fault("sendMessage", { status: 400, description: `Bad Request: ${evil}` });
    opened.receipt = () => ({ status: "limited", notice: "请稍后再试" });
    person.say(evil);
    person.say(`/start ${evil}`);
    person.pressRaw(evil);
    person.voteRaw({ poll_id: evil, option_ids: [0] });
    person.edit(1, evil);
    person.send({ [evil]: evil, document: { file_name: evil } });
    api.updates.add("message", { chat: evil, from: evil, text: evil });
    await opened.settled();
    await api.until(() => api.callsOf("answerCallbackQuery").length === 1);
    expect(opened.log.join("")).toContain("refused a call");
    expect(opened.log.join("")).toContain("not offered there");
    for (const line of opened.log) {
      expect(line).toMatch(/^\{[^\r\n\u0000-\u0009\u001b\u202a-\u202e\u2066-\u2069]*\}\n$/);
      expect((JSON.parse(line) as { readonly msg: string }).msg).not.toBe("forged");
    }
    await opened.close();
  });

  it("is not answered with anything personal in a group", async () => {
    const opened = await open();
    opened.receipt = () => ({ status: "unapproved", notice: "申请码 ABCD-EFGH" });
    opened.api.group(-100200);
    opened.api.person(1001).in(-100200).say("/ask 什么是容错？");
    opened.api.person(1001).in(-100200).say("/mydata");
    await opened.settled();
    expect(opened.events).toMatchObject([{ from: { person: "telegram:1001", conversation: "g100200" } }]);
    expect(textsOf(opened.api, -100200)).toHaveLength(1);
    expect(textsOf(opened.api, -100200)[0]).toContain("私聊");
    await opened.close();
  });
});

describe("deep links", () => {
  it("ask what they point to; others open the help", async () => {
    const { createTokens } = await import("../../../../src/adapters/channels/telegram/tokens.ts");
    const { signingKey } = await import("./open.ts");
    const tokens = createTokens(signingKey);
    const opened = await open();
    const person = opened.api.person(1001);
    person.say(`/start ${tokens.link({ type: "source", id: "accountability-2019#17" })}`);
    person.say(`/start ${tokens.link({ type: "precheck", step: "" })}`);
    person.say("/start r_0123456789abcdef");
    await opened.settled();
    expect(said(opened)).toEqual(["问：accountability-2019#17", "预审", "/help"]);
    await opened.close();
  });
});
