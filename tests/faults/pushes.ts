/** Subscribers and a campaign laid into a store, and what must hold of their pushes whatever became of the servers. */
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { createPseudonyms } from "../../src/adapters/sealing/keyed-hash.ts";
import { pushQueue, subscriptionKey, tallyKey } from "../../src/app/campaign/keys.ts";
import { readTally } from "../../src/app/campaign/stored.ts";
import type { Profile } from "../../src/app/flow/events.ts";
import { accessSpace, partitions, personKey, spaceOf } from "../../src/app/flow/keys.ts";
import { composeCampaignDesk } from "../../src/compose/campaigns.ts";
import { type DeliveryEnd, sumTallies } from "../../src/core/campaign/results.ts";
import type { Grant } from "../../src/ports/access.ts";
import type { PersonId } from "../../src/ports/channel.ts";
import type { Put, Space, Store } from "../../src/ports/store.ts";
import { noticeVersion } from "../../src/text/dialogue.ts";
import { campaignOf } from "../app/campaign/sample-campaign.ts";
import { knowledge } from "../knowledge-base.ts";
import type { BotApi } from "../telegram/server.ts";

const firstId = 100_000;
export const chatOf = (at: number): number => firstId + at;

const deskOf = (store: Store) =>
  composeCampaignDesk({
    config: {
      KNOWLEDGE_DIR: join(import.meta.dirname, "..", "..", "knowledge"),
      KNOWLEDGE_OVERLAY: undefined,
      RETENTION_DAYS: 180,
      PUSH_HOURS: { from: "00:00", until: "24:00" },
      PUSH_ON_DAYS_OFF: true,
      PUSH_PER_WEEK: 2,
    },
    store,
    access: {
      grantOf: async (person) => ({
        person,
        role: "publicity-editor",
        unit: "",
        until: null,
        grantedAt: 0,
        grantedBy: "configuration",
      }),
    },
    pseudonyms: createPseudonyms("a secret of at least thirty-two letters"),
    knowledge,
  });

/** Of a server that delivers them at whatever hour the tests run. */
export const atAnyHour = { PUSH_HOURS: "00:00-24:00", PUSH_ON_DAYS_OFF: "true" };

const put = (key: string, value: object): Put => ({ key, value: JSON.stringify(value) });

/** So many who are let in, have been told the notice and asked for pushes. */
export async function seedSubscribers(store: Store, count: number): Promise<void> {
  const now = Date.now();
  const bySpace = new Map<Space, Put[]>([[accessSpace, []]]);
  for (let at = 0; at < count; at++) {
    const person: PersonId = `telegram:${chatOf(at)}`;
    const grant: Grant = {
      person,
      role: "cadre",
      unit: "",
      until: null,
      grantedAt: now,
      grantedBy: "command-line",
    };
    const profile: Profile = { form: 1, firstAt: now, notice: noticeVersion, noticeAt: now };
    const to = { person, conversation: `p${chatOf(at)}` };
    const space = spaceOf(person);
    bySpace.get(accessSpace)?.push(put(`grant/${person}`, grant));
    bySpace.set(space, [
      ...(bySpace.get(space) ?? []),
      put(personKey(person), profile),
      put(subscriptionKey(person), { form: 1, to, since: now, sent: [], blockedAt: null }),
    ]);
  }
  for (const [space, puts] of bySpace)
    for (let from = 0; from < puts.length; from += 500)
      await store.commit({ id: randomUUID(), space, put: puts.slice(from, from + 500) });
}

/** A campaign of one item for everybody, at any hour, approved and begun. */
export async function beginCampaign(store: Store): Promise<void> {
  const { campaigns } = deskOf(store);
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const tomorrow = new Date(Date.now() + 32 * 3_600_000).toISOString().slice(0, 10);
  const campaign = campaignOf({
    id: "mass",
    from: today,
    to: tomorrow,
    hours: { from: "00:00", until: "24:00", workdaysOnly: false },
    items: [
      { id: "one", day: today, time: null, content: { type: "article", passage: "accountability-2019#17" } },
    ],
  });
  await campaigns.write("web:author", campaign);
  await campaigns.act("web:author", "mass", "submit");
  await campaigns.act("web:second", "mass", "approve");
  const begun = await campaigns.act("web:author", "mass", "start");
  if (!begun.ok) throw new Error(`not begun: ${JSON.stringify(begun)}`);
}

export interface Outcome {
  readonly queued: number;
  readonly ends: Readonly<Partial<Record<DeliveryEnd, number>>>;
  /** Dead letters of unknown fate. */
  readonly unknown: readonly PersonId[];
}

export async function outcomeOf(store: Store): Promise<Outcome> {
  // As counted: a status hides what concerns few.
  const parts = await Promise.all(partitions.map((space) => store.read(space, [tallyKey("mass.one")])));
  const { queued, ends } = sumTallies(parts.map(([read]) => readTally(read?.value)));
  const unknown: PersonId[] = [];
  for (let after: string | undefined; ; ) {
    const page = await store.deadLetters({
      queue: pushQueue,
      limit: 500,
      ...(after === undefined ? {} : { after }),
    });
    unknown.push(...page.filter(({ reason }) => reason === "unknown").map(({ group }) => group as PersonId));
    if (page.length < 500) break;
    after = page.at(-1)?.id;
  }
  return { queued, ends, unknown };
}

const isPush = ({ text }: { readonly text: string }): boolean => text.includes("学习推送");

/** How often each chat shows the push. */
export const copiesOf = (api: BotApi, at: number): number => api.shown(chatOf(at)).filter(isPush).length;
