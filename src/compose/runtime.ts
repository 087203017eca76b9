/** Everything between channels and knowledge: store, access, dialogue and flow. */
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { archiveFolder, openArchive } from "../adapters/archive/jsonl-archive.ts";
import { createMemoryLimiter } from "../adapters/limits/memory-limiter.ts";
import { createEphemeralSealer, createSealer } from "../adapters/sealing/aes-gcm.ts";
import { createObservedStore } from "../adapters/stores/observed-store.ts";
import { createPrometheus, type Prometheus } from "../adapters/telemetry/prometheus.ts";
import { createWatchdog, systemTime } from "../adapters/watchdog/event-loop.ts";
import { createArchivedStore, createArchiver } from "../app/archive.ts";
import { createChannelMemory } from "../app/channel-memory.ts";
import { createConversations } from "../app/conversations.ts";
import { createDialogue } from "../app/dialogue/dialogue.ts";
import { createInterviewDialogue } from "../app/dialogue/interview.ts";
import { createLearningDialogue } from "../app/dialogue/learning.ts";
import { createErasure } from "../app/flow/erasure.ts";
import { createFlow } from "../app/flow/flow.ts";
import { messagesLeft, settled } from "../app/flow/settled.ts";
import type { Generator } from "../app/generation/generator.ts";
import { createDailyPush } from "../app/learning/daily-push.ts";
import { createLessons } from "../app/learning/lessons.ts";
import { createLease } from "../app/lease.ts";
import { createDigestPush } from "../app/listening/digest-push.ts";

import { createHandover } from "../app/precheck/handover.ts";
import { createInterviews } from "../app/precheck/interviews.ts";
import { beatSeconds, createReplica } from "../app/replicas.ts";
import { createRetention } from "../app/retention.ts";
import type { Config } from "../config.ts";
import { channelOf } from "../core/access/terms.ts";
import type { Access } from "../ports/access.ts";
import type { Assistant } from "../ports/assistant.ts";
import type { Catalogue } from "../ports/catalogue.ts";
import type { Channel } from "../ports/channel.ts";
import type { ChannelMemory } from "../ports/channel-memory.ts";
import type { Conversations } from "../ports/conversations.ts";
import type { Interviews } from "../ports/interviews.ts";
import type { Lease } from "../ports/lease.ts";
import type { Lessons } from "../ports/lessons.ts";
import type { Limiter } from "../ports/limits.ts";
import type { Digests, GapEditing } from "../ports/listening.ts";
import type { Pictures } from "../ports/pictures.ts";
import type { Log } from "../ports/telemetry.ts";
import { privacyNotice } from "../text/dialogue.ts";
import { modelRemark } from "../text/model.ts";
import { reportAnswer } from "../text/report-answer.ts";
import { telegramRemark } from "../text/telegram.ts";
import { composeCampaigns } from "./campaigns.ts";
import { composeStories } from "./extraction.ts";
import { composeGenerator, composeWriter } from "./generation.ts";
import { composeKnowledge } from "./knowledge.ts";
import { composeListening } from "./listening.ts";
import { composeModel, modelsUsed, warnOfModel } from "./model.ts";
import { shareChannel } from "./shared-channel.ts";
import { composeAccess, openSecrets, openStore } from "./store.ts";
import { today } from "./today.ts";

