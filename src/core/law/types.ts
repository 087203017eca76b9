/**
 * The knowledge base as plain data: documents with their provisions, cases, curated texts.
 *
 *   LegalDocument ──< Provision ──< OfficialText ──< Paragraph 款 ──< Item 项
 *   Case          ──> provisions it rests on
 *   CuratedText   ──< Block ──> citations of provisions and cases
 *   Quiz          ──> provisions its key follows from, ──< Block as above
 *
 * Identifiers are stable strings and never reused: `accountability-2019` (document),
 * `accountability-2019#17` (article 条), `accountability-2019#17.2` (paragraph 款),
 * `accountability-2019#17.1.3` (item 项), `discipline-2018#133-1` (第一百三十三条之一).
 */

/** A calendar day in Beijing, `YYYY-MM-DD`; compares as text. */
export type Day = string;

/**
 * How well a wording was checked (核验等级): `verified` was compared with the issuer's own publication
 * (host and date recorded), `secondary` was read in a copy or an open collection, `unverified` was not
 * read and is shown as 「待核原文」.
 */
export type Verification = "verified" | "secondary" | "unverified";

/** Kind of a document (文件种类); also the source category of the authority prior. */
export type DocumentKind =
  | "law"
  | "party-regulation"
  | "administrative-regulation"
  | "department-rule"
  | "administrative-document"
  | "local-regulation"
  | "party-document"
  | "speech"
  | "local-measure"
  | "report";

/** Where a reader finds the text. `host` and `read` stand only where the issuer's own page was read. */
export interface Source {
  readonly title: string;
  readonly host: string | null;
  readonly read: Day | null;
}

/** Who reviewed an entry, and when (人工审核). */
export interface Review {
  readonly by: string;
  readonly on: Day;
}

/** One version (版本) of a document. Two versions of one title are two documents, tied by `replaces`. */
export interface LegalDocument {
  readonly id: string;
  readonly title: string;
  /** Short names people use (简称), most usual first. */
  readonly aliases: readonly string[];
  readonly kind: DocumentKind;
  readonly issuer: string;
  /** Document number (文号), or null where it has none or none was read. */
  readonly number: string | null;
  readonly dates: {
    readonly adopted: Day | null;
    readonly published: Day | null;
    /** First day in force; counts. */
    readonly effective: Day | null;
    /** First day no longer in force; does not count. */
    readonly repealed: Day | null;
  };
  /** The earlier version this one replaces. */
  readonly replaces: string | null;
  /** `national`, or the name of the place it binds: 河南省, 昆明市. */
  readonly jurisdiction: string;
  readonly source: Source;
  readonly verification: Verification;
  readonly reviewed: Review | null;
  /** A caution shown with every citation of the document, or null. */
  readonly note: string | null;
  readonly provisions: readonly Provision[];
}

/** An article (条), or a section of a document without articles. */
export interface Provision {
  readonly id: string;
  readonly documentId: string;
  /** 「第十七条」, 「第一百三十三条之一」; null where the document has no articles. */
  readonly article: string | null;
  /** Editor's caption of the article, or the section's heading. */
  readonly heading: string | null;
  /** Headings above it: 编, 章, 节. */
  readonly path: readonly string[];
  /** What it says in the editor's words (要点，非原文); null where only wording is held. */
  readonly gist: string | null;
  /** Official wording held, in the order of the article; empty where only a gist is held. */
  readonly official: readonly OfficialText[];
  readonly keywords: readonly string[];
  readonly verification: Verification;
  /** A caution shown with this provision, or null. */
  readonly note: string | null;
  /**
   * Where it comes from (出处): `document`, what its document says; `unknown`, what a report says and nobody has found in the
   * document it is kept under, so that no question may rest on it.
   */
  readonly origin: "document" | "unknown";
}

/** A stretch of official wording (原文), exactly as published. */
export interface OfficialText {
  /** True where this is the whole article, false for an excerpt (节选). */
  readonly complete: boolean;
  readonly paragraphs: readonly Paragraph[];
}

/** A paragraph (款) with its items (项). */
export interface Paragraph {
  /** `…#17.1`; null in an excerpt whose place in the article is not recorded. */
  readonly id: string | null;
  /** Counted from 1; null as above. */
  readonly number: number | null;
  readonly text: string;
  readonly items: readonly Item[];
}

/** An item (项): `text` begins with its own mark, 「（一）」. */
export interface Item {
  readonly id: string | null;
  readonly number: number;
  readonly text: string;
}

/** What the competent organ decided in a published case. */
export type CaseOutcome =
  | "tolerated_exempt"
  | "tolerated_lighter"
  | "tolerated_mitigated"
  | "not_tolerated"
  | "clarified"
  | "other";

