/** Pointers to entries: what they are called, and how they stand on a day. */
import { placeOf } from "../../core/grounding/cite.ts";
import { captionOf } from "../../core/law/catalogue.ts";
import type { Case, CuratedText, Day, LegalDocument, Provision } from "../../core/law/types.ts";
import { validityOf } from "../../core/law/validity.ts";
import type { EntryLink } from "../../ports/catalogue.ts";
import type { PreparedKnowledge } from "../ask/knowledge.ts";
import { isReadable } from "./lists.ts";

export const documentLink = (document: LegalDocument, day: Day): EntryLink => ({
  id: document.id,
  kind: "document",
  label: `《${document.title}》`,
  remark: null,
  validity: validityOf(document, day),
});

/** A provision by its caption alone, where the document is clear. */
export const articleLink = (provision: Provision, document: LegalDocument, day: Day): EntryLink => ({
  id: provision.id,
  kind: "provision",
  label: captionOf(provision),
  remark: null,
  validity: validityOf(document, day),
});

/** A provision with its document. */
export const provisionLink = (provision: Provision, document: LegalDocument, day: Day): EntryLink => ({
  ...articleLink(provision, document, day),
  label: `《${document.title}》${captionOf(provision)}`,
});

export const caseLink = (published: Case, remark: string | null): EntryLink => ({
  id: published.id,
  kind: "case",
  label: published.title,
  remark,
  validity: null,
});

export function textLink(entry: CuratedText | undefined): EntryLink | null {
  if (entry === undefined || !isReadable(entry)) return null;
  return { id: entry.id, kind: entry.kind, label: entry.title, remark: null, validity: null };
}

/** The entry an id names, whatever its kind; null where it names none. */
export function linkTo({ catalogue }: PreparedKnowledge, id: string, day: Day): EntryLink | null {
  const provision = catalogue.provision(id)?.provision;
  const document = catalogue.document(provision?.documentId ?? id);
  if (provision !== undefined && document !== undefined) {
    const link = provisionLink(provision, document, day);
    // A unit keeps its own address, so that the page marks it.
    return id === provision.id
      ? link
      : { ...link, id, label: `《${document.title}》${placeOf(catalogue, id) ?? captionOf(provision)}` };
  }
  if (document !== undefined) return documentLink(document, day);
  const published = catalogue.case(id);
  return published === undefined ? textLink(catalogue.curated(id)) : caseLink(published, null);
}
