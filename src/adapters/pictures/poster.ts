/**
 * A poster (海报): title, a quotation with its source, a code that leads to it. It is learning material and looks like that: no
 * red head, no document number, no seal.
 */
import { codeSvg } from "./code.ts";
import { cutLines, escaped, linesOf, sansFamilies, serifFamilies, textBlock } from "./svg.ts";

export interface Poster {
  readonly title: string;
  /** Over the quotation. */
  readonly heading: string;
  /** What kind of text it is: 原文摘录, 知识库要点. */
  readonly label: string;
  /** In reading order, each with the numbers of its sources. */
  readonly statements: readonly PosterStatement[];
  readonly sources: readonly { readonly n: number; readonly text: string }[];
  readonly link: string;
  readonly words: {
    readonly scan: string;
    readonly app: string;
    readonly footer: string;
    readonly sources: string;
    /** After the text where it is not all of it. */
    readonly excerpt: string;
  };
}

export interface PosterStatement {
  readonly text: string;
  readonly citations: readonly number[];
}

/** In millimetres. */
export const paperSizes = { A4: [210, 297], A3: [297, 420] } as const;
export type PaperSize = keyof typeof paperSizes;

/** The drawing is made once, for A4 in tenths of a millimetre; A3 is the same, larger. */
const [width, height] = [2_100, 2_970];
const margin = 190;
const inner = width - 2 * margin;
const codeSize = 460;

const ink = "#1d2733";
const quiet = "#5b6672";
const accent = "#1f5f8b";

/** An SVG document. @throws {Error} the link is too long for a code */
export function posterSvg(poster: Poster, paper: PaperSize): string {
  const { words } = poster;
  const [paperWidth, paperHeight] = paperSizes[paper];
  const titleLines = cutLines(linesOf(poster.title, inner / 150), 2);
  const headingTop = 460 + titleLines.length * 190;
  const headingLines = cutLines(linesOf(poster.heading, inner / 70), 2);
  const bodyTop = headingTop + headingLines.length * 96 + 180;
  const codeTop = height - margin - codeSize - 150;
  const room = codeTop - bodyTop - 100;
  const { body, size, sources } = fitted(poster, room);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${paperWidth}mm" height="${paperHeight}mm" viewBox="0 0 ${width} ${height}" ` +
    `role="img" aria-label="${escaped(poster.title)}">` +
    `<rect width="${width}" height="${height}" fill="#fff"/>` +
    `<rect x="0" y="0" width="${width}" height="26" fill="${accent}"/>` +
    textBlock([words.app], margin, 220, 0, { size: 54, family: sansFamilies, colour: quiet }) +
    textBlock(titleLines, margin, 430, 190, { size: 150, family: sansFamilies, colour: ink, weight: 700 }) +
    `<rect x="${margin}" y="${headingTop - 150}" width="180" height="10" fill="${accent}"/>` +
    textBlock(headingLines, margin, headingTop + 10, 96, {
      size: 68,
      family: sansFamilies,
      colour: accent,
      weight: 700,
    }) +
    textBlock([poster.label], margin, bodyTop - 80, 0, { size: 46, family: sansFamilies, colour: quiet }) +
    placed(body, size)
      .map(({ text, below }) =>
        textBlock([text], margin, bodyTop + below, 0, { size, family: serifFamilies, colour: ink }),
      )
      .join("") +
    `<line x1="${margin}" y1="${codeTop - 60}" x2="${width - margin}" y2="${codeTop - 60}" stroke="#cfd6dd" stroke-width="3"/>` +
    codeSvg(poster.link, width - margin - codeSize, codeTop, codeSize) +
    textBlock([words.scan], width - margin - codeSize / 2, codeTop + codeSize + 60, 0, {
      size: 44,
      family: sansFamilies,
      colour: quiet,
      anchor: "middle",
    }) +
    textBlock([words.sources], margin, codeTop + 70, 0, {
      size: 46,
      family: sansFamilies,
      colour: quiet,
      weight: 700,
    }) +
    textBlock(sources, margin, codeTop + 150, sourceLeading, {
      size: sourceSize,
      family: sansFamilies,
      colour: ink,
    }) +
    textBlock([words.footer], margin, height - margin + 40, 0, {
      size: 40,
      family: sansFamilies,
      colour: quiet,
    }) +
    "</svg>"
  );
}

