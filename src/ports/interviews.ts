/**
 * The pre-check interview (预审) as chat and page show it: one matter (事项) of a person, its next step, and the moves that
 * lead on. What is kept of a matter is its answers alone; every view is computed from them.
 */

import type { Withholding } from "../core/grounding/model-text.ts";
import type { Day } from "../core/law/types.ts";
import type { FormComparison } from "../core/precheck/compare-forms.ts";
import type {
  AnswerSource,
  GivenAnswer,
  Move,
  MoveProblem,
  QuestionPage,
} from "../core/precheck/interview.ts";
import type { Report } from "../core/precheck/report.ts";
import type { StoryModel } from "../core/precheck/story.ts";
import type { Pinned } from "../core/rules/record.ts";
import type { FactId, FactValue, Look, Outcome } from "../core/rules/types.ts";
import type { PersonId } from "./channel.ts";
import type { ModelFailure } from "./model.ts";
import type { Instant } from "./time.ts";

export type {
  AnswerSource,
  GivenAnswer,
  Move,
  MoveProblem,
  QuestionPage,
} from "../core/precheck/interview.ts";
export type { StoryModel } from "../core/precheck/story.ts";

/** An open rule that makes a question matter (为什么问这个). */
export interface OpenRule {
  readonly title: string;
  /** 「《中国共产党问责条例》第十七条」; empty where nothing is quoted. */
  readonly basis: readonly string[];
}

export interface QuestionView {
  readonly fact: FactId;
  /** Number of the question in this matter, from 1; the same for good once it was asked. */
  readonly number: number;
  readonly look: Look;
  readonly label: string;
  readonly question: string;
  readonly help: string;
  readonly example: string | null;
  readonly values: readonly FactValue[];
  readonly evidence: readonly string[];
  readonly why: readonly OpenRule[];
  /** The answer given before, where it is asked again. */
  readonly answer: GivenAnswer | null;
}

/** An answer given. */
export interface AnsweredView {
  readonly fact: FactId;
  readonly number: number;
  readonly look: Look;
  readonly label: string;
  readonly answer: GivenAnswer;
  /** Words of the answer; 不清楚 for `unsure`. */
  readonly answerLabel: string;
  readonly source: AnswerSource;
  /** Whether it bears on the result as things stand (不影响结论 where not). */
  readonly matters: boolean;
  /** Times it was changed. */
  readonly changes: number;
}

/** What a model read out of a story (经过), to be confirmed or not; no answer yet. */
export interface ProposalView {
  readonly fact: FactId;
  readonly label: string;
  readonly question: string;
  readonly answerLabel: string;
  /** Words of the story it rests on, masked as the story was kept. */
  readonly words: string;
  /** Whether it may be confirmed together with others; red lines and motives one by one. */
  readonly together: boolean;
}

export type Step =
  /** Purpose, secrecy, no duty to incriminate oneself; nothing is asked before consent. */
  | { readonly type: "consent" }
  | {
      readonly type: "jurisdiction";
      readonly options: readonly { readonly id: string; readonly title: string }[];
    }
  /** Day of the act and day of the decision; neither before `firstDay` nor after `today`. */
  | { readonly type: "dates"; readonly firstDay: Day; readonly today: Day }
  /** 把经过说一说: what is told before consent to it, the story, and the proposals out of it, a page at a time. */
  | { readonly type: "story-notice"; readonly model: StoryModel }
  | { readonly type: "story" }
  /** The story is with the model; it goes on by itself, or at a press back to the questions. */
  | { readonly type: "story-reading" }
  | {
      readonly type: "proposals";
      readonly page: QuestionPage;
      /** At least one. */
      readonly proposals: readonly ProposalView[];
      /** On later pages. */
      readonly later: number;
    }
  /** At least one question. The checklist may be answered several at once. */
  | { readonly type: "questions"; readonly page: QuestionPage; readonly questions: readonly QuestionView[] }
  /**
   * The result. `stopped`: a suspected crime was named, and nothing more is asked. `completable`: facts are left that no
   * longer matter and may be answered for a full record (补全六看).
   */
  | {
      readonly type: "result";
      readonly report: Report;
      readonly stopped: boolean;
      readonly completable: boolean;
    }
  /** The rules it is pinned to are not held any more: the answers can be read, and the newest rules taken (`recompute`). */
  | { readonly type: "unheld"; readonly ruleset: Pinned };

