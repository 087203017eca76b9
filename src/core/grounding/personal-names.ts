/**
 * Names of people, as far as words beside them give them away:
 *
 *   举报人张三丰反映        a role or relation before          姓名：张三
 *   王建国副局长, 王局长     an office after                    张伟同志, 李女士
 *   张三、李四和王五         others in a row with one found     (again, wherever it stands in the text)
 *   张建国去了工地           no cue, but all three characters are those of names
 *
 * A name that nothing gives away is not found. Rather one name too few than a sentence of policy torn up: an office takes
 * only surnames that are hardly ever anything else.
 */
import type { Finder } from "./personal-finds.ts";

const han = "\\u4e00-\\u9fff";

/** Surnames that are hardly ever the beginning of another word; 何, 高, 林 … with what they are then checked for. */
const plainSurnames =
  "王李张刘陈杨黄赵吴周徐孙朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘蔡蒋余杜叶程苏魏吕丁沈姚卢姜崔钟谭陆汪范廖贾夏韦付傅邹孟熊秦邱江尹薛闫阎段雷侯龙陶黎贺顾毛郝龚邵万钱严覃武戴莫孔汤温康施牛樊葛邢殷庞聂章鲁齐柯柳倪俞翟欧岑涂蓝甘裴祁焦柴辛耿冀霍詹关苗白洪伍骆赖马金石安史";
const otherSurnames =
  "褚卫尤华戚喻柏水窦云奚郎凤花方任鲍费廉滕毕邬乐皮卞元卜平穆湛禹狄米贝臧计伏茅纪舒屈项祝阮席季麻强路娄危颜梅盛刁虞支管房裘缪宗宣郁杭包诸左吉钮嵇荣翁荀羊惠甄曲家封芮储靳汲邴糜松井富巫乌巴弓牧隗山谷车宓蓬班仰秋仲伊宫宁仇栾暴厉戎祖符景束幸司韶郜蓟薄印宿怀蒲邰鄂索咸籍卓蔺屠蒙池乔阴胥苍双闻莘党贡劳逄姬申扶堵冉宰郦雍桑桂濮寿边扈燕郏浦尚农别庄晏瞿充慕连茹习宦艾鱼容古易慎戈庾终暨居衡步弘匡文寇广禄阙东殳利蔚越夔隆师巩厍晁勾敖融訾阚那简饶空毋沙乜养鞠须丰巢蒯后荆红游竺逯益桓仉督岳缑亢况郈琴佘佴伯赏墨哈谯笪爱阳佟占代淳由原";
const doubleSurnames =
  "欧阳|上官|司马|诸葛|皇甫|尉迟|公孙|慕容|令狐|长孙|司徒|夏侯|东方|端木|南宫|闻人|澹台|申屠|独孤|宇文";

/** A surname that an office may follow at once (王局长), or with a given name between. */
const surname = `(?:${doubleSurnames}|[${plainSurnames}])`;
/** Any surname: where a word before says that a name comes. */
const anySurname = `(?:${doubleSurnames}|[${plainSurnames}任${otherSurnames}])`;

/** Beginnings of ordinary words that look like a surname with a given name. */
const ordinary =
  /^(?:林(?:业|草|场|地|权|长|区|木|下)|方(?:面|案|式|法|便|向|针|位)|高(?:新|级|校|中|层|速|铁|度|效|龄|管|原|考|质|标|位|峰|压|温|等|风)|马(?:上|路|克)|金(?:融|额|库|属|秋|钱)|石(?:油|化|材|料)|江(?:苏|西|南|北|河|湖|山)|何(?:时|人|种|处|去|以|况|必|等|罪|事|故|为|谓|在)|安(?:全|置|排|监|保|徽|装|居|检|心)|史(?:志|料|实)|白(?:天|酒|色)|万(?:元|一|人|亩|名|户|吨)|段(?:落|时)|关(?:于|系|键|心|注|联|停|闭|爱|怀|口)|施(?:工|行|策|政|压|教|救)|武(?:装|警|力)|康(?:复|养)|温(?:度|暖|室)|洪(?:水|涝|灾)|金|孔子|龙头|白|张(?:贴|开|家|榜)|周(?:边|围|期|末|年|密|到|转|报)|黄(?:河|色|金|牌)|陈(?:述|旧|列)|许(?:可|多|诺)|余(?:额|地|款|下)|程(?:序|度)|叶子|牛奶|章(?:程|节)|齐(?:全|抓)|欧(?:洲|盟)|甘(?:肃|于)|辛苦|焦(?:虑|点|急)|毛(?:利|病)|钱(?:款|物|财|权)|严(?:重|格|肃|禁|明|厉|查|惩|密|管|峻|守|于)|温|谢(?:谢|绝)|杨|范(?:围|畴)|贺(?:信|礼)|顾(?:虑|问|客|及)|万|汤|苗木|邹|雷(?:同|区)|夏(?:季|天|粮)|秦|江|陆(?:续|地)|钟|唐|宋|韩|鲁|蓝图|柳|罗列|曾(?:经|任|被|因|在|向)|于|任|董事)/u;

