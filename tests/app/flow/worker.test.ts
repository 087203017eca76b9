import { afterEach, describe, expect, it } from "vitest";
import type { Dialogue } from "../../../src/app/dialogue/dialogue.ts";
import { groupOf, inboxQueue, spaceOf, stateKey } from "../../../src/app/flow/keys.ts";
import { StoreUnavailableError } from "../../../src/ports/store.ts";
import { replies } from "../../../src/text/dialogue.ts";
import { temporaryFolder } from "../../folders.ts";
import {
  address,
  auditOf,
  createGate,
  createTestClock,
  quickPace,
  type Running,
  running,
  transcript,
} from "./running.ts";
import { createScriptedChannel, textOf } from "./scripted-channel.ts";

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
const annaElsewhere = address("web:anna", "c2");
const bert = address("web:bert");

const questions = async (made: Running, of = anna) =>
  (await transcript(made, of)).map(({ question }) => question);

/** The real dialogue, with a word beforehand on some questions. */
const first =
  (react: (text: string) => void | Promise<void>) =>
  (real: Dialogue): Dialogue => ({
    ...real,
    async reply(said, situation) {
      if (said.type === "text") await react(said.text);
      return real.reply(said, situation);
    },
  });

describe("the order of events", () => {
  it("is kept within a conversation, also when the first takes long", async () => {
    const gate = createGate();
    const made = await start({ dialogue: first((text) => (text === "一" ? gate.pass() : undefined)) });
    for (const text of ["一", "二", "三"]) await made.say(anna, text);
    await gate.reached;
    expect(await questions(made)).toEqual([]);
    gate.open();
    await made.settle();
    expect(await questions(made)).toEqual(["一", "二", "三"]);
    expect(made.channel.sends.map(({ message }) => message.turn)).toEqual([1, 2, 3]);
  });

  it("holds up no other conversation, of the same person or another", async () => {
    const gate = createGate();
    const made = await start({ dialogue: first((text) => (text === "慢" ? gate.pass() : undefined)) });
    await made.say(anna, "慢");
    await gate.reached;
    await made.say(annaElsewhere, "快");
    await made.say(bert, "快");
    await made.until(() => made.channel.sends.length === 2);
    expect([await questions(made, annaElsewhere), await questions(made, bert)]).toEqual([["快"], ["快"]]);
    expect(await questions(made)).toEqual([]);
    gate.open();
    await made.settle();
    expect(await questions(made)).toEqual(["慢"]);
  });

  it("makes the many conversations of one person no hindrance to one another", async () => {
    const made = await start();
    const all = Array.from({ length: 40 }, (_, at) => address("web:anna", `c${at}`));
    await Promise.all(all.map((of) => made.say(of, "问题")));
    await made.settle();
    expect(made.channel.sends).toHaveLength(40);
    expect(made.log.filter((line) => line.includes("not handled"))).toEqual([]);
  });

  it("lets each question lean on the one before", async () => {
    const made = await start();
    await made.say(anna, "问责条例");
    await made.say(anna, "那期限呢");
    await made.settle();
    const [, second] = await made.conversations.turns(anna, 0, 9);
    expect(second?.answer.understoodAs).toBe("问责条例");
  });

  it("stays the same over a long queue of one conversation", async () => {
    const made = await start();
    const count = process.env.LONG_TESTS === "true" ? 10_000 : 100;
    const texts = Array.from({ length: count }, (_, at) => `第${at}个问题`);
    await Promise.all(texts.map((text) => made.say(anna, text)));
    await made.say(bert, "我的问题");
    await made.until(() => made.channel.sends.some(({ to }) => to.person === bert.person));
    expect(made.channel.sends.length).toBeLessThan(count / 2);
    await made.until(() => made.channel.sends.length > count);
    await made.settle();
    expect(await questions(made)).toEqual(texts);
  }, 120_000);
});

