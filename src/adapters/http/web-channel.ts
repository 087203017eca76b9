/**
 * The web as a channel. Browsers ask for what is theirs, so a message is not pushed: `send` wakes the pages that show the
 * conversation, and they read its turns. A message that belongs to no turn stands in no store; it is handed to the pages
 * and kept for two minutes, so that one that was just reconnecting gets it too.
 */
import {
  type Address,
  type Channel,
  eventOfKey,
  type Inbound,
  type Outbound,
  type Receipt,
  type Sink,
} from "../../ports/channel.ts";
import type { Clock, Instant } from "../../ports/time.ts";

/** A message without a turn. */
export interface KeptMessage {
  /** Rises with each message, also over a restart; for resuming. */
  readonly sequence: number;
  /** Name of the event it answers, as the page gave it. */
  readonly answers: string;
  readonly message: Outbound;
}

/** What a page is woken by. */
export type ChannelEvent =
  /** The turn can be read. */
  | { readonly type: "turn"; readonly turn: number }
  /** A message without a turn can be read. */
  | { readonly type: "message" }
  /** Nothing more will come; the page is to connect again, to the next process. */
  | { readonly type: "stopped" };

export interface WebChannel extends Channel {
  /** Takes in what a page sent. */
  receive(event: Inbound): Promise<Receipt>;
  /** Hears of one conversation until the returned function is called. */
  subscribe(to: Address, listener: (event: ChannelEvent) => void): () => void;
  /** Messages without a turn that are newer than `sequence`; they count as told from now on. */
  messagesAfter(to: Address, sequence: number): readonly KeptMessage[];
  /** Those nobody has read yet; they count as told from now on. */
  untoldMessages(to: Address): readonly KeptMessage[];
  /** The newest sequence given. */
  readonly sequence: () => number;
}

interface Kept extends KeptMessage {
  readonly until: Instant;
  told: boolean;
}

const keptMilliseconds = 120_000;
const keptOfOne = 20;
const keptConversations = 5_000;
/** As many keys as are remembered, so that a message sent again is shown once. */
const rememberedKeys = 10_000;

const nameOf = ({ person, conversation }: Address): string => `${person}/${conversation}`;

/** The page's own part of the event that a key names. */
const pageEventOf = (key: string): string => {
  const event = eventOfKey(key);
  return event.slice(event.lastIndexOf("/") + 1);
};

/** A set that forgets its oldest members. */
function recentKeys(limit: number): { readonly add: (key: string) => boolean } {
  const keys = new Set<string>();
  return {
    add(key) {
      if (keys.has(key)) return false;
      keys.add(key);
      for (const oldest of keys) {
        if (keys.size <= limit) break;
        keys.delete(oldest);
      }
      return true;
    },
  };
}

export function createWebChannel(clock: Clock): WebChannel {
  let sink: Sink | null = null;
  // Begins at the clock, so that a page that reconnects after a restart does not miss what is new.
  let sequence = clock();
  const listeners = new Map<string, Set<(event: ChannelEvent) => void>>();
  const kept = new Map<string, Kept[]>();
  const keys = recentKeys(rememberedKeys);

  const tell = (name: string, event: ChannelEvent): void => {
    for (const listener of [...(listeners.get(name) ?? [])]) listener(event);
  };

  const fresh = (name: string): Kept[] => (kept.get(name) ?? []).filter(({ until }) => until > clock());

  const keep = (name: string, answers: string, message: Outbound): void => {
    sequence += 1;
    const newest = { sequence, answers, message, until: clock() + keptMilliseconds, told: false };
    const others = fresh(name);
    kept.delete(name);
    kept.set(name, [...others, newest].slice(-keptOfOne));
    for (const [oldest, messages] of kept) {
      if (kept.size <= keptConversations && messages.some(({ until }) => until > clock())) break;
      kept.delete(oldest);
    }
  };

  const take = (to: Address, wanted: (message: Kept) => boolean): readonly KeptMessage[] =>
    fresh(nameOf(to))
      .filter(wanted)
      .map((found) => {
        found.told = true;
        return { sequence: found.sequence, answers: found.answers, message: found.message };
      });

  return {
    id: "web",
    capabilities: {
      buttons: true,
      textLimit: null,
      dropsRepeatedKey: true,
      showsNotice: true,
      files: false,
      push: true,
    },
    async start(given) {
      sink = given;
    },
    async receive(event) {
      if (sink === null) return { status: "unavailable", notice: null };
      try {
        return await sink(event);
      } catch {
        // A sink never rejects; if one does, the person hears that it did not work.
        return { status: "unavailable", notice: null };
      }
    },
    subscribe(to, listener) {
      const name = nameOf(to);
      const all = listeners.get(name) ?? new Set();
      listeners.set(name, all.add(listener));
      return () => {
        all.delete(listener);
        if (all.size === 0 && listeners.get(name) === all) listeners.delete(name);
      };
    },
    async send(to, message, key) {
      if (!keys.add(key)) return { status: "sent" };
      const name = nameOf(to);
      if (message.turn === null) keep(name, pageEventOf(key), message);
      tell(name, message.turn === null ? { type: "message" } : { type: "turn", turn: message.turn });
      return { status: "sent" };
    },
    messagesAfter: (to, after) => take(to, (message) => message.sequence > after),
    untoldMessages: (to) => take(to, ({ told }) => !told),
    sequence: () => sequence,
    health: () => (sink === null ? { state: "down", reason: "not started" } : { state: "up", reason: null }),
    async stop() {
      sink = null;
      for (const name of [...listeners.keys()]) tell(name, { type: "stopped" });
    },
  };
}
