/** A provision, case or document with all that surrounds it: versions, neighbours, what rests on it. */
import { createCiter } from "../../core/grounding/cite.ts";
import type { Case, Day, LegalDocument, Provision } from "../../core/law/types.ts";
import { inForceVersion, validityOf } from "../../core/law/validity.ts";
import type { SourceView } from "../../ports/assistant.ts";
import type { EntryLink, Group, RelatedGroup, SourcePage, VersionLink } from "../../ports/catalogue.ts";
import { sourceQuestions } from "../../text/catalogue.ts";
import type { PreparedKnowledge } from "../ask/knowledge.ts";
import { versionLabel } from "../ask/look-up.ts";
import { articleLink, caseLink, documentLink, linkTo, provisionLink, textLink } from "./links.ts";

/** What every page of a source has, before its kind adds to it. */
type Bare = Pick<SourcePage, "source" | "asOf" | "citation">;

const alone = {
  unit: null,
  document: null,
  versions: [],
  inForce: null,
  previous: null,
  next: null,
  contents: [],
} as const;

/**
 * Builds the page of a source.
 *
 * @param id as asked for: a paragraph (款) or item (项) shows its article
 * @param source what the id shows
 */
export function sourcePage(
  knowledge: PreparedKnowledge,
  id: string,
  source: SourceView,
  asOf: Day,
): SourcePage {
  const { catalogue } = knowledge;
  const citer = createCiter(catalogue, asOf);
  citer.cite(id);
  const bare: Bare = { source, asOf, citation: citer.citations[0] ?? null };
  const found = catalogue.provision(id);
  const document = catalogue.document(found?.provision.documentId ?? id);
  if (document !== undefined)
    return found === undefined
      ? documentPage(knowledge, document, bare)
      : provisionPage(knowledge, found.provision, document, id, bare);
  const published = catalogue.case(id);
  return published === undefined
    ? { ...bare, ...alone, related: [], question: source.title }
    : casePage(knowledge, published, bare);
}

function provisionPage(
  knowledge: PreparedKnowledge,
  provision: Provision,
  document: LegalDocument,
  id: string,
  bare: Bare,
): SourcePage {
  const { asOf } = bare;
  const at = document.provisions.indexOf(provision);
  const neighbour = (place: number): EntryLink | null => {
    const other = document.provisions[place];
    return other === undefined ? null : articleLink(other, document, asOf);
  };
  return {
    ...bare,
    ...alone,
    unit: id === provision.id ? null : (id.split("#")[1] ?? null),
    document: documentLink(document, asOf),
    versions: versionsOf(knowledge, document, provision, asOf),
    inForce: currentInstead(knowledge, document, provision, asOf),
    previous: neighbour(at - 1),
    next: neighbour(at + 1),
    related: citing(knowledge, [provision.id]),
    question: questionAbout(knowledge, provision, document, asOf),
  };
}

const documentPage = (knowledge: PreparedKnowledge, document: LegalDocument, bare: Bare): SourcePage => ({
  ...bare,
  ...alone,
  versions: versionsOf(knowledge, document, null, bare.asOf),
  inForce: currentInstead(knowledge, document, null, bare.asOf),
  contents: contentsOf(document, bare.asOf),
  related: citing(
    knowledge,
    document.provisions.map(({ id }) => id),
  ),
  question: sourceQuestions.document(document.title),
});

function casePage(knowledge: PreparedKnowledge, published: Case, bare: Bare): SourcePage {
  const { catalogue } = knowledge;
  const contrasted = catalogue.base.cases.filter(
    ({ id, contrasts }) =>
      contrasts.some((contrast) => contrast.case === published.id) &&
      !published.contrasts.some((contrast) => contrast.case === id),
  );
  const groups: RelatedGroup[] = [
    {
      sort: "contrast",
      links: [
        ...published.contrasts.flatMap(({ case: other, because }) => {
          const contrast = catalogue.case(other);
          return contrast === undefined ? [] : [caseLink(contrast, because)];
        }),
        ...contrasted.map((other) => caseLink(other, null)),
      ],
    },
    {
      sort: "basis",
      links: published.provisions.flatMap((id) => linkTo(knowledge, id, bare.asOf) ?? []),
    },
    ...citing(knowledge, [published.id]),
  ];
  return {
    ...bare,
    ...alone,
    related: groups.filter(({ links }) => links.length > 0),
    question: sourceQuestions.case(published.title),
  };
}

