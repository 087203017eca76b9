/** Whole conversations with a service over real HTTP: whatever it says, the card or cited sentences are what stands. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createOpenAiModel } from "../../../src/adapters/llm/openai-model.ts";
import { readPrompt } from "../../../src/adapters/prompts/prompts.ts";
import { createClaimCache } from "../../../src/app/generation/cache.ts";
import { createGenerator } from "../../../src/app/generation/generator.ts";
import { createWriter, type Writer } from "../../../src/app/generation/writer.ts";
import { notices } from "../../../src/text/zh.ts";
import { assistant, knowledge } from "../../knowledge-base.ts";
import { faithful, unfaithful } from "../../llm/claims.ts";
import { createModelServer, type Mode, type ModelServer } from "../../llm/server.ts";
import { address, running } from "../flow/running.ts";

const prompt = readPrompt(join(import.meta.dirname, "../../../prompts"), "answer", ["canary"]);
/** One for which no editor wrote a text. */
const question =
  [
    "公务员执行明显违法的命令要不要承担责任",
    "重大行政决策没有履行法定程序的责任怎么追究",
    "处分影响期满后还能不能正常使用干部",
  ].find((text) => assistant.ask(text).grounds !== undefined) ?? "";
const anna = address("web:anna");

let service: ModelServer;
beforeAll(async () => {
  service = await createModelServer();
});
afterAll(() => service.close());

function writer(totalMilliseconds: number): Writer {
  let made = 0;
  const generator = createGenerator({
    catalogue: knowledge.catalogue,
    model: createOpenAiModel({
      endpoints: [{ baseURL: service.baseURL, key: "k", model: "writer-1" }],
      totalMilliseconds,
      times: { firstMilliseconds: totalMilliseconds, idleMilliseconds: totalMilliseconds },
      takeBudget: async () => true,
      now: () => performance.now(),
      wait: async () => {},
      chance: () => 0,
      log: { debug() {}, info() {}, warn() {}, error() {} },
    }),
    prompt,
    cache: createClaimCache(),
    random: (length) => `r${++made}`.padEnd(length, "q"),
    normalise: knowledge.normalise,
    counted: { ended() {}, dropped() {}, quoted() {} },
  });
  return createWriter({ assistant, generator, rewriter: null, deadline: () => undefined });
}

/** What stands in the end, and what was shown on the way. */
async function conversation(totalMilliseconds = 60_000) {
  const made = await running({ assistant, writer: writer(totalMilliseconds) });
  try {
    await made.say(anna, question);
    await made.settle();
    const [turn] = await made.conversations.turns(anna, 0, 1);
    if (turn === undefined) throw new Error("nothing was answered");
    return { answer: turn.answer, shown: made.channel.shown().map(({ message }) => message.answer) };
  } finally {
    await made.stop();
  }
}

describe("a conversation with a service", () => {
  it("that does as it is told ends with cited sentences, after the card", async () => {
    service.answer(faithful);
    const { answer, shown } = await conversation();
    expect(shown.map(({ mode }) => mode)).toEqual(["extractive", "generated"]);
    const sentences = answer.blocks.flatMap((block) => (block.type === "sentence" ? [block] : []));
    expect(sentences.some(({ origin }) => origin === "model")).toBe(true);
    expect(sentences.every(({ citations }) => citations.length > 0)).toBe(true);
  });

  it.each(Object.entries(unfaithful))("that gives %s ends with the card", async (_, answering) => {
    service.answer(answering);
    const { answer, shown } = await conversation();
    // What judged is kept back, and the way to a pre-check offered instead.
    const offered = answer.precheck === true;
    expect(shown).toHaveLength(offered ? 2 : 1);
    expect(answer.blocks.slice(0, shown[0]?.blocks.length)).toEqual(shown[0]?.blocks);
    expect(answer.blocks.slice(shown[0]?.blocks.length)).toEqual(
      offered ? [{ type: "notice", text: notices.noVerdict }] : [],
    );
    expect(answer.mode).toBe("extractive");
  });

  it.each<[Mode, number]>([
    [{ type: "status", status: 500 }, 60_000],
    [{ type: "html", status: 200 }, 60_000],
    [{ type: "drop" }, 60_000],
    [{ type: "no-finish" }, 60_000],
    [{ type: "huge", characters: 200_000 }, 60_000],
    [{ type: "silence" }, 200],
  ])("that goes wrong with %o ends with the card", async (mode, milliseconds) => {
    service.answer(faithful);
    service.always(mode);
    try {
      expect((await conversation(milliseconds)).answer.mode).toBe("extractive");
    } finally {
      service.always(null);
    }
  });
});
