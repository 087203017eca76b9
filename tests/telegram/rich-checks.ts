/** What the Bot API refuses in rich messages made of blocks, and what such a message says as plain text. */

type Fields = Readonly<Record<string, unknown>>;

/** Limits of the Bot API. */
const textLimit = 32_768;
const blockLimit = 500;
const depthLimit = 16;
const columnLimit = 20;

const styles: ReadonlySet<string> = new Set([
  "bold",
  "italic",
  "underline",
  "strikethrough",
  "spoiler",
  "code",
  "marked",
]);
/** Blocks of one text, and blocks of blocks. */
const ofText: ReadonlySet<string> = new Set([
  "paragraph",
  "heading",
  "pre",
  "footer",
  "expandable_blockquote",
  "pullquote",
]);
const ofBlocks: ReadonlySet<string> = new Set(["blockquote", "details"]);

const refused = (why: string): string => `Bad Request: can't parse rich message: ${why}`;

/** Where something is wrong with it. */
class Wrong extends Error {}

const fieldsOf = (value: unknown): Fields => (value ?? {}) as Fields;

/** The text of a rich text: text, a list of them, or one in a style. */
function richText(value: unknown, depth = 0): string {
  if (depth > depthLimit) throw new Wrong("text is nested too deep");
  if (typeof value === "string") {
    if (!value.isWellFormed()) throw new Wrong("strings must be encoded in UTF-8");
    return value;
  }
  if (Array.isArray(value)) return value.map((part) => richText(part, depth + 1)).join("");
  const { type, text } = fieldsOf(value);
  if (!styles.has(String(type))) throw new Wrong(`unsupported text ${String(type)}`);
  return richText(text, depth + 1);
}

const solid = (text: string, where: string): string => {
  if (text.trim() === "") throw new Wrong(`${where} is empty`);
  return text;
};

const span = (value: unknown): number => {
  if (value === undefined) return 1;
  if (!Number.isInteger(value) || Number(value) < 2) throw new Wrong("a span is more than one cell");
  return Number(value);
};

/** A cell, and how many columns it takes. */
function tableCell({ text, is_header: isHeader, colspan, rowspan, align, valign }: Fields) {
  if (!["left", "center", "right"].includes(String(align))) throw new Wrong("cell without an alignment");
  if (!["top", "middle", "bottom"].includes(String(valign)))
    throw new Wrong("cell without a vertical alignment");
  if (isHeader !== undefined && isHeader !== true) throw new Wrong("a header cell is one or is not");
  span(rowspan);
  return { text: text === undefined ? "" : richText(text), columns: span(colspan) };
}

/** Stricter than the API: rows of one table are equally long, so no row may reach into another. Each counts as a block. */
function tableLines({ cells, caption }: Fields, counted: { blocks: number }): string[] {
  if (!Array.isArray(cells) || cells.length === 0) throw new Wrong("table is empty");
  const rows = (cells as readonly (readonly Fields[])[]).map((row) => row.map(tableCell));
  counted.blocks += rows.length;
  const lengths = new Set(rows.map((row) => row.reduce((total, { columns }) => total + columns, 0)));
  const [length = 0] = lengths;
  if (lengths.size !== 1 || length === 0 || length > columnLimit)
    throw new Wrong("table rows are empty, too long or of different lengths");
  const lines = rows.map((row) => row.map(({ text }) => text).join(" | "));
  return caption === undefined ? lines : [solid(richText(caption), "caption"), ...lines];
}

/** A block and those within as lines; each counts. */
function blockLines(value: unknown, depth: number, counted: { blocks: number }): string[] {
  counted.blocks += 1;
  if (depth > depthLimit) throw new Wrong("blocks are nested too deep");
  const { type, text, blocks, summary, size } = fieldsOf(value);
  const kind = String(type);
  if (kind === "divider") return [];
  if (kind === "table") return tableLines(fieldsOf(value), counted);
  if (ofText.has(kind)) {
    if (kind === "heading" && ![1, 2, 3, 4, 5, 6].includes(Number(size)))
      throw new Wrong("heading without a size");
    return [solid(richText(text), kind)];
  }
  if (!ofBlocks.has(kind)) throw new Wrong(`unsupported block ${kind}`);
  if (!Array.isArray(blocks) || blocks.length === 0) throw new Wrong(`${kind} is empty`);
  const head = kind === "details" ? [solid(richText(summary), "summary")] : [];
  return [...head, ...blocks.flatMap((block) => blockLines(block, depth + 1, counted))];
}

/** What a rich message says, a line a block. @throws {Wrong} */
function linesOf(message: unknown): string {
  const { blocks, html, markdown } = fieldsOf(message);
  if (html !== undefined || markdown !== undefined) throw new Wrong("markup is not modelled");
  if (!Array.isArray(blocks) || blocks.length === 0) throw new Wrong("no blocks");
  const counted = { blocks: 0 };
  const text = blocks.flatMap((block) => blockLines(block, 1, counted)).join("\n");
  if (counted.blocks > blockLimit) throw new Wrong("too many blocks");
  if (text.length > textLimit) throw new Wrong("text is too long");
  return text;
}

/** The `description` the API would give; null where all is well. */
export function checkRich(message: unknown): string | null {
  try {
    linesOf(message);
    return null;
  } catch (error) {
    if (error instanceof Wrong) return refused(error.message);
    throw error;
  }
}

/** What a rich message that is well says. */
export const textOfRich = (message: unknown): string => linesOf(message);
