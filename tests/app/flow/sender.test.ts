import { afterEach, describe, expect, it } from "vitest";
import { outboxQueue, partitions } from "../../../src/app/flow/keys.ts";
import type { Capabilities, SendResult } from "../../../src/ports/channel.ts";
import { StoreUnavailableError } from "../../../src/ports/store.ts";
import { createFaultyStore, type FaultyStore } from "../../faults/faulty-store.ts";
import {
  address,
  auditOf,
  createGate,
  createTestClock,
  type Running,
  type RunningOptions,
  running,
} from "./running.ts";
import { createScriptedChannel, textOf } from "./scripted-channel.ts";

const open: Running[] = [];
const start = async (capabilities: Partial<Capabilities> = {}, options: RunningOptions = {}) => {
  const clock = options.clock ?? createTestClock();
  const made = await running({
    clock,
    channels: [createScriptedChannel("web", clock, capabilities)],
    ...options,
  });
  open.push(made);
  return made;
};
afterEach(async () => {
  for (const made of open.splice(0)) await made.stop();
});

const anna = address("web:anna");
const bert = address("web:bert");
/** Shows a message sent twice under one key twice. */
const repeating = { dropsRepeatedKey: false };
const both: readonly [string, Partial<Capabilities>][] = [
  ["drops repeated keys", {}],
  ["shows a repeated message twice", repeating],
];

const deadMessages = ({ store }: Running) => store.deadLetters({ queue: outboxQueue, limit: 99 });
const marks = async ({ store }: Running) =>
  (await Promise.all(partitions.map((space) => store.list(space, "sending/", { limit: 9 })))).flat();
const fates = ({ counts }: Running) =>
  counts.filter(({ name }) => name === "messages_out").map(({ labels }) => labels.result);

it("carries the quiz of its turn", async () => {
  const quiz = { question: "甲还是乙？", options: ["甲", "乙"], right: 1 };
  const choices = quiz.options.map((label) => ({ label, text: `选${label}` }));
  const made = await start(
    {},
    {
      dialogue: (real) => ({
        ...real,
        reply: async (...given) => ({ ...(await real.reply(...given)), choices, quiz }),
      }),
    },
  );
  await made.say(anna, "出题");
  await made.settle();
  expect(made.channel.sends.at(-1)?.message).toMatchObject({ turn: 1, quiz, choices });
});

