/**
 * Scope (范围): whether a question speaks of this field at all, told by the field's own words and by what it shares with
 * other trades (容错 and 纠错 are terms of computing too).
 */
import type { KnowledgeBase } from "../law/types.ts";

/** Words of computing, printing and machines that make 容错 or 纠错 a technical term. */
const technical =
  /raid|rdd|spark|hadoop|ldpc|熔断|重试|双机|热备|主备|拜占庭|区块链|共识算法|写作软件|文本|磁盘|硬盘|服务器|集群|分布式|二维码|条形码|纠删|编码|译码|解码|海明|汉明|里德|crc|ecc|内存|芯片|cpu|gpu|算法|代码|编程|程序员|软件|系统架构|微服务|数据库|redis|kafka|kubernetes|k8s|java|python|网络|协议|信道|信号|通信|光盘|量子|输入法|拼写|错别字|语法|拼音|语音识别|ocr|翻译|飞控|飞机|卫星|电路|传感器|plc|机器学习|模型训练|神经网络|大模型|英语|作文|试卷|答题卡|打印机|键盘|ai|chatgpt|容错率|机床|数控|冗余/i;

/** Words that make it a question about cadres after all. */
const field =
  /干部|党员|问责|追责|处分|免责|纪委|监委|纪检|组织部|违纪|违规|违法|公职|领导|单位|政策|改革|试点|三个区分|担当|履职|追究|容错纠错(?:机制|办法|制度)|乡镇|国企|事业单位|公务员/;

/** Tells whether 容错 or 纠错 is meant in another trade's sense. */
export const isTechnicalHomonym = (question: string): boolean =>
  /容错|纠错|冗余|纠删/.test(question) && technical.test(question) && !field.test(question);

/** The field's own terms, as the knowledge base words them. */
export interface Vocabulary {
  /** Distinct terms of the field that occur in a normalised text, longest first at each place. */
  termsIn(text: string): string[];
}

/** Words of the field that say too little by themselves. */
const vague = new Set([
  "领导",
  "工作",
  "程序",
  "时间",
  "材料",
  "问题",
  "情况",
  "规定",
  "单位",
  "处理",
  "办理",
  "申请",
  "决定",
  "报告",
  "影响",
  "群众",
  "企业",
  "项目",
  "资金",
  "学校",
  "农村",
  "医院",
  "教师",
  "合同",
  "手续",
  "记录",
  "证据",
  "会议",
  "责任",
  "后果",
  "损失",
  "批准",
  "审批",
  "通知",
  "期限",
  "时限",
  "条件",
  "范围",
  "原则",
  "目的",
  "依据",
  "标准",
  "流程",
  "天气",
  "疫情",
  "暴雨",
  "工资",
  "奖金",
  "考核",
  "调整",
]);

/** Modal and question words that an editor may list as keywords. */
const modal = /^(?:可以|应当|应该|必须|不得|一般|怎么|如何|什么|多久|多长|几[年个天]|哪)/;

/** Titles, aliases, keywords and synonyms of a knowledge base, as its editors wrote them. */
export function* termsOf(base: KnowledgeBase): Generator<string> {
  for (const { title, aliases, provisions } of base.documents) {
    yield* [title, ...aliases];
    for (const { keywords } of provisions) yield* keywords;
  }
  for (const { term, words } of base.synonyms) yield* [term, ...words];
  for (const { keywords } of base.curated) yield* keywords;
}

/**
 * The field's words: titles and aliases, synonyms and keywords of the knowledge base, of two characters or more.
 *
 * @param normalise as the index normalises
 */
export function createVocabulary(base: KnowledgeBase, normalise: (text: string) => string): Vocabulary {
  const words = new Set<string>();
  const add = (text: string): void => {
    const word = normalise(text).replace(/[《》\s]/g, "");
    if (word.length >= 2 && word.length <= 24 && !vague.has(word) && !modal.test(word)) words.add(word);
  };
  for (const term of termsOf(base)) add(term);
  const byFirst = Map.groupBy(
    [...words].sort((left, right) => right.length - left.length),
    (word) => word.slice(0, 2),
  );
  return {
    termsIn(text) {
      const found = new Set<string>();
      for (let at = 0; at + 1 < text.length; ) {
        const word = byFirst.get(text.slice(at, at + 2))?.find((candidate) => text.startsWith(candidate, at));
        if (word !== undefined) found.add(word);
        at += word?.length ?? 1;
      }
      return [...found];
    },
  };
}

