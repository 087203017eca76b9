/** What a person does about pushes: lets them come, ends them, chooses an option. Each is a change of their own documents. */
import { itemName } from "../../core/campaign/campaign.ts";
import { beijingTime } from "../../core/campaign/window.ts";
import type { Answer } from "../../core/grounding/answer.ts";
import type { Address, PersonId } from "../../ports/channel.ts";
import type { Store, Versioned } from "../../ports/store.ts";
import type { Clock } from "../../ports/time.ts";
import type { Change } from "../dialogue/change.ts";
import { spaceOf } from "../flow/keys.ts";
import type { Campaigns } from "./campaigns.ts";
import type { CampaignContent } from "./content.ts";
import { pushKey, subscriptionKey, tallyKey } from "./keys.ts";
import { type PushRow, readRow, readSubscription, readTally, type Subscription } from "./stored.ts";

export interface ParticipationOptions {
  readonly store: Pick<Store, "read">;
  readonly campaigns: Pick<Campaigns, "read">;
  readonly content: Pick<CampaignContent, "asked" | "explanation">;
  readonly clock: Clock;
}

/** A choice that was made. */
export type Vote =
  /** Nothing of the kind was sent to the person. */
  | { readonly status: "not-sent" }
  | {
      readonly status: "counted" | "again" | "over";
      /** Whether it was the right one; null where none is right or wrong. */
      readonly right: boolean | null;
      /** The right option in words. */
      readonly answer: string | null;
      readonly explanation: Answer | null;
      readonly changes: readonly Change[];
    };

export interface Participation {
  /** Null: they come already. */
  subscribe(to: Address): Promise<readonly Change[] | null>;
  /** Null: none come. */
  unsubscribe(person: PersonId): Promise<readonly Change[] | null>;
  vote(person: PersonId, campaign: string, item: string, option: number): Promise<Vote>;
}

/** @param value null: the document goes */
const changed = (
  read: Versioned | undefined,
  key: string,
  value: object | null,
  expires: boolean,
): Change => ({
  key,
  version: read?.version ?? 0,
  value: value === null ? null : JSON.stringify(value),
  expires,
});

export function createParticipation({
  store,
  campaigns,
  content,
  clock,
}: ParticipationOptions): Participation {
  const read = async (person: PersonId, keys: readonly string[]) => store.read(spaceOf(person), keys);

  return {
    async subscribe(to) {
      const key = subscriptionKey(to.person);
      const [found] = await read(to.person, [key]);
      const before = readSubscription(found?.value);
      if (before?.to.conversation === to.conversation) return null;
      const begun: Subscription = { form: 1, to, since: clock(), sent: before?.sent ?? [], blockedAt: null };
      return [changed(found, key, begun, false)];
    },

    async unsubscribe(person) {
      const key = subscriptionKey(person);
      const [found] = await read(person, [key]);
      return found?.value == null ? null : [changed(found, key, null, false)];
    },

    async vote(person, id, itemId, option) {
      const name = itemName(id, itemId);
      const keys = [pushKey(person, name), tallyKey(name)] as const;
      const [rowRead, tallyRead] = await read(person, keys);
      const row = readRow(rowRead?.value);
      const view = await campaigns.read(id);
      const item = view?.campaign.items.find((one) => one.id === itemId);
      if (row === null || row.turn === null || view === null || item === undefined)
        return { status: "not-sent" };
      const day = beijingTime(clock()).day;
      const { options, right } = content.asked(item);
      if (option < 1 || option > options.length) return { status: "not-sent" };
      const told = {
        right: right === null ? null : option === right,
        answer: right === null ? null : (options[right - 1] ?? null),
        explanation: content.explanation(item, day),
      };
      if (row.voted) return { status: "again", ...told, changes: [] };
      const { phase } = view.state;
      if (phase !== "running" && phase !== "paused") return { status: "over", ...told, changes: [] };
      const tally = readTally(tallyRead?.value);
      const votes = { ...tally.votes, [option]: (tally.votes[String(option)] ?? 0) + 1 };
      const after: PushRow = { ...row, voted: true };
      return {
        status: "counted",
        ...told,
        changes: [
          changed(rowRead, keys[0], after, true),
          changed(tallyRead, keys[1], { ...tally, votes }, false),
        ],
      };
    },
  };
}
