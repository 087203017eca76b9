import { connect } from "node:net";
import { Hono } from "hono";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { WebEnvironment } from "../../../src/adapters/http/visitor.ts";
import { StoreUnavailableError } from "../../../src/ports/store.ts";
import { errorCode, type Reply, send as sendTo, visit } from "./client.ts";
import { notice, type Started, start } from "./start.ts";

let server: Started;
beforeAll(async () => {
  server = await start();
});
afterAll(() => server.close());
beforeEach(() => {
  server.flow.clear();
  server.logged.length = 0;
  server.reasons.length = 0;
});

const send = (path: string, sent: Parameters<typeof sendTo>[2] = {}, url = server.url): Promise<Reply> =>
  sendTo(url, path, sent);

const message = {
  conversation: "c1",
  eventId: "e1",
  text: "问责条例第十七条说了什么？",
  notice: notice.version,
};

const ask = (headers: Record<string, string> = {}): Promise<Reply> =>
  visit(server.url).json("POST", "/api/messages", message, headers);

describe("who may ask", () => {
  it.each([
    ["another site", { "sec-fetch-site": "cross-site" }],
    ["a sibling site", { "sec-fetch-site": "same-site" }],
    ["another origin", { origin: "https://evil.example" }],
    ["an opaque origin", { origin: "null" }],
    ["another port", { origin: "http://127.0.0.1:1" }],
  ])("not %s", async (_, headers: Record<string, string>) => {
    const reply = await ask(headers);
    expect([reply.status, errorCode(reply)]).toEqual([403, "origin"]);
    expect(server.flow.events).toEqual([]);
  });

  it("the page itself, older browsers, and programs", async () => {
    const own = new URL(server.url).origin;
    const replies = await Promise.all([
      ask({ "sec-fetch-site": "same-origin", origin: own }),
      ask({ origin: own }),
      ask(),
    ]);
    expect(replies.map(({ status }) => status)).toEqual([202, 202, 202]);
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

  it("by any host name where the server is bound to every address and no public address is set", async () => {
    const open = await start({ host: "0.0.0.0" });
    expect(open.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const reply = await send("/healthz", { headers: { host: "chat.example" } }, open.url);
    expect(reply.status).toBe(200);
    await open.close();
  });

  it("by the public address alone where one is set; machines that probe may name any", async () => {
    const open = await start({ host: "0.0.0.0", publicUrl: "http://chat.example" });
    const statusOf = async (host: string, path: string): Promise<number> =>
      (await send(path, { headers: { host } }, open.url)).status;
    expect(await statusOf("chat.example", "/")).toBe(200);
    expect(await statusOf("CHAT.example:80", "/")).toBe(200);
    expect(await statusOf("10.0.0.5", "/")).toBe(421);
    expect(await statusOf("127.0.0.1", "/api/conversations")).toBe(421);
    expect(await statusOf("10.0.0.5:8787", "/healthz")).toBe(200);
    await open.close();
  });

  it("by the public address, too, where a proxy on this machine stands before it", async () => {
    const open = await start({ publicUrl: "https://chat.example" });
    const origin = "https://chat.example";
    const reply = await visit(open.url).json("POST", "/api/messages", message, {
      host: "chat.example",
      origin,
    });
    expect(reply.status).toBe(202);
    await open.close();
  });
});

describe("headers", () => {
  it.each(["/", "/healthz", "/api/first-questions", "/nowhere", "/sources/seed-1"])(
    "%s allows nothing from elsewhere, sniffs nothing, tells no other site, is kept nowhere",
    async (path) => {
      const { headers } = await send(path);
      expect(headers["content-security-policy"]).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      );
      expect(headers["x-content-type-options"]).toBe("nosniff");
      expect(headers["referrer-policy"]).toBe("same-origin");
      expect(headers["strict-transport-security"]).toBeUndefined();
      expect(headers["cache-control"]).toBe("no-store");
    },
  );

  it("asks browsers to stay with https where people come by https", async () => {
    const secure = await start({ publicUrl: "https://chat.example" });
    const { headers } = await send("/healthz", {}, secure.url);
    expect(headers["strict-transport-security"]).toBe("max-age=15552000");
    await secure.close();
  });

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
    // One sets the size of letters, the other copies; what they do not do is read.
    expect(text.match(/<script[^>]*>/g)).toEqual([
      expect.stringMatching(/src="[^"]*\/display\.js"/),
      expect.stringMatching(/src="[^"]*\/copy\.js"/),
    ]);
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

  it("gives its figures to whoever collects them", async () => {
    const reply = await send("/metrics");
    expect([reply.status, reply.text]).toEqual([200, "events_in 1\n"]);
    expect(reply.headers["content-type"]).toMatch(/^text\/plain/);
  });

  it.each([
    ["GET", "/api/ask"],
    ["POST", "/api/ask"],
    ["GET", "/api/messages"],
    ["GET", "/api/nothing"],
    ["DELETE", "/api/first-questions"],
  ])("%s %s is not found, as JSON", async (method, path) => {
    const reply = await send(path, { method });
    expect([reply.status, errorCode(reply)]).toEqual([404, "notFound"]);
  });
});

describe("what goes wrong inside", () => {
  it("is said without saying what, and logged without names", async () => {
    await ask();
    const reply = await visit(server.url).send("/join/secret-token-1");
    expect(reply.status).toBe(200);
    const broken = await start({
      conversations: {
        ...server.flow.conversations,
        list: async () => {
          throw new Error("secret detail of the machine");
        },
      },
    });
    const page = await send("/", {}, broken.url);
    const api = await send("/api/conversations", {}, broken.url);
    expect([page.status, api.status, errorCode(api)]).toEqual([500, 500, "internal"]);
    expect(page.text + api.text).not.toMatch(/secret|Error|\bat\b/);
    expect(broken.logged).toHaveLength(2);
    await broken.close();
  });

  it("is a matter of waiting where the store does not answer", async () => {
    const broken = await start({
      conversations: {
        ...server.flow.conversations,
        list: async () => {
          throw new StoreUnavailableError("no answer");
        },
      },
    });
    const page = await send("/", {}, broken.url);
    const api = await send("/api/conversations", {}, broken.url);
    expect([page.status, api.status, errorCode(api)]).toEqual([503, 503, "unavailable"]);
    await broken.close();
  });
});

describe("routes of others", () => {
  it("stand behind the admission as pages, and before it as doors", async () => {
    const closed = await start({
      pages: [() => new Hono<WebEnvironment>().get("/catalogue", (context) => context.text("pages"))],
      doors: [() => new Hono<WebEnvironment>().get("/admin", (context) => context.text("desk"))],
    });
    closed.access.open = false;
    const visitor = visit(closed.url);
    await visitor.send("/");
    expect((await visitor.send("/admin")).text).toBe("desk");
    expect((await visitor.send("/catalogue")).status).toBe(403);
    closed.access.open = true;
    expect((await visitor.send("/catalogue")).text).toBe("pages");
    await closed.close();
  });

  it("are told who asks and from where", async () => {
    const told = new Hono<WebEnvironment>().get("/who", (context) =>
      context.json({ client: context.get("client"), person: context.get("device").person }),
    );
    const one = await start({ pages: [() => told], trustedProxies: 2 });
    const headers = {
      "x-forwarded-for": "6.6.6.6, 198.51.100.7, 10.0.0.2",
      "x-forwarded-proto": "http, https, http",
    };
    const seen = JSON.parse((await send("/who", { headers }, one.url)).text);
    expect(seen.client).toEqual({ address: "198.51.100.7", secure: true });
    expect(seen.person).toMatch(/^web:[\w-]{22}$/);
    const short = JSON.parse(
      (await send("/who", { headers: { "x-forwarded-for": "6.6.6.6" } }, one.url)).text,
    );
    expect(short.client).toEqual({ address: "127.0.0.1", secure: false });
    await one.close();
    const none = await start({ pages: [() => told] });
    expect(JSON.parse((await send("/who", { headers }, none.url)).text).client).toEqual({
      address: "127.0.0.1",
      secure: false,
    });
    await none.close();
  });
});

describe("listening", () => {
  it("cuts off a request that is never sent to its end, and no stream that is being read", async () => {
    const quick = await start({ sendingSeconds: 0.2, times: { heartbeatMilliseconds: 100 } });
    const stream = await visit(quick.url).stream("/api/conversations/c1/events", {}, true);
    const { port } = new URL(quick.url);
    const socket = connect(Number(port), "127.0.0.1");
    socket.write("POST /api/messages HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 10\r\n\r\n{");
    const said: Buffer[] = [];
    for await (const chunk of socket) said.push(chunk as Buffer);
    expect(Buffer.concat(said).toString()).not.toContain("200 OK");
    for (let beat = 0; beat < 4; beat++) expect(await stream.next()).not.toBeNull();
    stream.close();
    await quick.close();
  });

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
