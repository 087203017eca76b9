/** The quotations of the knowledge base as a page: a table a document, every wording in full. */
import { captionOf, paragraphText } from "../core/law/catalogue.ts";
import type { Quotation } from "../core/law/quotations.ts";
import type { LegalDocument } from "../core/law/types.ts";
import * as zh from "./zh.ts";

/** A cell of a Markdown table: line breaks kept, nothing read as markup. */
const cell = (text: string): string => text.replace(/[\\|*_`<>[\]]/g, "\\$&").replaceAll("\n", "<br>");

const stretchText = ({ official }: Quotation): string => official.paragraphs.map(paragraphText).join("\n");

/** 「整条」, 「节选第三款」, 「节选」: how much of the article is quoted. */
function extent({ official }: Quotation): string {
  if (official.complete) return zh.quotations.whole;
  const first = official.paragraphs[0]?.number ?? null;
  const last = official.paragraphs.at(-1)?.number ?? null;
  if (first === null || last === null) return zh.quotations.excerpt;
  return zh.quotations.excerptOf(first, last);
}

function datesOf({ dates }: LegalDocument): string {
  const { adopted, published, effective, repealed } = zh.factLabels;
  const known = [
    [adopted, dates.adopted],
    [published, dates.published],
    [effective, dates.effective],
    [repealed, dates.repealed],
  ].flatMap(([label, day]) => (day === null || day === undefined ? [] : `${label} ${day}`));
  return known.length === 0 ? zh.notices.undated : known.join("，");
}

function documentTable(quotations: readonly Quotation[]): string {
  const [first] = quotations;
  if (first === undefined) return "";
  const { document } = first;
  const rows = quotations.map(
    (quotation) =>
      `| ${cell(captionOf(quotation.provision))} | ${extent(quotation)} | ${zh.verifications[quotation.provision.verification]} | ${cell(stretchText(quotation))} |`,
  );
  return [
    `## ${document.title}\n`,
    zh.quotations.about(zh.kinds[document.kind], datesOf(document), document.source.title),
    document.note === null ? "" : `\n${document.note}`,
    `\n${zh.quotations.head}\n| --- | --- | --- | --- |`,
    ...rows,
  ]
    .filter((line) => line !== "")
    .join("\n");
}

/** The whole page. */
export function quotationsMarkdown(quotations: readonly Quotation[]): string {
  const byDocument = Map.groupBy(quotations, ({ document }) => document);
  return [
    `# ${zh.quotations.title}\n`,
    `${zh.quotations.intro(quotations.length, byDocument.size)}\n`,
    `${[...byDocument.values()].map(documentTable).join("\n\n")}\n`,
  ].join("\n");
}
