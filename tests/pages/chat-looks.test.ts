/** Every size, colour, browser and way of using the chat page. */
import { expect, it } from "vitest";
import { pageWords as words } from "../../src/text/page.ts";
import { overflow, violations } from "./browser.ts";
import { describeChat, phone, question } from "./chat.ts";

describeChat("the chat page for everybody", (chat) => {
  it("works in browsers that lack what is new", async () => {
    const page = await chat.open({}, "/", (context) =>
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
    await chat.ask(page, question);
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
    expect(chat.complaints).toEqual([]);
  });

  it("waits for approval, and opens by itself when it is given", async () => {
    chat.server.access.open = false;
    const page = await chat.open();
    const code = await page.locator("#code").textContent();
    expect(code).toMatch(/^ABCD-\d{4}$/);
    chat.server.access.approve(code ?? "");
    await page.locator(".welcome").waitFor();
    await chat.ask(page, question);
  });

  it("shows the code again when the approval is taken back", async () => {
    const page = await chat.open();
    await chat.ask(page, question);
    chat.server.access.open = false;
    await page.context().setOffline(true);
    await page.locator("#connection").waitFor();
    await page.context().setOffline(false);
    await page.locator("#code").waitFor();
  });

  it("works without script: question, answer, source, suggestion", async () => {
    const page = await chat.open({ javaScriptEnabled: false });
    await page.fill("#question", question);
    await page.locator(".send").first().click();
    await page.locator(".answer").waitFor();
    expect(page.url()).toMatch(/#turn-1$/);
    await page.locator(".note").first().click();
    await page.locator("h1", { hasText: "《中国共产党问责条例》" }).waitFor();
    await page.goBack();
    await page.locator(".suggestions button").click();
    expect(await page.inputValue("#question")).toBe("那第十八条呢？");
    await page.locator(".send").first().click();
    await page.locator(".answer").nth(1).waitFor();
    expect(chat.texts()).toEqual([question, "那第十八条呢？"]);
    expect(await page.locator(".needs-script:visible").count()).toBe(0);
    await page.locator("#menu summary").click();
    expect(await page.locator(".conversation-list a").count()).toBe(1);
    expect(chat.complaints).toEqual([]);
  });

  it("asks nothing of any other host, and weighs less than 150 KB", async () => {
    const sizes: Promise<number>[] = [];
    const hosts = new Set<string>();
    await chat.open({}, "/", async (context) =>
      context.on("response", (response) => {
        if (!response.url().startsWith("http") || response.url().includes("/events")) return;
        hosts.add(new URL(response.url()).origin);
        sizes.push(response.body().then((body) => body.length));
      }),
    );
    const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    expect([...hosts]).toEqual([chat.server.url]);
    expect(total).toBeLessThan(150_000);
  });

  it.each([
    [320, 568],
    [375, 812],
    [640, 400],
    [1280, 800],
    [1600, 900],
  ])("never scrolls sideways at %i × %i, in large type either", async (width, height) => {
    const page = await chat.open({ viewport: { width, height } });
    await chat.ask(page, `${question}${"A".repeat(300)}`);
    expect(await overflow(page)).toBe(0);
    await page.locator("#menu summary").click();
    await page.locator('[data-value="large"]').click();
    expect(await overflow(page)).toBe(0);
    await page.keyboard.press("Escape");
    await page.locator(".note").first().click();
    await page.locator("#source mark").waitFor();
    expect(await overflow(page)).toBe(0);
  });

  it("has a table that fits a phone, in large type either, and has a name and heads for who cannot see it", async () => {
    const page = await chat.open({ viewport: { width: 320, height: 568 } });
    await chat.ask(page, "各版本的对照表");
    const table = page.locator(".answer table");
    expect(await overflow(page)).toBe(0);
    await page.locator("#menu summary").click();
    await page.locator('[data-value="large"]').click();
    expect(await overflow(page)).toBe(0);
    await page.keyboard.press("Escape");
    expect(await page.getByRole("table", { name: "各版本" }).count()).toBe(1);
    const rows = await table.getByRole("row").count();
    expect(await table.getByRole("rowheader").count()).toBe(rows - 1);
    expect(await table.getByRole("columnheader").allTextContents()).toEqual(["版本", "时效", "范围", "说明"]);
  });

  it("gives a finger at least 44 pixels for everything but numbers in a sentence", async () => {
    const page = await chat.open({ viewport: phone, hasTouch: true });
    await chat.ask(page, question);
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

  it.each([
    [375, "light"],
    [375, "dark"],
    [1280, "light"],
    [1280, "dark"],
  ] as const)("has no fault that axe knows at %i pixels, %s", async (width, colorScheme) => {
    const page = await chat.open({ viewport: { width, height: 800 }, colorScheme, bypassCSP: true });
    expect(await violations(page)).toEqual([]);
    await page.locator(".as-of summary").click();
    await chat.ask(page, question);
    await chat.ask(page, "能保证吗");
    await chat.ask(page, "绝密★");
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
    await page.goto(`${chat.server.url}/sources/accountability-2019%2317`);
    expect(await violations(page)).toEqual([]);
    chat.server.access.open = false;
    for (const path of ["/", "/join/some-invitation"]) {
      await page.goto(chat.server.url + path);
      expect(await violations(page)).toEqual([]);
    }
  });
});
