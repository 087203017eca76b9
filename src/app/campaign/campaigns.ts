/**
 * What editors do with campaigns (宣传活动): write, hand in, approve, start, pause, stop. Free of any face: the chat and the
 * command line call the same. Each act is one commit with its audit entry, resting on the version it was decided on.
 */
import type { Role } from "../../core/access/roles.ts";
import { type Excess, excessesOf, hasHours, type Pace, paceWithin } from "../../core/campaign/bounds.ts";
import {
  type Campaign,
  type CampaignEvent,
  type CampaignItem,
  type CampaignProblem,
  type CampaignState,
  itemName,
  problemOf,
  stateAfter,
} from "../../core/campaign/campaign.ts";
import type { Census } from "../../core/campaign/census.ts";
import { sumTallies } from "../../core/campaign/results.ts";
import {
  beijingTime,
  dayAfter,
  instantOf,
  isWorkday,
  type WorkCalendar,
} from "../../core/campaign/window.ts";
import type { Access } from "../../ports/access.ts";
import type { PersonId } from "../../ports/channel.ts";
import type { Pseudonyms } from "../../ports/sealing.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock, Instant } from "../../ports/time.ts";
import { auditBody } from "../audit.ts";
import { commitOnce } from "../flow/commits.ts";
import { parseStored } from "../flow/events.ts";
import { auditStream, partitions } from "../flow/keys.ts";
import { listAll } from "../flow/reading.ts";
import type { CampaignContent } from "./content.ts";
import type { ContentProblem } from "./content-checks.ts";
import { campaignKey, campaignPrefix, campaignSpace, tallyKey } from "./keys.ts";
import { createOutlook, nothingAhead } from "./outlook.ts";
import type { KeptPictures } from "./pictures.ts";
import { readTally, StoredCampaign } from "./stored.ts";

/** What can be done to a campaign that is there. */
export type Act = "submit" | "approve" | "return" | "start" | "pause" | "stop";

export type ActProblem =
  | CampaignProblem
  | "forbidden"
  | "unknown"
  | "busy"
  /** It is to be set right, and has reached nobody. */
  | "not-sent";
export type ActResult =
  | {
      readonly ok: true;
      readonly view: CampaignView;
      /** What will not go out, or not on its day, where something does; left out: nothing. */
      readonly warnings?: readonly ContentProblem[];
    }
  | { readonly ok: false; readonly problem: ActProblem }
  | { readonly ok: false; readonly problem: "content"; readonly found: readonly ContentProblem[] };

/** A campaign as it stands. */
export interface CampaignView {
  readonly campaign: Campaign;
  readonly events: readonly CampaignEvent[];
  readonly state: CampaignState;
  /** Whether its content is what was approved, and the knowledge base still says the same. */
  readonly asApproved: boolean;
  /** How it is sent: as it asks, within what the installation allows. Whatever sends goes by this. */
  readonly pace: Pace;
}

export interface CampaignsOptions {
  readonly store: Pick<Store, "read" | "list" | "commit">;
  readonly access: Pick<Access, "grantOf">;
  readonly content: CampaignContent;
  readonly calendar: WorkCalendar;
  /** What the installation allows. */
  readonly bounds: Pace;
  readonly pseudonyms: Pseudonyms;
  readonly clock: Clock;
  readonly newId: () => string;
  /** Of the UTF-8 bytes, in hexadecimal. */
  readonly sha256: (text: string) => string;
  readonly canonical: (value: unknown) => string;
  readonly pictures: KeptPictures;
  /** How many a campaign would go to now, as it is told. */
  readonly count: (campaign: Campaign) => Promise<Pick<Census, "total">>;
  /** First instant at which what is written at an instant is gone. */
  readonly expiry: (at: Instant) => Instant;
}

