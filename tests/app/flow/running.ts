/**
 * A flow that runs: a real store in a temporary folder, sealed with a key, the real dialogue, real pumps; channels,
 * access and the clock are the test's. Time stands still until a test moves it, or waits with {@link Running.settle}: then
 * it flies whenever everything due has been done.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createMemoryLimiter } from "../../../src/adapters/limits/memory-limiter.ts";
import { createLogger } from "../../../src/adapters/logging/logger.ts";
import {
  createEphemeralSealer,
  createSealer,
  type SealingKey,
} from "../../../src/adapters/sealing/aes-gcm.ts";
import { createPseudonyms } from "../../../src/adapters/sealing/keyed-hash.ts";
import { createSealedStore } from "../../../src/adapters/stores/sealed-store.ts";
import { createSqliteStore, type SqliteStoreOptions } from "../../../src/adapters/stores/sqlite-store.ts";
import { createConversations } from "../../../src/app/conversations.ts";
import { createDialogue, type Dialogue } from "../../../src/app/dialogue/dialogue.ts";
import type { InterviewDialogue } from "../../../src/app/dialogue/interview.ts";
import type { LearningDialogue } from "../../../src/app/dialogue/learning.ts";
import { createListeningDialogue } from "../../../src/app/dialogue/listening.ts";
import { createErasure } from "../../../src/app/flow/erasure.ts";
import { createFlow, type Pace } from "../../../src/app/flow/flow.ts";
import type { Limits } from "../../../src/app/flow/ingress.ts";
import type { Writer } from "../../../src/app/generation/writer.ts";
import type { AnswerWriter } from "../../../src/app/listening/answer-text.ts";
import { type Answering, createAnswering } from "../../../src/app/listening/answering.ts";
import type { Stories } from "../../../src/app/precheck/stories.ts";
import type { Matter } from "../../../src/core/precheck/interview.ts";
import type { Access, Role } from "../../../src/ports/access.ts";
import type { Assistant } from "../../../src/ports/assistant.ts";
import type { Address, Content, PersonId, Receipt } from "../../../src/ports/channel.ts";
import type { Conversations } from "../../../src/ports/conversations.ts";
import type { Digests } from "../../../src/ports/listening.ts";
import type { Pseudonyms, Sealer } from "../../../src/ports/sealing.ts";
import type { Store } from "../../../src/ports/store.ts";
import type { Counters } from "../../../src/ports/telemetry.ts";
import type { Instant } from "../../../src/ports/time.ts";
import { privacyNotice } from "../../../src/text/dialogue.ts";
import { temporaryFolder } from "../../folders.ts";
import { quickAnswer, quickAssistant } from "./quick-assistant.ts";
import { createScriptedChannel, type ScriptedChannel } from "./scripted-channel.ts";

export const today = "2026-11-23";

export const contact = "本单位组织人事部门";

/** A clock that goes only when it is moved. */
export interface TestClock {
  (): Instant;
  advance(milliseconds: number): void;
}

export function createTestClock(start: Instant = Date.parse(`${today}T02:00:00Z`)): TestClock {
  let now = start;
  return Object.assign(() => now, {
    advance: (milliseconds: number) => {
      now += milliseconds;
    },
  });
}

export const testKey: SealingKey = { id: "k1", bytes: Buffer.alloc(32, 7) };

/** Tries follow one another quickly, and leases end soon. */
export const quickPace = {
  worker: { idleMilliseconds: 2, leaseSeconds: 10, maxAttempts: 3, retrySeconds: 1 },
  sender: { idleMilliseconds: 2, leaseSeconds: 10 },
  drafter: { idleMilliseconds: 2, leaseSeconds: 60, deadlineSeconds: 30 },
  reader: { idleMilliseconds: 2, deadlineSeconds: 60, lookMilliseconds: 20 },
} satisfies Pace;

