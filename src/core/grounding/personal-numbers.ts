/** Personal data with letters or a word beside the digits: papers, cards, plates, mail, accounts. */
import { digitClass, digits, gap } from "./personal-digits.ts";
import type { Finder } from "./personal-finds.ts";

/** Words between what names a number and the number: 手机号码是, 账号:, 微信(. */
const tie = '(?:号码|号|名)?(?:是|为|叫|:|,|\\s|\\p{Ps}|\\p{Pi}|"|-|\\.){0,4}';

/** A number after one of the words that name it. */
const named = (words: string, pattern: string): RegExp =>
  new RegExp(`(?<=(?:${words})${tie})${pattern}(?![0-9A-Za-z])`, "giu");

const province = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
const mailWord = "A-Za-z0-9_%+\\-";

/** Between the parts of a plate and of an address of mail. */
const plateGap = "[ ·.\\-_*/]{0,3}";
const plateSign = `[A-HJ-NP-Za-hj-np-z${digitClass}]`;
const plateEnd = "[警学挂港澳领使]";
const signs = (least: number, most: number): string =>
  `${plateSign}(?:${plateGap}${plateSign}){${least - 1},${most - 1}}`;

/** In the order in which they are looked for, after the numbers that their digits tell. */
export const numberFinders: readonly Finder[] = [
  // Named as one, also the older kind of 15 digits, and one with a slip in it.
  {
    kind: "identity",
    pattern: named("身份证件?|证件|公民身份", `${digits(14, 17)}${gap}[${digitClass}Xx×]`),
  },
  // 香港身份证A123456(7), and by its form alone.
  {
    kind: "identity",
    pattern: named("身份证件?|证件|港澳居民证", `[A-Z]{1,2}\\s?[0-9]{6}\\s?\\(?[0-9A]\\)?`),
  },
  { kind: "identity", pattern: /(?<![A-Za-z0-9])[A-Z]{1,2}[0-9]{6}\([0-9A]\)/g },
  {
    kind: "identity",
    pattern: named("护照|通行证|回乡证|台胞证|居留证|签证", `[A-Z]{1,2}(?:${gap}[${digitClass}]){6,9}`),
  },
  {
    kind: "identity",
    pattern: named(
      "军官证|士兵证|文职证|警官证|警号|工作证|干部证|执法证|社保卡?|医保卡?|驾驶证|退休证",
      "(?:[\\u4e00-\\u9fff]{1,2}第?)?[A-Za-z0-9]{5,20}号?",
    ),
  },
  { kind: "identity", pattern: named("工号|员工编号|干部编号", "[A-Za-z]{0,4}[\\-]?[0-9]{4,12}") },
  // Named as one, a mistyped number is masked too, and an account without check digits.
  { kind: "bank-card", pattern: named("卡|账|帐|账户|帐户|银行卡|存折", digits(12, 30)) },
  {
    kind: "account",
    pattern: named(
      "微信|企业微信|薇信|威信|[Vv]信|(?<![A-Za-z0-9])(?:[Qq]{2}|wx|vx|weixin|wechat|telegram)|加我?[Vv]|扣扣|企鹅|支付宝|抖音|快手|钉钉|飞书|小红书|微博",
      `(?:[A-Za-z][A-Za-z0-9_\\-]{4,19}|${digits(5, 12)})`,
    ),
    holds: (text) => !/^(?:[一二三四五六七八九零〇]{1,4}$|wechat|weixin)/u.test(text),
  },
  {
    kind: "email",
    needs: /@|艾特|at|#/i,
    pattern: new RegExp(
      `[${mailWord}.]{1,64}\\s{0,3}(?:@|艾特|\\(at\\)|\\[at\\]|#|(?<=\\s)at(?=\\s))\\s{0,3}[A-Za-z0-9\\-]{1,63}(?:\\s{0,3}(?:[.。]|点|(?<=\\s)dot(?=\\s)|\\(dot\\)|\\[dot\\])\\s{0,3}[A-Za-z][A-Za-z0-9\\-]{0,62}){1,4}`,
      "giu",
    ),
  },
  // 武警, 挂车, 警车.
  {
    kind: "plate",
    pattern: new RegExp(`WJ${plateGap}[${province}]?${plateGap}${signs(4, 6)}(?![A-Za-z0-9])`, "giu"),
  },
  {
    kind: "plate",
    pattern: new RegExp(
      `[${province}]${plateGap}[A-HJ-Z]${plateGap}(?:${plateEnd}${plateGap}${signs(4, 5)}|${signs(4, 5)}${plateGap}${plateEnd})(?![A-Za-z0-9])`,
      "giu",
    ),
    holds: hasSigns,
  },
  {
    kind: "plate",
    pattern: new RegExp(`[${province}]${plateGap}[A-HJ-Z]${plateGap}${signs(5, 6)}(?![A-Za-z0-9])`, "giu"),
    holds: hasSigns,
  },
  { kind: "plate", pattern: named("车牌|牌照|车号", `[A-HJ-Z]${plateGap}${signs(5, 6)}`) },
];

/** 苏AABCDE is one, 新Aspect and 贵B 一二三 are not: letters alone stand together and are capitals. */
function hasSigns(matched: string): boolean {
  const signsOf = matched.slice(1).replace(/[^A-Za-z0-9\u4e00-\u9fff]/g, "");
  return (
    /[0-9]/.test(signsOf) ||
    new RegExp(`[${digitClass}]{5}`).test(signsOf) ||
    /^[A-Z]{6,7}$/.test(matched.slice(1))
  );
}
