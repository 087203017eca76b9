/** The desk in a real browser, over access written by hand. */
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { deskWords as words } from "../../src/text/desk.ts";
import { password, type StartedDesk, startDesk } from "../adapters/http/start-desk.ts";
import { needs } from "../needs.ts";
import { launch, looks, type Opened, open, overflow, violations } from "./browser.ts";

const executablePath = needs("chromium");

describe.skipIf(executablePath === null)("the desk", () => {
  let browser: Browser;
  let desk: StartedDesk;
  beforeAll(async () => {
    browser = await launch(executablePath ?? "");
  }, 60_000);
  afterAll(() => browser?.close());
  beforeEach(async () => {
    desk = await startDesk();
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    await desk.close();
  });

  const signIn = async (page: Page): Promise<void> => {
    await page.fill("#password", password);
    await page.keyboard.press("Enter");
    await page.locator(".card").first().waitFor();
  };
  const signedIn = async (options: Parameters<typeof open>[2] = {}): Promise<Opened> => {
    const opened = await open(browser, `${desk.url}/admin`, options);
    await signIn(opened.page);
    return opened;
  };

  it("lets in, approves, and signs out, by keyboard and without script", async () => {
    const { page } = await signedIn({ javaScriptEnabled: false });
    await page.selectOption("#request-0-role", "official");
    await page.fill("#request-0-unit", "市纪委监委");
    await page.keyboard.press("Enter");
    await page.locator(".done", { hasText: "已批准web:7f3a9c。" }).waitFor();
    expect(desk.access.held.get("web:7f3a9c")).toMatchObject({ role: "official", unit: "市纪委监委" });
    await page.locator(".head button").click();
    await page.locator("#password").waitFor();
  });

  it("sends its forms with its own origin, so that older browsers are told from other sites, too", async () => {
    const { page } = await open(browser, `${desk.url}/admin`);
    const sent = page.waitForRequest((request) => request.method() === "POST");
    await signIn(page);
    expect(await (await sent).headerValue("origin")).toBe(desk.url);
  });

  it("asks before it revokes", async () => {
    const { page } = await signedIn();
    await page.locator(".choice a", { hasText: words.pages.people }).click();
    await page.locator(".rows a").first().click();
    await page.locator("main a", { hasText: words.revoke }).click();
    expect(desk.access.held.has("web:b2")).toBe(true);
    await page.locator("main button", { hasText: words.revokeButton }).click();
    await page.locator(".done", { hasText: "已取消web:b2的授权。" }).waitFor();
    expect(desk.access.held.has("web:b2")).toBe(false);
  });

  it("shows an invitation once, to be copied", async () => {
    const { page, complaints } = await signedIn({ permissions: ["clipboard-read", "clipboard-write"] });
    await page.goto(`${desk.url}/admin/invite`);
    await page.locator("main button", { hasText: words.inviteButton }).click();
    await page.locator("[data-copy]").click();
    await page.locator("#invitation-status", { hasText: words.copied }).waitFor();
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe(`${desk.url}/join/one-time-token`);
    await page.reload();
    expect(await page.locator("#invitation").count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it.each(looks)(
    "has no fault that axe knows, and nothing to scroll sideways, at %i pixels, %s",
    async (width, colorScheme) => {
      const { page, complaints } = await open(browser, `${desk.url}/admin`, {
        viewport: { width, height: 800 },
        colorScheme,
        bypassCSP: true,
      });
      const check = async (): Promise<void> => {
        expect(await violations(page), page.url()).toEqual([]);
        expect(await overflow(page), page.url()).toBe(0);
      };
      await check();
      await signIn(page);
      await check();
      for (const path of [
        "people",
        "person?person=web:b2",
        "revoke?person=web:b2",
        "gaps",
        "digest",
        "invite",
      ]) {
        await page.goto(`${desk.url}/admin/${path}`);
        await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
        await check();
      }
      await page.locator("main button", { hasText: words.inviteButton }).click();
      await page.locator("#invitation").waitFor();
      await check();
      expect(complaints).toEqual([]);
    },
    60_000,
  );
});
