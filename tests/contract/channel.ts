/** What every channel must do, whatever platform is behind it. Each adapter's test file calls this with its own. */
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Answer } from "../../src/core/grounding/answer.ts";
import type { Address, Channel, Inbound, Outbound, Receipt, Sink } from "../../src/ports/channel.ts";

/** A channel with a person at its other end. */
export interface ChannelUnderTest {
  /** Made, and not started. */
  readonly channel: Channel;
  /** Where the person is reached. */
  readonly address: Address;
  /** The person writes; resolves when the channel has dealt with it, taken in or not. */
  say(text: string): Promise<void>;
  /** All the person has been shown so far, as it came: bytes of a terminal, a stream, a page. */
  shown(): Promise<string>;
  /** Matches in what is shown where a text of somebody took effect instead of being shown. */
  readonly tookEffect: RegExp;
  close(): Promise<void>;
}

/** An answer in which only the program speaks. */
const answerOf = (text: string): Answer => ({
  kind: "smalltalk",
  mode: "curated",
  blocks: [{ type: "notice", text }],
  citations: [],
  refusalReason: null,
  suggestions: [],
  knowledgeVersion: "sha256:0",
  asOf: "2026-11-23",
  understoodAs: null,
  context: null,
});

const message = (text: string, rest: Partial<Outbound> = {}): Outbound => ({
  turn: null,
  answer: answerOf(text),
  choices: [],
  file: null,
  ...rest,
});

/** Control characters, bidirectional marks, markup, and what frames events, lines and escape sequences. */
const hostileTexts: readonly string[] = [
  "\u001b[2J\u001b]0;title\u0007\u009b31m",
  "一\r\n\r\nevent: forged\ndata: x\n\n",
  "\u202e翻转\u2066隔离\u200b零宽",
  '<script>alert(1)</script><img src=x onerror="alert(1)">',
  "\u0000\u0008\u007f",
  "\ud800 半个字符",
  "很长".repeat(20_000),
];

