/**
 * The knowledge base as look-ups: every identifier to what it names, every provision to what rests on it.
 * Built once from the plain data; all answers come from maps.
 */
import type {
  Case,
  CuratedText,
  Day,
  Item,
  KnowledgeBase,
  LegalDocument,
  Paragraph,
  Provision,
  Verification,
} from "./types.ts";
import { firstDay, isReliable, validityOf } from "./validity.ts";

/** What a passage id names: an article, or one paragraph (款) or item (项) of it. */
export interface Passage {
  readonly provision: Provision;
  readonly paragraph?: Paragraph;
  readonly item?: Item;
}

/** The words of a passage; `official` is false for a gist (要点) and for a case. */
export interface PassageText {
  readonly official: boolean;
  readonly text: string;
}

/** Look-ups over one knowledge base. An unknown id gives `undefined` or an empty list. */
export interface Catalogue {
  readonly base: KnowledgeBase;
  document(id: string): LegalDocument | undefined;
  /** Resolves provision, paragraph and item ids. */
  provision(id: string): Passage | undefined;
  case(id: string): Case | undefined;
  curated(id: string): CuratedText | undefined;
  /** The words of a provision, paragraph, item or case: official wording where held, else the gist. */
  resolveText(id: string): PassageText | undefined;
  /** Text of {@link resolveText} alone. */
  passageText(id: string): string | undefined;
  /** All versions (版本) of a title, with those tied to them by `replaces`, earliest first. */
  versions(title: string): readonly LegalDocument[];
  /** Whether nothing known speaks against relying on it that day. */
  inForce(documentId: string, day: Day): boolean;
  /** Provisions of a document, in its order. */
  articles(documentId: string): readonly Provision[];
  /** Ids of the curated texts and cases that rest on a passage or on a unit inside it, in the order of the base. */
  citedBy(passageId: string): { readonly curated: readonly string[]; readonly cases: readonly string[] };
}

/** 「第十七条 不予问责或者免予问责」: the article with the editor's caption, or the heading of a section. */
export const captionOf = ({ article, heading }: Pick<Provision, "article" | "heading">): string =>
  [article, heading].filter((part) => part !== null).join(" ");

/** Words of one paragraph with its items, a line each. */
export const paragraphText = ({ text, items }: Paragraph): string =>
  [text, ...items.map((item) => item.text)].filter((line) => line !== "").join("\n");

/** Official wording of a provision, all stretches of it joined by line breaks; empty where only a gist is held. */
export const officialText = (provision: Provision): string =>
  provision.official.flatMap((stretch) => stretch.paragraphs.map(paragraphText)).join("\n");

/** A passage id with every unit above it: `d#17.1.3` → `d#17.1.3`, `d#17.1`, `d#17`. */
export function enclosing(passageId: string): string[] {
  const ids = [passageId];
  for (let id = passageId; ; ) {
    const dot = id.lastIndexOf(".");
    if (dot === -1) return ids;
    id = id.slice(0, dot);
    ids.push(id);
  }
}

