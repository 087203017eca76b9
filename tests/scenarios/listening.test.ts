/** A question nobody can answer: noted, drafted, published by an editor, and told to whoever wished it. */
import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { createDraft } from "../../src/app/ask/draft.ts";
import { createAssistant } from "../../src/app/assistant.ts";
import { spaceOf } from "../../src/app/flow/keys.ts";
import { draftPassages } from "../../src/app/listening/drafting.ts";
import { createEntryAnswer } from "../../src/app/listening/entry-answer.ts";
import { createGapDesk } from "../../src/app/listening/gap-desk.ts";
import { createClusterer } from "../../src/app/listening/likeness.ts";
import { createWishes } from "../../src/app/listening/wishes.ts";
import { readPrepared } from "../../src/compose/knowledge.ts";
import { readConfig } from "../../src/config.ts";
import { wishWord } from "../../src/core/dialogue/listening-words.ts";
import type { Answer } from "../../src/core/grounding/answer.ts";
import { wordingsOf } from "../../src/core/listening/gap-list.ts";
import { replies } from "../../src/text/dialogue.ts";
import { draftMarkdown } from "../../src/text/gap-draft.ts";
import { listeningReplies as words } from "../../src/text/gaps.ts";
import { quickAnswer } from "../app/flow/quick-assistant.ts";
import { address, contact, type Running, running, today, transcript } from "../app/flow/running.ts";
import { temporaryFolder } from "../folders.ts";

const overlay = temporaryFolder();
mkdirSync(join(overlay, "answers"));
async function opened(environment: Record<string, string>) {
  const config = readConfig({
    KNOWLEDGE_DIR: join(import.meta.dirname, "../../knowledge"),
    ...environment,
  });
  const knowledge = await readPrepared(config);
  return { knowledge, assistant: createAssistant(knowledge, { contact, today: () => today }) };
}

type Opened = Awaited<ReturnType<typeof opened>>;

/** What the wishes answer with beside the assistant. */
const answersOf = ({ knowledge, assistant }: Opened) => ({
  entryAnswer: createEntryAnswer(knowledge, assistant, () => today),
  notice: (text: string): Answer => {
    const draft = createDraft(knowledge, "", today);
    draft.notice(text);
    return draft.close({ kind: "smalltalk", context: null });
  },
});

describe("a question without an answer", () => {
  let flow: Running;
  afterAll(() => flow.stop());

  it("comes back with one to those who wished it, and to nobody else", async () => {
    const before = await opened({});
    flow = await running({ assistant: before.assistant });
    const [anna, bert, carla] = [address("web:anna"), address("web:bert"), address("web:carla")];
    for (const [who, text] of [
      [anna, "容错能跨省吗"],
      [bert, "请问容错能跨省吗"],
      [carla, "容错能跨省吗？"],
    ] as const) {
      await flow.say(who, text);
      await flow.settle();
      expect((await flow.conversations.turns(who, 0, 9))[0]?.answer.refusalReason).toBe("no_evidence");
      if (who !== carla) await flow.say(who, "有答案时告诉我");
      await flow.settle();
    }

    const desk = createGapDesk({
      store: flow.store,
      pseudonyms: flow.pseudonyms,
      cluster: createClusterer(before.knowledge),
      clock: flow.clock,
      newId: randomUUID,
    });
    const [gap] = await desk.list();
    expect(gap?.notes).toHaveLength(3);

    const id = "across-provinces";
    const wordings = wordingsOf({ notes: gap?.notes ?? [] });
    const passages = draftPassages(before.knowledge, wordings, today);
    expect(passages.length).toBeGreaterThan(0);
    writeFileSync(
      join(overlay, "answers", `${id}.md`),
      draftMarkdown({ id, topic: null, wordings, passages }),
    );
    const after = await opened({ KNOWLEDGE_OVERLAY: overlay });

    const wishes = createWishes({
      store: flow.store,
      pseudonyms: flow.pseudonyms,
      assistant: after.assistant,
      ...answersOf(after),
      log: { debug() {}, info() {}, warn() {}, error() {} },
      clock: flow.clock,
      expiry: (at) => at + 86_400_000,
      newId: randomUUID,
    });
    expect(await wishes.run()).toBe(2);
    expect(await wishes.run()).toBe(0);
    await flow.settle();
    for (const who of [anna, bert])
      expect((await transcript(flow, who)).at(-1)?.answer).toContain(words.nowAnswered);
    expect(await transcript(flow, carla)).toHaveLength(1);
    const told = flow.channel.shown().filter(({ message }) => message.push === true);
    expect(told.map(({ to }) => to.person).sort()).toEqual([anna.person, bert.person]);
    expect(told[0]?.message.answer.citations.length).toBeGreaterThan(0);
  });
});

