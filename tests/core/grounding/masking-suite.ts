/** Texts with made-up personal data: the same 500 for the same seed. None of it belongs to anybody. */

/** Uniform numbers of [0, 1) from a seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A text and what must not be left of it. */
export interface SuiteText {
  readonly text: string;
  readonly structured: readonly string[];
  readonly names: readonly string[];
}

const surnames = [
  ..."王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔向汤",
  "欧阳",
  "上官",
  "司马",
];
const givenNames =
  "建国 志强 秀英 伟 芳 娜 敏 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 秀兰 霞 平 刚 桂英 玉兰 文华 海燕 晓东 晓明 小红 国庆 立新 永生 思远 子涵 浩然 梓萱 一鸣 欣怡 雨桐 家豪 俊杰 天佑 德胜 长江 卫东 援朝 跃进 爱民 新民 振华 玉梅 春花 三丰 二牛 铁柱 来福 守信 怀仁 继红 学军 红星 东升 大伟 大山 少华 世杰 广平 凯 鑫 斌 波 辉 静 莉 飞 鹏 宇 翔 琳 雪 倩 颖 佩佩 丹丹 圆圆 乐乐 望舒 若水 知行 云帆 景行".split(
    " ",
  );

const spokenDigits = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
const formalDigits = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];

/** @param seed the same texts for the same one */
export function maskingSuite(seed: number, count: number): readonly SuiteText[] {
  const next = random(seed);
  const below = (limit: number): number => Math.floor(next() * limit);
  const pick = <Value>(values: readonly Value[]): Value => values[below(values.length)] as Value;
  const digitsOf = (length: number): string => Array.from({ length }, () => below(10)).join("");

  const name = (): string => pick(surnames) + pick(givenNames);

  const identity = (): string => {
    const body = `${pick(["110105", "410102", "330106", "510107", "620102"])}${1950 + below(60)}${String(1 + below(12)).padStart(2, "0")}${String(1 + below(28)).padStart(2, "0")}${digitsOf(3)}`;
    const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const sum = weights.reduce((total, weight, at) => total + weight * Number(body[at]), 0);
    return body + "10X98765432"[sum % 11];
  };
  const bankCard = (): string => {
    const body = `62${digitsOf(pick([13, 16]))}`;
    let sum = 0;
    for (let at = 0; at < body.length; at++) {
      const doubled = Number(body[body.length - 1 - at]) * (at % 2 === 0 ? 2 : 1);
      sum += doubled > 9 ? doubled - 9 : doubled;
    }
    return body + ((10 - (sum % 10)) % 10);
  };
  const mobile = (): string => `1${3 + below(7)}${digitsOf(9)}`;

  /** As people write numbers. */
  const written = (number: string): string =>
    pick([
      (plain: string) => plain,
      (plain: string) => plain.replace(/(.{4})(?=.)/g, "$1 "),
      (plain: string) => plain.replace(/(.{3})(?=.{4})/, "$1-"),
      (plain: string) =>
        [...plain].map((one) => (/\d/.test(one) ? String.fromCodePoint(0xff10 + Number(one)) : one)).join(""),
      (plain: string) => [...plain].map((one) => spokenDigits[Number(one)] ?? one).join(""),
      (plain: string) => [...plain].map((one) => formalDigits[Number(one)] ?? one).join(""),
      (plain: string) => [...plain].join(" "),
      (plain: string) => [...plain].join("\u200b"),
    ])(number);

  const place = (): string => {
    const region = pick(["河南省郑州市金水区", "杭州市西湖区", "兰州市城关区", "柳河县杨树镇", "永安县", ""]);
    return pick([
      () => `${region}${pick(["花园路", "建设东路", "解放大街", "人民大道", "槐树巷"])}${1 + below(300)}号`,
      () =>
        `${region}${pick(["花园路", "建设东路"])}${1 + below(300)}号院${1 + below(20)}号楼${1 + below(4)}单元${100 + below(900)}室`,
      () =>
        `${region}${pick(["阳光花园", "幸福小区", "锦绣家园", "翠湖公寓"])}${1 + below(30)}${pick(["栋", "幢", "号楼"])}${100 + below(2_000)}室`,
      () =>
        `${region}${pick(["柳河村", "石桥村", "大王庄村"])}${pick(["三组", "5组", "二社", "第四村民小组", "三组18号"])}`,
    ])();
  };
  const plate = (): string =>
    `${pick([..."豫京沪浙甘川"])}${pick([..."ABCDE"])}${pick(["", "·", " "])}${pick([`${digitsOf(5)}`, `D${digitsOf(5)}`, `${pick([..."KLM"])}${digitsOf(4)}`])}`;
  const mail = (): string =>
    `${pick(["zhang.san", "li_4", "wangwu88", "zhao-liu"])}${pick(["@", "＠"])}${pick(["example.com", "mail.example.cn", "qq.example"])}`;

  const structured: readonly (() => readonly [text: string, secret: string])[] = [
    () =>
      ((number) => [pick([`身份证${number}`, `证件号码是${number}，请核对`, `我是${number}`]), number])(
        written(identity()),
      ),
    () =>
      ((number) => [pick([`打到${number}这张卡上`, `银行卡号：${number}`, `账户为${number}`]), number])(
        written(bankCard()),
      ),
    () =>
      ((number) => [pick([`电话${number}`, `请回${number}`, `手机号码：${number}`]), number])(
        written(mobile()),
      ),
    () =>
      ((number) => [`座机${number}没人接`, number])(
        `0${pick(["371", "571", "931"])}-${2 + below(7)}${digitsOf(7)}`,
      ),
    () =>
      ((address) => [pick([`家住${address}`, `住址：${address}`, `东西送到${address}`]), address])(place()),
    () => ((number) => [pick([`开着${number}去的`, `车牌号${number}`]), number])(plate()),
    () => ((address) => [`写信到${address}`, address])(mail()),
    () => ((number) => [`护照号${number}`, number])(`${pick(["E", "G", "EA"])}${digitsOf(8)}`),
    () => ((number) => [`微信号：${number}`, number])(`${pick(["wx", "ren", "zs_"])}${digitsOf(6)}`),
    () => ((number) => [`警号${number}`, number])(digitsOf(6)),
  ];

  const named: readonly ((name: string) => string)[] = [
    (who) => `举报人${who}反映工程没有招标`,
    (who) => `我叫${who}，在镇里工作`,
    (who) => `姓名：${who}`,
    (who) => `证人是${who}。`,
    (who) => `是${who}局长定的`,
    (who) => `请示了${who}副县长`,
    (who) => `${who}同志提出不同意见`,
    (who) => `由经办人${who}签字`,
    (who) => `知情人${who}可以作证`,
    (who) => `当事人${who}已经退款`,
    (who) => `联系人：${who}，随时可以问`,
    (who) => `中标的老板${who}是熟人介绍的`,
    (who) => `会上${who}主任没有表态`,
    (who) => `${who}书记让先干起来`,
    (who) => `采购的事找${who}科长办的`,
    (who) => `举报我的人是${who}`,
    (who) => `合同由出纳${who}送来`,
  ];
  const titled: readonly ((surname: string) => string)[] = [
    (who) => `${who}局长同意了`,
    (who) => `向${who}书记汇报过`,
    (who) => `${who}副镇长在场`,
  ];

  const one = (): SuiteText => {
    const secrets: string[] = [];
    const names: string[] = [];
    const parts = Array.from({ length: 1 + below(3) }, () => {
      const kind = below(10);
      if (kind < 5) {
        const [text, secret] = pick(structured)();
        secrets.push(secret);
        return text;
      }
      if (kind < 9) {
        const who = name();
        names.push(who);
        return pick(named)(who);
      }
      const who = pick(surnames.slice(0, 60));
      const text = pick(titled)(who);
      names.push(text.replace(/^向/, "").slice(0, who.length + 1));
      return text;
    });
    const around = pick(["", "2024年汛期，", "项目资金三百万元，", "按照会议纪要第5号，"]);
    const text = around + parts.join(pick(["，", "。", "；", "\n"]));
    return { text, structured: secrets, names };
  };

  return Array.from({ length: count }, one);
}
