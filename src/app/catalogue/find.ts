/** Search over everything: documents by name, then provisions, cases and editors' texts by the ranking answers use. */
import { bearsSecrecyMark } from "../../core/grounding/secrecy.ts";
import type { Day } from "../../core/law/types.ts";
import { isReliable } from "../../core/law/validity.ts";
import { contentOf, contentTokens } from "../../core/retrieval/content.ts";
import { type Piece, snippetOf } from "../../core/retrieval/snippet.ts";
import type { EntryKind, EntryLink, Found, SearchPage, SearchWish } from "../../ports/catalogue.ts";
import type { PreparedKnowledge } from "../ask/knowledge.ts";
import { versionLabel } from "../ask/look-up.ts";
import { documentLink, linkTo } from "./links.ts";

/** Entries on one page of results. */
export const pageSize = 20;

/** Longest query looked for, in UTF-16 units; the rest of a longer one is not. */
const queryLimit = 200;

/** Passages ranked before those that only share characters with the query are left out. */
const rankedLimit = 200;

/** Least share of the query's words that a passage speaks about; below it, it shares characters and not the topic. */
const leastCoverage = 0.4;

/** Longest snippet, in UTF-16 units. */
const snippetLength = 110;

const noCounts = (): Record<EntryKind, number> => ({
  document: 0,
  provision: 0,
  case: 0,
  answer: 0,
  misconception: 0,
  procedure: 0,
});

/** Searches for what a person typed; `day` decides between versions and how each entry stands. */
export function find(knowledge: PreparedKnowledge, typed: string, day: Day, wish: SearchWish): SearchPage {
  const { kind, from } = wish;
  const counts = noCounts();
  if (bearsSecrecyMark(typed))
    return { taken: false, found: [], counts, from: 0, earlier: null, later: null };
  const query = knowledge.simplify(typed.slice(0, queryLimit));
  const links = [...documentsNamed(knowledge, query, day), ...passagesFound(knowledge, query, day)];
  for (const link of links) counts[link.kind]++;
  const wanted = kind === null ? links : links.filter((link) => link.kind === kind);
  const tokens = contentTokens(contentOf(knowledge.normalise(query)));
  const found = wanted.slice(from, from + pageSize).map((link) => withSnippet(knowledge, link, tokens));
  return {
    taken: true,
    found,
    counts,
    from,
    earlier: from === 0 ? null : Math.max(0, from - pageSize),
    later: from + pageSize < wanted.length ? from + pageSize : null,
  };
}

/** Documents a query names, and those whose name holds it: 「条例」, 「营商环境」. */
function documentsNamed(knowledge: PreparedKnowledge, query: string, day: Day): EntryLink[] {
  const { catalogue, retriever } = knowledge;
  const content = contentOf(knowledge.normalise(query)).replaceAll(" ", "");
  const named = retriever.resolver
    .resolve(query, { day })
    .filter(({ how, reference }) => how !== "subsequence" && reference === null)
    .flatMap(({ entry }) => catalogue.document(entry.id) ?? []);
  const holding =
    content.length < 2
      ? []
      : catalogue.base.documents.filter(({ title, aliases }) =>
          [title, ...aliases].some((name) => knowledge.normalise(name).includes(content)),
        );
  const rank = ({ validity }: EntryLink): number => (validity === null || isReliable(validity) ? 0 : 1);
  return [...new Set([...named, ...holding])]
    .map((document) => documentLink(document, day))
    .sort((left, right) => rank(left) - rank(right));
}

function passagesFound(knowledge: PreparedKnowledge, query: string, day: Day): EntryLink[] {
  const { retriever } = knowledge;
  const named = new Set(retriever.resolver.resolve(query, { day }).flatMap(({ passages }) => passages));
  // A single character is covered by nothing longer.
  const single = contentOf(knowledge.normalise(query)).length === 1;
  return retriever.search(query, { top: rankedLimit, day }).flatMap(({ id }) => {
    const fits = single || named.has(id) || retriever.index.coverage(query, id) >= leastCoverage;
    return fits ? (linkTo(knowledge, id, day) ?? []) : [];
  });
}

function withSnippet(knowledge: PreparedKnowledge, link: EntryLink, tokens: ReadonlySet<string>): Found {
  const cut = (text: string): readonly Piece[] => snippetOf(text, tokens, snippetLength);
  const { catalogue } = knowledge;
  const document = link.kind === "document" ? catalogue.document(link.id) : undefined;
  if (document !== undefined) {
    const facts = [document.issuer, document.number, versionLabel(document)].filter((fact) => fact !== null);
    return { ...link, official: false, snippet: cut(facts.join("　")) };
  }
  const words = catalogue.resolveText(link.id);
  if (words !== undefined) return { ...link, official: words.official, snippet: cut(words.text) };
  const blocks = catalogue.curated(link.id)?.blocks ?? [];
  const body = blocks.filter(({ type }) => type !== "heading").map(({ text }) => text);
  return { ...link, official: false, snippet: cut(body.join("\n")) };
}

/** Ids near to one that names nothing: an article close by, or an id spelt alike. */
export function nearestLinks(knowledge: PreparedKnowledge, id: string, day: Day): EntryLink[] {
  const { catalogue } = knowledge;
  const [documentId = "", unit = ""] = id.slice(0, queryLimit).split("#");
  const document = catalogue.document(documentId);
  if (document !== undefined) {
    const number = Number.parseInt(unit, 10);
    const near = Number.isNaN(number)
      ? []
      : document.provisions
          .map((provision) => ({
            provision,
            distance: Math.abs(Number(/#(\d+)/.exec(provision.id)?.[1]) - number),
          }))
          .filter(({ distance }) => Number.isFinite(distance))
          .sort((left, right) => left.distance - right.distance)
          .slice(0, nearestLimit - 1);
    return [
      documentLink(document, day),
      ...near.flatMap(({ provision }) => linkTo(knowledge, provision.id, day) ?? []),
    ];
  }
  const { documents, cases, curated } = catalogue.base;
  return [...documents, ...cases, ...curated]
    .map((entry) => ({ id: entry.id, likeness: likeness(entry.id, documentId) }))
    .filter((entry) => entry.likeness >= leastLikeness)
    .sort((left, right) => right.likeness - left.likeness)
    .slice(0, nearestLimit)
    .flatMap((entry) => linkTo(knowledge, entry.id, day) ?? []);
}

const nearestLimit = 5;
const leastLikeness = 0.5;

/** Share of neighbouring characters that two ids have in common, 0 to 1 (Dice). */
function likeness(left: string, right: string): number {
  const [one, other] = [pairsOf(left), pairsOf(right)];
  if (one.size + other.size === 0) return 0;
  return (2 * [...one].filter((pair) => other.has(pair)).length) / (one.size + other.size);
}

const pairsOf = (text: string): Set<string> =>
  new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2)));
