/** What the browsable pages ask of the application: lists, search, and all that surrounds one entry. */
import type { Answer, Citation } from "../core/grounding/answer.ts";
import type { CaseOutcome, Day, DocumentKind, Review, Verification } from "../core/law/types.ts";
import type { Validity } from "../core/law/validity.ts";
import type { Piece } from "../core/retrieval/snippet.ts";
import type { SourceView } from "./assistant.ts";

export const entryKinds = ["document", "provision", "case", "answer", "misconception", "procedure"] as const;
/** 文件, 条文, 案例, 问答, 误区, 流程. */
export type EntryKind = (typeof entryKinds)[number];

/** A pointer to an entry. */
export interface EntryLink {
  readonly id: string;
  readonly kind: EntryKind;
  readonly label: string;
  /** A word beside the link: the fact that decided a contrasting case, the field of a case; null where there is none. */
  readonly remark: string | null;
  /** On the day asked; null for what has no validity of its own: cases and editors' texts. */
  readonly validity: Validity | null;
}

/** A document in the list. */
export interface ListedDocument {
  readonly id: string;
  readonly title: string;
  readonly kind: DocumentKind;
  readonly issuer: string;
  readonly number: string | null;
  /** Name of the place it binds; null for the whole country. */
  readonly place: string | null;
  /** 「2019年9月1日起施行」, as far as the dates were read. */
  readonly version: string;
  /** First day no longer in force; null while none is known. */
  readonly repealed: Day | null;
  readonly validity: Validity;
  readonly verification: Verification;
  /** Provisions held. */
  readonly provisions: number;
}

/** Members under one heading, already worded: a kind of document, a province, an outcome, a topic. */
export interface Group<Member> {
  readonly title: string;
  readonly members: readonly Member[];
}

/** Which documents: those one may rely on that day, or the repealed and those not yet in force. */
export type DocumentState = "current" | "past";

export interface DocumentList {
  readonly national: readonly Group<ListedDocument>[];
  readonly local: readonly Group<ListedDocument>[];
  /** How many there are of each state. */
  readonly counts: Readonly<Record<DocumentState, number>>;
}

/** Null: any. */
export interface CaseFilter {
  readonly outcome: CaseOutcome | null;
  readonly field: string | null;
  readonly year: number | null;
}

export interface ListedCase {
  readonly id: string;
  readonly title: string;
  readonly outcome: CaseOutcome;
  readonly level: string;
  readonly field: string;
  /** Null: the source is silent. */
  readonly year: number | null;
}

export interface CaseList {
  /** By outcome. */
  readonly groups: readonly Group<ListedCase>[];
  /** What one may filter by, of all cases. */
  readonly outcomes: readonly CaseOutcome[];
  readonly fields: readonly string[];
  readonly years: readonly number[];
}

/** An editor's text in the list. */
export interface ListedText {
  readonly id: string;
  readonly kind: "answer" | "misconception" | "procedure";
  readonly title: string;
  readonly reviewed: boolean;
}

/** One thing found. */
export interface Found extends EntryLink {
  /** The words that fit the query, marked. */
  readonly snippet: readonly Piece[];
  /** False where the snippet is an editor's text and not official wording. */
  readonly official: boolean;
}

export interface SearchPage {
  /** False where the query bears a secrecy mark: then it was not searched, and must not be shown again. */
  readonly taken: boolean;
  /** Best first; of the kind asked for. */
  readonly found: readonly Found[];
  /** How many were found of each kind, whatever kind was asked for. */
  readonly counts: Readonly<Record<EntryKind, number>>;
  /** Entries skipped before the first. */
  readonly from: number;
  /** Where the page before and the page after begin; null where there is none. */
  readonly earlier: number | null;
  readonly later: number | null;
}

export interface SearchWish {
  readonly day?: Day | undefined;
  /** Null: all kinds. */
  readonly kind: EntryKind | null;
  /** Entries to skip. */
  readonly from: number;
}

/** A version of the document shown, or of the same article in it. */
export interface VersionLink {
  readonly id: string;
  readonly label: string;
  readonly validity: Validity;
  readonly shown: boolean;
  /** False where the article shown is not held in that version: then `id` names the document. */
  readonly held: boolean;
}

/** Entries of one sort that stand with a source. */
export interface RelatedGroup {
  readonly sort: "answer" | "misconception" | "procedure" | "case" | "basis" | "contrast";
  readonly links: readonly EntryLink[];
}

/** A provision, case or document with all that surrounds it. */
export interface SourcePage {
  readonly source: SourceView;
  readonly asOf: Day;
  /** The unit inside the provision that was asked for, 「17.1.2」; null for the whole. */
  readonly unit: string | null;
  /** As it is cited, for copying. */
  readonly citation: Citation | null;
  /** The document a provision stands in; null otherwise. */
  readonly document: EntryLink | null;
  /** Earliest first; empty where there is one version alone. */
  readonly versions: readonly VersionLink[];
  /** The version in force that day, where another one is shown; of the same article where it is held. */
  readonly inForce: EntryLink | null;
  /** Neighbours among the provisions held; they need not follow each other in the law. */
  readonly previous: EntryLink | null;
  readonly next: EntryLink | null;
  /** Provisions of a document under their headings (编 › 章 › 节); empty otherwise. */
  readonly contents: readonly Group<EntryLink>[];
  readonly related: readonly RelatedGroup[];
  /** What to ask about it. */
  readonly question: string;
}

/** An editor's text with all that surrounds it. */
export interface TextPage {
  readonly id: string;
  readonly kind: "answer" | "misconception" | "procedure";
  readonly title: string;
  readonly topic: string;
  /** The ways people ask for it, the most usual first. */
  readonly questions: readonly string[];
  /** The text as an answer, so that it is drawn and cited as in the chat; without suggestions. */
  readonly answer: Answer;
  readonly reviewed: Review | null;
  readonly related: readonly EntryLink[];
}

/** Lists, search and pages; everything is by the law of a day, today in Beijing where left out. */
export interface Catalogue {
  readonly knowledgeVersion: string;
  documents(state: DocumentState, day?: Day): DocumentList;
  cases(filter: CaseFilter): CaseList;
  /** By topic. */
  texts(): readonly Group<ListedText>[];
  /** Never throws for what a person types. */
  search(query: string, wish: SearchWish): SearchPage;
  /** Undefined where the id names no provision, unit, case or document. */
  source(id: string, day?: Day): SourcePage | undefined;
  /** Undefined where the id names no editor's text. */
  text(id: string, day?: Day): TextPage | undefined;
  /** What an id that names nothing may have meant; best first, a handful. */
  nearest(id: string, day?: Day): readonly EntryLink[];
}
