/**
 * The shapes shared by server and browser. the `*-view.js` modules draw answers and sources once for both: the server passes a builder
 * that makes HTML text, the browser one that makes elements. All text goes in as text, never as markup.
 */
import type { Answer, Citation } from "../../../core/grounding/answer.ts";
import type { Day } from "../../../core/law/types.ts";
import type { SourceView } from "../../../ports/assistant.ts";
import type { PageWords } from "../../../text/page.ts";

export type Attributes = Readonly<Record<string, string | null>>;
export type Child<Node> = Node | string | null | readonly Child<Node>[];

/** Makes an element; an attribute that is null is left out. */
export type Build<Node> = (tag: string, attributes: Attributes, ...children: Child<Node>[]) => Node;

/** One question with what came of it; exactly what the browser keeps for a reload. */
export interface Turn {
  readonly question: string;
  /** The day asked for; null for today. */
  readonly asOf: Day | null;
  /** Null while it is under way or after a failure. */
  readonly answer: Answer | null;
  /** What to say after a failure. */
  readonly failure: string | null;
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
  keepable(words: PageWords, turn: Turn): Turn;
  turnView<Node>(build: Build<Node>, words: PageWords, turn: Turn, number: number): Node;
  answerView<Node>(build: Build<Node>, words: PageWords, answer: Answer, asOf: Day | null): Node;
  firstQuestionsView<Node>(build: Build<Node>, words: PageWords, questions: readonly string[]): Node;
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

/** What the page's script finds in the page. */
export interface PageData {
  readonly words: PageWords;
  readonly connectionErrors: Readonly<Record<"network" | "timeout" | "source", string>>;
  readonly firstQuestions: readonly string[];
  /** A question asked by address, answered by the server; null otherwise. */
  readonly turn: Turn | null;
}
