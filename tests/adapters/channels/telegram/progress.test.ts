import { afterEach, describe, expect, it } from "vitest";
import type { ChannelTime } from "../../../../src/adapters/channels/telegram/calls.ts";
import { systemTime } from "../../../../src/adapters/channels/telegram/telegram-channel.ts";
import { workWords } from "../../../../src/text/telegram.ts";
import { messageOf, type Open, open, personOf } from "./open.ts";

let opened: Open;
afterEach(() => opened.close());

/** What is shown at first is shown soon. */
const soon: ChannelTime["wait"] = (milliseconds, signal) =>
  systemTime.wait(milliseconds === 700 ? 20 : milliseconds, signal);
const openSoon = async () => {
  opened = await open({ time: { clock: Date.now, wait: soon } });
};

/** What comes after so long comes when the test says so. */
async function openPaced(again: number) {
  const ends: (() => void)[] = [];
  const wait: ChannelTime["wait"] = (milliseconds, signal) =>
    milliseconds === again
      ? new Promise<void>((resolve) => void ends.push(resolve))
      : soon(milliseconds, signal);
  opened = await open({ time: { clock: Date.now, wait } });
  const pauses = (count: number) => expect.poll(() => ends.length, { timeout: 10_000 }).toBe(count);
  return { ends, pauses };
}

const callsOf = (method: string) => opened.api.callsOf(method);

describe("who waits long for an answer", () => {
  it("sees that it is being worked on", async () => {
    await openSoon();
    opened.api.person(1001).say("一");
    await opened.api.until(() => callsOf("sendChatAction").length === 1);
    expect(callsOf("sendChatAction")[0]?.payload).toMatchObject({ chat_id: 1001, action: "typing" });
  });

  it("goes on seeing it until there is an answer, and no longer", async () => {
    const { ends, pauses } = await openPaced(4_500);
    opened.api.person(1001).say("一");
    await pauses(1);
    ends[0]?.();
    await pauses(2);
    expect(callsOf("sendChatAction")).toHaveLength(2);
    await opened.send(messageOf("答"), "k1");
    ends[1]?.();
    await opened.settled();
    expect([callsOf("sendChatAction").length, ends.length]).toEqual([2, 2]);
  });
});

