import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { TelegramChannel } from "../../../../src/adapters/channels/telegram/telegram-channel.ts";
import { createBotApi } from "../../../telegram/server.ts";
import { type Open, open, textsOf } from "./open.ts";

const secret = "a_secret-of-the-webhook";

describe("updates that are posted", () => {
  let opened: Open;
  let url: string;
  let channel: TelegramChannel | null = null;
  /** The address, as the server would serve it. */
  const server = createServer(async (request, response) => {
    const answer = await channel?.door?.(
      new Request(`http://127.0.0.1${request.url}`, {
        method: request.method ?? "GET",
        headers: request.headers as Record<string, string>,
        ...(request.method === "POST"
          ? { body: Readable.toWeb(request) as ReadableStream, duplex: "half" }
          : {}),
      } as RequestInit),
    );
    response.writeHead(answer?.status ?? 503).end();
  });

  beforeEach(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
    const api = await createBotApi();
    opened = await open({ api, mode: { type: "webhook", url, secret } });
    channel = opened.channel;
  });
  afterEach(async () => {
    await opened.channel.stop(5);
    await opened.api.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it("are taken in and acknowledged, and asked for never", async () => {
    opened.api.person(1001).say("一");
    await opened.settled();
    expect(opened.events).toMatchObject([{ content: { text: "一" } }]);
    expect(opened.api.callsOf("getUpdates")).toEqual([]);
  });

  it("are posted again until the inside can keep them", async () => {
    let tries = 0;
    opened.receipt = () =>
      ++tries < 3 ? { status: "unavailable", notice: "服务繁忙" } : { status: "accepted" };
    opened.api.person(1001).say("一");
    await opened.settled();
    expect(tries).toBe(3);
    expect(textsOf(opened.api, 1001)).toEqual(["服务繁忙"]);
  });

  it("are taken in once where they are posted twice, and again later", async () => {
    opened.api.updates.duplicates = 2;
    const id = opened.api.person(1001).say("一");
    await opened.settled();
    opened.api.updates.redeliver(id);
    await opened.settled();
    expect(opened.events.map(({ content }) => content)).toEqual([{ type: "text", text: "一", asOf: null }]);
  });

  it("are taken in side by side, but those of one chat one after another", async () => {
    const inHand = new Map<string, number>();
    let most = 0;
    let all = 0;
    const bothBegun = Promise.withResolvers<void>();
    opened.receipt = async ({ from }) => {
      const here = (inHand.get(from.person) ?? 0) + 1;
      inHand.set(from.person, here);
      most = Math.max(most, here);
      if (++all === 2) bothBegun.resolve();
      // The first of each chat waits until the other chat is served as well.
      await bothBegun.promise;
      inHand.set(from.person, here - 1);
      return { status: "accepted" };
    };
    for (let at = 0; at < 10; at++) for (const id of [1001, 1002]) opened.api.person(id).say(`第${at}条`);
    await opened.settled();
    expect([opened.events.length, most]).toEqual([20, 1]);
  });

  it("are acknowledged where the inside fails against its word: no update comes for ever", async () => {
    opened.receipt = ({ content }) => {
      if (content.type === "text" && content.text === "毒") throw new Error("of the inside");
      return { status: "accepted" };
    };
    for (const text of ["毒", "好"]) opened.api.person(1001).say(text);
    await opened.settled();
    expect(opened.events).toHaveLength(2);
    expect(opened.log.join("")).toContain("against its word");
  });

  it("have their address set again where somebody took it away", async () => {
    opened.api.updates.webhook = null;
    await opened.api.until(() => opened.api.updates.webhook?.url === url);
    expect(opened.api.callsOf("setWebhook").length).toBeGreaterThan(1);
  });

  it("are refused once the channel is stopped", async () => {
    await opened.channel.stop(1);
    const reply = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", "x-telegram-bot-api-secret-token": secret },
      body: JSON.stringify({ update_id: 1 }),
    });
    expect(reply.status).toBe(503);
  });
});