describe("an event that cannot be handled", () => {
  const poisoned = first((text) => {
    if (text.startsWith("毒")) throw new RangeError(`秘而不宣 ${text}`);
  });

  it("is tried again after growing delays, then buried; the person hears of it once and goes on", async () => {
    const tried: number[] = [];
    const made = await start({
      dialogue: (real) => {
        const throwing = poisoned(real);
        return {
          ...real,
          reply: (said, situation) => {
            if (said.type === "text" && said.text === "毒") tried.push(made.clock());
            return throwing.reply(said, situation);
          },
        };
      },
    });
    await made.say(anna, "毒");
    await made.say(anna, "好");
    await made.settle();
    const [once = 0, twice = 0, thrice = 0] = tried;
    expect(tried).toHaveLength(quickPace.worker.maxAttempts);
    expect(twice - once).toBeGreaterThanOrEqual(1_000);
    expect(thrice - twice).toBeGreaterThanOrEqual(2_000);
    expect(await transcript(made, anna)).toEqual([
      { question: "毒", answer: replies.failed },
      { question: "好", answer: "答复：好" },
    ]);
    expect(made.channel.sends.map(textOf)).toEqual([replies.failed, "答复：好"]);
    expect(await made.store.deadLetters({ limit: 9 })).toMatchObject([
      { queue: inboxQueue, group: groupOf(anna), reason: "range-error", attempts: 3 },
    ]);
    expect((await auditOf(made.store)).map(({ kind }) => kind)).toEqual(["dead", "question"]);
    expect(made.log.join()).not.toContain("秘而不宣");
  });

  it("is answered after all when it is revived, and the answer is shown", async () => {
    let broken = true;
    const made = await start({
      dialogue: first(() => {
        if (broken) throw new RangeError();
      }),
    });
    await made.say(anna, "问题");
    await made.settle();
    broken = false;
    const [letter] = await made.store.deadLetters({ limit: 9 });
    expect(await made.store.revive(letter?.id ?? "")).toBe(true);
    await made.settle();
    expect((await transcript(made, anna)).map(({ answer }) => answer)).toEqual([
      replies.failed,
      "答复：问题",
    ]);
    expect(made.channel.shown().map(textOf)).toEqual([replies.failed, "答复：问题"]);
    expect(await made.store.deadLetters({ limit: 9 })).toEqual([]);
  });

  it("can die, be revived and die again", async () => {
    const made = await start({ dialogue: poisoned });
    await made.say(anna, "毒");
    await made.settle();
    const [letter] = await made.store.deadLetters({ limit: 9 });
    await made.store.revive(letter?.id ?? "");
    await made.settle();
    expect(await made.store.deadLetters({ limit: 9 })).toHaveLength(1);
    expect(await made.store.queues()).toMatchObject([{ queue: inboxQueue, waiting: 0, claimed: 0, dead: 1 }]);
  });

  it("is buried when its form is unknown, and the conversation goes on", async () => {
    const made = await start();
    await made.store.commit({
      id: "foreign",
      space: spaceOf(anna.person),
      enqueue: [{ queue: inboxQueue, group: groupOf(anna), payload: '{"form":2,"text":"来自未来"}' }],
    });
    await made.say(anna, "好");
    await made.settle();
    expect(await questions(made)).toEqual(["好"]);
    expect(await made.store.deadLetters({ limit: 9 })).toMatchObject([{ reason: "flow.form" }]);
  });

  it("tells the person also where the conversation itself cannot be read", async () => {
    const made = await start();
    await made.store.commit({
      id: "foreign",
      space: spaceOf(anna.person),
      put: [{ key: stateKey(anna), value: '{"form":2}' }],
    });
    await made.say(anna, "问题");
    await made.say(bert, "问题");
    await made.settle();
    expect(
      made.channel.sends.map(({ message, ...send }) => [message.turn, textOf({ ...send, message })]),
    ).toEqual(
      expect.arrayContaining([
        [1, "答复：问题"],
        [null, replies.failed],
      ]),
    );
    expect((await auditOf(made.store)).map(({ kind }) => kind).sort()).toEqual(["dead", "question"]);
  });

  it("is buried when it brings the process down each time, and the person hears of it", async () => {
    let deaths = 0;
    const fatal = first(() => {
      deaths++;
      return new Promise<never>(() => {});
    });
    let made = await start({ dialogue: fatal });
    await made.say(anna, "致命");
    const buried = async () => (await made.store.deadLetters({ limit: 9 })).length > 0;
    for (let death = 1; ; death++) {
      await made.until(async () => deaths === death || (await buried()));
      if (await buried()) break;
      const { directory, clock } = made;
      await made.abandon();
      open.splice(0);
      clock.advance(quickPace.worker.leaseSeconds * 1_000);
      made = await start({ directory, clock, dialogue: fatal });
    }
    expect(deaths).toBe(quickPace.worker.maxAttempts * 2);
    await made.until(() => made.channel.sends.length === 1);
    expect(made.channel.sends.map(textOf)).toEqual([replies.failed]);
    expect(await made.store.deadLetters({ limit: 9 })).toMatchObject([{ reason: "crashed" }]);
  });

  it("is not blamed for a store that is in trouble for long", async () => {
    let troubles = 0;
    const made = await start({
      before: (store) => ({
        ...store,
        async commit(batch) {
          if (batch.id.startsWith("done/") && ++troubles <= 60) throw new StoreUnavailableError("down");
          return store.commit(batch);
        },
      }),
    });
    await made.say(anna, "问题");
    await made.settle();
    expect(troubles).toBe(61);
    expect(await transcript(made, anna)).toEqual([{ question: "问题", answer: "答复：问题" }]);
    expect(await made.store.deadLetters({ limit: 9 })).toEqual([]);
  });

  it("has one effect when the work lasts longer than the lease", async () => {
    const gate = createGate();
    let times = 0;
    const made = await start({ dialogue: first(() => (times++ === 0 ? gate.pass() : undefined)) });
    await made.say(anna, "慢");
    await gate.reached;
    made.clock.advance(quickPace.worker.leaseSeconds * 1_000);
    await made.until(() => made.channel.sends.length === 1);
    gate.open();
    await made.settle();
    expect(times).toBe(2);
    expect(await questions(made)).toEqual(["慢"]);
    expect(made.channel.sends).toHaveLength(1);
    expect(await auditOf(made.store)).toHaveLength(1);
  });
});

