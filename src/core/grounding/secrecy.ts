/**
 * Secrecy marks (国家秘密标志) in a pasted text, read in its plain form.
 *
 *   level, sign and term        机密★10年, 秘密 1年, 机密(10年), 秘密-5年, 机密·10年
 *   named field                 密　级:机密, 密级★秘密, 定密:秘密, 定密级别为机密，保密期限10年
 *   bracketed at a line's head  【秘密】关于…, 〖机密·10年〗…, 【工作秘密】…
 *   head of a document          机密:会议纪要第3期…, 特急 机密
 *   a line of marks alone       机密 特急, 机密级, 『机密』
 *   a statement                 属于国家秘密，内容如下
 *   a copy number (份号) beside a level
 *
 * The bare word 机密 inside a question is no mark, and neither is a mark that a question is about: 文件上的“秘密★5年”是什么意思.
 * 内部资料 is no level of state secrecy; {@link bearsInternalMark} knows it.
 */
import { plainForm } from "./plain-form.ts";

const apart = "[ _·.\\-]{0,6}";
const spaced = (word: string): string => [...word].join(apart);
const level = `(?:${["绝密", "机密", "秘密"].map(spaced).join("|")})`;
/** What must not go out either, though it is no state secret. */
const mark = `(?:(?:国家|工作)?${level})`;
const kind = "(?:级|件|文件|资料)?";
const term = "(?:长期|(?:[0-9]{1,2}|[一二三四五六七八九十两半]{1,3})\\s?(?:年|个月|月))";
const urgency = "(?:特急|加急|急件|平急|特提)";
const open = "[【\\[〔(〖{<〈《『「“\"'‘]";
const close = "[】\\])〕〗}>〉》』」”\"'’]";
/** Brackets that no quotation is put in. */
const boxOpen = "[【\\[〔(〖{]";
const boxClose = "[】\\]〕)〗}]";
const star = "[★*]";
const notAfterTerm = "(?![前内后以有的之来不])";

const marks: readonly RegExp[] = [
  // 附件是绝密文件, 下面是一份机密级材料, but not 这是机密文件吗
  new RegExp(
    `(?:附件|下面|以下|正文|内容)(?:内容)?(?:是|为|属于?)(?:一份|份|一个)?${level}级?(?:的)?(?:文件|材料|内容|件)(?![吗么还]|是不是)`,
  ),
  new RegExp(`${mark}${kind}[ ·\\-:(]{0,4}${star}`),
  new RegExp(`${star}[ ]{0,2}${mark}${kind}[ ]{0,2}(?:${star}|${term}|$)`, "m"),
  // 下面是密件，绝密级，…; 以下内容为涉密文件（机密）
  new RegExp(
    `(?:附件|下面|以下|正文|全文)[^。?!\\n]{0,8}(?:密件|涉密(?:文件|材料|内容|资料)?|保密(?:文件|材料|件))[^。?!\\n]{0,4}${level}`,
  ),
  new RegExp(
    `(?:${["密级", "密别"].map(spaced).join("|")}|(?:定密|保密|秘密|涉密)(?:等级|级别)|密级标[志识注]|(?<![被怎何法能未])${spaced("定密")})\\s{0,6}(?:[:★*=|\\-/]|\\.|确?定?为|是|系|\\s(?=${level}\\s*(?:$|\\n)))\\s{0,6}${open}?${mark}(?!级?[的、]?(?:文件|材料|和|与|或|还是|吗|怎么|、))`,
  ),
  new RegExp(
    `^\\s{0,40}(?:${urgency}\\s{0,4})?${boxOpen}\\s{0,3}${mark}${kind}[^】\\]〕)〗}\\n]{0,12}${boxClose}`,
    "m",
  ),
  // “机密”: quoted, and nothing but a mark.
  new RegExp(
    `^\\s{0,40}${open}\\s{0,3}${mark}${kind}(?:[ ·★*-]{0,3}${term})?\\s{0,3}${close}\\s{0,40}$`,
    "m",
  ),
  // 机密(10年), 机密·10年, 秘密-5年
  new RegExp(`${mark}${kind}[ ]{0,3}[·\\-(\\[〔【/|~_][ ·\\-]{0,3}${term}${notAfterTerm}`),
  // 秘密 1年, but not 秘密三年前…
  new RegExp(`(?:^|[^\\p{Script=Han}])${mark}${kind}\\s{1,8}(?:${term}|${urgency})${notAfterTerm}`, "mu"),
  // 特急 机密 关于…
  new RegExp(`(?:^|[^\\p{Script=Han}])${urgency}\\s{1,8}${mark}${kind}(?=\\s|$|[★*:(])`, "mu"),
  new RegExp(`^\\s{0,40}${mark}${kind}[·•・]?${term}\\s{0,40}$`, "m"),
  // 绝密级文件:…, 本文件属机密级，内容如下, 涉密（秘密级）:…
  new RegExp(
    `${level}级(?:文件|材料|件)?\\)?\\s{0,3}:|属(?:于)?${level}级?[,。]\\s{0,3}(?:内容|全文|正文|以下)`,
  ),
  // 机密:会议纪要第3期…
  new RegExp(
    `^\\s{0,40}${mark}${kind}\\s{0,3}:(?!\\s*(?:是|指|即|什么|怎|一般|最长|最高|不超过|${term}|$))`,
    "m",
  ),
  new RegExp(`^\\s{0,40}国家秘密[·\\-:\\s]{1,3}${level}`, "m"),
  // 属于国家秘密，内容如下; 本件系国家秘密，请勿外传
  new RegExp(
    `(?:属于?|系|为|是|涉及)${mark}级?[,;:。\\s]{0,3}(?:具体)?(?:内容|全文|正文|以下|如下|原文|请勿|严禁|不得外|注意保密)`,
  ),
  new RegExp(
    `(?:以下|下面|下列|如下|本文|本件|此件|该件|本材料|附件)[^。?!\\n]{0,8}(?:属于?|系|为|是|涉及)${mark}级?(?:[,;:。\\n]|$)`,
    "m",
  ),
];

