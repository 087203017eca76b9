/** Every stretch of official wording (原文) that the knowledge base holds, with where it stands and how well it was checked. */
import type { DocumentKind, KnowledgeBase, LegalDocument, OfficialText, Provision } from "./types.ts";

/** One quotation: the whole article, or an excerpt (节选) of it. */
export interface Quotation {
  readonly document: LegalDocument;
  readonly provision: Provision;
  readonly official: OfficialText;
}

/** Kinds of documents, of highest standing first. */
const order = [
  "law",
  "party-regulation",
  "administrative-regulation",
  "department-rule",
  "administrative-document",
  "party-document",
  "speech",
  "local-regulation",
  "local-measure",
  "report",
] as const satisfies readonly DocumentKind[];

const byText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** All quotations: documents by kind, place and id, provisions and stretches in the order of their document. */
export const quotationsOf = ({ documents }: KnowledgeBase): Quotation[] =>
  documents
    .toSorted(
      (left, right) =>
        order.indexOf(left.kind) - order.indexOf(right.kind) ||
        byText(left.jurisdiction, right.jurisdiction) ||
        byText(left.id, right.id),
    )
    .flatMap((document) =>
      document.provisions.flatMap((provision) =>
        provision.official.map((official) => ({ document, provision, official })),
      ),
    );
