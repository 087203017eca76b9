/** A real browser for the pages that are read and filled in: opened wide or narrow, light or dark, and looked over by axe. */
import { readFileSync } from "node:fs";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll } from "vitest";

/** Each width and each set of colours once: what is wrong with the one does not hang on the other. */
export const looks = [
  [375, "dark"],
  [1280, "light"],
] as const;

export interface Opened {
  readonly page: Page;
  /** What the browser complained of: errors of scripts, refusals by the content security policy. */
  readonly complaints: string[];
}

export const launch = (executablePath: string): Promise<Browser> =>
  chromium.launch({
    executablePath,
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

/** What the tests of a block of pages share. */
export interface Served<Server> {
  readonly browser: Browser;
  readonly server: Server;
}

/**
 * A server and a browser for the tests of the block this is called in, both there before the first of them; what a test opened
 * is closed after it.
 *
 * @param executablePath of the browser; null: the block is skipped
 */
export function servedTo<Server extends { close(): unknown }>(
  executablePath: string | null,
  start: () => Promise<Server>,
): Served<Server> {
  let server: Server;
  let browser: Browser;
  beforeAll(async () => {
    server = await start();
    browser = await launch(executablePath ?? "");
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  });
  return {
    get browser() {
      return browser;
    },
    get server() {
      return server;
    },
  };
}

export async function open(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
): Promise<Opened> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    reducedMotion: "reduce",
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  await page.goto(address);
  return { page, complaints };
}

const axe = readFileSync(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

/** What axe finds wrong; the page has to be opened with `bypassCSP`. */
export async function violations(page: Page): Promise<unknown> {
  await page.evaluate(axe);
  return page.evaluate(
    `axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })
      .then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 160))]))`,
  );
}

/** How far the page is wider than its window, in CSS pixels; 0 where nothing has to be scrolled sideways. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
