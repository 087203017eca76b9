/** Text with entities, and cutting it to the length one message may have. Never a parse mode: no text of anybody is markup. */
import type { MessageEntity } from "grammy/types";
import { inert } from "../terminal.ts";

type EntityType = "bold" | "italic" | "blockquote" | "expandable_blockquote";

/** An entity of a type that needs nothing but its place; in UTF-16 units. */
export interface Entity extends Pick<MessageEntity.CommonMessageEntity, "offset" | "length"> {
  readonly type: EntityType;
}

export interface Rich {
  readonly text: string;
  readonly entities: readonly Entity[];
}

/** A line, or several, of one look; null: as it is. */
export interface Piece {
  readonly text: string;
  readonly type: EntityType | null;
}

/** Without characters that control, hide or turn text, and without halves of characters. */
export const clean = (text: string): string => inert(text.toWellFormed()).toWellFormed();

/** Longest text of one message. */
export const messageLimit = 4_096;

/** Entities beyond so many take no effect in one message. */
const entityLimit = 100;

/** Pieces one below the other. */
export function join(pieces: readonly Piece[]): Rich {
  let text = "";
  const entities: Entity[] = [];
  for (const [at, piece] of pieces.entries()) {
    if (at > 0) text += "\n";
    const cleaned = clean(piece.text);
    if (piece.type !== null) entities.push({ type: piece.type, offset: text.length, length: cleaned.length });
    text += cleaned;
  }
  return { text, entities };
}

const isSpace = (text: string, at: number): boolean => /\s/.test(text[at] ?? "");

/** The part of a range that neither begins nor ends with white space; Telegram trims it and would move every entity. */
function trimmed(text: string, from: number, to: number): readonly [number, number] {
  let [first, last] = [from, to];
  while (first < last && isSpace(text, first)) first++;
  while (last > first && isSpace(text, last - 1)) last--;
  return [first, last];
}

/** A range as a text of its own, with the parts of the entities that lie in it. */
export function cut({ text, entities }: Rich, from: number, to: number): Rich {
  const [first, last] = trimmed(text, from, to);
  const inside = entities.flatMap((entity) => {
    const [begin, end] = trimmed(
      text,
      Math.max(first, entity.offset),
      Math.min(last, entity.offset + entity.length),
    );
    return end > begin ? [{ ...entity, offset: begin - first, length: end - begin }] : [];
  });
  return { text: text.slice(first, last), entities: inside.slice(0, entityLimit) };
}

const within = (entities: readonly Entity[], at: number): boolean =>
  entities.some(({ offset, length }) => offset < at && at < offset + length);

/** The last place up to `to` after a character of the set where it is free; -1 where there is none. */
function lastAfter(
  text: string,
  set: RegExp,
  from: number,
  to: number,
  free: (at: number) => boolean,
): number {
  for (let at = to; at > from; at--) if (set.test(text[at - 1] ?? "") && free(at)) return at;
  return -1;
}

/** Where to cut: between paragraphs, else at a line's end within an entity, else after a sentence, else between characters. */
function cutAt({ text, entities }: Rich, from: number, to: number): number {
  const places = [
    lastAfter(text, /\n/, from, to, (at) => !within(entities, at)),
    lastAfter(text, /\n/, from, to, () => true),
    lastAfter(text, /[。！？；]/, from, to, () => true),
  ];
  const place = places.find((at) => at > from);
  if (place !== undefined) return place;
  const split = /[\ud800-\udbff]/.test(text[to - 1] ?? "") && /[\udc00-\udfff]/.test(text[to] ?? "");
  return split ? to - 1 : to;
}

/** The text in parts of at most `limit` units; none where there is nothing but white space. */
export function split(rich: Rich, limit = messageLimit): Rich[] {
  const parts: Rich[] = [];
  let from = 0;
  while (from < rich.text.length) {
    while (from < rich.text.length && isSpace(rich.text, from)) from++;
    const rest = rich.text.length - from;
    const to = rest <= limit ? rich.text.length : cutAt(rich, from, from + limit);
    const part = cut(rich, from, to);
    if (part.text !== "") parts.push(part);
    from = to;
  }
  return parts;
}