/** A line of the text, and whether a statement begins with it. */
interface Line {
  readonly text: string;
  readonly first: boolean;
}

/** From what can be read from a few steps away down to what can be read close by. */
const smallest = 44;
const sizes = [92, 80, 70, 60, 52, smallest] as const;
const sourceSize = 36;
const sourceLeading = 52;
const sourceLines = 9;

/** With the numbers of its sources, where there is more than one source to tell apart. */
const markedIn =
  ({ sources }: Poster) =>
  ({ text, citations }: PosterStatement): string =>
    sources.length < 2 ? text : `${text}${citations.map((n) => `〔${n}〕`).join("")}`;

const bodyLines = (texts: readonly string[], size: number): Line[] =>
  texts.flatMap((text) => linesOf(text, inner / size).map((line, at) => ({ text: line, first: at === 0 })));

const linesOfSources = ({ sources }: Poster, statements: readonly PosterStatement[]): string[] =>
  sources
    .filter(({ n }) => statements.some(({ citations }) => citations.includes(n)))
    .flatMap(({ n, text }) =>
      linesOf(sources.length < 2 ? text : `〔${n}〕${text}`, (inner - codeSize - 80) / sourceSize),
    );

/**
 * The text as large as the room allows. What does not fit is left out by whole statements, or by parts of the only one up to a
 * mark, and then it is said to be an excerpt: a rule never ends where the paper does. Every source of what is shown is shown.
 */
function fitted(poster: Poster, room: number): { body: Line[]; size: number; sources: string[] } {
  const { statements, words } = poster;
  const marked = markedIn(poster);
  const fits = (texts: readonly string[], shown: readonly PosterStatement[], size: number): boolean =>
    heightOf(bodyLines(texts, size), size) <= room && linesOfSources(poster, shown).length <= sourceLines;
  const drawn = (texts: readonly string[], shown: readonly PosterStatement[], size: number) => ({
    body: bodyLines(texts, size),
    size,
    sources: linesOfSources(poster, shown),
  });
  const all = statements.map(marked);
  const size = sizes.find((one) => fits(all, statements, one));
  if (size !== undefined) return drawn(all, statements, size);
  for (let count = statements.length - 1; count > 0; count--) {
    const shown = statements.slice(0, count);
    const texts = [...shown.map(marked), words.excerpt];
    if (fits(texts, shown, smallest)) return drawn(texts, shown, smallest);
  }
  const [only = { text: "", citations: [] }] = statements;
  let { text } = only;
  for (;;) {
    const shorter = text.replace(/[，；。：]?[^，；。：]*[，；。：]?$/u, "");
    const texts = [marked({ ...only, text: `${shorter}……` }), words.excerpt];
    if (shorter === "" || fits(texts, [only], smallest)) return drawn(texts, [only], smallest);
    text = shorter;
  }
}

/** Each line with its base line below the top; statements stand a little apart. */
const placed = (
  lines: readonly Line[],
  size: number,
): { readonly text: string; readonly below: number }[] => {
  let below = -size * 0.8;
  return lines.map(({ text, first }, at) => {
    below += size * (first && at > 0 ? 2.1 : 1.7);
    return { text, below };
  });
};

const heightOf = (lines: readonly Line[], size: number): number => placed(lines, size).at(-1)?.below ?? 0;

/** A page that prints the poster on its paper, to the edges. */
export const posterPage = (svg: string, title: string, paper: PaperSize): string =>
  `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>${escaped(title)}</title>` +
  `<style>@page{size:${paper};margin:0}html,body{margin:0}svg{display:block;width:100%;height:auto}` +
  `@media screen{body{background:#e9edf1}svg{max-width:60rem;margin:1rem auto;box-shadow:0 0 1rem #0002}}</style></head>` +
  `<body>${svg.replace(/ width="[^"]*mm" height="[^"]*mm"/, "")}</body></html>\n`;
