/**
 * Secrecy marks (国家秘密标志) in a pasted text.
 *
 * A mark is a level with ★ (「机密★10年」), a copy number (份号) beside a level, or a whole line that is nothing but a
 * level in a text of several lines. The bare word 机密 inside a question is no mark.
 */

const level = "(?:绝\\s?密|机\\s?密|秘\\s?密)";
const starred = new RegExp(`${level}\\s{0,3}[★☆⭐*＊]`);
const markingLine = new RegExp(
  `^\\s{0,40}(?:【|\\[|〔|（|\\()?${level}(?:级|件|文件|资料)?(?:】|\\]|〕|）|\\))?(?:\\s{1,8}(?:特急|加急|急件|长期|\\d{1,2}\\s?(?:年|个月)))?\\s{0,40}$`,
);
const copyNumber = /(?:份号|№|No\.?)\s{0,3}[:：]?\s{0,3}[0-9０-９]{4,8}/;

/** Tells whether the text bears a secrecy mark, so that it must be refused before anything is stored. Linear in its length. */
export function bearsSecrecyMark(text: string): boolean {
  if (starred.test(text)) return true;
  const lines = text.split(/\r\n|\r|\n/);
  if (lines.length > 1 && lines.some((line) => line.length <= 120 && markingLine.test(line))) return true;
  return copyNumber.test(text) && new RegExp(`${level}(?:级|件|文件|\\s|$)|密级`).test(text);
}
