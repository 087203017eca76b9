import { afterEach, describe, expect, it } from "vitest";
import { draftsQueue, groupOf, spaceOf, stopKey } from "../../../src/app/flow/keys.ts";
import type { Given, Writer } from "../../../src/app/generation/writer.ts";
import type { Answer } from "../../../src/core/grounding/answer.ts";
import type { Assistant } from "../../../src/ports/assistant.ts";
import { StoreUnavailableError } from "../../../src/ports/store.ts";
import { replies } from "../../../src/text/dialogue.ts";
import { quickAnswer, quickAssistant } from "./quick-assistant.ts";
import { address, auditOf, createGate, quickPace, type Running, running, transcript } from "./running.ts";
import { textOf } from "./scripted-channel.ts";

const open: Running[] = [];
const start: typeof running = async (options) => {
  const made = await running(options);
  open.push(made);
  return made;
};
afterEach(async () => {
  for (const made of open.splice(0)) await made.stop();
});

const anna = address("web:anna");
const bert = address("web:bert");

/** Answers questions about 条文 with grounds. */
const grounded: Assistant = {
  ...quickAssistant,
  ask: (question, options) => ({
    ...quickAssistant.ask(question, options),
    ...(question.includes("条文") ? { grounds: ["law-2020#1"] } : {}),
  }),
};

const worded = (answer: Answer): Answer => ({
  ...answer,
  mode: "generated",
  blocks: [{ type: "notice", text: "写成的话。" }, ...answer.blocks],
  writer: { model: "Org/model-7", prompt: "a".repeat(64) },
});

const wants: Writer["wants"] = ({ answer }) => (answer.grounds === undefined ? "nothing" : "wording");

/** Puts everything with grounds into words, after `before`. */
const writing = (
  before: (given: Given, signal?: AbortSignal) => void | Promise<void> = () => {},
): Writer => ({
  wants,
  async write(given, signal) {
    await before(given, signal);
    return signal?.aborted === true ? null : worded(given.answer);
  },
});

const answers = async (made: Running, of = anna) => (await transcript(made, of)).map(({ answer }) => answer);
const drafts = async ({ store }: Running) =>
  (await auditOf(store)).filter(({ kind }) => kind === "draft").map(({ result }) => result);

