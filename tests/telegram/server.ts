/**
 * A Bot API server over real HTTP on loopback; see the README beside. Nothing of it knows a bot of ours.
 */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createChats } from "./chats.ts";
import { createDelivery, type Delivery } from "./delivery.ts";
import { ApiProblem, createMethods } from "./methods.ts";
import type { Answered, Call, Fault, Limit, Shown } from "./types.ts";
import { createPeople, type People } from "./users.ts";

export interface BotApi extends People {
  /** For `TELEGRAM_API_ROOT`. */
  readonly root: string;
  readonly token: string;
  /** The bot itself. */
  readonly me: { readonly id: number; readonly username: string };
  readonly calls: readonly Call[];
  callsOf(method: string): readonly Call[];
  /** What a chat shows of the bot, deleted messages left out. */
  shown(chat: number): readonly Shown[];
  /** The draft a private chat shows now; null: none. Here it stays until a message comes, with no time of its own. */
  draft(chat: number): { readonly id: number; readonly text: string } | null;
  /** Answers to presses. */
  readonly answered: readonly Answered[];
  /** The next `count` calls of the method go wrong; several are used up in the order they were given. */
  fault(method: string, fault: Fault, count?: number): void;
  limit(method: string, limit: Limit): void;
  /** The server does not know the method, as an older one would not. */
  unknown(method: string): void;
  /** The token is no longer valid: 401 for everything. */
  revoke(revoked: boolean): void;
  readonly updates: Delivery;
  /** Resolves at the first moment the condition holds; asked after each call and each delivery. */
  until(condition: () => boolean): Promise<void>;
  /** Takes no connections any more, until `listen`. */
  down(): Promise<void>;
  /** Listens again at the same address. */
  up(): Promise<void>;
  close(): Promise<void>;
}

interface Window {
  readonly times: number[];
  closedUntil: number;
}

const token = "123456789:AAtestTOKENtestTOKENtestTOKENtestTOK";

const describedBy: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  409: "Conflict",
  429: "Too Many Requests",
};

