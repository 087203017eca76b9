/**
 * Reads a file of `documents/` in one pass over its lines: headings open articles, `:::` marks open official
 * wording, a closing list carries keywords, grade and caution, and every other line is gist.
 */
import { parseNumeral } from "../../core/law/numerals.ts";
import type { LegalDocument, OfficialText, Provision, Verification } from "../../core/law/types.ts";
import { readMarkdown } from "./front-matter.ts";
import { type LineOf, markupIn, unwrap } from "./lines.ts";
import { type Fence, readFence, readStretch } from "./official-wording.ts";
import type { Tell } from "./problems.ts";
import { documentHeader } from "./schemas.ts";

/** A document, and where it and its provisions stand in its file. */
export interface ReadDocument {
  readonly document: LegalDocument;
  readonly lineOf: LineOf;
  /** By position in `document.provisions`. */
  readonly provisionLines: readonly LineOf[];
}

/** A provision while its lines are being read. */
interface Draft {
  readonly id: string;
  readonly article: string | null;
  readonly heading: string | null;
  readonly path: readonly string[];
  readonly line: number;
  readonly paragraphs: string[];
  readonly official: OfficialText[];
  keywords: readonly string[];
  verification: Verification | null;
  note: string | null;
  gistLine: number | null;
  officialLine: number | null;
}

/** @returns null where the header does not hold; the body has been checked all the same */
export function readDocument(text: string, name: string, tell: Tell): ReadDocument | null {
  const file = readMarkdown(text, documentHeader, tell);
  if (!file) return null;
  const { header, lineOf } = file;
  if (header && header.id !== name) tell("id.file-name", lineOf(["id"]), header.id, name);
  const drafts = readBody(file.body, file.bodyLine, name, tell);
  if (!header) return null;
  return {
    document: { ...header, provisions: drafts.map((draft) => finish(draft, header)) },
    lineOf,
    provisionLines: drafts.map(
      (draft): LineOf =>
        ([part]) =>
          (part === "gist" ? draft.gistLine : part === "official" ? draft.officialLine : null) ?? draft.line,
    ),
  };
}

function finish(draft: Draft, document: Pick<LegalDocument, "id" | "verification">): Provision {
  const { id, article, heading, path, paragraphs, official, keywords, note } = draft;
  return {
    id,
    documentId: document.id,
    article,
    heading,
    path,
    gist: paragraphs.length > 0 ? paragraphs.map(unwrap).join("\n") : null,
    official,
    keywords,
    verification: draft.verification ?? document.verification,
    note,
  };
}

