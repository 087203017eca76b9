/** A story told on the page in a real browser: read by axe, narrow and wide, and never answered by itself. */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { interviewWords } from "../../src/text/interview.ts";
import { precheckPageWords as words } from "../../src/text/precheck-page.ts";
import { startPrecheck } from "../adapters/http/start-precheck.ts";
import { needs } from "../needs.ts";
import { createScriptedModel } from "../scripted-model.ts";
import { looks, open, overflow, servedTo, violations } from "./browser.ts";

const executablePath = needs("chromium");
const story = "汛期水库闸门漏水，情况紧急，局务会集体研究后先行抢修，手续事后如实补办，当时确实知道不允许。";

describe.skipIf(executablePath === null)("a story on a page", () => {
  const model = createScriptedModel();
  model.answer({
    facts: [
      { fact: "urgency", value: "yes", quote: "情况紧急" },
      { fact: "procedure", value: "later", quote: "手续事后如实补办" },
      { fact: "knowing", value: "wilful", quote: "当时确实知道不允许" },
    ],
  });
  const here = servedTo(executablePath, () => startPrecheck({}, undefined, model));

  const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

  /** A matter whose story is awaited. */
  async function agreed(page: Page): Promise<void> {
    await button(page, words.begin).click();
    await button(page, interviewWords.consent).click();
    await page.getByLabel(words.nationalOnly).check();
    await button(page, words.next).click();
    await page.getByLabel(words.actDate).fill("2026-03-01");
    await page.getByLabel(interviewWords.notDecided).check();
    await button(page, words.next).click();
    await button(page, interviewWords.story).click();
    await button(page, interviewWords.storyConsent).click();
  }

  it.each([true, false])(
    "is followed by what was read out of it by itself, or stopped at a press; with script: %s",
    async (javaScriptEnabled) => {
      const { page, complaints } = await open(here.browser, `${here.server.url}/precheck`, {
        javaScriptEnabled,
      });
      await agreed(page);
      for (const stopped of [true, false]) {
        const go = model.hold();
        await page.getByLabel(words.storyLabel).fill(story);
        await button(page, words.storySend).click();
        await page.getByText(words.storyReading).waitFor();
        if (stopped) {
          await button(page, interviewWords.storyStop).click();
          await page.getByText("第1题").waitFor();
          go();
          // Agreed to once, told again.
          await button(page, interviewWords.story).click();
        } else {
          go();
          await page.locator("h1", { hasText: "主观动机" }).waitFor({ timeout: 40_000 });
        }
      }
      expect(complaints).toEqual([]);
    },
    90_000,
  );

  it.each(looks)(
    "%d pixels wide, %s: notice, field and proposals can be read and used",
    async (width, colorScheme) => {
      const { page, complaints } = await open(here.browser, `${here.server.url}/precheck`, {
        viewport: { width, height: 800 },
        colorScheme,
        bypassCSP: true,
      });
      const looked = async (step: string): Promise<void> => {
        expect(await violations(page), step).toEqual([]);
        expect(await overflow(page), step).toBe(0);
      };
      await button(page, words.begin).click();
      await button(page, interviewWords.consent).click();
      await page.getByLabel(words.nationalOnly).check();
      await button(page, words.next).click();
      await page.getByLabel(words.actDate).fill("2026-03-01");
      await page.getByLabel(interviewWords.notDecided).check();
      await button(page, words.next).click();
      await button(page, interviewWords.story).click();
      await looked("notice");
      await button(page, interviewWords.storyConsent).click();
      await looked("story");
      await button(page, words.storySend).click();
      await looked("story with a fault");
      const go = model.hold();
      await page.getByLabel(words.storyLabel).fill(story);
      await button(page, words.storySend).click();
      await page.getByText(words.storyReading).waitFor();
      await looked("reading");
      go();
      // By itself.
      await page.locator("h1", { hasText: "主观动机" }).waitFor();
      await looked("proposal of a motive");
      await button(page, words.proposalsConfirm).click();
      await looked("proposals with a fault");
      await button(page, words.proposalsReject).click();
      await looked("proposals");
      expect(await page.getByRole("checkbox", { checked: true }).count()).toBe(0);
      await page.getByRole("checkbox").first().check();
      await button(page, words.proposalsConfirm).click();
      await page.getByText(words.answered(1)).click();
      await looked("answered");
      expect(await page.getByText(words.confirmed).count()).toBe(1);
      expect(complaints.filter((complaint) => !complaint.includes("422"))).toEqual([]);
    },
    60_000,
  );
});