export interface Campaigns {
  /**
   * Writes a new campaign, or what one is to be from now on: whatever was approved is approved no more.
   *
   * @param pictures bytes by their hash; those that are kept already may be left out
   */
  write(by: PersonId, campaign: Campaign, pictures?: ReadonlyMap<string, Uint8Array>): Promise<ActResult>;
  act(by: PersonId, id: string, act: Act): Promise<ActResult>;
  /**
   * Writes and hands in a notice that sets an item right, as a campaign of its own that goes to those whom the item reached;
   * somebody else approves it. What it names is cited; it may quote what the item said.
   */
  correct(by: PersonId, id: string, item: string, text: string): Promise<ActResult>;
  /** Ends a campaign whose days are over; nobody's act. */
  finish(id: string): Promise<void>;
  /** What keeps it from being sent as it stands; empty: nothing. */
  problems(campaign: Campaign): Promise<readonly ContentProblem[]>;
  /** What of it cannot go out now, or not on its day; content apart. */
  hindrances(campaign: Campaign): Promise<readonly ContentProblem[]>;
  read(id: string): Promise<CampaignView | null>;
  list(): Promise<readonly CampaignView[]>;
  /** Whether somebody may run campaigns. */
  mayEdit(person: PersonId): Promise<boolean>;
}

const editors: readonly Role[] = ["publicity-editor", "admin"];

const eventTypes = {
  submit: "submitted",
  approve: "approved",
  return: "returned",
  start: "started",
  pause: "paused",
  stop: "stopped",
} as const satisfies Record<Act, CampaignEvent["type"]>;

/** What an editor is told of something laxer than the installation allows. */
const excessProblem = (excess: Excess): ContentProblem => {
  switch (excess.field) {
    case "from":
      return {
        item: "hours.from",
        message: `${excess.asked} is earlier than the installation sends: write ${excess.bound} or later (PUSH_HOURS)`,
      };
    case "until":
      return {
        item: "hours.until",
        message: `${excess.asked} is later than the installation sends: write ${excess.bound} or earlier (PUSH_HOURS)`,
      };
    case "workdaysOnly":
      return {
        item: "hours.workdays_only",
        message:
          "the installation sends on working days alone: write true, or leave it out (PUSH_ON_DAYS_OFF)",
      };
    case "perWeek":
      return {
        item: "per_week",
        message: `${excess.asked} is more than the installation sends to one person: write ${excess.bound} or less (PUSH_PER_WEEK)`,
      };
  }
};

/** Whoever ends what ends by itself. */
const nobody = "schedule";

const conflictLimit = 10;

