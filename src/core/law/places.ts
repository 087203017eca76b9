/**
 * Places (地名) in a question, for local measures: a province by its short or full name, and any place that a document of
 * the knowledge base binds.
 */

/** Provinces (省级行政区) by short name. */
export const provinces: readonly string[] = [
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

/** Prefectures (地级市、自治州) by short name, each after its province; those that are also common words (文山、长治、大同、来宾、白银) are left out. */
const prefectures = `
河北: 石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水
山西: 太原 阳泉 晋城 朔州 晋中 运城 忻州 临汾 吕梁
内蒙古: 呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布
辽宁: 沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 葫芦岛
吉林: 长春 四平 辽源 通化 白城 松原 延边
黑龙江: 哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯 七台河 牡丹江 绥化
江苏: 南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁
浙江: 杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水
安徽: 合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 滁州 阜阳 宿州 六安 亳州 池州 宣城
福建: 福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德
江西: 南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶
山东: 济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 滨州 菏泽
河南: 郑州 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店
湖北: 武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 恩施
湖南: 长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 湘西
广东: 广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 梅州 汕尾 河源 阳江 清远 东莞 潮州 揭阳 云浮
广西: 南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林 百色 贺州 河池 崇左
海南: 海口 三亚 儋州
四川: 成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安 巴中 资阳 阿坝 甘孜 凉山
贵州: 贵阳 六盘水 遵义 安顺 毕节 铜仁 黔南 黔东南 黔西南
云南: 昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 楚雄 红河 西双版纳 大理 德宏
西藏: 拉萨 日喀则 昌都 林芝 那曲
陕西: 西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛
甘肃: 兰州 嘉峪关 天水 武威 张掖 平凉 酒泉 庆阳 定西 陇南
青海: 西宁
宁夏: 银川 石嘴山 吴忠 固原
新疆: 乌鲁木齐 克拉玛依 吐鲁番 哈密 伊犁 喀什 和田 阿克苏
`;

const provinceOf: ReadonlyMap<string, string> = new Map(
  prefectures
    .trim()
    .split("\n")
    .flatMap((line) => {
      const [province = "", names = ""] = line.split(": ");
      return names.split(" ").map((name): [string, string] => [name, province]);
    }),
);

/** A place named in a text, and the jurisdictions of the knowledge base that it means. */
export interface NamedPlace {
  readonly name: string;
  /**
   * Values of `LegalDocument.jurisdiction` that bind there: its own, those of places within it, and those of the province or
   * city it lies in; empty where nothing is held.
   */
  readonly jurisdictions: readonly string[];
}

/** The name as people say it: 河南省 → 河南, 大理白族自治州 → 大理. */
export const shortPlaceName = (name: string): string =>
  name.replace(/(?:壮族|回族|维吾尔|白族|藏族|彝族)?(?:自治区|自治州|特别行政区|省|市|州|县|区|新区)$/, "") ||
  name;

/** 浙江省温州市龙湾区 → 浙江省, 温州市, 龙湾区. */
const partsOfPlace = (name: string): readonly string[] =>
  name.match(/.+?(?:自治区|自治州|省|市|州(?![市省])|$)/gu) ?? [];

/** Tells whether a jurisdiction is the place itself or lies within it, and is not merely the wider place around it. */
export const isOwn = (place: string, jurisdiction: string): boolean => jurisdiction.includes(place);

/** The place that decides which local rules are shown: the first one that something is held for, else the first. */
export const decidingPlace = (places: readonly NamedPlace[]): NamedPlace | undefined =>
  places.find(({ jurisdictions }) => jurisdictions.length > 0) ?? places[0];

/** Every name of a place, and the jurisdictions held that bind there. */
interface Gazetteer {
  readonly names: readonly string[];
  readonly binding: ReadonlyMap<string, readonly string[]>;
}

/** Worked out once for each list of jurisdictions, for it is looked into several times a question. */
const gazetteers = new WeakMap<readonly string[], Gazetteer>();

function gazetteerOf(jurisdictions: readonly string[]): Gazetteer {
  const known = gazetteers.get(jurisdictions);
  if (known !== undefined) return known;
  const made = makeGazetteer(jurisdictions);
  gazetteers.set(jurisdictions, made);
  return made;
}

function makeGazetteer(jurisdictions: readonly string[]): Gazetteer {
  const names = new Set([...provinces, ...provinceOf.keys()]);
  const binding = new Map<string, string[]>();
  const bind = (place: string, jurisdiction: string): void => {
    binding.set(place, [...(binding.get(place) ?? []), jurisdiction]);
  };
  for (const jurisdiction of jurisdictions) {
    const parts = partsOfPlace(jurisdiction);
    for (const [at, part] of parts.entries()) {
      const short = shortPlaceName(part);
      if (short.length < 2) continue;
      names.add(short);
      bind(short, jurisdiction);
      const around = parts.slice(0, at).join("");
      for (const wider of jurisdictions) if (around.startsWith(wider)) bind(short, wider);
    }
    const whole = shortPlaceName(jurisdiction);
    for (const [prefecture, province] of provinceOf)
      if (province === whole && !binding.get(prefecture)?.includes(jurisdiction))
        bind(prefecture, jurisdiction);
  }
  return { names: [...names], binding };
}

/**
 * Finds the places a text names.
 *
 * @param jurisdictions all values held other than `national`
 */
export function placesIn(text: string, jurisdictions: readonly string[]): NamedPlace[] {
  const { names, binding } = gazetteerOf(jurisdictions);
  const told = text.replace(/太(?=原(?:则|来|本|始|文))/gu, " "); // 「太原则」 is no city
  return names
    .filter((name) => told.includes(name))
    .sort((left, right) => text.indexOf(left) - text.indexOf(right) || right.length - left.length)
    .map((name) => ({ name, jurisdictions: [...new Set(binding.get(name) ?? [])] }));
}
