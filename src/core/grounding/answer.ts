/**
 * An answer (答复) as plain data: blocks in reading order and the citations they point to.
 *
 * Every face (terminal, page, command line) renders the same blocks, so that no face can say more than another, and no
 * statement of policy can lose its source on the way.
 */
import type { LinkTarget } from "../dialogue/links.ts";
import type { Day, Verification } from "../law/types.ts";
import type { Validity } from "../law/validity.ts";

export type AnswerKind = "answer" | "refusal" | "precheck_offer" | "clarify" | "smalltalk";
export type AnswerMode = "curated" | "extractive" | "generated";
export type RefusalReason =
  | "out_of_scope"
  | "no_evidence"
  | "evasion"
  | "verdict_request"
  | "unsafe"
  | "classified";

/** Where a sentence's wording comes from: `curated` 知识库要点, `quote` 原文摘录, `model` AI 生成. */
export type Origin = "curated" | "quote" | "model";

/** A source shown with an answer. Title, article number and quote are printed from the knowledge base. */
export interface Citation {
  /** Counted from 1 in the order of first use. */
  readonly n: number;
  /** Provision, paragraph, item, case or document id. */
  readonly passage: string;
  readonly kind: "provision" | "case" | "document";
  readonly document: string;
  /** 「第十七条」; null where the document has none. */
  readonly article: string | null;
  /** Article with paragraph and item, or the section's heading; for people. */
  readonly place: string | null;
  readonly wording: "official" | "gist";
  /** Literal substring of the official wording of the passage; null for a gist. */
  readonly quote: string | null;
  /** On the day asked; a case is `not_binding`. */
  readonly validity: Validity;
  /** First day in force of the version cited, where it was read. */
  readonly from: Day | null;
  /** First day no longer in force, where the version was repealed. */
  readonly until: Day | null;
  readonly verification: Verification;
  /** The editor's caution on document or provision. */
  readonly note: string | null;
}

export type AnswerBlock =
  /** What kind of text follows: 知识库要点, 原文摘录; the text catalogue words it. */
  | { readonly type: "label"; readonly label: Label }
  | { readonly type: "heading"; readonly text: string }
  /** A statement of policy, never without a citation. */
  | {
      readonly type: "sentence";
      readonly text: string;
      readonly citations: readonly number[];
      readonly origin: Origin;
      readonly bullet: boolean;
      /** Goes on in the paragraph or bullet of the block before. */
      readonly continues: boolean;
    }
  /** Practical advice from the knowledge base; no statement of policy. */
  | { readonly type: "advice"; readonly text: string; readonly bullet: boolean }
  /** Leads on, whichever way the channel has: a page, a deep link; elsewhere `words` are sent. */
  | {
      readonly type: "link";
      readonly label: string;
      readonly target: LinkTarget;
      /** Of the page, from the root. */
      readonly path: string;
      readonly words: string;
    }
  /** What the program says by itself. */
  | { readonly type: "notice"; readonly text: string }
  | Table;

/**
 * Things of one kind, compared column by column. Every cell says enough without its head: a channel that draws no tables
 * prints a row as a line.
 */
export interface Table {
  readonly type: "table";
  /** What is compared; takes the place of a heading. */
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly TableRow[];
}

/** As many cells as the head; the first names the row, another may be empty. */
export interface TableRow {
  readonly cells: readonly string[];
  /** Sources of a row that states policy, in an editor's words; none: the program says it by itself. */
  readonly citations: readonly number[];
}

/** Labels by origin and review (人工审核 only where a reviewer and a day are recorded; `campaign` by the editor of a campaign, `model` AI 生成). */
export type Label =
  | "curated-reviewed"
  | "curated-unreviewed"
  | "campaign"
  | "quote"
  | "gist"
  | "case"
  | "model";

/** What the next question may lean on: the last document, article and entry. Sent back by the caller as it was given. */
export interface Context {
  /** Document last named or cited first. */
  readonly document: string | null;
  readonly article: number | null;
  readonly branch: number | null;
  /** The curated entry last shown. */
  readonly entry: string | null;
  /** The question last answered, as completed. */
  readonly question: string;
  /** Passages the last answer cited, for 「依据是什么」. */
  readonly passages: readonly string[];
}

export interface Answer {
  readonly kind: AnswerKind;
  readonly mode: AnswerMode;
  readonly blocks: readonly AnswerBlock[];
  readonly citations: readonly Citation[];
  readonly refusalReason: RefusalReason | null;
  readonly suggestions: readonly string[];
  readonly knowledgeVersion: string;
  readonly asOf: Day;
  /** The question as completed from the turn before, where it was; shown so that a wrong completion is seen. */
  readonly understoodAs: string | null;
  readonly context: Context | null;
  /**
   * Passages a language model may put into words, the best first; absent: the answer stands as it is, be there a model or not.
   */
  readonly grounds?: readonly string[] | undefined;
  /** A judgement of somebody's own matter was asked for, or kept back: the way to a pre-check (预审) is offered beside it. */
  readonly precheck?: true | undefined;
  /** Which model wrote its sentences, by which prompt; absent: none. */
  readonly writer?: { readonly model: string; readonly prompt: string } | undefined;
}

/** What is said where no question of policy was asked: nothing is refused, suggested or to be leaned on. */
export const smalltalkAnswer = (
  { blocks, citations }: Pick<Answer, "blocks" | "citations">,
  { knowledgeVersion, asOf }: Pick<Answer, "knowledgeVersion" | "asOf">,
): Answer => ({
  kind: "smalltalk",
  mode: "curated",
  blocks,
  citations,
  refusalReason: null,
  suggestions: [],
  knowledgeVersion,
  asOf,
  understoodAs: null,
  context: null,
});