export function createCampaigns(options: CampaignsOptions): Campaigns {
  const { store, access, content, calendar, bounds, pseudonyms, clock, sha256, canonical, pictures } =
    options;

  const outlook = createOutlook({ calendar, bounds, clock });

  const contentHash = (campaign: Campaign): string => sha256(content.fingerprint(campaign));
  const audienceHash = ({ audience, hours, perWeek, corrects }: Campaign): string =>
    sha256(canonical({ audience, hours, perWeek, corrects }));

  const viewOf = ({ campaign, events }: StoredCampaign): CampaignView => {
    const state = stateAfter(events);
    const asApproved =
      state.approval?.content === contentHash(campaign) && state.approval.audience === audienceHash(campaign);
    return { campaign, events, state, asApproved, pace: paceWithin(campaign, bounds) };
  };

  const views = new Map<string, { readonly version: number; readonly view: CampaignView }>();

  const mayEdit = async (person: PersonId): Promise<boolean> => {
    const grant = await access.grantOf(person);
    return grant !== null && editors.includes(grant.role);
  };

  const readStored = async (id: string) => {
    const key = campaignKey(id);
    const [read = { key, version: 0, value: null }] = await store.read(campaignSpace, [key]);
    const stored = read.value === null ? null : parseStored(StoredCampaign, read.value, "campaign");
    return { key, version: read.version, stored };
  };

  /** The item that a campaign sets right; null: none, or it is gone. */
  const correctedBy = async ({ corrects }: Campaign): Promise<CampaignItem | null> => {
    if (corrects === null) return null;
    const [id = "", item = ""] = corrects.split(".");
    const { stored } = await readStored(id);
    return stored?.campaign.items.find((one) => one.id === item) ?? null;
  };

  const contentProblems = async (campaign: Campaign): Promise<readonly ContentProblem[]> =>
    content.problems(campaign, await correctedBy(campaign));

  const problems: Campaigns["problems"] = async (campaign) => [
    ...excessesOf(campaign, bounds).map(excessProblem),
    ...(await contentProblems(campaign)),
  ];

  /** Reads, decides and commits, again where somebody else was faster. */
  const change = async (
    id: string,
    by: string,
    decide: (
      stored: StoredCampaign | null,
    ) => { readonly campaign: Campaign; readonly event: CampaignEvent } | ActProblem,
  ): Promise<ActResult> => {
    for (let tries = 0; tries < conflictLimit; tries++) {
      const { key, version, stored } = await readStored(id);
      const decided = decide(stored);
      if (typeof decided === "string") return { ok: false, problem: decided };
      const { campaign, event } = decided;
      const after: StoredCampaign = { form: 1, campaign, events: [...(stored?.events ?? []), event] };
      const result = await commitOnce(store, {
        id: `campaign/${options.newId()}`,
        space: campaignSpace,
        expect: [{ key, version }],
        put: [{ key, value: JSON.stringify(after) }],
        append: [
          {
            stream: auditStream,
            at: event.at,
            body: auditBody({
              kind: "campaign",
              actor: by === nobody ? "configuration" : pseudonyms.of(by),
              campaign: pseudonyms.of(`campaign/${id}`),
              act: event.type,
              content: "content" in event ? event.content : null,
            }),
          },
        ],
      });
      if (result === "committed") return { ok: true, view: viewOf(after) };
    }
    return { ok: false, problem: "busy" };
  };

  /** @param counted how many it would go to, as it is told; few: 0 */
  const eventOf = (by: string, act: Act, campaign: Campaign, counted: number | null): CampaignEvent => {
    const happened = { by, at: clock() };
    switch (act) {
      case "submit":
        return { ...happened, type: "submitted", content: contentHash(campaign) };
      case "approve":
        return {
          ...happened,
          type: "approved",
          content: contentHash(campaign),
          audience: audienceHash(campaign),
          ...(counted === null ? {} : { counted }),
        };
      case "return":
        return { ...happened, type: "returned", reason: "" };
      default:
        return { ...happened, type: eventTypes[act] };
    }
  };

  /** What may not start: the knowledge base says something else than what was approved. */
  const changedSince = (act: Act, campaign: Campaign, events: readonly CampaignEvent[]): boolean => {
    const { approval } = stateAfter(events);
    // What was never approved has not changed since: its phase says why it does not start.
    return act === "start" && approval !== null && approval.content !== contentHash(campaign);
  };

  /** Keeps the pictures of a campaign as long as messages name them; tells which are nowhere. */
  const keepPictures = async (
    { items, to }: Campaign,
    given: ReadonlyMap<string, Uint8Array>,
  ): Promise<readonly ContentProblem[]> => {
    const found: ContentProblem[] = [];
    // A day more than the last message that names it.
    const until = options.expiry(instantOf(dayAfter(to, 2), 0));
    for (const { id, picture, draftPicture } of items)
      for (const { hash } of [picture, draftPicture].filter((one) => one !== undefined)) {
        const bytes = given.get(hash) ?? (await pictures.read(hash));
        if (bytes === null) found.push({ item: id, message: `its picture ${hash} is not kept` });
        else await pictures.keep(hash, bytes, until);
      }
    return found;
  };

  const write: Campaigns["write"] = async (by, campaign, given = new Map()) => {
    if (!(await mayEdit(by))) return { ok: false, problem: "forbidden" };
    const wrong = await problems(campaign);
    const found = wrong.length > 0 ? wrong : await keepPictures(campaign, given);
    if (found.length > 0) return { ok: false, problem: "content", found };
    return change(campaign.id, by, (stored) => {
      const event: CampaignEvent = { by, at: clock(), type: "written", content: contentHash(campaign) };
      return problemOf(stored?.events ?? [], event, null) ?? { campaign, event };
    });
  };

  const act: Campaigns["act"] = async (by, id, what) => {
    if (!(await mayEdit(by))) return { ok: false, problem: "forbidden" };
    const { stored: before } = await readStored(id);
    // Stopping must never be kept from happening by what the knowledge base says.
    const found =
      before === null || what === "stop" || what === "pause"
        ? []
        : // What was begun before the bound was drawn may go on: it is sent within the bound.
          await (what === "start" ? contentProblems : problems)(before.campaign);
    const isAsked = what === "submit" || what === "approve";
    const ahead = before !== null && isAsked ? outlook.before(before) : nothingAhead;
    const wrong = [...found, ...ahead.found];
    if (wrong.length > 0) return { ok: false, problem: "content", found: wrong };
    // Who it goes to is approved as a rule; the number says of how many that was approved.
    const counted =
      what === "approve" && before !== null ? ((await options.count(before.campaign)).total ?? 0) : null;
    const done = await change(id, by, (stored) => {
      if (stored === null) return "unknown";
      const { campaign, events } = stored;
      const event = eventOf(by, what, campaign, counted);
      if (changedSince(what, campaign, events)) return "changed";
      return problemOf(events, event, audienceHash(campaign)) ?? { campaign, event };
    });
    return done.ok && ahead.warnings.length > 0 ? { ...done, warnings: ahead.warnings } : done;
  };

  /** Days on which a notice may go out: today and the next few, five of them worked. */
  const noticeDays = (): { readonly from: string; readonly to: string } => {
    const from = beijingTime(clock()).day;
    let to = from;
    for (
      let worked = isWorkday(from, calendar) ? 1 : 0;
      worked < 5;
      worked += isWorkday(to, calendar) ? 1 : 0
    )
      to = dayAfter(to);
    return { from, to };
  };

  /** @param name of an item */
  const mayHaveArrived = async (name: string): Promise<boolean> => {
    const key = tallyKey(name);
    const parts = await Promise.all(partitions.map((space) => store.read(space, [key])));
    const { ends } = sumTallies(parts.map(([read]) => readTally(read?.value)));
    return (ends.sent ?? 0) + (ends.unknown ?? 0) > 0;
  };

  const correct: Campaigns["correct"] = async (by, id, item, text) => {
    if (!(await mayEdit(by))) return { ok: false, problem: "forbidden" };
    const { stored } = await readStored(id);
    if (stored === null) return { ok: false, problem: "unknown" };
    if (!(await mayHaveArrived(itemName(id, item)))) {
      const isKnown = stored.campaign.items.some((one) => one.id === item);
      return { ok: false, problem: isKnown ? "not-sent" : "unknown" };
    }
    const { title, audience } = stored.campaign;
    const pace = paceWithin(stored.campaign, bounds);
    const number = stateAfter(stored.events).corrections.length + 1;
    const days = noticeDays();
    const notice: Campaign = {
      id: `${id.slice(0, 26).replace(/-+$/, "")}-fix${number}`,
      title: `${title}（更正）`,
      ...days,
      audience,
      ...(hasHours(pace) ? pace : bounds),
      corrects: itemName(id, item),
      items: [
        {
          id: "notice",
          day: days.from,
          time: null,
          content: {
            type: "text",
            statements: [{ text, cites: content.named(text, days.from) }],
            notice: true,
          },
        },
      ],
    };
    const event = (): CampaignEvent => ({ by, at: clock(), type: "corrected", notice: notice.id });
    const unlawful = problemOf(stored.events, event(), null);
    if (unlawful !== null) return { ok: false, problem: unlawful };
    const written = await write(by, notice);
    const submitted = written.ok ? await act(by, notice.id, "submit") : written;
    if (!submitted.ok) return submitted;
    // Last, so that what was cut off before is written again under the same name.
    const told = await change(id, by, (before) => {
      if (before === null) return "unknown";
      return problemOf(before.events, event(), null) ?? { campaign: before.campaign, event: event() };
    });
    return told.ok ? submitted : told;
  };

  return {
    write,
    act,
    correct,
    problems,
    async hindrances(campaign) {
      const { stored } = await readStored(campaign.id);
      return outlook.hindrances({ campaign, events: stored?.events ?? [] });
    },
    mayEdit,
    async finish(id) {
      await change(id, nobody, (stored) => {
        if (stored === null) return "unknown";
        const event: CampaignEvent = { by: nobody, at: clock(), type: "finished" };
        return problemOf(stored.events, event, null) ?? { campaign: stored.campaign, event };
      });
    },
    async read(id) {
      const { version, stored } = await readStored(id);
      if (stored === null) return null;
      // Hashing what is said takes a while, and every push asks; the knowledge base does not change while this runs.
      const known = views.get(id);
      if (known?.version === version) return known.view;
      const view = viewOf(stored);
      views.set(id, { version, view });
      return view;
    },
    async list() {
      const documents = await listAll(store, campaignSpace, [campaignPrefix]);
      return documents.flatMap(({ value }) =>
        value === null ? [] : [viewOf(parseStored(StoredCampaign, value, "campaign"))],
      );
    },
  };
}