describe("a question that is refused for what it asks", () => {
  let flow: Running;
  afterEach(() => flow.stop());

  it.each([
    ["evasion", "举报材料转给被举报人，行不行"],
    ["verdict_request", "我这个事肯定能免责吗，给个准话"],
    ["out_of_scope", "明天天气怎么样"],
  ])("(%s) offers no wish, and keeps none that is typed", async (reason, text) => {
    const { assistant } = await opened({});
    flow = await running({ assistant });
    const anna = address("web:anna");
    await flow.say(anna, text);
    await flow.settle();
    const [turn] = await flow.conversations.turns(anna, 0, 9);
    expect(turn?.answer.refusalReason).toBe(reason);
    expect(turn?.choices.map(({ label }) => label)).not.toContain(wishWord);
    await flow.say(anna, wishWord);
    await flow.settle();
    expect((await transcript(flow, anna)).at(-1)?.answer).toBe(words.wishOfWhat);
    expect(await flow.store.list(spaceOf(anna.person), "wish/", { limit: 9 })).toEqual([]);
  });
});

describe("an entry that a gap is closed by", () => {
  it("is told although its own first question is refused, or leads elsewhere", async () => {
    const shipped = await opened({});
    const { ask } = shipped.assistant;
    const { entryAnswer } = answersOf(shipped);
    expect(ask("举报材料转给被举报人，行不行").refusalReason).toBe("evasion");
    for (const { id, kind, questions } of shipped.knowledge.catalogue.base.curated) {
      const [first = ""] = questions;
      if (kind === "refusal" || ask(first).context?.entry === id) continue;
      const answer = entryAnswer(id);
      expect([id, answer?.kind, answer?.context?.entry]).toEqual([id, "answer", id]);
      expect(answer?.citations).not.toEqual([]);
    }
    expect(entryAnswer("no-such-entry")).toBeNull();
  });

  it("is printed as it stands where all of its questions are refused", async () => {
    const { knowledge } = await opened({});
    const refusing = { ask: () => ({ ...quickAnswer(""), kind: "refusal" as const }) };
    const answer = createEntryAnswer(knowledge, refusing, () => today)("leaking-reports");
    expect(answer?.blocks[0]).toEqual({
      type: "heading",
      text: knowledge.catalogue.curated("leaking-reports")?.title,
    });
    expect(answer?.citations).not.toEqual([]);
  });
});

describe("a complaint", () => {
  let flow: Running;
  afterEach(() => flow.stop());

  it("is answered by a person, and whoever made it can ask what has become of it, and nobody else", async () => {
    const { assistant } = await opened({});
    flow = await running({ assistant });
    const [anna, bert] = [address("web:anna"), address("web:bert")];
    const says = async (who: typeof anna, text: string): Promise<string> => {
      await flow.say(who, text);
      await flow.settle();
      return (await transcript(flow, who)).at(-1)?.answer ?? "";
    };
    const told = await says(anna, "投诉建议 第十七条的引文不完整");
    const receipt = /编号([0-9A-Z]{4}-[0-9A-Z]{4})/.exec(told)?.[1] ?? "";
    const { waiting, answered, unknown } = replies.complaintStates;
    expect(await says(anna, `投诉建议 ${receipt.toLowerCase()}`)).toBe(waiting(receipt));
    expect(await says(bert, `投诉建议 ${receipt}`)).toBe(unknown(receipt));
    expect(await flow.answering.answer(receipt, "引文已经更正。", "command-line")).toBe("told");
    await flow.settle();
    expect((await transcript(flow, anna)).at(-1)?.answer).toContain("引文已经更正。");
    expect(await says(address("web:anna", "c2"), `投诉建议 ${receipt}`)).toBe(answered(receipt));
  });
});