describe("an answer that a model puts into words", () => {
  it("is sent as it stands first, and then once more in the place of the first message", async () => {
    const gate = createGate();
    const made = await start({ assistant: grounded, writer: writing(gate.pass) });
    await made.say(anna, "条文怎么说");
    await gate.reached;
    await made.until(() => made.channel.sends.length === 1);
    expect(await answers(made)).toEqual(["答复：条文怎么说"]);
    gate.open();
    await made.settle();
    expect(await answers(made)).toEqual(["写成的话。答复：条文怎么说"]);
    const sent = made.channel.shown().map((send) => [textOf(send), send.message.turn, send.message.replaces]);
    expect(sent).toEqual([
      ["答复：条文怎么说", 1, undefined],
      ["写成的话。答复：条文怎么说", 1, 1],
    ]);
  });

  it("holds up neither its own conversation nor another", async () => {
    const gate = createGate();
    const made = await start({ assistant: grounded, writer: writing(gate.pass) });
    await made.say(anna, "条文怎么说");
    await gate.reached;
    await made.say(anna, "别的");
    await made.say(bert, "别的");
    await made.until(() => made.channel.sends.length === 3);
    expect(await answers(made)).toEqual(["答复：条文怎么说", "答复：别的"]);
    gate.open();
    await made.settle();
    expect(await answers(made)).toEqual(["写成的话。答复：条文怎么说", "答复：别的"]);
  });

  it.each(["written", "failing"])("is shown to be worked on until that has ended: %s", async (how) => {
    const gate = createGate();
    const write = async () => {
      await gate.pass();
      if (how === "failing") throw new Error("no model");
    };
    const made = await start({ assistant: grounded, writer: writing(write) });
    await made.say(anna, "条文怎么说");
    await gate.reached;
    expect(made.channel.works).toEqual(["wording"]);
    gate.open();
    await made.until(() => made.channel.works.length === 0);
  });

  it("is handed over masked, and under a pseudonym", async () => {
    const seen: unknown[] = [];
    const made = await start({ assistant: grounded, writer: writing((given) => void seen.push(given)) });
    await made.say(anna, "条文怎么说，我的电话13812345678");
    await made.settle();
    expect(JSON.stringify(seen)).not.toMatch(/13812345678|anna/);
    expect(seen).toMatchObject([{ masked: true, who: expect.stringMatching(/^[0-9a-f]{32}$/) }]);
  });

  it("leaves a record of which model wrote by which prompt, and no text", async () => {
    const made = await start({ assistant: grounded, writer: writing() });
    await made.say(anna, "条文怎么说");
    await made.settle();
    const [record] = (await auditOf(made.store)).filter(({ kind }) => kind === "draft");
    expect(record).toMatchObject({ result: "generated", model: "Org/model-7", prompt: "a".repeat(64) });
    expect(record).toMatchObject({
      asOf: "2026-11-23",
      knowledge: expect.any(String),
      dropped: {},
      tokens: 0,
    });
    expect(JSON.stringify(record)).not.toMatch(/\p{Script=Han}|anna/u);
  });

  it("leaves a record of what was dropped, by check, and of what it cost, also where nothing came of it", async () => {
    const spending: Writer = {
      wants,
      async write({ noted }) {
        noted?.({ tokens: 700, dropped: [] });
        noted?.({ tokens: 300, dropped: ["verdict", "coverage", "verdict"] });
        return null;
      },
    };
    const made = await start({ assistant: grounded, writer: spending });
    await made.say(anna, "条文怎么说");
    await made.settle();
    const [record] = (await auditOf(made.store)).filter(({ kind }) => kind === "draft");
    expect(record).toMatchObject({ result: "kept", tokens: 1_000, dropped: { verdict: 2, coverage: 1 } });
  });

  it("offers a pre-check where it was a judgement and is kept back, behind what was offered before", async () => {
    const judging: Writer = {
      wants,
      write: async ({ answer }) => ({ ...answer, precheck: true }),
    };
    const made = await start({ assistant: grounded, writer: judging });
    await made.say(anna, "条文怎么说");
    await made.settle();
    const shown = made.channel.shown().map(({ message }) => message.choices.map(({ label }) => label));
    expect(shown[1]).toEqual([...(shown[0] ?? []), replies.precheckOffer]);
    expect(await drafts(made)).toEqual(["offered"]);
  });

  it("keeps the feedback that was given meanwhile", async () => {
    const gate = createGate();
    const made = await start({ assistant: grounded, writer: writing(gate.pass) });
    await made.say(anna, "条文怎么说");
    await gate.reached;
    await made.give(anna, { type: "feedback", turn: 1, verdict: "useful" });
    await made.until(async () => (await made.conversations.turns(anna, 0, 1))[0]?.feedback === "useful");
    gate.open();
    await made.settle();
    const [turn] = await made.conversations.turns(anna, 0, 1);
    expect([turn?.feedback, turn?.answer.mode]).toEqual(["useful", "generated"]);
  });

  it("stays as it is where the model gives nothing", async () => {
    const made = await start({ assistant: grounded, writer: { wants, write: async () => null } });
    await made.say(anna, "条文怎么说");
    await made.settle();
    expect(await answers(made)).toEqual(["答复：条文怎么说"]);
    expect(made.channel.sends).toHaveLength(1);
    expect(await drafts(made)).toEqual(["kept"]);
  });

  it("is none where there is nothing to put into words", async () => {
    const made = await start({ assistant: grounded, writer: writing() });
    await made.say(anna, "别的");
    await made.settle();
    expect(await drafts(made)).toEqual([]);
  });
});

