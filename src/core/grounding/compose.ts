/**
 * Blocks of an answer from the knowledge base: an editor's text, a provision, a case, a document's dates.
 * Every sentence made here carries the number of a citation made in the same breath.
 */
import { type Catalogue, paragraphText } from "../law/catalogue.ts";
import type { Case, CuratedText, LegalDocument, Paragraph, Provision, Row } from "../law/types.ts";
import type { AnswerBlock, Label, TableRow } from "./answer.ts";
import type { Citer } from "./cite.ts";

/** Share of `query`'s pairs of neighbouring characters that occur in `text`; 0 to 1. */
function overlap(query: string, text: string): number {
  const pairs = new Set<string>();
  for (let at = 0; at + 1 < query.length; at++) pairs.add(query.slice(at, at + 2));
  if (pairs.size === 0) return 0;
  let held = 0;
  for (const pair of pairs) if (text.includes(pair)) held++;
  return held / pairs.size;
}

/** A statement with its sources; a number that is null named nothing and is left out. */
export const sentence = (
  text: string,
  citations: readonly (number | null)[],
  origin: "curated" | "quote",
  bullet = false,
  continues = false,
): AnswerBlock => ({
  type: "sentence",
  text,
  citations: [...new Set(citations.filter((n) => n !== null))],
  origin,
  bullet,
  continues,
});

/** A row of a table with its sources; a number that is null named nothing and is left out. */
export const row = (cells: readonly string[], citations: readonly (number | null)[]): TableRow => ({
  cells,
  citations: [...new Set(citations.filter((n) => n !== null))],
});

const labelOfReview = (reviewed: unknown): Label =>
  reviewed === null ? "curated-unreviewed" : "curated-reviewed";

/** An editor's text, statement by statement, each with its references. */
export function curatedBlocks(entry: Pick<CuratedText, "reviewed" | "blocks">, citer: Citer): AnswerBlock[] {
  const blocks: AnswerBlock[] = [{ type: "label", label: labelOfReview(entry.reviewed) }];
  for (const block of entry.blocks) {
    if (block.type === "heading") blocks.push({ type: "heading", text: block.text });
    else if (block.type === "advice") blocks.push({ type: "advice", text: block.text, bullet: block.bullet });
    else {
      const cited = block.references.map(({ passage, quote }) => citer.cite(passage, quote));
      if (block.row === undefined)
        blocks.push(sentence(block.text, cited, "curated", block.bullet, block.continues));
      else addRow(blocks, block.row, cited);
    }
  }
  return blocks;
}

/** Adds a row to its table, which begins with it where there is none yet: then the heading above becomes its caption. */
function addRow(blocks: AnswerBlock[], { head, cells }: Row, cited: readonly (number | null)[]): void {
  const last = blocks.at(-1);
  const added = row(cells, cited);
  if (last?.type === "table" && last.head === head)
    blocks[blocks.length - 1] = { ...last, rows: [...last.rows, added] };
  else if (last?.type === "heading")
    blocks[blocks.length - 1] = { type: "table", caption: last.text, head, rows: [added] };
  else blocks.push({ type: "table", caption: "", head, rows: [added] });
}

/** How much official wording of one provision is shown before the best fitting part is chosen, in characters. */
const wholeArticleLimit = 320;

const allParagraphs = (provision: Provision): Paragraph[] =>
  provision.official.flatMap((stretch) => [...stretch.paragraphs]);

/** A paragraph as sentences: its lead, then its items as bullets, all under one number. */
function paragraphSentences(paragraph: Paragraph, n: number | null): AnswerBlock[] {
  return [
    ...(paragraph.text === "" ? [] : [sentence(paragraph.text, [n], "quote")]),
    ...paragraph.items.map((item) => sentence(item.text, [n], "quote", true)),
  ];
}

