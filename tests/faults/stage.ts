/**
 * A flow that may fail or die at one call of its store or at one send, and is then started again on the same folder, while
 * the platform delivers each event until it is acknowledged.
 */

import type { Dialogue } from "../../src/app/dialogue/dialogue.ts";
import type { Address, Content, Receipt, SendResult } from "../../src/ports/channel.ts";
import type { Store } from "../../src/ports/store.ts";
import { quickAnswer } from "../app/flow/quick-assistant.ts";
import {
  address,
  createTestClock,
  type Running,
  running,
  type TestClock,
  testKey,
} from "../app/flow/running.ts";
import type { ScriptedChannel } from "../app/flow/scripted-channel.ts";
import { createScriptedChannel } from "../app/flow/scripted-channel.ts";
import { removeFolders, temporaryFolder } from "../folders.ts";
import { createFaultyStore } from "./faulty-store.ts";
import {
  type Acknowledged,
  type RecordedSend,
  remainsOf,
  type Said,
  textOfAnswer,
  violations,
  type World,
} from "./invariants.ts";

/** Where and how it fails: `error` is a store that does not answer, `death` a process that ends. */
export interface StageFault {
  readonly where: "store" | "send";
  readonly how: "error" | "death";
  readonly at: number;
  readonly when: "before" | "after";
}

export interface Stage {
  /** Delivers an event until it is acknowledged; then it is in the history. */
  deliver(from: Address, said: Said, eventId: string): Promise<void>;
  settle(): Promise<void>;
  /** Further faults, for long histories. */
  fail(fault: StageFault): void;
  fired(): boolean;
  /** What does not hold now; ends the stage. */
  end(): Promise<readonly string[]>;
}

const poison = "毒";
const phone = "13812345678";

/** The conversations of the scenarios: two on a channel that drops repeated keys, two on one that does not. */
export const people = {
  anna: address("web:anna"),
  annaElsewhere: address("web:anna", "c2"),
  bert: address("post:bert"),
  carl: address("web:carl"),
  dora: address("post:dora"),
} as const;

const world: World = {
  answerTo: (question) =>
    question.startsWith(poison)
      ? null
      : textOfAnswer({ answer: quickAnswer(question.replaceAll(phone, "〔电话〕")) }).replace(
          /^/,
          question.includes(phone) ? maskedNotice : "",
        ),
  dropsRepeatedKey: (channel) => channel === "web",
  secrets: [
    phone,
    "问题",
    "毒",
    "web:anna",
    "post:bert",
    Buffer.from(testKey.bytes).toString("base64"),
    "a secret of",
  ],
};

const { notices } = await import("../../src/text/zh.ts");
const maskedNotice: string = notices.masked;

/** A question nobody else asks, and which may hold a phone number. */
export const question = (name: string, holdsPhone = false): Said => ({
  type: "question",
  text: `问题${name}${holdsPhone ? `，电话${phone}` : ""}`,
});

export const poisonous = (name: string): Said => ({ type: "question", text: `${poison}${name}` });

const contentOf = (said: Said): Content =>
  said.type === "feedback"
    ? { type: "feedback", turn: said.turn, verdict: "useless" }
    : {
        type: "text",
        text: { stop: "/stop", forget: "确认删除我的数据", question: "" }[said.type] || textOfQuestion(said),
        asOf: null,
      };

const textOfQuestion = (said: Said): string => (said.type === "question" ? said.text : "");

const poisonedDialogue = (real: Dialogue): Dialogue => ({
  ...real,
  async reply(said, situation) {
    if (said.type === "text" && said.text.startsWith(poison)) throw new RangeError("poison");
    return real.reply(said, situation);
  },
});

/** A claim in vain changes nothing, and how many there are is chance: only others are counted. */
function countingUsefulClaims(store: Store, wrap: (store: Store) => Store): Store {
  let handed: Awaited<ReturnType<Store["claim"]>> = [];
  const wrapped = wrap({ ...store, claim: async () => handed });
  return {
    ...wrapped,
    async claim(queue, options) {
      const claimed = await store.claim(queue, options);
      if (claimed.length === 0) return claimed;
      handed = claimed;
      return wrapped.claim(queue, options);
    },
  };
}

