/** What a person does about pushes: lets them come, ends them, chooses an option. Each is a change of their own documents. */
import { itemName } from "../../core/campaign/campaign.ts";
import { withVote } from "../../core/campaign/results.ts";
import { beijingTime } from "../../core/campaign/window.ts";
import type { Answer } from "../../core/grounding/answer.ts";
import type { Address, Choice, PersonId } from "../../ports/channel.ts";
import type { Store, Versioned } from "../../ports/store.ts";
import type { Clock } from "../../ports/time.ts";
import type { Change } from "../dialogue/change.ts";
import { spaceOf } from "../flow/keys.ts";
import { type Asked, asShown } from "./asked.ts";
import type { Campaigns } from "./campaigns.ts";
import type { CampaignContent } from "./content.ts";
import { pushKey, subscriptionKey, tallyKey } from "./keys.ts";
import { type PushRow, readRow, readSubscription, readTally, type Subscription } from "./stored.ts";

export interface ParticipationOptions {
  readonly store: Pick<Store, "read">;
  readonly campaigns: Pick<Campaigns, "read">;
  readonly content: Pick<CampaignContent, "asked" | "explanation" | "ticked">;
  readonly clock: Clock;
}

/** A choice that was made. */
export type Vote =
  /** Nothing of the kind was sent to the person. */
  | { readonly status: "not-sent" }
  | {
      readonly status: "counted" | "again" | "over";
      /** Whether exactly the right options were chosen; null where none is right or wrong, or nothing was chosen now. */
      readonly right: boolean | null;
      /** The right options in words. */
      readonly answer: string | null;
      readonly explanation: Answer | null;
      /** The question of the quizzes it is; null: it is none of them. */
      readonly quiz: string | null;
      /** What was chosen, in words. */
      readonly chosen: readonly string[];
      readonly changes: readonly Change[];
    };

/** A list that was ticked, or why it is over. */
export type Ticking =
  | {
      readonly status: "ticked";
      readonly question: string;
      readonly choices: readonly Choice[];
      /** What is ticked now, in words. */
      readonly chosen: readonly string[];
    }
  | Vote;

export interface Participation {
  /** Null: they come already. */
  subscribe(to: Address): Promise<readonly Change[] | null>;
  /** Null: none come. */
  unsubscribe(person: PersonId): Promise<readonly Change[] | null>;
  /** @param options counted from 1, none twice */
  vote(person: PersonId, campaign: string, item: string, options: readonly number[]): Promise<Vote>;
  /** Nothing of it is kept but in the person's own conversation. @param options what is ticked from now on */
  tick(person: PersonId, campaign: string, item: string, options: readonly number[]): Promise<Ticking>;
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

  /** An item that was sent to a person; null: it was not, or it has no such options. */
  const find = async (person: PersonId, id: string, itemId: string, chosen: readonly number[]) => {
    const name = itemName(id, itemId);
    const keys = [pushKey(person, name), tallyKey(name)] as const;
    const [rowRead, tallyRead] = await read(person, keys);
    const row = readRow(rowRead?.value);
    const view = await campaigns.read(id);
    const item = view?.campaign.items.find((one) => one.id === itemId);
    if (row === null || row.turn === null || view === null || item === undefined) return null;
    const asked = content.asked(view.campaign, item);
    const { options, right } = asked;
    if (chosen.some((option) => option < 1 || option > options.length)) return null;
    const { campaign, state } = view;
    const open = state.phase === "running" || state.phase === "paused";
    return {
      campaign,
      item,
      asked,
      right,
      several: right.length > 1,
      row: { key: keys[0], read: rowRead, value: row },
      tally: { key: keys[1], read: tallyRead, value: readTally(tallyRead?.value) },
      quiz: item.content.type === "quiz" ? item.content.quiz : null,
      explain: (of: readonly number[]) => content.explanation(item, of, beijingTime(clock()).day),
      standing: row.voted ? ("again" as const) : open ? ("open" as const) : ("over" as const),
    };
  };

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

    async vote(person, id, itemId, chosen) {
      const found = await find(person, id, itemId, chosen);
      if (found === null || (!found.several && chosen.length !== 1)) return { status: "not-sent" };
      const { asked, right, several, row, tally, quiz, explain, standing } = found;
      const told = {
        quiz,
        chosen: labelled(asked, chosen),
        right: right.length === 0 ? null : sameOptions(chosen, right),
        answer: right.length === 0 ? null : labelled(asked, right).join("；"),
        explanation: explain(chosen),
      };
      if (standing !== "open") return { status: standing, ...told, changes: [] };
      const voted: PushRow = { ...row.value, voted: true };
      const counted = withVote(tally.value, chosen, several ? { right: told.right === true } : null);
      return {
        status: "counted",
        ...told,
        changes: [changed(row.read, row.key, voted, true), changed(tally.read, tally.key, counted, false)],
      };
    },

    async tick(person, id, itemId, ticked) {
      const found = await find(person, id, itemId, ticked);
      if (found === null || !found.several) return { status: "not-sent" };
      const { campaign, item, asked, quiz, explain, standing } = found;
      const chosen = labelled(asked, ticked);
      if (standing !== "open") {
        // What is ticked is no answer yet, and now never will be.
        const explanation = explain([]);
        return { status: standing, right: null, answer: null, quiz, explanation, chosen, changes: [] };
      }
      return { status: "ticked", chosen, ...content.ticked(campaign, item, ticked) };
    },
  };
}

/** Options in words, in the order they are shown. @param places counted from 1 */
const labelled = (asked: Asked, places: readonly number[]): readonly string[] =>
  asShown(asked, places).map((place) => asked.options[place - 1] ?? "");

/** Neither holds an option twice. */
const sameOptions = (one: readonly number[], other: readonly number[]): boolean =>
  one.length === other.length && one.every((option) => other.includes(option));
