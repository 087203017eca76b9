/** The chat in a real browser, against the real server with the assistant written by hand. */
import { readFileSync } from "node:fs";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { pageWords as words } from "../../src/text/page.ts";
import { type Started, start } from "../adapters/http/start.ts";
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
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  });

  const open = async (options: BrowserContextOptions = {}, path = "/"): Promise<Page> => {
    const context = await browser.newContext({ viewport: desk, reducedMotion: "reduce", ...options });
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
    await page.locator("#source:not(:modal) mark").waitFor();
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

    // Back from the field: the day, the suggestion, then the list of sources from its end.
    for (let step = 0; step < 3; step++) await page.keyboard.press("Shift+Tab");
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

  it("keeps the conversation over a reload, and forgets it when told to", async () => {
    const page = await open();
    await askFor(page, question);
    await askFor(page, "你好");
    await page.reload();
    expect(await page.locator(".question").count()).toBe(2);
    await page.locator(".note").first().click();
    await page.locator("#source mark").waitFor();
    await askFor(page, "那第十八条呢？");
    expect(server.assistant.asked.at(-1)?.options?.context?.article).toBe(17);
    await page.locator("#clear").click();
    expect(await page.locator(".welcome").count()).toBe(1);
    expect(await page.evaluate("sessionStorage.length")).toBe(0);
    await page.reload();
    expect(await page.locator(".turn").count()).toBe(0);
  });

  it("keeps no text with secrecy marks, on the screen or in the browser", async () => {
    const page = await open();
    await askFor(page, "绝密★十年 内容");
    expect(await page.locator(".question").textContent()).toContain(words.withheld);
    expect(await page.evaluate("JSON.stringify(sessionStorage)")).not.toContain("绝密");
  });

  it("starts anew where the browser holds something else under its name", async () => {
    const page = await open();
    await page.evaluate("sessionStorage.setItem('rongcuo.conversation.1', '[{\"question\":1},{}]')");
    await page.reload();
    await page.locator(".welcome").waitFor();
    expect(complaints).toEqual([]);
  });

  it("keeps a question that could not be sent, and sends it again", async () => {
    const page = await open();
    await page.route("**/api/ask", (route) => route.abort());
    await page.fill("#question", question);
    await page.keyboard.press("Enter");
    await page.locator(".failure").waitFor();
    expect(await page.locator(".question").textContent()).toContain(question);
    await page.reload();
    expect(await page.locator(".failure").count()).toBe(1);
    await page.unroute("**/api/ask");
    await page.locator(".failure button").click();
    await page.locator(".answer").waitFor();
    expect(await page.locator(".failure").count()).toBe(0);
    expect(server.assistant.asked.map((asked) => asked.question)).toEqual([question]);
  });

  it("says what the server says went wrong", async () => {
    const page = await open();
    await page.fill("#question", "故障");
    await page.keyboard.press("Enter");
    expect(await page.locator(".failure").textContent()).toContain("服务出了故障");
  });

  it("shows that it is looking, and sends nothing twice", async () => {
    const page = await open();
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route("**/api/ask", async (route) => {
      await held;
      await route.continue();
    });
    await page.fill("#question", question);
    await page.keyboard.press("Enter");
    await page.locator(".loading").waitFor();
    await page.fill("#question", "下一问");
    await page.keyboard.press("Enter");
    expect(await page.inputValue("#question")).toBe("下一问");
    release();
    await page.locator(".answer").waitFor();
    expect(await page.locator(".turn").count()).toBe(1);
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

  it("takes a question from the address once, and drops it from there", async () => {
    const page = await open({}, `/?q=${encodeURIComponent(question)}`);
    await page.locator(".note").first().waitFor();
    expect(new URL(page.url()).search).toBe("");
    await page.reload();
    expect(await page.locator(".turn").count()).toBe(1);
    expect(server.assistant.asked).toHaveLength(1);
  });

  it("works without script: question, answer, source, suggestion", async () => {
    const page = await open({ javaScriptEnabled: false });
    await page.fill("#question", question);
    await page.locator(".send").click();
    await page.locator(".answer").waitFor();
    await page.locator(".note").first().click();
    expect(await page.locator("h1").textContent()).toContain("《中国共产党问责条例》");
    await page.goBack();
    await page.locator(".suggestions button").click();
    await page.locator(".answer").waitFor();
    expect(server.assistant.asked.at(-1)?.question).toBe("那第十八条呢？");
    expect(complaints).toEqual([]);
  });

  it("asks nothing of any other host, and weighs less than 120 KB", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const sizes: Promise<number>[] = [];
    const hosts = new Set<string>();
    page.on("response", (response) => {
      if (!response.url().startsWith("http")) return;
      hosts.add(new URL(response.url()).origin);
      sizes.push(response.body().then((body) => body.length));
    });
    await page.goto(server.url, { waitUntil: "networkidle" });
    const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    expect([...hosts]).toEqual([server.url]);
    expect(total).toBeLessThan(120_000);
  });

  it.each([
    [320, 568],
    [375, 812],
    [640, 400],
    [1280, 800],
  ])("never scrolls sideways at %i × %i", async (width, height) => {
    const page = await open({ viewport: { width, height } });
    await askFor(page, `${question}${"A".repeat(300)}`);
    const overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
    expect(await page.evaluate(overflow)).toBe(0);
    await page.locator(".note").first().click();
    await page.locator("#source mark").waitFor();
    expect(await page.evaluate(overflow)).toBe(0);
  });

  it("gives a finger at least 44 pixels for everything but numbers in a sentence", async () => {
    const page = await open({ viewport: phone, hasTouch: true });
    await askFor(page, question);
    const small = `[...document.querySelectorAll("button, summary, .source, textarea")]
      .filter((one) => one.offsetParent !== null && one.getBoundingClientRect().height < 44)
      .map((one) => one.outerHTML)`;
    expect(await page.evaluate(small)).toEqual([]);
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
    await page.goto(`${server.url}/sources/accountability-2019%2317`);
    expect(await violations(page)).toEqual([]);
  });
});