export interface Runtime {
  readonly assistant: Assistant;
  readonly catalogue: Catalogue;
  readonly conversations: Conversations;
  readonly interviews: Interviews;
  /** Learning, for its pages. */
  readonly lessons: Lessons;
  readonly access: Access;
  /** Puts answers into words; null where no model is used. */
  readonly generator: Generator | null;
  readonly metrics: Pick<Prometheus, "text" | "contentType">;
  readonly privacyNotice: string;
  /** Signs cookies and tokens. */
  readonly secret: string;
  /** What keeps it from being ready; empty: ready. */
  reasons(): readonly string[];
  /** The channel as it must be where readers of it may be connected to another process of the same store. */
  share<Kind extends Channel>(channel: Kind): Kind;
  /** For the one process that polls a platform; null where no other shares the store. */
  pollerLease(): Lease | null;
  /** Counts for all processes of the store; null where no other shares it. */
  readonly sharedLimiter: Limiter | null;
  /** What a channel must know again after a restart. */
  readonly channelMemory: ChannelMemory;
  /** Starts to hear on the channels. */
  start(channels: readonly Channel[]): Promise<void>;
  /** Pictures of messages. */
  readonly pictures: Pictures;
  /** The gap list, for the desk. */
  readonly gaps: GapEditing;
  /** The monthly digest, for the desk. */
  readonly digests: Digests;
  /** What an administrator sees at a glance. */
  figures(): Promise<readonly { readonly name: FigureName; readonly value: number }[]>;
  /** Resolves when nothing is to come by itself any more, or is not waited for any longer. */
  settled(): Promise<void>;
  /**
   * Ends what is in hand within the deadline, and lets go of the store.
   *
   * @param ended runs when nothing is in hand any more and the store is still open
   */
  stop(deadlineSeconds: number, ended?: () => Promise<void>): Promise<void>;
}

export type FigureName = "waiting" | "dead" | "gaps";

/** Longer than one look of a poller, so that it lapses only where its holder died. */
const pollerLeaseSeconds = 90;

/** What follows the last word of a model: a commit or two, and a message. */
const settlingSeconds = 5;

const sweepMilliseconds = 6 * 3_600_000;
/** The first sweep waits until the start is over. */
const firstSweepMilliseconds = 10_000;

const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");

const orNull = (count: number): number | null => (count === 0 ? null : count);

/**
 * Opens the store, then the knowledge.
 *
 * @param what names this process to whoever finds `DATA_DIR` taken
 * @throws {StoreLockedError} {@link KnowledgeError} and what the store throws
 */
