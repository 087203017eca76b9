import { afterEach, describe, expect, it } from "vitest";
import { createEphemeralSealer } from "../../../src/adapters/sealing/aes-gcm.ts";
import { partitions } from "../../../src/app/flow/keys.ts";
import type { Content, Inbound } from "../../../src/ports/channel.ts";
import {
  address,
  auditOf,
  createGate,
  createTestClock,
  type Running,
  running,
  transcript,
} from "./running.ts";
import { createScriptedChannel, textOf } from "./scripted-channel.ts";

const open: Running[] = [];
const start: typeof running = async (options) => {
  const made = await running(options);
  open.push(made);
  return made;
};
afterEach(async () => {
  for (const made of open.splice(0)) await made.stop();
});

const anna = address("web:anna");
const bert = address("web:bert");

/** Everything a store holds of anybody. */
const documents = async ({ store }: Running) =>
  (await Promise.all(partitions.map((space) => store.list(space, "", { limit: 1_000 })))).flat();

const events = ({ counts }: Running) =>
  counts.filter(({ name }) => name === "events_in").map(({ labels }) => labels.result);

describe("an event at the border", () => {
  it("becomes one turn, one message and one audit entry", async () => {
    const made = await start();
    expect(await made.say(anna, "什么情形可以容错？")).toEqual({ status: "accepted" });
    await made.settle();
    expect(await transcript(made, anna)).toEqual([
      { question: "什么情形可以容错？", answer: "答复：什么情形可以容错？" },
    ]);
    expect(made.channel.sends).toHaveLength(1);
    expect(made.channel.sends[0]?.message.turn).toBe(1);
    expect(await auditOf(made.store)).toMatchObject([
      { kind: "question", turn: 1, answer: "answer", mode: "curated", reason: null },
    ]);
  });

  it("changes nothing when it is repeated: at once, while it waits, and after the answer", async () => {
    const made = await start();
    await Promise.all([1, 2, 3].map(() => made.say(anna, "问题一", "same")));
    expect(await made.say(anna, "问题一", "same")).toEqual({ status: "accepted" });
    await made.settle();
    expect(await made.say(anna, "问题一", "same")).toEqual({ status: "accepted" });
    await made.settle();
    expect(await transcript(made, anna)).toHaveLength(1);
    expect(made.channel.sends).toHaveLength(1);
    expect(await auditOf(made.store)).toHaveLength(1);
  });

  it("tells apart events of one id in different channels", async () => {
    const clock = createTestClock();
    const channels = [createScriptedChannel("web", clock), createScriptedChannel("post", clock)] as const;
    const made = await start({ clock, channels });
    const event: Omit<Inbound, "channel" | "from"> = {
      eventId: "7",
      at: 0,
      content: { type: "text", text: "问题", asOf: null },
    };
    await channels[0].sink({ ...event, channel: "web", from: anna });
    await channels[1].sink({ ...event, channel: "post", from: address("post:anna") });
    await made.settle();
    expect([channels[0].sends.length, channels[1].sends.length]).toEqual([1, 1]);
  });

  it("leaves no byte of a text with secrecy marks, only event, time and reason", async () => {
    const made = await start({ key: null });
    await made.say(anna, "机密★10年 关于某行动的方案", "secret-event");
    await made.settle();
    const bytes = made.bytes();
    for (const trace of ["某行动", "方案", "机密★"]) expect(bytes.includes(trace)).toBe(false);
    expect(await made.conversations.turns(anna, 0, 9)).toMatchObject([
      { question: null, withheld: "classified", answer: { refusalReason: "classified" } },
    ]);
    expect(await auditOf(made.store)).toEqual([
      { kind: "refused", event: expect.any(String), reason: "classified" },
    ]);
    expect(events(made)).toEqual(["refused"]);
  });

  it("refuses what is too long without keeping it, and takes what is just not", async () => {
    const made = await start({ key: null });
    await made.say(anna, `冗长${"长".repeat(1_999)}`);
    await made.say(anna, "短".repeat(2_000));
    await made.settle();
    expect(await made.conversations.turns(anna, 0, 9)).toMatchObject([
      { question: null, withheld: "too_long" },
      { question: "短".repeat(2_000), withheld: null },
    ]);
    expect(made.bytes().includes("冗长")).toBe(false);
  });

  it("masks personal data before anything is stored, and restores it for the person alone", async () => {
    const made = await start({ key: null, marksSealer: createEphemeralSealer() });
    const question = "举报人：王小明，电话13812345678，能容错吗";
    await made.say(anna, question);
    await made.settle();
    expect((await transcript(made, anna))[0]?.question).toBe(question);
    expect(await transcript(made, bert)).toEqual([]);
    for (const datum of ["13812345678", "王小明"]) expect(made.bytes().includes(datum)).toBe(false);
    expect(made.channel.sends.map(textOf).join()).not.toMatch(/13812345678|王小明/);
  });

  it("masks what is typed in another form as well: script, invisible characters, other digits", async () => {
    const made = await start({ key: null, marksSealer: createEphemeralSealer() });
    await made.say(anna, "舉報人馮雅，電話１３８\u200b❶②③٤—5678，能容錯嗎");
    await made.settle();
    const kept = made.bytes().toString("utf8");
    for (const datum of ["馮雅", "冯雅", "❶", "5678"]) expect(kept).not.toContain(datum);
  });

  it("shows the masked text where the key that restores it is gone", async () => {
    const first = await start();
    await first.say(anna, "我的电话13812345678，能容错吗");
    await first.settle();
    await first.stop();
    open.splice(0);
    const second = await start({ directory: first.directory, marksSealer: createEphemeralSealer() });
    expect((await transcript(second, anna))[0]?.question).toBe("我的电话〔电话〕，能容错吗");
  });

  it("keeps what a text with a lone surrogate says", async () => {
    const made = await start();
    expect(await made.say(anna, "问题\ud800？")).toEqual({ status: "accepted" });
    await made.settle();
    expect((await transcript(made, anna))[0]?.question).toBe("问题\ufffd？");
  });

  it.each<[string, Partial<Inbound>]>([
    ["a conversation with a slash", { from: address("web:anna", "c1/2") }],
    ["a conversation without a name", { from: address("web:anna", "") }],
    ["a person with a slash", { from: address("web:anna/c1") }],
    ["a person of another channel", { from: address("terminal:1") }],
    ["another channel", { channel: "terminal" }],
    ["an endless event id", { eventId: "e".repeat(201) }],
    ["an empty event id", { eventId: "" }],
    ["a day that is none", { content: { type: "text", text: "问题", asOf: "2026-13-45" } }],
    ["feedback on half a turn", { content: { type: "feedback", turn: 1.5, verdict: "useful" } }],
    ["an unknown verdict", { content: { type: "feedback", turn: 1, verdict: "x" } as unknown as Content }],
  ])("takes in nothing of %s", async (_, wrong) => {
    const made = await start();
    const event: Inbound = {
      channel: "web",
      eventId: "e",
      at: 0,
      from: anna,
      content: { type: "text", text: "问题", asOf: null },
    };
    expect(await made.channel.sink({ ...event, ...wrong })).toMatchObject({ status: "unavailable" });
    expect(await made.store.queues()).toEqual([]);
  });

  it("keeps nothing of a picture, not even its name", async () => {
    const made = await start({ key: null });
    await made.give(anna, { type: "unsupported", what: "举报材料.jpg" });
    await made.settle();
    expect(made.channel.sends).toHaveLength(1);
    expect(made.bytes().includes("举报材料")).toBe(false);
  });
});

