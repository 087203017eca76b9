/**
 * The shapes shared by server and browser. The `*-view.js` modules draw answers and sources once for both: the server
 * passes a builder that makes HTML text, the browser one that makes elements. All text goes in as text, never as markup.
 */
import type { Picture } from "../../../core/campaign/picture.ts";
import type { Answer, Citation } from "../../../core/grounding/answer.ts";
import type { Day } from "../../../core/law/types.ts";
import type { SourceView } from "../../../ports/assistant.ts";
import type { Choice, FeedbackVerdict, FileName, Outbound } from "../../../ports/channel.ts";
import type { ConversationSummary, TurnView } from "../../../ports/conversations.ts";
import type { ConnectionErrors, PageWords } from "../../../text/page.ts";

export type Attributes = Readonly<Record<string, string | null>>;
export type Child<Node> = Node | string | null | readonly Child<Node>[];

/** Makes an element; an attribute that is null is left out. */
export type Build<Node> = (tag: string, attributes: Attributes, ...children: Child<Node>[]) => Node;

/** One question with what came of it, or a push, as it is drawn. */
export interface Turn {
  /** Names the turn within the page: its number, or the id of the event while there is no answer. */
  readonly name: string;
  /** Counted from 1. */
  readonly number: number;
  /** Of a push: what it is about. */
  readonly question: string;
  /** Nobody asked for it: it is drawn without a question of the person, and nothing is asked of how it was answered. */
  readonly push?: boolean | undefined;
  /** The day asked for; null for today. */
  readonly asOf: Day | null;
  /** Null while it is under way or after a failure. */
  readonly answer: Answer | null;
  /** What is said while there is no answer. */
  readonly waiting: string;
  /** What to say after a failure. */
  readonly failure: string | null;
  readonly choices: readonly Choice[];
  readonly file: FileName | null;
  readonly picture?: Picture | undefined;
  readonly feedback: FeedbackVerdict | null;
}

/** What a source was opened for: the words to mark, and how it is cited. */
export interface OpenedFrom {
  /** Rank of the headings inside; one below that of the title. */
  readonly heading: "h2" | "h3";
  readonly citation: Citation | null;
  readonly asOf: Day | null;
}

/** What the server uses of `answer-view.js`. */
export interface AnswerModule {
  answeredTurn(words: PageWords, view: TurnView): Turn;
  turnView<Node>(build: Build<Node>, words: PageWords, turn: Turn): Node;
  answerView<Node>(build: Build<Node>, words: PageWords, answer: Answer, asOf: Day | null): Node;
  messageView<Node>(build: Build<Node>, words: PageWords, message: Outbound): Node;
  welcomeView<Node>(build: Build<Node>, words: PageWords, questions: readonly string[], notice: string): Node;
}

/** What the server uses of `menu-view.js`. */
export interface MenuModule {
  conversationList<Node>(
    build: Build<Node>,
    words: PageWords,
    all: readonly ConversationSummary[],
    current: string,
  ): Node;
}

/** What the server uses of `source-view.js`. */
export interface SourceModule {
  sourceBody<Node>(build: Build<Node>, words: PageWords, source: SourceView, from: OpenedFrom): Node;
  sourceTitle(words: PageWords, source: SourceView): string;
  legendView<Node>(build: Build<Node>, words: PageWords): Node;
  /** The text a reader pastes into a memo. */
  citationToCopy(words: PageWords, source: SourceView, citation: Citation | null): string;
}

/** What the server uses of `phrases.js`. */
export interface PhrasesModule {
  fill(template: string, values: Readonly<Record<string, string | number>>): string;
  dayText(words: PageWords, day: Day): string;
  sourceAddress(id: string, asOf: Day | null): string;
}

/** `badges.js`. */
export interface BadgesModule {
  validityBadge<Node>(build: Build<Node>, words: PageWords, validity: Citation["validity"]): Node;
  gradeBadge<Node>(build: Build<Node>, words: PageWords, grade: Citation["verification"]): Node;
}

/** `quote-ranges.js`. */
export interface QuoteRangesModule {
  quoteRanges(
    lines: readonly string[],
    quote: string | null,
  ): readonly (readonly (readonly [number, number])[])[];
}

/** What the chat's script finds in the page. */
export interface PageData {
  readonly words: PageWords;
  readonly connectionErrors: ConnectionErrors;
  readonly firstQuestions: readonly string[];
  /** Name of the conversation shown. */
  readonly conversation: string;
  /** The turns drawn in the page. */
  readonly turns: readonly TurnView[];
  /** Newest message without a turn when the page was made; later ones come over the wire. */
  readonly seen: number;
  /** Events that the messages drawn in the page answer. */
  readonly answered: readonly string[];
  readonly notice: { readonly version: string; readonly text: string };
  /** The words that delete everything of a person. */
  readonly forgetWords: string;
}

/** What the page asks for what is new: the turns after one, and the messages that belong to none. */
export interface News {
  readonly turns: readonly TurnView[];
  readonly messages: readonly {
    readonly sequence: number;
    readonly answers: string;
    readonly message: Outbound;
  }[];
}