describe("a stop", () => {
  it("ends the writing at once, and the answer stays as it was", async () => {
    const aborted = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    const made = await start({
      assistant: grounded,
      writer: writing((_, signal) => {
        signal?.addEventListener("abort", () => aborted.resolve());
        reached.resolve();
        return aborted.promise;
      }),
    });
    await made.say(anna, "条文怎么说");
    await reached.promise;
    await made.say(anna, "停止回答");
    await made.settle();
    expect(await answers(made)).toEqual(["答复：条文怎么说"]);
  });

  it("that another process took in is heard before the commit", async () => {
    const gate = createGate();
    const made = await start({ assistant: grounded, writer: writing(gate.pass) });
    await made.say(anna, "条文怎么说");
    await gate.reached;
    await made.store.commit({
      id: "elsewhere",
      space: spaceOf(anna.person),
      put: [{ key: stopKey(anna), value: "1", expiresAt: made.clock() + 1_000_000 }],
    });
    gate.open();
    await made.settle();
    expect(await answers(made)).toEqual(["答复：条文怎么说"]);
    expect(await drafts(made)).toEqual(["stopped"]);
  });

  it("of before the question stops nothing", async () => {
    const made = await start({ assistant: grounded, writer: writing() });
    await made.say(anna, "停止回答");
    await made.say(anna, "条文怎么说");
    await made.settle();
    expect(await answers(made)).toEqual(["写成的话。答复：条文怎么说"]);
  });
});

describe("what was deleted meanwhile", () => {
  it.each<[string, (made: Running) => Promise<unknown>]>([
    ["with the person", (made) => made.say(anna, "确认删除我的数据")],
    ["with the conversation", (made) => made.conversations.remove(anna)],
  ])("%s does not come back", async (_, remove) => {
    const gate = createGate();
    const made = await start({ assistant: grounded, writer: writing(gate.pass) });
    await made.say(anna, "条文怎么说");
    await gate.reached;
    await remove(made);
    await made.until(async () => (await answers(made)).length === 0);
    gate.open();
    await made.settle();
    expect(await answers(made)).toEqual([]);
    expect(await drafts(made)).toEqual([]);
    const found = await made.store.list(spaceOf(anna.person), "turn/", { limit: 10 });
    expect(found).toEqual([]);
  });
});

