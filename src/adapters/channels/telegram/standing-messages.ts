/**
 * What stands in the chats: the message of a turn, so that a later one can take its place; the turn of a quiz; and who
 * cannot be reached. Known here at once, and kept so that it is known after a restart and to other processes.
 *
 *   last         {"turn":5,"message":123}, or {"gone":true}: the one thing is over when the other begins
 *   poll-<id>    {"turn":5}
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

interface Last {
  readonly turn?: number;
  readonly message?: number;
  readonly gone?: boolean;
}

const remembered = 5_000;
const rememberedBlocks = 50_000;
const lastName = "last";

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

  const last = async (of: Address): Promise<Last> => {
    const kept = await memory?.recall(of, lastName);
    return kept == null ? {} : (JSON.parse(kept) as Last);
  };
  const keepLast = (of: Address, value: Last): Promise<void> =>
    memory?.keep(of, lastName, JSON.stringify(value)) ?? Promise.resolve();

  const reach = (chat: number, reachable: boolean): void => {
    if (reachable) blocked.delete(chat);
    else blocked.set(chat, true);
    // Only a private chat names its person.
    if (chat <= 0) return;
    reaching = reaching.then(() => keepLast(addressOf({ chat, user: chat }), { gone: !reachable }));
  };

  return {
    async sent(to, turn, ids) {
      messages.set(nameOf(to, turn), ids);
      const [message] = ids;
      if (message !== undefined && ids.length === 1) await keepLast(to, { turn, message });
    },
    async messageOf(to, turn) {
      const ids = messages.get(nameOf(to, turn));
      if (ids !== undefined) return ids.length === 1 ? (ids[0] ?? null) : null;
      // What cannot be told is sent anew: a second message does less harm than none.
      const kept = await last(to).catch((): Last => ({}));
      return kept.turn === turn ? (kept.message ?? null) : null;
    },
    async asked(to, turn, poll) {
      const name = pollName(poll);
      if (name === null) return;
      polls.set(`${to.person}/${poll}`, turn);
      await memory?.keep(to, name, JSON.stringify({ turn }));
    },
    async turnOf(user, poll) {
      const of = addressOf({ chat: user, user });
      const known = polls.get(`${of.person}/${poll}`);
      const name = pollName(poll);
      if (known !== undefined || name === null) return known ?? null;
      const kept = await memory?.recall(of, name);
      return kept == null ? null : ((JSON.parse(kept) as Last).turn ?? null);
    },
    reach,
    heard(chat) {
      if (blocked.get(chat) !== undefined) reach(chat, true);
    },
    async isGone({ chat, user }) {
      if (blocked.get(chat) !== undefined) return true;
      return (await last(addressOf({ chat, user })).catch((): Last => ({}))).gone === true;
    },
  };
}
