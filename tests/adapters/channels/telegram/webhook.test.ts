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