export async function composeRuntime(config: Config, log: Log, what: string): Promise<Runtime> {
  const clock = Date.now;
  const {
    store: opened,
    sealer,
    shared,
  } = await openStore(config, {
    exclusive: true,
    what,
    create: true,
    warn: (message) => log.warn({}, message),
  });
  try {
    const secrets = await openSecrets(config, opened);
    const { pseudonyms } = secrets;
    // With a key the whole turn is sealed, what was masked included. Without one, it can be put back only while this
    // process runs.
    const marksSealer = sealer.encrypts ? createSealer([]) : createEphemeralSealer();
    const { knowledge, assistant, catalogue, prechecking, vectors } = await composeKnowledge(
      config,
      log,
      // Nothing is asked of a service before the start.
      {
        count: (...counted) => prometheus.telemetry.count(...counted),
        observe: (...observed) => prometheus.telemetry.observe(...observed),
      },
    );
    const prometheus = createPrometheus({
      gauges: {
        clock,
        queues: () => opened.queues(),
        health: () => opened.health(),
        loopDelaySeconds: () => watchdog.delaySeconds(),
        residentBytes: () => process.memoryUsage.rss(),
        knowledgeVersion: assistant.knowledgeVersion,
        ...(vectors === null ? {} : { vectors: () => vectors.background.progress() }),
      },
    });
    const { telemetry } = prometheus;
    // An embedded store stands on this machine's disk already.
    const archive =
      shared === null ? null : await openArchive({ directory: archiveFolder(config.DATA_DIR), clock });
    const archiver = archive && createArchiver({ store: opened, archive, log, sha256 });
    const store = createObservedStore(
      archiver === null ? opened : createArchivedStore(opened, archiver),
      telemetry,
      () => performance.now(),
    );
    const limiter = shared?.limiter ?? createMemoryLimiter(clock);
    const models = composeModel(config, limiter, log, telemetry);
    warnOfModel(config, log);
    const generator = models.model && composeGenerator(knowledge, models.model, telemetry);
    const writer = models.model && generator && composeWriter(assistant, generator, models.model, config);
    const contact = config.ORG_CONTACT;
    const organisation = config.ORG_NAME ?? null;
    const notice = privacyNotice({ organisation, contact, days: config.RETENTION_DAYS });
    const access = composeAccess(config, store, secrets);
    const erasure = createErasure({ store, log, clock });
    const { interviewer } = prechecking;
    const stories =
      models.model === null
        ? {}
        : { stories: composeStories(models.model, interviewer, pseudonyms, telemetry) };
    const conversations = createConversations({
      store,
      recordOf: interviewer.record,
      marksSealer,
      pseudonyms,
      erasure,
      clock,
      newId: randomUUID,
    });
    const watchdog = createWatchdog({ time: systemTime, log, telemetry });
    const retention = createRetention({ store, clock, days: config.RETENTION_DAYS, archive });
    const newMatterId = (): string => randomBytes(16).toString("base64url");
    let flow: ReturnType<typeof createFlow> | null = null;
    const interviews = createInterviews({
      store,
      interviewer,
      pseudonyms,
      erasure,
      clock,
      expiry: (at) => at + config.RETENTION_DAYS * 86_400_000,
      newMatterId,
      newId: randomUUID,
      ...stories,
      wakeReader: () => flow?.wakeReader(),
    });
    const listening = composeListening({
      store,
      access,
      pseudonyms,
      assistant,
      knowledge,
      log,
      retentionDays: config.RETENTION_DAYS,
    });
    const name = `${process.pid}-${randomUUID().slice(0, 8)}`;
    const campaigns = composeCampaigns({
      config,
      store,
      access,
      pseudonyms,
      knowledge,
      telemetry,
      log,
      name,
    });
    let channels: readonly Channel[] = [];
    const lessons = createLearningDialogue({
      catalogue: knowledge.catalogue,
      walking: prechecking.walking,
      store,
      hasPolls: (person) =>
        channels.some(({ id, capabilities }) => id === channelOf(person) && capabilities.polls === true),
      today,
      pushHours: campaigns.bounds.hours,
    });
    const daily = createDailyPush({
      store,
      lessons,
      campaignDays: campaigns.days,
      calendar: campaigns.calendar,
      hours: campaigns.bounds.hours,
      pseudonyms,
      knowledgeVersion: assistant.knowledgeVersion,
      log,
      clock,
      expiry: (at) => at + config.RETENTION_DAYS * 86_400_000,
    });
    const monthly = createDigestPush({
      store,
      access,
      digests: listening.digests,
      calendar: campaigns.calendar,
      hours: campaigns.bounds.hours,
      pseudonyms,
      knowledgeVersion: assistant.knowledgeVersion,
      log,
      clock,
      newId: randomUUID,
      expiry: (at) => at + config.RETENTION_DAYS * 86_400_000,
    });
    const dialogue = createDialogue({
      assistant,
      vectorOf: vectors?.vectorOf ?? null,
      listening: listening.dialogue,
      campaigns: campaigns.dialogue,
      learning: lessons,
      interview: createInterviewDialogue({
        interviewer,
        handover: createHandover({
          store,
          pseudonyms,
          clock,
          expiry: (at) => at + config.RETENTION_DAYS * 86_400_000,
          sameOwner: config.ACCESS === "open",
          random: randomBytes,
          newId: randomUUID,
        }),
        reportAnswer: (report) => reportAnswer(report, { contact }),
        contact,
        clock,
        newMatterId,
        ...stories,
      }),
      access,
      organisation,
      contact,
      retentionDays: config.RETENTION_DAYS,
      today,
      remarks: [
        modelRemark(modelsUsed(config)),
        ...(config.TELEGRAM_BOT_TOKEN === undefined ? [] : [telegramRemark]),
      ],
    });

    const replica =
      shared === null
        ? null
        : createReplica({
            store,
            clock,
            name,
            knowledge: assistant.knowledgeVersion,
            secret: pseudonyms.of("replica"),
            newId: randomUUID,
          });
    await replica?.join();
    const beats = replica && setInterval(() => void replica.beat(), beatSeconds * 1_000).unref();

    let before = 0;
    let pushing: ReturnType<typeof campaigns.engine> | null = null;
    let sweeper: NodeJS.Timeout | null = null;
    const sweep = (): void => {
      retention.run().catch((error: unknown) => log.error({ err: error }, "sweep failed"));
      listening.run().catch((error: unknown) => log.error({ err: error }, "answers not told"));
      sweeper = setTimeout(sweep, sweepMilliseconds).unref();
    };

    return {
      assistant,
      catalogue,
      conversations,
      interviews,
      lessons: createLessons({
        store,
        dialogue: lessons,
        knowledgeVersion: assistant.knowledgeVersion,
        today,
        clock,
        expiry: (at) => at + config.RETENTION_DAYS * 86_400_000,
        newId: randomUUID,
      }),
      access,
      generator,
      metrics: prometheus,
      privacyNotice: notice,
      secret: secrets.secret,
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
      share: (channel) =>
        shared === null ? channel : shareChannel(channel, { bus: shared.bus, sealer, log }),
      pollerLease: () =>
        shared === null
          ? null
          : createLease({
              store,
              clock,
              task: "poller",
              holder: name,
              seconds: pollerLeaseSeconds,
              newId: randomUUID,
            }),
      sharedLimiter: shared?.limiter ?? null,
      channelMemory: createChannelMemory({
        store,
        clock,
        expiry: (at) => at + config.RETENTION_DAYS * 86_400_000,
        newId: randomUUID,
        log,
      }),
      async start(given) {
        channels = given;
        before = await messagesLeft(store);
        flow = createFlow({
          store,
          channels,
          dialogue,
          conversations,
          erasure,
          access,
          limiter,
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
          name,
          writer,
          ...stories,
          pace: {
            // The model ends by itself before, so that a service that is too slow is known to be.
            drafter: { deadlineSeconds: config.LLM_DEADLINE_SECONDS + settlingSeconds },
            reader: { deadlineSeconds: config.LLM_DEADLINE_SECONDS + settlingSeconds },
          },
        });
        await flow.start();
        pushing = campaigns.engine(channels);
        pushing.start();
        daily.start();
        monthly.start();
        archiver?.start();
        vectors?.background.start();
        sweeper = setTimeout(sweep, firstSweepMilliseconds).unref();
      },
      pictures: campaigns.pictures,
      gaps: listening.editing,
      digests: listening.digests,
      async figures() {
        const [queues, gaps] = await Promise.all([store.queues(), listening.editing.list()]);
        const sum = (of: "waiting" | "dead"): number => queues.reduce((total, queue) => total + queue[of], 0);
        return [
          { name: "waiting", value: sum("waiting") },
          { name: "dead", value: sum("dead") },
          { name: "gaps", value: gaps.filter(({ state }) => state !== "closed").length },
        ];
      },
      async settled() {
        const seconds = config.LLM_DEADLINE_SECONDS + settlingSeconds;
        if (models.model !== null) await settled(store, clock, { before, seconds });
      },
      async stop(deadlineSeconds, ended) {
        // Nothing new is pushed while replies come to their end; what is in hand of both goes on side by side.
        await Promise.all([
          daily.stop(),
          monthly.stop(),
          listening.stop(),
          pushing?.stop(deadlineSeconds),
          flow?.stop(deadlineSeconds),
        ]);
        await vectors?.background.stop();
        await ended?.();
        if (sweeper !== null) clearTimeout(sweeper);
        watchdog.stop();
        if (beats !== null) clearInterval(beats);
        await replica?.leave();
        await archiver?.stop();
        await store.close();
      },
    };
  } catch (error) {
    await opened.close();
    throw error;
  }
}
