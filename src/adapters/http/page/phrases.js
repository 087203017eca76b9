// @ts-check
/**
 * Small turns of phrase that answers and sources share. This and the other `*-view.js` files are plain modules that read
 * no clock, no page and no network: the server draws with them (pages.ts) and the browser loads these very files.
 *
 * @import { PageWords } from "../../../text/page.ts"
 */

/**
 * Puts values into `{slots}`.
 * @param {string} template
 * @param {Readonly<Record<string, string | number>>} values
 */
export const fill = (template, values) =>
  template.replace(/\{(\w+)\}/g, (slot, name) => String(values[name] ?? slot));

/**
 * 2019年9月1日.
 * @param {PageWords} words
 * @param {string} day
 */
export const dayText = (words, day) => {
  const [year = "", month = "", date = ""] = day.split("-");
  return fill(words.day, { year, month: Number(month), day: Number(date) });
};

/**
 * The stable address of a source.
 * @param {string} id
 * @param {string | null} asOf
 */
export const sourceAddress = (id, asOf) =>
  `/sources/${encodeURIComponent(id)}${asOf === null ? "" : `?asOf=${encodeURIComponent(asOf)}`}`;

/** A quote on one line; items follow each other. @param {string} text */
export const joinLines = (text) => text.replace(/\s*\n\s*/g, "");

/** The last member; older browsers do not know `at`. @template T @param {readonly T[]} all @returns {T | undefined} */
export const last = (all) => all[all.length - 1];