describe("a request to stop", () => {
  it("reaches what waits behind a slow answer, and the slow answer itself", async () => {
    const gate = createGate();
    const made = await start({ dialogue: first((text) => (text === "慢" ? gate.pass() : undefined)) });
    await made.say(anna, "慢");
    await made.say(anna, "排队");
    await gate.reached;
    await made.say(anna, "/stop");
    await made.until(() => made.channel.sends.length === 1);
    expect(made.channel.sends.map(textOf)).toEqual([replies.stopDone]);
    gate.open();
    await made.settle();
    expect(await transcript(made, anna)).toEqual([
      { question: "慢", answer: replies.stopped },
      { question: "排队", answer: replies.stopped },
    ]);
    await made.say(anna, "之后");
    await made.settle();
    expect((await transcript(made, anna)).at(-1)).toEqual({ question: "之后", answer: "答复：之后" });
  });

  it("is confirmed where nothing waits, and stops nothing that comes later", async () => {
    const made = await start();
    await made.say(anna, "停止回答");
    // At the very same instant: the clock does not decide.
    await made.say(anna, "问题");
    await made.settle();
    expect(made.channel.sends.map(textOf)).toEqual([replies.stopDone, "答复：问题"]);
  });

  it("does not outlast a clock that is set back", async () => {
    const made = await start();
    await made.say(anna, "停止回答");
    await made.settle();
    made.clock.advance(-3_600_000);
    await made.say(anna, "问题");
    await made.settle();
    expect(made.channel.sends.map(textOf)).toContain("答复：问题");
  });

  it("stops one conversation, not another of the same person", async () => {
    const gate = createGate();
    const made = await start({ dialogue: first(() => gate.pass()) });
    await made.say(anna, "一");
    await made.say(annaElsewhere, "二");
    await made.say(anna, "/stop");
    gate.open();
    await made.settle();
    expect((await transcript(made, annaElsewhere))[0]?.answer).toBe("答复：二");
    expect((await transcript(made, anna))[0]?.answer).toBe(replies.stopped);
  });

  it("changes nothing when it is repeated after the next question", async () => {
    const gate = createGate();
    const made = await start({ dialogue: first(() => gate.pass()) });
    await made.say(anna, "/stop", "stop-1");
    await made.say(anna, "问题");
    await made.say(anna, "/stop", "stop-1");
    gate.open();
    await made.settle();
    expect((await transcript(made, anna))[0]?.answer).toBe("答复：问题");
  });

  it("leaves the context and the choices as they were", async () => {
    const gate = createGate();
    const made = await start({ dialogue: first((text) => (text === "慢" ? gate.pass() : undefined)) });
    await made.say(anna, "问责条例");
    await made.say(anna, "慢");
    await gate.reached;
    await made.say(anna, "/stop");
    gate.open();
    await made.say(anna, "1");
    await made.settle();
    const turns = await made.conversations.turns(anna, 0, 9);
    expect(turns.at(-1)).toMatchObject({
      question: "问责条例的依据",
      answer: { understoodAs: "问责条例" },
    });
  });
});

