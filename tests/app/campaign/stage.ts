/** Campaigns on a real store in a temporary folder, with the real dialogue and flow and the shipped knowledge; time is the test's. */
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { createMemoryLimiter } from "../../../src/adapters/limits/memory-limiter.ts";
import { createLogger } from "../../../src/adapters/logging/logger.ts";
import { createSealer } from "../../../src/adapters/sealing/aes-gcm.ts";
import { createPseudonyms } from "../../../src/adapters/sealing/keyed-hash.ts";
import { createSealedStore } from "../../../src/adapters/stores/sealed-store.ts";
import { createSqliteStore } from "../../../src/adapters/stores/sqlite-store.ts";
import type { Engine } from "../../../src/app/campaign/engine.ts";
import { tallyKey } from "../../../src/app/campaign/keys.ts";
import { readTally } from "../../../src/app/campaign/stored.ts";
import { createConversations } from "../../../src/app/conversations.ts";
import { createDialogue } from "../../../src/app/dialogue/dialogue.ts";
import { createLearningDialogue } from "../../../src/app/dialogue/learning.ts";
import { createErasure } from "../../../src/app/flow/erasure.ts";
import { createFlow } from "../../../src/app/flow/flow.ts";
import { partitions } from "../../../src/app/flow/keys.ts";
import { createDailyPush, type DailyPush } from "../../../src/app/learning/daily-push.ts";
import { createWalking } from "../../../src/app/learning/walking.ts";
import { type CampaignDesk, composeCampaignDesk, composeCampaigns } from "../../../src/compose/campaigns.ts";
import type { Role } from "../../../src/core/access/roles.ts";
import { type Campaign, itemName } from "../../../src/core/campaign/campaign.ts";
import { sumTallies } from "../../../src/core/campaign/results.ts";
import { beijingTime } from "../../../src/core/campaign/window.ts";
import type { Access } from "../../../src/ports/access.ts";
import type { Channel, PersonId, Sink } from "../../../src/ports/channel.ts";
import type { Conversations } from "../../../src/ports/conversations.ts";
import type { Store } from "../../../src/ports/store.ts";
import { temporaryFolder } from "../../folders.ts";
import { assistant, knowledge } from "../../knowledge-base.ts";
import { until } from "../../until.ts";
import { createTestClock, noInterview, type TestClock, testKey } from "../flow/running.ts";

export { campaignOf } from "./sample-campaign.ts";

/** Roles and units of those who are not plain cadres without a unit. */
export type People = Readonly<Record<PersonId, { readonly role: Role; readonly unit?: string }>>;

export const editors: People = {
  "web:author": { role: "publicity-editor" },
  "web:second": { role: "publicity-editor" },
};

/** The settings of pushes where an installation sets none. */
export const usualSettings = {
  PUSH_HOURS: { from: "08:30", until: "18:00" },
  PUSH_ON_DAYS_OFF: false,
  PUSH_PER_WEEK: 2,
};

export interface Stage extends CampaignDesk {
  readonly directory: string;
  readonly clock: TestClock;
  readonly store: Store;
  readonly engine: Engine;
  /** The question of the day; looks only when a test says so. */
  readonly daily: DailyPush;
  readonly conversations: Conversations;
  readonly log: readonly string[];
  /** Resolves when nothing waits in the inbox, the outbox or among the pushes. */
  settled(): Promise<void>;
  /** Resolves when nothing is due: pushes that wait for their time may be left. */
  rested(): Promise<void>;
  stop(): Promise<void>;
}