describe("who may send, and how much", () => {
  it("stores nothing of a person who is not approved, and names the code", async () => {
    const clock = createTestClock();
    const made = await start({
      clock,
      key: null,
      access: {
        admit: async () => ({ admitted: false, code: "ABCD-EFGH", until: clock() + 1 }),
        approve: async () => ({ ok: false, problem: "forbidden" }),
      },
    });
    expect(await made.say(anna, "没有获准的问题")).toMatchObject({
      status: "unapproved",
      notice: expect.stringContaining("ABCD-EFGH"),
    });
    await made.settle();
    expect(await documents(made)).toEqual([]);
    expect(made.bytes().includes("没有获准")).toBe(false);
  });

  it("lets who was let in once go on to see and delete what is kept of them, and nothing else", async () => {
    const clock = createTestClock();
    let admitted = true;
    const made = await start({
      clock,
      access: {
        admit: async (person) =>
          admitted
            ? {
                admitted,
                grant: { person, role: "cadre", unit: "", until: null, grantedAt: 0, grantedBy: "open" },
              }
            : { admitted, code: "ABCD-EFGH", until: clock() + 1 },
        approve: async () => ({ ok: false, problem: "forbidden" }),
      },
    });
    await made.say(anna, "容错的条件");
    await made.settle();
    admitted = false;
    expect(await made.say(bert, "我的数据")).toMatchObject({ status: "unapproved" });
    expect(await made.say(anna, "容错的条件")).toMatchObject({ status: "unapproved" });
    for (const text of ["/mydata", "停止推送", "/forget", "确认删除我的数据"]) {
      expect(await made.say(anna, text)).toEqual({ status: "accepted" });
      await made.settle();
    }
    expect((await documents(made)).some(({ key }) => key.startsWith("turn/"))).toBe(false);
    expect(await made.say(anna, "/mydata")).toMatchObject({ status: "unapproved" });
  });

  it("tells a limited person once in a window, and leaves others alone", async () => {
    const made = await start({ limits: { userPerMinute: 2 } });
    const receipts = [];
    for (let count = 0; count < 5; count++) receipts.push(await made.say(anna, `问题${count}`));
    expect(receipts.map(({ status }) => status)).toEqual([
      "accepted",
      "accepted",
      "limited",
      "limited",
      "limited",
    ]);
    expect(receipts.map((receipt) => "notice" in receipt && receipt.notice !== null)).toEqual([
      false,
      false,
      true,
      false,
      false,
    ]);
    expect(await made.say(bert, "问题")).toEqual({ status: "accepted" });
    made.clock.advance(61_000);
    expect(await made.say(anna, "问题")).toEqual({ status: "accepted" });
  });

  it("shares a unit's quota among its people, and the total among all", async () => {
    const clock = createTestClock();
    const made = await start({
      clock,
      limits: { unitPerDay: 2, totalPerMinute: 3 },
      access: {
        admit: async (person) => ({
          admitted: true,
          grant: {
            person,
            role: "cadre",
            unit: person.endsWith("x") ? "" : "某局",
            until: null,
            grantedAt: 0,
            grantedBy: "open",
          },
        }),
        approve: async () => ({ ok: false, problem: "forbidden" }),
      },
    });
    const said = [];
    for (const person of ["web:a", "web:b", "web:c", "web:dx", "web:ex"] as const)
      said.push((await made.say(address(person), "问题")).status);
    expect(said).toEqual(["accepted", "accepted", "limited", "accepted", "limited"]);
  });
});