const markingLine = new RegExp(
  `^[\\s★*]{0,40}(?:(?:${urgency}|${copyNumberIn("")})[\\s★*]{1,8})?${open}?${mark}${kind}${close}?(?:[\\s★*·-]{1,8}(?:${urgency}|${term}))?[\\s★*]{0,40}$`,
);
/** A level named as one is a mark where nothing else is said; the bare word is a question. */
const levelAlone = new RegExp(`^\\s{0,40}${level}级\\s{0,40}$`);

function copyNumberIn(name: string): string {
  return `${name}(?:份号|No\\.?)?\\s{0,3}:?\\s{0,3}[0-9]{4,8}`;
}
const copyNumber = /(?:份号|No\.?)\s{0,3}:?\s{0,3}[0-9]{4,8}/i;
const besideNumber = new RegExp(`${level}(?:级|件|文件|\\s|$)|密级`);

/** A mark that is spoken of: in quotation marks, said to be written somewhere, or a thing that is handled. */
const spokenOf = new RegExp(
  `[“"'‘『「《]\\s?${mark}[^”"'’』」》\\n]{0,12}[”"'’』」》](?!$)|(?:标|标着|标了|标注|标有|标的|注明|写着|写了|印着|印有|盖着|盖了|打着|显示|字样)(?:是|为|的|有|:|了)?\\s?["“‘『「]?\\s?${mark}|${mark}${kind}[ ★*·(\\-]{0,4}(?:${term})?\\)?(?:的|文件|材料|资料|标志|标识|字样|是什么|什么意思|是指|代表|表示|怎么|如何|能不能|可以|和|与|、|跟|还是)|${mark}[^\\n]{0,12}(?:和|、|与|;|,)\\s?["“]?${mark}|${mark}[^\\n]{0,12}(?:这样|这么|怎么)(?:标|写|定)|${mark}[^\\n]{0,8}[两三几这]个字`,
  "u",
);
const asks =
  /[?？]|吗|么|呢|什么|怎么|怎样|如何|哪|多少|多久|几年|是否|能不能|可不可以|是不是|要不要|算不算|区别|含义|意思|规定/u;
