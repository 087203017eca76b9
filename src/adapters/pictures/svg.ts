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

/** Marks that begin no line. */
const closing = /^[，。、；：？！）》」』”’〕】…—]/u;

/** What is not broken: an opening mark and what it opens on, numbers with what they count, articles, Latin words. */
const unbroken =
  /〔\d+〕|[（《「『“〔]*(?:(?:\d+年)?(?:\d+月)?\d+日|第（[^）]{1,3}）项|第[一二三四五六七八九十百零〇]{1,6}[条款章项]|[A-Za-z0-9.#/:_-]+[年月日条款项号个亩元万]?|\s+|.)/gsu;

/** Breaks a text into lines of at most so many ems; what belongs together stays whole where it can. */
export function linesOf(text: string, most: number): string[] {
  const parts = text.match(unbroken) ?? [];
  const lines: string[] = [];
  let [line, width] = ["", 0];
  for (const part of parts.flatMap((one) => (widthOf(one) > most ? [...one] : [one]))) {
    width += widthOf(part);
    if (part.includes("\n") || (width > most && !closing.test(part))) {
      lines.push(line.trim());
      line = part.trim();
      width = widthOf(line);
    } else line += part;
  }
  return [...lines, line.trim()].filter((one) => one !== "");
}

/** Fewer characters in the last line are a widow; marks and numbers of sources are none. */
const leastLast = 3;
/** Narrower by more ems than that, or by more of their width, the other lines would look ragged. */
const narrowedAtMost = 5;
const narrowedShare = 0.25;

/** As {@link linesOf}, as many lines, without a few characters left over in a line of their own where narrower lines spare them. */
export function fullLines(text: string, most: number): string[] {
  const lines = linesOf(text, most);
  if (lines.length < 2) return lines;
  for (let less = 0; less <= Math.min(narrowedAtMost, most * narrowedShare); less++) {
    const narrower = linesOf(text, most - less);
    if (narrower.length > lines.length) break;
    if (widthOf(narrower.at(-1)?.replace(/〔\d+〕|\p{P}/gu, "") ?? "") >= leastLast) return narrower;
  }
  return lines;
}

/** As {@link linesOf}, in as many lines, and those as even as they come. */
export function evenLines(text: string, most: number): string[] {
  let lines = linesOf(text, most);
  for (let narrower = most - 1; narrower > most / 2; narrower--) {
    const tried = linesOf(text, narrower);
    if (tried.length > lines.length) break;
    lines = tried;
  }
  return lines;
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
