/** The flow of messages: channels → inbox → worker → outbox → channels, started and stopped as one. */
import type { Access } from "../../ports/access.ts";
import type { Channel } from "../../ports/channel.ts";
import type { Conversations } from "../../ports/conversations.ts";
import type { Limiter } from "../../ports/limits.ts";
import type { Pseudonyms, Sealer } from "../../ports/sealing.ts";
import type { Store } from "../../ports/store.ts";
import type { Log, Telemetry } from "../../ports/telemetry.ts";
import type { Clock, Instant } from "../../ports/time.ts";
import type { Dialogue } from "../dialogue/dialogue.ts";
import type { Erasure } from "./erasure.ts";
import { createHandler } from "./handler.ts";
import { createIngress, type Limits } from "./ingress.ts";
import { createSender, type SenderOptions } from "./sender.ts";
import { createWorker, type WorkerOptions } from "./worker.ts";

export interface FlowOptions {
  readonly store: Store;
  readonly channels: readonly Channel[];
  readonly dialogue: Dialogue;
  readonly conversations: Pick<Conversations, "file">;
  /** Shared with whatever else deletes; stopped with the flow. */
  readonly erasure: Erasure;
  readonly access: Pick<Access, "admit">;
  readonly limiter: Limiter;
  readonly limits: Limits;
  readonly marksSealer: Sealer;
  readonly pseudonyms: Pseudonyms;
  readonly telemetry: Telemetry;
  readonly log: Log;
  readonly clock: Clock;
  readonly contact: string;
  readonly privacyNotice: string;
  readonly retentionDays: number;
  /** Names this process in leases. */
  readonly name: string;
  /** How the two pumps go; left out: as suits a server. */
  readonly pace?: Pace;
}

export interface Pace {
  readonly worker?: Pick<
    WorkerOptions,
    "parallel" | "leaseSeconds" | "idleMilliseconds" | "maxAttempts" | "retrySeconds"
  >;
  readonly sender?: Pick<SenderOptions, "parallel" | "leaseSeconds" | "idleMilliseconds" | "maxAttempts">;
}

export interface Flow {
  start(): Promise<void>;
  /** Takes nothing new in, ends what is in hand; what is left goes on at the next start. */
  stop(deadlineSeconds: number): Promise<void>;
}

export function createFlow(options: FlowOptions): Flow {
  const { channels, log, clock, pace = {} } = options;
  const expiry = (at: Instant): Instant => at + options.retentionDays * 86_400_000;

  const sender = createSender({
    ...options,
    ...pace.sender,
    expiry,
    file: (person, file) => options.conversations.file(person, file),
  });
  const handler = createHandler({ ...options, expiry });
  const worker = createWorker({ ...options, ...pace.worker, handler, wakeSender: sender.wake });
  const sinkFor = createIngress({
    ...options,
    expiry,
    stopMessage: options.dialogue.stopMessage,
    wake: () => {
      worker.wake();
      sender.wake();
    },
  });

  const stop = async (deadlineSeconds: number): Promise<void> => {
    const until = clock() + deadlineSeconds * 1000;
    const rest = (): number => Math.max(0, (until - clock()) / 1000);
    const stopped = await Promise.allSettled(channels.map((channel) => channel.stop(rest())));
    for (const result of stopped)
      if (result.status === "rejected") log.error({ err: result.reason }, "channel not stopped");
    const events = await worker.stop(rest());
    const messages = await sender.stop(rest());
    options.erasure.stop();
    if (events.left + messages.left > 0)
      log.warn(
        { events: events.left, messages: messages.left },
        "stopped with work in hand; it goes on at the next start",
      );
  };

  return {
    async start() {
      worker.start();
      sender.start();
      try {
        for (const channel of channels) await channel.start(sinkFor(channel));
      } catch (error) {
        await stop(0);
        throw error;
      }
    },
    stop,
  };
}
