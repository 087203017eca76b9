/** The chat without script: pages, the form, and what hostile input does to them. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { httpErrors, pageWords as words } from "../../../src/text/page.ts";
import { formOf, type Reply, type Visitor, visit } from "./client.ts";
import { notice, type Started, start } from "./start.ts";

let server: Started;
let visitor: Visitor;
beforeAll(async () => {
  server = await start({ times: { formWaitMilliseconds: 50 } });
});
afterAll(() => server.close());
beforeEach(() => {
  server.flow.clear();
  server.time.now = null;
  visitor = visit(server.url);
});

const question = "问责条例第十七条说了什么？";

/** Fills in the form of a page and sends it. */
const submit = async (page: Reply, fields: Record<string, string>): Promise<Reply> =>
  visitor.form("/ask", { ...formOf(page), asOf: "", ...fields });
const ask = async (text = question, from = "/new"): Promise<Reply> =>
  submit(await visitor.send(from), { text });
const pathOf = ({ headers }: Reply): string => String(headers.location).split("#")[0] ?? "";

describe("what more may come of an answer", () => {
  const link = (path: string): string =>
    `<noscript><p class="hint"><a href="${path}">${words.lookForMore}</a>`;

  it("is looked for at a link while it may come, and the page does not load itself again", async () => {
    const path = pathOf(await ask());
    expect((await visitor.send(path)).text).not.toContain(link(path));
    const [event] = server.flow.events;
    if (event === undefined) throw new Error("no event");
    await server.flow.change(event.from, { more: true });
    const { text } = await visitor.send(path);
    expect(text).toContain(link(path));
    expect(text).not.toContain('http-equiv="refresh"');
    server.time.now = Date.now() + 4 * 60_000;
    expect((await visitor.send(path)).text).not.toContain(link(path));
  });
});

