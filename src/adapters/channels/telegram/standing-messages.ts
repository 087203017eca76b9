/**
 * What stands in the chats: the message of a turn, so that a later one can take its place; the turn of a quiz; and who
 * cannot be reached. Known here at once, and kept so that it is known after a restart and to other processes.
 *
 *   message-<slot>   {"turn":5,"message":123}, without a message where the turn is several; the newest turns of a chat, each
 *                    in the slot its number falls on, so that no list has to be read before it is written
 *   poll-<id>        {"turn":5}
 *   gone             {}: the chat cannot be written to, until something arrives there
 */
import type { Address } from "../../../ports/channel.ts";
import type { ChannelMemory } from "../../../ports/channel-memory.ts";
import { addressOf } from "./address.ts";
import { recentMap } from "./recent.ts";
import type { Place } from "./updates.ts";

export interface StandingMessages {
  /** What was sent of a turn; where it is one message, it can be replaced. */
  sent(to: Address, turn: number, ids: readonly number[]): Promise<void>;
  /** The message a later one may take the place of; null: none that is known. */
  messageOf(to: Address, turn: number): Promise<number | null>;
  /** A quiz was sent with a turn. */
  asked(to: Address, turn: number, poll: string): Promise<void>;
  /**
   * The turn of a quiz this person was asked in private; null: none.
   *
   * @throws {StoreUnavailableError} it cannot be told now
   */
  turnOf(user: number, poll: string): Promise<number | null>;
  /** The platform said that a chat can be written to, or cannot any more. */
  reach(chat: number, reachable: boolean): void;
  /** Somebody wrote in a chat, so it can be written to. */
  heard(chat: number): void;
  /** Whether it is known that nobody reads there. */
  isGone(place: Place): Promise<boolean>;
}

/** A turn, and its message where it is one. */
interface Kept {
  readonly turn: number;
  readonly message?: number | undefined;
}

const remembered = 5_000;
const rememberedBlocks = 50_000;
/** Turns of a chat whose message is known again: a checklist is ticked, a text put into words, among the newest. */
const slots = 16;

const messageName = (turn: number): string => `message-${turn % slots}`;
const goneName = "gone";

/** Ids of polls come from outside and become part of a name. */
const pollName = (poll: string): string | null =>
  /^[A-Za-z0-9_-]{1,59}$/.test(poll) ? `poll-${poll}` : null;

/** @param memory null: nothing outlives this process */
export function createStandingMessages(memory: ChannelMemory | null): StandingMessages {
  const messages = recentMap<string, readonly number[]>(remembered);
  const polls = recentMap<string, number>(remembered);
  const blocked = recentMap<number, true>(rememberedBlocks);
  /** Kept in the order they were told. */
  let reaching = Promise.resolve();

  const nameOf = ({ person, conversation }: Address, turn: number): string =>
    `${person}/${conversation}/${turn}`;

  const keep: ChannelMemory["keep"] = async (of, facts) => memory?.keep(of, facts);
  const recall = async (of: Address, name: string): Promise<string | null> =>
    (await memory?.recall(of, name)) ?? null;
  /** What cannot be told now counts as not known. */
  const recallOrNone = (of: Address, name: string): Promise<string | null> =>
    recall(of, name).catch(() => null);

  const reach = (chat: number, reachable: boolean): void => {
    if (reachable) blocked.delete(chat);
    else blocked.set(chat, true);
    // Only a private chat names its person.
    if (chat <= 0) return;
    reaching = reaching.then(() =>
      keep(addressOf({ chat, user: chat }), { [goneName]: reachable ? null : "{}" }),
    );
  };

  return {
    async sent(to, turn, ids) {
      messages.set(nameOf(to, turn), ids);
      const kept: Kept = { turn, message: ids.length === 1 ? ids[0] : undefined };
      await keep(to, { [messageName(turn)]: JSON.stringify(kept), [goneName]: null });
    },
    async messageOf(to, turn) {
      const ids = messages.get(nameOf(to, turn));
      if (ids !== undefined) return ids.length === 1 ? (ids[0] ?? null) : null;
      // What cannot be told is sent anew: a second message does less harm than none.
      const kept = await recallOrNone(to, messageName(turn));
      const found = kept === null ? null : (JSON.parse(kept) as Kept);
      return found?.turn === turn ? (found.message ?? null) : null;
    },
    async asked(to, turn, poll) {
      const name = pollName(poll);
      if (name === null) return;
      polls.set(`${to.person}/${poll}`, turn);
      await keep(to, { [name]: JSON.stringify({ turn }) });
    },
    async turnOf(user, poll) {
      const of = addressOf({ chat: user, user });
      const known = polls.get(`${of.person}/${poll}`);
      const name = pollName(poll);
      if (known !== undefined || name === null) return known ?? null;
      const kept = await recall(of, name);
      return kept === null ? null : (JSON.parse(kept) as Kept).turn;
    },
    reach,
    heard(chat) {
      if (blocked.get(chat) !== undefined) reach(chat, true);
    },
    async isGone({ chat, user }) {
      if (blocked.get(chat) !== undefined) return true;
      return (await recallOrNone(addressOf({ chat, user }), goneName)) !== null;
    },
  };
}