describe("feedback", () => {
  const give = (made: Running, turn: number, verdict: "useful" | "not_answered", eventId?: string) =>
    made.give(anna, { type: "feedback", turn, verdict }, eventId);
  const gapsOf = async (made: Running) =>
    (await made.store.list(spaceOf(anna.person), "gap/", { limit: 99 })).map(({ value }) =>
      JSON.parse(value ?? ""),
    );

  it("marks the turn and puts the question on the gap list, without a message", async () => {
    const made = await start();
    await made.say(anna, "问题");
    await give(made, 1, "not_answered");
    await made.settle();
    expect(await made.conversations.turns(anna, 0, 9)).toMatchObject([{ feedback: "not_answered" }]);
    expect(await gapsOf(made)).toMatchObject([{ kind: "feedback", text: "问题", detail: "not_answered" }]);
    expect(made.channel.sends).toHaveLength(1);
    expect((await auditOf(made.store)).map(({ kind }) => kind)).toEqual(["question", "feedback"]);
  });

  it("counts once when repeated, and the last verdict stands", async () => {
    const made = await start();
    await made.say(anna, "问题");
    await give(made, 1, "not_answered", "f1");
    await give(made, 1, "not_answered", "f1");
    await give(made, 1, "useful", "f2");
    await made.settle();
    expect(await made.conversations.turns(anna, 0, 9)).toMatchObject([{ feedback: "useful" }]);
    expect(made.counts.filter(({ name }) => name === "feedback").map(({ labels }) => labels.verdict)).toEqual(
      ["not_answered", "useful"],
    );
  });

  it("on a turn that is another's, gone or never was is without effect", async () => {
    const made = await start();
    await made.say(bert, "别人的问题");
    await give(made, 1, "not_answered");
    await give(made, 99, "useful");
    await made.settle();
    expect(await made.conversations.turns(bert, 0, 9)).toMatchObject([{ feedback: null }]);
    expect(await gapsOf(made)).toEqual([]);
    expect(await auditOf(made.store)).toHaveLength(1);
    expect(await made.store.deadLetters({ limit: 9 })).toEqual([]);
  });
});

describe("stopping and starting", () => {
  it("ends what is in hand, leaves the rest, and goes on at the next start", async () => {
    const gate = createGate();
    const made = await start({
      dialogue: first(() => gate.pass()),
      pace: { ...quickPace, worker: { ...quickPace.worker, parallel: 1 } },
    });
    await made.say(anna, "一");
    await made.say(bert, "二");
    await gate.reached;
    const stopping = made.stop();
    open.splice(0);
    gate.open();
    await stopping;
    const again = await start({ directory: made.directory, clock: made.clock });
    await again.settle();
    expect([await questions(again), await questions(again, bert)]).toEqual([["一"], ["二"]]);
    expect(await auditOf(again.store)).toHaveLength(2);
  });

  it("leaves nothing running when a channel cannot be started", async () => {
    const directory = temporaryFolder();
    const clock = createTestClock();
    const deaf = createScriptedChannel("web", clock);
    deaf.start = async () => {
      throw new Error("address in use");
    };
    await expect(running({ directory, clock, channels: [deaf] })).rejects.toThrow("address in use");
    const made = await start({ directory, clock });
    expect(await made.say(anna, "问题")).toEqual({ status: "accepted" });
  });

  it("goes on stopping where a channel does not", async () => {
    const clock = createTestClock();
    const stubborn = createScriptedChannel("web", clock);
    const made = await running({ clock, channels: [stubborn] });
    stubborn.stop = async () => {
      throw new Error("no");
    };
    await made.stop();
    expect(made.log.join()).toContain("channel not stopped");
    expect(made.store.health().state).toBe("down");
  });
});