describe("the privacy notice", () => {
  const silent = () => {
    const clock = createTestClock();
    return { clock, channels: [createScriptedChannel("web", clock, { showsNotice: false })] };
  };

  it("comes before anything is stored where the channel cannot show it, and only once", async () => {
    const made = await start({ ...silent(), key: null });
    const first = await made.say(anna, "第一句不保存");
    expect(first).toMatchObject({ status: "notice", notice: expect.stringContaining("删除我的数据") });
    await made.settle();
    expect(made.bytes().includes("第一句不保存")).toBe(false);
    expect(await made.say(anna, "第二句")).toEqual({ status: "accepted" });
    expect(await made.say(anna, "第三句")).toEqual({ status: "accepted" });
    await made.settle();
    expect(await transcript(made, anna)).toHaveLength(2);
    expect((await auditOf(made.store)).map(({ kind }) => kind)).toEqual(["notice", "question", "question"]);
  });

  it("is told once to somebody who sends two first messages at the same time", async () => {
    const made = await start(silent());
    const receipts = await Promise.all([made.say(anna, "一"), made.say(anna, "二")]);
    expect(receipts.map(({ status }) => status)).toEqual(["notice", "notice"]);
    expect(receipts.filter((receipt) => "notice" in receipt && receipt.notice !== null)).toHaveLength(1);
  });

  it("is told again after everything was forgotten", async () => {
    const made = await start(silent());
    await made.say(anna, "一");
    await made.say(anna, "确认删除我的数据");
    await made.settle();
    expect(await made.say(anna, "二")).toMatchObject({ status: "notice" });
  });
});

describe("a full disk", () => {
  it("refuses what is new, keeps what is there, and takes in again when there is space", async () => {
    let free = Number.MAX_SAFE_INTEGER;
    const made = await start({ storeOptions: { free: () => free } });
    await made.say(anna, "问题一");
    await made.settle();
    free = 0;
    made.clock.advance(60_000);
    expect(await made.say(anna, "问题二")).toMatchObject({
      status: "unavailable",
      notice: expect.stringContaining("存储空间不足"),
    });
    expect(await transcript(made, anna)).toHaveLength(1);
    free = Number.MAX_SAFE_INTEGER;
    made.clock.advance(60_000);
    expect(await made.say(anna, "问题三")).toEqual({ status: "accepted" });
    await made.settle();
    expect((await transcript(made, anna)).map(({ question }) => question)).toEqual(["问题一", "问题三"]);
  });

  it("loses no event that was accepted before it was full", async () => {
    let free = Number.MAX_SAFE_INTEGER;
    const gate = createGate();
    const made = await start({
      storeOptions: { free: () => free },
      dialogue: (real) => ({
        ...real,
        async reply(said, situation) {
          await gate.pass();
          return real.reply(said, situation);
        },
      }),
    });
    await made.say(anna, "问题");
    await gate.reached;
    free = 0;
    made.clock.advance(5_000);
    gate.open();
    await made.until(() => made.log.some((line) => line.includes("event not handled")));
    free = Number.MAX_SAFE_INTEGER;
    made.clock.advance(60_000);
    await made.settle();
    expect(await transcript(made, anna)).toHaveLength(1);
    expect(made.channel.sends).toHaveLength(1);
  });
});