describe("GET /", () => {
  it("begins with first questions and the privacy notice, in Chinese", async () => {
    const { text } = await visitor.send("/");
    expect(text).toContain('name="q" value="什么是容错？"');
    expect(text).toContain('<html lang="zh-CN">');
    expect(text).toContain("某市某局");
    expect(text.match(/<section class="privacy"[\s\S]*?<\/section>/)?.[0]).toContain(notice.text);
  });

  it("goes on with the conversation of today, and begins anew after half a day", async () => {
    const path = pathOf(await ask());
    const again = await visitor.send("/?q=%E4%BD%A0");
    expect([again.status, again.headers.location]).toEqual([303, `${path}?q=%E4%BD%A0`]);
    server.time.now = Date.now() + 13 * 3_600_000;
    const later = await visitor.send("/");
    expect(later.status).toBe(200);
    expect(later.text).toContain(`href="${path}"`);
    expect(later.text).not.toContain("有三类情形");
  });

  it("fills a question and a day from the address into the form, and asks nothing", async () => {
    const { text } = await visitor.send(`/?q=${encodeURIComponent(question)}&asOf=2020-01-01`);
    expect(text).toMatch(new RegExp(`<textarea[^>]*>${question}</textarea>`));
    expect(text).toContain('value="2020-01-01"');
    expect(server.flow.events).toEqual([]);
  });

  it.each(["/?asOf=x", "/new?asOf=x", "/c/c1?asOf=x"])(
    "refuses a day that is none, in words: %s",
    async (path) => {
      const { status, text } = await visitor.send(path);
      expect(status).toBe(400);
      expect(text).toContain("日期不对");
    },
  );

  it("has no inline script, style or handler, and asks nothing of other hosts", async () => {
    const { text } = await visitor.send(pathOf(await ask()));
    expect(text).not.toMatch(/\sstyle=|<style|\son[a-z]+=|<script(?![^>]*(?:\ssrc=|application\/json))/);
    expect(text.replaceAll("http://www.w3.org/2000/svg", "")).not.toMatch(/https?:\/\//);
  });
});

describe("the form", () => {
  it("leads to the answer, which stands there for good", async () => {
    const asked = await ask();
    expect([asked.status, asked.headers.location]).toEqual([
      303,
      expect.stringMatching(/^\/c\/[\w-]{22}#turn-1$/),
    ]);
    const { text } = await visitor.send(pathOf(asked));
    expect(text).toContain('href="/sources/accountability-2019%2317.1"');
    expect(text).toContain("有三类情形可以不予问责");
    expect(text).not.toContain('class="welcome"');
  });

  it("goes on in the conversation", async () => {
    const path = pathOf(await ask());
    const second = await ask("那第十八条呢？", path);
    expect(second.headers.location).toBe(`${path}#turn-2`);
    expect(server.assistant.asked.at(-1)?.options?.context?.article).toBe(17);
  });

  it("sent twice asks once, and leads to the same answer", async () => {
    const page = await visitor.send("/new");
    const first = await submit(page, { text: question });
    const second = await submit(page, { text: question });
    expect(second.headers.location).toBe(first.headers.location);
    expect(server.flow.events).toHaveLength(1);
  });

  it("gone back to asks another question when another is typed", async () => {
    const page = await visitor.send("/new");
    await submit(page, { text: question });
    await submit(page, { text: "你好" });
    expect(server.flow.events).toHaveLength(2);
  });

  it("passes the day on", async () => {
    await submit(await visitor.send("/new"), { text: question, asOf: "2018-01-01" });
    expect(server.flow.events[0]?.content).toMatchObject({ asOf: "2018-01-01" });
  });

  it("shows the question again where the day is none", async () => {
    const { status, text } = await submit(await visitor.send("/new"), {
      text: question,
      asOf: "20180-01-01",
    });
    expect(status).toBe(400);
    expect(text).toContain(httpErrors.day);
    expect(text).toMatch(new RegExp(`<textarea[^>]*>${question}</textarea>`));
    expect(server.flow.events).toEqual([]);
  });

  it("says in plain words that a form is not whole", async () => {
    const { status, text } = await visitor.form("/ask", { conversation: "../x", text: question });
    expect([status, text.includes(httpErrors.body)]).toEqual([400, true]);
    expect(Object.values(httpErrors).join("")).not.toMatch(/[{}]/);
  });

  it("shows that it waits where the answer takes long, and finds it later", async () => {
    server.flow.hold();
    const asked = await ask();
    expect(asked.headers.location).toMatch(/\?await=0&tries=1$/);
    const waiting = await visitor.send(pathOf(asked));
    const [, next = ""] = /http-equiv="refresh" content="2;url=([^"]+)"/.exec(waiting.text) ?? [];
    expect(next).toMatch(/\?await=0&amp;tries=2$/);
    await server.flow.release();
    const found = await visitor.send(next.replace("&amp;", "&"));
    expect([found.status, found.headers.location]).toEqual([303, expect.stringMatching(/#turn-1$/)]);
  });

  it("stops to look by itself after a while", async () => {
    server.flow.hold();
    await ask();
    expect((await visitor.send("/c/c1?await=0&tries=30")).text).not.toContain("http-equiv");
  });

  it("shows a message that belongs to no turn once", async () => {
    const path = pathOf(await ask("/stop"));
    expect((await visitor.send(path)).text).toContain("已停止。");
    expect((await visitor.send(path)).text).not.toContain("已停止。");
  });

  it.each([
    ["limited", 429],
    ["unavailable", 503],
  ] as const)("keeps the question where it is %s, and says so", async (status, code) => {
    server.flow.refusals.push({ status, notice: "因为如此。" });
    const { status: given, text } = await ask();
    expect(given).toBe(code);
    expect(text).toContain("因为如此。");
    expect(text).toMatch(new RegExp(`<textarea[^>]*>${question}</textarea>`));
  });

  it("shows the notice of now where the page showed another", async () => {
    const { status, text } = await submit(await visitor.send("/new"), { text: question, notice: "n0" });
    expect([status, server.flow.events]).toEqual([409, []]);
    expect(text).toContain("使用说明有更新");
  });

  it.each([
    ["no token", { token: "" }],
    ["garbage", { token: "%%%" }],
    ["a long token", { token: "a".repeat(64) }],
  ])("is not believed with %s", async (_, fields) => {
    const { status, text } = await submit(await visitor.send("/new"), { text: question, ...fields });
    expect([status, server.flow.events]).toEqual([403, []]);
    expect(text).toContain(question);
  });

  it("is not believed with somebody else's token, or from another site", async () => {
    const other = await visit(server.url).send("/new");
    await visitor.send("/");
    expect((await submit(other, { text: question })).status).toBe(403);
    const own = { ...formOf(await visitor.send("/new")), text: question, asOf: "" };
    expect((await visitor.form("/ask", own, { "sec-fetch-site": "same-site" })).status).toBe(403);
    expect((await visitor.form("/ask", own, { origin: "https://evil.example" })).status).toBe(403);
    expect(server.flow.events).toEqual([]);
  });

  it.each([
    { conversation: "../../x" },
    { conversation: "" },
    { event: "a b" },
    { after: "-1" },
    { asOf: "yesterday" },
  ])("is refused in words with %j", async (fields) => {
    const { status, headers } = await submit(await visitor.send("/new"), { text: question, ...fields });
    expect([status, headers["content-type"]]).toEqual([400, expect.stringMatching(/^text\/html/)]);
    expect(server.flow.events).toEqual([]);
  });
});

describe("hostile text", () => {
  const hostile = "</script></textarea><img src=x onerror=alert(1)>\"'<!--";

  it("stays text in history, field, list and data", async () => {
    const path = pathOf(await ask(hostile));
    for (const page of [path, `${path}?q=${encodeURIComponent(hostile)}`, "/new"]) {
      const { text } = await visitor.send(page);
      expect(text).not.toContain("<img");
      expect(text.match(/<\/script>/g)).toHaveLength(3);
      expect(text.match(/<\/textarea>/g)).toHaveLength(1);
    }
  });

  it("with secrecy marks is shown nowhere again", async () => {
    const path = pathOf(await ask("绝密★十年 内容"));
    const { text } = await visitor.send(path);
    expect(text).not.toContain("绝密★");
    expect(text).toContain("这段文字未保留");
  });
});

it("shows the newest turns of a long conversation first, and all on request", async () => {
  const path = pathOf(await ask("你好1"));
  for (let turn = 2; turn <= 25; turn++) await ask(`你好${turn}`, path);
  const shown = (text: string): number => text.match(/<article/g)?.length ?? 0;
  expect(shown((await visitor.send(path)).text)).toBe(20);
  expect(shown((await visitor.send(`${path}?all=1`)).text)).toBe(25);
});
