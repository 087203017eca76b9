/**
 * The channel (渠道): a platform's events in, our messages out. An adapter only translates: no policy, no wording. Every
 * adapter passes `tests/contract/channel.ts`.
 */
import type { Picture } from "../core/campaign/picture.ts";
import type { Answer } from "../core/grounding/answer.ts";
import type { Day } from "../core/law/types.ts";
import type { Instant } from "./time.ts";

/** Who writes, named by the channel: `web:7f3a…`, `terminal:501`, `telegram:1001`. */
export type PersonId = `${string}:${string}`;

/** Where a message goes: a conversation of a person, by its name within the person, 1–64 of `A-Za-z0-9_-`. */
export interface Address {
  readonly person: PersonId;
  readonly conversation: string;
}

export const feedbackVerdicts = ["useful", "useless", "wrong_citation", "not_answered"] as const;
/** 有用, 没用, 引用不对, 没答到. */
export type FeedbackVerdict = (typeof feedbackVerdicts)[number];

/** What a person sent, as the platform gave it. */
export type Content =
  /** `asOf`: the day by whose law to answer, where the channel lets a person choose one. */
  | { readonly type: "text"; readonly text: string; readonly asOf: Day | null }
  /**
   * A choice offered with a turn was pressed, counted from 1. What it says is read from the turn, so that a press of long ago
   * means what it meant then.
   */
  | { readonly type: "choice"; readonly turn: number; readonly choice: number }
  /** On the answer of a turn. */
  | { readonly type: "feedback"; readonly turn: number; readonly verdict: FeedbackVerdict }
  /** Something no channel reads: a picture, a voice message. */
  | { readonly type: "unsupported"; readonly what: string };

/** One event of a platform. */
export interface Inbound {
  readonly channel: string;
  /** Unique within the channel; a repeated one changes nothing. At most 200 characters. */
  readonly eventId: string;
  readonly at: Instant;
  readonly from: Address;
  readonly content: Content;
}

/** Something a person may press, or choose by typing its number; pressing it sends `text`. */
export interface Choice {
  readonly label: string;
  readonly text: string;
  /** The step of an interview it belongs to; pressed once that step is past, it changes nothing. Absent: good for ever. */
  readonly step?: string | undefined;
}

/** A message as the inside makes it; every channel renders the same blocks. */
export interface Outbound {
  /** The turn it answers, counted from 1 in its conversation; null where it belongs to none. */
  readonly turn: number | null;
  readonly answer: Answer;
  readonly choices: readonly Choice[];
  /** A file made when the message is sent, so that it is stored nowhere. */
  readonly file: FileName | null;
  /** The turn whose message this one takes the place of, where a channel can edit what it sent (a ticked checklist). */
  readonly replaces?: number | undefined;
  /** Holds what concerns the person alone: not to be forwarded or kept, where a channel can see to that. */
  readonly personal?: boolean | undefined;
  /** Shown above its text; the bytes are read by the hash (`ports/pictures.ts`). */
  readonly picture?: Picture | undefined;
  /** Nobody asked for it just now (推送): it goes out after whatever answers somebody. */
  readonly push?: boolean | undefined;
  /** The same as a question of a native quiz, where a channel has such; elsewhere the choices say all of it. */
  readonly quiz?: QuizPoll | undefined;
}

/** A question with one right option, whose options are the first choices of its message, in order: voting is pressing one. */
export interface QuizPoll {
  /** At most 300 characters. */
  readonly question: string;
  /** 2 to 10, of at most 100 characters. */
  readonly options: readonly string[];
  /** Counted from 1, as choices are. */
  readonly right: number;
}

/** Files that can be made for a person. */
export type FileName = "my-data";

export interface OutboundFile {
  readonly name: string;
  readonly mediaType: string;
  readonly text: string;
}

/**
 * Key of a message about an event. The word that an event could not be handled has a key of its own, so that the answer is
 * shown too, should an operator have the event tried again.
 */
export const messageKey = (
  { channel, eventId }: Pick<Inbound, "channel" | "eventId">,
  what: "reply" | "failed" = "reply",
): string => `${what}/${channel}/${eventId}`;

/** The event a message's key names, as `<channel>/<event id>`. */
export const eventOfKey = (key: string): string => key.slice(key.indexOf("/") + 1);

export type SendResult =
  | { readonly status: "sent" }
  /** Not sent; to be tried again after so many seconds. */
  | { readonly status: "retry"; readonly afterSeconds: number }
  /** Not sent and never will be: `gone` the person cannot be reached, `rejected` the platform does not take the message. */
  | { readonly status: "failed"; readonly reason: "gone" | "rejected" }
  /** It may have arrived. */
  | { readonly status: "unknown" };

/** What a channel can do; the inside asks this, never which channel it is. */
export interface Capabilities {
  /** Choices are drawn as buttons; elsewhere as numbered lines. */
  readonly buttons: boolean;
  /** Longest text of one message in UTF-16 units; null: no limit. */
  readonly textLimit: number | null;
  /** A message sent twice under one key is shown once, so that one of unknown fate may be sent again. */
  readonly dropsRepeatedKey: boolean;
  /** The privacy notice stands before the person's first message is sent; elsewhere it is the first reply. */
  readonly showsNotice: boolean;
  /** A file is sent with its message; elsewhere the person fetches it by themselves. */
  readonly files: boolean;
  /** A person can be written to without having written just before. */
  readonly push: boolean;
  /** Quizzes are native polls; left out: no. */
  readonly polls?: boolean;
}

/** What became of an event at the border. */
export type Receipt =
  /** Durable; the platform may be told so. */
  | { readonly status: "accepted" }
  /** Not taken in. `notice` is what to tell the person, null where they have been told already. */
  | {
      readonly status: "limited" | "unapproved" | "notice" | "unavailable";
      readonly notice: string | null;
    };

/** Takes in one event; resolves once it is durable or refused. Never rejects. */
export type Sink = (event: Inbound) => Promise<Receipt>;

/** What a model does while a person waits: it puts an answer into words that was sent as it stands, or reads a story (经过). */
export type Work = "wording" | "story";

export interface ChannelHealth {
  readonly state: "up" | "degraded" | "down";
  readonly reason: string | null;
}

export interface Channel {
  /** `web`, `terminal`; the part of a person's id before the colon. */
  readonly id: string;
  readonly capabilities: Capabilities;
  /** Starts to hear. */
  start(sink: Sink): Promise<void>;
  /** Sends one message; `key` is the same when it is sent again. Never rejects. */
  send(to: Address, message: Outbound, key: string, file: OutboundFile | null): Promise<SendResult>;
  /**
   * Shows in fixed words, never in a model's, that one is at work for a conversation, until what is returned is called. Left
   * out: the channel shows no such thing. Never throws; where it cannot be shown, nothing is.
   */
  working?(of: Address, what: Work): () => void;
  health(): ChannelHealth;
  /** Stops to hear; what is being sent may end within the deadline. */
  stop(deadlineSeconds: number): Promise<void>;
}
