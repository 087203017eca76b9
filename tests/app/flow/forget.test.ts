import { createHash } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import { verifyAudit } from "../../../src/app/audit.ts";
import { groupOf, inboxQueue, spaceOf } from "../../../src/app/flow/keys.ts";
import type { Address } from "../../../src/ports/channel.ts";
import { replies } from "../../../src/text/dialogue.ts";
import { address, auditOf, createGate, type Running, running, transcript } from "./running.ts";
import { textOf } from "./scripted-channel.ts";

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
const annaElsewhere = address("web:anna", "c2");
const bert = address("web:bert");
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Names of the documents of a person. */
const keysOf = async ({ store }: Running, { person }: Address) =>
  (await store.list(spaceOf(person), "", { limit: 1_000 }))
    .map(({ key }) => key)
    .filter((key) => key.includes(person));

// What was sent after the confirmation and before it is carried out is deleted with the rest.
describe("forgetting a person", () => {
  it("takes away everything but the skeleton of the audit, from the files too", async () => {
    const made = await start({ key: null });
    for (const of of [anna, annaElsewhere]) await made.say(of, `删除前的隐秘内容${of.conversation}`);
    // Ids of the web bear the person.
    await made.say(anna, "未收录的隐秘内容", "web:anna/e7");
    await made.say(bert, "别人的内容");
    await made.settle();
    expect(made.bytes().includes("隐秘内容")).toBe(true);
    await made.say(anna, "删除我的数据");
    await made.say(anna, "1");
    await made.settle();
    expect(await keysOf(made, anna)).toEqual([]);
    expect([await transcript(made, anna), await transcript(made, annaElsewhere)]).toEqual([[], []]);
    expect(made.bytes().includes("隐秘内容")).toBe(false);
    // The last word was addressed to somebody; the next sweep wipes that too.
    await made.store.erase();
    expect(made.bytes().includes("web:anna")).toBe(false);
    expect((await transcript(made, bert))[0]?.question).toBe("别人的内容");
    expect(made.channel.sends.map(textOf).at(-1)).toBe(replies.forgotten);
    expect((await verifyAudit(made.store, sha256)).map(({ ok }) => ok)).not.toContain(false);
    expect((await auditOf(made.store)).map(({ kind }) => kind)).toContain("forgotten");
  });

  it("asks first, and does nothing where the person thinks better of it", async () => {
    const made = await start();
    await made.say(anna, "问题");
    for (const text of ["/forget", "2"]) await made.say(anna, text);
    await made.settle();
    expect((await transcript(made, anna)).at(-1)).toEqual({ question: "不删除", answer: replies.kept });
    expect(await transcript(made, anna)).toHaveLength(3);
  });

  it("lets a new conversation begin afterwards", async () => {
    const made = await start();
    await made.say(anna, "旧问题");
    await made.say(anna, "确认删除我的数据");
    await made.settle();
    await made.say(anna, "1");
    await made.settle();
    expect(await transcript(made, anna)).toEqual([{ question: "什么是容错", answer: "答复：什么是容错" }]);
    expect((await made.conversations.turns(anna, 0, 9))[0]?.answer.understoodAs).toBeNull();
  });

  it("takes dead letters and messages on their way along", async () => {
    const made = await start({
      key: null,
      dialogue: (real) => ({
        ...real,
        async reply(said, situation) {
          if (said.type === "text" && said.text.startsWith("毒")) throw new Error("poison");
          return real.reply(said, situation);
        },
      }),
    });
    await made.say(anna, "毒药一样的文字");
    await made.settle();
    made.channel.platform = ({ message }) =>
      message.turn === null ? { status: "sent" } : { status: "retry", afterSeconds: 500 };
    await made.say(annaElsewhere, "还在路上的回答");
    await made.until(() => made.channel.sends.length === 2);
    await made.say(anna, "确认删除我的数据");
    await made.until(() => made.channel.sends.map(textOf).at(-1) === replies.forgotten);
    await made.settle();
    expect(await made.store.deadLetters({ limit: 9 })).toEqual([]);
    expect(made.channel.sends).toHaveLength(3);
    for (const trace of ["毒药", "还在路上"]) expect(made.bytes().includes(trace)).toBe(false);
  });

  it("leaves nothing of an answer that is recorded in the same moment", async () => {
    const listed = createGate();
    let calls = 0;
    const made = await start({
      before: (store) => ({
        ...store,
        async list(...args) {
          const found = await store.list(...args);
          // The last list of the first look: now the other conversation's answer slips in.
          if (args[1].startsWith("sending/") && ++calls === 1) await listed.pass();
          return found;
        },
      }),
    });
    await made.say(anna, "确认删除我的数据");
    await listed.reached;
    await made.say(annaElsewhere, "悄悄地问");
    await made.until(async () => (await transcript(made, annaElsewhere)).length === 1);
    listed.open();
    await made.settle();
    expect(calls).toBe(2);
    expect(await keysOf(made, anna)).toEqual([]);
  });

  it("is done although the files cannot be cut at once, and says so in the log", async () => {
    const made = await start({
      before: (store) => ({
        ...store,
        erase: async () => {
          throw new Error("somebody reads");
        },
      }),
    });
    await made.say(anna, "问题");
    await made.say(anna, "确认删除我的数据");
    await made.settle();
    expect(await keysOf(made, anna)).toEqual([]);
    expect(made.channel.sends.map(textOf)).toContain(replies.forgotten);
    expect(made.log.join()).toContain("not yet erased");
  });
});

