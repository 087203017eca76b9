/** Everything between channels and knowledge: store, access, dialogue and flow. */
import { randomBytes, randomUUID } from "node:crypto";
import { createMemoryLimiter } from "../adapters/limits/memory-limiter.ts";
import { createPrometheus, type Prometheus } from "../adapters/telemetry/prometheus.ts";
import { createWatchdog, systemTime } from "../adapters/watchdog/event-loop.ts";
import { createAccess } from "../app/access/access.ts";
import { createConversations } from "../app/conversations.ts";
import { createDialogue } from "../app/dialogue/dialogue.ts";
import { createFlow } from "../app/flow/flow.ts";
import { createRetention } from "../app/retention.ts";
import { composeAssistant, today } from "../compose.ts";
import type { Config } from "../config.ts";
import type { Access } from "../ports/access.ts";
import type { Assistant } from "../ports/assistant.ts";
import type { Channel } from "../ports/channel.ts";
import type { Conversations } from "../ports/conversations.ts";
import type { Log } from "../ports/telemetry.ts";
import { privacyNotice } from "../text/dialogue.ts";
import { type OpenedStore, openStore } from "./store.ts";

export interface Runtime {
  readonly assistant: Assistant;
  readonly conversations: Conversations;
  readonly access: Access;
  readonly metrics: Pick<Prometheus, "text" | "contentType">;
  readonly privacyNotice: string;
  readonly opened: OpenedStore;
  /** What keeps it from being ready; empty: ready. */
  reasons(): readonly string[];
  /** Starts to hear on the channels. */
  start(channels: readonly Channel[]): Promise<void>;
  /** Ends what is in hand within the deadline, and lets go of the store. */
  stop(deadlineSeconds: number): Promise<void>;
}

const sweepMilliseconds = 6 * 3_600_000;
/** The first sweep waits until the start is over. */
const firstSweepMilliseconds = 10_000;

const orNull = (count: number): number | null => (count === 0 ? null : count);

/**
 * Opens the store, then the knowledge.
 *
 * @param what names this process to whoever finds `DATA_DIR` taken
 * @throws {StoreLockedError} {@link KnowledgeError} and what the store throws
 */
export async function composeRuntime(config: Config, log: Log, what: string): Promise<Runtime> {
  const clock = Date.now;
  const opened = await openStore(config, { exclusive: true, what, create: true });
  const { store, pseudonyms, marksSealer } = opened;
  try {
    const assistant = await composeAssistant(config);
    const contact = config.ORG_CONTACT;
    const organisation = config.ORG_NAME ?? null;
    const notice = privacyNotice({ organisation, contact, days: config.RETENTION_DAYS });
    const access = createAccess({
      store,
      mode: config.ACCESS,
      admins: config.ADMIN_USERS,
      clock,
      random: randomBytes,
      pseudonyms,
    });
    const conversations = createConversations({ store, marksSealer, pseudonyms, clock, newId: randomUUID });
    const prometheus = createPrometheus({
      gauges: {
        clock,
        queues: () => store.queues(),
        health: () => store.health(),
        loopDelaySeconds: () => watchdog.delaySeconds(),
        residentBytes: () => process.memoryUsage.rss(),
        knowledgeVersion: assistant.knowledgeVersion,
      },
    });
    const { telemetry } = prometheus;
    const watchdog = createWatchdog({ time: systemTime, log, telemetry });
    const retention = createRetention({ store, clock, auditDays: config.RETENTION_DAYS });
    const dialogue = createDialogue({
      assistant,
      access,
      organisation,
      contact,
      retentionDays: config.RETENTION_DAYS,
      today,
    });

    let channels: readonly Channel[] = [];
    let flow: ReturnType<typeof createFlow> | null = null;
    let sweeper: NodeJS.Timeout | null = null;
    const sweep = (): void => {
      retention.run().catch((error: unknown) => log.error({ err: error }, "sweep failed"));
      sweeper = setTimeout(sweep, sweepMilliseconds).unref();
    };

    return {
      assistant,
      conversations,
      access,
      metrics: prometheus,
      privacyNotice: notice,
      opened,
      reasons() {
        const { state, reason } = store.health();
        return [
          ...(state === "up" ? [] : [`store ${state}: ${reason}`]),
          ...(watchdog.blocked() ? ["event loop was blocked"] : []),
          ...channels.flatMap(({ id, health }) => {
            const { state: heard, reason: why } = health();
            return heard === "up" ? [] : [`channel ${id} ${heard}: ${why}`];
          }),
        ];
      },
      async start(given) {
        channels = given;
        flow = createFlow({
          store,
          channels,
          dialogue,
          conversations,
          access,
          limiter: createMemoryLimiter(clock),
          limits: {
            userPerMinute: orNull(config.LIMIT_USER_PER_MINUTE),
            userPerDay: orNull(config.LIMIT_USER_PER_DAY),
            unitPerDay: orNull(config.LIMIT_UNIT_PER_DAY),
            totalPerMinute: orNull(config.LIMIT_TOTAL_PER_MINUTE),
          },
          marksSealer,
          pseudonyms,
          telemetry,
          log,
          clock,
          contact,
          privacyNotice: notice,
          retentionDays: config.RETENTION_DAYS,
          name: `${process.pid}-${randomUUID().slice(0, 8)}`,
        });
        await flow.start();
        sweeper = setTimeout(sweep, firstSweepMilliseconds).unref();
      },
      async stop(deadlineSeconds) {
        await flow?.stop(deadlineSeconds);
        if (sweeper !== null) clearTimeout(sweeper);
        watchdog.stop();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}
