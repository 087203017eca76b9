/** The chat in a real browser, against the real server with the assistant written by hand. */
import { readFileSync } from "node:fs";
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { pageWords as words } from "../../src/text/page.ts";
import { forgetWords } from "../adapters/http/fake-flow.ts";
import { notice, type Started, start } from "../adapters/http/start.ts";
import { needs } from "../needs.ts";

const executablePath = needs("chromium");

const question = "问责条例第十七条说了什么？";
const phone = { width: 375, height: 812 };
const desk = { width: 1280, height: 800 };

describe.skipIf(executablePath === null)("the chat page", () => {
  let browser: Browser;
  let server: Started;
  /** What the browser complained of: errors of scripts, refusals by the content security policy. */
  let complaints: string[];

  beforeAll(async () => {
    server = await start();
    browser = await chromium.launch({
      executablePath: executablePath ?? "",
      args: [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });
  beforeEach(() => {
    complaints = [];
    server.assistant.asked.length = 0;
    server.access.open = true;
    server.flow.clear();
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  });

  const open = async (
    options: BrowserContextOptions = {},
    path = "/",
    prepare: (context: BrowserContext) => Promise<unknown> = async () => undefined,
  ): Promise<Page> => {
    const context = await browser.newContext({ viewport: desk, reducedMotion: "reduce", ...options });
    await prepare(context);
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    await page.goto(server.url + path);
    return page;
  };

  const askFor = async (page: Page, text: string): Promise<void> => {
    const count = await page.locator(".answer").count();
    await page.fill("#question", text);
    await page.keyboard.press("Enter");
    await page.locator(".answer").nth(count).waitFor();
  };

  /** What reached the inside, in order. */
  const texts = (): string[] =>
    server.flow.events.flatMap(({ content }) => (content.type === "text" ? [content.text] : []));

  /** Id of the focused element, or its text. */
  const focused = (page: Page): Promise<string> =>
    page.evaluate("document.activeElement.id || document.activeElement.textContent");

  it("answers, and the question stays above the answer", async () => {
    const page = await open();
    await askFor(page, question);
    expect(await page.locator(".question").textContent()).toContain(question);
    expect(await page.locator(".answer").textContent()).toContain("有三类情形可以不予问责");
    expect(await page.inputValue("#question")).toBe("");
    expect(complaints).toEqual([]);
  });

  it("asks a first question, then a suggestion, with the context of the answer before", async () => {
    const page = await open();
    await page.locator(".questions button").first().click();
    await page.locator(".suggestions button").click();
    await page.locator(".answer").nth(1).waitFor();
    expect(server.assistant.asked.map((asked) => [asked.question, asked.options?.context?.article])).toEqual([
      [question, undefined],
      ["那第十八条呢？", 17],
    ]);
  });

  it("passes on the day, and says so", async () => {
    const page = await open();
    await page.locator(".as-of summary").click();
    await page.fill("#as-of", "2018-01-01");
    await askFor(page, question);
    expect(server.assistant.asked[0]?.options?.asOf).toBe("2018-01-01");
    expect(await page.locator(".as-of-line").textContent()).toBe("按2018年1月1日有效的规定回答");
    expect(await page.locator("#as-of-summary").textContent()).toBe("按2018年1月1日的规定回答");
    await page.locator("#as-of-clear").click();
    await askFor(page, question);
    expect(server.assistant.asked[1]?.options?.asOf).toBeUndefined();
  });

  it("opens a source beside the answer with the quote marked, and copies it", async () => {
    const page = await open({ permissions: ["clipboard-read", "clipboard-write"] });
    await askFor(page, question);
    await page.locator(".note").first().click();
    expect(await page.locator("#source mark").textContent()).toBe("可以不予问责　或者免予问责");
    const [sheet, answer] = await Promise.all([
      page.locator("#source").boundingBox(),
      page.locator(".answer").boundingBox(),
    ]);
    expect(sheet?.x).toBeGreaterThan((answer?.x ?? 0) + (answer?.width ?? 0));
    await page.locator("#source-copy").click();
    await page.locator("#source-status", { hasText: words.copied }).waitFor();
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe(
      "《中国共产党问责条例》（2019年9月1日起施行）第十七条第一款：“可以不予问责或者免予问责”",
    );
    expect(complaints).toEqual([]);
  });

  it("walks from a source to a related one and back", async () => {
    const page = await open();
    await askFor(page, question);
    await page.locator(".note").first().click();
    await page.locator("#source a", { hasText: "李某" }).click();
    await page.locator("#source .gist", { hasText: "李某以会议补助名义<b>发放</b>津补贴。" }).waitFor();
    await page.locator("#source-back").click();
    await page.locator("#source mark").waitFor();
    expect(await page.locator("#source-back").isHidden()).toBe(true);
  });

  it("asks a question that a source is related to", async () => {
    const page = await open();
    await askFor(page, question);
    await page.locator(".note").first().click();
    await page.locator("#source a", { hasText: "三类情形要不要都满足" }).click();
    await page.locator(".answer").nth(1).waitFor();
    expect(server.assistant.asked[1]?.question).toBe("三类情形要不要都满足？");
  });

  it("covers the screen with a source on a phone, holds the focus in it and gives it back", async () => {
    const page = await open({ viewport: phone });
    await askFor(page, question);
    await page.locator(".note").first().click();
    await page.locator("#source mark").waitFor();
    expect(await page.locator("#source").boundingBox()).toMatchObject({ x: 0, y: 0, ...phone });
    for (let step = 0; step < 20; step++) {
      await page.keyboard.press("Tab");
      // The browser's own bar may have its turn, the page behind may not.
      const inside =
        "!document.hasFocus() || document.activeElement === document.body || document.activeElement.closest('dialog') !== null";
      expect(await page.evaluate(inside)).toBe(true);
    }
    await page.keyboard.press("Escape");
    await page.locator("#source").waitFor({ state: "hidden" });
    expect(await focused(page)).toBe("[1]");
  });

  it("keeps the source open when the window grows or shrinks", async () => {
    const page = await open();
    await askFor(page, question);
    await page.locator(".note").first().click();
    await page.locator("#source mark").waitFor();
    await page.setViewportSize(phone);
    await page.locator("#source:modal mark").waitFor();
    await page.setViewportSize(desk);
    await page.locator("#source[open]:not(:modal) mark").waitFor();
  });

  it("can be used by keyboard alone", async () => {
    const page = await open();
    expect(await focused(page)).toBe("question");
    await page.keyboard.type("第一行");
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.type("第二行");
    await page.keyboard.press("Enter");
    await page.locator(".answer").waitFor();
    expect(server.assistant.asked[0]?.question).toBe("第一行\n第二行");
    expect(await focused(page)).toBe("question");

    // Back from the field: the day, four verdicts, the suggestion, then the list of sources from its end.
    for (let step = 0; step < 7; step++) await page.keyboard.press("Shift+Tab");
    expect(await focused(page)).toContain("李某");
    await page.keyboard.press("Enter");
    await page.locator("#source .gist").waitFor();
    expect(await focused(page)).toBe("source-title");
    await page.keyboard.press("Escape");
    await page.locator("#source").waitFor({ state: "hidden" });
    expect(await focused(page)).toContain("李某");
  });

  it("lets the first Tab skip to the field", async () => {
    const page = await open({ viewport: phone, hasTouch: true });
    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe(words.skip);
    await page.keyboard.press("Enter");
    expect(await focused(page)).toBe("question");
  });

  it("does not send while an input method is composing", async () => {
    const page = await open();
    await page.fill("#question", "rongcuo");
    await page.evaluate(
      "document.getElementById('question').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }))",
    );
    expect(await page.inputValue("#question")).toBe("rongcuo");
    expect(server.assistant.asked).toEqual([]);
  });

  it("keeps the conversation over a reload and a restart of the server", async () => {
    const page = await open();
    await askFor(page, question);
    await askFor(page, "你好");
    expect(new URL(page.url()).pathname).toMatch(/^\/c\/[\w-]{22}$/);
    await page.reload();
    expect(await page.locator(".question").count()).toBe(2);
    await server.close();
    server = await server.again();
    await page.goto(server.url);
    expect(await page.locator(".question").count()).toBe(2);
    await page.locator(".note").first().click();
    await page.locator("#source mark").waitFor();
    await askFor(page, "那第十八条呢？");
    expect(server.assistant.asked.at(-1)?.question).toBe("那第十八条呢？");
  });

  it("keeps no text with secrecy marks, on the screen or in the browser", async () => {
    const page = await open();
    await askFor(page, "绝密★十年 内容");
    expect(await page.locator(".question").textContent()).toContain(words.withheld);
    expect(
      await page.evaluate("JSON.stringify(sessionStorage) + JSON.stringify(localStorage)"),
    ).not.toContain("绝密");
    expect(await page.content()).not.toContain("绝密★");
  });

  it("starts where the browser holds something else under its names", async () => {
    const page = await open();
    await page.evaluate(
      "localStorage.setItem('rongcuo.theme', '<b>'); localStorage.setItem('rongcuo.type', '{')",
    );
    const name = await page.evaluate(
      "JSON.parse(document.getElementById('page-data').textContent).conversation",
    );
    await page.goto(`${server.url}/c/${name}`);
    await page.evaluate(`sessionStorage.setItem("rongcuo.underway.${name}", '[{"a":1}]')`);
    await page.reload();
    await page.locator(".welcome").waitFor();
    expect(complaints).toEqual([]);
  });

  it("shows that it is looking, sends nothing meanwhile, and stops when told to", async () => {
    const page = await open();
    server.flow.hold();
    await page.fill("#question", question);
    await page.keyboard.press("Enter");
    await page.locator(".underway .loading").waitFor();
    await page.fill("#question", "下一问");
    await page.keyboard.press("Enter");
    expect(await page.inputValue("#question")).toBe("下一问");
    expect(await page.locator("#send").isVisible()).toBe(false);
    await page.locator("#stop").click();
    await page.locator(".answer", { hasText: "已按您的要求停止。" }).waitFor();
    expect(await page.locator(".underway").count()).toBe(0);
    expect(await page.locator("#send").isVisible()).toBe(true);
    expect(texts()).toEqual([question, "/stop"]);
  });

  it("shows what is under way again after a reload, and asks it once", async () => {
    const page = await open();
    server.flow.hold();
    await page.fill("#question", question);
    await page.keyboard.press("Enter");
    await page.locator(".underway .loading").waitFor();
    await expect.poll(() => texts().length).toBe(1);
    await page.reload();
    expect(await page.locator(".underway .question").textContent()).toContain(question);
    await server.flow.release();
    await page.locator(".answer").waitFor();
    expect(await page.locator(".turn").count()).toBe(1);
    await page.reload();
    expect(await page.locator(".turn").count()).toBe(1);
    expect(texts()).toEqual([question]);
  });

  it("keeps a question asked without network, sends it when it is back, and asks it once", async () => {
    const page = await open();
    await askFor(page, "你好");
    await page.context().setOffline(true);
    await page.locator("#connection", { hasText: words.connecting }).waitFor();
    await page.fill("#question", question);
    await page.keyboard.press("Enter");
    await page.locator(".underway", { hasText: words.offline }).waitFor();
    await page.context().setOffline(false);
    await page.locator(".answer").nth(1).waitFor();
    await page.locator("#connection").waitFor({ state: "hidden" });
    expect(await page.locator(".turn").count()).toBe(2);
    expect(texts()).toEqual(["你好", question]);
  });

  it("goes on by itself when the server was away, and doubles nothing", async () => {
    const page = await open();
    await askFor(page, "你好");
    await server.close();
    await page.locator("#connection", { hasText: words.connecting }).waitFor();
    await page.fill("#question", question);
    await page.keyboard.press("Enter");
    await page.locator(".underway", { hasText: words.offline }).waitFor();
    server = await server.again();
    await page.locator(".answer").nth(1).waitFor();
    await page.locator("#connection").waitFor({ state: "hidden" });
    await page.reload();
    expect(await page.locator(".turn").count()).toBe(2);
    expect(texts()).toEqual(["你好", question]);
  });

  it("does not double a question whose receipt was lost on the way", async () => {
    const page = await open();
    let lost = 0;
    await page.route("**/api/messages", async (route) => {
      if (lost > 0) return route.continue();
      lost += 1;
      await route.fetch();
      return route.abort();
    });
    server.flow.hold();
    await page.fill("#question", question);
    await page.keyboard.press("Enter");
    await page.locator(".underway", { hasText: words.offline }).waitFor();
    await server.flow.release();
    await page.locator(".answer").waitFor();
    await page.reload();
    expect(await page.locator(".turn").count()).toBe(1);
    expect(texts()).toEqual([question]);
  });

  it("answers where no events come through, by asking for them", async () => {
    const page = await open({}, "/", (context) => context.route("**/events*", (route) => route.abort()));
    await askFor(page, question);
    expect(await page.locator(".turn").count()).toBe(1);
  });

  it("says what the server says went wrong, and sends it again when told to", async () => {
    const page = await open();
    server.flow.refusals.push({ status: "limited", notice: "太快了，请稍后再试。" });
    await page.fill("#question", question);
    await page.keyboard.press("Enter");
    await page.locator(".failure", { hasText: "太快了，请稍后再试。" }).waitFor();
    await page.locator(".failure button").click();
    await page.locator(".answer").waitFor();
    expect(await page.locator(".failure").count()).toBe(0);
    expect(await page.locator(".turn").count()).toBe(1);
  });

  it("asks by Enter at once on a fresh page, with the notice in sight", async () => {
    const page = await open({ viewport: phone });
    expect(await page.locator("#notice").textContent()).toContain(notice.text);
    const box = await page.locator("#notice").boundingBox();
    const composer = await page.locator("#composer").boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(composer?.y ?? 0);
    await page.locator("#question").focus();
    await page.keyboard.type("什么是容错？");
    await page.keyboard.press("Enter");
    await page.locator(".answer").waitFor();
  });

  it("shows a changed notice before it sends again", async () => {
    const page = await open();
    await askFor(page, "你好");
    await server.close();
    const changed = { version: "n2", text: "说明改了：保存90天。" };
    server = await server.again({ notice: changed });
    await page.locator("#connection").waitFor({ state: "hidden" });
    await page.fill("#question", question);
    await page.keyboard.press("Enter");
    await page.locator(".failure").waitFor();
    expect(await page.locator("#notice").textContent()).toContain(changed.text);
    expect(texts()).toEqual(["你好"]);
    await page.locator(".failure button").click();
    await page.locator(".answer").nth(1).waitFor();
    await server.close();
    server = await server.again({ notice });
  });

  it("keeps what a person thinks of an answer", async () => {
    const page = await open();
    await askFor(page, question);
    await page.getByRole("button", { name: words.feedbackVerdicts.wrong_citation }).click();
    await expect.poll(() => server.flow.events.at(-1)?.content.type).toBe("feedback");
    await page.reload();
    const pressed = page.locator('.feedback [aria-pressed="true"]');
    expect(await pressed.allTextContents()).toEqual([words.feedbackVerdicts.wrong_citation]);
  });

  it("offers choices as buttons, and sends what they stand for", async () => {
    const page = await open();
    await askFor(page, "有哪些选项");
    await page.locator(".choices button", { hasText: "招标" }).click();
    await page.locator(".answer").nth(1).waitFor();
    expect(texts()).toEqual(["有哪些选项", "/cases 招标"]);
  });

  it("shows a message that belongs to no turn, once", async () => {
    const page = await open();
    await askFor(page, "你好");
    const to = server.flow.events[0]?.from;
    if (to === undefined) throw new Error("no event");
    await server.flow.say(to, "请注意：服务今晚维护。");
    await page.locator(".message", { hasText: "请注意：服务今晚维护。" }).waitFor();
    await page.context().setOffline(true);
    await page.locator("#connection").waitFor();
    await page.context().setOffline(false);
    await page.locator("#connection").waitFor({ state: "hidden" });
    await askFor(page, "你好");
    expect(await page.locator(".message").count()).toBe(1);
  });

  it("announces an answer once", async () => {
    const page = await open();
    await page.evaluate(`window.said = []; new MutationObserver(() => window.said.push(document.getElementById("status").textContent))
      .observe(document.getElementById("status"), { childList: true, characterData: true, subtree: true })`);
    await askFor(page, question);
    await askFor(page, "你好");
    expect(await page.evaluate("window.said")).toEqual([
      expect.stringMatching(/^第1问已有答复：/),
      "第2问已有答复：您好。",
    ]);
    expect(await page.locator("#conversation [aria-live], #conversation[aria-live]").count()).toBe(0);
  });

  it("begins a new conversation, and goes back to the old one by the menu", async () => {
    const page = await open();
    await askFor(page, question);
    const first = page.url();
    await page.locator("#new-conversation").click();
    await page.locator(".welcome").waitFor();
    await askFor(page, "你好");
    expect(page.url()).not.toBe(first);
    await page.locator("#menu summary").click();
    await page.locator(".conversation-list a", { hasText: question }).click();
    await page.waitForURL(first);
    expect(await page.locator(".question").textContent()).toContain(question);
  });

  it("deletes a conversation after asking", async () => {
    const page = await open();
    await askFor(page, question);
    await page.locator("#new-conversation").click();
    await askFor(page, "你好");
    await page.locator("#menu summary").click();
    const old = page.locator(".conversation-list li", { hasText: question });
    await old.locator("button").click();
    await page.locator("#confirm-cancel").click();
    expect(server.flow.turns.size).toBe(2);
    await old.locator("button").click();
    await page.locator("#confirm-do").click();
    await old.waitFor({ state: "detached" });
    expect(server.flow.turns.size).toBe(1);
    await page.locator(".conversation-list li button").click();
    await page.locator("#confirm-do").click();
    await page.locator(".welcome").waitFor();
    expect(server.flow.turns.size).toBe(0);
  });

  it("deletes everything of a person, and forgets who it was", async () => {
    const page = await open();
    await askFor(page, question);
    const before = await page.context().cookies();
    await page.locator("#menu summary").click();
    await page.locator("#erase-open").click();
    await page.locator("#erase-all").click();
    await page.locator("#erase-outcome", { hasText: "您的数据已经删除。" }).waitFor();
    expect(texts()).toEqual([question, forgetWords]);
    expect(server.flow.turns.size).toBe(0);
    expect(await page.locator(".turn").count()).toBe(0);
    expect(await page.evaluate("sessionStorage.length + localStorage.length")).toBe(0);
    await page.locator("#erase-close").click();
    await page.locator(".welcome").waitFor();
    const after = await page.context().cookies();
    expect(after.map(({ value }) => value)).not.toEqual(before.map(({ value }) => value));
    expect(complaints).toEqual([]);
  });

  it("says when the erasure did not work, and goes on", async () => {
    const page = await open();
    await askFor(page, question);
    await page.route("**/api/messages", (route) => route.abort());
    await page.locator("#menu summary").click();
    await page.locator("#erase-open").click();
    await page.locator("#erase-all").click();
    await page.locator("#erase-outcome", { hasText: words.eraseDialog.failed }).waitFor();
    await page.unroute("**/api/messages");
    await page.locator("#erase-close").click();
    await askFor(page, "你好");
  });

  it("forgets this device alone, and the conversation stays on the server", async () => {
    const page = await open();
    await askFor(page, question);
    await page.locator("#menu summary").click();
    await page.locator('[data-value="large"]').click();
    await page.locator("#erase-open").click();
    await page.locator("#erase-device").click();
    await page.locator("#erase-outcome", { hasText: words.eraseDialog.deviceDone }).waitFor();
    await page.keyboard.press("Enter");
    await page.locator(".welcome").waitFor();
    expect(await page.locator("html").getAttribute("data-type")).toBeNull();
    expect(server.flow.turns.size).toBe(1);
    await page.locator("#menu summary").click();
    expect(await page.locator(".conversation-list").count()).toBe(0);
  });

  it("remembers large type and colours on this device, and shows them at once", async () => {
    const page = await open();
    const size = (): Promise<number> =>
      page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)");
    const paper = (): Promise<string> =>
      page.evaluate("getComputedStyle(document.documentElement).backgroundColor");
    const [small, light] = [await size(), await paper()];
    await page.locator("#menu summary").click();
    await page.locator('[data-value="large"]').click();
    await page.locator('[data-value="dark"]').click();
    await page.goto(`${server.url}/sources/seed-1`);
    expect(await size()).toBeGreaterThan(small * 1.2);
    expect(await paper()).not.toBe(light);
    await page.goto(server.url);
    await page.locator("#menu summary").click();
    expect(await page.locator('.setting [aria-pressed="true"]').allTextContents()).toEqual(["大字", "深色"]);
    await page.locator('[data-value="standard"]').click();
    await page.locator('[data-value="system"]').click();
    expect([await size(), await paper(), await page.evaluate("localStorage.length")]).toEqual([
      small,
      light,
      0,
    ]);
  });

  it("prints answers with their sources and addresses, and nothing to press", async () => {
    const page = await open();
    await askFor(page, question);
    await page.evaluate("window.print = () => { window.printed = true; }");
    await page.locator("#menu summary").click();
    await page.locator("#print").click();
    expect(await page.evaluate("window.printed")).toBe(true);
    await page.emulateMedia({ media: "print" });
    expect(await page.locator("button:visible, textarea:visible, summary:visible").count()).toBe(0);
    const address = "getComputedStyle(document.querySelector('.basis .source'), '::after').content";
    expect(await page.evaluate(address)).toBe(`"${server.url}/sources/accountability-2019%2317.1"`);
    expect(await page.locator(".disclaimer").isVisible()).toBe(true);
  });

  it("closes the menu by Esc and by a click elsewhere", async () => {
    const page = await open();
    const isOpen = (): Promise<boolean> => page.evaluate("document.getElementById('menu').open");
    await page.locator("#menu summary").click();
    await page.locator(".setting button").first().focus();
    await page.keyboard.press("Escape");
    expect([await isOpen(), await focused(page)]).toEqual([false, words.menu]);
    await page.locator("#menu summary").click();
    await page.locator("main").click({ position: { x: 5, y: 5 } });
    expect(await isOpen()).toBe(false);
  });

  it("works in browsers that lack what is new", async () => {
    const page = await open({}, "/", (context) =>
      context.addInitScript(`
        delete HTMLDialogElement.prototype.showModal; delete HTMLDialogElement.prototype.show;
        delete HTMLDialogElement.prototype.close; delete HTMLFormElement.prototype.requestSubmit;
        delete SubmitEvent.prototype.submitter; delete AbortSignal.timeout; delete crypto.constructor.prototype.randomUUID;
        for (const name of ["at", "findLast", "findLastIndex", "toSorted", "toReversed"]) delete Array.prototype[name];
        delete String.prototype.at; delete Object.hasOwn; delete Promise.withResolvers; delete window.structuredClone;
        delete window.EventSource;
        const matches = Element.prototype.matches;
        Element.prototype.matches = function (selector) {
          if (/:(?:has|modal|is)\\b/.test(selector)) throw new SyntaxError(selector);
          return matches.call(this, selector);
        };
      `),
    );
    await askFor(page, question);
    await page.locator(".note").first().click();
    await page.locator("#source mark").waitFor();
    await page.keyboard.press("Escape");
    await page.locator("#source").waitFor({ state: "hidden" });
    await page.setViewportSize(phone);
    await page.locator(".note").first().click();
    await page.locator("#source mark").waitFor();
    expect(await page.locator("#source").boundingBox()).toMatchObject({ x: 0, y: 0, ...phone });
    for (let step = 0; step < 12; step++) {
      await page.keyboard.press("Tab");
      expect(await page.evaluate("document.activeElement.closest('dialog') !== null")).toBe(true);
    }
    await page.keyboard.press("Escape");
    await page.locator(".suggestions button").click();
    await page.locator(".answer").nth(1).waitFor();
    await page.locator("#menu summary").click();
    await page.locator("#erase-open").click();
    await page.locator("#erase-all").click();
    await page.locator("#erase-outcome", { hasText: "您的数据已经删除。" }).waitFor();
    expect(complaints).toEqual([]);
  });

  it("waits for approval, and opens by itself when it is given", async () => {
    server.access.open = false;
    const page = await open();
    const code = await page.locator("#code").textContent();
    expect(code).toMatch(/^ABCD-\d{4}$/);
    server.access.approve(code ?? "");
    await page.locator(".welcome").waitFor();
    await askFor(page, question);
  });

  it("goes on as somebody new when the cookie is lost, and shows nothing of before", async () => {
    const page = await open();
    await askFor(page, question);
    await page.context().clearCookies();
    await page.fill("#question", "你好");
    await page.keyboard.press("Enter");
    await page.locator(".answer", { hasText: "您好。" }).waitFor();
    expect(await page.locator(".turn").count()).toBe(1);
    await page.reload();
    expect(await page.locator(".turn").count()).toBe(1);
  });

  it("says so where the browser keeps no cookies", async () => {
    const page = await open();
    await page.route("**/api/messages", (route) =>
      route.fulfill({ status: 202, json: { status: "accepted", newDevice: true } }),
    );
    await page.fill("#question", question);
    await page.keyboard.press("Enter");
    await page.locator(".failure", { hasText: "Cookie" }).waitFor();
  });

  it("offers another try where a source could not be opened", async () => {
    const page = await open();
    await askFor(page, question);
    await page.route("**/api/sources/**", (route) => route.abort());
    await page.locator(".note").first().click();
    await page.locator("#source-content button").waitFor();
    await page.unroute("**/api/sources/**");
    await page.locator("#source-content button").click();
    await page.locator("#source mark").waitFor();
  });

  it("leaves markup in questions and sources inert", async () => {
    const page = await open();
    await askFor(page, '<img src=x onerror="document.title=1"><script>document.title=2</script>');
    await page.locator(".note", { hasText: "[3]" }).click();
    await page.locator("#source .gist").waitFor();
    expect(await page.locator("#conversation img, #conversation script, #source b").count()).toBe(0);
    expect(await page.title()).toBe(words.name);
  });

  it("takes a question from the address into the field, and drops it from there", async () => {
    const page = await open({}, `/?q=${encodeURIComponent(question)}&asOf=2018-01-01`);
    await page.locator("#as-of-summary", { hasText: "2018年1月1日" }).waitFor();
    expect(await page.inputValue("#question")).toBe(question);
    expect(new URL(page.url()).search).toBe("");
    expect(server.flow.events).toEqual([]);
    await page.keyboard.press("Enter");
    await page.locator(".answer").waitFor();
    expect(server.assistant.asked[0]?.options?.asOf).toBe("2018-01-01");
  });

  it("works without script: question, answer, source, suggestion", async () => {
    const page = await open({ javaScriptEnabled: false });
    await page.fill("#question", question);
    await page.locator(".send").first().click();
    await page.locator(".answer").waitFor();
    expect(page.url()).toMatch(/#turn-1$/);
    await page.locator(".note").first().click();
    expect(await page.locator("h1").textContent()).toContain("《中国共产党问责条例》");
    await page.goBack();
    await page.locator(".suggestions button").click();
    expect(await page.inputValue("#question")).toBe("那第十八条呢？");
    await page.locator(".send").first().click();
    await page.locator(".answer").nth(1).waitFor();
    expect(texts()).toEqual([question, "那第十八条呢？"]);
    expect(await page.locator(".needs-script:visible").count()).toBe(0);
    await page.locator("#menu summary").click();
    expect(await page.locator(".conversation-list a").count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  it("asks nothing of any other host, and weighs less than 150 KB", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const sizes: Promise<number>[] = [];
    const hosts = new Set<string>();
    page.on("response", (response) => {
      if (!response.url().startsWith("http") || response.url().includes("/events")) return;
      hosts.add(new URL(response.url()).origin);
      sizes.push(response.body().then((body) => body.length));
    });
    await page.goto(server.url, { waitUntil: "load" });
    const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    expect([...hosts]).toEqual([server.url]);
    expect(total).toBeLessThan(150_000);
  });

  it.each([
    [320, 568],
    [375, 812],
    [640, 400],
    [1280, 800],
    [1600, 900],
  ])("never scrolls sideways at %i × %i, in large type either", async (width, height) => {
    const page = await open({ viewport: { width, height } });
    await askFor(page, `${question}${"A".repeat(300)}`);
    const overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
    expect(await page.evaluate(overflow)).toBe(0);
    await page.locator("#menu summary").click();
    await page.locator('[data-value="large"]').click();
    expect(await page.evaluate(overflow)).toBe(0);
    await page.keyboard.press("Escape");
    await page.locator(".note").first().click();
    await page.locator("#source mark").waitFor();
    expect(await page.evaluate(overflow)).toBe(0);
  });

  it("gives a finger at least 44 pixels for everything but numbers in a sentence", async () => {
    const page = await open({ viewport: phone, hasTouch: true });
    await askFor(page, question);
    const small = `[...document.querySelectorAll("button, summary, .source, textarea, .actions a")]
      .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44)
      .map((one) => one.outerHTML)`;
    expect(await page.evaluate(small)).toEqual([]);
    await page.locator("#menu summary").click();
    expect(await page.evaluate(small)).toEqual([]);
    await page.locator("#erase-open").click();
    expect(await page.evaluate(small)).toEqual([]);
    await page.locator("#erase-close").click();
    await page.locator(".note").first().click();
    await page.locator("#source mark").waitFor();
    expect(await page.evaluate(small)).toEqual([]);
  });

  const axe = readFileSync(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
  const violations = async (page: Page): Promise<unknown> => {
    await page.evaluate(axe);
    return page.evaluate(
      `axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })
        .then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 160))]))`,
    );
  };

  it.each([
    [375, "light"],
    [375, "dark"],
    [1280, "light"],
    [1280, "dark"],
  ] as const)("has no fault that axe knows at %i pixels, %s", async (width, colorScheme) => {
    const page = await open({ viewport: { width, height: 800 }, colorScheme, bypassCSP: true });
    expect(await violations(page)).toEqual([]);
    await page.locator(".as-of summary").click();
    await askFor(page, question);
    await askFor(page, "能保证吗");
    await askFor(page, "绝密★");
    expect(await violations(page)).toEqual([]);
    await page.locator(".note").first().click();
    await page.locator("#source mark").waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: words.feedbackVerdicts.useful }).first().click();
    await page.locator("#menu summary").click();
    await page.locator(".conversation-list").waitFor();
    expect(await violations(page)).toEqual([]);
    await page.locator("#erase-open").click();
    expect(await violations(page)).toEqual([]);
    await page.locator("#erase-close").click();
    await page.context().setOffline(true);
    await page.locator("#connection").waitFor();
    expect(await violations(page)).toEqual([]);
    await page.context().setOffline(false);
    await page.goto(`${server.url}/sources/accountability-2019%2317`);
    expect(await violations(page)).toEqual([]);
    server.access.open = false;
    for (const path of ["/", "/join/some-invitation"]) {
      await page.goto(server.url + path);
      expect(await violations(page)).toEqual([]);
    }
  });
});
