/** What pages and commands ask of the application; `compose.ts` fills it. */
import type { Answer, Context } from "../core/grounding/answer.ts";
import type { Day, Verification } from "../core/law/types.ts";
import type { Validity } from "../core/law/validity.ts";

/** What a question is asked with. */
export interface AskOptions {
  /** The day by whose law the question is answered; today in Beijing where left out. */
  readonly asOf?: Day;
  /** The context of the answer before, as it was given. */
  readonly context?: Context | null;
  /**
   * Only puts the passages found in another order and adds to them: whether there is enough to answer, and which editor's text
   * answers, words alone decide. So it changes nothing but an answer with {@link Answer.grounds}, and without it every answer
   * is as good as words can find.
   */
  readonly meaning?: QuestionMeaning | null;
}

/** A question as a vector of the model that the passages' vectors are of. */
export interface QuestionMeaning {
  /** As it was completed ({@link Context.question} of the answer by words): what is looked for under other words is not this. */
  readonly question: string;
  readonly vector: Float32Array;
}

/** One unit of wording on a source page: a paragraph (款), or an item (项) below it. */
export interface SourceLine {
  /** Passage id, for anchors; null where its place is not recorded. */
  readonly id: string | null;
  readonly text: string;
  readonly item: boolean;
}

/** A provision, case or document as a reader opens it beside an answer. */
export interface SourceView {
  readonly id: string;
  readonly kind: "provision" | "case" | "document";
  /** Document or case title. */
  readonly title: string;
  /** Article or section with its caption; null for a case or document. */
  readonly heading: string | null;
  /** 编 > 章 > 节. */
  readonly path: readonly string[];
  /** Official wording, excerpts apart; empty where only a gist is held. */
  readonly excerpts: readonly { readonly complete: boolean; readonly lines: readonly SourceLine[] }[];
  /** What it says in the editor's words; null where none is held. */
  readonly gist: string | null;
  /** Label and value pairs, already worded: 发布机关, 施行日期, 级别, 处理结果 … */
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly validity: Validity;
  readonly verification: Verification;
  readonly notes: readonly string[];
  /** Where a reader finds the text. */
  readonly source: string;
  /** Other versions of the document, earliest first, and what rests on this passage. */
  readonly versions: readonly { readonly id: string; readonly label: string; readonly current: boolean }[];
  readonly related: readonly {
    readonly id: string;
    readonly label: string;
    readonly question: string | null;
  }[];
}

/** What the knowledge base holds, counted. */
export interface Holdings {
  readonly documents: number;
  readonly provisions: number;
  readonly cases: number;
  /** Fields of the cases, the most frequent first. */
  readonly caseFields: readonly string[];
}

/** The use cases: ask, open a source, start. */
export interface Assistant {
  /** Answers a question; never throws for what a user types or a browser sends. */
  ask(question: string, options?: AskOptions): Answer;
  /** The source behind a citation, or undefined where the id names nothing. */
  source(id: string, asOf?: Day): SourceView | undefined;
  /** Questions a new user may start with. */
  firstQuestions(): readonly string[];
  readonly knowledgeVersion: string;
  readonly holdings: Holdings;
}