export async function createStage(first: StageFault | null): Promise<Stage> {
  const clock: TestClock = createTestClock();
  const directory = temporaryFolder();
  const acknowledged: Acknowledged[] = [];
  const sends: RecordedSend[] = [];
  const log: string[] = [];
  let quiet = 0;
  let fault = first;
  let fired = first === null;
  let death = Promise.withResolvers<void>();
  let sendNumber = 0;

  /** The process ends here and now: whoever calls hears nothing any more. */
  const die = (): Promise<never> => {
    death.resolve();
    return new Promise<never>(() => {});
  };

  const armedStore = (store: Store): Store => {
    const now = fault;
    if (now === null || now.where !== "store") return store;
    return countingUsefulClaims(store, (given) =>
      createFaultyStore(given, {
        at: now.at,
        when: now.when,
        action: () => {
          // One that was armed for an earlier fault.
          if (fault !== now) return undefined as never;
          fired = true;
          fault = null;
          return now.how === "death" ? die() : (undefined as never);
        },
      }),
    );
  };

  let real: Store;
  let armed: Store;
  /** What stands before the store, so that a fault can be set while it runs. */
  const failing = (store: Store): Store => {
    // Writing the file anew takes a thread and most of the time; that it erases is shown elsewhere.
    real = process.env.LONG_TESTS === "true" ? store : { ...store, erase: async () => {} };
    armed = armedStore(real);
    return {
      ...store,
      read: (...given) => armed.read(...given),
      list: (...given) => armed.list(...given),
      commit: (...given) => armed.commit(...given),
      claim: (...given) => armed.claim(...given),
      release: (...given) => armed.release(...given),
      erase: () => armed.erase(),
    };
  };

  const platform = async (): Promise<SendResult> => {
    sendNumber++;
    if (fault?.where !== "send" || sendNumber !== fault.at) return { status: "sent" };
    const { how, when } = fault;
    fired = true;
    fault = null;
    if (how === "death") return die();
    return when === "before" ? { status: "retry", afterSeconds: 2 } : { status: "unknown" };
  };

  const channels = (): readonly [ScriptedChannel, ScriptedChannel] => {
    const web = createScriptedChannel("web", clock);
    const post = createScriptedChannel("post", clock, { dropsRepeatedKey: false });
    web.platform = platform;
    post.platform = platform;
    return [web, post];
  };

  let current: Running;
  let heard: readonly [ScriptedChannel, ScriptedChannel];
  const open = async (): Promise<void> => {
    heard = channels();
    death = Promise.withResolvers<void>();
    sendNumber = 0;
    current = await running({
      directory,
      clock,
      channels: heard,
      before: failing,
      dialogue: poisonedDialogue,
    });
  };
  const keep = (): void => {
    for (const channel of heard)
      for (const { key, to, result } of channel.sends)
        sends.push({ key, to, fate: result === null ? "cut_off" : result.status });
    log.push(...current.log);
  };
  let restarting: Promise<void> | null = null;
  const restart = (): Promise<void> => {
    restarting ??= (async () => {
      keep();
      await current.abandon();
      await open();
      restarting = null;
    })();
    return restarting;
  };

  /** What comes of it, or null where the process died meanwhile and has been started again. */
  const orDeath = async <Result>(work: Promise<Result>): Promise<Result | null> => {
    const dead = Symbol();
    const result = await Promise.race([work, death.promise.then((): typeof dead => dead)]);
    if (result !== dead) return result;
    await restart();
    return null;
  };

  await open();

  return {
    async deliver(from, said, eventId) {
      const [channel = "web"] = from.person.split(":");
      for (let receipt: Receipt | null = null; receipt?.status !== "accepted"; ) {
        if (restarting !== null) await restarting;
        const sink = heard.find(({ id }) => id === channel)?.sink;
        if (sink === undefined) throw new TypeError(`nobody hears ${channel}`);
        receipt = await orDeath(sink({ channel, eventId, at: clock(), from, content: contentOf(said) }));
      }
      acknowledged.push({ event: `${channel}/${eventId}`, from, said, quiet });
    },
    async settle() {
      while ((await orDeath(current.settle().then(() => true))) === null);
      quiet++;
    },
    fail(next) {
      fault = next;
      fired = false;
      sendNumber = 0;
      armed = armedStore(real);
    },
    fired: () => fired,
    async end() {
      const remains = await remainsOf(current.store, current.conversations, Object.values(people));
      keep();
      await current.stop();
      removeFolders([directory]);
      return violations({ acknowledged, sends, log }, remains, world);
    },
  };
}