describe.each(both)("a message on a channel that %s", (_, capabilities) => {
  it("is sent once and leaves nothing behind", async () => {
    const made = await start(capabilities);
    await made.say(anna, "问题");
    await made.settle();
    expect(made.channel.sends).toHaveLength(1);
    expect([await deadMessages(made), await marks(made), fates(made)]).toEqual([[], [], ["sent"]]);
  });

  it.each(["gone", "rejected"] as const)("has failed where the platform says %s", async (reason) => {
    const made = await start(capabilities);
    made.channel.platform = () => ({ status: "failed", reason });
    await made.say(anna, "问题");
    await made.settle();
    expect(made.channel.sends).toHaveLength(1);
    expect(await deadMessages(made)).toMatchObject([{ reason }]);
    expect((await auditOf(made.store)).at(-1)).toMatchObject({ kind: "message", turn: 1, result: reason });
    expect([await marks(made), fates(made)]).toEqual([[], ["failed"]]);
  });

  it("waits as long as the platform says, and keeps the messages behind it in order", async () => {
    const made = await start(capabilities);
    made.channel.platform = (_send, number): SendResult =>
      number === 1 ? { status: "retry", afterSeconds: 30 } : { status: "sent" };
    await made.say(anna, "一");
    await made.say(anna, "二");
    await made.settle();
    const [first, again] = made.channel.sends;
    expect(made.channel.sends.map(textOf)).toEqual(["答复：一", "答复：一", "答复：二"]);
    expect((again?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(30_000);
    expect(again?.key).toBe(first?.key);
  });

  it("waits as long as the platform says, also where the store does not take that in at once", async () => {
    const made = await start(capabilities, {
      before: (store) => {
        let failed = false;
        return {
          ...store,
          async release(claimed, seconds) {
            if (failed || seconds < 30) return store.release(claimed, seconds);
            failed = true;
            throw new StoreUnavailableError("once");
          },
        };
      },
    });
    made.channel.platform = (_send, number): SendResult =>
      number === 1 ? { status: "retry", afterSeconds: 30 } : { status: "sent" };
    await made.say(anna, "一");
    await made.settle();
    const [first, again] = made.channel.sends;
    expect((again?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(30_000);
  });

  it("has failed when it was put off too often", async () => {
    const clock = createTestClock();
    const made = await running({
      clock,
      channels: [createScriptedChannel("web", clock, capabilities)],
      pace: { worker: { idleMilliseconds: 2 }, sender: { idleMilliseconds: 2, maxAttempts: 3 } },
    });
    open.push(made);
    made.channel.platform = () => ({ status: "retry", afterSeconds: 1 });
    await made.say(anna, "问题");
    await made.settle();
    expect(made.channel.sends).toHaveLength(3);
    expect(await deadMessages(made)).toMatchObject([{ reason: "put-off-too-often" }]);
  });

  it("does not hold up another conversation", async () => {
    const gate = createGate();
    const made = await start(capabilities);
    made.channel.platform = async (send) => {
      if (send.to.person === anna.person) await gate.pass();
      return { status: "sent" };
    };
    await made.say(anna, "慢");
    await gate.reached;
    await made.say(bert, "快");
    await made.until(() => made.channel.sends.at(-1)?.result?.status === "sent");
    expect(made.channel.sends.at(-1)?.to).toEqual(bert);
    gate.open();
    await made.settle();
  });

  it("is not sent any more when its conversation was removed", async () => {
    const made = await start(capabilities);
    made.channel.platform = (): SendResult => ({ status: "retry", afterSeconds: 60 });
    await made.say(anna, "问题");
    await made.until(() => made.channel.sends.length === 1);
    await made.conversations.remove(anna);
    await made.settle();
    expect([made.channel.sends.length, await marks(made)]).toEqual([1, []]);
  });

  it("waits where no channel serves its person", async () => {
    const made = await start(capabilities);
    made.channel.platform = (): SendResult => ({ status: "retry", afterSeconds: 1 });
    await made.say(anna, "问题");
    await made.until(() => made.channel.sends.length === 1);
    await made.abandon();
    open.splice(0);
    const { directory, clock } = made;
    clock.advance(10_000);
    const other = await running({ directory, clock, channels: [createScriptedChannel("post", clock)] });
    await other.until(async () => (await other.store.queues()).some(({ waiting }) => waiting === 1));
    clock.advance(5_000);
    await other.stop();
    clock.advance(3_600_000);
    const back = await start(capabilities, { directory, clock });
    await back.settle();
    expect(back.channel.sends.map(textOf)).toEqual(["答复：问题"]);
  });
});

describe("a message of unknown fate", () => {
  it("is sent again under the same key where that shows once", async () => {
    const made = await start();
    made.channel.platform = (_send, number): SendResult => ({ status: number < 3 ? "unknown" : "sent" });
    await made.say(anna, "问题");
    await made.settle();
    expect(new Set(made.channel.sends.map(({ key }) => key)).size).toBe(1);
    expect(fates(made)).toEqual(["retried", "retried", "sent"]);
  });

  it("is never sent again elsewhere, but by an operator", async () => {
    const made = await start(repeating);
    made.channel.platform = (_send, number): SendResult => ({ status: number === 1 ? "unknown" : "sent" });
    await made.say(anna, "一");
    await made.say(anna, "二");
    await made.settle();
    expect(made.channel.sends.map(textOf)).toEqual(["答复：一", "答复：二"]);
    const [letter] = await deadMessages(made);
    expect(letter?.reason).toBe("unknown");
    await made.store.revive(letter?.id ?? "");
    await made.settle();
    expect(made.channel.sends.map(textOf)).toEqual(["答复：一", "答复：二", "答复：一"]);
    expect(await deadMessages(made)).toEqual([]);
  });

  it.each(both)("after a crash in the middle of a send: on a channel that %s", async (_, capabilities) => {
    const made = await start(capabilities);
    const gate = createGate();
    made.channel.platform = async () => {
      await gate.pass();
      return { status: "sent" };
    };
    await made.say(anna, "一");
    await made.say(anna, "二");
    await gate.reached;
    await made.abandon();
    open.splice(0);
    const { directory, clock } = made;
    const again = await start(capabilities, { directory, clock });
    await again.settle();
    const repeats = capabilities.dropsRepeatedKey === false;
    expect(again.channel.sends.map(textOf)).toEqual(repeats ? ["答复：二"] : ["答复：一", "答复：二"]);
    expect(again.channel.sends[0]?.key === made.channel.sends[0]?.key).toBe(!repeats);
    expect((await deadMessages(again)).map(({ reason }) => reason)).toEqual(repeats ? ["unknown"] : []);
    expect(await marks(again)).toEqual([]);
  });

  it("after a send whose channel throws", async () => {
    const made = await start(repeating);
    made.channel.platform = (_send, number): SendResult => {
      if (number === 1) throw new Error("a channel must not");
      return { status: "sent" };
    };
    await made.say(anna, "问题");
    await made.settle();
    expect(made.channel.sends).toHaveLength(1);
    expect(await deadMessages(made)).toMatchObject([{ reason: "unknown" }]);
  });
});

describe("a store that does not answer once", () => {
  it.each(["before", "after"] as const)(
    "makes no message unknown, wherever it fails %s the effect",
    async (when) => {
      for (let at = 1, fired = true; fired; at++) {
        let faulty: FaultyStore | undefined;
        const made = await start(repeating, {
          before: (store) => {
            faulty = createFaultyStore(store, { at, when });
            return faulty;
          },
        });
        while ((await made.say(anna, "问题", "e1")).status !== "accepted");
        await made.settle();
        expect([at, made.channel.sends.map(textOf)]).toEqual([at, ["答复：问题"]]);
        expect([at, await made.store.deadLetters({ limit: 9 }), await marks(made)]).toEqual([at, [], []]);
        fired = faulty?.fired() ?? false;
        await made.stop();
        open.splice(0);
      }
    },
    60_000,
  );
});
