/** Learning in a real browser: without script and mouse, narrow and wide, dark and light. */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { learnPageWords as words } from "../../src/text/learn-page.ts";
import { learningWords } from "../../src/text/learning.ts";
import { startLearn } from "../adapters/http/start-learn.ts";
import { needs } from "../needs.ts";
import { looks, open, overflow, servedTo, violations } from "./browser.ts";

const executablePath = needs("chromium");

describe.skipIf(executablePath === null)("learning on a page", () => {
  const here = servedTo(executablePath, () => startLearn());

  const link = (page: Page, name: string) => page.getByRole("link", { name, exact: true });
  const choices = (page: Page) => page.getByRole("navigation", { name: words.choices });

  /** Each kind of step once. */
  async function through(page: Page, at: (step: string) => Promise<void>): Promise<void> {
    const address = (move: string): string => `${here.server.url}/learn?${new URLSearchParams({ move })}`;
    await at("menu");
    await link(page, learningWords.topics).click();
    await at("topics");
    await page.goto(address("下一题 accountability"));
    await at("question");
    await page.goto(address("勾选 quiz-accountability-ways 0 accountability"));
    await at("several options");
    await choices(page).getByRole("button").click();
    await at("explanation");
    await page.goto(address("推演 seed-1"));
    await at("walk");
    await page.goto(address("推演 seed-1 FFFFFFE"));
    await at("end of a walk");
    await page.goto(address("我的学习"));
    await page.evaluate(`document.querySelectorAll("details").forEach((one) => { one.open = true; })`);
    await at("progress");
  }

  it("has no fault that axe knows, and nothing to scroll sideways, narrow and dark, wide and light", async () => {
    const { page, complaints } = await open(here.browser, `${here.server.url}/learn`, { bypassCSP: true });
    await through(page, async (step) => {
      for (const [width, colorScheme] of looks) {
        await page.setViewportSize({ width, height: 800 });
        await page.emulateMedia({ colorScheme });
        expect(await violations(page), `${step}, ${width}`).toEqual([]);
        expect(await overflow(page), `${step}, ${width}`).toBe(0);
      }
    });
    expect(complaints).toEqual([]);
  }, 120_000);

  it("is gone through without script and without a mouse", async () => {
    const { page, complaints } = await open(here.browser, `${here.server.url}/learn`, {
      javaScriptEnabled: false,
    });
    const tabTo = async (name: string): Promise<void> => {
      for (let tabs = 0; ; tabs++) {
        expect(tabs, name).toBeLessThan(60);
        await page.keyboard.press("Tab");
        const focused = page.locator("main :focus");
        if ((await focused.count()) > 0 && ((await focused.textContent()) ?? "").includes(name)) return;
      }
    };
    await tabTo(learningWords.misconceptions);
    await page.keyboard.press("Enter");
    await choices(page).getByRole("button").first().waitFor();
    const option = (await choices(page).getByRole("button").first().textContent()) ?? "";
    await tabTo(option);
    await page.keyboard.press("Enter");
    await page
      .getByText(/答对了|您选的是/u)
      .first()
      .waitFor();
    await tabTo(words.back);
    await page.keyboard.press("Enter");
    await tabTo(learningWords.progress);
    await page.keyboard.press("Enter");
    await tabTo(learningWords.erase);
    await page.keyboard.press("Enter");
    await tabTo(words.eraseSure);
    await page.keyboard.press("Enter");
    await page.getByText(learningWords.erased).waitFor();
    expect(complaints).toEqual([]);
  }, 60_000);
});
