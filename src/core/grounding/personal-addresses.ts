/** Addresses (住址) down to a house or a group of a village. A town or a county alone tells of nobody. */
import type { Finder } from "./personal-finds.ts";

const han = "\\u4e00-\\u9fff";
const blanks = "\\s{0,2}";
const number = "(?:[0-9]{1,5}(?:-[0-9]{1,3})?|[一二三四五六七八九十百零〇]{1,6})";
const region = "(?:省|自治区|自治州|市|区|县|旗|镇|乡|街道|社区|村)";
const road = "(?:大道|大街|路|街|巷|弄|胡同|里弄)";
const estate = "(?:小区|花园|家园|新村|公寓|佳苑|苑|新城|广场|大院|家属院|宿舍|府邸|雅居|名邸)";
const house = "(?:号楼|栋|幢|座|(?<=(?<![0-9])[0-9]{1,2})#楼?)";
const building = `(?:${house}|号院|单元|楼|门)`;
/** 3号楼2单元501室, 12栋, 之二. */
const within = `(?:[ ,\\-]{0,2}(?:[0-9]{1,3}(?:-[0-9]{1,3}){1,2}[室房户]|${number}${blanks}(?:${building}|期|层|室|房|户|号)|[0-9]{3,4}(?![0-9元年万至])))`;

/** What belongs to the sentence and not to the address: everything up to the last of these. */
const outer =
  /.*(?:家住在?|现住|住在|住址|住所|地址|户籍地?|位于|送到|送去|寄到|搬到|去了?|到了?|住|在|于|的|是|为|从|:|,|。)/su;

const lead = (matched: string): number => {
  // Only before the first number: what follows it is the address in any case.
  const head = matched.split(/[0-9]/u, 1)[0] ?? "";
  return outer.exec(head)?.[0].length ?? 0;
};

/** 一号文件, 3号标段: numbers of other things. */
const notOfHouse = "(?!文|令|线|标段|地块|工程|项目|公告|通知|大桥|桥|隧道|煤|矿|井|机)";

export const addressFinders: readonly Finder[] = [
  // After a word that names it, to the end of the clause, as long as it is built like one.
  {
    kind: "address",
    pattern:
      /(?<=(?:家住|现住|住址|住处|住所|家在|地址(?=[在是为:\s])|户籍地|户籍所在地|暂住地?|门牌号?)(?:在|是|为|:|\s){0,2})(?![在是为的:\s])[^,。;!?\n〔〕]{2,60}/g,
    holds: (text) =>
      new RegExp(`${region}|${road}|${estate}|${number}(?:号|室|栋|幢|组)`, "u").test(text) &&
      /[0-9一二三四五六七八九十]|[路街巷弄村组号栋幢室]/.test(text),
  },
  {
    kind: "address",
    pattern: new RegExp(
      `[${han}]{0,24}[${han}]${road}${blanks}${number}${blanks}(?:号楼?|弄)(?:院|之${number})?${notOfHouse}(?:[${han}]{0,8}${estate})?${within}{0,4}`,
      "g",
    ),
    lead,
  },
  {
    kind: "address",
    pattern: new RegExp(`[${han}]{0,24}[${han}]{2}${estate}${within}{1,4}`, "g"),
    lead,
  },
  // Any estate at all, told by a house with an entrance or a flat in it: 翠屏国际城5栋1单元802室, 我住3号楼2单元501.
  {
    kind: "address",
    pattern: new RegExp(
      `[${han}A-Za-z0-9]{0,12}(?<![0-9])${number}${blanks}(?:${house}|号院|门)${within}{0,3}[ ,\\-]{0,2}(?:${number}${blanks}(?:单元|室|房|户|号)|[0-9]{3,4}(?![0-9元年万至人个项条]))${within}{0,2}`,
      "g",
    ),
    lead: (matched) => leadOfHouse(matched),
  },
  // 碧桂园三期8栋: a phase of an estate and a house of it.
  {
    kind: "address",
    pattern: new RegExp(`[${han}]{2,12}${number}期${number}${house}${within}{0,3}`, "g"),
    lead: (matched) => leadOfHouse(matched),
  },
  // 9-1-1702室.
  {
    kind: "address",
    pattern: new RegExp(`[${han}]{0,12}(?<![0-9-])[0-9]{1,3}-[0-9]{1,3}-[0-9]{2,4}(?:室|房|户|号房)`, "g"),
    lead: (matched) => leadOfHouse(matched),
  },
  // 柳河村三组, 杨树乡柳河村2组15号; 本村三组 names no village.
  {
    kind: "address",
    pattern: new RegExp(
      `[${han}]{0,20}[${han}]村(?:委会)?第?${number}(?:村民小组|组|社|队)(?:${number}号)?`,
      "g",
    ),
    lead,
    holds: (text) => !/^(?:我们?|本|某|该|全|各|咱们?|他们|这个|那个|行政|自然)?村/u.test(text),
  },
];

/** As far as the words of the sentence reach; the name of an estate may hold any other. */
function leadOfHouse(matched: string): number {
  const head = /^[^0-9]*/u.exec(matched)?.[0] ?? "";
  return outer.exec(head)?.[0].length ?? 0;
}
