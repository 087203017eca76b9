/** What the double shows of itself. */
import type { Photo } from "./photos.ts";

/** One call a bot made. */
export interface Call {
  readonly method: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** `performance.now()` at its arrival. */
  readonly at: number;
  /** HTTP status of the answer; 0: the connection was cut. Null while it is under way. */
  status: number | null;
  /** It came within a window the API had told it to wait for. */
  readonly early: boolean;
}

/** What goes wrong with a call. */
export interface Fault {
  /** Answers so, as the API would (`ok: false`); the call has no effect. */
  readonly status?: number;
  readonly description?: string;
  /** Seconds, with status 429. */
  readonly retryAfter?: number;
  /** The page of a proxy instead of JSON. */
  readonly html?: boolean;
  /** Cuts the connection before or after the call took effect. */
  readonly drop?: "before" | "after";
  /** Answers only after so many milliseconds: a slow network. */
  readonly delayMilliseconds?: number;
}

/** So many calls in so many seconds, for each chat or for the bot; beyond it 429. */
export interface Limit {
  readonly count: number;
  readonly seconds: number;
  readonly per: "chat" | "bot";
}

/** A message of the bot as the chat shows it now. */
export interface Shown {
  readonly id: number;
  readonly chat: number;
  text: string;
  entities: readonly { readonly type: string; readonly offset: number; readonly length: number }[];
  buttons: readonly Button[];
  readonly protected: boolean;
  readonly document: { readonly name: string; readonly text: string } | null;
  /** A picture, whose caption is the `text`. */
  readonly photo: Photo | null;
  /** Blocks of a rich message, whose `text` is what they say. */
  rich: readonly object[] | null;
  /** A poll, whose question is the `text`. */
  readonly poll: ShownPoll | null;
  edits: number;
  deleted: boolean;
}

export interface ShownPoll {
  readonly id: string;
  readonly options: readonly string[];
  /** Counted from 0. */
  readonly right: readonly number[];
  readonly anonymous: boolean;
  closed: boolean;
  /** Who voted for which option. */
  readonly votes: Map<number, number>;
}

export interface Button {
  readonly text: string;
  readonly callback_data?: string;
  readonly copy_text?: { readonly text: string };
  readonly url?: string;
}

/** What a person saw after a press. */
export interface Answered {
  readonly query: string;
  readonly text: string | null;
}

export interface Update {
  readonly update_id: number;
  readonly [kind: string]: unknown;
}
