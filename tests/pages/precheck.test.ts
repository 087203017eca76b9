/** The pre-check in a real browser: from the first press to the printed report, on a phone and at a desk. */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { PersonId } from "../../src/ports/channel.ts";
import { interviewWords, pageNames } from "../../src/text/interview.ts";
import { outcomeWording, resultCaution } from "../../src/text/precheck.ts";
import {
  comparePageWords as compareWords,
  precheckPageWords as words,
} from "../../src/text/precheck-page.ts";
import { finished, startPrecheck } from "../adapters/http/start-precheck.ts";
import { needs } from "../needs.ts";
import { looks, open, overflow, servedTo, violations } from "./browser.ts";

const executablePath = needs("chromium");

describe.skipIf(executablePath === null)("the pre-check on a page", () => {
  const here = servedTo(executablePath, () => startPrecheck());

  const heading = (page: Page): Promise<string | null> => page.locator("h1").textContent();
  /** Facts asked on the page, in their order. */
  const factsOf = async (page: Page): Promise<string[]> => {
    const names = await Promise.all(
      (await page.getByRole("radio").all()).map((radio) => radio.getAttribute("name")),
    );
    return [...new Set(names.map((name) => (name ?? "").replace("answer.", "")))];
  };
  const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

  /** To the first page of questions. */
  async function begin(page: Page): Promise<void> {
    await button(page, words.begin).click();
    await button(page, interviewWords.consent).click();
    await page.getByLabel(words.nationalOnly).check();
    await button(page, words.next).click();
    await page.getByLabel(words.actDate).fill("2026-03-01");
    await page.getByLabel(interviewWords.notDecided).check();
    await button(page, words.next).click();
  }

  /** Answers every question of the page with its first value. */
  async function answer(page: Page): Promise<void> {
    for (const field of await page.locator("fieldset").all()) await field.getByRole("radio").first().check();
    await button(page, words.next).click();
  }

  /** Each step in turn, from the list to the result. */
  async function through(page: Page, at: (step: string) => Promise<void>): Promise<void> {
    await at("list");
    await button(page, words.begin).click();
    await at("consent");
    await button(page, interviewWords.consent).click();
    await button(page, words.next).click();
    await at("jurisdiction with a fault");
    await page.getByLabel(words.nationalOnly).check();
    await button(page, words.next).click();
    await button(page, words.next).click();
    await at("dates with faults");
    await page.getByLabel(words.actDate).fill("2026-03-01");
    await page.getByLabel(interviewWords.notDecided).check();
    await button(page, words.next).click();
    await button(page, words.next).click();
    for (let pages = 0; (await page.locator(".finding").count()) === 0; pages++) {
      expect(pages, "pages of questions").toBeLessThan(12);
      if (pages < 2) await at(`page ${pages}`);
      if (await button(page, words.rest).count()) await button(page, words.rest).click();
      else await answer(page);
    }
    await at("result");
    await button(page, interviewWords.back).click();
    await button(page, interviewWords.pause).click();
    await at("paused");
  }

  it("has no fault that axe knows, and nothing to scroll sideways, narrow and dark, wide and light", async () => {
    const { page, complaints } = await open(here.browser, `${here.server.url}/precheck`, { bypassCSP: true });
    const unfold = (open: boolean): Promise<unknown> =>
      page.evaluate(`document.querySelectorAll("details").forEach((one) => { one.open = ${open}; })`);
    await through(page, async (step) => {
      await unfold(true);
      for (const [width, colorScheme] of looks) {
        await page.setViewportSize({ width, height: 800 });
        await page.emulateMedia({ colorScheme });
        expect(await violations(page), `${step}, ${width}`).toEqual([]);
        expect(await overflow(page), `${step}, ${width}`).toBe(0);
      }
      await unfold(false);
    });
    expect(complaints.filter((complaint) => !complaint.includes("422"))).toEqual([]);
  }, 180_000);

  it("has room in the narrowest window and in large type", async () => {
    const { page } = await open(here.browser, `${here.server.url}/precheck`, {
      viewport: { width: 320, height: 800 },
    });
    await page.evaluate(`localStorage.setItem("rongcuo.type", "large")`);
    await page.reload();
    await begin(page);
    expect(await page.locator("html").getAttribute("data-type")).toBe("large");
    expect(await overflow(page)).toBe(0);
    await answer(page);
    expect(await overflow(page)).toBe(0);
  }, 60_000);

  it("is filled in without script, and without a mouse", async () => {
    const { page } = await open(here.browser, `${here.server.url}/precheck`, { javaScriptEnabled: false });
    const key = async (...keys: string[]): Promise<void> => {
      for (const one of keys) await page.keyboard.press(one);
    };
    const enter = async (next: string): Promise<void> => {
      await key("Enter");
      await page.locator("h1", { hasText: next }).waitFor();
    };
    /** Tabs on until the focus stands on what is wanted. */
    const tabTo = async (selector: string): Promise<void> => {
      const wanted = page.locator(`${selector}:focus`);
      for (let tabs = 0; (await wanted.count()) === 0; tabs++) {
        expect(tabs, selector).toBeLessThan(80);
        await page.keyboard.press("Tab");
      }
    };
    await tabTo("main form button");
    await enter(words.consentTitle);
    await tabTo("button[value=next]");
    await enter(words.jurisdictionTitle);
    await tabTo("#national");
    await key("Space");
    // The Enter key presses what leads on, wherever the focus stands.
    await enter(words.datesTitle);
    await tabTo("#act");
    await page.keyboard.type("03012026");
    await tabTo("#undecided");
    await key("Space");
    await enter(pageNames.threshold);
    for (const fact of await factsOf(page)) {
      await tabTo(`[name='answer.${fact}']`);
      await key("Space");
    }
    await enter(pageNames.checklist);
    await tabTo("button[value=rest]");
    await enter(pageNames.nature);
    await tabTo(".answered summary");
    await key("Enter");
    await tabTo("button[value='edit.duty']");
    await enter(pageNames.threshold);
    expect(await page.locator("#answer-duty-duty").isChecked()).toBe(true);
    expect(await button(page, words.print).count()).toBe(0);
  }, 60_000);

  it("loses nothing on reload, on the way back, or in a window left open", async () => {
    const { page } = await open(here.browser, `${here.server.url}/precheck`);
    await begin(page);
    await answer(page);
    const old = await page.context().newPage();
    await old.goto(page.url());
    await old.locator("fieldset").first().getByRole("radio").first().check();
    await page.reload();
    expect(await heading(page)).toBe(pageNames.checklist);
    await button(page, words.rest).click();
    expect(await heading(page)).toBe(pageNames.nature);
    await page.goBack();
    await page.goForward();
    expect(await heading(page)).toBe(pageNames.nature);
    await old.locator("fieldset").last().getByRole("radio").first().check();
    await button(old, words.next).click();
    expect(await heading(old)).toBe(pageNames.nature);
    expect(await old.locator(".answered summary").textContent()).toBe(words.answered(18));
  }, 60_000);

  it("leads from what is left out to its field", async () => {
    const { page } = await open(here.browser, `${here.server.url}/precheck`);
    await begin(page);
    await page.locator("fieldset").first().getByRole("radio").first().check();
    await button(page, words.next).click();
    await page.locator("[role=alert]:focus").waitFor();
    await page.locator("[role=alert] a").first().click();
    await page.keyboard.press("Space");
    expect(await page.locator("fieldset").first().getByRole("radio").first().isChecked()).toBe(true);
  }, 60_000);

  it("prints its result on white, with everything open and nothing to press", async () => {
    const { page } = await open(here.browser, `${here.server.url}/precheck`, { colorScheme: "dark" });
    const { visitor, path } = await finished(here.server);
    await page
      .context()
      .addCookies([...visitor.cookies].map(([name, value]) => ({ name, value, url: here.server.url })));
    await page.goto(here.server.url + path);
    await page.emulateMedia({ media: "print" });
    for (const part of [".head", "#step", ".jumps", ".matter-end", ".answered", ".trail"])
      expect(await page.locator(part).first().isHidden(), part).toBe(true);
    expect(await page.locator(".finding").textContent()).toBe(`${outcomeWording.exempt}。${resultCaution}。`);
    expect(await page.locator("#record li").last().isVisible()).toBe(true);
    expect(await page.locator(".look").count()).toBe(6);
    expect(await page.evaluate("getComputedStyle(document.documentElement).backgroundColor")).toBe(
      "rgb(255, 255, 255)",
    );
    const pdf = await page.pdf({ preferCSSPageSize: true });
    // 210 × 297 mm in points.
    expect(pdf.toString("latin1")).toMatch(/\/MediaBox ?\[ ?0 0 59[45][.\d]* 84[12][.\d]* ?\]/);
    await page.emulateMedia({ media: "screen" });
    await page.evaluate("window.print = () => { document.title = 'printed'; }");
    await button(page, words.print).click();
    expect(await page.title()).toBe("printed");
  }, 60_000);

  it("sets readings side by side for officials, on a phone and on paper", async () => {
    const grantOf = async (person: PersonId) =>
      ({ person, role: "official", unit: "", until: null, grantedAt: 0, grantedBy: "open" }) as const;
    const official = await startPrecheck({
      access: {
        grantOf,
        admit: async (person) => ({ admitted: true, grant: await grantOf(person) }),
        redeem: async () => ({ ok: false, problem: "unknown-code" }),
      },
    });
    try {
      const { page } = await open(here.browser, `${official.url}/precheck`, { bypassCSP: true });
      const { visitor, path } = await finished(official);
      await page
        .context()
        .addCookies([...visitor.cookies].map(([name, value]) => ({ name, value, url: official.url })));
      await page.goto(official.url + path);
      await button(page, compareWords.copy).click();
      await page.locator(".answered summary").click();
      await page.locator('button[value="edit.forged"]').click();
      await page.locator('input[name="answer.forged"][value="yes"]').check();
      await button(page, words.next).click();
      await page.goto(`${official.url}/precheck/compare`);
      const looked = async (what: string): Promise<void> => {
        for (const [width, colorScheme] of looks) {
          await page.setViewportSize({ width, height: 800 });
          await page.emulateMedia({ colorScheme });
          expect(await violations(page), `${what}, ${width}`).toEqual([]);
          expect(await overflow(page), `${what}, ${width}`).toBe(0);
        }
      };
      await looked("choosing");
      for (const box of await page.getByRole("checkbox").all()) await box.check();
      await page.getByLabel(compareWords.reading(1)).selectOption("stated");
      await page.getByLabel(compareWords.reading(2)).selectOption("found");
      await button(page, compareWords.show).click();
      await looked("side by side");
      expect(await page.locator(".comparison").textContent()).toContain(outcomeWording.not_tolerated);
      await page.emulateMedia({ media: "print" });
      for (const part of [".head", ".trail"])
        expect(await page.locator(part).first().isHidden(), part).toBe(true);
      expect(await page.locator(".comparison table").first().isVisible()).toBe(true);
    } finally {
      await official.close();
    }
  }, 180_000);

  it("is removed after it was asked once", async () => {
    const { page } = await open(here.browser, `${here.server.url}/precheck`);
    await begin(page);
    expect(await button(page, words.removeDo).count()).toBe(0);
    await page.locator(".removal summary").click();
    await button(page, words.removeDo).click();
    expect(await page.getByRole("status").textContent()).toBe(words.removed);
  }, 60_000);
});