/** Builds the look-ups; where an id stands twice the first entry wins, which the consistency check reports. */
export function createCatalogue(base: KnowledgeBase): Catalogue {
  const documents = firstById(base.documents);
  const cases = firstById(base.cases);
  const curated = firstById(base.curated);
  const passages = new Map<string, Passage>();
  const texts = new Map<string, PassageText>();

  // Two excerpts may take different sentences of one paragraph: the words of its id are all of them.
  const addWords = (id: string | null, text: string) => {
    if (id === null) return;
    const held = texts.get(id);
    texts.set(id, { official: true, text: held ? `${held.text}\n${text}` : text });
  };
  const addPassage = (id: string | null, passage: Passage) => {
    if (id !== null && !passages.has(id)) passages.set(id, passage);
  };

  for (const { provisions } of documents.values()) {
    for (const provision of provisions) {
      if (passages.has(provision.id)) continue;
      passages.set(provision.id, { provision });
      const wording = officialText(provision);
      texts.set(provision.id, {
        official: wording !== "",
        text: wording === "" ? (provision.gist ?? "") : wording,
      });
      for (const paragraph of provision.official.flatMap((stretch) => stretch.paragraphs)) {
        addPassage(paragraph.id, { provision, paragraph });
        addWords(paragraph.id, paragraphText(paragraph));
        for (const item of paragraph.items) {
          addPassage(item.id, { provision, paragraph, item });
          addWords(item.id, item.text);
        }
      }
    }
  }
  for (const entry of cases.values()) {
    texts.set(entry.id, { official: false, text: `${entry.facts}\n${entry.decision}` });
  }

  const citedBy = citations(base);
  const byTitle = Map.groupBy(base.documents, (document) => foldTitle(document.title));
  const successors = Map.groupBy(
    base.documents.filter((document) => document.replaces !== null),
    (document) => document.replaces,
  );

  return {
    base,
    document: (id) => documents.get(id),
    provision: (id) => passages.get(id),
    case: (id) => cases.get(id),
    curated: (id) => curated.get(id),
    resolveText: (id) => texts.get(id),
    passageText: (id) => texts.get(id)?.text,
    versions(title) {
      const found = new Set<LegalDocument>();
      const follow = (document: LegalDocument | undefined): void => {
        if (!document || found.has(document)) return;
        found.add(document);
        if (document.replaces !== null) follow(documents.get(document.replaces));
        for (const successor of successors.get(document.id) ?? []) follow(successor);
      };
      for (const document of byTitle.get(foldTitle(title)) ?? []) follow(document);
      return [...found].sort((a, b) => compare(firstDay(a) ?? "", firstDay(b) ?? "") || compare(a.id, b.id));
    },
    inForce(documentId, day) {
      const document = documents.get(documentId);
      return document !== undefined && isReliable(validityOf(document, day));
    },
    articles: (documentId) => documents.get(documentId)?.provisions ?? [],
    citedBy: (passageId) => citedBy.get(passageId) ?? { curated: [], cases: [] },
  };
}

/** Sizes of a knowledge base, in the names of `cli knowledge stats --json`. */
export interface KnowledgeStats {
  readonly documents: number;
  readonly provisions: number;
  /** Provisions holding official wording. */
  readonly official: number;
  /** Provisions holding a gist alone. */
  readonly gist: number;
  /** Provisions by grade (核验等级). */
  readonly by_grade: Readonly<Record<Verification, number>>;
  readonly cases: number;
  /** Answers alone; misconceptions are counted apart, procedures not at all. */
  readonly answers: number;
  readonly misconceptions: number;
  readonly quizzes: number;
  readonly overlays: number;
}

/** Counts what a knowledge base holds. @param overlays jurisdictions whose measures are laid over the rules */
export function knowledgeStats(base: KnowledgeBase, overlays = 0): KnowledgeStats {
  const provisions = base.documents.flatMap((document) => document.provisions);
  const official = provisions.filter((provision) => provision.official.length > 0).length;
  const grade = (wanted: Verification) =>
    provisions.filter(({ verification }) => verification === wanted).length;
  const texts = (wanted: CuratedText["kind"]) => base.curated.filter(({ kind }) => kind === wanted).length;
  return {
    documents: base.documents.length,
    provisions: provisions.length,
    official,
    gist: provisions.length - official,
    by_grade: { verified: grade("verified"), secondary: grade("secondary"), unverified: grade("unverified") },
    cases: base.cases.length,
    answers: texts("answer"),
    misconceptions: texts("misconception"),
    quizzes: base.quizzes.length,
    overlays,
  };
}

function citations(base: KnowledgeBase): Map<string, { curated: string[]; cases: string[] }> {
  const found = new Map<string, { curated: string[]; cases: string[] }>();
  const add = (list: "curated" | "cases", id: string, passages: readonly string[]) => {
    for (const passage of new Set(passages.flatMap(enclosing))) {
      const entry = found.get(passage) ?? { curated: [], cases: [] };
      entry[list].push(id);
      found.set(passage, entry);
    }
  };
  for (const { id, blocks } of base.curated) {
    add(
      "curated",
      id,
      blocks.flatMap((block) =>
        block.type === "statement" ? block.references.map((reference) => reference.passage) : [],
      ),
    );
  }
  for (const { id, provisions } of base.cases) add("cases", id, provisions);
  return found;
}

function firstById<T extends { readonly id: string }>(entries: readonly T[]): Map<string, T> {
  const found = new Map<string, T>();
  for (const entry of entries) if (!found.has(entry.id)) found.set(entry.id, entry);
  return found;
}

const foldTitle = (title: string): string => title.normalize("NFKC").replace(/[《》\s]/gu, "");
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
