/**
 * A poster (海报): title, a quotation with its source, a code that leads to it. It is learning material and looks like that: no
 * red head, no document number, no seal.
 */
import { codeSvg } from "./code.ts";
import { escaped, evenLines, fullLines, linesOf, sansFamilies, serifFamilies, textBlock } from "./svg.ts";

export interface Poster {
  readonly title: string;
  /** Over the quotation; of a question, the question. */
  readonly heading: string;
  /** What kind of text it is: 原文摘录, 知识库要点, 选项. */
  readonly label: string;
  /** In reading order, each with the numbers of its sources. */
  readonly statements: readonly PosterStatement[];
  readonly sources: readonly { readonly n: number; readonly text: string }[];
  /** Nothing of the statements may be left out: options, of which none is the question without the others. */
  readonly whole: boolean;
  /** Where its code leads. */
  readonly link: string;
  /** Told at its foot; what is not approved is marked across the page, too. */
  readonly approved: boolean;
  readonly words: {
    readonly scan: string;
    readonly app: string;
    readonly footer: string;
    /** What it is said to be: approved, or no more than a draft. */
    readonly approved: string;
    readonly draft: string;
    /** Over the sources, and what stands in place of them where there are none. */
    readonly sources: string;
    readonly aside: string;
    /** After the text where it is not all of it. */
    readonly excerpt: string;
    /** On its page: over its words, and on the link to where its code leads. */
    readonly inWords: string;
    readonly follow: string;
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

/** The poster cannot show its text so that it can be read and is whole. */
export class PosterRoomError extends Error {
  readonly code = "pictures.room";

  /** @param part what of the poster has no room */
  constructor(part: "title" | "heading" | "text", paper: PaperSize) {
    super(
      `its ${part} does not fit on ${paper}; shorten it, choose another item${paper === "A4" ? ", or take A3" : ""}`,
    );
    this.name = "PosterRoomError";
  }
}

/**
 * An SVG document.
 *
 * @throws {PosterRoomError} what it says does not fit
 * @throws {Error} the link is too long for a code
 */
export function posterSvg(poster: Poster, paper: PaperSize): string {
  const { words } = poster;
  const [paperWidth, paperHeight] = paperSizes[paper];
  const title = wholeOf(poster.title, titleSizes);
  if (title === null) throw new PosterRoomError("title", paper);
  const titleLeading = title.size * 1.27;
  const headingTop = 650 + (title.lines.length - 1) * titleLeading;
  const heading = wholeOf(poster.heading, headingSizes);
  if (heading === null) throw new PosterRoomError("heading", paper);
  const headingLeading = heading.size * 1.4;
  const bodyTop = headingTop + heading.lines.length * headingLeading + 180;
  const codeTop = height - margin - codeSize - 150;
  const room = codeTop - bodyTop - 130;
  const found = fitted(poster, room, paper);
  if (found === null) throw new PosterRoomError("text", paper);
  const { body, size, sources } = found;
  const { sourceSize, sourceLeading } = sourceMeasures(poster, paper);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${paperWidth}mm" height="${paperHeight}mm" viewBox="0 0 ${width} ${height}" ` +
    `role="img" aria-label="${escaped(poster.title)}">` +
    `<rect width="${width}" height="${height}" fill="#fff"/>` +
    (poster.approved ? "" : markOf(words.draft)) +
    `<rect x="0" y="0" width="${width}" height="26" fill="${accent}"/>` +
    textBlock([words.app], margin, 220, 0, { size: 54, family: sansFamilies, colour: quiet }) +
    textBlock(title.lines, margin, 430, titleLeading, {
      size: title.size,
      family: sansFamilies,
      colour: ink,
      weight: 700,
    }) +
    `<rect x="${margin}" y="${headingTop - 150}" width="180" height="10" fill="${accent}"/>` +
    textBlock(heading.lines, margin, headingTop + 10, headingLeading, {
      size: heading.size,
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
    textBlock(sources.length === 0 ? [] : [words.sources], margin, codeTop + 70, 0, {
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
    textBlock(
      [`${words.footer} · ${poster.approved ? words.approved : words.draft}`],
      margin,
      height - margin + 40,
      0,
      {
        size: 40,
        family: sansFamilies,
        colour: quiet,
      },
    ) +
    "</svg>"
  );
}

/** Pale and under the text, so that it hides none of it and cannot be overlooked. */
const markOf = (mark: string): string =>
  `<g transform="rotate(-35 ${width / 2} ${height / 2})" opacity="0.16">` +
  [-620, 0, 620]
    .map((below) =>
      textBlock([mark], width / 2, height / 2 + below, 0, {
        size: 250,
        family: sansFamilies,
        colour: quiet,
        weight: 700,
        anchor: "middle",
      }),
    )
    .join("") +
  "</g>";

/** A line of the text, and whether a statement begins with it. */
interface Line {
  readonly text: string;
  readonly first: boolean;
}

/** From what can be read from a few steps away down to what can be read close by; A3 is printed larger by 1.41. */
const measures = {
  A4: { sizes: [92, 80, 70, 60, 52, 44], sourceSize: 36, sourceLeading: 52, sourceLines: 9 },
  A3: { sizes: [92, 80, 70, 60, 52, 44, 38, 32], sourceSize: 26, sourceLeading: 38, sourceLines: 12 },
} as const;
/** What stands in place of sources is an invitation, to be read from where the code is scanned. */
const sourceMeasures = ({ sources }: Poster, paper: PaperSize) =>
  sources.length === 0 ? { sourceSize: 52, sourceLeading: 80 } : measures[paper];
const titleSizes = [150, 120, 100, 84] as const;
const headingSizes = [68, 56, 46] as const;

/** A title or heading in two even lines at most, as large as it fits, or in three of the smallest; null: it does not. */
function wholeOf(text: string, sizes: readonly number[]): { lines: string[]; size: number } | null {
  const least = sizes.at(-1);
  for (const size of sizes) {
    const lines = evenLines(text, inner / size);
    if (lines.length <= (size === least ? 3 : 2)) return { lines, size };
  }
  return null;
}

/** With the numbers of its sources, where there is more than one source to tell apart. */
const markedIn =
  ({ sources }: Poster) =>
  ({ text, citations }: PosterStatement): string =>
    sources.length < 2 ? text : `${text}${citations.map((n) => `〔${n}〕`).join("")}`;

const bodyLines = (texts: readonly string[], size: number, broken: typeof linesOf): Line[] =>
  texts.flatMap((text) => broken(text, inner / size).map((line, at) => ({ text: line, first: at === 0 })));

const linesOfSources = (
  poster: Poster,
  statements: readonly PosterStatement[],
  paper: PaperSize,
): string[] => {
  const { sources, words } = poster;
  const shown = sources
    .filter(({ n }) => statements.some(({ citations }) => citations.includes(n)))
    .map(({ n, text }) => (sources.length < 2 ? text : `〔${n}〕${text}`));
  const most = (inner - codeSize - 80) / sourceMeasures(poster, paper).sourceSize;
  return (sources.length === 0 ? [words.aside] : shown).flatMap((text) => linesOf(text, most));
};

/** Whether brackets and quotation marks that open in a text close in it. */
const isClosed = (text: string): boolean =>
  ["「」", "《》", "（）", "“”", "『』"].every(
    ([open = "", close = ""]) => text.split(open).length === text.split(close).length,
  );

/** Tells whether a text takes back part of what stands before it, which must not be shown without it. */
const qualifies = (text: string): boolean =>
  /^(?:但|不过|除|否则|然而)/u.test(text) ||
  /^[^。；]*(?:前款|前项|前[两三]款|上述|上款)[^。；]*(?:除外|例外|不适用|不得|不受)/u.test(text);

/** Beginnings of a text that end with a sentence or an item, longest first; a comma may stand before a condition. */
const beginningsOf = (text: string): string[] =>
  [...text.matchAll(/[。；]/gu)]
    .map(({ index }) => text.slice(0, index + 1))
    .filter(
      (beginning) => beginning !== text && isClosed(beginning) && !qualifies(text.slice(beginning.length)),
    )
    .reverse();

/** What may stand on a poster in place of all statements, most first: whole statements, else a beginning of the first. */
function excerptsOf(statements: readonly PosterStatement[]): PosterStatement[][] {
  const [first] = statements;
  return [
    ...statements
      .slice(1)
      // Nor is anything cut off from its exception.
      .flatMap((next, at) => (qualifies(next.text) ? [] : [statements.slice(0, at + 1)]))
      // What leads into a list says nothing without one of its items.
      .filter((shown) => !/[：:]\s*$/u.test(shown.at(-1)?.text ?? ""))
      .reverse(),
    ...(first === undefined ? [] : beginningsOf(first.text).map((text) => [{ ...first, text }])),
  ];
}

/**
 * The text as large as the room allows. What does not fit is left out by whole statements, or by whole sentences and items of
 * the first, and then it is said to be an excerpt: a rule never ends where the paper does. Every source of what is shown is
 * shown. Null: nothing that is whole fits.
 */
function fitted(
  poster: Poster,
  room: number,
  paper: PaperSize,
): { body: Line[]; size: number; sources: string[] } | null {
  const { sizes, sourceLines } = measures[paper];
  const marked = markedIn(poster);
  const drawn = (shown: readonly PosterStatement[], size: number, more: readonly string[]) => {
    const texts = [...shown.map(marked), ...more];
    const sources = linesOfSources(poster, shown, paper);
    // Full lines are as many, and dearer to find.
    const fits = heightOf(bodyLines(texts, size, linesOf), size) <= room && sources.length <= sourceLines;
    return fits ? { body: bodyLines(texts, size, fullLines), size, sources } : null;
  };
  for (const size of sizes) {
    const all = drawn(poster.statements, size, []);
    if (all !== null) return all;
  }
  const smallest = Math.min(...sizes);
  for (const shown of poster.whole ? [] : excerptsOf(poster.statements)) {
    const excerpt = drawn(shown, smallest, [poster.words.excerpt]);
    if (excerpt !== null) return excerpt;
  }
  return null;
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

const pageStyle = (paper: PaperSize): string =>
  `@page{size:${paper};margin:0}html,body{margin:0}svg{display:block;width:100%;height:auto}` +
  "@media print{.words{display:none}svg{height:100vh}}" +
  "@media screen{body{background:#e9edf1}main{max-width:60rem;margin:0 auto}svg{box-shadow:0 0 1rem #0002}" +
  `.words{padding:1rem;font:1rem/1.7 ${sansFamilies};color:${ink};overflow-wrap:anywhere}` +
  `h1{font-size:1.4rem}h2{font-size:1.15rem}.quiet{color:${quiet}}a{color:${accent}}}`;

/**
 * A page that shows the poster as wide as the screen and prints it on its paper, to the edges; below it, on a screen alone, all
 * it says in words, for whoever cannot see it and for a screen that is too small for it.
 */
export function posterPage(svg: string, poster: Poster, paper: PaperSize): string {
  const { title, heading, label, statements, sources, link, approved, words } = poster;
  const element = (name: string, text: string): string =>
    text === "" ? "" : `<${name}>${escaped(text)}</${name}>`;
  const said = [
    `<p class="quiet">${escaped(words.inWords)}　${escaped(approved ? words.approved : words.draft)}</p>`,
    element("h1", title),
    element("h2", heading),
    element("p", label),
    ...statements.map(markedIn(poster)).map((text) => element("p", text)),
    ...(sources.length === 0 && words.aside === "" ? [] : [element("h2", words.sources)]),
    ...(sources.length === 0
      ? [element("p", words.aside)]
      : sources.map(({ n, text }) => element("p", sources.length < 2 ? text : `〔${n}〕${text}`))),
    `<p><a href="${escaped(link)}">${escaped(words.follow)}：${escaped(link)}</a></p>`,
    `<p class="quiet">${escaped(words.footer)}</p>`,
  ].join("");
  const drawing = svg
    .replace(/ width="[^"]*mm" height="[^"]*mm"/, "")
    // The words below say all of it: heard once.
    .replace(/ role="img" aria-label="[^"]*"/, ' aria-hidden="true"');
  return (
    `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">` +
    `<title>${escaped(title)}</title><style>${pageStyle(paper)}</style></head>` +
    `<body><main>${drawing}<section class="words">${said}</section></main></body></html>\n`
  );
}
