import { afterEach, describe, expect, it } from "vitest";
import { createAnswerWriter } from "../../../src/app/listening/answer-text.ts";
import { createGapDesk, type GapDesk } from "../../../src/app/listening/gap-desk.ts";
import { createWishes } from "../../../src/app/listening/wishes.ts";
import type { Answer } from "../../../src/core/grounding/answer.ts";
import type { Assistant } from "../../../src/ports/assistant.ts";
import { listeningReplies as words } from "../../../src/text/gaps.ts";
import { knowledge, today } from "../../knowledge-base.ts";
import { quickAnswer, quickAssistant } from "../flow/quick-assistant.ts";
import { address, auditOf, type Running, running, transcript } from "../flow/running.ts";

const anna = address("web:anna");
const question = "未收录的驻村补助怎么报";

/** Knows by the time of its making what the quick assistant does not. */
const published: Pick<Assistant, "ask"> = {
  ask: (asked) => {
    const answer = quickAnswer(asked.replace("未收录", "收录"));
    return answer.context === null
      ? answer
      : { ...answer, context: { ...answer.context, entry: "village-allowance" } };
  },
};

describe("listening", () => {
  let flow: Running;
  afterEach(() => flow.stop());
  let made = 0;

  const wishesWith = (assistant: Pick<Assistant, "ask">, entryAnswer: Answer | null = null) =>
    createWishes({
      store: flow.store,
      pseudonyms: flow.pseudonyms,
      assistant,
      entryAnswer: () => entryAnswer,
      notice: (text) => ({ ...quickAnswer(""), kind: "smalltalk", blocks: [{ type: "notice", text }] }),
      log: { debug() {}, info() {}, warn() {}, error() {} },
      clock: flow.clock,
      expiry: (at) => at + 180 * 86_400_000,
      newId: () => `wish-${++made}`,
    });

  const desk = (): GapDesk =>
    createGapDesk({
      store: flow.store,
      pseudonyms: flow.pseudonyms,
      cluster: (texts) => [...new Set(texts)].map((text) => [text]),
      clock: flow.clock,
      newId: () => `desk-${++made}`,
    });

  const say = async (text: string, from = anna) => {
    await flow.say(from, text);
    await flow.settle();
  };
  const last = async (from = anna) => (await flow.conversations.turns(from, 0, 100)).at(-1);
  /** Presses a choice of the last turn, by its label. */
  const press = async (label: string) => {
    const turn = await last();
    const choice = turn?.choices.findIndex((one) => one.label === label) ?? -1;
    await flow.give(anna, { type: "choice", turn: turn?.turn ?? 0, choice: choice + 1 });
    await flow.settle();
  };

  it("tells whoever wished it, once, as a turn of their conversation", async () => {
    flow = await running();
    await say(question);
    await press("有答案时告诉我");
    expect(await transcript(flow, anna)).toContainEqual({ question: "有答案时告诉我", answer: words.wished });
    expect(await wishesWith(quickAssistant).run()).toBe(0);
    expect(await wishesWith(published).run()).toBe(1);
    await flow.settle();
    const told = flow.channel.shown().at(-1);
    expect(told?.message).toMatchObject({ turn: 3, push: true });
    expect((await transcript(flow, anna)).at(-1)).toEqual({
      question,
      answer: `${words.nowAnswered}答复：收录的驻村补助怎么报`,
    });
    expect(await wishesWith(published).run()).toBe(0);
    expect(await auditOf(flow.store)).toContainEqual(expect.objectContaining({ kind: "gap.told", turn: 3 }));
  });

  it("takes the typed words for the choice that was offered just before", async () => {
    flow = await running();
    await say(question);
    await say("有答案时告诉我");
    expect(await wishesWith(published).run()).toBe(1);
  });

  it("says that nothing waits where no question was left without an answer", async () => {
    flow = await running();
    await say("容错的条件");
    await say("有答案时告诉我");
    expect((await transcript(flow, anna)).at(-1)?.answer).toBe(words.wishOfWhat);
    expect(await wishesWith(published).run()).toBe(0);
  });

  it("tells nobody who took the wish back, or has deleted what they asked", async () => {
    flow = await running();
    await say(question);
    await press("有答案时告诉我");
    await press("不用告诉我了");
    expect(await wishesWith(published).run()).toBe(0);
    await say(question);
    await press("有答案时告诉我");
    await flow.conversations.remove(anna);
    expect(await wishesWith(published).run()).toBe(0);
    await say(question);
    await press("有答案时告诉我");
    await say("确认删除我的数据");
    expect(await wishesWith(published).run()).toBe(0);
  });

  it("answers by the entry that an editor closed the gap with, where the words of the question do not lead there", async () => {
    flow = await running();
    await say(question);
    await press("有答案时告诉我");
    const entry = published.ask("驻村补助");
    expect(await wishesWith(quickAssistant, entry).run()).toBe(0);
    const [gap] = await desk().list();
    await desk().act(gap?.id ?? "", { type: "close", by: { entry: "village-allowance" } }, "command-line");
    expect(await wishesWith(quickAssistant, null).run()).toBe(0);
    expect(await wishesWith(quickAssistant, entry).run()).toBe(1);
  });

  it("tells whoever waits, once, that an editor closed the question without an answer, but not why", async () => {
    flow = await running();
    await say(question);
    await press("有答案时告诉我");
    const [gap] = await desk().list();
    const by = { reason: "内部掌握，不公开" };
    await desk().act(gap?.id ?? "", { type: "close", by }, "command-line");
    expect(await wishesWith(quickAssistant).run()).toBe(1);
    expect(await wishesWith(quickAssistant).run()).toBe(0);
    await flow.settle();
    expect((await transcript(flow, anna)).at(-1)).toEqual({ question, answer: words.closedWithout });
  });

  it("leaves whoever asks again after the closing waiting for what comes of it then", async () => {
    flow = await running();
    await say(question);
    const [gap] = await desk().list();
    await desk().act(gap?.id ?? "", { type: "close", by: { reason: "不补充" } }, "command-line");
    flow.clock.advance(60_000);
    await say(question);
    await press("有答案时告诉我");
    expect(await wishesWith(quickAssistant).run()).toBe(0);
    expect((await desk().list())[0]?.state).toBe("open");
  });

  it("tells once where several processes look at the same time, and where an editor answers twice at once", async () => {
    flow = await running();
    await say(question);
    await press("有答案时告诉我");
    const told = await Promise.all([1, 2, 3].map(() => wishesWith(published).run()));
    expect(told.sort()).toEqual([0, 0, 1]);
    await flow.settle();
    expect(await transcript(flow, anna)).toHaveLength(3);
    expect(flow.channel.shown().filter(({ message }) => message.push === true)).toHaveLength(1);
    await say("投诉建议 引文不完整");
    const receipt = (await desk().list())
      .flatMap((gap) => gap.notes)
      .find(({ kind }) => kind === "complaint")?.id;
    const results = await Promise.all(
      ["一", "二", "三"].map((text) => flow.answering.answer(receipt ?? "", text, "command-line")),
    );
    expect(results.sort()).toEqual(["already", "already", "told"]);
    await flow.settle();
    expect(await transcript(flow, anna)).toHaveLength(5);
  });

  it("goes on where the conversation moves while something is to be told in it", async () => {
    flow = await running();
    await say(question);
    await press("有答案时告诉我");
    const asked = Promise.all(Array.from({ length: 5 }, (_, at) => flow.say(anna, `容错的条件${at}`)));
    await wishesWith(published).run();
    await asked;
    await flow.settle();
    const turns = await transcript(flow, anna);
    expect(turns).toHaveLength(8);
    expect(turns.filter(({ answer }) => answer.startsWith(words.nowAnswered))).toHaveLength(1);
  });

  it("leaves what the person is doing as it is: numbers still choose what was offered last", async () => {
    flow = await running();
    await say(question);
    await press("有答案时告诉我");
    await say("容错的条件");
    await wishesWith(published).run();
    await flow.settle();
    await say("2");
    expect((await last())?.question).toBe("容错的条件的期限");
  });

  it("gives a complaint a receipt, and its answer back into the same conversation, once", async () => {
    flow = await running({ roleOf: (person) => (person === "web:editor" ? "knowledge-editor" : "cadre") });
    await say("投诉建议 第十七条的引文不完整");
    const receipt = /编号(\S{4}-\S{4})/.exec((await transcript(flow, anna)).at(-1)?.answer ?? "")?.[1] ?? "";
    const editor = address("web:editor");
    await say(`答复投诉 ${receipt.toLowerCase()} 已经更正。`, editor);
    expect((await transcript(flow, editor)).at(-1)?.answer).toBe(words.answerResults.told);
    expect((await transcript(flow, anna)).at(-1)).toEqual({
      question: `您的投诉建议（编号${receipt}）`,
      answer: `您的投诉建议（编号${receipt}）有了答复：\n已经更正。`,
    });
    await say(`答复投诉 ${receipt} 再说一遍`, editor);
    expect((await transcript(flow, editor)).at(-1)?.answer).toBe(words.answerResults.already);
    expect(await transcript(flow, anna)).toHaveLength(2);
    expect((await desk().list())[0]).toMatchObject({ state: "closed", notes: [{ id: receipt }] });
    expect(await auditOf(flow.store)).toContainEqual(
      expect.objectContaining({ kind: "gap.answered", person: flow.pseudonyms.of(anna.person) }),
    );
  });

  it("cites what an answer names, and sends none that names or quotes what the knowledge base does not hold", async () => {
    flow = await running({
      roleOf: (person) => (person === "web:editor" ? "knowledge-editor" : "cadre"),
      writeAnswer: createAnswerWriter(knowledge, () => today),
    });
    await say("投诉建议 第十七条的引文不完整");
    const receipt = /编号(\S{4}-\S{4})/.exec((await transcript(flow, anna)).at(-1)?.answer ?? "")?.[1] ?? "";
    const editor = address("web:editor");
    for (const [text, told] of [
      ["《中国共产党问责条例》第九十九条已经补全。", "第九十九条"],
      ["按《容错暂行办法》办理。", "《容错暂行办法》"],
      ["《中国共产党问责条例》第十七条是「应当免予问责」。", "「应当免予问责」"],
    ] as const) {
      await say(`答复投诉 ${receipt} ${text}`, editor);
      const refused = (await transcript(flow, editor)).at(-1)?.answer ?? "";
      expect(refused).toContain("没有发出");
      expect(refused).toContain(told);
    }
    expect(await transcript(flow, anna)).toHaveLength(1);
    const text = "《中国共产党问责条例》第十七条写的是「可以不予问责或者免予问责」，引文已经补全。";
    await say(`答复投诉 ${receipt} ${text}`, editor);
    expect((await transcript(flow, editor)).at(-1)?.answer).toBe(words.answerResults.told);
    const { answer } = (await last()) ?? {};
    expect(answer?.citations.map(({ passage }) => passage)).toEqual(["accountability-2019#17"]);
    expect(answer?.blocks.at(-1)).toMatchObject({ type: "sentence", text, citations: [1] });
  });

  it("lets nobody without the role answer, and says how it is written", async () => {
    flow = await running({ roleOf: (person) => (person === "web:admin" ? "admin" : "cadre") });
    await say("投诉建议 引文不完整");
    await say("答复投诉 7K3M-Q9TD 我来答");
    expect((await last())?.answer.blocks).toEqual([{ type: "notice", text: words.mayNotAnswer }]);
    const admin = address("web:admin");
    for (const [text, reply] of [
      ["答复投诉", words.answerHow],
      ["答复投诉 7K3M-Q9TD", words.answerHow],
      ["答复投诉 7K3M-Q9TD 没有这一条", words.answerResults.unknown],
    ] as const) {
      await say(text, admin);
      expect((await transcript(flow, admin)).at(-1)?.answer).toBe(reply);
    }
  });

  it("keeps a complaint whose receipt somebody finds useless", async () => {
    flow = await running();
    await say("投诉建议 引文不完整");
    await flow.give(anna, { type: "feedback", turn: 1, verdict: "useless" });
    await flow.settle();
    const notes = (await desk().list()).flatMap((gap) => gap.notes);
    expect(notes.map(({ kind }) => kind).sort()).toEqual(["complaint", "feedback"]);
    await flow.give(anna, { type: "feedback", turn: 1, verdict: "useful" });
    await flow.settle();
    expect(await desk().list()).toHaveLength(1);
  });

  it("keeps the work of editors under ids alone, and clears it away with the last note", async () => {
    flow = await running({ key: null });
    await say(question);
    const [gap] = await desk().list();
    const after = await desk().act(
      gap?.id ?? "",
      { type: "assign", owner: "李编辑", due: "2026-12-01" },
      "web:admin",
    );
    expect(after).toMatchObject({ id: gap?.id, state: "assigned", work: { owner: "李编辑" } });
    const [kept] = await flow.store.list("gaps", "work/", { limit: 10 });
    expect(kept?.value).not.toContain("驻村");
    expect(kept?.value).not.toContain("anna");
    expect(await desk().tidy()).toBe(0);
    await flow.conversations.remove(anna);
    expect(await desk().tidy()).toBe(1);
    expect(await flow.store.list("gaps", "work/", { limit: 10 })).toEqual([]);
    expect(await desk().act("G-00000000", { type: "draft" }, "command-line")).toBeUndefined();
  });
});
