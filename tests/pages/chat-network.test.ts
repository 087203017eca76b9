/** The chat page when the network, the server or the cookie goes away, and what it keeps. */
import type { BrowserContext } from "playwright-core";
import { expect, it } from "vitest";
import { pageWords as words } from "../../src/text/page.ts";
import { notice } from "../adapters/http/start.ts";
import { describeChat, question } from "./chat.ts";

describeChat("the chat page, whatever happens on the way,", (chat) => {
  it("keeps the conversation over a reload and a restart of the server", async () => {
    const page = await chat.open();
    await chat.ask(page, question);
    await chat.ask(page, "你好");
    expect(new URL(page.url()).pathname).toMatch(/^\/c\/[\w-]{22}$/);
    await page.reload();
    expect(await page.locator(".question").count()).toBe(2);
    await chat.server.close();
    chat.server = await chat.server.again();
    await page.goto(chat.server.url);
    expect(await page.locator(".question").count()).toBe(2);
    await page.locator(".note").first().click();
    await page.locator("#source mark").waitFor();
    await chat.ask(page, "那第十八条呢？");
    expect(chat.server.assistant.asked.at(-1)?.question).toBe("那第十八条呢？");
  });

  it("keeps no text with secrecy marks, on the screen or in the browser", async () => {
    const page = await chat.open();
    await chat.ask(page, "绝密★十年 内容");
    expect(await page.locator(".question").textContent()).toContain(words.withheld);
    expect(
      await page.evaluate("JSON.stringify(sessionStorage) + JSON.stringify(localStorage)"),
    ).not.toContain("绝密");
    expect(await page.content()).not.toContain("绝密★");
  });

  it("starts where the browser holds something else under its names", async () => {
    const page = await chat.open();
    await page.evaluate(
      "localStorage.setItem('rongcuo.theme', '<b>'); localStorage.setItem('rongcuo.type', '{')",
    );
    const name = await page.evaluate(
      "JSON.parse(document.getElementById('page-data').textContent).conversation",
    );
    await page.goto(`${chat.server.url}/c/${name}`);
    await page.evaluate(`sessionStorage.setItem("rongcuo.underway.${name}", '[{"a":1}]')`);
    await page.reload();
    await page.locator(".welcome").waitFor();
    expect(chat.complaints).toEqual([]);
  });

  it("shows that it is looking, sends nothing meanwhile, and stops when told to", async () => {
    const page = await chat.open();
    chat.server.flow.hold();
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
    expect(chat.texts()).toEqual([question, "/stop"]);
  });

  it("shows what is under way again after a reload, and asks it once", async () => {
    const page = await chat.open();
    chat.server.flow.hold();
    await page.fill("#question", question);
    await page.keyboard.press("Enter");
    await page.locator(".underway .loading").waitFor();
    await expect.poll(() => chat.texts().length).toBe(1);
    await page.reload();
    expect(await page.locator(".underway .question").textContent()).toContain(question);
    await chat.server.flow.release();
    await page.locator(".answer").waitFor();
    expect(await page.locator(".turn").count()).toBe(1);
    await page.reload();
    expect(await page.locator(".turn").count()).toBe(1);
    expect(chat.texts()).toEqual([question]);
  });

  it("keeps a question asked without network, sends it when it is back, and asks it once", async () => {
    const page = await chat.open();
    await chat.ask(page, "你好");
    await page.context().setOffline(true);
    await page.locator("#connection", { hasText: words.connecting }).waitFor();
    await page.fill("#question", question);
    await page.keyboard.press("Enter");
    await page.locator(".underway", { hasText: words.offline }).waitFor();
    await page.context().setOffline(false);
    await page.locator(".answer").nth(1).waitFor();
    await page.locator("#connection").waitFor({ state: "hidden" });
    expect(await page.locator(".turn").count()).toBe(2);
    expect(chat.texts()).toEqual(["你好", question]);
  });

  it("goes on by itself when the server was away, and doubles nothing", async () => {
    const page = await chat.open();
    await chat.ask(page, "你好");
    await chat.server.close();
    await page.locator("#connection", { hasText: words.connecting }).waitFor();
    await page.fill("#question", question);
    await page.keyboard.press("Enter");
    await page.locator(".underway", { hasText: words.offline }).waitFor();
    chat.server = await chat.server.again();
    await page.locator(".answer").nth(1).waitFor();
    await page.locator("#connection").waitFor({ state: "hidden" });
    await page.reload();
    expect(await page.locator(".turn").count()).toBe(2);
    expect(chat.texts()).toEqual(["你好", question]);
  });

  it("does not double a question whose receipt was lost on the way", async () => {
    const page = await chat.open();
    let lost = 0;
    await page.route("**/api/messages", async (route) => {
      if (lost > 0) return route.continue();
      lost += 1;
      await route.fetch();
      return route.abort();
    });
    chat.server.flow.hold();
    await page.fill("#question", question);
    await page.keyboard.press("Enter");
    await page.locator(".underway", { hasText: words.offline }).waitFor();
    await chat.server.flow.release();
    await page.locator(".answer").waitFor();
    await page.reload();
    expect(await page.locator(".turn").count()).toBe(1);
    expect(chat.texts()).toEqual([question]);
  });

  it("answers where no events come through, by asking for them", async () => {
    const page = await chat.open({}, "/", (context) => context.route("**/events*", (route) => route.abort()));
    await chat.ask(page, question);
    expect(await page.locator(".turn").count()).toBe(1);
  });

  it.each([
    ["by the stream", async () => undefined],
    [
      "where no events come through",
      (context: BrowserContext) => context.route("**/events*", (route) => route.abort()),
    ],
    [
      "in a browser without streams",
      (context: BrowserContext) => context.addInitScript("delete window.EventSource"),
    ],
  ] as const)("shows what more comes of the last answer by itself, %s", async (_, prepare) => {
    const page = await chat.open({}, "/", prepare);
    await chat.ask(page, question);
    const event = chat.server.flow.events[0];
    if (event === undefined) throw new Error("no event");
    await chat.server.flow.change(event.from, { more: true });
    await page.reload();
    await page.locator(".answer").waitFor();
    const { answer } = chat.server.flow.turns.values().next().value?.[0] ?? {};
    if (answer === undefined) throw new Error("no answer");
    const blocks = [{ type: "notice", text: "通顺的话。" } as const, ...answer.blocks];
    await chat.server.flow.change(event.from, { answer: { ...answer, blocks } });
    await page.locator(".answer", { hasText: "通顺的话。" }).waitFor();
    expect(await page.locator(".turn").count()).toBe(1);
  });

  it("shows what came while the stream was away", async () => {
    const page = await chat.open();
    await chat.ask(page, question);
    const event = chat.server.flow.events[0];
    if (event === undefined) throw new Error("no event");
    await page.context().setOffline(true);
    await page.locator("#connection", { hasText: words.connecting }).waitFor();
    const { answer } = chat.server.flow.turns.values().next().value?.[0] ?? {};
    if (answer === undefined) throw new Error("no answer");
    const blocks = [{ type: "notice", text: "通顺的话。" } as const, ...answer.blocks];
    await chat.server.flow.change(event.from, { answer: { ...answer, blocks } });
    await page.context().setOffline(false);
    await page.locator(".answer", { hasText: "通顺的话。" }).waitFor();
  });

  it("says what the server says went wrong, and sends it again when told to", async () => {
    const page = await chat.open();
    chat.server.flow.refusals.push({ status: "limited", notice: "太快了，请稍后再试。" });
    await page.fill("#question", question);
    await page.keyboard.press("Enter");
    await page.locator(".failure", { hasText: "太快了，请稍后再试。" }).waitFor();
    await page.locator(".failure button").click();
    await page.locator(".answer").waitFor();
    expect(await page.locator(".failure").count()).toBe(0);
    expect(await page.locator(".turn").count()).toBe(1);
  });

  it("shows a changed notice before it sends again", async () => {
    const page = await chat.open();
    await chat.ask(page, "你好");
    await chat.server.close();
    const changed = { version: "n2", text: "说明改了：保存90天。" };
    chat.server = await chat.server.again({ notice: changed });
    await page.locator("#connection").waitFor({ state: "hidden" });
    await page.fill("#question", question);
    await page.keyboard.press("Enter");
    await page.locator(".failure").waitFor();
    expect(await page.locator("#notice").textContent()).toContain(changed.text);
    expect(chat.texts()).toEqual(["你好"]);
    await page.locator(".failure button").click();
    await page.locator(".answer").nth(1).waitFor();
    await chat.server.close();
    chat.server = await chat.server.again({ notice });
  });

  it("shows a message that belongs to no turn, once", async () => {
    const page = await chat.open();
    await chat.ask(page, "你好");
    const to = chat.server.flow.events[0]?.from;
    if (to === undefined) throw new Error("no event");
    await chat.server.flow.say(to, "请注意：服务今晚维护。");
    await page.locator(".message", { hasText: "请注意：服务今晚维护。" }).waitFor();
    await page.context().setOffline(true);
    await page.locator("#connection").waitFor();
    await page.context().setOffline(false);
    await page.locator("#connection").waitFor({ state: "hidden" });
    await chat.ask(page, "你好");
    expect(await page.locator(".message").count()).toBe(1);
  });

  it("goes on as somebody new when the cookie is lost, and shows nothing of before", async () => {
    const page = await chat.open();
    await chat.ask(page, question);
    await page.context().clearCookies();
    await page.fill("#question", "你好");
    await page.keyboard.press("Enter");
    await page.locator(".answer", { hasText: "您好。" }).waitFor();
    expect(await page.locator(".turn").count()).toBe(1);
    await page.reload();
    expect(await page.locator(".turn").count()).toBe(1);
  });

  it("says so where the browser keeps no cookies", async () => {
    const page = await chat.open();
    await page.route("**/api/messages", (route) =>
      route.fulfill({ status: 202, json: { status: "accepted", newDevice: true } }),
    );
    await page.fill("#question", question);
    await page.keyboard.press("Enter");
    await page.locator(".failure", { hasText: "Cookie" }).waitFor();
  });
});
