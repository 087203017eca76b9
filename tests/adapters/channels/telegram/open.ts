/** A Telegram channel on the double, with short delays. */

import {
  createTelegramChannel,
  systemTime,
  type TelegramChannel,
  type TelegramOptions,
} from "../../../../src/adapters/channels/telegram/telegram-channel.ts";
import { createLogger } from "../../../../src/adapters/logging/logger.ts";
import type { Answer } from "../../../../src/core/grounding/answer.ts";
import type { Address, Inbound, Outbound, Receipt, SendResult } from "../../../../src/ports/channel.ts";
import type { ChannelMemory } from "../../../../src/ports/channel-memory.ts";
import { StoreUnavailableError } from "../../../../src/ports/store.ts";
import { type BotApi, createBotApi } from "../../../telegram/server.ts";

export const signingKey = Buffer.alloc(32, 7);

/** Delays of the supervisor, in seconds. */
export const quickPace = {
  poll: 5,
  standby: 0.02,
  conflict: [0.02, 0.1],
  trouble: [0.02, 0.1],
  refused: 0.05,
  look: 0.05,
} as const;

export interface Open {
  readonly api: BotApi;
  readonly channel: TelegramChannel;
  readonly events: readonly Inbound[];
  /** Lines of the log. */
  readonly log: readonly string[];
  /** What the sink says; accepted unless a test says otherwise. */
  receipt: (event: Inbound) => Receipt | Promise<Receipt>;
  /** Resolves when every update is confirmed and nothing is being sent. */
  settled(): Promise<void>;
  send(message: Outbound, key: string, to?: Address): Promise<SendResult>;
  close(): Promise<void>;
}

export const personOf = (id: number): Address => ({ person: `telegram:${id}`, conversation: `p${id}` });

export const answerOf = (text: string, rest: Partial<Answer> = {}): Answer => ({
  kind: "smalltalk",
  mode: "curated",
  blocks: [{ type: "notice", text }],
  citations: [],
  refusalReason: null,
  suggestions: [],
  knowledgeVersion: "sha256:0",
  asOf: "2026-11-23",
  understoodAs: null,
  context: null,
  ...rest,
});

export const messageOf = (text: string, rest: Partial<Outbound> = {}): Outbound => ({
  turn: null,
  answer: answerOf(text),
  choices: [],
  file: null,
  ...rest,
});

/** Made, and started unless told otherwise. */
export async function open(
  options: Partial<TelegramOptions> & { readonly api?: BotApi; readonly started?: boolean } = {},
): Promise<Open> {
  const { api = await createBotApi(), started = true, ...rest } = options;
  const log: string[] = [];
  const events: Inbound[] = [];
  const channel = createTelegramChannel({
    token: api.token,
    apiRoot: api.root,
    mode: { type: "polling", lease: null },
    signingKey,
    messagesPerSecond: null,
    limiter: null,
    memory: null,
    pictures: null,
    linkText: (target) =>
      "id" in target ? `问：${target.id}` : target.type === "precheck" ? "预审" : "学习",
    log: createLogger("debug", { write: (line) => log.push(line) }),
    time: systemTime,
    pace: quickPace,
    ...rest,
  });
  const opened: Open = {
    api,
    channel,
    events,
    log,
    receipt: () => ({ status: "accepted" }),
    async settled() {
      await api.until(() => api.updates.waiting() === 0);
      await channel.idle();
    },
    send: (message, key, to = personOf(1001)) => channel.send(to, message, key, null),
    async close() {
      await channel.stop(5);
      if (options.api === undefined) await api.close();
    },
  };
  if (started)
    await channel.start(async (event) => {
      events.push(event);
      return opened.receipt(event);
    });
  return opened;
}

/** A memory that outlives a channel; `away`: nothing can be told now; `names`: what is kept of a conversation. */
export function createMemory(): ChannelMemory & { away: boolean; names(of: Address): string[] } {
  const kept = new Map<string, string>();
  const nameOf = ({ person, conversation }: Address, name: string) => `${person}/${conversation}/${name}`;
  return {
    away: false,
    async recall(of, name) {
      if (this.away) throw new StoreUnavailableError("away");
      return kept.get(nameOf(of, name)) ?? null;
    },
    async keep(of, facts) {
      if (this.away) return;
      for (const [name, value] of Object.entries(facts)) {
        if (value === null) kept.delete(nameOf(of, name));
        else kept.set(nameOf(of, name), value);
      }
    },
    names: (of) => [...kept.keys()].filter((key) => key.startsWith(nameOf(of, ""))),
  };
}

/** The texts of a chat, oldest first. */
export const textsOf = (api: BotApi, chat: number): string[] => api.shown(chat).map(({ text }) => text);
