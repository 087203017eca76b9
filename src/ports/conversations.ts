/** What pages and commands ask about conversations; the flow fills it. */
import type { Picture } from "../core/campaign/picture.ts";
import type { Answer } from "../core/grounding/answer.ts";
import type { Day } from "../core/law/types.ts";
import type { Address, Choice, FeedbackVerdict, FileName, OutboundFile, PersonId } from "./channel.ts";
import type { Instant } from "./time.ts";

/** A question with its answer, or a push, as its own person sees it. */
export interface TurnView {
  /** Counted from 1. */
  readonly turn: number;
  readonly at: Instant;
  readonly asOf: Day | null;
  /** Null where the text was not kept. Of a push, which nobody asked for: what it is about. */
  readonly question: string | null;
  /** Nobody asked for it just then (推送). */
  readonly push?: true;
  /** Why it was not kept; null where it was. */
  readonly withheld: "classified" | "too_long" | null;
  readonly answer: Answer;
  readonly choices: readonly Choice[];
  readonly file: FileName | null;
  readonly picture?: Picture | undefined;
  /** Something more may come by itself, soon: this turn in other words, or another turn. Absent: nothing does. */
  readonly more?: true;
  readonly feedback: FeedbackVerdict | null;
}

export interface ConversationSummary {
  readonly conversation: string;
  /** Beginning of the first question that was kept; empty where none was. */
  readonly title: string;
  readonly turns: number;
  readonly lastAt: Instant;
}

export interface Conversations {
  /** Turns after the turn `after`, in order, at most `limit`. Another person's conversation is one without turns. */
  turns(of: Address, after: number, limit: number): Promise<readonly TurnView[]>;
  /** The newest first. */
  list(person: PersonId): Promise<readonly ConversationSummary[]>;
  /** Deletes one conversation for good. */
  remove(of: Address): Promise<void>;
  file(person: PersonId, file: FileName): Promise<OutboundFile>;
}
