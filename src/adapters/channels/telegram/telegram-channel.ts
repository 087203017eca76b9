/**
 * Telegram as a channel, through grammY's client of the Bot API.
 *
 *   getUpdates / webhook ── incoming.ts ── updates.ts (what it means) ── sink ── acknowledged
 *   send ── outgoing.ts ── steps.ts (of what calls) ── render.ts, rich.ts, rich-message.ts, keyboard.ts
 *             ├─ budget.ts (replies before pushes) ── calls.ts (pace, outcome) ── transport.ts
 *             └─ standing-messages.ts (what stands where) ── the port of what is kept
 *   working ── progress.ts (somebody is kept waiting)
 *
 * The library's own runner, sessions and plugins are left out: they acknowledge before anything is durable, end at the
 * first conflict, or send again what may have been sent.
 */
import { setTimeout } from "node:timers/promises";
import type { Address, Channel, Outbound, OutboundFile, SendResult } from "../../../ports/channel.ts";
import type { ChannelMemory } from "../../../ports/channel-memory.ts";
import type { Lease } from "../../../ports/lease.ts";
import type { Limiter } from "../../../ports/limits.ts";
import type { Pictures } from "../../../ports/pictures.ts";
import type { Log } from "../../../ports/telemetry.ts";
import { channelId, placeOf } from "./address.ts";
import { createBudget } from "./budget.ts";
import { type ChannelTime, createCalls } from "./calls.ts";
import { createCursors } from "./cursors.ts";
import { createStanding, type Hearing, type Pace, usualPace } from "./hearing.ts";
import { createIncoming, type Incoming } from "./incoming.ts";
import { createLanes } from "./lanes.ts";
import { createOutgoing } from "./outgoing.ts";
import { createPolling } from "./polling.ts";
import { createProgress } from "./progress.ts";
import { messageLimit } from "./rich.ts";
import { createStandingMessages } from "./standing-messages.ts";
import { createTokens, deepLink, type LinkTarget } from "./tokens.ts";
import { createWebhookDoor, createWebhookHearing, type WebhookDoor } from "./webhook.ts";

export interface TelegramOptions {
  readonly token: string;
  readonly apiRoot: string;
  /** How updates are heard: asked for, or posted to an address of ours. */
  readonly mode: /** `lease`: only its holder asks; null where no other process could. */
    | { readonly type: "polling"; readonly lease: Lease | null }
    | { readonly type: "webhook"; readonly url: string; readonly secret: string };
  /** A key of its own: signs presses and deep links. */
  readonly signingKey: Uint8Array;
  /** Messages in any one second; null: any number. */
  readonly messagesPerSecond: number | null;
  /** Counts the messages of all processes of this bot; null: this one is alone. */
  readonly limiter: Limiter | null;
  /** What is to be known again after a restart; null: nothing is. */
  readonly memory: ChannelMemory | null;
  /** Where pictures of messages are read; null: nowhere. */
  readonly pictures: Pictures | null;
  /** What a deep link asks; null where its target is gone. */
  readonly linkText: (target: LinkTarget) => string | null;
  readonly log: Log;
  readonly time: ChannelTime;
  readonly pace?: Partial<Pace>;
}

export interface TelegramChannel extends Channel {
  /** Answers requests to the webhook's address; null where updates are asked for. */
  readonly door: WebhookDoor | null;
  /** Resolves when nothing is being taken in or sent. */
  idle(): Promise<void>;
}

/** Time as it is. */
export const systemTime: ChannelTime = {
  clock: Date.now,
  // Rejects where the signal is given, and takes its listener away where it is not.
  wait: (milliseconds, signal) =>
    setTimeout(milliseconds, undefined, { ref: false, ...(signal === undefined ? {} : { signal }) }).catch(
      () => undefined,
    ),
};

/** How long the start waits for Telegram's first answer; it goes on without. */
const startMilliseconds = 1_000;
export function createTelegramChannel(options: TelegramOptions): TelegramChannel {
  const { token, mode, log, time } = options;
  const pace = { ...usualPace, ...options.pace };
  const calls = createCalls({
    token,
    apiRoot: options.apiRoot.replace(/\/+$/, ""),
    time,
    log,
  });
  const [botId = ""] = token.split(":");
  const budget = createBudget({
    perSecond: options.messagesPerSecond,
    shared: options.limiter,
    botId,
    time,
  });
  const lanes = createLanes();
  const tokens = createTokens(options.signingKey);
  const messages = createStandingMessages(options.memory);
  let incoming: Incoming | null = null;
  const outgoing = createOutgoing({
    calls,
    budget,
    lanes,
    tokens,
    standing: messages,
    cursors: createCursors(options.memory),
    pictures: options.pictures,
    // Known once Telegram has answered for the first time.
    linkTo: (target) => (incoming?.botName == null ? null : deepLink(tokens, incoming.botName, target)),
    log,
  });
  const standing = createStanding(time);
  let ending: AbortController | null = null;
  let running: Promise<void> = Promise.resolve();
  const progress = createProgress({ calls, time, ending: () => ending?.signal ?? null });

  const hearingOf = (given: Incoming): Hearing => {
    const settings = { calls, incoming: given, standing, pace, time, log };
    return mode.type === "polling"
      ? createPolling({ ...settings, lease: mode.lease })
      : createWebhookHearing({ ...settings, url: mode.url, secret: mode.secret });
  };

  return {
    id: channelId,
    capabilities: {
      buttons: true,
      textLimit: messageLimit,
      dropsRepeatedKey: false,
      showsNotice: false,
      files: true,
      push: true,
      polls: true,
    },
    door:
      mode.type === "webhook"
        ? createWebhookDoor(
            mode.secret,
            () => (ending?.signal.aborted === false ? incoming : null)?.take ?? null,
          )
        : null,
    async start(sink) {
      const ended = new AbortController();
      ending = ended;
      incoming = createIncoming({
        sink,
        botId,
        outgoing,
        messages,
        tokens,
        linkText: options.linkText,
        awaited: progress.awaited,
        time,
        log,
      });
      running = hearingOf(incoming)
        .run(ended.signal)
        .catch((error: unknown) => {
          standing.trouble("hearing ended");
          log.error({ err: error }, "hearing ended");
        });
      await Promise.race([standing.first, time.wait(startMilliseconds)]);
    },
    async send(to: Address, message: Outbound, key: string, file: OutboundFile | null): Promise<SendResult> {
      const place = placeOf(to);
      if (place !== null) progress.answered(place.chat);
      return outgoing.send(to, message, key, file);
    },
    working(of, what) {
      const place = placeOf(of);
      return place === null ? () => undefined : progress.working(place, what);
    },
    health: () =>
      ending === null || ending.signal.aborted ? { state: "down", reason: "not started" } : standing.health(),
    async stop(deadlineSeconds) {
      ending?.abort();
      // What was taken in is confirmed; what is being sent may end.
      const ended = Promise.all([running, incoming?.idle(), lanes.idle()]);
      await Promise.race([ended, time.wait(deadlineSeconds * 1000)]);
    },
    async idle() {
      await incoming?.idle();
      await lanes.idle();
    },
  };
}
