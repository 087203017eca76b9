/** The local rules of the knowledge base as a page: place by place, what was read and what could not be read. */
import { captionOf } from "../core/law/catalogue.ts";
import { provinces } from "../core/law/places.ts";
import type { LegalDocument } from "../core/law/types.ts";
import * as zh from "./zh.ts";

/** Documents that bind one place only, by province, wider places first. */
export const localDocuments = (documents: readonly LegalDocument[]): LegalDocument[] =>
  documents
    .filter(({ jurisdiction }) => jurisdiction !== "national")
    .toSorted(
      (left, right) =>
        provinceAt(left) - provinceAt(right) ||
        left.jurisdiction.length - right.jurisdiction.length ||
        (left.jurisdiction + left.id < right.jurisdiction + right.id ? -1 : 1),
    );

const provinceAt = ({ jurisdiction }: LegalDocument): number => {
  const at = provinces.findIndex((name) => jurisdiction.startsWith(name));
  return at === -1 ? provinces.length : at;
};

const provinceOf = (document: LegalDocument): string =>
  provinces[provinceAt(document)] ?? document.jurisdiction;

/** The sentences of a document that say what of it could not be read, each once. */
export const unreadOf = ({ provisions }: LegalDocument): string[] => [
  ...new Set(
    provisions.flatMap(({ gist, note }) =>
      `${gist ?? ""}。${note ?? ""}`.split(/[。；\n]/).filter((part) => /(?:未能|没有|未)读到/.test(part)),
    ),
  ),
];

const dateOf = ({ dates: { effective, published, adopted } }: LegalDocument): string =>
  effective ?? published ?? adopted ?? zh.notices.undated;

function row(document: LegalDocument): string {
  const { title, jurisdiction, kind, number, provisions, note } = document;
  const quoted = provisions.some(({ official }) => official.length > 0);
  const unread = unreadOf(document);
  const cells = [
    `《${title}》${number ?? ""}`,
    jurisdiction,
    zh.kinds[kind],
    dateOf(document),
    provisions.map(captionOf).join("、"),
    quoted ? zh.places.quoted : zh.places.gist,
    [...unread, ...(note === null ? [] : [note])].join("；"),
  ];
  return `| ${cells.map((text) => text.replaceAll("|", "\\|")).join(" | ")} |`;
}

/** The whole page. */
export function placesMarkdown(documents: readonly LegalDocument[]): string {
  const local = localDocuments(documents);
  const byProvince = Map.groupBy(local, provinceOf);
  const tables = [...byProvince].map(([province, held]) =>
    [
      `## ${province}\n`,
      zh.places.head,
      "| --- | --- | --- | --- | --- | --- | --- |",
      ...held.map(row),
    ].join("\n"),
  );
  const places = new Set(local.map(({ jurisdiction }) => jurisdiction)).size;
  return [
    `# ${zh.places.title}\n`,
    `${zh.places.intro(local.length, places)}\n`,
    `${tables.join("\n\n")}\n`,
  ].join("\n");
}
