/**
 * Personal data (个人信息) in a chat text: found by structure, replaced by a mark, restorable from the list of finds.
 *
 * Structured kinds are found by their own checks (identity number by its checksum, bank card by Luhn, or after the word
 * 卡号 or 账号), names only after a cue (举报人、姓名…), as far as they can be found. Nothing here keeps anything.
 */

export type PersonalDataKind = "identity" | "phone" | "bank-card" | "plate" | "email" | "name";

/** One find: where it stood in the original text, in UTF-16 units, and what replaced it. */
export interface PersonalDatum {
  readonly kind: PersonalDataKind;
  readonly start: number;
  readonly end: number;
  readonly original: string;
  readonly mark: string;
}

export interface MaskedText {
  readonly text: string;
  readonly found: readonly PersonalDatum[];
}

const markOf: Record<PersonalDataKind, string> = {
  identity: "〔证件号〕",
  phone: "〔电话〕",
  "bank-card": "〔卡号〕",
  plate: "〔车牌〕",
  email: "〔邮箱〕",
  name: "〔姓名〕",
};

const identityWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** Tells whether 18 characters are built like a resident identity number; a mistyped one is masked too. */
const looksLikeIdentityNumber = (text: string): boolean =>
  /^[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]$/.test(text) ||
  isIdentityNumber(text);

/** Tells whether 18 characters are a resident identity number (GB 11643: weighted sum modulo 11, and a real month and day). */
export function isIdentityNumber(text: string): boolean {
  if (!/^\d{17}[\dXx]$/.test(text)) return false;
  const month = Number(text.slice(10, 12));
  const day = Number(text.slice(12, 14));
  if (month < 1 || month > 12 || day < 1 || day > 31) return false;
  const sum = identityWeights.reduce((total, weight, at) => total + weight * Number(text[at]), 0);
  return "10X98765432"[sum % 11] === text[17]?.toUpperCase();
}

/** Tells whether a digit string passes the Luhn check of bank cards (16 to 19 digits). */
export function isBankCard(digits: string): boolean {
  if (!/^\d{16,19}$/.test(digits)) return false;
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits[digits.length - 1 - at]);
    const doubled = at % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

const spokenDigits: Record<string, string> = {
  零: "0",
  〇: "0",
  一: "1",
  幺: "1",
  二: "2",
  三: "3",
  四: "4",
  五: "5",
  六: "6",
  七: "7",
  八: "8",
  九: "9",
};

const toDigits = (text: string): string =>
  [...text.normalize("NFKC")]
    .map((character) => spokenDigits[character] ?? character)
    .join("")
    .replace(/[\s-]/g, "");

const surnames =
  "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚程嵇邢裴陆荣翁荀羊惠甄曲家封芮储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公肖";

interface Finder {
  readonly kind: PersonalDataKind;
  readonly pattern: RegExp;
  /** Tells whether the matched text really is one; without it the pattern decides. */
  readonly holds?: (matched: string) => boolean;
}

const spoken = "0-9０-９零〇一幺二三四五六七八九";

const finders: readonly Finder[] = [
  {
    kind: "identity",
    pattern: /(?<![0-9０-９])[0-9０-９](?:[ -]?[0-9０-９]){16}[ -]?[0-9０-９XxＸｘ](?![0-9０-９])/g,
    holds: (text) => looksLikeIdentityNumber(toDigits(text)),
  },
  {
    kind: "bank-card",
    pattern: /(?<![0-9０-９])[0-9０-９](?:[ -]?[0-9０-９]){15,18}(?![0-9０-９])/g,
    holds: (text) => isBankCard(toDigits(text)),
  },
  // Named as one, a mistyped number is masked too, and an account without check digits.
  {
    kind: "bank-card",
    pattern:
      /(?<=(?:卡号|账号|帐号|账户|帐户|银行卡)(?:是|为|：|:)?\s?)[0-9０-９](?:[ -]?[0-9０-９]){11,29}(?![0-9０-９])/g,
  },
  {
    kind: "phone",
    pattern: new RegExp(`(?<![${spoken}])[1１一幺](?:[ -]?[${spoken}]){10}(?![${spoken}])`, "g"),
    holds: (text) => /^1[3-9]\d{9}$/.test(toDigits(text)),
  },
  // With its area code, a number of the fixed network.
  {
    kind: "phone",
    pattern:
      /(?<![0-9０-９])[0０](?:[1１][0０]|[2２][0-9０-９]|[3-9３-９][0-9０-９]{2})[ -]?[2-8２-８][0-9０-９]{6,7}(?![0-9０-９])/g,
  },
  { kind: "email", pattern: /[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}/g },
  {
    kind: "plate",
    pattern:
      /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·• ]?[A-HJ-NP-Z0-9]{5,6}(?![A-Z0-9])/g,
  },
  {
    kind: "name",
    pattern: new RegExp(
      `(?<=(?:举报人|检举人|被举报人|控告人|当事人|姓名|本人姓名|我叫|名叫|名字叫|证人)(?:是|为|叫|：|:)?\\s?)[${surnames}][\\u4e00-\\u9fff]{1,2}(?=$|[^\\u4e00-\\u9fff]|[的，。；、在是和与同对被把向从])`,
      "g",
    ),
    holds: (text) => !/[某的是人在有不和与被把向从对同我你他她]/.test(text.slice(1)),
  },
];

/** Replaces what it finds by marks of one fixed form per kind, leftmost first; the finds carry the originals. */
export function maskPersonalData(text: string): MaskedText {
  const finds: PersonalDatum[] = [];
  for (const { kind, pattern, holds } of finders) {
    for (const match of text.matchAll(pattern)) {
      const start = match.index;
      const end = start + match[0].length;
      if (holds !== undefined && !holds(match[0])) continue;
      if (finds.some((other) => start < other.end && other.start < end)) continue;
      finds.push({ kind, start, end, original: match[0], mark: markOf[kind] });
    }
  }
  finds.sort((left, right) => left.start - right.start);
  let masked = "";
  let at = 0;
  for (const find of finds) {
    masked += text.slice(at, find.start) + find.mark;
    at = find.end;
  }
  return { text: masked + text.slice(at), found: finds };
}

/** Puts back what was replaced: the text as it was before {@link maskPersonalData} made `masked` of it. */
export function restorePersonalData(masked: string, found: MaskedText["found"]): string {
  let restored = "";
  let at = 0;
  for (const { start, original, mark } of found) {
    const before = start - restored.length;
    restored += masked.slice(at, at + before) + original;
    at += before + mark.length;
  }
  return restored + masked.slice(at);
}