export interface MatterView {
  /** 22 characters of base64url, unguessable. */
  readonly matter: string;
  /** Rises with each change; a move made on another version is refused. */
  readonly version: number;
  /** 1, 2 …: the matters of a person in their order. */
  readonly number: number;
  readonly startedAt: Instant;
  readonly changedAt: Instant;
  readonly paused: boolean;
  /** When it was taken to another channel, and has not gone on here since; else null. */
  readonly continuedAt: Instant | null;
  readonly jurisdictions: readonly { readonly id: string; readonly title: string }[];
  readonly actDate: Day | null;
  readonly decisionDate: Day | null;
  readonly step: Step;
  readonly answered: readonly AnsweredView[];
  /** Whether a story can be told; null: there is no model. */
  readonly storyModel: StoryModel | null;
  /** Why nothing came of a story told just before, as {@link Untold}; null: there was none. */
  readonly untold: string | null;
  /** Questions that can still matter, as things stand. */
  readonly left: number;
  /** Newer rules than the pinned ones; `outcome` is what they would give, null where nothing is settled. */
  readonly newer: {
    readonly ruleset: Pinned;
    readonly outcome: Outcome | null;
    readonly differs: boolean;
  } | null;
}

export interface MatterSummary {
  readonly matter: string;
  readonly number: number;
  readonly startedAt: Instant;
  readonly changedAt: Instant;
  readonly paused: boolean;
  readonly continuedAt: Instant | null;
  readonly done: boolean;
  /** Whether it can stand beside others: both days are known, and its rules are held. */
  readonly comparable: boolean;
}

/** A matter as a column of a comparison. */
export interface Reading {
  readonly matter: string;
  /** What the column is called; different for each. */
  readonly label: string;
}

/** What came of a move. */
export type Moved =
  | { readonly status: "moved" | "conflict"; readonly view: MatterView }
  | { readonly status: "refused"; readonly problem: MoveProblem; readonly view: MatterView }
  /** No such matter of this person. */
  | { readonly status: "absent" };

/** Why nothing could be read out of a story. `nothing`: there was nothing in it to be confirmed. */
export type Untold =
  | "nothing"
  | "too-long"
  /** Others would read it now than those it was agreed to. */
  | "recipients"
  | Withholding
  | ModelFailure;

export interface Interviews {
  /** The newest first. */
  list(person: PersonId): Promise<readonly MatterSummary[]>;
  /** Null: no such matter of this person. */
  view(person: PersonId, matter: string): Promise<MatterView | null>;
  begin(person: PersonId): Promise<MatterView>;
  /** @param version of the view the move was made on */
  move(person: PersonId, matter: string, version: number, move: Move): Promise<Moved>;
  /**
   * Has a model read a story, after this has resolved: its proposals are then to be confirmed. The story is kept, masked, until
   * it was read, and not at all where it may not be sent.
   */
  tell(person: PersonId, matter: string, version: number, story: string): Promise<Moved>;
  remove(person: PersonId, matter: string): Promise<void>;
  /** Another matter with the same answers, to be changed into another reading; null: no such matter of this person. */
  copy(person: PersonId, matter: string): Promise<MatterView | null>;
  /**
   * Sets matters of the person side by side, each under the rules it is pinned to. It names what a ground for tolerance fails
   * by, so it is for officials alone.
   *
   * @param readings two or more @returns null: one is no matter of theirs, or not comparable
   */
  compare(person: PersonId, readings: readonly Reading[]): Promise<FormComparison | null>;
}
