/** The chat in a real browser, against the real server with the inside written by hand. */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe } from "vitest";
import { type Started, start } from "../adapters/http/start.ts";
import { needs } from "../needs.ts";
import { launch } from "./browser.ts";

export const question = "问责条例第十七条说了什么？";
export const phone = { width: 375, height: 812 };
export const desk = { width: 1280, height: 800 };

export interface Chat {
  /** The server of now; a test that starts it again puts it here. */
  server: Started;
  /** What the browser complained of: errors of scripts, refusals by the content security policy. */
  complaints: string[];
  open(
    options?: BrowserContextOptions,
    path?: string,
    prepare?: (context: BrowserContext) => Promise<unknown>,
  ): Promise<Page>;
  /** Asks by keyboard, and waits for the answer. */
  ask(page: Page, text: string): Promise<void>;
  /** What reached the inside, in order. */
  texts(): string[];
  /** Id of the focused element, or its text. */
  focused(page: Page): Promise<string>;
}

/** Describes something of the chat; each test begins with nothing asked and everybody let in. */
export function describeChat(name: string, tests: (chat: Chat) => void): void {
  const executablePath = needs("chromium");
  describe.skipIf(executablePath === null)(name, () => {
    let browser: Browser;
    const chat = {
      complaints: [] as string[],
      async open(options = {}, path = "/", prepare = async () => undefined) {
        const context = await browser.newContext({ viewport: desk, reducedMotion: "reduce", ...options });
        await prepare(context);
        const page = await context.newPage();
        page.setDefaultTimeout(10_000);
        page.on("pageerror", (error) => chat.complaints.push(String(error)));
        page.on("console", (message) => {
          if (message.type() === "error") chat.complaints.push(message.text());
        });
        await page.goto(chat.server.url + path);
        return page;
      },
      async ask(page, text) {
        const count = await page.locator(".answer").count();
        await page.fill("#question", text);
        await page.keyboard.press("Enter");
        await page.locator(".answer").nth(count).waitFor();
      },
      texts: () =>
        chat.server.flow.events.flatMap(({ content }) => (content.type === "text" ? [content.text] : [])),
      focused: (page) => page.evaluate("document.activeElement.id || document.activeElement.textContent"),
    } as Chat;

    beforeAll(async () => {
      chat.server = await start();
      browser = await launch(executablePath ?? "");
    }, 60_000);
    afterAll(async () => {
      await browser?.close();
      await chat.server?.close();
    });
    beforeEach(() => {
      chat.complaints.length = 0;
      chat.server.assistant.asked.length = 0;
      chat.server.access.open = true;
      chat.server.flow.clear();
    });
    afterEach(async () => {
      await Promise.all(browser.contexts().map((context) => context.close()));
    });

    tests(chat);
  });
}
