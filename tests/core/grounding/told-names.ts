/**
 * Sentences in which people tell who decided, objected, signed, was asked or paid, and made-up names to stand in them. The
 * recogniser is tuned on the one half of the frames alone; the other half was written before it and only counted.
 */

/** Where the name goes. */
const place = "〇";

export const heldOutFrames: readonly string[] = [
  "开班子会的时候〇一直没有说话，最后才举手",
  "这个方案最早是〇提的，大家都觉得可行",
  "当时〇坚决不同意，说风险太大",
  "付款单上有〇的签名",
  "我把情况跟〇说了，他让我先等等",
  "后来〇打电话叫我赶紧把钱付了",
  "验收那天只有〇一个人到场",
  "合同章由〇保管，我没有用过",
  "那笔钱先转给了〇，再由他付给施工队",
  "事前我专门找过〇商量",
  "主要领导外出，工作暂时由〇主持",
  "会后〇找我谈话，要我把纪要改一改",
  "因为这件事〇被诫勉谈话，我被通报批评",
  "项目是〇引进来的，手续一直没有办全",
  "〇拍板之后我们才动工",
  "现场是〇带队去看的，我没有去",
  "会议记录写着〇持保留意见",
  "材料报上去以后〇没有批",
  "我只是按〇的要求去办",
  "采购的价格是〇和供应商谈下来的",
  "听〇讲，县里已经同意了",
  "巡察组来的时候，〇已经调走了",
  "他们绕过我，直接向〇请示",
  "审计发现，钱打进了〇的个人账户",
];

export const tunedFrames: readonly string[] = [
  "会议上〇明确反对这样做",
  "党组会上〇投了反对票",
  "发票是〇经手的",
  "我请示过〇，他说可以先干",
  "〇受了警告处分",
  "钱打到了〇的账户上",
  "这件事是〇拍板定的，我只负责执行",
  "签字的是〇，不是我",
  "我告诉〇手续还没有办",
  "集体研究时〇表态支持",
  "招标前〇打过招呼",
  "分管这项工作的是〇",
  "〇汇报说已经补办了手续",
  "我和〇一起去的现场",
  "资金由〇审批，我没有签字",
  "〇让我先垫付工程款",
  "在集体决策中〇提出了不同意见",
  "被举报后〇主动退还了礼金",
  "我向〇作了口头汇报",
  "单子上有我和〇两个人签的字",
  "是不是应该由〇承担责任",
  "〇负责现场，我负责资料",
  "当天〇不在，会是我主持的",
  "设备是从〇那里买的",
];

/** Common and rare surnames, single and compound, given names of one and two characters, and names of several peoples. */
export const toldNames: readonly string[] = [
  "李建国",
  "王芳",
  "张志强",
  "刘伟",
  "陈晓东",
  "杨秀兰",
  "赵敏",
  "黄文华",
  "周海燕",
  "吴涛",
  "徐立新",
  "孙丽",
  "马小红",
  "朱德胜",
  "胡爱民",
  "郭磊",
  "何春花",
  "高俊杰",
  "林静",
  "罗永生",
  "郑思远",
  "梁子涵",
  "谢娟",
  "宋卫东",
  "唐一鸣",
  "许若水",
  "冯凯",
  "邓望舒",
  "曹雨桐",
  "彭天佑",
  "曾庆元",
  "万长江",
  "方志明",
  "安大山",
  "程新民",
  "党小军",
  "严佩佩",
  "成国庆",
  "时光辉",
  "逄振华",
  "亓学军",
  "昝玉梅",
  "仝海波",
  "缪斌",
  "翟凤英",
  "欧阳明",
  "欧阳建华",
  "上官云霞",
  "司马文",
  "诸葛长青",
  "阿依古丽·买买提",
  "买买提·艾力",
  "扎西·顿珠",
];

export interface ToldName {
  readonly text: string;
  readonly name: string;
}

/** Every frame with every name. */
export const toldSentences = (frames: readonly string[]): readonly ToldName[] =>
  frames.flatMap((frame) => toldNames.map((name) => ({ text: frame.replace(place, name), name })));
