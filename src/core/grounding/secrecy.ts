/**
 * Secrecy marks (国家秘密标志) in a pasted text.
 *
 *   level and star or term    机密★10年, 秘密 1年, 绝密☆
 *   named field               密级：机密, 密级★秘密, 定密级别为机密，保密期限10年
 *   bracketed at a line's head  【秘密】关于…
 *   a line that is only a mark  机密 特急
 *   a copy number (份号) beside a level
 *
 * The bare word 机密 inside a question is no mark, and 内部资料 is no level of state secrecy.
 */

const level = "(?:绝\\s{0,2}密|机\\s{0,2}密|秘\\s{0,2}密)";
const kind = "(?:级|件|文件|资料)?";
const term = "(?:长期|(?:[0-9]{1,2}|[一二三四五六七八九十两半]{1,3})\\s?(?:年|个月|月))";
const urgency = "(?:特急|加急|急件|平急|特提)";

const marks: readonly RegExp[] = [
  // 附件是绝密文件, 下面是一份机密级材料, but not 这是机密文件吗
  new RegExp(
    `(?:附件|下面|以下|正文|内容)(?:内容)?(?:是|为|属于?)(?:一份|份|一个)?${level}级?(?:的)?(?:文件|材料|内容|件)(?![吗么还]|是不是)`,
  ),
  new RegExp(`${level}${kind}\\s{0,3}[★☆⭐*]`),
  // 下面是密件，绝密级，…; 以下内容为涉密文件（机密）
  new RegExp(
    `(?:附件|下面|以下|正文|全文)[^。？！\\n]{0,8}(?:密件|涉密(?:文件|材料|内容|资料)?|保密(?:文件|材料|件))[^。？！\\n]{0,4}${level}`,
  ),
  new RegExp(
    `(?:密级|定密级别|保密等级|秘密等级)\\s{0,3}(?:[:：★☆*]|确?定?为|是|系)\\s{0,3}${level}(?![的，、]?(?:文件|材料|和|与|还是|吗|怎么))`,
  ),
  new RegExp(`^\\s{0,40}[【\\[〔（(]\\s{0,2}${level}${kind}\\s{0,2}[】\\]〕）)]`, "m"),
  // 秘密 1年, but not 秘密三年前…
  new RegExp(
    `(?:^|[^\\p{Script=Han}])${level}${kind}\\s{1,8}(?:${term}|${urgency})(?![前内后以有的之来])`,
    "mu",
  ),
  new RegExp(`^\\s{0,40}${level}${kind}[·•・]?${term}\\s{0,40}$`, "m"),
  // 绝密级文件：…, 本文件属机密级，内容如下, 涉密（秘密级）：…
  new RegExp(
    `${level}级(?:文件|材料|件)?[)）]?\\s{0,3}[:：]|属(?:于)?${level}级?[，,。]\\s{0,3}(?:内容|全文|正文|以下)`,
  ),
];

const markingLine = new RegExp(`^\\s{0,40}${level}${kind}(?:\\s{1,8}(?:${urgency}|${term}))?\\s{0,40}$`);
const copyNumber = /(?:份号|No\.?)\s{0,3}[:：]?\s{0,3}[0-9]{4,8}/i;
const besideNumber = new RegExp(`${level}(?:级|件|文件|\\s|$)|密级`);

/** Tells whether the text bears a secrecy mark, so that it must be refused before anything is stored. Linear in its length. */
export function bearsSecrecyMark(given: string): boolean {
  const text = given.replaceAll("№", "No").normalize("NFKC");
  if (marks.some((mark) => mark.test(text))) return true;
  const lines = text.split(/\r\n|\r|\n/);
  if (lines.length > 1 && lines.some((line) => line.length <= 120 && markingLine.test(line))) return true;
  return copyNumber.test(text) && besideNumber.test(text);
}
