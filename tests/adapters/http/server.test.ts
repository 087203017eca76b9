import { Agent, request } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { fullAnswer } from "./fake-assistant.ts";
import { type Started, start } from "./start.ts";

let server: Started;
beforeAll(async () => {
  server = await start();
});
afterAll(() => server.close());
beforeEach(() => {
  server.assistant.asked.length = 0;
  server.logged.length = 0;
  server.reasons.length = 0;
});

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** A request with exactly these headers; `fetch` would not send a foreign Host. */
const send = (
  path: string,
  {
    method = "GET",
    headers = {},
    body,
    agent,
  }: { method?: string; headers?: Record<string, string>; body?: string | Buffer; agent?: Agent } = {},
  url = server.url,
): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const sent = request({ hostname, port, path, method, headers, agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString("utf8"),
        }),
      );
    });
    sent.on("error", reject);
    sent.end(body);
  });

const ask = (body: unknown, headers: Record<string, string> = {}): Promise<Reply> =>
  send("/api/ask", {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

const errorCode = ({ text }: Reply): string => JSON.parse(text).error.code;

const question = "问责条例第十七条说了什么？";

describe("POST /api/ask", () => {
  it("answers with the answer as it is", async () => {
    const reply = await ask({ question });
    expect(reply.status).toBe(200);
    expect(JSON.parse(reply.text)).toEqual(fullAnswer);
  });

  it("passes context and day on", async () => {
    await ask({ question: "那第十八条呢？", context: fullAnswer.context, asOf: "2018-01-01" });
    expect(server.assistant.asked).toEqual([
      { question: "那第十八条呢？", options: { context: fullAnswer.context, asOf: "2018-01-01" } },
    ]);
  });

  it("takes null for no context and no day", async () => {
    expect((await ask({ question, context: null, asOf: null })).status).toBe(200);
    expect(server.assistant.asked[0]?.options).toEqual({ context: null });
  });

  it("lets 40 000 characters reach the assistant, who asks for less", async () => {
    const reply = await ask({ question: "容".repeat(40_000) });
    expect(JSON.parse(reply.text).kind).toBe("clarify");
    expect(server.assistant.asked[0]?.question).toHaveLength(40_000);
  });

  it("refuses more than 256 KB, with a length given or in chunks", async () => {
    const large = JSON.stringify({ question: "容".repeat(100_000) });
    const measured = await ask(large, { "content-length": String(Buffer.byteLength(large)) });
    const chunked = await ask(large, { "transfer-encoding": "chunked" });
    expect([measured, chunked].map((reply) => [reply.status, errorCode(reply)])).toEqual([
      [413, "tooLarge"],
      [413, "tooLarge"],
    ]);
    expect(server.assistant.asked).toEqual([]);
  });

  it("answers the next question on a connection where a body was left unread", async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const unread = await send("/api/ask", { method: "POST", body: "a".repeat(300_000), agent });
    const next = await send("/healthz", { agent });
    agent.destroy();
    expect([unread.status, next.status]).toEqual([415, 200]);
  });

  it.each([
    ["no JSON", "{", "json"],
    ["nothing", "", "json"],
    ["a list", "[]", "body"],
    ["null", "null", "body"],
    ["no question", "{}", "body"],
    ["a number as question", '{"question":1}', "body"],
    ["an unknown key", '{"question":"a","admin":true}', "body"],
    ["a day that does not exist", '{"question":"a","asOf":"2024-02-30"}', "body"],
    ["a context of another shape", '{"question":"a","context":{"question":"b"}}', "body"],
    [
      "an overlong list in the context",
      JSON.stringify({
        question: "a",
        context: { ...fullAnswer.context, passages: new Array(1_000).fill("a") },
      }),
      "body",
    ],
    [
      "an overlong text in the context",
      JSON.stringify({ question: "a", context: { ...fullAnswer.context, question: "a".repeat(9_000) } }),
      "body",
    ],
    ["prototype keys", '{"question":"a","__proto__":{"asOf":"x"}}', "body"],
  ])("refuses %s", async (_, body, code) => {
    const reply = await ask(body);
    expect([reply.status, errorCode(reply)]).toEqual([400, code]);
    expect(server.assistant.asked).toEqual([]);
  });

  it("survives bytes that are no UTF-8", async () => {
    const body = Buffer.from([0x7b, 0xff, 0xfe, 0x00, 0x7d]);
    const reply = await send("/api/ask", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    expect([reply.status, errorCode(reply)]).toEqual([400, "json"]);
  });

  it.each(["text/plain", "application/x-www-form-urlencoded", ""])("refuses the type %s", async (type) => {
    const reply = await ask({ question }, { "content-type": type });
    expect([reply.status, errorCode(reply)]).toEqual([415, "media"]);
  });

  it("says that something broke without saying what", async () => {
    const reply = await ask({ question: "故障：张三的事" });
    expect([reply.status, errorCode(reply)]).toEqual([500, "internal"]);
    expect(reply.text).not.toMatch(/secret|Error|\bat\b/);
    expect(server.logged).toHaveLength(1);
    expect(server.logged[0]).not.toContain("张三");
  });
});

describe("who may ask", () => {
  it.each([
    ["another site", { "sec-fetch-site": "cross-site" }],
    ["a sibling site", { "sec-fetch-site": "same-site" }],
    ["another origin", { origin: "https://evil.example" }],
    ["an opaque origin", { origin: "null" }],
    ["another port", { origin: "http://127.0.0.1:1" }],
  ])("not %s", async (_, headers: Record<string, string>) => {
    const reply = await ask({ question }, headers);
    expect([reply.status, errorCode(reply)]).toEqual([403, "origin"]);
    expect(server.assistant.asked).toEqual([]);
  });

  it("the page itself, older browsers, and programs", async () => {
    const own = new URL(server.url).origin;
    const replies = await Promise.all([
      ask({ question }, { "sec-fetch-site": "same-origin", origin: own }),
      ask({ question }, { origin: own }),
      ask({ question }),
    ]);
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  it.each([
    "evil.example",
    "evil.example:8787",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "10.0.0.1",
  ])("not by the host name %s while bound to loopback", async (host) => {
    const page = await send("/", { headers: { host } });
    const api = await send("/api/first-questions", { headers: { host } });
    expect([page.status, api.status, errorCode(api)]).toEqual([421, 421, "host"]);
  });

  it.each(["127.0.0.1:1234", "localhost", "LOCALHOST:8787", "[::1]:8787", "127.1.2.3"])(
    "by the host name %s",
    async (host) => {
      expect((await send("/healthz", { headers: { host } })).status).toBe(200);
    },
  );

  it("by any host name where the server is bound to every address", async () => {
    const open = await start("0.0.0.0");
    expect(open.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const reply = await send("/healthz", { headers: { host: "chat.example" } }, open.url);
    expect(reply.status).toBe(200);
    await open.close();
  });
});

describe("headers", () => {
  it.each(["/", "/healthz", "/api/first-questions", "/nowhere", "/sources/seed-1"])(
    "%s allows nothing from elsewhere, sniffs nothing, tells nobody, sets no cookie",
    async (path) => {
      const { headers } = await send(path);
      expect(headers["content-security-policy"]).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      );
      expect(headers["x-content-type-options"]).toBe("nosniff");
      expect(headers["referrer-policy"]).toBe("no-referrer");
      expect(headers["set-cookie"]).toBeUndefined();
      expect(headers["cache-control"]).toBe("no-store");
    },
  );

  it("keeps assets for ever under their hash and answers 304 to who has them", async () => {
    const page = await send("/");
    const addresses = [...page.text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(
      (match) => match[1] ?? "",
    );
    expect(addresses.length).toBeGreaterThan(3);
    for (const address of addresses) {
      const asset = await send(address);
      expect(asset.status).toBe(200);
      expect(asset.headers["content-type"]).toMatch(/^text\/(?:css|javascript); charset=utf-8$/);
      expect(asset.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
      const again = await send(address, { headers: { "if-none-match": String(asset.headers.etag) } });
      expect([again.status, again.text]).toEqual([304, ""]);
    }
  });

  it("serves an asset under the hash of another release only for now", async () => {
    const { status, headers } = await send("/assets/0000000000000000/page.css");
    expect([status, headers["cache-control"]]).toEqual([200, "no-cache"]);
  });

  it.each(["/assets/x/pages.ts", "/assets/x/..%2fserver.ts", "/assets/page.css", "/assets/x/constructor"])(
    "has no asset %s",
    async (path) => {
      expect((await send(path)).status).toBe(404);
    },
  );
});

describe("sources", () => {
  it("finds an id with # and . when it is encoded", async () => {
    const reply = await send("/api/sources/accountability-2019%2317.1?asOf=2020-01-01");
    expect([reply.status, JSON.parse(reply.text).id]).toEqual([200, "accountability-2019#17"]);
  });

  it.each(["nothing", "%E0%A4%A", "..%2f..%2fetc%2fpasswd", "constructor", "a".repeat(60)])(
    "has no source %s",
    async (id) => {
      const api = await send(`/api/sources/${id}`);
      const page = await send(`/sources/${id}`);
      expect([api.status, errorCode(api), page.status]).toEqual([404, "source", 404]);
    },
  );

  it("refuses a day that is none", async () => {
    const reply = await send("/api/sources/seed-1?asOf=yesterday");
    expect([reply.status, errorCode(reply)]).toEqual([400, "day"]);
  });

  it("has a page for each source that needs no script and takes no markup from the text", async () => {
    const { text, headers } = await send("/sources/seed-1");
    expect(headers["content-type"]).toMatch(/^text\/html/);
    expect(text).toContain("李某以会议补助名义&lt;b&gt;发放&lt;/b&gt;津补贴。");
    expect(text).not.toMatch(/<script(?! type="module" src="\/assets\/)/);
  });
});

describe("GET /", () => {
  it("offers the first questions", async () => {
    const { text } = await send("/");
    expect(text).toContain('name="q" value="什么是容错？"');
    expect(text).toContain('<html lang="zh-CN">');
    expect(text).toContain("某市某局");
  });

  it("answers a question in the address, for browsers without script", async () => {
    const { text } = await send(`/?q=${encodeURIComponent(question)}&asOf=2020-01-01`);
    expect(text).toContain('href="/sources/accountability-2019%2317.1?asOf=2020-01-01"');
    expect(text).toContain("有三类情形可以不予问责");
    expect(text).toContain('name="previous" value="问责条例第十七条说了什么？"');
    expect(server.assistant.asked[0]?.options).toEqual({ asOf: "2020-01-01", context: null });
  });

  it("completes a follow-up from the question before", async () => {
    await send(`/?q=${encodeURIComponent("那第十八条呢？")}&previous=${encodeURIComponent(question)}&asOf=`);
    expect(server.assistant.asked.at(-1)).toEqual({
      question: "那第十八条呢？",
      options: { context: fullAnswer.context },
    });
  });

  it("keeps markup in a question inert, in the page and in its data", async () => {
    const { text } = await send(`/?q=${encodeURIComponent("</script><img src=x onerror=alert(1)>")}`);
    expect(text).not.toContain("<img");
    expect(text.match(/<\/script>/g)).toHaveLength(2);
  });

  it("does not repeat a text with secrecy marks", async () => {
    expect((await send(`/?q=${encodeURIComponent("绝密★十年 内容")}`)).text).not.toContain("绝密★");
  });

  it("refuses a day that is none, in words", async () => {
    const { status, text } = await send("/?q=a&asOf=x");
    expect(status).toBe(400);
    expect(text).toContain("日期不对");
  });

  it("has no inline script, style or handler, and asks nothing of other hosts", async () => {
    const { text } = await send(`/?q=${encodeURIComponent(question)}`);
    expect(text).not.toMatch(/\sstyle=|<style|\son[a-z]+=|<script(?![^>]*(?:\ssrc=|application\/json))/);
    expect(text.replaceAll("http://www.w3.org/2000/svg", "")).not.toMatch(/https?:\/\//);
  });
});

describe("probes", () => {
  it("is alive, and ready unless something says why not", async () => {
    expect((await send("/healthz")).status).toBe(200);
    expect((await send("/readyz")).status).toBe(200);
    server.reasons.push("knowledge");
    const reply = await send("/readyz");
    expect([reply.status, JSON.parse(reply.text)]).toEqual([503, { ready: false, reasons: ["knowledge"] }]);
  });

  it.each([
    ["GET", "/api/ask"],
    ["GET", "/api/nothing"],
    ["DELETE", "/api/first-questions"],
  ])("%s %s is not found, as JSON", async (method, path) => {
    const reply = await send(path, { method });
    expect([reply.status, errorCode(reply)]).toEqual([404, "notFound"]);
  });
});

describe("listening", () => {
  it("frees the port when closed", async () => {
    const other = await start();
    await other.close();
    await expect(send("/healthz", {}, other.url)).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });

  it("tells when the port is taken", async () => {
    const { listen } = await import("../../../src/adapters/http/listen.ts");
    const { Hono } = await import("hono");
    const port = Number(new URL(server.url).port);
    await expect(listen(new Hono(), "127.0.0.1", port)).rejects.toMatchObject({ code: "EADDRINUSE" });
  });
});
