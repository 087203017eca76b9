/** Reads the lines between `:::` marks: official wording (原文), a line a paragraph (款) or item (项). */
import { parseNumeral } from "../../core/law/numerals.ts";
import type { Item, OfficialText, Paragraph } from "../../core/law/types.ts";
import type { Tell } from "./problems.ts";

/** What the opening mark says. */
export interface Fence {
  readonly complete: boolean;
  /** Paragraph the excerpt begins with, counted from 1; null where it is not recorded. */
  readonly from: number | null;
}

/** Reads 原文, 节选, 节选 第三款; null for anything else. */
export function readFence(label: string): Fence | null {
  if (label === "原文") return { complete: true, from: 1 };
  const excerpt = /^节选(?:[\s　]*第(\S+)款)?$/u.exec(label);
  if (!excerpt) return null;
  const [, numeral] = excerpt;
  const from = numeral === undefined ? null : parseNumeral(numeral);
  return numeral !== undefined && from === null ? null : { complete: false, from };
}

/** A line between the marks, with its place in the file. */
export interface FencedLine {
  readonly text: string;
  readonly line: number;
}

/** Mark of an item: （一） or (一). */
const ITEM = /^[（(]([一二三四五六七八九十百]+)[）)]/u;
/** Marks below an item (目), which stay part of it: 1. １． （1） ①. */
const SUBITEM = /^(?:[（(]?[\d０-９]+[）).．、]|[①-⑳])/u;

/**
 * @returns null where nothing stands between the marks; every problem has been told
 */
export function readStretch(
  { complete, from }: Fence,
  lines: readonly FencedLine[],
  provisionId: string,
  line: number,
  tell: Tell,
): OfficialText | null {
  const paragraphs: (Omit<Paragraph, "items"> & { items: Item[] })[] = [];
  const open = (text: string) => {
    const number = from === null ? null : from + paragraphs.length;
    const paragraph = { id: number === null ? null : `${provisionId}.${number}`, number, text, items: [] };
    paragraphs.push(paragraph);
    return paragraph;
  };

  for (const { text, line: at } of lines) {
    if (text === "") continue;
    const current = paragraphs.at(-1);
    const mark = ITEM.exec(text);
    const number = mark?.[1] === undefined ? null : parseNumeral(mark[1]);
    if (mark && number !== null) {
      if (!current && complete) tell("official.item-first", at);
      const paragraph: { id: string | null; items: Item[] } = current ?? open("");
      const previous = paragraph.items.at(-1)?.number ?? 0;
      if (complete ? number !== previous + 1 : number <= previous) tell("official.item-order", at, mark[0]);
      paragraph.items.push({ id: paragraph.id === null ? null : `${paragraph.id}.${number}`, number, text });
    } else {
      const item = current?.items.at(-1);
      if (current && item && SUBITEM.test(text))
        current.items[current.items.length - 1] = { ...item, text: `${item.text}\n${text}` };
      else open(text);
    }
  }
  if (paragraphs.length > 0) return { complete, paragraphs };
  tell("fence.empty", line);
  return null;
}
