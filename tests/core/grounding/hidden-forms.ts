/**
 * Secrets in forms that nobody lists: separators drawn out of all signs and blanks of Unicode, digits of all its scripts, rare
 * surnames and made-up ones, traditional characters. The same for the same seed; none of it belongs to anybody.
 */
import { loadSimplifiedTable } from "../../../src/adapters/script/simplified.ts";
import { random } from "./masking-suite.ts";

/** A text, and the stretch of it that must not be left. */
export interface Hidden {
  readonly text: string;
  readonly secret: string;
}

const script = await loadSimplifiedTable();
const traditional = new Map<string, string>();
for (let unit = 0x4e00; unit <= 0x9fff; unit++) {
  const simple = String.fromCharCode(script[unit] ?? unit);
  if (simple !== String.fromCharCode(unit) && !traditional.has(simple))
    traditional.set(simple, String.fromCharCode(unit));
}

/** The text in traditional characters where there are such. */
export const inTraditional = (text: string): string =>
  [...text].map((one) => traditional.get(one) ?? one).join("");

const points = Array.from({ length: 0x1fbff }, (_, point) => point)
  .filter((point) => point < 0xd800 || point > 0xdfff)
  .map((point) => String.fromCodePoint(point));
/** Blanks, dashes, dots, other signs; what ends a sentence, opens a mark or is a letter by NFKC is left out. */
const signs = points.filter(
  (one) =>
    /^[\p{Zs}\p{Pd}\p{Po}\p{Pc}\p{Sk}\p{Sm}]$/u.test(one) &&
    !/[\p{L}\p{N}\n。!?;%&@#,、|]/u.test(one.normalize("NFKC")) &&
    !/[\u3000-\u303f\ufe10-\ufe6f]/u.test(one),
);
const invisible = points.filter((one) => /^[\p{Cf}\p{Default_Ignorable_Code_Point}]$/u.test(one));
const zeros = points.filter((one) => {
  const zero = one.codePointAt(0) ?? 0;
  const row = Array.from({ length: 10 }, (_, digit) => String.fromCodePoint(zero + digit));
  return row.every((digit) => /^\p{Nd}$/u.test(digit)) && !/^\p{Nd}$/u.test(String.fromCodePoint(zero - 1));
});

/** Surnames that are rare, of two characters, or in no list of surnames at all. */
const rareSurnames =
  "牟 冼 麦 解 揭 练 占 苟 邸 郇 呼延 仇 鄢 郗 佴 妫 晁 逄 亓 昝 缑 佘 笪 缪 芈 赖 粟 揣 覃 禤 訾 撖 刁 瞿 蒯 郄 乜 闫 辜 蹇 麴 漆 藺 澹台 公冶 濮阳 东郭 钟离 宗政 赫连 阚 眭 逯 邝 岑 么 隗 琚 緱 戢 龑".split(
    " ",
  );
const givenNames =
  "雅 丽萍 晓东 建国 其中 红 小龙 明 海 和平 思远 梓萱 卫东 一鸣 国庆 铁柱 雨桐 若水 振华 德胜 伟 静怡 佩佩 长江".split(
    " ",
  );
const peopleNames =
  "阿依努尔 扎西多吉 买买提 古丽娜尔 巴特尔 艾尼瓦尔 格桑卓玛 其美多吉 阿不都热合曼 努尔哈赤汗 旦增罗布 乌日娜 斯琴高娃 吐尔逊 次仁顿珠 扎西·多吉 阿依古丽·艾山 买买提·艾力".split(
    " ",
  );

const messengers = ["微信", "V信", "v信", "薇信", "QQ", "扣扣", "抖音"];
const messengerTies = ["（〇）", "：〇", " 〇", "号是〇", "〇"];

/** Everything that is made up for one seed. */
export function hiddenForms(seed: number) {
  const next = random(seed);
  const below = (limit: number): number => Math.floor(next() * limit);
  const pick = <Value>(values: readonly Value[]): Value => values[below(values.length)] as Value;
  const digitsOf = (length: number): string => Array.from({ length }, () => below(10)).join("");
  const times = (count: number, make: () => Hidden): readonly Hidden[] => Array.from({ length: count }, make);
  const between = (frames: readonly string[], secret: string): Hidden => ({
    text: pick(frames).replace("〇", () => secret),
    secret,
  });

  const mobile = (): string => `1${3 + below(7)}${digitsOf(9)}`;
  const identity = (): string => {
    const body = `${pick(["110105", "320826", "330106", "510107"])}${1950 + below(60)}${String(1 + below(12)).padStart(2, "0")}${String(1 + below(28)).padStart(2, "0")}${digitsOf(3)}`;
    const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const sum = weights.reduce((total, weight, at) => total + weight * Number(body[at]), 0);
    return body + "10X98765432"[sum % 11];
  };
  const card = (): string => {
    const body = `62${digitsOf(pick([14, 16]))}`;
    const sum = [...body].reverse().reduce((total, digit, at) => {
      const doubled = Number(digit) * (at % 2 === 0 ? 2 : 1);
      return total + (doubled > 9 ? doubled - 9 : doubled);
    }, 0);
    return body + ((10 - (sum % 10)) % 10);
  };
  const cutAt = (number: string, lengths: readonly number[]): string[] => {
    const [first = 0, ...rest] = lengths;
    const part = number.slice(0, first || undefined);
    return part === number || lengths.length === 0 ? [number] : [part, ...cutAt(number.slice(first), rest)];
  };
  /** One sign once to three times, the same throughout. */
  const sign = (): string => pick(signs).repeat(1 + below(3));
  const scriptDigits = (number: string): string => {
    const zero = pick(zeros).codePointAt(0) ?? 0;
    return [...number]
      .map((one) => (/\d/.test(one) ? String.fromCodePoint(zero + Number(one)) : one))
      .join("");
  };
  const hide = (number: string, lengths: readonly number[]): string =>
    pick([
      () => cutAt(number, lengths).join(sign()),
      () => [...number].join(sign()),
      () => cutAt(number, lengths).join(pick(invisible)),
      () => [...number].join(pick(invisible)),
      () => scriptDigits(number),
      () => scriptDigits(cutAt(number, lengths).join(sign())),
      () => [...number].map((one) => (below(2) === 0 ? scriptDigits(one) : one)).join(""),
    ])();

  const name = (): string => pick(rareSurnames) + pick(givenNames);
  const mask = (): string => `${pick(["绝密", "机密", "秘密"])}${pick(["", "", "级"])}`;
  const term = (): string => pick(["1年", "5年", "10年", "三年", "长期", "6个月"]);
  const estate = (): string =>
    pick([
      "翠屏国际",
      "江南一品",
      "恒大绿洲",
      "龙湖天街",
      "书香门第",
      "金域蓝湾",
      "半山云邸",
      "水木清华",
      "和顺东方",
    ]) + pick(["城", "", "府", "里", "一号"]);

  return {
    numbers: (count: number) =>
      times(count, () =>
        pick([
          () =>
            between(
              ["打我〇", "请回〇谢谢", "电话：〇", "加〇联系"],
              hide(
                mobile(),
                pick([
                  [3, 4],
                  [3, 3],
                  [4, 4],
                ]),
              ),
            ),
          () =>
            between(
              ["打我〇", "请回〇谢谢"],
              pick(["0086", "+86", "86", "(86)"]) + sign() + hide(mobile(), [3, 4]),
            ),
          () => between(["身份证〇", "我是〇，请核对"], hide(identity(), [6, 8])),
          () => between(["卡号〇", "打到〇上"], hide(card(), [4, 4, 4, 4])),
        ])(),
      ),
    landlines: (count: number) =>
      times(count, () => {
        const area = pick(["025", "0517", "010", "0898", "021"]);
        const local = `${2 + below(7)}${digitsOf(area.length === 4 ? pick([6, 7]) : 7)}`;
        const parts = [local.slice(0, -4), local.slice(-4)];
        return pick([
          () => between(["打〇", "电话〇", "找〇问"], `${area}${sign()}${parts.join(sign())}`),
          () =>
            between(
              ["打〇", "电话〇", "找〇问"],
              `${pick(["(", "（", "["])}${area}${pick([")", "）", "]"])}${parts.join(pick(["", "-", " "]))}`,
            ),
          () => between(["请拨〇", "拨打〇", "致电〇", "办公电话：〇"], `${2 + below(7)}${digitsOf(7)}`),
          () =>
            between(
              ["电话〇", "联系方式：〇"],
              [...`${area}${local}`].map((one) => "零一二三四五六七八九"[Number(one)]).join(""),
            ),
          () =>
            between(
              ["护照〇", "护照号：〇"],
              `${pick(["E", "G", "EA"])}${sign()}${digitsOf(4)}${sign()}${digitsOf(4)}`,
            ),
          () =>
            between(
              ["打〇", "联系〇"],
              `+${pick(["852", "853", "1", "44", "65"])} ${digitsOf(4).replace(/^0/, "9")} ${digitsOf(4)}`,
            ),
        ])();
      }),
    plates: (count: number) =>
      times(count, () => {
        const head = [pick([..."苏皖沪京豫川粤鲁鄂黑"]), pick([..."ABCDEFGH"])];
        const tail = pick([digitsOf(5), `D${digitsOf(5)}`, `${pick([..."KLM"])}${digitsOf(4)}`]);
        const gap = (): string => pick([" ", "·", ".", "—", "-", "_", "  ", "\u2011", "\u3000", "．"]);
        return between(
          ["开着〇去的", "车牌〇停在门口", "他的车是〇"],
          pick([
            () => head.join(gap()) + gap() + tail,
            () => `${head.join("")}${gap()}${tail}`,
            () => `${head.join("")}${tail.slice(0, 2)}${gap()}${tail.slice(2)}`,
            () => `${head.join("")}${gap()}${[...tail].join(" ")}`,
            () => head.join("") + [...digitsOf(5)].map((one) => "零一二三四五六七八九"[Number(one)]).join(""),
            () => `${head.join("")}${digitsOf(4)}${pick([..."警学挂"])}`,
            () => inTraditional(head.join("")) + tail,
          ])(),
        );
      }),
    addresses: (count: number) =>
      times(count, () => {
        const [house, entrance, flat] = [1 + below(30), 1 + below(4), 101 + below(2_000)];
        const blank = pick(["", "", " "]);
        return between(
          ["我住〇", "东西送到〇", "地址：〇", "他家在〇，离单位不远"],
          pick([
            () =>
              `${estate()}${house}${pick(["栋", "幢", "号楼", "座"])}${entrance}单元${flat}${pick(["室", "", "号", "户"])}`,
            () => `${estate()}${pick(["二", "三", "2"])}期${house}${pick(["栋", "幢", "号楼"])}${flat}室`,
            () => `${estate()}${house}-${entrance}-${flat}室`,
            () => `中山北路${blank}${house}${blank}号${blank}${entrance}${blank}幢${blank}${flat}${blank}室`,
            () => `${pick(["解放路", "青年大街", "槐树巷"])}${house}-${entrance}号`,
            () => `${estate()}${house}号楼${flat}`,
          ])(),
        );
      }),
    accounts: (count: number) =>
      times(count, () => {
        const user = `${pick(["zhangsan", "lisi", "wang"])}${digitsOf(4)}`;
        const blank = pick([" ", "  ", "\u3000", ""]);
        return pick([
          () =>
            between(
              ["写信到〇", "邮箱〇"],
              `${user}${blank}${pick(["@", "＠", "﹫"])}${blank}163${blank}.${blank}com`,
            ),
          () =>
            between(
              ["写信到〇", "邮箱〇"],
              `${user} ${pick(["AT", "at", "At"])} 163 ${pick(["DOT", "dot"])} com`,
            ),
          () => between(["写信到〇"], `${user}${pick(["@", "艾特", "(at)"])}163${pick(["点", "."])}com`),
          () =>
            between(
              messengers.flatMap((name) => messengerTies.map((tie) => name + tie)),
              user,
            ),
          () => between(["扣扣〇", "QQ：〇", "ＱＱ〇"], scriptDigits(`1${digitsOf(8)}`)),
        ])();
      }),
    names: (count: number) =>
      times(count, () =>
        pick([
          () =>
            between(
              [
                "举报人〇反映工程没有招标",
                "线人〇说可以",
                "检举者系〇",
                "姓名：〇",
                "我叫〇，在镇里工作",
                "证人〇",
                "投诉人〇多次上访",
                "联系人是〇。",
                "信访人“〇”要求答复",
                "举报者：〇；单位：某镇",
                "经办人〇在会上说明了情况",
              ],
              pick([name, name, () => pick(peopleNames), () => inTraditional(name())])(),
            ),
          () => between(["〇局长让我签字", "向〇书记汇报过", "请〇同志签收"], name()),
          () => between(["举报人 〇", "姓名： 〇"], [...name()].join(" ")),
          () => between(["举报人〇反映", "证人：〇"], pick(["Feng Ya", "Zhang Xiaoming", "Mu Qizhong"])),
        ])(),
      ),
    /** Every one in traditional characters from end to end. */
    traditionalStories: (count: number) =>
      times(count, () => {
        const who =
          pick([..."冯张刘陈杨赵孙马罗郑谢韩邓萧叶苏吕钟谭陆贾邹龙万钱严庞齐兰吴许卢"]) +
          pick(["雅", "建国", "晓东", "丽萍"]);
        const frame = pick([
          "举报人〇反映工程没有招标",
          "姓名：〇",
          "〇局长让我签字",
          "证人〇可以作证",
          "〇书记说过",
          "我叫〇，在镇里工作",
        ]);
        return { text: inTraditional(frame.replace("〇", who)), secret: inTraditional(who) };
      }),
    marks: (count: number): readonly string[] =>
      Array.from({ length: count }, () => {
        const level = mask();
        const spaced =
          [...level.slice(0, 2)].join(pick(["", "", " ", "\u3000", "  ", pick(invisible)])) + level.slice(2);
        const body = pick(["关于某事项的报告", "会议纪要第3期", "某市考察方案", "各市州党委，现通报如下"]);
        const [openBracket, closeBracket] = pick(
          ["【】", "〖〗", "〔〕", "（）", "[]", "［］", "﹝﹞", "{}"].map((pair) => [...pair]),
        );
        const written = pick([
          () =>
            `${spaced}${pick(["", " "])}${pick([..."★☆⭐✩✪✭✮✯✰✵✶✸✹❋＊*✱﹡⋆※"])}${pick(["", " "])}${term()}\n${body}`,
          () =>
            `${pick(["密级", "密　级", "保密级别", "定密", "密 级", "秘密等级", "定密级别"])}${pick(["：", ":", " ： ", "★", "为", "=", "︰"])}${spaced}\n${body}`,
          () =>
            `${openBracket}${spaced}${pick(["", `·${term()}`, `★${term()}`, ` ${term()}`])}${closeBracket}${body}`,
          () =>
            `${spaced}${pick(["（〇）", "·〇", " · 〇", "—〇", "-〇", "／〇", "【〇】", " 〇"]).replace("〇", term())}\n${body}`,
          () => `${pick(["特急", "加急", "平急", "特提"])}${pick([" ", "　", "\n"])}${spaced}\n${body}`,
          () => `${spaced}：${body}`,
          () =>
            `${pick(["以下", "本件", "下列内容", "附件"])}${pick(["属于", "属", "系"])}${pick(["国家秘密", "机密", "工作秘密"])}，${pick(["内容如下", "请勿外传", "全文如下"])}：${body}`,
          () => `${openBracket}工作秘密${closeBracket}${body}`,
          () => `${body}\n${spaced}\n正文`,
        ])();
        return below(2) === 0 ? inTraditional(written) : written;
      }),
  };
}
