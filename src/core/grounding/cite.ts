/**
 * Citations (引用) of one answer: numbered in the order of first use, printed from the catalogue alone.
 *
 * A reference that asks for words the passage does not hold is an error of the knowledge base, found by its check; here it
 * falls back to the passage without a quote, so that nothing is ever shown as wording that is not.
 */
import { type Catalogue, type Passage, paragraphText } from "../law/catalogue.ts";
import { unitLabel } from "../law/references.ts";
import type { Day, LegalDocument } from "../law/types.ts";
import { validityOf } from "../law/validity.ts";
import type { Citation } from "./answer.ts";

/** Collects the citations of one answer. */
export interface Citer {
  /**
   * Cites a provision, paragraph, item, case or document and returns its number.
   *
   * @param quote words to single out; must stand in the official wording. Left out: its first stretch.
   * @returns the number, or null where the id names nothing
   */
  cite(passage: string, quote?: string | null): number | null;
  /** The citations made so far. */
  readonly citations: readonly Citation[];
}

/** Folds what the contract folds when it compares a quote: Unicode NFKC and white space. */
const foldForQuote = (text: string): string => text.normalize("NFKC").replace(/\s+/gu, "");

/** Tells whether `quote` stands in `text` after NFKC and white-space folding. */
export const quotes = (text: string, quote: string): boolean =>
  quote !== "" && foldForQuote(text).includes(foldForQuote(quote));

/** 「第十七条第一款第（二）项」 of a passage id within its provision; the provision's own label where the id is the article. */
export function placeOf(catalogue: Catalogue, id: string): string | null {
  const found = catalogue.provision(id);
  if (found === undefined) return null;
  const { provision, paragraph, item } = found;
  const article = provision.article ?? provision.heading;
  if (provision.article === null || paragraph?.number == null) return article;
  return `${article}${unitLabel(paragraph.number, item?.number ?? null)}`;
}

/** A source in words: 《…》第十七条, or the title of a case; null where nothing of that id is held. */
export function sourceName(catalogue: Catalogue, id: string): string | null {
  const published = catalogue.case(id);
  if (published !== undefined) return published.title;
  const document = catalogue.document(catalogue.provision(id)?.provision.documentId ?? id);
  return document === undefined ? null : `《${document.title}》${placeOf(catalogue, id) ?? ""}`;
}

/** The first unbroken stretch of a unit's wording; excerpts are never run together into one quotation. */
function firstStretch({ provision, paragraph, item }: Passage): string | null {
  if (item !== undefined) return item.text;
  if (paragraph !== undefined) return paragraphText(paragraph);
  const [first] = provision.official;
  return first === undefined ? null : first.paragraphs.map(paragraphText).join("\n");
}

/** A citer of one answer; `day` decides whether a source is in force. */
export function createCiter(catalogue: Catalogue, day: Day): Citer {
  const citations: Citation[] = [];

  const add = (citation: Omit<Citation, "n">): number => {
    const same = citations.find(
      (other) => other.passage === citation.passage && other.quote === citation.quote,
    );
    if (same !== undefined) return same.n;
    const n = citations.length + 1;
    citations.push({ n, ...citation });
    return n;
  };

  const validity = (document: LegalDocument) => ({
    validity: validityOf(document, day),
    from: document.dates.effective,
    until: document.dates.repealed,
  });

  return {
    citations,
    cite(passage, quote) {
      const unit = catalogue.provision(passage);
      if (unit !== undefined) {
        const { provision } = unit;
        const document = catalogue.document(provision.documentId);
        if (document === undefined) return null;
        const asked = quote ?? null;
        const words = catalogue.resolveText(passage);
        // Of an article held in excerpts alone, what it says as a whole is the gist; a quotation must be singled out.
        const excerptsOnly =
          passage === provision.id &&
          provision.gist !== null &&
          !provision.official.some(({ complete }) => complete);
        const wording = words?.official && !(excerptsOnly && asked === null) ? words.text : null;
        const held = wording !== null && asked !== null && quotes(wording, asked);
        return add({
          passage,
          kind: "provision",
          document: document.title,
          article: provision.article,
          place: placeOf(catalogue, passage),
          wording: wording === null ? "gist" : "official",
          quote: wording === null ? null : held ? asked : firstStretch(unit),
          ...validity(document),
          verification: provision.verification,
          note: provision.note ?? document.note,
        });
      }
      const published = catalogue.case(passage);
      if (published !== undefined)
        return add({
          passage,
          kind: "case",
          document: published.title,
          article: null,
          place: null,
          wording: "gist",
          quote: null,
          validity: "not_binding",
          from: null,
          until: null,
          verification: published.verification,
          note: published.caution,
        });
      const document = catalogue.document(passage);
      if (document !== undefined)
        return add({
          passage,
          kind: "document",
          document: document.title,
          article: null,
          place: null,
          wording: "gist",
          quote: null,
          ...validity(document),
          verification: document.verification,
          note: document.note,
        });
      return null;
    },
  };
}