/** Everybody is let in. */
export const openAccess = (clock: () => Instant): Pick<Access, "admit" | "approve"> => ({
  admit: async (person) => ({
    admitted: true,
    grant: { person, role: "cadre", unit: "", until: null, grantedAt: clock(), grantedBy: "open" },
  }),
  approve: async () => ({ ok: false, problem: "unknown-code" }),
});

/** Nothing is a pre-check. */
export const noInterview: InterviewDialogue = {
  reply: async () => null,
  waiting: async () => null,
  unclear: async () => null,
  storyRead() {
    throw new Error("no story was told");
  },
};

const noLimits: Limits = { userPerMinute: null, userPerDay: null, unitPerDay: null, totalPerMinute: null };

export interface RunningOptions {
  readonly directory?: string;
  readonly clock?: TestClock;
  /** Null: nothing is encrypted. */
  readonly key?: SealingKey | null;
  readonly channels?: readonly ScriptedChannel[];
  readonly assistant?: Assistant;
  readonly interview?: InterviewDialogue;
  readonly learning?: Pick<LearningDialogue, "reply" | "stopDaily">;
  /** Left out: nothing is put into words. */
  readonly writer?: Writer;
  /** Left out: no story is read. */
  readonly stories?: Pick<Stories, "read">;
  readonly recordOf?: (matter: Matter) => unknown;
  /** What stands before the real dialogue. */
  readonly dialogue?: (real: Dialogue) => Dialogue;
  /** What stands before the real store, for the flow alone. */
  readonly before?: (store: Store) => Store;
  readonly access?: Pick<Access, "admit" | "approve">;
  /** Role of a person who answers complaints; everybody is a cadre without. */
  readonly roleOf?: (person: PersonId) => Role;
  /** Left out: an answer to a complaint stands as it was typed. */
  readonly writeAnswer?: AnswerWriter;
  /** Left out: none can be read. */
  readonly digests?: Digests;
  readonly limits?: Partial<Limits>;
  readonly pace?: Pace;
  readonly storeOptions?: Partial<SqliteStoreOptions>;
  readonly marksSealer?: Sealer;
}

export interface Running {
  readonly directory: string;
  readonly clock: TestClock;
  /** Without what stands before it for the flow. */
  readonly store: Store;
  readonly channel: ScriptedChannel;
  readonly conversations: Conversations;
  readonly pseudonyms: Pseudonyms;
  readonly answering: Answering;
  /** Lines of the log. */
  readonly log: readonly string[];
  readonly counts: readonly {
    readonly name: keyof Counters;
    readonly labels: Readonly<Record<string, string>>;
  }[];
  /** Sends something to the first channel; an event id that was not used before, unless one is given. */
  give(from: Address, content: Content, eventId?: string): Promise<Receipt>;
  say(from: Address, text: string, eventId?: string): Promise<Receipt>;
  /** Resolves when nothing is left to do; lets time fly where something waits for its time. */
  settle(): Promise<void>;
  /** Resolves at the first moment the condition holds; asked after each step of the flow. */
  until(condition: () => boolean | Promise<boolean>): Promise<void>;
  /** Ends the flow and lets go of the store. */
  stop(): Promise<void>;
  /** Leaves the flow as a killed process would, as far as the store sees it, and lets go of the store. */
  abandon(): Promise<void>;
  /** Every byte of the store's files. */
  bytes(): Buffer;
}

export const address = (person: PersonId, conversation = "c1"): Address => ({ person, conversation });

const plainAnswer: AnswerWriter = (heading, text) => ({
  answer: {
    ...quickAnswer(""),
    kind: "smalltalk",
    blocks: [{ type: "notice", text: `${heading}\n${text}` }],
  },
});

const noDigests: Digests = {
  async of() {
    throw new Error("no digest was asked for");
  },
};

let made = 0;

