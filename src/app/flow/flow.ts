/** The flow of messages: channels → inbox → worker (→ drafts → drafter) → outbox → channels, started and stopped as one. */
import type { Access } from "../../ports/access.ts";
import type { Channel } from "../../ports/channel.ts";
import type { Conversations } from "../../ports/conversations.ts";
import type { Limiter } from "../../ports/limits.ts";
import type { Pseudonyms, Sealer } from "../../ports/sealing.ts";
import type { Store } from "../../ports/store.ts";
import type { Log, Telemetry } from "../../ports/telemetry.ts";
import type { Clock, Instant } from "../../ports/time.ts";
import type { Dialogue } from "../dialogue/dialogue.ts";
import type { Writer } from "../generation/writer.ts";
import { createDrafter, type DrafterOptions } from "./drafter.ts";
import type { Erasure } from "./erasure.ts";
import { createHandler } from "./handler.ts";
import { createIngress, type Limits } from "./ingress.ts";
import { createSender, type SenderOptions } from "./sender.ts";
import { createShowWork } from "./showing.ts";
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
  /** Puts answers into words, after they were sent as they stand; null: nobody does. */
  readonly writer: Writer | null;
  /** How the pumps go; left out: as suits a server. */
  readonly pace?: Pace;
}

export interface Pace {
  readonly worker?: Pick<
    WorkerOptions,
    "parallel" | "leaseSeconds" | "idleMilliseconds" | "maxAttempts" | "retrySeconds"
  >;
  readonly drafter?: Pick<
    DrafterOptions,
    "parallel" | "leaseSeconds" | "deadlineSeconds" | "idleMilliseconds" | "maxAttempts"
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

  const showWork = createShowWork(channels);
  const sender = createSender({
    ...options,
    ...pace.sender,
    expiry,
    file: (person, file) => options.conversations.file(person, file),
  });
  const handler = createHandler({ ...options, expiry, showWork });
  const drafter =
    options.writer === null
      ? null
      : createDrafter({
          ...options,
          ...pace.drafter,
          writer: options.writer,
          expiry,
          wakeSender: sender.wake,
          showWork,
        });
  const worker = createWorker({
    ...options,
    ...pace.worker,
    handler,
    wake: () => {
      sender.wake();
      drafter?.wake();
    },
  });
  const sinkFor = createIngress({
    ...options,
    expiry,
    stopMessage: options.dialogue.stopMessage,
    wake: () => {
      worker.wake();
      sender.wake();
    },
    stopped: (of) => drafter?.abort(of),
  });

  const stop = async (deadlineSeconds: number): Promise<void> => {
    const until = clock() + deadlineSeconds * 1000;
    const rest = (): number => Math.max(0, (until - clock()) / 1000);
    const stopped = await Promise.allSettled(channels.map((channel) => channel.stop(rest())));
    for (const result of stopped)
      if (result.status === "rejected") log.error({ err: result.reason }, "channel not stopped");
    // The card has been sent: what a model is still writing goes on at the next start.
    const drafting = drafter?.stop(rest());
    const events = await worker.stop(rest());
    await drafting;
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
      drafter?.start();
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