export async function createStage(options: {
  readonly channels: readonly Channel[];
  readonly people?: People;
  readonly clock?: TestClock;
  readonly directory?: string;
  /** What the installation allows; left out, what is usual. */
  readonly settings?: Partial<typeof usualSettings>;
}): Promise<Stage> {
  const { channels, people = editors, clock = createTestClock(), directory = temporaryFolder() } = options;
  const store = createSealedStore(
    createSqliteStore({ directory, clock, exclusive: true, what: "test" }),
    createSealer([testKey]),
  );
  const log: string[] = [];
  const logger = createLogger("debug", { write: (line) => log.push(line) });
  const pseudonyms = createPseudonyms("a secret of at least thirty-two letters");
  const grantOf: Access["grantOf"] = async (person) => ({
    person,
    role: people[person]?.role ?? "cadre",
    unit: people[person]?.unit ?? "",
    until: null,
    grantedAt: 0,
    grantedBy: "open",
  });
  const access = {
    grantOf,
    admit: async (person: PersonId) => {
      const grant = await grantOf(person);
      if (grant === null) throw new TypeError("everybody is admitted here");
      return { admitted: true, grant } as const;
    },
    approve: async () => ({ ok: false, problem: "unknown-code" }) as const,
  };
  const telemetry = { count: () => {}, observe: () => {} };
  /** Looks for pushes that found none due. */
  let vain = 0;
  const watched: Store = {
    ...store,
    async claim(...args) {
      const claimed = await store.claim(...args);
      if (claimed.length === 0) vain++;
      return claimed;
    },
  };
  const campaignOptions = {
    config: {
      KNOWLEDGE_DIR: join(import.meta.dirname, "..", "..", "..", "knowledge"),
      KNOWLEDGE_OVERLAY: undefined,
      RETENTION_DAYS: 180,
      ...usualSettings,
      ...options.settings,
    },
    store: watched,
    access,
    pseudonyms,
    knowledge,
    clock,
    telemetry,
    log: logger,
    name: randomUUID(),
    // Looks only when a test says so.
    tickMilliseconds: 3_600_000,
    idleMilliseconds: 5,
  };
  const served = composeCampaigns(campaignOptions);
  const expiry = (at: number): number => at + 180 * 86_400_000;
  const lessons = createLearningDialogue({
    catalogue: knowledge.catalogue,
    // No case is walked through here.
    walking: createWalking({
      catalogue: knowledge.catalogue,
      library: { caseFacts: new Map(), caseSpans: new Map() },
      facts: [],
      rules: () => {
        throw new TypeError("no case is walked through");
      },
    }),
    store,
    hasPolls: () => false,
    today: () => beijingTime(clock()).day,
    pushHours: served.bounds.hours,
  });
  const daily = createDailyPush({
    store,
    lessons,
    campaignDays: served.days,
    calendar: served.calendar,
    hours: served.bounds.hours,
    pseudonyms,
    knowledgeVersion: "sha256:0",
    log: logger,
    clock,
    expiry,
  });
  const erasure = createErasure({ store, log: logger, clock });
  const marksSealer = createSealer([testKey]);
  const conversations = createConversations({
    store,
    recordOf: () => null,
    marksSealer,
    pseudonyms,
    erasure,
    clock,
    newId: randomUUID,
  });
  const flow = createFlow({
    store,
    channels,
    dialogue: createDialogue({
      assistant,
      interview: noInterview,
      campaigns: served.dialogue,
      learning: lessons,
      access,
      organisation: null,
      contact: "办公室",
      retentionDays: 180,
      today: () => "2026-11-23",
    }),
    conversations,
    erasure,
    access,
    limiter: createMemoryLimiter(clock),
    limits: { userPerMinute: null, userPerDay: null, unitPerDay: null, totalPerMinute: null },
    marksSealer,
    pseudonyms,
    telemetry,
    log: logger,
    clock,
    contact: "办公室",
    privacyNotice: "说明",
    retentionDays: 180,
    name: randomUUID(),
    writer: null,
    pace: { worker: { idleMilliseconds: 5 }, sender: { idleMilliseconds: 5 } },
  });
  await flow.start();
  const engine = served.engine(channels);
  engine.start();
  return {
    ...composeCampaignDesk(campaignOptions),
    directory,
    clock,
    store,
    engine,
    daily,
    conversations,
    log,
    async settled() {
      await until(async () =>
        (await store.queues()).every(({ waiting, claimed }) => waiting + claimed === 0),
      );
    },
    async rested() {
      const looks = vain;
      await until(async () =>
        (await store.queues()).every(
          ({ queue, waiting, claimed }) => claimed === 0 && (queue === "push" || waiting === 0),
        ),
      );
      // One look may have begun before; the pushes of the one after it have ended when nothing is claimed.
      await until(async () => vain >= looks + 2);
      await until(async () => (await store.queues()).every(({ claimed }) => claimed === 0));
    },
    async stop() {
      await daily.stop();
      await engine.stop(5);
      await flow.stop(5);
      await store.close();
    },
  };
}

/** Somebody writes in the first of their conversations on the web. */
export const tell = (
  { channel, clock }: { readonly channel: { readonly sink: Sink }; readonly clock: TestClock },
  person: PersonId,
  text: string,
  eventId: string,
): Promise<unknown> =>
  channel.sink({
    channel: "web",
    eventId,
    at: clock(),
    from: { person, conversation: "c1" },
    content: { type: "text", text, asOf: null },
  });

/** Written by one, approved by another, and begun. */
export async function begin({ campaigns }: Pick<Stage, "campaigns">, campaign: Campaign): Promise<void> {
  for (const step of [
    () => campaigns.write("web:author", campaign),
    () => campaigns.act("web:author", campaign.id, "submit"),
    () => campaigns.act("web:second", campaign.id, "approve"),
    () => campaigns.act("web:author", campaign.id, "start"),
  ]) {
    const result = await step();
    if (!result.ok) throw new Error(`not begun: ${JSON.stringify(result)}`);
  }
}

/** How messages ended, as the store counts them: too few are told nowhere. */
export const ends = async (
  { store, campaigns }: Pick<Stage, "store" | "campaigns">,
  id = "autumn",
): Promise<Readonly<Record<string, number>>> => {
  const view = await campaigns.read(id);
  if (view === null) throw new Error("no campaign");
  const counted = await Promise.all(
    view.campaign.items.map(async (item) => {
      const key = tallyKey(itemName(id, item.id));
      const parts = await Promise.all(partitions.map((space) => store.read(space, [key])));
      const { ends: counts } = sumTallies(parts.map(([read]) => readTally(read?.value)));
      return Object.entries(counts).map(([end, count]) => [`${item.id} ${end}`, count]);
    }),
  );
  return Object.fromEntries(counted.flat());
};
