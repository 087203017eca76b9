/** Campaigns: what the server does with them, and what the commands of editors do beside it. */
import { createHash, randomUUID } from "node:crypto";
import { readHolidays } from "../adapters/knowledge/holidays.ts";
import type { PreparedKnowledge } from "../app/ask/knowledge.ts";
import { type CampaignDays, createCampaignDays } from "../app/campaign/campaign-days.ts";
import { type Campaigns, createCampaigns } from "../app/campaign/campaigns.ts";
import { type CampaignContent, createCampaignContent } from "../app/campaign/content.ts";
import { createDelivery } from "../app/campaign/delivery.ts";
import { createEngine, type Engine } from "../app/campaign/engine.ts";
import { createExpander, type Expander } from "../app/campaign/expansion.ts";
import { createParticipation } from "../app/campaign/participation.ts";
import { createKeptPictures, type KeptPictures } from "../app/campaign/pictures.ts";
import { createResults, type Results } from "../app/campaign/results.ts";
import { type CampaignDialogue, createCampaignDialogue } from "../app/dialogue/campaign.ts";
import type { Config } from "../config.ts";
import { channelOf } from "../core/access/terms.ts";
import type { Pace } from "../core/campaign/bounds.ts";
import type { WorkCalendar } from "../core/campaign/window.ts";
import { canonicalJson } from "../core/rules/canonical-json.ts";
import type { Access } from "../ports/access.ts";
import type { Channel } from "../ports/channel.ts";
import type { Pictures } from "../ports/pictures.ts";
import type { Pseudonyms } from "../ports/sealing.ts";
import type { Store } from "../ports/store.ts";
import type { Log, Telemetry } from "../ports/telemetry.ts";
import type { Clock, Instant } from "../ports/time.ts";

export interface CampaignOptions {
  readonly config: Pick<
    Config,
    | "KNOWLEDGE_DIR"
    | "KNOWLEDGE_OVERLAY"
    | "RETENTION_DAYS"
    | "PUSH_HOURS"
    | "PUSH_ON_DAYS_OFF"
    | "PUSH_PER_WEEK"
  >;
  readonly store: Store;
  readonly access: Pick<Access, "grantOf">;
  readonly pseudonyms: Pseudonyms;
  readonly knowledge: PreparedKnowledge;
  readonly clock?: Clock;
}

/** What editors do. */
export interface CampaignDesk {
  readonly campaigns: Campaigns;
  readonly content: CampaignContent;
  readonly expander: Expander;
  readonly results: Results;
  readonly calendar: WorkCalendar;
  /** What the installation allows. */
  readonly bounds: Pace;
  readonly pictures: KeptPictures;
}

const boundsOf = ({
  PUSH_HOURS,
  PUSH_ON_DAYS_OFF,
  PUSH_PER_WEEK,
}: Pick<Config, "PUSH_HOURS" | "PUSH_ON_DAYS_OFF" | "PUSH_PER_WEEK">): Pace => ({
  hours: { ...PUSH_HOURS, workdaysOnly: !PUSH_ON_DAYS_OFF },
  perWeek: PUSH_PER_WEEK,
});

const expiryOf =
  ({ RETENTION_DAYS }: Pick<Config, "RETENTION_DAYS">) =>
  (at: Instant): Instant =>
    at + RETENTION_DAYS * 86_400_000;

/** @throws {KnowledgeError} the calendar of working days does not hold */
export function composeCampaignDesk({
  config,
  store,
  access,
  pseudonyms,
  knowledge,
  clock = Date.now,
}: CampaignOptions): CampaignDesk {
  const calendar = readHolidays(config.KNOWLEDGE_DIR, config.KNOWLEDGE_OVERLAY);
  const bounds = boundsOf(config);
  const content = createCampaignContent(knowledge, canonicalJson);
  const pictures = createKeptPictures({
    store,
    newId: randomUUID,
    sha256: (bytes) => createHash("sha256").update(bytes).digest("hex"),
  });
  const expander = createExpander({ store, access });
  return {
    calendar,
    bounds,
    content,
    campaigns: createCampaigns({
      store,
      access,
      content,
      calendar,
      bounds,
      pseudonyms,
      clock,
      newId: randomUUID,
      sha256: (text) => createHash("sha256").update(text, "utf8").digest("hex"),
      canonical: canonicalJson,
      pictures,
      count: expander.count,
      expiry: expiryOf(config),
    }),
    pictures,
    expander,
    results: createResults({ store, content }),
  };
}

/** What the server does: the words of the chat, and sending what is due. */
export interface ServedCampaigns {
  readonly dialogue: CampaignDialogue;
  readonly calendar: WorkCalendar;
  /** What the installation allows pushes of any kind. */
  readonly bounds: Pace;
  /** For the question of the day, which gives way to campaigns. */
  readonly days: CampaignDays;
  readonly pictures: Pictures;
  engine(channels: readonly Channel[]): Engine;
}

export function composeCampaigns(
  options: CampaignOptions & {
    readonly telemetry: Telemetry;
    readonly log: Log;
    /** Names this process in leases. */
    readonly name: string;
    readonly tickMilliseconds?: number;
    /** How long the delivery rests where nothing is due. */
    readonly idleMilliseconds?: number;
  },
): ServedCampaigns {
  const { store, access, config, telemetry, log, name, clock = Date.now } = options;
  const { campaigns, content, expander, results, calendar, bounds, pictures } = composeCampaignDesk(options);
  const participation = createParticipation({ store, campaigns, content, clock });
  return {
    calendar,
    bounds,
    days: createCampaignDays({ store, campaigns, access, calendar }),
    pictures,
    dialogue: createCampaignDialogue({
      campaigns,
      participation,
      content,
      results,
      bounds,
      count: ({ campaign }) => expander.count(campaign),
      // Elsewhere a conversation is its person's own.
      isPrivate: ({ person, conversation }) =>
        channelOf(person) !== "telegram" || conversation.startsWith("p"),
    }),
    engine: (channels) =>
      createEngine({
        campaigns,
        expander,
        calendar,
        log,
        clock,
        ...(options.tickMilliseconds === undefined ? {} : { tickMilliseconds: options.tickMilliseconds }),
        delivery: createDelivery({
          store,
          channels,
          access,
          content,
          campaign: campaigns.read,
          calendar,
          name,
          telemetry,
          log,
          clock,
          expiry: expiryOf(config),
          ...(options.idleMilliseconds === undefined ? {} : { idleMilliseconds: options.idleMilliseconds }),
        }),
      }),
  };
}