/** Who holds an office, or a unit that may be rung up: with a question word after it, a fact of the world. */
const office =
  "(?:书记|主任|部长|局长|县长|市长|省长|镇长|主席|负责人|召集人|联系人|组长|处长|科长|领导|班子成员|经办人|分管领导|窗口|办公室|纪委|监委|组织部|巡察办|信访局|信访室|认定机构)";

/** Places and times that a count is asked for. */
const scopeOfCount =
  "(?:全国|全省|全市|全县|各省|各地|我们?[省市县区]|本[省市县区]|我市|我省|我县|咱们?[省市县]|[省市县]里|去年|今年|前年|每年|历年|近[一二三四五六七八九十几两0-9]+年|上半年|下半年|[一二三四]季度|本月|上个?月|这个月|目前|迄今|至今|现在|一共|总共|累计|20[0-9]{2}年|受处分的|干部里)";

const worldFact = new RegExp(
  [
    // Whether a named person was dealt with: no text of law says, and nobody is looked up here.
    "查(?:一下|一查|询|查)?[^，。？]{0,36}(?:有没有|是否|是不是)(?:被|受过?)?(?:处分|立案|举报|问责|调查|留置)",
    // ways to reach somebody
    "电话(?:是)?(?:多少|号码|几号)|联系(?:方式|电话|人是)|怎么联系|如何联系|(?:办公|具体|详细|通讯|邮寄)?地址(?:在|是|$)|的(?:办公)?地址|邮箱(?:是)?(?:多少|什么|地址)|微信号|传真号|举报电话|热线(?:是)?多少|在哪(?:条|一条)?(?:路|街|栋|座|楼|个窗口|里办公|儿办公|办公)|几点(?:上班|下班|开门)|上班时间|哪个窗口",
    // names
    `${office}[^，。？！]{0,4}(?:是谁|叫(?:什么|啥)|姓(?:什么|啥)|名字)|(?:现任|谁是)[^，。？！]{0,10}${office}|召集人是谁|负责人(?:是谁|叫什么)`,
    // lists and rankings
    "名单|排名|排个名|排行|榜单|(?:哪个|哪些)(?:省|市|县|区|地方|单位|地区)[^，。？！]{0,14}(?:最多|最少|最高|最低|最早|没(?:有)?出|被点名|出了事)",
    // counts and shares
    `${scopeOfCount}[^，。？！]{0,20}(?:多少(?:个)?(?:名|人|起|件|个|例|位|次|家|干部|党员|案件)?|几(?:名|起|件|例|个|人|家|次)|总数|总量|人数)`,
    "有(?:多少|几)(?:名|人|起|件|个|例|位|家)?(?:干部|党员|公职人员|领导|人|案件|案子|单位|地市|县|省)?[^，。？！]{0,12}(?:被|受|获|因|落马|出台|实行)|(?:被|受|获)(?:容错|问责|处分|澄清)[^，。？！]{0,8}(?:有多少|多少|几)(?:人|名|起|件|个|例)",
    "(?:公职人员|干部|党员|案件|典型|地市|省份|市县|单位)(?:的)?(?:总数|数量|人数)|(?:人数|数量|总数)(?:是)?(?:多少|统计)|人数统计|(?:统计|具体)(?:数字|数据)(?!的?行为|造假)(?:是|有|呢|吗|？|$)|(?:变化|发展)?趋势(?:数据|图)|百分之几|(?:成功率|通过率|比例|占比|概率|[^，。？！]率)(?:是|有|大概)?(?:多少|多高|多大|有多高|有多大)|平均(?:的)?(?:办理|用时|时间|天数|时长|金额)[^，。？！]{0,8}(?:多少|多久|几)?|典型有几",
    // news
    "(?:最近|近期|昨天|今天|刚刚|本周|这个?月|上个?月|最新)[^，。？！]{0,14}(?:落马|被查|通报(?:了|的?(?:是|有|什么))|发了什么|点名|新闻|谁被|什么案)|谁(?:又)?(?:落马|被查|被抓|被双开)|(?:新闻|头条)(?:有|是)什么",
  ].join("|"),
);

/** Tells whether the question asks for figures, names of persons in charge, ways to reach them or news: no text of law answers that. */
export const asksWorldFact = (question: string): boolean => worldFact.test(question.normalize("NFKC"));

