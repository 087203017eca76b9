/**
 * Learning made a duty in words of an editor's own: check-ins, rankings, counts of hours, something that befalls whoever stays
 * away. Words cannot hold all of it: whoever approves a campaign reads it for the rest.
 */

/** What an editor is told of such a text. */
export const compulsionRule =
  "taking part is free, and the rule of 2026 (国办函〔2026〕12号) wants nobody made to sign in (打卡), no rankings (排名), no counts of " +
  "time (时长) and no learning as a ground for appraisal (考核) or criticism (通报)";

const learning = "(?:学习|答题|做题|打卡|签到|培训|参学|订阅|推送|活动|测试|测验|竞赛|投票|问卷|线上课|课程)";
const consequence =
  "(?:通报|点名|曝光|约谈|扣分|扣减|扣罚|扣发|取消资格|一票否决|追责|问责|处分|处罚|批评|检讨|考核|评优|评先|绩效|晋升)";
const countedAs = "(?:打卡|签到|排名|排行|排位|名次|积分|评比|得分|达标|参学率|参与率|完成率|学习率)";

/** What is said not to be done, up to the end of the clause; 不参加 and 没有完成 are what somebody fails to do. */
const denied = new RegExp(
  [
    `(?:不(?:会|作|予|计入|纳入|影响|作为|列入|用于|与|和|同)?|绝不|并不|不再)(?:任何)?${consequence}`,
    `(?:不(?:搞|设|计|做|作|用|必|会|看|要求|需要?|统计|进行|强制|得|按|以|是)|没有|并无|无需|无须|取消|禁止|严禁|防止|反对|整治|杜绝)[^，。；！？]{0,12}?(?:${countedAs}|时长|天数|次数)(?:、(?:${countedAs}|时长|天数|次数|考核))*`,
  ].join("|"),
  "gu",
);

/** Told as what is not to be: 搞学习打卡、积分排名，是形式主义. */
const rebuked = new RegExp(
  `[^。！？]*(?:${countedAs}|时长)[^。！？]*(?:形式主义|不允许|要不得|一律停止|清理|整改)[^。！？]*`,
  "gu",
);

const absent = `(?:不|未|没有?|拒不|逾期不|缺席?)(?:按时|及时|按要求|按期|如期)?(?:参加|参与|完成|开展|进行|落实|接受)?(?:了|过)?[^，。；！？]{0,8}?${learning}`;

const compulsion = new RegExp(
  [
    // Whoever stays away has something to fear.
    `${absent}[^。！？]*${consequence}`,
    // It is a duty.
    `(?:必须|务必|须(?!知)|强制|硬性|一律|限期|不得不)[^，。；！？]{0,10}(?:参加|参与|完成|学完|答完|读完|做完|订阅|接受)[^，。；！？]{0,8}${learning}`,
    `(?:必须|务必|强制|硬性|一律|限期)[^，。；！？]{0,6}(?:订阅|打卡|签到|答题|做题|参学|投票|学完|答完)`,
    `(?:全员|全体|人人|每人|每个人|个个)[^，。；！？]{0,6}(?:必须|务必|须|都要|均要|应当?)[^，。；！？]{0,10}(?:参加|参与|完成|订阅|${learning})`,
    `${learning}[^，。；！？]{0,8}(?:不得(?:缺席|请假|缺课)|一个都不能少|全覆盖)`,
    // It is counted, person by person or unit by unit.
    "打卡",
    `${learning}[^。！？]{0,16}(?:排名|排行|名次|积分|评比|达标|参学率|参与率|完成率)`,
    `(?:排名|排行榜|积分榜|光荣榜|红黑榜)[^。！？]{0,10}${learning}`,
    `${learning}(?:了|满|够)?[^，。；！？]{0,4}(?:时长|天数|次数|几天|几次|多少天|多少次|多少小时|[0-9一二三四五六七八九十百]+(?:个)?(?:小时|学时|天以上|次以上))`,
    `${learning}[^。！？]{0,20}(?:计入|纳入|记入|列入|挂钩)[^，。；！？]{0,10}(?:${consequence}|档案|述职|台账)`,
    `${learning}[^。！？]{0,12}(?:与|同|和)[^，。；！？]{0,6}${consequence}[^，。；！？]{0,4}挂钩`,
  ].join("|"),
  "u",
);

/** Tells whether a text makes learning a duty, counts it, or announces what befalls whoever does not take part. */
export function isCompulsion(text: string): boolean {
  // What is quoted from a source is held word for word against it elsewhere.
  const own = text.replace(/「[^」]*」/gu, "").replace(/《[^》]*》/gu, "");
  return compulsion.test(own.replace(rebuked, "").replace(denied, ""));
}