/** A text that goes with the mark. */
const brings =
  /(?:内容|全文|正文|原文|纪要|要点|题目|标题)(?:如下|是|为|:)|如下|以下(?:是|为|内容)|帮我?(?:们)?(?:看|归纳|总结|改|润色|翻译|提炼|分析|梳理)|请(?:归纳|总结|翻译|润色|提炼)|\n|。[^\n]{10}|关于[^\n?]{2,30}的(?:通知|报告|请示|方案|意见|函|通报|批复)/u;

/** Longest question about marks, in UTF-16 units. */
const longestQuestion = 80;

/** Tells whether a text in the plain form asks about marks and bears none. */
const asksAboutMarks = (text: string): boolean =>
  text.length <= longestQuestion && asks.test(text) && spokenOf.test(text) && !brings.test(text);

const linesOf = (text: string): readonly string[] => text.split("\n").filter((line) => line.length <= 120);

/** Tells whether the text bears a secrecy mark, so that it must be refused before anything is stored. Linear in its length. */
export function bearsSecrecyMark(given: string): boolean {
  const text = plainForm(given.replaceAll("№", "No")).text;
  // Nothing below is without one of these.
  if (!/密/.test(text) || !/[绝机秘份级定]/.test(text)) return false;
  const trimmed = text.trim();
  if (levelAlone.test(trimmed)) return true;
  if (asksAboutMarks(trimmed)) return false;
  if (marks.some((one) => one.test(text))) return true;
  if (trimmed.includes("\n") && linesOf(text).some((line) => markingLine.test(line))) return true;
  return copyNumber.test(text) && besideNumber.test(text);
}

const internalThing = "内部(?:资料|文件|材料|参考|使用|情况|通报|掌握|刊物|事项|信息)";
const prohibition =
  "(?:严禁|请勿|不得|禁止|切勿|勿|不可|不准|谨防)(?:对外|向外|擅自|上网|随意)?(?:外传|外泄|泄露|泄漏|转发|传播|传阅|复制|复印|翻印|翻拍|拍照|拍摄|扩散|公开|发布|上网|提供|引用|截屏|带出)|注意(?:保密|保管|保存)|阅后(?:即焚|收回|销毁|退回)|会后收回|妥善保管";

const internalMarks: readonly RegExp[] = [
  new RegExp(
    `(?:${["密级", "密别"].map(spaced).join("|")}|保密(?:等级|级别))\\s{0,6}(?:[:=|]|为|是)\\s{0,6}${open}?内部`,
  ),
  new RegExp(`^\\s{0,40}${boxOpen}\\s{0,3}(?:${internalThing}|内部)[^】\\]〕)〗}\\n]{0,10}${boxClose}`, "m"),
  new RegExp(`${internalThing}[\\s,;:·-]{0,4}(?:${prohibition})(?!的|是|怎|吗|能|可)`),
  new RegExp(
    `^\\s{0,40}(?:${internalThing}|内部|仅供内部(?:使用|参考|掌握|学习)|${prohibition})[★*\\s]{0,10}$`,
    "m",
  ),
  /仅(?:供|限)(?:本单位|单位|系统|机关)?内部(?:使用|参考|掌握|学习|传阅|人员)(?!的|是|怎|吗|能|可)/,
  new RegExp(`^\\s{0,40}${internalThing}\\s{0,3}:`, "m"),
];
const speaksOfInternal =
  /内部(?:资料|文件|材料|参考|使用|情况|信息)?[”"’』」】)]?(?:[^\n。]{0,16})(?:[?？]|吗|么|怎么|如何|能不能|可不可以|可以|是什么|算不算|区别|怎样|是否|要不要)/u;

/**
 * Tells whether the text bears a mark that it is for the organisation alone (【内部】, 内部资料 严禁外传): no state secret, so it is
 * taken in and answered, but it is not to leave for a model. Linear in its length.
 */
export function bearsInternalMark(given: string): boolean {
  const { text } = plainForm(given);
  const trimmed = text.trim();
  const isQuestion =
    trimmed.length <= longestQuestion && !brings.test(trimmed) && speaksOfInternal.test(trimmed);
  return !isQuestion && internalMarks.some((one) => one.test(text));
}