/** A published case (案例), anonymised. Null means that the source is silent. */
export interface Case {
  readonly id: string;
  readonly title: string;
  readonly level: string;
  readonly field: string;
  readonly year: number | null;
  readonly facts: string;
  readonly outcome: CaseOutcome;
  /** The outcome in the source's words. */
  readonly decision: string;
  readonly decidedBy: string;
  readonly reason: string | null;
  readonly correction: string | null;
  /** What a reader must not conclude from it, or null. */
  readonly caution: string | null;
  readonly provisions: readonly string[];
  /** Similar cases that came out otherwise, each with the fact that decided. */
  readonly contrasts: readonly { readonly case: string; readonly because: string }[];
  readonly keywords: readonly string[];
  readonly source: Source;
  readonly verification: Verification;
  readonly reviewed: Review | null;
}

/** A pointer from a curated sentence to a passage, with the words it rests on where they are held. */
export interface Reference {
  /** Provision, paragraph, item or case id. */
  readonly passage: string;
  /** Literal substring of the official wording; null where none was singled out. */
  readonly quote: string | null;
}

/** A piece of a curated text, in reading order. */
export type Block =
  | { readonly type: "heading"; readonly text: string }
  /** A statement of policy: never without a reference. */
  | {
      readonly type: "statement";
      readonly text: string;
      readonly references: readonly Reference[];
      readonly bullet: boolean;
      /** Goes on in the paragraph or bullet of the block before. */
      readonly continues: boolean;
      /** Where it is a row of a table, which stands under a heading; the text says the same in a line. */
      readonly row?: Row;
    }
  /** Practical advice or a connective: no statement of policy, so no reference. */
  | { readonly type: "advice"; readonly text: string; readonly bullet: boolean };

/** A row of a table; rows of one table have the same `head`, as one object. */
export interface Row {
  readonly head: readonly string[];
  /** As many as the head. */
  readonly cells: readonly string[];
}

/**
 * A text written by an editor: answers a question (问答), corrects a misconception (误区), tells a procedure (流程), or is
 * what the program says when it refuses (拒答): then `id` is the guard's code, `refusal-forge`.
 */
export interface CuratedText {
  readonly id: string;
  readonly kind: "answer" | "misconception" | "procedure" | "refusal";
  readonly title: string;
  /** The ways people ask for it; the first is the one offered as a suggestion. */
  readonly questions: readonly string[];
  readonly keywords: readonly string[];
  readonly blocks: readonly Block[];
  /** Cases, answers, misconceptions worth reading next. */
  readonly related: readonly string[];
  readonly reviewed: Review | null;
}

/** A group of words that mean the same to a searcher: `term` is how documents write it, `words` how people type it. */
export interface SynonymGroup {
  readonly term: string;
  readonly words: readonly string[];
}

/** 单选, 多选, 判断, 案例判断 (one right option, on a published case). */
export type QuizKind = "single" | "multiple" | "true-false" | "case";

/** Topic (专题) of a question. */
export type QuizTopic =
  | "distinctions"
  | "tolerable"
  | "excluded"
  | "accountability"
  | "leniency"
  | "looks"
  | "procedure"
  | "clarification"
  | "afterwards"
  | "local"
  | "misconceptions";

export interface QuizOption {
  readonly text: string;
  readonly right: boolean;
  /** The misconception (误区) a wrong option is; null for a right one and where it is no known one. */
  readonly misconception: string | null;
}

/** A passage a key follows from, and the fingerprint of its words when the question was written. */
export interface Binding {
  readonly passage: string;
  readonly fingerprint: string;
}

/** A question (题目), bound to the provisions its key follows from. */
export interface Quiz {
  readonly id: string;
  readonly kind: QuizKind;
  readonly topic: QuizTopic;
  /** Published case that is judged; null but for kind `case`. */
  readonly case: string | null;
  readonly stem: string;
  /** 2 to 6; of a true-or-false question 对 and 错. */
  readonly options: readonly QuizOption[];
  readonly basis: readonly Binding[];
  /** Statements with their references, printed by the citation code. */
  readonly explanation: readonly Block[];
  readonly reviewed: Review | null;
}

/** Everything read from the knowledge folder, with the hash of its content. */
export interface KnowledgeBase {
  /** `sha256:…` over every file's path and bytes. */
  readonly version: string;
  readonly documents: readonly LegalDocument[];
  readonly cases: readonly Case[];
  readonly curated: readonly CuratedText[];
  readonly synonyms: readonly SynonymGroup[];
  readonly quizzes: readonly Quiz[];
}
