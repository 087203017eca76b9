/** Personal data with a structure of its own: numbers, plates, mail, accounts. Each is found by its form, or after a word that names it. */
import {
  alone,
  digitClass,
  digits,
  gap,
  isBankCard,
  looksLikeIdentityNumber,
  numerals,
  plainDigits,
} from "./personal-digits.ts";
import type { Finder } from "./personal-finds.ts";

/** Words between what names a number and the number: 手机号码是, 账号：. */
const tie = "(?:号码|号)?(?:是|为|：|:|，|\\s){0,3}";

/** A number after one of the words that name it. */
const named = (words: string, pattern: string): RegExp =>
  new RegExp(`(?<=(?:${words})${tie})${pattern}(?![${digitClass}A-Za-z])`, "gi");

const province = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
const letter = "A-Za-zＡ-Ｚａ-ｚ";
const mailWord = "A-Za-z0-9Ａ-Ｚａ-ｚ０-９_%+\\-";

/** In the order in which they are looked for: what was found is not found again as something else. */
export const numberFinders: readonly Finder[] = [
  {
    kind: "identity",
    pattern: new RegExp(
      `(?<![${digitClass}])${digits(17)}${gap}[${digitClass}XxＸｘ](?![${digitClass}])`,
      "g",
    ),
    holds: (text) => looksLikeIdentityNumber(plainDigits(text)),
  },
  // Named as one, also the older kind of 15 digits, and one with a slip in it.
  {
    kind: "identity",
    pattern: named("身份证件?|证件|公民身份", `${digits(14, 17)}${gap}[${digitClass}XxＸｘ]`),
  },
  {
    kind: "identity",
    pattern: named("护照|通行证|回乡证|台胞证|居留证", "[A-Za-zＡ-Ｚａ-ｚ]{1,2}[ \\-]?[0-9０-９]{6,9}"),
  },
  {
    kind: "identity",
    pattern: named(
      "军官证|士兵证|文职证|警官证|警号|工作证|干部证|执法证|社保卡?|医保卡?|驾驶证|退休证",
      "(?:[\\u4e00-\\u9fff]{1,2}第?)?[A-Za-z0-9０-９]{5,20}号?",
    ),
  },
  { kind: "identity", pattern: named("工号|员工编号|干部编号", "[A-Za-z]{0,4}[\\-]?[0-9０-９]{4,12}") },
  {
    kind: "bank-card",
    pattern: new RegExp(alone(digits(16, 19)), "g"),
    holds: (text) => isBankCard(plainDigits(text)),
  },
  // Named as one, a mistyped number is masked too, and an account without check digits.
  { kind: "bank-card", pattern: named("卡|账|帐|账户|帐户|银行卡|存折", digits(12, 30)) },
  {
    kind: "phone",
    pattern: new RegExp(alone(`(?:[+＋]?[8８][6６][ \\-]?)?${digits(11)}`), "g"),
    holds: (text) => /^(?:86)?1[3-9]\d{9}$/.test(plainDigits(text)),
  },
  // With its area code, a number of the fixed network.
  {
    kind: "phone",
    pattern:
      /(?<![0-9０-９])[(（]?[0０](?:[1１][0０]|[2２][0-9０-９]|[3-9３-９][0-9０-９]{2})[)）]?[ -－—-]?[2-8２-８][0-9０-９]{6,7}(?![0-9０-９])/g,
  },
  {
    kind: "phone",
    pattern: named("电话|座机|手机|联系方式|传真|小灵通", `(?:${digits(7, 11)}|${numerals(7, 12)})`),
  },
  {
    kind: "account",
    pattern: named(
      "微信|企业微信|[QＱ]{2}|qq|wx|vx|支付宝|抖音|快手|钉钉",
      "(?:[A-Za-z][A-Za-z0-9_\\-]{4,19}|[0-9０-９]{5,12})",
    ),
  },
  {
    kind: "email",
    pattern: new RegExp(
      `[${mailWord}.]{1,64}\\s?(?:[@＠]|\\(at\\)|\\[at\\])\\s?[${letter}0-9０-９\\-]{1,63}(?:[.．][${letter}0-9\\-]{1,63}){1,4}`,
      "gi",
    ),
  },
  {
    kind: "plate",
    pattern: new RegExp(
      `[${province}][A-HJ-NP-Za-hj-np-zＡ-Ｚ][·•・\\- ]?(?=[A-Za-zＡ-Ｚ]{0,5}[0-9０-９])[A-HJ-NP-Za-hj-np-zＡ-Ｚ0-9０-９]{4,6}[警学挂港澳]?(?![A-Za-z0-9０-９])`,
      "g",
    ),
  },
];
