/** Lines of a knowledge file: where things stand, and how wrapped Chinese text is joined again. */

/** Line in the file, counted from 1, of a part named by property names and indexes; of the whole for `[]`. */
export type LineOf = (at: readonly (string | number)[]) => number;

/** Text split at LF or CRLF. */
export const linesOf = (text: string): string[] => text.split(/\r?\n/);

/** Joins wrapped lines: Chinese without a space, words of Latin letters or digits with one. */
export const unwrap = (text: string): string =>
  text
    .trim()
    .replace(/[ \t]*\r?\n[ \t]*/g, "\n")
    // YAML folds a wrapped line into one space, so a single space between Chinese characters is a wrap as well.
    .replace(/(?<=[\u2e80-\u9fff\uff00-\uffef“”‘’—…])[ \n](?=[\u2e80-\u9fff\uff00-\uffef“”‘’—…])/gu, "")
    .replaceAll("\n", " ");

/** The first mark that Markdown would swallow and the product would print, or undefined. */
export const markupIn = (text: string): string | undefined =>
  /\*\*|__|`|\]\(|<\/?[a-zA-Z!][^>]*>|^\||^>\s|^!\[/u.exec(text)?.[0];