/** The same provision in a version, or that version itself where it is not held there. */
function inVersion(
  { catalogue }: PreparedKnowledge,
  version: LegalDocument,
  provision: Provision | null,
): Provision | null {
  if (provision === null) return null;
  const unit = provision.id.slice(provision.documentId.length);
  return catalogue.provision(`${version.id}${unit}`)?.provision ?? null;
}

function versionsOf(
  knowledge: PreparedKnowledge,
  document: LegalDocument,
  provision: Provision | null,
  asOf: Day,
): VersionLink[] {
  const versions = knowledge.catalogue.versions(document.title);
  if (versions.length < 2) return [];
  return versions.map((version) => {
    const same = inVersion(knowledge, version, provision);
    return {
      id: same?.id ?? version.id,
      label: versionLabel(version),
      validity: validityOf(version, asOf),
      shown: version.id === document.id,
      held: provision === null || same !== null,
    };
  });
}

/** The version in force on the day, where the one shown is not. */
function currentInstead(
  knowledge: PreparedKnowledge,
  document: LegalDocument,
  provision: Provision | null,
  asOf: Day,
): EntryLink | null {
  if (knowledge.catalogue.inForce(document.id, asOf)) return null;
  const current = inForceVersion(knowledge.catalogue.versions(document.title), asOf);
  if (current === null || current.id === document.id) return null;
  const same = inVersion(knowledge, current, provision);
  const link = same === null ? documentLink(current, asOf) : provisionLink(same, current, asOf);
  return { ...link, remark: versionLabel(current) };
}

/** Provisions in the order of the document, neighbours under the same headings together. */
function contentsOf(document: LegalDocument, asOf: Day): Group<EntryLink>[] {
  const groups: { title: string; members: EntryLink[] }[] = [];
  for (const provision of document.provisions) {
    const title = provision.path.join(" › ");
    const last = groups.at(-1);
    const link = articleLink(provision, document, asOf);
    if (last?.title === title) last.members.push(link);
    else groups.push({ title, members: [link] });
  }
  return groups;
}

/** Editors' texts and cases that rest on any of these passages, each once. */
function citing({ catalogue }: PreparedKnowledge, passages: readonly string[]): RelatedGroup[] {
  const cited = passages.map((passage) => catalogue.citedBy(passage));
  const texts = [...new Set(cited.flatMap(({ curated }) => curated))].flatMap(
    (id) => textLink(catalogue.curated(id)) ?? [],
  );
  const cases = [...new Set(cited.flatMap((each) => each.cases))].flatMap((id) => {
    const published = catalogue.case(id);
    return published === undefined ? [] : [caseLink(published, published.field)];
  });
  const groups: RelatedGroup[] = [
    ...(["answer", "misconception", "procedure"] as const).map((kind) => ({
      sort: kind,
      links: texts.filter((link) => link.kind === kind),
    })),
    { sort: "case", links: cases },
  ];
  return groups.filter(({ links }) => links.length > 0);
}

/** A question the assistant reads as this very provision, an older version by its year. */
function questionAbout(
  { catalogue }: PreparedKnowledge,
  { article, heading }: Provision,
  document: LegalDocument,
  asOf: Day,
): string {
  const { title } = document;
  const { adopted, published, effective } = document.dates;
  const year = (adopted ?? published ?? effective)?.slice(0, 4);
  const old = catalogue.inForce(document.id, asOf) || year === undefined ? null : year;
  return article === null
    ? sourceQuestions.section(title, heading ?? title, old)
    : sourceQuestions.article(title, article, old);
}