/** Such beginnings of a whole word only where it is this one: the single characters above stand for nothing. */
const isOrdinary = (name: string): boolean => {
  const found = ordinary.exec(name)?.[0] ?? "";
  return found.length >= 2;
};

/** What no given name holds: parts of offices, organisations and function words. */
const noGiven =
  "的是人在有不和与被把向从对同我你他她它们了着过于或及并且又也都就而但则所其这那哪某副正原兼代总任局处科院校委办部厅厂所站组室社街党政司会团队位级区县市镇乡村省州业务目职权责岗项件款条证案申请上下前后里外内中间吗呢吧啊么谁何什怎说称讲叫让给要能会可应该已曾将可";

/** A surname alone before an office: these are another word with what stands before. */
const splitBefore: Readonly<Record<string, string>> = {
  何: "任如为",
  林: "园森国造农护",
  高: "提最中",
  江: "长珠松",
  龙: "黑乌九沙石",
  段: "路地阶手",
  史: "党历",
  白: "明空",
  安: "公治保平国长",
  金: "资基现奖罚",
  石: "矿砂",
  马: "人骑",
  方: "地对双各甲乙丙多军警校院厂资一两三官西北南东大上下前后",
  万: "几数千百十一二三四五六七八九两0123456789",
  关: "机海有相无",
  施: "设措实",
  温: "高低",
  洪: "防抗泄",
  康: "健小",
  章: "公印规",
  苗: "树育疫",
  田: "农油",
  余: "其多",
  程: "工流过",
  任: "担时现历升留连离责委选聘兼前主曾出信重",
};

const boundaryWords =
  "反映|举报|检举|控告|投诉|实名|匿名|告诉|表示|认为|提出|要求|承认|证明|证实|交代|陈述|负责|担任|分管|主持|签字|签名|签订|联系|电话|手机|身份|住在?|家住|家里|家中|家属|通过|提供|出具|出示|利用|私自|擅自|违规|违反|收受|收了|拿了|没有|已经|当时|后来|随后|现在|现任|时任|原任|同志|先生|女士|本人|两人|二人|三人|等人|一行|之间|的|是|在|和|与|及|同|跟|对|把|被|给|向|从|由|说|称|讲|让|等|也|都|又|就|还|因|将|曾|已|于|为|系(?![统列])|任|来|去|到|找|送|收|签|带|拿|请|打|写|以|或|不|未|没|有|做|办|查|可";
/** Where a name ends. */
const end = `(?=$|[^${han}]|${boundaryWords})`;

const roles =
  "被举报人|举报人|检举人|被控告人|控告人|反映人|信访人|投诉人|申诉人|线人|知情人|知情者|当事人|见证人|证人|报案人|受害人|嫌疑人|联系人|经办人|承办人|签字人|审批人|验收人|采购人|负责人|责任人|法定代表人|法人代表|法人|股东|老板|包工头|承包人|中间人|介绍人|姓名|名字|本名|真名|署名|名叫|名为|我叫|他叫|她叫|叫做";
