/** A picture of a message in a real browser. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPictureRoutes } from "../../src/adapters/http/picture-routes.ts";
import type { Picture } from "../../src/core/campaign/picture.ts";
import type { PersonId } from "../../src/ports/channel.ts";
import { type Started, start } from "../adapters/http/start.ts";
import { needs } from "../needs.ts";
import { pictureOf, pngOfSize } from "../pictures.ts";
import { launch, looks, open, overflow, violations } from "./browser.ts";

const bytes = pngOfSize(1_080, 1_527);
const picture: Picture = pictureOf(bytes, {
  type: "png",
  width: 1_080,
  height: 1_527,
  alt: "海报：容错纠错政策学习月。《中国共产党问责条例》第十七条",
});

const executablePath = needs("chromium");
describe.skipIf(executablePath === null)("a picture of a message in the chat", { timeout: 60_000 }, () => {
  let browser: Browser;
  let server: Started;
  /** Resolves when the browser may have the picture. */
  let gate = Promise.resolve();
  beforeAll(async () => {
    const read = async (hash: string) => {
      await gate;
      return hash === picture.hash ? bytes : null;
    };
    server = await start({ pages: [createPictureRoutes({ read })] });
    browser = await launch(executablePath ?? "");
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const shown = (page: Awaited<ReturnType<typeof open>>["page"]) => page.locator(".picture img");

  /** A conversation whose last turn holds the picture. */
  const pushed = async (options: Parameters<typeof open>[2] = {}) => {
    const opened = await open(browser, server.url, { bypassCSP: false, ...options });
    const { page } = opened;
    await page.fill("#question", "你好");
    await page.keyboard.press("Enter");
    await page.locator(".answer").waitFor();
    const [name = "", turns = []] = [...server.flow.turns].at(-1) ?? [];
    const [person = "", conversation = ""] = name.split("/");
    const [turn] = turns;
    if (turn === undefined) throw new Error("nothing was asked");
    turns.push({ ...turn, turn: 2, question: "学习推送：容错纠错政策学习月", picture });
    const { answer, choices } = turn;
    const to = { person: person as PersonId, conversation };
    await server.channel.send(to, { turn: 2, answer, choices, file: null, picture }, `push-${name}`, null);
    await shown(page).waitFor({ state: "attached" });
    return { ...opened, conversation };
  };

  it.each(looks)("is whole at %i pixels (%s), described and free of faults", async (width, colorScheme) => {
    const { page, complaints } = await pushed({
      viewport: { width, height: 812 },
      colorScheme,
      bypassCSP: true,
    });
    await shown(page).scrollIntoViewIfNeeded();
    await expect.poll(() => page.evaluate("document.querySelector('.picture img').naturalWidth")).toBe(1_080);
    expect(await shown(page).getAttribute("alt")).toBe(picture.alt);
    const box = await shown(page).boundingBox();
    expect((box?.width ?? 0) / (box?.height ?? 1)).toBeCloseTo(1_080 / 1_527, 1);
    expect(await overflow(page)).toBe(0);
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it("has its place before it is there, so that nothing moves when it comes", async () => {
    const opening = Promise.withResolvers<void>();
    gate = opening.promise;
    const { page } = await pushed({ viewport: { width: 375, height: 812 } });
    const before = await shown(page).boundingBox();
    opening.resolve();
    await shown(page).scrollIntoViewIfNeeded();
    await expect.poll(() => page.evaluate("document.querySelector('.picture img').complete")).toBe(true);
    const after = await shown(page).boundingBox();
    expect([after?.width, after?.height]).toEqual([before?.width, before?.height]);
    expect(before?.height).toBeGreaterThan(300);
  });

  it("is there without script too, and opens by itself in full size", async () => {
    const { page, conversation, complaints } = await pushed({ viewport: { width: 375, height: 812 } });
    const plain = await browser.newContext({
      javaScriptEnabled: false,
      storageState: await page.context().storageState(),
    });
    const read = await plain.newPage();
    await read.goto(`${server.url}/c/${conversation}`);
    expect(await read.locator(".picture img").getAttribute("alt")).toBe(picture.alt);
    await read.locator(".picture a").click();
    await read.waitForURL(`**/pictures/${picture.hash}`);
    expect(complaints).toEqual([]);
  });
});