/** Everyday life, study, other professions and other branches of law: nothing here speaks of them. */
const everyday =
  /天气|下雨|气温|高铁|火车|动车|航班|地铁|公交车|坐车|星期几|红烧|好吃|菜谱|做菜|电视剧|电影|小说|旅游|景点|机票|酒店|手机充|感冒|发烧|吃什么药|高血压|糖尿病|心肌|急救|疫苗|减肥|房贷|利率|股票|股市|大盘|抄底|基金涨|彩票|离婚|抚养权|遗产|继承|彩礼|借条|租房|押金|装修|物业|交通事故|理赔|保险公司|醉驾|工伤|劳动合同|辞退|试用期|个税|所得税|增值税|公积金|社保|医保|退休金|养老金|户口|户籍|护照|驾照|签证|高考|中考|考研|国考|省考|行测|申论|公务员面试|教师资格|四六级|补习|数学|方程|英语|翻译|写(?:一)?(?:首|篇)诗|写首|入党申请书|年终总结|讲话稿|起草[^，。？！]{0,12}讲话|主持词|ppt|python|java|excel|word文档|windows|蓝屏|重装|打印机|代码|编程|排序|微信怎么|养猫|养狗|多肉|玉米|肥料|农药怎么配|混凝土|世界杯|足球|篮球|王者荣耀|游戏|三国|红楼|地球|月亮|宇宙|起(?:个|一个)?(?:公司)?名字/i;

/** Tells whether the question is of everyday life or another trade, with no word of this field in it. */
export const isEverydayTopic = (question: string): boolean =>
  everyday.test(question) &&
  !/问责|追责|处分|免责|容错|纠错|纪委|监委|纪检|违纪|违规|三个区分|担当|履职|责任|党纪|政务|政策|干部|审批/.test(
    question,
  );

/**
 * Neighbouring fields that nothing here speaks of: pay and leave, recruitment and careers, joining the Party and elections,
 * personnel files, crimes and their punishment, purchasing thresholds, the make-up of organs.
 */
const neighbouring = new RegExp(
  [
    "职级(?:并行|晋升|套转)|晋升?[^，。？！]{0,4}(?:调研员|主任科员|巡视员)|几年(?:能|可以|才能)?(?:晋|转正)|(?:正|副)?(?:处|科|厅|部)级(?:还是|吗|干部工资)|(?:什么|啥|哪个|几)级别(?:的)?(?:干部|单位|待遇)?[？?吗呢]*$|行政级别",
    "年休假|公休假|探亲假|婚假|产假|丧假|病假工资|调休|加班工资|工资(?:套改|标准|多少|怎么算|什么时候)|薪级|车补|交通补贴|(?:乡镇|基层)[^，。？！]{0,4}(?:补贴|津贴)[^，。？！]{0,8}(?:多少|标准|几)|绩效(?:工资|奖金?)?[^，。？！]{0,8}(?:多少|比例|怎么算)|住房(?:补贴|标准)|(?:补助|补贴|奖金|工资|津贴|待遇)(?:有|是|能拿|能发|一年|一个?月)?多少(?:钱)?|(?:一年|一个?月|能拿|能发)多少(?:钱|补助|补贴|奖金|工资)|多少平(?:米|方)?|养老(?:金|保险)|职业年金",
    "体检(?:标准|不合格|超标|复检)|录用体检|公务员(?:录用|考试|招考|笔试|面试|遴选|转任|登记)|遴选|选调生|三支一扶|事业编(?:制)?(?:考|转|怎么)|服务年限|试用期|炒股|怎么考(?=$|[？?。])|等级(?:怎么|如何)晋升|几年晋升|借调(?:最长|一般)?[^，。？！]{0,4}(?:多久|几年|多长)|挂职(?:锻炼)?[^，。？！]{0,6}(?:多久|几年|算|多长)|返聘|在编不在岗|编制(?:有)?(?:多少|怎么|核定)|任命程序|怎么任命|如何任命",
    "入党(?:申请|程序|流程|介绍人|志愿|要|需要|条件|怎么)|入党申请书|预备党员|转正申请|发展党员|党费|组织关系(?:转|接|怎么)|民主生活会(?:怎么|多久|材料)",
    "换届|选举|党代表|人大代表(?:怎么|如何)|思想汇报|退休年龄|多少票|三龄两历|三龄二历|干部档案[^，。？！]{0,8}(?:认定|涂|缺|审核)",
    "[受行贪]贿?[贿污]?罪[^，。？！]{0,12}(?:判|量刑|标准|几年|多少)|(?:玩忽职守|滥用职权|徇私舞弊|挪用公款|渎职)罪?[^，。？！]{0,10}(?:判|量刑|坐牢|几年)|量刑|刑法|判(?:处)?(?:几|多少)年|刑期|缓刑",
    "(?:招标|采购)[^，。？！]{0,8}(?:限额|门槛|多少万|数额标准)|限额标准|巡[视察]组?[^，。？！]{0,10}(?:待|进驻)[^，。？！]{0,6}(?:多久|多长|几个?月|几天)|宅基地|低保(?:申请|条件|标准)|退役|军转|转业|军队|军人|工会(?:同意|批准)|经过工会|劳动(?:仲裁|争议)",
  ].join("|"),
);