describe("while a model is at work", () => {
  it.each(["wording", "story"] as const)(
    "a private chat shows a draft of one fixed sentence (%s), again before it fades",
    async (what) => {
      const { ends, pauses } = await openPaced(20_000);
      opened.api.person(1001).met();
      const end = opened.channel.working?.(personOf(1001), what);
      await pauses(1);
      expect(opened.api.draft(1001)?.text).toBe(workWords[what]);
      ends[0]?.();
      await pauses(2);
      end?.();
      ends[1]?.();
      await opened.settled();
      const payloads = callsOf("sendMessageDraft").map(({ payload }) => payload);
      const draft = { chat_id: 1001, draft_id: expect.any(Number), text: workWords[what] };
      expect(payloads).toEqual([draft, draft]);
      expect(payloads[0]?.draft_id).toBe(payloads[1]?.draft_id);
    },
  );

  it.each([
    ["ends at once", (end?: () => void) => end?.()],
    ["ends with the channel", () => opened.channel.stop(5)],
  ])("nothing is shown of what %s", async (_, end) => {
    const { ends, pauses } = await openPaced(700);
    opened.api.person(1001).met();
    const over = opened.channel.working?.(personOf(1001), "wording");
    await pauses(1);
    await end(over);
    for (const resolve of ends) resolve();
    await opened.channel.idle();
    expect(opened.api.calls.filter(({ method }) => /Draft|Action/.test(method))).toEqual([]);
  });

  it("the draft takes the place of the sign that somebody types, which then stops", async () => {
    const { ends, pauses } = await openPaced(4_500);
    opened.api.person(1001).say("经过");
    await pauses(1);
    const end = opened.channel.working?.(personOf(1001), "story");
    await opened.api.until(() => opened.api.draft(1001) !== null);
    ends[0]?.();
    await opened.settled();
    end?.();
    expect([callsOf("sendChatAction").length, ends.length]).toEqual([1, 1]);
  });

  it("a newer work of the same chat takes the place of the older", async () => {
    const { pauses } = await openPaced(20_000);
    opened.api.person(1001).met();
    const first = opened.channel.working?.(personOf(1001), "wording");
    const second = opened.channel.working?.(personOf(1001), "story");
    await pauses(1);
    first?.();
    second?.();
    expect(callsOf("sendMessageDraft").map(({ payload }) => payload.text)).toEqual([workWords.story]);
  });

  it("a group sees that somebody types: drafts are for private chats", async () => {
    await openSoon();
    opened.api.group(-100200);
    const end = opened.channel.working?.({ person: "telegram:1001", conversation: "g100200" }, "wording");
    await opened.api.until(() => callsOf("sendChatAction").length === 1);
    end?.();
    expect(callsOf("sendMessageDraft")).toEqual([]);
  });

  it.each([
    ["does not know drafts", { status: 404, description: "Not Found: method not found" }],
    ["gives this bot none", { status: 400, description: "Bad Request: TEXTDRAFT_PEER_INVALID" }],
  ])("where the server %s, somebody types, and drafts are not tried again", async (_, fault) => {
    await openSoon();
    opened.api.person(1001).met();
    opened.api.fault("sendMessageDraft", fault);
    for (const times of [1, 2]) {
      const end = opened.channel.working?.(personOf(1001), "wording");
      await opened.api.until(() => callsOf("sendChatAction").length === times);
      end?.();
    }
    expect(callsOf("sendMessageDraft")).toHaveLength(1);
  });

  it("a chat that blocked the bot says nothing about drafts elsewhere", async () => {
    await openSoon();
    opened.api.person(1002).met();
    opened.api.person(1001).block();
    const ends = [opened.channel.working?.(personOf(1001), "wording")];
    await opened.api.until(() => callsOf("sendMessageDraft")[0]?.status === 403);
    ends.push(opened.channel.working?.(personOf(1002), "wording"));
    await opened.api.until(() => opened.api.draft(1002) !== null);
    for (const end of ends) end?.();
  });

  it.each([
    ["asks for patience", { status: 429, retryAfter: 30 }],
    ["fails", { status: 500 }],
    ["cuts the connection", { drop: "before" }],
    ["does not answer", { delayMilliseconds: 60_000 }],
  ] as const)("replies go out at once where the API %s about a draft", async (_, fault) => {
    // One message a second: a draft that took its place would hold the reply up.
    let waited = 0;
    const wait = (milliseconds: number, signal?: AbortSignal) => {
      if (milliseconds === 1_000) waited += 1;
      return soon(milliseconds, signal);
    };
    opened = await open({ messagesPerSecond: 1, time: { clock: () => 0, wait } });
    opened.api.person(1001).met();
    waited = 0;
    opened.api.fault("sendMessageDraft", fault);
    const end = opened.channel.working?.(personOf(1001), "wording");
    await opened.api.until(() => callsOf("sendMessageDraft").length === 1);
    expect(await opened.send(messageOf("答"), "k1")).toEqual({ status: "sent" });
    expect(waited).toBe(0);
    end?.();
  });

  it("drafts keep the patience the API asks for", async () => {
    const { ends, pauses } = await openPaced(20_000);
    opened.api.person(1001).met();
    opened.api.fault("sendMessageDraft", { status: 429, retryAfter: 600 });
    const end = opened.channel.working?.(personOf(1001), "wording");
    await pauses(1);
    ends[0]?.();
    await pauses(2);
    end?.();
    ends[1]?.();
    expect(callsOf("sendMessageDraft")).toHaveLength(1);
  });

  it("the draft goes when the answer comes", async () => {
    await openSoon();
    opened.api.person(1001).met();
    const end = opened.channel.working?.(personOf(1001), "story");
    await opened.api.until(() => opened.api.draft(1001) !== null);
    end?.();
    await opened.send(messageOf("读好了"), "k1");
    expect(opened.api.draft(1001)).toBeNull();
  });

  it("nothing is shown to an address that is none of this channel", async () => {
    opened = await open({ started: false });
    expect(() =>
      opened.channel.working?.({ person: "web:anna", conversation: "c1" }, "wording")(),
    ).not.toThrow();
  });
});