/** Starts one on a free port. */
export async function createBotApi(): Promise<BotApi> {
  const me = { id: 123_456_789, username: "rongcuo_test_bot" };
  const calls: Call[] = [];
  const faults = new Map<string, Fault[]>();
  const limits = new Map<string, Limit>();
  const windows = new Map<string, Window>();
  let revoked = false;
  let waiting: (() => void)[] = [];
  const beat = (): void => {
    const woken = waiting;
    waiting = [];
    for (const wake of woken) wake();
  };

  const chats = createChats();
  const updates = createDelivery(beat);
  const people = createPeople(chats, updates, me);
  const methods = createMethods({ chats, updates, me });

  const windowOf = (method: string, chat: unknown): { limit: Limit; window: Window } | null => {
    const limit = limits.get(method);
    if (limit === undefined) return null;
    const key = limit.per === "chat" ? `${method}/${String(chat)}` : method;
    const window = windows.get(key) ?? { times: [], closedUntil: 0 };
    windows.set(key, window);
    return { limit, window };
  };

  /** Seconds to wait; null: the call is within its limit. */
  const overLimit = (method: string, chat: unknown, at: number): number | null => {
    const found = windowOf(method, chat);
    if (found === null) return null;
    const { limit, window } = found;
    if (at < window.closedUntil) return Math.ceil((window.closedUntil - at) / 1000);
    while (window.times.length > 0 && (window.times[0] ?? 0) <= at - limit.seconds * 1000)
      window.times.shift();
    if (window.times.length < limit.count) {
      window.times.push(at);
      return null;
    }
    const seconds = Math.max(1, Math.ceil(((window.times[0] ?? at) + limit.seconds * 1000 - at) / 1000));
    window.closedUntil = at + seconds * 1000;
    return seconds;
  };

  /** The window a scripted 429 opened. */
  const told = new Map<string, number>();

  const perform = async (call: Call, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method, payload } = call;
    const end = (status: number, body: object | string): void => {
      call.status = status;
      if (response.destroyed) return;
      const json = typeof body !== "string";
      response.writeHead(status, { "content-type": json ? "application/json" : "text/html" });
      response.end(json ? JSON.stringify(body) : body);
    };
    const refuse = (status: number, description: string, retryAfter?: number): void =>
      end(status, {
        ok: false,
        error_code: status,
        description,
        ...(retryAfter === undefined ? {} : { parameters: { retry_after: retryAfter } }),
      });
    const cut = (): void => {
      call.status = 0;
      request.socket.destroy();
    };

    if (revoked) return refuse(401, "Unauthorized");
    const fault = faults.get(method)?.shift() ?? {};
    if (fault.delayMilliseconds !== undefined)
      await new Promise((resolve) => setTimeout(resolve, fault.delayMilliseconds));
    if (fault.drop === "before") return cut();
    if (fault.html === true) return end(fault.status ?? 502, "<html><h1>502 Bad Gateway</h1></html>");
    if (fault.status !== undefined) {
      if (fault.retryAfter !== undefined)
        told.set(`${method}/${String(payload.chat_id)}`, call.at + fault.retryAfter * 1000);
      const described = fault.description ?? describedBy[fault.status] ?? "Internal Server Error";
      return refuse(fault.status, described, fault.retryAfter);
    }
    const over = overLimit(method, payload.chat_id, call.at);
    if (over !== null) return refuse(429, `Too Many Requests: retry after ${over}`, over);
    try {
      const result = await methods.perform(method, payload, once(response, "close"));
      if (fault.drop === "after") return cut();
      end(200, { ok: true, result });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      refuse(error.status, error.message);
    }
  };

  const isEarly = (method: string, chat: unknown, at: number): boolean =>
    at < (told.get(`${method}/${String(chat)}`) ?? 0) ||
    at < (windowOf(method, chat)?.window.closedUntil ?? 0);

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, given = "", method = ""] = /^\/bot([^/]+)\/(\w+)/.exec(request.url ?? "") ?? [];
    const payload = await readPayload(request);
    if (given !== token) {
      response.writeHead(401, { "content-type": "application/json" });
      response.end(JSON.stringify({ ok: false, error_code: 401, description: "Unauthorized" }));
      return;
    }
    const at = performance.now();
    const call: Call = { method, payload, at, status: null, early: isEarly(method, payload.chat_id, at) };
    calls.push(call);
    beat();
    try {
      await perform(call, request, response);
    } finally {
      beat();
    }
  };

  const server = createServer((request, response) => {
    answer(request, response).catch(() => request.socket.destroy());
  });
  const listen = async (port: number): Promise<void> => {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const down = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  };

  return {
    ...people,
    root: `http://127.0.0.1:${port}`,
    token,
    me,
    calls,
    callsOf: (method) => calls.filter((call) => call.method === method),
    shown: (chat) => chats.of(chat).messages.filter(({ deleted }) => !deleted),
    draft: (chat) => chats.of(chat).draft,
    answered: methods.answered,
    fault(method, fault, count = 1) {
      const list = faults.get(method) ?? [];
      for (let at = 0; at < count; at++) list.push(fault);
      faults.set(method, list);
    },
    limit: (method, limit) => void limits.set(method, limit),
    unknown: (method) => void methods.unknown.add(method),
    revoke(value) {
      revoked = value;
    },
    updates,
    async until(condition) {
      while (!condition()) await new Promise<void>((resolve) => void waiting.push(resolve));
    },
    down,
    up: () => listen(port),
    async close() {
      updates.stop();
      await down();
    },
  };
}

/** Fields of a JSON or multipart body; a file becomes its name, bytes and text. */
async function readPayload(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const type = request.headers["content-type"] ?? "";
  if (type.startsWith("multipart/form-data")) return readForm(body, type);
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString("utf8")) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** Parts of a multipart body; names of files may stand without quotation marks, as some clients write them. */
function readForm(body: Buffer, type: string): Record<string, unknown> {
  const [, boundary = ""] = /boundary="?([^";]+)"?/.exec(type) ?? [];
  const parts = body.toString("latin1").split(`--${boundary}`).slice(1, -1);
  const payload: Record<string, unknown> = {};
  for (const part of parts) {
    const end = part.indexOf("\r\n\r\n");
    const head = Buffer.from(part.slice(0, end), "latin1").toString("utf8");
    const bytes = Buffer.from(part.slice(end + 4, -2), "latin1");
    const text = bytes.toString("utf8");
    const [, name = ""] = /name="([^"]*)"/.exec(head) ?? [];
    const [, file] = /filename="?([^"\r\n;]+)"?/.exec(head) ?? [];
    payload[name] = file === undefined ? plain(text) : { name: file, text, bytes };
  }
  for (const [name, value] of Object.entries(payload))
    if (typeof value === "string" && value.startsWith("attach://")) payload[name] = payload[value.slice(9)];
  return payload;
}

/** Numbers, booleans and objects come as text in a form. */
function plain(value: string): unknown {
  if (!/^(?:[[{]|true$|false$|-?\d+$)/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