/** What may stand before anything else as well. */
const weakRoles = "我是|本人|举报我的人是|举报我的是|举报了我的是";
const relations =
  "爱人|妻子|老婆|丈夫|老公|配偶|儿子|女儿|父亲|母亲|爸爸|妈妈|哥哥|弟弟|姐姐|妹妹|岳父|岳母|女婿|儿媳|侄子|外甥|表哥|表弟|堂哥|堂弟|舅舅|叔叔|亲属|亲戚|同学|战友|同事|邻居|朋友|村民|居民|群众|职工|学生|家长|司机|秘书|会计|出纳|商人|护士|医生|老师|干部|科员|办事员";
const offices =
  "总经理|总裁|书记|局长|处长|科长|股长|主任|县长|镇长|乡长|村长|市长|区长|州长|厅长|部长|所长|院长|校长|园长|站长|行长|队长|组长|班长|社长|台长|馆长|庭长|检察长|大队长|支队长|秘书长|董事长|经理|总监|总工|工程师|会计师|主席|常委|委员|支书|会计|出纳|教授|老师|医生|律师|法官|检察官|警官|巡视员|调研员|科员|干事|秘书|司机|老板|同志|先生|女士";

const ahead = '(?:是|为|叫|系|：|:|、|，|“|"|\\s){0,2}';

const given = `(?:(?![${noGiven}])[${han}]){1,2}(?<!长)`;

/** Characters of which given names are made and few other words are. */
const givenCharacters =
  "伟芳娜敏静丽磊洋艳勇杰娟涛超霞刚桂燕玲红玉梅兰英荣珍萍莉琴婷雪倩颖慧琳瑶洁莹薇蕾岚媛彤璐妍悦佳怡蓉菊翠凤鹏飞宇浩轩博睿峰彬斌辉晖旭昊晨阳栋梁俊豪鑫森淼坤林松柏涵泽润海波澜江河洪涌建国志强文军明华平安宁生民忠义仁礼智信诚德贤良才富贵福禄寿喜庆祥瑞云龙虎豹春夏秋冬东西南北山川石雷雨卫兵武胜利永恒久长远宏大伟雄壮亮光耀景新立成功业绩秀美娇妮妙爱珠宝银金铁钢锋立学友根保家振兴继承先进友谊传世宗祖培树正道清廉洁玮琪瑜瑾璇钰铭鸣钧铮锐哲思远恩惠淑贞巧云素";
const ofNames = new RegExp(`^[${plainSurnames}][${givenCharacters}]{2}$`, "u");

/** Characters of which a given name of one is made, and hardly anything else that follows a surname. */
const loneGiven =
  "伟芳娜敏静丽磊洋勇艳杰娟涛超霞燕玲梅兰萍莉琴婷雪倩颖慧琳鹏宇浩轩睿斌辉昊鑫凯帆彬军刚强峰飞晶蕾莹瑶岩博宁亮";
/** The surnames of most people. */
const commonSurnames =
  "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余杜苏魏吕丁沈姚卢姜崔钟谭陆汪廖贾韦付邹孟熊秦邱尹薛闫侯龚邵郝贺顾";
/** What somebody does right after his name. */
const actions =
  "反映|举报|检举|告|说|讲|提|签|经办|承办|负责|牵头|主持|商量|同意|反对|去|来|到|在|把|将|被|对|给|向|和|与|跟|同|也|都|没|不|未|已|曾|又|先|后|当时|拿|收|送|借|打|找|做|办|写|付|买|卖|验收|审批|承包|中标|介绍|参与|参加|带|的|两人|等|是|有|要|让|请|接|代|帮|知道|看|一起|一同|两次|开的";

/** Whose names stand in documents and questions of policy. */
const publicFigures = new Set(
  "习近平,毛泽东,邓小平,江泽民,胡锦涛,周恩来,刘少奇,朱德,陈云,李克强,赵乐际,王沪宁,丁薛祥,王岐山,李先念,胡耀邦,温家宝,朱镕基,马克思,孔繁森,焦裕禄,雷锋,谷文昌,黄文秀,黄大年,张桂梅,廖俊波,杨善洲,包拯,海瑞".split(
    ",",
  ),
);

const holds = (name: string, before = ""): boolean =>
  !isOrdinary(name) &&
  !publicFigures.has(name) &&
  !(splitBefore[name[0] ?? ""] ?? "").includes(before.at(-1) ?? " ");