function readBody(body: readonly string[], firstLine: number, documentId: string, tell: Tell): Draft[] {
  const drafts: Draft[] = [];
  const path = createPath();
  let current: Draft | null = null;
  let fence: {
    readonly opening: Fence;
    readonly line: number;
    readonly lines: { text: string; line: number }[];
  } | null = null;
  /** A gist line right after a gist line continues its paragraph. */
  let inParagraph = false;

  const close = () => {
    if (fence && current) {
      const stretch = readStretch(fence.opening, fence.lines, current.id, fence.line, tell);
      if (stretch) current.official.push(stretch);
      current.officialLine ??= fence.line;
    }
    fence = null;
  };

  for (const [index, raw] of body.entries()) {
    const line = firstLine + index;
    const text = raw.trim();
    const heading = /^(#{1,6})\s+(.*)$/u.exec(text);
    const mark = /^:{3,}\s*(.*)$/u.exec(text);
    const wasInParagraph: boolean = inParagraph;
    inParagraph = false;

    if (heading) {
      if (fence) tell("fence.unclosed", fence.line);
      close();
      const [, hashes = "", words = ""] = heading;
      if (hashes.length === 1) tell("heading.title", line);
      else {
        const section: Section = readHeading(words, line, tell);
        const above = path.enter(section, hashes.length);
        current = section.type === "provision" ? startDraft(section, documentId, above, line) : null;
        if (current) drafts.push(current);
        // Under a heading that could not be read the text belongs to nobody, which is told once, at the heading.
        if (section.type === "unreadable")
          current = startDraft({ ...section, key: "", article: null }, documentId, above, line);
      }
    } else if (fence && !mark) fence.lines.push({ text, line });
    else if (mark) {
      const label = (mark[1] ?? "").trim();
      if (fence) {
        if (label !== "") tell("fence.unclosed", fence.line);
        close();
        if (label === "") continue;
      }
      const opening: Fence | null = readFence(label);
      if (label === "") tell("fence.stray", line);
      else if (!opening) tell("fence.unknown", line, label);
      if (label !== "") fence = { opening: opening ?? { complete: false, from: null }, line, lines: [] };
      if (label !== "" && !current) tell("text.outside-provision", line);
    } else if (text !== "") {
      tellMarkup(text, line, tell);
      if (!current) tell("text.outside-provision", line);
      else if (/^[-*+]\s/u.test(text)) readListLine(text, line, current, tell);
      else {
        if (wasInParagraph) current.paragraphs.push(`${current.paragraphs.pop() ?? ""}\n${text}`);
        else current.paragraphs.push(text);
        current.gistLine ??= line;
        inParagraph = true;
      }
    }
  }
  if (fence) tell("fence.unclosed", fence.line);
  close();
  return drafts;
}

function startDraft(
  {
    key,
    article,
    heading,
  }: { readonly key: string; readonly article: string | null; readonly heading: string | null },
  documentId: string,
  path: readonly string[],
  line: number,
): Draft {
  return {
    id: `${documentId}#${key}`,
    article,
    heading,
    path,
    line,
    paragraphs: [],
    official: [],
    keywords: [],
    verification: null,
    note: null,
    gistLine: null,
    officialLine: null,
  };
}

type Section =
  | { readonly type: "division"; readonly heading: string; readonly rank: number }
  | {
      readonly type: "provision";
      readonly key: string;
      readonly article: string | null;
      readonly heading: string | null;
    }
  | { readonly type: "unreadable"; readonly heading: string };

/** 编, 分编, 部分, 章, 节 from the outside in. */
const DIVISIONS = ["编", "分编", "部分", "章", "节"];
const DIVISION = /^第[零〇一二三四五六七八九十百]+(分编|编|部分|章|节)(?:[\s　]|$)/u;
const ARTICLE = /^(第([零〇一二三四五六七八九十百千]+)条((?:之[一二三四五六七八九十]+)*))(?:[\s　]+(.+))?$/u;

function readHeading(words: string, line: number, tell: Tell): Section {
  const anchored = /^(.*?)\s*\{#([^}]*)\}$/u.exec(words);
  const [, , numeral = "", suffix = "", caption] = ARTICLE.exec(words) ?? [];
  const number = parseNumeral(numeral);
  if (numeral !== "" && number !== null && !anchored) {
    const suffixes = suffix.split("之").filter((part) => part !== "");
    const key = [number, ...suffixes.map((part) => parseNumeral(part) ?? part)].join("-");
    return { type: "provision", key, article: `第${numeral}条${suffix}`, heading: caption?.trim() ?? null };
  }
  if (/^第[^\s　]*条/u.test(words)) {
    tell("heading.article", line, words);
    return { type: "unreadable", heading: words };
  }
  const [, heading = "", key = ""] = anchored ?? [];
  if (heading !== "" && /^[a-z0-9]+(?:-[a-z0-9]+)*$/u.test(key))
    return { type: "provision", key, article: null, heading };
  const division = DIVISION.exec(words)?.[1];
  if (division !== undefined && !anchored)
    return { type: "division", heading: words, rank: DIVISIONS.indexOf(division) - 10 };
  tell("heading.unknown", line, words);
  return { type: "unreadable", heading: words };
}

/**
 * Headings above the current one. Divisions nest by their word, however many `#` they have; sections with
 * an anchor nest below them by depth; articles hold nothing.
 */
function createPath(): { enter(section: Section, depth: number): readonly string[] } {
  const open: { readonly rank: number; readonly heading: string }[] = [];
  return {
    enter(section, depth) {
      if (section.type === "unreadable") return [];
      const rank = section.type === "division" ? section.rank : depth;
      const isArticle = section.type === "provision" && section.article !== null;
      while (open.length > 0 && (open.at(-1)?.rank ?? 0) >= (isArticle ? 0 : rank)) open.pop();
      const above = open.map(({ heading }) => heading);
      if (!isArticle && section.heading !== null) open.push({ rank, heading: section.heading });
      return above;
    },
  };
}

function readListLine(text: string, line: number, draft: Draft, tell: Tell): void {
  const [, key, value = ""] = /^[-*+]\s+(关键词|核验|提醒)\s*[：:]\s*(.*)$/u.exec(text) ?? [];
  if (key === undefined) tell("list.unknown-key", line, text);
  else if (value === "") tell("list.value", line, key, value);
  else if (key === "提醒") draft.note = value;
  else if (key === "核验") {
    if (value === "verified" || value === "secondary" || value === "unverified") draft.verification = value;
    else tell("list.value", line, key, value);
  } else {
    const words = value
      .replace(/。$/u, "")
      .split("、")
      .map((word) => word.trim());
    const repeated = words.find((word, at) => word === "" || words.indexOf(word) !== at);
    if (repeated !== undefined) tell("list.value", line, key, repeated);
    draft.keywords = [...draft.keywords, ...words.filter((word) => word !== "")];
  }
}

function tellMarkup(text: string, line: number, tell: Tell): void {
  const mark = markupIn(text);
  if (mark !== undefined) tell("text.markup", line, mark);
}
