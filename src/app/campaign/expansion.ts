/**
 * Queues an item for those it goes to, a page of subscribers at a time: the cursor, the count and the page's items are one
 * commit, so that any process can go on where another stopped, and two at once do nothing twice. Only so much is queued as is
 * soon sent; the rest waits in the list of subscribers, where stopping and pausing cost nothing.
 */
import { setImmediate } from "node:timers/promises";
import { channelOf } from "../../core/access/terms.ts";
import { type Audience, type Campaign, type CampaignItem, itemName } from "../../core/campaign/campaign.ts";
import { type Census, censusOf } from "../../core/campaign/census.ts";
import type { Access, Grant } from "../../ports/access.ts";
import type { PersonId } from "../../ports/channel.ts";
import type { Space, Store, Versioned } from "../../ports/store.ts";
import { commitOnce } from "../flow/commits.ts";
import { partitions } from "../flow/keys.ts";
import { expansionKey, pushKey, pushQueue, subscriptionPrefix, tallyKey } from "./keys.ts";
import { type Expansion, type PushItem, readExpansion, readRow, readTally } from "./stored.ts";

export interface ExpansionOptions {
  readonly store: Pick<Store, "read" | "list" | "commit" | "queues">;
  readonly access: Pick<Access, "grantOf">;
  /** Subscribers looked at in one commit. */
  readonly pageSize?: number;
  /** Nothing more is queued while so many pushes wait. */
  readonly waitingAtMost?: number;
}

export interface Expander {
  /**
   * Queues more of an item.
   *
   * @returns `done`: everybody has been queued; `full`: enough is waiting, more is to be queued later
   */
  expand(campaign: Campaign, item: CampaignItem): Promise<"done" | "full">;
  /** Who would be sent an item now, as numbers. Reads every subscriber, and lets others go first between pages. */
  count(campaign: Campaign): Promise<Census>;
}

/** The name of a subscription's key is `subscription/<person>/push`. */
const personOf = ({ key }: Versioned): PersonId =>
  key.slice(subscriptionPrefix.length, key.lastIndexOf("/")) as PersonId;

/** The grant by which somebody is among those a campaign goes to, as they are now; null: they are not. */
async function belongingGrant(
  { channels, units, roles }: Audience,
  person: PersonId,
  access: Pick<Access, "grantOf">,
): Promise<Grant | null> {
  if (channels.length > 0 && !channels.includes(channelOf(person))) return null;
  const grant = await access.grantOf(person);
  if (grant === null) return null;
  const fits =
    (units.length === 0 || units.includes(grant.unit)) && (roles.length === 0 || roles.includes(grant.role));
  return fits ? grant : null;
}

/** Whether somebody is among those a campaign goes to, as they are now. */
export const belongs = async (
  audience: Audience,
  person: PersonId,
  access: Pick<Access, "grantOf">,
): Promise<boolean> => (await belongingGrant(audience, person, access)) !== null;

const addOne = (counts: Map<string, number>, name: string): void =>
  void counts.set(name, (counts.get(name) ?? 0) + 1);

export function createExpander(options: ExpansionOptions): Expander {
  const { store, access, pageSize = 32, waitingAtMost = 2_000 } = options;

  /** Whether the item that is set right has reached somebody. */
  const reached = async (space: Space, person: PersonId, name: string): Promise<boolean> => {
    const [read] = await store.read(space, [pushKey(person, name)]);
    const state = readRow(read?.value)?.state;
    return state === "sent" || state === "unknown";
  };

  const wanted = async (
    { audience, corrects }: Campaign,
    space: Space,
    document: Versioned,
  ): Promise<Grant | null> => {
    if (document.value === null || !document.key.endsWith("/push")) return null;
    const person = personOf(document);
    const grant = await belongingGrant(audience, person, access);
    if (grant === null || corrects === null) return grant;
    return (await reached(space, person, corrects)) ? grant : null;
  };

  const page = async (campaign: Campaign, space: Space, after: string) => {
    const documents = await store.list(space, subscriptionPrefix, { after, limit: pageSize });
    const fitting = await Promise.all(documents.map((document) => wanted(campaign, space, document)));
    return {
      grants: fitting.filter((grant) => grant !== null),
      last: documents.at(-1)?.key ?? after,
      done: documents.length < pageSize,
    };
  };

  /**
   * Queues one page of one space; where something moved meanwhile, another process' page or a count of what was sent, nothing
   * is queued and it is to be tried again. False: nothing is left there.
   */
  const step = async (campaign: Campaign, item: CampaignItem, space: Space): Promise<boolean> => {
    const name = itemName(campaign.id, item.id);
    const keys = [expansionKey(name), tallyKey(name)] as const;
    const [cursor, tally] = await store.read(space, keys);
    const { after, done } = readExpansion(cursor?.value) ?? { after: "", done: false };
    if (done) return false;
    const found = await page(campaign, space, after);
    const before = readTally(tally?.value);
    const next: Expansion = { form: 1, after: found.last, done: found.done };
    const result = await commitOnce(store, {
      id: `expand/${name}/${space}/${cursor?.version ?? 0}/${tally?.version ?? 0}`,
      space,
      expect: [
        { key: keys[0], version: cursor?.version ?? 0 },
        { key: keys[1], version: tally?.version ?? 0 },
      ],
      put: [
        { key: keys[0], value: JSON.stringify(next) },
        { key: keys[1], value: JSON.stringify({ ...before, queued: before.queued + found.grants.length }) },
      ],
      enqueue: found.grants.map(({ person }) => {
        const pushed: PushItem = { form: 1, campaign: campaign.id, item: item.id, person };
        return { queue: pushQueue, group: person, payload: JSON.stringify(pushed) };
      }),
    });
    return result !== "committed" || !found.done;
  };

  const waiting = async (): Promise<number> => {
    const queue = (await store.queues()).find((state) => state.queue === pushQueue);
    return (queue?.waiting ?? 0) + (queue?.claimed ?? 0);
  };

  return {
    async expand(campaign, item) {
      let open: readonly Space[] = partitions;
      while (open.length > 0) {
        if ((await waiting()) >= waitingAtMost) return "full";
        const more: Space[] = [];
        // A page of each space in turn, so that sending does not crowd in one of them.
        for (const space of open) if (await step(campaign, item, space)) more.push(space);
        open = more;
      }
      return "done";
    },
    async count(campaign) {
      const channels = new Map<string, number>();
      for (const space of partitions)
        for (let after = "", done = false; !done; ) {
          const found = await page(campaign, space, after);
          for (const { person } of found.grants) addOne(channels, channelOf(person));
          ({ done, last: after } = found);
          await setImmediate();
        }
      return censusOf(channels);
    },
  };
}