export async function running(options: RunningOptions = {}): Promise<Running> {
  const {
    directory = temporaryFolder(),
    clock = createTestClock(),
    key = testKey,
    pace = quickPace,
  } = options;
  const sealer = createSealer(key === null ? [] : [key]);
  const store = createSealedStore(
    createSqliteStore({ directory, clock, exclusive: true, what: "test", ...options.storeOptions }),
    sealer,
  );
  const pulse = createPulse();
  const channels = options.channels ?? [createScriptedChannel("web", clock)];
  const [channel] = channels;
  if (channel === undefined) throw new TypeError("a flow needs a channel");
  const log: string[] = [];
  const counts: Running["counts"][number][] = [];
  const pseudonyms = createPseudonyms("a secret of at least thirty-two letters");
  const marksSealer = options.marksSealer ?? (sealer.encrypts ? sealer : createEphemeralSealer());
  const access = options.access ?? openAccess(clock);
  const watched = pulse.watch((options.before ?? ((given) => given))(store));
  const logger = createLogger("debug", { write: (line) => log.push(line) });
  const erasure = createErasure({ store: watched, log: logger, clock });
  const conversations = createConversations({
    store,
    recordOf: options.recordOf ?? (() => null),
    marksSealer,
    pseudonyms,
    erasure,
    clock,
    newId: () => `made-${++made}`,
  });
  const answering = createAnswering({
    store,
    pseudonyms,
    clock,
    newId: () => `made-${++made}`,
    expiry: (at) => at + 180 * 86_400_000,
    write: options.writeAnswer ?? plainAnswer,
  });
  const grantOf: Access["grantOf"] = async (person) => ({
    person,
    role: options.roleOf?.(person) ?? "cadre",
    unit: "",
    until: null,
    grantedAt: clock(),
    grantedBy: "open",
  });
  const real = createDialogue({
    listening: createListeningDialogue({
      access: { grantOf },
      answering,
      digests: options.digests ?? noDigests,
      today: () => today,
    }),
    assistant: options.assistant ?? quickAssistant,
    interview: options.interview ?? noInterview,
    ...(options.learning === undefined ? {} : { learning: options.learning }),
    access: { ...access, grantOf },
    organisation: "某局",
    contact,
    retentionDays: 180,
    today: () => today,
  });
  const flow = createFlow({
    store: watched,
    channels: channels.map((given) => pulse.watchSends(given)),
    dialogue: pulse.watchDialogue((options.dialogue ?? ((given) => given))(real)),
    conversations,
    erasure,
    access,
    limiter: createMemoryLimiter(clock),
    limits: { ...noLimits, ...options.limits },
    marksSealer,
    pseudonyms,
    telemetry: {
      count: (name, labels) => void counts.push({ name, labels: { ...labels } }),
      observe: () => {},
    },
    log: logger,
    clock,
    contact,
    privacyNotice: privacyNotice({ organisation: "某局", contact, days: 180 }),
    retentionDays: 180,
    name: `test-${++made}`,
    writer: options.writer === undefined ? null : pulse.watchWriter(options.writer),
    ...(options.stories === undefined ? {} : { stories: pulse.watchStories(options.stories) }),
    pace,
  });
  try {
    await flow.start();
  } catch (error) {
    await store.close();
    throw error;
  }

  const nothingLeft = async (): Promise<boolean> =>
    (await store.queues()).every(({ waiting, claimed }) => waiting + claimed === 0);

  const give: Running["give"] = (from, content, eventId = `e${++made}`) =>
    channel.sink({ channel: channel.id, eventId, at: clock(), from, content });

  const until: Running["until"] = async (condition) => {
    while (!(await condition())) await pulse.next();
  };

  return {
    directory,
    clock,
    store,
    channel,
    conversations,
    pseudonyms,
    answering,
    log,
    counts,
    give,
    say: (from, text, eventId) => give(from, { type: "text", text, asOf: null }, eventId),
    until,
    async settle() {
      while (!(await nothingLeft()) || pulse.busy()) {
        if (pulse.idle()) clock.advance(1_000);
        await pulse.next();
      }
    },
    async stop() {
      await flow.stop(5);
      await store.close();
    },
    async abandon() {
      pulse.cut();
      await flow.stop(0);
      await store.close();
    },
    bytes: () => Buffer.concat(readdirSync(directory).map((name) => readFileSync(join(directory, name)))),
  };
}

