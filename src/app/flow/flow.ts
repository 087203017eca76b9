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
import { createHandler } from "./handler.ts";
import { createIngress, type Limits } from "./ingress.ts";
import { createSender } from "./sender.ts";
import { createWorker } from "./worker.ts";

export interface FlowOptions {
  readonly store: Store;
  readonly channels: readonly Channel[];
  readonly dialogue: Dialogue;
  readonly conversations: Pick<Conversations, "file">;
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
}

export interface Flow {
  start(): Promise<void>;
  /** Takes nothing new in, ends what is in hand; what is left goes on at the next start. */
  stop(deadlineSeconds: number): Promise<void>;
}

export function createFlow(options: FlowOptions): Flow {
  const { store, channels, telemetry, log, clock, name } = options;
  const expiry = (at: Instant): Instant => at + options.retentionDays * 86_400_000;

  const sender = createSender({
    ...options,
    file: (person, file) => options.conversations.file(person, file),
  });
  const handler = createHandler({ ...options, expiry });
  const worker = createWorker({ store, handler, name, telemetry, log, clock, wakeSender: sender.wake });
  const sinkFor = createIngress({
    ...options,
    expiry,
    stopMessage: options.dialogue.stopMessage,
    wake: () => {
      worker.wake();
      sender.wake();
    },
  });

  return {
    async start() {
      worker.start();
      sender.start();
      for (const channel of channels) await channel.start(sinkFor(channel));
    },
    async stop(deadlineSeconds) {
      const until = clock() + deadlineSeconds * 1000;
      const rest = (): number => Math.max(0, (until - clock()) / 1000);
      await Promise.all(channels.map((channel) => channel.stop(rest())));
      const { left } = await worker.stop(rest());
      await sender.stop(rest());
      if (left > 0) log.warn({ left }, "stopped with events in hand; they go on at the next start");
    },
  };
}
