/** The web as a channel: the contract over real HTTP, and how long messages without a turn are kept. */
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import type { Routes } from "../../../src/adapters/http/server.ts";
import type { WebEnvironment } from "../../../src/adapters/http/visitor.ts";
import { createWebChannel } from "../../../src/adapters/http/web-channel.ts";
import { type Address, messageKey, type Outbound, type PersonId } from "../../../src/ports/channel.ts";
import { type ChannelUnderTest, channelContract } from "../../contract/channel.ts";
import { type Stream, visit } from "./client.ts";
import { createFakeAssistant } from "./fake-assistant.ts";
import { notice, start } from "./start.ts";

/** A page that is open; what it was shown is the stream as it came, and the words of refusals. */
async function openPage(): Promise<ChannelUnderTest> {
  const whoAsks: Routes = () =>
    new Hono<WebEnvironment>().get("/who", (context) => context.text(context.get("device").person));
  const server = await start({ started: false, pages: [whoAsks] });
  const visitor = visit(server.url);
  const person = (await visitor.send("/who")).text as PersonId;
  const address: Address = { person, conversation: "c1" };
  let shown = "";
  let opened: Stream | null = null;
  let made = 0;
  const seen = server.channel.sequence();
  const post = (text: string) => {
    made += 1;
    const message = { conversation: "c1", eventId: `e${made}`, text, notice: notice.version };
    return visitor.json("POST", "/api/messages", message);
  };

  /** Everything new, up to a message of our own. */
  const readNews = async (): Promise<void> => {
    opened ??= await visitor.stream(`/api/conversations/c1/events?after=0&seen=${seen}`);
    if (opened.status !== 200) return;
    made += 1;
    const last: Outbound = {
      turn: null,
      answer: { ...createFakeAssistant().ask("你好"), blocks: [{ type: "notice", text: `到此${made}` }] },
      choices: [],
      file: null,
    };
    await server.channel.send(address, last, `last-${made}`, null);
    while (true) {
      const event = await opened.next();
      if (event === null || event.data.includes(`到此${made}`)) return;
      shown += `event: ${event.event}\nid: ${event.id}\ndata: ${event.data}\n\n`;
    }
  };
  return {
    channel: server.channel,
    address,
    async say(text) {
      const reply = await post(text);
      if (reply.status !== 202) shown += JSON.parse(reply.text).error.message;
    },
    async shown() {
      await readNews();
      return shown;
    },
    tookEffect: /^event: forged|^(?!event: |id: |data: |$)|\u001b/m,
    async close() {
      opened?.close();
      await server.close();
    },
  };
}

channelContract("the web", openPage);

describe("messages without a turn", () => {
  const to: Address = { person: "web:a", conversation: "c1" };
  const message: Outbound = {
    turn: null,
    answer: createFakeAssistant().ask("你好"),
    choices: [],
    file: null,
  };

  it("are kept for two minutes, and told to nobody afterwards", async () => {
    let now = 1_000;
    const channel = createWebChannel(() => now);
    await channel.send(to, message, "k1", null);
    now += 119_999;
    expect(channel.messagesAfter(to, 0)).toHaveLength(1);
    now += 1;
    expect(channel.messagesAfter(to, 0)).toEqual([]);
  });

  it("name the event they answer as the page named it", async () => {
    const channel = createWebChannel(() => 1_000);
    await channel.send(to, message, messageKey({ channel: "web", eventId: `${to.person}/event-7` }), null);
    expect(channel.messagesAfter(to, 0).map(({ answers }) => answers)).toEqual(["event-7"]);
  });

  it("that a page has read are not untold any more, and can be resumed from", async () => {
    const channel = createWebChannel(() => 1_000);
    await channel.send(to, message, "k1", null);
    const [first] = channel.messagesAfter(to, 0);
    await channel.send(to, message, "k2", null);
    expect(channel.untoldMessages(to).map(({ sequence }) => sequence)).toEqual([(first?.sequence ?? 0) + 1]);
    expect(channel.untoldMessages(to)).toEqual([]);
    expect(channel.messagesAfter(to, first?.sequence ?? 0)).toHaveLength(1);
  });

  it("take bounded room, for one conversation and for all", async () => {
    const channel = createWebChannel(() => 1_000);
    for (let key = 0; key < 50; key++) await channel.send(to, message, `k${key}`, null);
    expect(channel.messagesAfter(to, 0)).toHaveLength(20);
    for (let name = 0; name < 6_000; name++)
      await channel.send({ person: `web:${name}`, conversation: "c1" }, message, `n${name}`, null);
    expect(channel.messagesAfter(to, 0)).toEqual([]);
    expect(channel.messagesAfter({ person: "web:5999", conversation: "c1" }, 0)).toHaveLength(1);
  });
});
