/** Text in pictures: escaped, measured and broken into lines, for SVG does neither. */

/** Families by name, with what a system usually has in their place; none is shipped. */
export const sansFamilies =
  "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC','WenQuanYi Micro Hei',sans-serif";
export const serifFamilies =
  "'Noto Serif CJK SC','Source Han Serif SC','Songti SC','SimSun','Noto Sans CJK SC',serif";

/** Text as it may stand in an element or an attribute. */
export const escaped = (text: string): string =>
  text
    // What XML 1.0 cannot hold.
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");

/** Width in ems: a Han character or full-width mark is one, anything else about a half. */
export const widthOf = (text: string): number =>
  [...text].reduce(
    (width, character) =>
      width + (/[\u2e80-\u9fff\uf900-\ufaff\ufe30-\uffef—…“”‘’]/u.test(character) ? 1 : 0.55),
    0,
  );

/** Marks that begin no line, and marks that end none. */
const closing = /^[，。、；：？！）》」』”’〕】…—]/u;
const opening = /[（《「『“‘〔【]+$/u;

/** Breaks a text into lines of at most so many ems; Latin words and numbers stay whole where they can. */
export function linesOf(text: string, most: number): string[] {
  const parts = text.match(/[A-Za-z0-9.#/:_-]+|\s+|./gsu) ?? [];
  const lines: string[] = [];
  let line = "";
  for (const part of parts.flatMap((one) => (widthOf(one) > most ? [...one] : [one]))) {
    if (part.includes("\n")) {
      lines.push(line.trim());
      line = part.trim();
    } else if (widthOf(line + part) > most && !closing.test(part)) {
      const [open = ""] = opening.exec(line) ?? [];
      lines.push(line.slice(0, line.length - open.length).trim());
      line = open + part.trim();
    } else line += part;
  }
  return [...lines, line.trim()].filter((one) => one !== "");
}

export interface TextStyle {
  readonly size: number;
  readonly family: string;
  readonly colour: string;
  readonly weight?: number;
  readonly anchor?: "start" | "middle";
}

/** Lines below one another; `y` is the base line of the first. */
export const textBlock = (
  lines: readonly string[],
  x: number,
  y: number,
  leading: number,
  { size, family, colour, weight = 400, anchor = "start" }: TextStyle,
): string =>
  lines
    .map(
      (line, at) =>
        `<text x="${x}" y="${y + at * leading}" font-size="${size}" font-family="${family}" font-weight="${weight}" ` +
        `fill="${colour}" text-anchor="${anchor}">${escaped(line)}</text>`,
    )
    .join("");