describe("removing one conversation", () => {
  it("leaves those whose names begin alike", async () => {
    const made = await start({ key: null });
    const [first, tenth] = [address("web:anna", "c1"), address("web:anna", "c10")];
    await made.say(first, "第一段的未收录内容");
    await made.say(tenth, "第十段的内容");
    await made.give(first, { type: "feedback", turn: 1, verdict: "useless" });
    await made.settle();
    await made.conversations.remove(first);
    expect((await made.conversations.list("web:anna")).map(({ conversation }) => conversation)).toEqual([
      "c10",
    ]);
    expect(await transcript(made, tenth)).toHaveLength(1);
    expect(made.bytes().includes("第一段")).toBe(false);
    expect((await keysOf(made, first)).filter((key) => key.includes(`${groupOf(first)}/`))).toEqual([]);
    expect((await auditOf(made.store)).map(({ kind }) => kind)).toContain("conversation_removed");
  });

  it("drops the question that is being answered, and what waits", async () => {
    const gate = createGate();
    const made = await start({
      dialogue: (real) => ({
        ...real,
        async reply(said, situation) {
          await gate.pass();
          return real.reply(said, situation);
        },
      }),
    });
    await made.say(anna, "一");
    await made.say(anna, "二");
    await gate.reached;
    await made.conversations.remove(anna);
    gate.open();
    await made.settle();
    await made.until(() => made.counts.some(({ labels }) => labels.result === "lost"));
    expect([await transcript(made, anna), made.channel.sends]).toEqual([[], []]);
    expect((await made.store.queues()).find(({ queue }) => queue === inboxQueue)).toBeUndefined();
  });

  it("removes what slips in while it lists", async () => {
    const made = await start();
    await made.say(anna, "一");
    await made.settle();
    let slipped = false;
    const { createConversations } = await import("../../../src/app/conversations.ts");
    const conversations = createConversations({
      recordOf: () => null,
      store: {
        ...made.store,
        async list(...args) {
          const found = await made.store.list(...args);
          if (slipped) return found;
          slipped = true;
          await made.say(anna, "悄悄地问");
          await made.settle();
          return found;
        },
      },
      erasure: { request: async () => {}, stop: () => {} },
      marksSealer: { encrypts: false, seal: (text) => text, open: (text) => text, isCurrent: () => true },
      pseudonyms: { of: () => "0".repeat(32) },
      clock: made.clock,
      newId: () => "removal",
    });
    await conversations.remove(anna);
    expect(await transcript(made, anna)).toEqual([]);
    expect((await keysOf(made, anna)).filter((key) => !key.startsWith("person/"))).toEqual([]);
  });
});
