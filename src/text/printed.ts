/** A document of headings, paragraphs, tables and nested lists, printed as Markdown or as HTML for paper. All text is plain. */

/** An item of a list, with the items below it. */
export interface Item {
  readonly text: string;
  readonly items?: readonly Item[];
}

/** Content of a table cell: lines, a quotation among them marked as such. */
export type Cell = string | readonly (string | { readonly quote: string })[];

export type Block =
  | { readonly heading: string; readonly level: 2 | 3 | 4 }
  | { readonly paragraph: string }
  /** A few words over what follows. */
  | { readonly label: string }
  /** What somebody else wrote, word by word. */
  | { readonly quote: string; readonly source: string; readonly note: string | null }
  | { readonly list: readonly Item[] }
  | { readonly head: readonly string[]; readonly rows: readonly (readonly Cell[])[] }
  /** Belongs together on paper. */
  | { readonly together: readonly Block[] };

export interface Printed {
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** As Markdown; nothing in the texts is read as markup. */
export const markdown = ({ title, blocks }: Printed): string =>
  `# ${plain(title)}\n\n${blocks.map(markdownBlock).join("\n\n")}\n`;

function markdownBlock(block: Block): string {
  if ("together" in block) return block.together.map(markdownBlock).join("\n\n");
  if ("heading" in block) return `${"#".repeat(block.level)} ${plain(block.heading)}`;
  if ("paragraph" in block) return plain(block.paragraph);
  if ("label" in block) return `**${plain(block.label)}**`;
  if ("quote" in block) {
    const note = block.note === null ? [] : ["", plain(block.note)];
    const lines = [plain(block.source), "", ...block.quote.split("\n").map(plain), ...note];
    return lines.map((line) => `> ${line}`.trimEnd()).join("\n");
  }
  if ("list" in block) return markdownItems(block.list, "");
  const row = (cells: readonly Cell[]) => `| ${cells.map(markdownCell).join(" | ")} |`;
  return [row(block.head), `|${" --- |".repeat(block.head.length)}`, ...block.rows.map(row)].join("\n");
}

const markdownItems = (items: readonly Item[], indent: string): string =>
  items
    .map(
      ({ text, items: below = [] }) =>
        `${indent}- ${plain(text)}${below.length === 0 ? "" : `\n${markdownItems(below, `${indent}  `)}`}`,
    )
    .join("\n");

const markdownCell = (cell: Cell): string =>
  (typeof cell === "string" ? [cell] : cell)
    .map((line) => plain(typeof line === "string" ? line : line.quote))
    .join("<br>")
    .replaceAll("\n", "<br>");

const plain = (text: string): string => text.replace(/[\\|*_`<>[\]#]/g, "\\$&");

/** A4, black on white, for reading and for writing in the margin; large enough for people past fifty. */
const style = `
@page { size: A4; margin: 18mm 16mm 20mm 22mm; @bottom-center { content: counter(page) " / " counter(pages); font-size: 9pt; } }
:root { color-scheme: light; }
body { font: 11pt/1.65 "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", SimSun, serif; color: #111; background: #fff;
  max-width: 175mm; margin: 10mm auto; padding: 0 6mm; overflow-wrap: anywhere; }
h1 { font-size: 19pt; line-height: 1.3; margin: 0 0 4mm; }
h2 { font-size: 15pt; margin: 11mm 0 3mm; border-bottom: 0.4mm solid #111; padding-bottom: 1mm; }
h3 { font-size: 12.5pt; margin: 7mm 0 1.5mm; }
h4 { font-size: 11.5pt; margin: 5mm 0 1mm; }
h2, h3, h4, .label { break-after: avoid; }
p { margin: 1.5mm 0; }
.label { font-weight: 600; margin: 2mm 0 0.5mm; }
.note { font-size: 10pt; color: #333; }
ul { margin: 1mm 0 2mm; padding-left: 6mm; }
li { margin: 0.4mm 0; }
blockquote { margin: 2mm 0 3mm; padding: 1mm 0 1mm 4mm; border-left: 0.8mm solid #777; break-inside: avoid; }
blockquote cite { display: block; font-style: normal; font-weight: 600; font-size: 10pt; }
table { border-collapse: collapse; width: 100%; font-size: 9.5pt; line-height: 1.5; margin: 2mm 0 4mm; }
th, td { border: 0.2mm solid #666; padding: 1mm 1.8mm; text-align: left; vertical-align: top; }
th { background: #eee; font-weight: 600; white-space: nowrap; overflow-wrap: normal; }
td:first-child { white-space: nowrap; overflow-wrap: normal; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
@media print { body { max-width: none; margin: 0; padding: 0; } }
`;

/** As one HTML page without scripts, images or anything loaded from elsewhere. */
export const html = ({ title, blocks }: Printed): string => `<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
${blocks.map(htmlBlock).join("\n")}
</main>
</body>
</html>
`;

function htmlBlock(block: Block): string {
  if ("together" in block) return `<section>\n${block.together.map(htmlBlock).join("\n")}\n</section>`;
  if ("heading" in block) return `<h${block.level}>${escaped(block.heading)}</h${block.level}>`;
  if ("paragraph" in block) return `<p>${escaped(block.paragraph)}</p>`;
  if ("label" in block) return `<p class="label">${escaped(block.label)}</p>`;
  if ("quote" in block)
    return `<blockquote><cite>${escaped(block.source)}</cite>${block.quote
      .split("\n")
      .map((line) => `<p>${escaped(line)}</p>`)
      .join("")}${block.note === null ? "" : `<p class="note">${escaped(block.note)}</p>`}</blockquote>`;
  if ("list" in block) return htmlItems(block.list);
  const row = (cells: readonly Cell[], tag: string) =>
    `<tr>${cells.map((cell) => `<${tag}>${htmlCell(cell)}</${tag}>`).join("")}</tr>`;
  const head = block.head.map((cell) => `<th scope="col">${escaped(cell)}</th>`).join("");
  return `<table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${block.rows.map((cells) => row(cells, "td")).join("\n")}\n</tbody>\n</table>`;
}

const htmlItems = (items: readonly Item[]): string =>
  `<ul>${items
    .map(
      ({ text, items: below = [] }) =>
        `<li>${escaped(text)}${below.length === 0 ? "" : htmlItems(below)}</li>`,
    )
    .join("")}</ul>`;

const htmlCell = (cell: Cell): string =>
  (typeof cell === "string" ? [cell] : cell)
    .map((line) => (typeof line === "string" ? escaped(line) : `<q>${escaped(line.quote)}</q>`))
    .join("<br>");

const escaped = (text: string): string =>
  text.replace(
    /[&<>"]/g,
    (mark) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[mark] ?? mark,
  );