const cued = (words: string, pattern: string): RegExp =>
  new RegExp(`(?<=(?:${words})${ahead})${pattern}`, "g");

/** Looked for in this order, after everything with a structure. */
export const nameFinders: readonly Finder[] = [
  { kind: "name", pattern: cued(roles, `${anySurname}${given}${end}`), holds: (name) => holds(name) },
  { kind: "name", pattern: cued(weakRoles, `${surname}${given}${end}`), holds: (name) => holds(name) },
  { kind: "name", pattern: cued(relations, `${surname}${given}${end}`), holds: (name) => holds(name) },
  { kind: "name", pattern: cued(offices, `${surname}${given}${end}`), holds: (name) => holds(name) },
  // No end that is known: two characters of names, or one.
  {
    kind: "name",
    pattern: cued(
      roles,
      `(?:${surname}|[方向])(?:[${givenCharacters}]{2}|[${givenCharacters}三四五六七八九])`,
    ),
    holds: (name) => holds(name),
  },
  { kind: "name", pattern: new RegExp(`(?:${surname}|[任方])${given}(?=副?(?:${offices}))`, "g"), holds },
  {
    kind: "name",
    pattern: new RegExp(`${surname}(?=副?(?:${offices}))`, "g"),
    holds,
  },
  {
    kind: "name",
    pattern: new RegExp(`${surname}[${givenCharacters}]{2}(?![${givenCharacters}])`, "g"),
    holds: (name, before) => holds(name, before) && (name.length > 3 || ofNames.test(name)),
  },
  // 由李娜经办, 跟王芳商量: nothing but the place in the sentence gives it away, so both ends and every character must fit.
  {
    kind: "name",
    pattern: new RegExp(
      `(?<=(?:由|和|跟|与|同|请|让|找|叫|派|会上|给|向|对|经|被|是|、|，|。|；|^|\\n|\\s)(?:安排|通知|联系|告诉|交给|送给|转给|委托)?)(?:${doubleSurnames}|[${commonSurnames}])(?:[${givenCharacters}]{2}|[${loneGiven}])(?=$|[^${han}]|${actions})`,
      "g",
    ),
    holds,
  },
  // 任局长, 方书记: surnames that are words as well, where a sentence begins or somebody is spoken to.
  {
    kind: "name",
    pattern: new RegExp(`(?<=^|[^${han}]|[向找和请跟让给])[任方](?=副?(?:${offices}))`, "g"),
  },
  // 赵总, 李局, 王处: said for short, where nothing else can be meant.
  {
    kind: "name",
    pattern: new RegExp(
      `[${commonSurnames}](?=[总局处科董工](?:$|[^${han}]|说|讲|让|叫|同意|反对|要求|在|也|没|的|给|那))`,
      "g",
    ),
    holds: (name, before) => name !== "何" && holds(name, before),
  },
  // 老王说, 小李去办: not 小金库, 老高速.
  {
    kind: "name",
    pattern: new RegExp(
      `(?<=[老小阿])[王李张刘陈杨赵吴周徐孙朱胡郭罗郑谢宋唐韩冯邓曹彭曾萧蒋蔡潘袁董苏吕魏卢姚姜崔谭汪范廖贾邹孟熊秦邱](?=$|[^${han}]|说|讲|让|叫|在|和|跟|给|把|被|对|向|是|去|来|的|也|都|就|找|送|拿|等)`,
      "g",
    ),
  },
];

/** 李某某, 张某甲: no name, but whom it stands for may be clear to others. */
export const maskedNameFinder: Finder = {
  kind: "name",
  pattern: new RegExp(`${surname}某{1,2}[甲乙丙丁戊]?`, "g"),
};

/** Names that follow one that was found: 张三、李四和王五. */
export const nextInRow = new RegExp(
  `(?:[、，,/ ]|和|与|及|以及|同|跟){1,2}(${anySurname}${given})${end}`,
  "y",
);

/** Tells whether a name is long enough to be looked for again by itself. */
export const standsAlone = (name: string): boolean => name.length >= 2;

export { holds as isNameAlike };
