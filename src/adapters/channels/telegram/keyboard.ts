/** Choices and sources as buttons below a message. */
import type { InlineKeyboardButton, InlineKeyboardMarkup } from "grammy/types";
import type { Answer } from "../../../core/grounding/answer.ts";
import type { Choice } from "../../../ports/channel.ts";
import { copyLabel } from "../../../text/telegram.ts";
import { citationToCopy } from "./render.ts";
import { clean } from "./rich.ts";

/** Longest label, in UTF-16 units; the rest of a longer one is listed in the message. */
export const labelLimit = 60;
/** Labels of one row together. */
const rowWidth = 20;
const rowLength = 3;
/** Most sources that can be copied with a button. */
const copyButtons = 2;
/** Most choices as buttons; a keyboard holds 100 in all. */
export const choiceLimit = 90;

/** A label on one line, numbered as it may be typed. */
function labelOf(label: string, number: number): string {
  const line = clean(label).replaceAll(/\s+/g, " ").trim();
  const short = line.length > labelLimit ? `${line.slice(0, labelLimit).toWellFormed()}…` : line;
  return short === "" ? String(number) : `${number}. ${short}`;
}

/** Buttons in rows as they fit; a long one stands alone. */
function inRows(buttons: readonly InlineKeyboardButton[]): InlineKeyboardButton[][] {
  const rows: InlineKeyboardButton[][] = [];
  let width = rowWidth;
  for (const button of buttons) {
    const row = rows.at(-1);
    const fits = row !== undefined && row.length < rowLength && width + button.text.length <= rowWidth;
    if (fits) row.push(button);
    else rows.push([button]);
    width = (fits ? width : 0) + button.text.length;
  }
  return rows;
}

/** Sources of official wording, the first ones, to be copied with one touch. */
function copyRow({ citations }: Answer): InlineKeyboardButton[] {
  return citations
    .filter(({ wording, quote }) => wording === "official" && quote !== null)
    .slice(0, copyButtons)
    .map((citation) => ({
      text: copyLabel(citation.n),
      copy_text: { text: clean(citationToCopy(citation)) },
    }))
    .filter(({ copy_text: { text } }) => text.trim() !== "");
}

/** What a message leads to; a button of its own row, since it leaves the chat for a moment. */
const linkRows = (links: readonly LinkButton[]): InlineKeyboardButton[][] =>
  links.map(({ label, url }) => [{ text: clean(label).replaceAll(/\s+/g, " ").trim(), url }]);

export interface LinkButton {
  readonly label: string;
  readonly url: string;
}

/**
 * The keyboard of a message; null where it needs none.
 *
 * @param token what a press on a choice sends back
 * @param first the number of the first of the choices
 */
export function keyboardOf(
  answer: Answer,
  choices: readonly Choice[],
  token: (choice: number) => string,
  first = 1,
  links: readonly LinkButton[] = [],
): InlineKeyboardMarkup | null {
  const buttons = choices
    .slice(0, choiceLimit)
    .map(({ label }, at) => ({ text: labelOf(label, first + at), callback_data: token(first + at) }));
  const copied = copyRow(answer);
  const rows = [...linkRows(links), ...inRows(buttons), ...(copied.length === 0 ? [] : [copied])];
  return rows.length === 0 ? null : { inline_keyboard: rows };
}
