/** The readable pages in a real browser, with the knowledge as shipped. */
import { describe, expect, it } from "vitest";
import { createCatalogueRoutes } from "../../src/adapters/http/catalogue.ts";
import { createCatalogue } from "../../src/app/catalogue.ts";
import { catalogueWords as words } from "../../src/text/catalogue.ts";
import { start } from "../adapters/http/start.ts";
import { assistant, knowledge, today } from "../knowledge-base.ts";
import { needs } from "../needs.ts";
import { looks, open, overflow, servedTo, violations } from "./browser.ts";

const executablePath = needs("chromium");

const paths = [
  "/catalogue",
  "/catalogue?state=past&asOf=2024-07-01",
  "/catalogue?list=cases",
  "/catalogue?list=texts",
  `/catalogue?q=${encodeURIComponent("影响期")}`,
  `/catalogue?q=${encodeURIComponent("火星移民")}`,
  "/sources/accountability-2019%2317.1.2",
  "/sources/discipline-2018%23period",
  "/sources/discipline-2023",
  "/sources/tolerated-01",
  "/answers/three-clocks",
  "/answers/leader-signed",
  "/sources/accountability-2019%2316",
];

describe.skipIf(executablePath === null)("the readable pages", () => {
  const here = servedTo(executablePath, () =>
    start({
      assistant,
      pages: [
        (frame) =>
          createCatalogueRoutes({
            catalogue: createCatalogue(knowledge, { today: () => today, source: assistant.source }),
            frame,
          }),
      ],
    }),
  );

  it("lead from the catalogue over a search to an article and to what rests on it", async () => {
    const { page, complaints } = await open(here.browser, `${here.server.url}/catalogue`);
    await page.fill("#q", "问责条例第十七条");
    await page.keyboard.press("Enter");
    await page.locator(".results a").first().click();
    expect(await page.locator("h1").textContent()).toContain("第十七条 不予问责或者免予问责");
    await page.locator(".related .fold summary").first().click();
    await page.locator(".related a", { hasText: "几种提法" }).click();
    expect(await page.locator("h1").textContent()).toBe("“三个区分开来”的几种提法有什么不同");
    await page.locator(".note").first().click();
    await page.locator("main .quote, main .gist").first().waitFor();
    expect(complaints).toEqual([]);
  });

  it("ask the chat about what they show", async () => {
    const { page } = await open(here.browser, `${here.server.url}/sources/accountability-2019%2317`);
    await page.locator(".actions a").click();
    expect(await page.inputValue("#question")).toBe("《中国共产党问责条例》第十七条说了什么？");
  });

  it("copy the citation", async () => {
    const { page, complaints } = await open(
      here.browser,
      `${here.server.url}/sources/accountability-2019%2317.1.2`,
      {
        permissions: ["clipboard-read", "clipboard-write"],
      },
    );
    await page.locator("[data-copy]").click();
    await page.locator("#citation-status", { hasText: words.copied }).waitFor();
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe(
      "《中国共产党问责条例》（2019年9月1日起施行）第十七条第一款第（二）项：“（二）在集体决策中对错误决策提出明确反对意见或者保留意见的；”",
    );
    expect(complaints).toEqual([]);
  });

  it("work without script", async () => {
    const { page } = await open(here.browser, `${here.server.url}/catalogue?list=cases`, {
      javaScriptEnabled: false,
    });
    await page.selectOption("#outcome", "clarified");
    await page.locator(".filters button").click();
    expect(await page.locator(".group h2").textContent()).toContain("澄清、纠正");
    await page.locator(".rows a").first().click();
    expect(await page.locator("[data-copy]").isHidden()).toBe(true);
    await page.locator(".citation summary").click();
    expect(await page.locator("#citation").isVisible()).toBe(true);
  });

  it("lead past the header by keyboard", async () => {
    const { page } = await open(here.browser, `${here.server.url}/answers/three-clocks`);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await page.evaluate("document.activeElement.id")).toBe("main");
  });

  it("print without what cannot be pressed on paper", async () => {
    const { page } = await open(here.browser, `${here.server.url}/sources/accountability-2019%2317`);
    await page.emulateMedia({ media: "print" });
    for (const part of [".ways", ".trail", ".actions", ".neighbours"])
      expect(await page.locator(part).isHidden(), part).toBe(true);
    expect(await page.locator(".quote").first().isVisible()).toBe(true);
  });

  it("have nothing to scroll sideways in the narrowest window and in large type", async () => {
    const { page } = await open(here.browser, `${here.server.url}/catalogue`, {
      viewport: { width: 320, height: 800 },
    });
    const paths = ["/catalogue", "/catalogue?q=%E5%AE%B9%E9%94%99", "/sources/accountability-2019%2317"];
    for (const type of ["standard", "large"]) {
      await page.evaluate(`localStorage.setItem("rongcuo.type", "${type}")`);
      for (const path of paths) {
        await page.goto(here.server.url + path);
        expect(await overflow(page), `${path}, ${type}`).toBe(0);
      }
    }
    expect(await page.locator("html").getAttribute("data-type")).toBe("large");
  });

  it.each(looks)(
    "have no fault that axe knows, and nothing to scroll sideways, at %i pixels, %s",
    async (width, colorScheme) => {
      const { page, complaints } = await open(here.browser, `${here.server.url}/catalogue`, {
        viewport: { width, height: 800 },
        colorScheme,
        bypassCSP: true,
      });
      for (const path of paths) {
        await page.goto(here.server.url + path);
        await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
        expect(await violations(page), path).toEqual([]);
        expect(await overflow(page), path).toBe(0);
      }
      expect(complaints.filter((complaint) => !complaint.includes("404"))).toEqual([]);
    },
    60_000,
  );
});
