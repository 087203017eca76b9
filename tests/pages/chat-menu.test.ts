/** Conversations, settings, print and the two ways to forget. */
import { expect, it } from "vitest";
import { pageWords as words } from "../../src/text/page.ts";
import { forgetWords } from "../adapters/http/fake-flow.ts";
import { describeChat, question } from "./chat.ts";

describeChat("the menu of the chat page", (chat) => {
  it("begins a new conversation, and goes back to the old one by the menu", async () => {
    const page = await chat.open();
    await chat.ask(page, question);
    const first = page.url();
    await page.locator("#new-conversation").click();
    await page.locator(".welcome").waitFor();
    await chat.ask(page, "你好");
    expect(page.url()).not.toBe(first);
    await page.locator("#menu summary").click();
    await page.locator(".conversation-list a", { hasText: question }).click();
    await page.waitForURL(first);
    expect(await page.locator(".question").textContent()).toContain(question);
  });

  it("deletes a conversation after asking", async () => {
    const page = await chat.open();
    await chat.ask(page, question);
    await page.locator("#new-conversation").click();
    await chat.ask(page, "你好");
    await page.locator("#menu summary").click();
    const old = page.locator(".conversation-list li", { hasText: question });
    await old.locator("button").click();
    await page.locator("#confirm-cancel").click();
    expect(chat.server.flow.turns.size).toBe(2);
    await old.locator("button").click();
    await page.locator("#confirm-do").click();
    await old.waitFor({ state: "detached" });
    expect(chat.server.flow.turns.size).toBe(1);
    await page.locator(".conversation-list li button").click();
    await page.locator("#confirm-do").click();
    await page.locator(".welcome").waitFor();
    expect(chat.server.flow.turns.size).toBe(0);
  });

  it("deletes everything of a person, and forgets who it was", async () => {
    const page = await chat.open();
    await chat.ask(page, question);
    const before = await page.context().cookies();
    await page.locator("#menu summary").click();
    await page.locator("#erase-open").click();
    await page.locator("#erase-all").click();
    await page.locator("#erase-outcome", { hasText: "您的数据已经删除。" }).waitFor();
    expect(chat.texts()).toEqual([question, forgetWords]);
    expect(chat.server.flow.turns.size).toBe(0);
    expect(await page.locator(".turn").count()).toBe(0);
    expect(await page.evaluate("sessionStorage.length + localStorage.length")).toBe(0);
    await page.locator("#erase-close").click();
    await page.locator(".welcome").waitFor();
    const after = await page.context().cookies();
    expect(after.map(({ value }) => value)).not.toEqual(before.map(({ value }) => value));
    expect(chat.complaints).toEqual([]);
  });

  it("goes on in another page that is open", async () => {
    const page = await chat.open();
    await chat.ask(page, question);
    await chat.ask(page, "你好");
    const other = await page.context().newPage();
    await other.goto(page.url());
    await page.fill("#question", forgetWords);
    await page.keyboard.press("Enter");
    await page.locator(".message").waitFor();
    await other.fill("#question", "什么是容错？");
    await other.keyboard.press("Enter");
    await other.locator('[data-turn="1"]', { hasText: "什么是容错？" }).waitFor();
    await other.locator(".underway").waitFor({ state: "detached" });
    expect(await other.locator(".question").count()).toBe(1);
  });

  it("does not take the answer to an earlier question for the word on the erasure", async () => {
    const page = await chat.open();
    chat.server.flow.hold();
    await page.fill("#question", question);
    await page.keyboard.press("Enter");
    await page.locator("#stop").waitFor();
    await page.locator("#menu summary").click();
    await page.locator("#erase-open").click();
    await page.locator("#erase-all").click();
    await expect.poll(() => chat.texts()).toEqual([question, forgetWords]);
    await chat.server.flow.release();
    await page.locator("#erase-outcome", { hasText: "您的数据已经删除。" }).waitFor();
  });

  it("says when the erasure did not work, and goes on", async () => {
    const page = await chat.open();
    await chat.ask(page, question);
    await page.route("**/api/messages", (route) => route.abort());
    await page.locator("#menu summary").click();
    await page.locator("#erase-open").click();
    await page.locator("#erase-all").click();
    await page.locator("#erase-outcome", { hasText: words.eraseDialog.failed }).waitFor();
    await page.unroute("**/api/messages");
    await page.locator("#erase-close").click();
    await chat.ask(page, "你好");
  });

  it("forgets this device alone, and the conversation stays on the server", async () => {
    const page = await chat.open();
    await chat.ask(page, question);
    await page.locator("#menu summary").click();
    await page.locator('[data-value="large"]').click();
    await page.locator("#erase-open").click();
    await page.locator("#erase-device").click();
    await page.locator("#erase-outcome", { hasText: words.eraseDialog.deviceDone }).waitFor();
    await page.keyboard.press("Enter");
    await page.locator(".welcome").waitFor();
    expect(await page.locator("html").getAttribute("data-type")).toBeNull();
    expect(chat.server.flow.turns.size).toBe(1);
    await page.locator("#menu summary").click();
    expect(await page.locator(".conversation-list").count()).toBe(0);
  });

  it("remembers large type and colours on this device, and shows them at once", async () => {
    const page = await chat.open();
    const size = (): Promise<number> =>
      page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)");
    const paper = (): Promise<string> =>
      page.evaluate("getComputedStyle(document.documentElement).backgroundColor");
    const [small, light] = [await size(), await paper()];
    await page.locator("#menu summary").click();
    await page.locator('[data-value="large"]').click();
    await page.locator('[data-value="dark"]').click();
    await page.goto(`${chat.server.url}/sources/seed-1`);
    expect(await size()).toBeGreaterThan(small * 1.2);
    expect(await paper()).not.toBe(light);
    await page.goto(chat.server.url);
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
    const page = await chat.open();
    await chat.ask(page, question);
    await page.evaluate("window.print = () => { window.printed = true; }");
    await page.locator("#menu summary").click();
    await page.locator("#print").click();
    expect(await page.evaluate("window.printed")).toBe(true);
    await page.emulateMedia({ media: "print" });
    expect(await page.locator("button:visible, textarea:visible, summary:visible").count()).toBe(0);
    const address = "getComputedStyle(document.querySelector('.basis .source'), '::after').content";
    expect(await page.evaluate(address)).toBe(`"${chat.server.url}/sources/accountability-2019%2317.1"`);
    expect(await page.locator(".disclaimer").isVisible()).toBe(true);
  });

  it("closes the menu by Esc and by a click elsewhere", async () => {
    const page = await chat.open();
    const isOpen = (): Promise<boolean> => page.evaluate("document.getElementById('menu').open");
    await page.locator("#menu summary").click();
    await page.locator(".setting button").first().focus();
    await page.keyboard.press("Escape");
    expect([await isOpen(), await chat.focused(page)]).toEqual([false, words.menu]);
    await page.locator("#menu summary").click();
    await page.locator("main").click({ position: { x: 5, y: 5 } });
    expect(await isOpen()).toBe(false);
  });
});
