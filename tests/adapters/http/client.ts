/** A browser without a screen: sends exactly these headers, keeps cookies, and reads streams of events. */
import { Agent, type IncomingMessage, request } from "node:http";

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

export interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly agent?: Agent;
}

const open = (
  url: string,
  path: string,
  { method = "GET", headers = {}, body, agent = new Agent() }: Sent,
): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const sent = request({ hostname, port, path, method, headers, agent }, resolve);
    sent.on("error", reject);
    sent.end(body);
  });

/** A request with exactly these headers; `fetch` would not send a foreign Host. */
export async function send(url: string, path: string, sent: Sent = {}): Promise<Reply> {
  const response = await open(url, path, sent);
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    text: Buffer.concat(chunks).toString("utf8"),
  };
}

export const errorCode = ({ text }: Reply): string => JSON.parse(text).error.code;

/** One event of a stream; a comment has no name. */
export interface StreamEvent {
  readonly event: string;
  readonly id: string;
  readonly data: string;
}

export interface Stream {
  readonly status: number;
  readonly headers: Reply["headers"];
  /** The next event; null at the end. */
  next(): Promise<StreamEvent | null>;
  close(): void;
}

const fieldOf = (block: string, name: string): string =>
  block
    .split("\n")
    .filter((line) => line.startsWith(`${name}: `))
    .map((line) => line.slice(name.length + 2))
    .join("\n");

async function* eventsOf(response: IncomingMessage): AsyncGenerator<StreamEvent> {
  let rest = "";
  response.setEncoding("utf8");
  try {
    for await (const chunk of response) {
      rest += chunk;
      while (rest.includes("\n\n")) {
        const at = rest.indexOf("\n\n");
        const block = rest.slice(0, at);
        rest = rest.slice(at + 2);
        yield { event: fieldOf(block, "event"), id: fieldOf(block, "id"), data: fieldOf(block, "data") };
      }
    }
  } catch {
    // Cut off: the end as well.
  }
}

/** Somebody with a browser. */
export interface Visitor {
  readonly cookies: Map<string, string>;
  send(path: string, sent?: Sent): Promise<Reply>;
  json(
    method: string,
    path: string,
    body: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Reply>;
  form(path: string, fields: Readonly<Record<string, string>>, headers?: Sent["headers"]): Promise<Reply>;
  /** Events that say something; those of the heartbeat and the hint to retry are left out unless wanted. */
  stream(path: string, headers?: Readonly<Record<string, string>>, all?: boolean): Promise<Stream>;
}

export function visit(url: string): Visitor {
  const cookies = new Map<string, string>();
  const withCookies = (headers: Sent["headers"] = {}): Record<string, string> =>
    cookies.size === 0
      ? { ...headers }
      : { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "), ...headers };
  const keep = (headers: Reply["headers"]): void => {
    for (const cookie of [headers["set-cookie"] ?? []].flat()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (/max-age=0/i.test(cookie)) cookies.delete(name);
      else cookies.set(name, value);
    }
  };
  const visitor: Visitor = {
    cookies,
    async send(path, sent = {}) {
      const reply = await send(url, path, { ...sent, headers: withCookies(sent.headers) });
      keep(reply.headers);
      return reply;
    },
    json: (method, path, body, headers = {}) =>
      visitor.send(path, {
        method,
        headers: { "content-type": "application/json", ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
    form: (path, fields, headers = {}) =>
      visitor.send(path, {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
        body: String(new URLSearchParams(fields)),
      }),
    async stream(path, headers = {}, all = false) {
      const response = await open(url, path, { headers: withCookies(headers) });
      keep(response.headers);
      const events = eventsOf(response);
      return {
        status: response.statusCode ?? 0,
        headers: response.headers,
        async next() {
          while (true) {
            const { value, done } = await events.next();
            if (done) return null;
            if (all || value.event !== "") return value;
          }
        },
        close: () => response.destroy(),
      };
    },
  };
  return visitor;
}

/** The hidden fields of the page's form, and the question. */
export function formOf({ text }: Reply): Record<string, string> {
  const fields: Record<string, string> = {};
  const form = /<form id="composer"[\s\S]*?<\/form>/.exec(text)?.[0] ?? text;
  for (const [, name = "", value = ""] of form.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g))
    fields[name] = value;
  return fields;
}
