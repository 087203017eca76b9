/** Questions, answers and sources in the chat page. */
import { expect, it } from "vitest";
import type { PersonId } from "../../src/ports/channel.ts";
import { pageWords as words } from "../../src/text/page.ts";
import { labels } from "../../src/text/zh.ts";
import { forgetWords } from "../adapters/http/fake-flow.ts";
import { notice } from "../adapters/http/start.ts";
import { describeChat, desk, phone, question } from "./chat.ts";

describeChat("asking in the chat page", (chat) => {
  it("shows an answer anew where a model has put it into words, without a reload", async () => {
    const page = await chat.open();
    await chat.ask(page, question);
    const [[name = "", [turn] = []] = []] = [...chat.server.flow.turns];
    if (turn === undefined) throw new Error("no turn was kept");
    const { choices } = turn;
    turn.answer = {
      ...turn.answer,
      mode: "generated",
      blocks: [{ type: "label", label: "model" }, ...turn.answer.blocks],
    };
    const [person = "", conversation = ""] = name.split("/");
    await chat.server.channel.send(
      { person: person as PersonId, conversation },
      { turn: 1, answer: turn.answer, choices, file: null, replaces: 1 },
      "draft/1",
      null,
    );
    await page.locator(".answer", { hasText: labels.model }).waitFor();
    expect(await page.locator(".answer").count()).toBe(1);
  });

  it("answers, and the question stays above the answer", async () => {
    const page = await chat.open();
    await chat.ask(page, question);
    expect(await page.locator(".question").textContent()).toContain(question);
    expect(await page.locator(".answer").textContent()).toContain("有三类情形可以不予问责");
    expect(await page.inputValue("#question")).toBe("");
    expect(chat.complaints).toEqual([]);
  });

  it("asks a first question, then a suggestion, with the context of the answer before", async () => {
    const page = await chat.open();
    await page.locator(".questions button").first().click();
    await page.locator(".suggestions button").click();
    await page.locator(".answer").nth(1).waitFor();
    expect(
      chat.server.assistant.asked.map((asked) => [asked.question, asked.options?.context?.article]),
    ).toEqual([
      [question, undefined],
      ["那第十八条呢？", 17],
    ]);
  });

  it("passes on the day, and says so", async () => {
    const page = await chat.open();
    await page.locator(".as-of summary").click();
    await page.fill("#as-of", "2018-01-01");
    await chat.ask(page, question);
    expect(chat.server.assistant.asked[0]?.options?.asOf).toBe("2018-01-01");
    expect(await page.locator(".as-of-line").textContent()).toBe("按2018年1月1日有效的规定回答");
    expect(await page.locator("#as-of-summary").textContent()).toBe("按2018年1月1日的规定回答");
    await page.locator("#as-of-clear").click();
    await chat.ask(page, question);
    expect(chat.server.assistant.asked[1]?.options?.asOf).toBeUndefined();
  });

  it("opens a source beside the answer with the quote marked, and copies it", async () => {
    const page = await chat.open({ permissions: ["clipboard-read", "clipboard-write"] });
    await chat.ask(page, question);
    await page.locator(".note").first().click();
    expect(await page.locator("#source mark").textContent()).toBe("可以不予问责　或者免予问责");
    const [sheet, answer] = await Promise.all([
      page.locator("#source").boundingBox(),
      page.locator(".answer").boundingBox(),
    ]);
    expect(sheet?.x).toBeGreaterThan((answer?.x ?? 0) + (answer?.width ?? 0));
    await page.locator("#source-copy").click();
    await page.locator("#source-status", { hasText: words.copied }).waitFor();
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe(
      "《中国共产党问责条例》（2019年9月1日起施行）第十七条第一款：“可以不予问责或者免予问责”",
    );
    expect(chat.complaints).toEqual([]);
  });

  it("walks from a source to a related one and back", async () => {
    const page = await chat.open();
    await chat.ask(page, question);
    await page.locator(".note").first().click();
    await page.locator("#source a", { hasText: "李某" }).click();
    await page.locator("#source .gist", { hasText: "李某以会议补助名义<b>发放</b>津补贴。" }).waitFor();
    await page.locator("#source-back").click();
    await page.locator("#source mark").waitFor();
    expect(await page.locator("#source-back").isHidden()).toBe(true);
  });

  it("asks a question that a source is related to", async () => {
    const page = await chat.open();
    await chat.ask(page, question);
    await page.locator(".note").first().click();
    await page.locator("#source a", { hasText: "三类情形要不要都满足" }).click();
    await page.locator(".answer").nth(1).waitFor();
    expect(chat.server.assistant.asked[1]?.question).toBe("三类情形要不要都满足？");
  });

  it("covers the screen with a source on a phone, holds the focus in it and gives it back", async () => {
    const page = await chat.open({ viewport: phone });
    await chat.ask(page, question);
    await page.locator(".note").first().click();
    await page.locator("#source mark").waitFor();
    expect(await page.locator("#source").boundingBox()).toMatchObject({ x: 0, y: 0, ...phone });
    for (let step = 0; step < 20; step++) {
      await page.keyboard.press("Tab");
      // The browser's own bar may have its turn, the page behind may not.
      const inside =
        "!document.hasFocus() || document.activeElement === document.body || document.activeElement.closest('dialog') !== null";
      expect(await page.evaluate(inside)).toBe(true);
    }
    await page.keyboard.press("Escape");
    await page.locator("#source").waitFor({ state: "hidden" });
    expect(await chat.focused(page)).toBe("[1]");
  });

  it("keeps the source open when the window grows or shrinks", async () => {
    const page = await chat.open();
    await chat.ask(page, question);
    await page.locator(".note").first().click();
    await page.locator("#source mark").waitFor();
    await page.setViewportSize(phone);
    await page.locator("#source:modal mark").waitFor();
    await page.setViewportSize(desk);
    await page.locator("#source[open]:not(:modal) mark").waitFor();
  });

  it("can be used by keyboard alone", async () => {
    const page = await chat.open();
    expect(await chat.focused(page)).toBe("question");
    await page.keyboard.type("第一行");
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.type("第二行");
    await page.keyboard.press("Enter");
    await page.locator(".answer").waitFor();
    expect(chat.server.assistant.asked[0]?.question).toBe("第一行\n第二行");
    expect(await chat.focused(page)).toBe("question");

    // Back from the field: the day, four verdicts, the suggestion, then the list of sources from its end.
    for (let step = 0; step < 7; step++) await page.keyboard.press("Shift+Tab");
    expect(await chat.focused(page)).toContain("李某");
    await page.keyboard.press("Enter");
    await page.locator("#source .gist").waitFor();
    expect(await chat.focused(page)).toBe("source-title");
    await page.keyboard.press("Escape");
    await page.locator("#source").waitFor({ state: "hidden" });
    expect(await chat.focused(page)).toContain("李某");
  });

  it("lets the first Tab skip to the field", async () => {
    const page = await chat.open({ viewport: phone, hasTouch: true });
    await page.keyboard.press("Tab");
    expect(await chat.focused(page)).toBe(words.skip);
    await page.keyboard.press("Enter");
    expect(await chat.focused(page)).toBe("question");
  });

  it("does not send while an input method is composing", async () => {
    const page = await chat.open();
    await page.fill("#question", "rongcuo");
    await page.evaluate(
      "document.getElementById('question').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }))",
    );
    expect(await page.inputValue("#question")).toBe("rongcuo");
    expect(chat.server.assistant.asked).toEqual([]);
  });

  it("asks by Enter at once on a fresh page, with the notice in sight", async () => {
    const page = await chat.open({ viewport: phone });
    expect(await page.locator("#notice").textContent()).toContain(notice.text);
    const box = await page.locator("#notice").boundingBox();
    const composer = await page.locator("#composer").boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(composer?.y ?? 0);
    await page.locator("#question").focus();
    await page.keyboard.type("什么是容错？");
    await page.keyboard.press("Enter");
    await page.locator(".answer").waitFor();
  });

  it("keeps what a person thinks of an answer", async () => {
    const page = await chat.open();
    await chat.ask(page, question);
    await page.getByRole("button", { name: words.feedbackVerdicts.wrong_citation }).click();
    await expect.poll(() => chat.server.flow.events.at(-1)?.content.type).toBe("feedback");
    await page.reload();
    const pressed = page.locator('.feedback [aria-pressed="true"]');
    expect(await pressed.allTextContents()).toEqual([words.feedbackVerdicts.wrong_citation]);
  });

  it("offers choices as buttons, and sends what they stand for", async () => {
    const page = await chat.open();
    await chat.ask(page, "有哪些选项");
    chat.server.flow.hold();
    await page.locator(".choices button", { hasText: "招标" }).click();
    // While it is under way, what was pressed stands there, not the words it sends.
    await page.locator(".underway .loading").waitFor();
    expect(await page.locator(".underway .question").textContent()).toMatch(/：招标$/);
    await chat.server.flow.release();
    await page.locator(".answer").nth(1).waitFor();
    expect(chat.texts()).toEqual(["有哪些选项", "/cases 招标"]);
  });

  it("goes on after a typed word to stop, which is answered without a turn", async () => {
    const page = await chat.open();
    await page.fill("#question", words.stop);
    await page.keyboard.press("Enter");
    await page.locator(".message", { hasText: "已停止。" }).waitFor();
    await page.locator(".underway").waitFor({ state: "detached" });
    await chat.ask(page, question);
    expect(chat.texts()).toEqual([words.stop, question]);
  });

  it("goes on after such a word whose answer came with a reload", async () => {
    const page = await chat.open();
    chat.server.flow.hold();
    // So that no stream that is just ending takes the answer.
    await page.route("**/api/conversations/**", (route) => route.abort());
    await page.reload();
    await page.fill("#question", forgetWords);
    await page.keyboard.press("Enter");
    await expect.poll(() => chat.texts()).toEqual([forgetWords]);
    await chat.server.flow.release();
    await page.reload();
    await page.locator(".message", { hasText: "您的数据已经删除。" }).waitFor();
    await page.locator(".underway").waitFor({ state: "detached" });
  });

  it("stops the answer under way by the typed word, too", async () => {
    const page = await chat.open();
    chat.server.flow.hold();
    await page.fill("#question", question);
    await page.keyboard.press("Enter");
    await expect.poll(() => chat.texts()).toEqual([question]);
    await page.locator("#stop").waitFor();
    await page.fill("#question", words.stop);
    await page.keyboard.press("Enter");
    await page.locator(".answer", { hasText: "已按您的要求停止。" }).waitFor();
    expect([await page.inputValue("#question"), chat.texts()]).toEqual(["", [question, "/stop"]]);
  });

  it("leaves nothing on the screen after everything was deleted by typed words", async () => {
    const page = await chat.open();
    await chat.ask(page, question);
    await page.fill("#question", forgetWords);
    await page.keyboard.press("Enter");
    await page.locator(".message", { hasText: "您的数据已经删除。" }).waitFor();
    await page.getByText(question, { exact: true }).first().waitFor({ state: "detached" });
    expect(await page.locator(".turn:not(.message)").count()).toBe(0);
  });

  it("announces an answer once", async () => {
    const page = await chat.open();
    await page.evaluate(`window.said = []; new MutationObserver(() => window.said.push(document.getElementById("status").textContent))
      .observe(document.getElementById("status"), { childList: true, characterData: true, subtree: true })`);
    await chat.ask(page, question);
    await chat.ask(page, "你好");
    expect(await page.evaluate("window.said")).toEqual([
      expect.stringMatching(/^第1问已有答复：/),
      "第2问已有答复：您好。",
    ]);
    expect(await page.locator("#conversation [aria-live], #conversation[aria-live]").count()).toBe(0);
  });

  it("offers another try where a source could not be opened", async () => {
    const page = await chat.open();
    await chat.ask(page, question);
    await page.route("**/api/sources/**", (route) => route.abort());
    await page.locator(".note").first().click();
    await page.locator("#source-content button").waitFor();
    await page.unroute("**/api/sources/**");
    await page.locator("#source-content button").click();
    await page.locator("#source mark").waitFor();
  });

  it("leaves markup in questions and sources inert", async () => {
    const page = await chat.open();
    await chat.ask(page, '<img src=x onerror="document.title=1"><script>document.title=2</script>');
    await page.locator(".note", { hasText: "[3]" }).click();
    await page.locator("#source .gist").waitFor();
    expect(await page.locator("#conversation img, #conversation script, #source b").count()).toBe(0);
    expect(await page.title()).toBe(words.name);
  });

  it("takes a question from the address into the field, and drops it from there", async () => {
    const page = await chat.open({}, `/?q=${encodeURIComponent(question)}&asOf=2018-01-01`);
    await page.locator("#as-of-summary", { hasText: "2018年1月1日" }).waitFor();
    expect(await page.inputValue("#question")).toBe(question);
    expect(new URL(page.url()).search).toBe("");
    expect(chat.server.flow.events).toEqual([]);
    await page.keyboard.press("Enter");
    await page.locator(".answer").waitFor();
    expect(chat.server.assistant.asked[0]?.options?.asOf).toBe("2018-01-01");
  });
});