/** Tells whether the question is of a neighbouring field, with no word in it that brings it back to this one. */
export const isNeighbouringTopic = (question: string): boolean =>
  neighbouring.test(question) &&
  !/问责|追责|处分|免责|容错|纠错|违纪|违规|诫勉|警告|记过|免职|撤职|举报|诬告|澄清|申诉|追究|三个区分|影响期|津贴补贴/.test(
    question,
  );

/** Details that no text which could be read sets: shares, weights, quorums, fees, forms, amounts, limitation, signatures, sites. */
const unsetDetail =
  /各?占(?:多少|几)(?:分|成)?|多少分|(?:分值|权重|分数线|及格线)|收费(?:吗|不|标准)|交多少钱|(?:一式)?几份|什么纸|(?:统一|固定)(?:的)?(?:格式|模板|样表|表格)|过半数|三分之二|(?:几|多少)个?人(?:参加|到会|签字|出席)|法定人数|(?:绩效|奖金|补助)[^，。？！]{0,8}(?:发|扣|减|给)?(?:多少|几成|什么比例|按什么)|(?:扣|发|罚|补|减)(?:多少|几成|百分之)|(?:工资|奖金|绩效|补贴)[^，。？！]{0,8}(?:扣不扣|发不发|照发|还发|停发|扣吗)|追溯(?:期|时效)|(?:谁|哪一?[个级位][^，。？！]{0,6})(?:签字|盖章|签批)[^，。？！]{0,6}(?:生效|有效|算数)|网址|(?:系统|平台)[^，。？！]{0,6}(?:登录|入口|账号|地址)/;

/** Tells whether the question asks for a figure or a form of tolerance itself that no text sets. */
export const asksUnsetDetail = (question: string): boolean =>
  /容错|六看|减责|免责认定/.test(question) && unsetDetail.test(question);

/** What a sanction means for the careers of others than the one sanctioned: no text held speaks of it. */
const kin =
  /(?:孩子|子女|儿子|女儿|闺女|爱人|配偶|家属|家里人|家人|亲属)[^。？！]{0,16}(?:政审|政治审查|参军|当兵|考军校|军校|警校|考公|当公务员|公务员(?:考试|录用)|上学|入党|入伍)|(?<!廉)政审/;

/** Tells whether the question asks what a sanction means for the family's examinations and careers. */
export const asksFamilyVetting = (question: string): boolean => kin.test(question);

/**
 * Tells whether the question asks in how many days tolerance is accepted for examination, verified or decided (受理、核实、认定).
 * No measure's limit could be read, and none is inferred.
 */
export const asksToleranceLimit = (question: string): boolean =>
  /容错|免责认定|免责申请/.test(question) &&
  !/报备|备案/.test(question) &&
  /天数|(?:几|多少)个?(?:天|工作日)[^，。？]{0,6}(?:给|出|有)(?:个)?(?:结论|结果|答复|说法)|(?:受理|核实|认定|审核|答复|批复|反馈|办结|审批|办完|有结果|出结果|决定)[^，。？]{0,14}(?:几个?工作日|多少个?(?:工作日|天)|几天|多长时间|多久|时限|期限)|(?:几个?工作日|多少个?(?:工作日|天)|几天|多长时间|多久)[^，。？]{0,10}(?:受理|核实|认定|审核|答复|批复|反馈|办结|审批|办完|有结果|出结果|决定)/.test(
    question,
  );