/** A provision in full, where the article itself was asked for: all the wording held, and the gist where that is not the whole. */
export function provisionBlocks(provision: Provision, citer: Citer): AnswerBlock[] {
  const wording = stretches(provision, citer);
  const whole = provision.official.some(({ complete }) => complete);
  const gist: AnswerBlock[] =
    provision.gist === null || whole
      ? []
      : [{ type: "label", label: "gist" }, sentence(provision.gist, [citer.cite(provision.id)], "curated")];
  return wording.length === 0 ? gist : [{ type: "label", label: "quote" }, ...wording, ...gist];
}

/** All the wording held, each stretch under a citation of its own. */
const stretches = (provision: Provision, citer: Citer): AnswerBlock[] =>
  provision.official.flatMap(({ paragraphs }) => {
    const n = citer.cite(provision.id, paragraphs.map(paragraphText).join("\n"));
    return paragraphs.flatMap((paragraph) => paragraphSentences(paragraph, n));
  });

/** One paragraph (款) or item (项) asked for by number, from the wording held. */
export function unitBlocks(catalogue: Catalogue, id: string, citer: Citer): AnswerBlock[] {
  const found = catalogue.provision(id);
  if (found?.paragraph === undefined)
    return found === undefined ? [] : provisionBlocks(found.provision, citer);
  const n = citer.cite(id);
  const { paragraph, item } = found;
  if (item !== undefined)
    return [
      { type: "label", label: "quote" },
      ...(paragraph.text === "" ? [] : [sentence(paragraph.text, [citer.cite(paragraph.id ?? id)], "quote")]),
      sentence(item.text, [n], "quote", true),
    ];
  return [{ type: "label", label: "quote" }, ...paragraphSentences(paragraph, n)];
}

/**
 * A provision as evidence for a question: the whole wording where it is short, else the paragraph that fits best with at
 * most two fitting items, else the gist.
 */
export function evidenceBlocks(provision: Provision, question: string, citer: Citer): AnswerBlock[] {
  const paragraphs = allParagraphs(provision);
  const whole = paragraphs.map(paragraphText).join("\n");
  if (whole === "")
    return provision.gist === null
      ? []
      : [{ type: "label", label: "gist" }, sentence(provision.gist, [citer.cite(provision.id)], "curated")];
  if (whole.length <= wholeArticleLimit)
    return [{ type: "label", label: "quote" }, ...stretches(provision, citer)];
  const best = paragraphs
    .map((paragraph) => ({ paragraph, score: overlap(question, paragraphText(paragraph)) }))
    .reduce((left, right) => (right.score > left.score ? right : left));
  const { paragraph } = best;
  if (paragraphText(paragraph).length <= wholeArticleLimit) {
    const n = citer.cite(paragraph.id ?? provision.id, paragraphText(paragraph));
    return [{ type: "label", label: "quote" }, ...paragraphSentences(paragraph, n)];
  }
  const items = [...paragraph.items]
    .map((item) => ({ item, score: overlap(question, item.text) }))
    .sort((left, right) => right.score - left.score || left.item.number - right.item.number)
    .slice(0, 2)
    .sort((left, right) => left.item.number - right.item.number);
  return [
    { type: "label", label: "quote" },
    ...(paragraph.text === ""
      ? []
      : [sentence(paragraph.text, [citer.cite(paragraph.id ?? provision.id, paragraph.text)], "quote")]),
    ...items.map(({ item }) =>
      sentence(item.text, [citer.cite(item.id ?? provision.id, item.text)], "quote", true),
    ),
  ];
}

/** A case in two sentences: what happened, what was decided and why. */
export function caseBlocks(published: Case, citer: Citer): AnswerBlock[] {
  const n = citer.cite(published.id);
  return [
    { type: "label", label: "case" },
    sentence(published.facts, [n], "curated"),
    sentence(
      [published.decision, published.reason]
        .filter((text) => text !== null && text !== "")
        .map((text) => `${text?.replace(/[。；]$/, "")}。`)
        .join(""),
      [n],
      "curated",
    ),
  ];
}

/** Document-level sentences, each cited to the document itself. */
export function documentBlocks(
  document: LegalDocument,
  facts: readonly string[],
  citer: Citer,
): AnswerBlock[] {
  const n = citer.cite(document.id);
  return facts.map((fact) => sentence(fact, [n], "curated", true));
}