/** Notices each step of the flow, and when it only looks for work in vain. */
function createPulse() {
  let waiting: (() => void)[] = [];
  let cut = false;
  let busy = 0;
  let vain = 0;

  const beat = (): void => {
    const woken = waiting;
    waiting = [];
    for (const wake of woken) wake();
  };

  const step = async <Result>(work: () => Result | Promise<Result>): Promise<Result> => {
    // A process that was killed does nothing more.
    if (cut) return new Promise<never>(() => {});
    vain = 0;
    busy++;
    try {
      const result = await work();
      return cut ? await new Promise<never>(() => {}) : result;
    } finally {
      busy--;
      beat();
    }
  };

  return {
    /** Both queues were looked at, and nothing was due, while nothing was under way. */
    idle: () => {
      if (busy > 0 || vain < 6) return false;
      vain = 0;
      return true;
    },
    /** Something is under way. */
    busy: () => busy > 0,
    next: () => new Promise<void>((resolve) => void waiting.push(resolve)),
    cut: () => {
      cut = true;
    },
    watch: (store: Store): Store => ({
      ...store,
      read: (...args) => step(() => store.read(...args)),
      list: (...args) => step(() => store.list(...args)),
      commit: (...args) => step(() => store.commit(...args)),
      release: (...args) => step(() => store.release(...args)),
      erase: (...args) => step(() => store.erase(...args)),
      claim: async (...args) => {
        if (cut) return new Promise<never>(() => {});
        try {
          const claimed = await store.claim(...args);
          vain = claimed.length === 0 ? vain + 1 : 0;
          return cut ? await new Promise<never>(() => {}) : claimed;
        } finally {
          beat();
        }
      },
    }),
    watchSends: (channel: ScriptedChannel): ScriptedChannel => ({
      ...channel,
      stop: (seconds) => channel.stop(seconds),
      send: (...args) => step(() => channel.send(...args)),
    }),
    watchWriter: (writer: Writer): Writer => ({
      ...writer,
      write: (...args) => step(() => writer.write(...args)),
    }),
    watchStories: (stories: Pick<Stories, "read">): Pick<Stories, "read"> => ({
      read: (...args) => step(() => stories.read(...args)),
    }),
    watchDialogue: (dialogue: Dialogue): Dialogue => ({
      ...dialogue,
      reply: (...args) => step(() => dialogue.reply(...args)),
    }),
  };
}

/** The questions and answers of a conversation, for comparing. */
export async function transcript(
  { conversations }: Pick<Running, "conversations">,
  of: Address,
): Promise<readonly { readonly question: string | null; readonly answer: string }[]> {
  return (await conversations.turns(of, 0, 10_000)).map(({ question, answer }) => ({
    question,
    answer: answer.blocks.map((block) => ("text" in block ? block.text : "")).join(""),
  }));
}

/** Bodies of the audit entries of everybody. */
export async function auditOf(store: Store): Promise<readonly Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = [];
  for (const { space, stream } of await store.streams())
    for (const { body } of await store.readStream(space, stream, 0, 100_000)) found.push(JSON.parse(body));
  return found;
}

/** Something that waits where it is told to, until it may go on. */
export function createGate(): {
  /** Waits until the gate is open. */
  readonly pass: () => Promise<void>;
  /** Resolves when somebody waits. */
  readonly reached: Promise<void>;
  readonly open: () => void;
} {
  const reached = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  return {
    pass: () => {
      reached.resolve();
      return opened.promise;
    },
    reached: reached.promise,
    open: () => opened.resolve(),
  };
}