describe("a process that ends while a model writes", () => {
  it("leaves the turn to the next one, without waiting for its lease where it had time to", async () => {
    const reached = Promise.withResolvers<void>();
    const first = await start({
      assistant: grounded,
      writer: writing((_, signal) => {
        const aborted = Promise.withResolvers<void>();
        signal?.addEventListener("abort", () => aborted.resolve());
        reached.resolve();
        return aborted.promise;
      }),
    });
    await first.say(anna, "条文怎么说");
    await reached.promise;
    await first.until(() => first.channel.sends.length === 1);
    const { directory, clock } = first;
    await first.stop();
    open.length = 0;
    const second = await start({ directory, clock, assistant: grounded, writer: writing() });
    const before = clock();
    await second.until(async () => (await answers(second))[0]?.startsWith("写成的话") === true);
    expect(clock()).toBe(before);
    await second.settle();
    expect(second.channel.shown().map(textOf)).toEqual(["写成的话。答复：条文怎么说"]);
  });

  it("that was killed leaves it to whoever finds the lease ended", async () => {
    const gate = createGate();
    const first = await start({ assistant: grounded, writer: writing(gate.pass) });
    await first.say(anna, "条文怎么说");
    await gate.reached;
    await first.until(() => first.channel.shown().length === 1);
    const { directory, clock } = first;
    await first.abandon();
    open.length = 0;
    const second = await start({ directory, clock, assistant: grounded, writer: writing() });
    await second.settle();
    expect(await answers(second)).toEqual(["写成的话。答复：条文怎么说"]);
  });

  it("again and again with the same turn ends with the answer as it was", async () => {
    const made = await start({
      assistant: grounded,
      pace: { ...quickPace, drafter: { ...quickPace.drafter, maxAttempts: 2 } },
      writer: writing(() => {
        throw new Error("fails each time");
      }),
    });
    await made.say(anna, "条文怎么说");
    await made.settle();
    expect(await answers(made)).toEqual(["答复：条文怎么说"]);
    expect(await drafts(made)).toEqual(["crashed"]);
  });

  it("commits once where the store could not say whether it did", async () => {
    let failed = false;
    const made = await start({
      assistant: grounded,
      writer: writing(),
      before: (store) => ({
        ...store,
        async commit(batch) {
          const result = await store.commit(batch);
          if (!batch.id.startsWith("drafted/") || failed) return result;
          failed = true;
          throw new StoreUnavailableError("reply lost");
        },
      }),
    });
    await made.say(anna, "条文怎么说");
    await made.settle();
    expect(failed).toBe(true);
    expect(await answers(made)).toEqual(["写成的话。答复：条文怎么说"]);
    expect(made.channel.shown()).toHaveLength(2);
    expect(await drafts(made)).toEqual(["generated"]);
  });

  it("buries a draft of a form nobody knows", async () => {
    const made = await start({ assistant: grounded, writer: writing() });
    await made.store.commit({
      id: "strange",
      space: spaceOf(anna.person),
      enqueue: [{ queue: draftsQueue, group: groupOf(anna), payload: '{"form":9}' }],
    });
    await made.settle();
    const letters = await made.store.deadLetters({ queue: draftsQueue, limit: 5 });
    expect(letters.map(({ reason }) => reason)).toEqual(["flow.form"]);
  });
});

describe("a question that was understood only with a model", () => {
  const understood: Writer = {
    wants: ({ answer, before }) =>
      before !== null && answer.refusalReason === "no_evidence" ? "rewriting" : "nothing",
    write: async ({ before }) => ({
      ...quickAnswer("补全的问题"),
      understoodAs: `按此理解检索：${before?.question}`,
      mode: "generated",
    }),
  };

  it("is answered in its turn, leaves the gap list, and is what the next one leans on and chooses from", async () => {
    const made = await start({ writer: understood });
    await made.say(anna, "先问的");
    await made.say(anna, "那未收录的呢");
    await made.settle();
    const [, turn] = await made.conversations.turns(anna, 0, 10);
    expect(turn?.answer.understoodAs).toBe("按此理解检索：先问的");
    expect(turn?.choices.map(({ label }) => label)).toEqual(["补全的问题的依据", "补全的问题的期限"]);
    const gaps = await made.store.list(spaceOf(anna.person), "gap/", { limit: 10 });
    expect(gaps).toEqual([]);
    await made.say(anna, "1");
    await made.settle();
    const [, , next] = await made.conversations.turns(anna, 0, 10);
    expect([next?.question, next?.answer.understoodAs]).toEqual(["补全的问题的依据", "补全的问题"]);
  });

  it("leaves a conversation alone that has gone on", async () => {
    const gate = createGate();
    const made = await start({
      writer: {
        ...understood,
        async write(given) {
          await gate.pass();
          return understood.write({ ...given, who: null, masked: false });
        },
      },
    });
    for (const text of ["先问的", "那未收录的呢", "后问的"]) await made.say(anna, text);
    await gate.reached;
    await made.until(() => made.channel.sends.length === 3);
    gate.open();
    await made.settle();
    await made.say(anna, "1");
    await made.settle();
    expect((await made.conversations.turns(anna, 0, 10)).map(({ question }) => question)).toEqual([
      "先问的",
      "那未收录的呢",
      "后问的",
      "后问的的依据",
    ]);
  });
});
