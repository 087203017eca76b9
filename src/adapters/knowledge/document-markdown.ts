/**
 * Reads a file of `documents/` in one pass over its lines: headings open articles, `:::` marks open official
 * wording, a closing list carries keywords, grade and caution, and every other line is gist.
 */
import type { LegalDocument, OfficialText, Provision, Verification } from "../../core/law/types.ts";
import { readMarkdown } from "./front-matter.ts";
import { createHeadingPath, readHeading } from "./headings.ts";
import { type LineOf, markupIn, unwrap } from "./lines.ts";
import { type Fence, type FencedLine, readFence, readStretch } from "./official-wording.ts";
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
  origin: Provision["origin"];
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
  const { id, article, heading, path, paragraphs, official, keywords, note, origin } = draft;
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
    origin,
  };
}

function readBody(body: readonly string[], firstLine: number, documentId: string, tell: Tell): Draft[] {
  const reader = createBodyReader(documentId, tell);
  for (const [index, raw] of body.entries()) {
    const text = raw.trim();
    const [, hashes, words = ""] = /^(#{1,6})\s+(.*)$/u.exec(text) ?? [];
    const [, label] = /^:{3,}\s*(.*)$/u.exec(text) ?? [];
    if (hashes !== undefined) reader.heading(words, hashes.length, firstLine + index);
    else if (label !== undefined) reader.mark(label, firstLine + index);
    else reader.text(text, firstLine + index);
  }
  reader.end();
  return reader.drafts;
}

/** Takes the lines of a body in their order; `line` is where they stand in the file. */
interface BodyReader {
  readonly drafts: Draft[];
  heading(words: string, depth: number, line: number): void;
  /** A `:::` with what follows it. */
  mark(label: string, line: number): void;
  /** Any other line; "" for a blank one. */
  text(text: string, line: number): void;
  end(): void;
}

function createBodyReader(documentId: string, tell: Tell): BodyReader {
  const drafts: Draft[] = [];
  const path = createHeadingPath();
  let current: Draft | null = null;
  /** The heading above, where it is neither a division nor an article and has no anchor: fine until text follows. */
  let gathering: { readonly words: string; readonly line: number } | null = null;
  let fence: { readonly opening: Fence; readonly line: number; readonly lines: FencedLine[] } | null = null;
  /** A line of gist right after another continues its paragraph. */
  let inParagraph = false;

  /** The provision that takes text on this line; where there is none it is told, once under one heading. */
  const taker = (line: number): Draft => {
    if (current) return current;
    if (gathering) tell("heading.unknown", gathering.line, gathering.words);
    else tell("text.outside-provision", line);
    current = startDraft({ key: "", article: null, heading: null }, documentId, [], line);
    return current;
  };
  const close = () => {
    if (fence) {
      const draft = taker(fence.line);
      const stretch = readStretch(fence.opening, fence.lines, draft.id, fence.line, tell);
      if (stretch) draft.official.push(stretch);
      draft.officialLine ??= fence.line;
    }
    fence = null;
  };
  const closeLate = () => {
    if (fence) tell("fence.unclosed", fence.line);
    close();
  };

  return {
    drafts,
    heading(words, depth, line) {
      closeLate();
      inParagraph = false;
      if (depth === 1) {
        tell("heading.title", line);
        return;
      }
      const section = readHeading(words, depth);
      const above = path.enter(section, depth);
      gathering = section.type === "division" && !section.known ? { words, line } : null;
      current = section.type === "provision" ? startDraft(section, documentId, above, line) : null;
      if (current) drafts.push(current);
      if (section.type === "malformed") {
        tell("heading.article", line, words);
        // Its text is read, so that its own problems are told, and goes nowhere.
        current = startDraft({ key: "", article: null, heading: null }, documentId, above, line);
      }
    },
    mark(label, line) {
      inParagraph = false;
      if (label === "") {
        if (!fence) tell("fence.stray", line);
        close();
        return;
      }
      closeLate();
      const opening = readFence(label);
      if (!opening) tell("fence.unknown", line, label);
      fence = { opening: opening ?? { complete: false, from: null }, line, lines: [] };
    },
    text(text, line) {
      const continues = inParagraph;
      inParagraph = false;
      if (fence) fence.lines.push({ text, line });
      if (fence || text === "") return;
      const mark = markupIn(text);
      if (mark !== undefined) tell("text.markup", line, mark);
      const draft = taker(line);
      if (/^[-*+]\s/u.test(text)) {
        readListLine(text, line, draft, tell);
        return;
      }
      const before = continues ? draft.paragraphs.pop() : undefined;
      draft.paragraphs.push(before === undefined ? text : `${before}\n${text}`);
      draft.gistLine ??= line;
      inParagraph = true;
    },
    end: closeLate,
  };
}

function startDraft(
  { key, article, heading }: Pick<Draft, "article" | "heading"> & { readonly key: string },
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
    origin: "document",
    gistLine: null,
    officialLine: null,
  };
}

function readListLine(text: string, line: number, draft: Draft, tell: Tell): void {
  const [, key, value = ""] = /^[-*+]\s+(关键词|核验|提醒|出处)\s*[：:]\s*(.*)$/u.exec(text) ?? [];
  if (key === undefined) tell("list.unknown-key", line, text);
  else if (value === "") tell("list.value", line, key, value);
  else if (key === "提醒") draft.note = value;
  else if (key === "出处") {
    if (value === "未查明") draft.origin = "unknown";
    else tell("list.value", line, key, value);
  } else if (key === "核验") {
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
