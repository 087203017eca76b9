/**
 * The flow of messages: channels → inbox → worker (→ drafts → drafter) → outbox → channels, and worker → stories → reader →
 * inbox, started and stopped as one.
 */
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
import { noStories, type Stories } from "../precheck/stories.ts";
import { createDrafter, type DrafterOptions } from "./drafter.ts";
import type { Erasure } from "./erasure.ts";
import { createHandler } from "./handler.ts";
import { createIngress, type Limits } from "./ingress.ts";
import { createSender, type SenderOptions } from "./sender.ts";
import { createShowWork } from "./showing.ts";
import { createStoryReader, type StoryReaderOptions } from "./story-reader.ts";
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
  /** Reads stories of pre-checks; left out: there is no model. */
  readonly stories?: Pick<Stories, "read">;
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
  readonly reader?: Pick<
    StoryReaderOptions,
    | "parallel"
    | "deadlineSeconds"
    | "patienceSeconds"
    | "lookMilliseconds"
    | "idleMilliseconds"
    | "maxAttempts"
  >;
  readonly sender?: Pick<SenderOptions, "parallel" | "leaseSeconds" | "idleMilliseconds" | "maxAttempts">;
}

export interface Flow {
  start(): Promise<void>;
  /** A story of a pre-check waits, told outside of a conversation. */
  wakeReader(): void;
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
  const handler = createHandler({ ...options, expiry });
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
  // Also without a model: what was told while there was one is given up, and not kept for ever.
  const reader = createStoryReader({
    ...options,
    ...pace.reader,
    stories: options.stories ?? noStories,
    showWork,
    wakeWorker: () => worker.wake(),
  });
  const worker = createWorker({
    ...options,
    ...pace.worker,
    handler,
    wake: () => {
      sender.wake();
      drafter?.wake();
      reader.wake();
      reader.look();
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
    stopped(of) {
      drafter?.abort(of);
      reader.look();
    },
  });

  const stop = async (deadlineSeconds: number): Promise<void> => {
    const until = clock() + deadlineSeconds * 1000;
    const rest = (): number => Math.max(0, (until - clock()) / 1000);
    const stopped = await Promise.allSettled(channels.map((channel) => channel.stop(rest())));
    for (const result of stopped)
      if (result.status === "rejected") log.error({ err: result.reason }, "channel not stopped");
    // The card has been sent: what a model is still writing goes on at the next start.
    const drafting = Promise.all([drafter?.stop(rest()), reader.stop(rest())]);
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
      reader.start();
      try {
        for (const channel of channels) await channel.start(sinkFor(channel));
      } catch (error) {
        await stop(0);
        throw error;
      }
    },
    wakeReader: () => reader.wake(),
    stop,
  };
}
