/** A question nobody can answer: noted, drafted, published by an editor, and told to whoever wished it. */
import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { createAssistant } from "../../src/app/assistant.ts";
import { draftPassages } from "../../src/app/listening/drafting.ts";
import { createGapDesk } from "../../src/app/listening/gap-desk.ts";
import { createClusterer } from "../../src/app/listening/likeness.ts";
import { createWishes } from "../../src/app/listening/wishes.ts";
import { readPrepared } from "../../src/compose/knowledge.ts";
import { readConfig } from "../../src/config.ts";
import { wordingsOf } from "../../src/core/listening/gap-list.ts";
import { draftMarkdown } from "../../src/text/gap-draft.ts";
import { listeningReplies as words } from "../../src/text/gaps.ts";
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
    writeFileSync(join(overlay, "answers", `${id}.md`), draftMarkdown({ id, wordings, passages }));
    const after = await opened({ KNOWLEDGE_OVERLAY: overlay });

    const wishes = createWishes({
      store: flow.store,
      pseudonyms: flow.pseudonyms,
      assistant: after.assistant,
      entryQuestion: (entry) => after.knowledge.catalogue.curated(entry)?.questions[0] ?? null,
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