export function channelContract(name: string, make: () => Promise<ChannelUnderTest>): void {
  describe(`${name} as a channel`, () => {
    let under: ChannelUnderTest;
    let events: Inbound[];
    /** What the sink says; taken in unless a test says otherwise. */
    let receipt: () => Promise<Receipt>;
    const sink: Sink = (event) => {
      events.push(event);
      return receipt();
    };
    beforeEach(async () => {
      events = [];
      receipt = async () => ({ status: "accepted" });
      under = await make();
    });
    afterEach(() => under.close());

    const send = (text: string, key: string, rest: Partial<Outbound> = {}, to = under.address) =>
      under.channel.send(to, message(text, rest), key, null);
    const timesShown = async (text: string): Promise<number> => (await under.shown()).split(text).length - 1;

    it("has a name that its people carry", () => {
      expect(under.channel.id).toMatch(/^[a-z]{1,20}$/);
      expect(under.address.person.startsWith(`${under.channel.id}:`)).toBe(true);
    });

    it("states what it can do in values that make sense", () => {
      const { textLimit, ...flags } = under.channel.capabilities;
      expect(Object.values(flags).every((value) => typeof value === "boolean")).toBe(true);
      expect(textLimit === null || (Number.isInteger(textLimit) && textLimit > 0)).toBe(true);
    });

    it("is down until it is started, and up then", async () => {
      expect(under.channel.health().state).toBe("down");
      await under.channel.start(sink);
      expect(under.channel.health()).toEqual({ state: "up", reason: null });
    });

    it("hands over what a person writes, as it is, with who and where", async () => {
      await under.channel.start(sink);
      await under.say("什么是容错？");
      expect(events).toMatchObject([
        { channel: under.channel.id, from: under.address, content: { type: "text", text: "什么是容错？" } },
      ]);
      expect(events[0]?.at).toBeGreaterThan(0);
    });

    it("gives each message an event id of its own, and a short one", async () => {
      await under.channel.start(sink);
      await under.say("一");
      await under.say("一");
      const ids = events.map(({ eventId }) => eventId);
      expect(new Set(ids).size).toBe(2);
      expect(ids.every((id) => id.length > 0 && id.length <= 200)).toBe(true);
    });

    it("tells the person why a message was not taken in", async () => {
      await under.channel.start(sink);
      receipt = async () => ({ status: "limited", notice: "太快了，请稍后再试。" });
      await under.say("一");
      expect(await timesShown("太快了，请稍后再试。")).toBe(1);
    });

    it("survives a sink that fails against its word", async () => {
      await under.channel.start(sink);
      receipt = () => Promise.reject(new Error("broken"));
      await under.say("一");
      receipt = async () => ({ status: "accepted" });
      await under.say("二");
      expect(events).toHaveLength(2);
      expect(under.channel.health().state).toBe("up");
    });

    it("shows a message with its choices", async () => {
      await under.channel.start(sink);
      const result = await send("请选择领域。", "k1", {
        choices: [
          { label: "工程建设", text: "/cases 工程" },
          { label: "招标投标", text: "/cases 招标" },
        ],
      });
      expect(result).toEqual({ status: "sent" });
      const shown = await under.shown();
      for (const text of ["请选择领域。", "工程建设", "招标投标"]) expect(shown).toContain(text);
    });

    it("shows a message sent again under its key once, where it says so", async () => {
      await under.channel.start(sink);
      await send("第一条。", "k1");
      await send("第一条。", "k1");
      await send("第二条。", "k2");
      expect(await timesShown("第一条。")).toBe(under.channel.capabilities.dropsRepeatedKey ? 1 : 2);
      expect(await timesShown("第二条。")).toBe(1);
    });

    it("shows a person nothing of another conversation", async () => {
      await under.channel.start(sink);
      const { person, conversation } = under.address;
      await send("给别人的。", "k1", {}, { person: `${under.channel.id}:somebody-else`, conversation });
      await send("别处的。", "k2", {}, { person, conversation: "another" });
      await send("给我的。", "k3");
      expect(await timesShown("给我的。")).toBe(1);
      expect(await timesShown("给别人的。")).toBe(0);
    });

    it("never rejects a message: before the start, to nobody, after the end", async () => {
      const results = [await send("一", "k1")];
      await under.channel.start(sink);
      results.push(await send("二", "k2", { turn: 1 }));
      results.push(await send("三", "k3", {}, { person: `${under.channel.id}:`, conversation: "" }));
      await under.channel.stop(0);
      results.push(await send("四", "k4"));
      for (const { status } of results) expect(["sent", "retry", "failed", "unknown"]).toContain(status);
    });

    it("lets no text take effect, whoever wrote it", async () => {
      await under.channel.start(sink);
      for (const [at, text] of hostileTexts.entries()) {
        const { status } = await send(text, `k${at}`, { choices: [{ label: text, text }] });
        expect(["sent", "failed"]).toContain(status);
      }
      await send("之后。", "after");
      const shown = await under.shown();
      expect(under.tookEffect.exec(shown)).toBeNull();
      expect(shown).toContain("之后。");
    });

    it("lets no text take effect, whatever it is", async () => {
      await under.channel.start(sink);
      let key = 0;
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: "binary", maxLength: 200 }), async (text) => {
          key += 1;
          await send(text, `p${key}`);
        }),
        { numRuns: 50 },
      );
      expect(under.tookEffect.exec(await under.shown())).toBeNull();
    });

    it("hears nothing more once it is stopped, and can be stopped twice", async () => {
      await under.channel.start(sink);
      await under.say("一");
      await under.channel.stop(1);
      await under.channel.stop(1);
      await under.say("二").catch(() => undefined);
      expect(events).toHaveLength(1);
      expect(under.channel.health().state).toBe("down");
    });
  });
}
