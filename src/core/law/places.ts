/**
 * Places (地名) in a question, for local measures: a province by its short or full name, and any place that a document of
 * the knowledge base binds.
 */

const provinces: readonly string[] = [
  "北京",
  "天津",
  "河北",
  "山西",
  "内蒙古",
  "辽宁",
  "吉林",
  "黑龙江",
  "上海",
  "江苏",
  "浙江",
  "安徽",
  "福建",
  "江西",
  "山东",
  "河南",
  "湖北",
  "湖南",
  "广东",
  "广西",
  "海南",
  "重庆",
  "四川",
  "贵州",
  "云南",
  "西藏",
  "陕西",
  "甘肃",
  "青海",
  "宁夏",
  "新疆",
  "香港",
  "澳门",
  "台湾",
];

/** A place named in a text, and the jurisdictions of the knowledge base that it means. */
export interface NamedPlace {
  readonly name: string;
  /** Values of `LegalDocument.jurisdiction`; empty where nothing is held for the place. */
  readonly jurisdictions: readonly string[];
}

/** The name as people say it: 河南省 → 河南, 大理白族自治州 → 大理. */
export const shortPlaceName = (name: string): string =>
  name.replace(/(?:壮族|回族|维吾尔|白族|藏族|彝族)?(?:自治区|自治州|特别行政区|省|市|州|县|区|新区)$/, "") ||
  name;

/**
 * Finds the places a text names.
 *
 * @param jurisdictions all values held other than `national`
 */
export function placesIn(text: string, jurisdictions: readonly string[]): NamedPlace[] {
  const names = new Set(provinces);
  const partsOf = new Map<string, string[]>();
  for (const jurisdiction of jurisdictions) {
    for (const part of jurisdiction.split(/(?<=省|自治区|市|州)(?=.)/)) {
      const short = shortPlaceName(part);
      if (short.length < 2) continue;
      names.add(short);
      partsOf.set(short, [...(partsOf.get(short) ?? []), jurisdiction]);
    }
  }
  return [...names]
    .filter((name) => text.includes(name))
    .sort((left, right) => text.indexOf(left) - text.indexOf(right) || right.length - left.length)
    .map((name) => ({ name, jurisdictions: [...new Set(partsOf.get(name) ?? [])] }));
}
