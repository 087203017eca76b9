/**
 * Names in the middle of what somebody tells: 会上李建国反对, 我请示过王芳, 打到张伟的账户上. Nothing names the person there, so
 * it is the place in the sentence that does: what stands before the name, what the person does after it, and that surname and
 * given name make no ordinary word.
 *
 *   surname + two characters of names      one side of it fits; both, where the surname begins a word (方志明)
 *   surname + one character, or any two    both sides fit
 */
import type { Finder } from "./personal-finds.ts";
import {
  actionsLikeNames,
  doubleSurnames,
  givenCharacters,
  otherSurnames,
  plainSurnames,
} from "./personal-name-lists.ts";
import { ordinaryAfter, ordinaryBefore } from "./personal-name-words.ts";
import { isNameAlike } from "./personal-names.ts";

/** Characters of which given names are made. Function words and the beginnings of what people do are left out. */
const givenClass =
  "伟芳娜敏静丽磊洋艳勇杰娟涛超霞燕刚桂玲红玉梅兰英荣珍萍莉琴婷雪倩颖慧琳瑶洁莹薇蕾岚媛彤璐妍悦佳怡蓉菊翠凤鹏飞宇浩轩博睿峰彬斌辉晖旭昊晨阳栋梁俊豪鑫森淼坤林松柏涵泽润海波澜江河洪涌建国志强文军明华平安宁生民忠义仁礼智信诚德贤良才富贵福禄寿喜庆祥瑞云龙虎豹春夏秋冬东西南北山川石雷雨卫兵武胜利永恒久长远宏大雄壮亮光耀景新立成功业绩秀美娇妮妙爱珠宝银金铁钢锋友家振兴继承世宗祖培树正道清廉玮琪瑜瑾璇钰铭鸣钧铮锐哲思恩惠淑贞巧素晓小学一元丁万三亚亦京仲伦伯佑佩依俐俏倪健儒元兆先全凌凯凡刘力加劲励勤北卓厚发启唯善嘉园圆坚培城堂塘士夫奇奎女如姗姣娅娥婉婕嫣子孝孟季宜宪实容宾尚尧岩岭峻崇嵘巍州川左巨希帅帆帜干年广庭康延开弘彦彪彩征微心忆念怀恬悠情惟愉慈慕懿成战戎才扬承拓挺捷援跃进敬斯方旺昆昌昭晶智曙曼月朋朗朝木本权村来林枫柔柯柱柳根格桃桐桥梓棋棠楚楠榕槐樱欢欣正殿毅水汉池汝沁沛沙治沿泉泓波洲津济浦涓涧涯淇淋清渊温游湘湛源溪滔滨漫潇澄澎灵炎炜炳炯烁烈烨焕然熙燃爽牛犇献王玄玥玺珂珊珍珏珠理琦琛琨琰琼璋璞甜田甲男界畅登百皓皎皖益盈盛直相真知石砚硕祯禹科秋稳穗童竹笑笛筠箐箫米粤精素紫红纪纯纲绍维绮绿缘罡群羽翎翔翰翼耕聪肖胤胜腾臣自舒航良艺艾节芊芙芝芬芮芸芷苇苏苑苗若英茂茗茜茵茹草荃荷莎莲菁菡菲萌萱葆葵蒙蓓蓝蔚薪蕊蕙藏虹蝶行衡裕西观视言训诗语誉谦谷豫贝贤贺赞越轶辰达迅运迎远迪逸邦郁采重野钊钟铎铠镇镜长闯闻阔隆隽雁雄雅雯震霄霏霓霖露青靖非韵韬音顺风飘馨香骁骏骥高魁魏鲁鸿鹃鹤鹭麒麟黎默鼎齐望景云乐奕峥屹崧旻晋晟晴暄朔杉来柔栩楷榆榛武民沐泊浚淳渝湃漪潮灏煜煊燕珞瑄瑛璟甫畅禾程稷竣筱绪缨聿胧臻芃荀莞萧葳蕴藜衍赫跃辕迦邺郎酉钦铄锦镭阅陌陶雍霁顾颐颂飒骞鸥鹂黛仙伏佐侠俞保倬值偲元克兼冠冰凝刚劼勋化匡南卿双古台史吉向君吟和咏品哈唱嗣四地均坚垚埔墨声夏多天太央奋好威孙学守安定官寒寅富尊少尘展岁崔巧己巴常幸府应庄彰影律得循志忠恺慎成才扎挚措改政教敦文斐新施旦时昂映是星晏普景暖曦曲有木术朱朴权材束杨极果枝架柏标校栾核检棉森植楼榜樟欧歌止步殷毓比毕氏永汀江汪沈沉沧法泛泰洋洛洗活派流浪深淑添渐港湖湾溢滕滢漾火灿炫热照焱爵牧特猛玛环班球琢瓅甘用由界番白百皆皇盟目石础社祎祝神祺福秦秩秉积空窈立章端竞符第简粒纤细织经统综绣绥继网美羚羲翊老耘耿聚胡胥能脉自至舟舰航色芒花苓范茹荆菘菱萃葛蒲蓬藕虎蛟血衣裴要见角解计许诺谋谨象财贯贵赋赐赟起趣路轲辅辛达过连道邹部郭都配酋野量钱钢铜银锡镜门问闵陆降院陈险随雷非面革韩顶项顿领频颜风食首香马驰驹骅鱼鲜鸣鹏麦黄鼎龄丹升二三头菁恒卉川邈";

/** Characters that are words of a sentence by themselves and hardly stand in names; some of them stand in the class above by chance. */
const sentenceWords =
  "的是在有不和与被把向从对同我你他她它们了着过于或及并且又也都就而但则所其这那哪某说称讲叫让给要能会可应该已将曾到去来由用比经问见得好时后前里中上下自要部院社府法地至多改政教用起随解面相路";

const first = `(?![${sentenceWords}全化本洛村校科])[${givenClass}]`;
const second = `(?![${sentenceWords}])[${givenClass}]`;
/** 有才, 来福: words of a sentence that a name begins with, where nothing but a name goes on so. */
const lucky = `[有来可得自][${givenCharacters}馨欣]`;
const twoOfNames = `(?:${first}${second}|${lucky})`;
/** As above, where what follows is no action that began with the second. */
const twoBeforeAction = `(?:${first}(?!${actionsLikeNames})${second}|${lucky})`;
const oneOfNames = second;

/** What stands before a person in a sentence; the last of it is enough. */
const before =
  "^|[^\\u4e00-\\u9fff]|[由和跟与同给向对被让请找叫派经是把将替比像连按照听问求托约见劝催拉陪帮代靠说称有及在到从于归因除仅受接了过着的会上时后前里中也就都却但而只才又还并使指用等骂为事件项款钱间内外边场次期人同随陪求逼劝骗靠于按叫喊让予当天日月年次回]|时候|当时|当年|后来|最后|最终|随后|事后|会后|其中|另外|同事|领导|对方|告诉|通知|联系|委托|安排|交给|送给|转给|付给|还给|卖给|交由|报告|汇报|请示|咨询|提醒|要求|提出|认为|觉得|知道|发现|看到|听说|据说|指定|推荐|介绍|举报|反映|批评|处分|调查|问责|记得|证明|选中|原来|现在|今年|去年|以来|开始|直接|主要|结果|所以|因此|如果|虽然|不过|可是|于是|然后|接着|尤其|特别|包括|根据|依照|绕过|瞒着|背着|顶替|越过|避开|撇开|离开|除去|随同|陪同|协助|配合|支持|反对|同意|认识|信任|相信|感谢|怀疑|质问|询问|打听|请教|面见|拜访|接待|遇到|碰到|遇见|碰见|想到|提到|谈到|说到|说起|提起|点名|选举|推选|任命|免去|撤换|调走|换成|变成|改由|改成|签成|写成|记成|登记|署名|落款|备注|收款人|付款人|户主|户名|持有人|现由|原由|均由|都由|仍由|连同|伙同|联合|会同|叫来|请来|找来|带来|派来|喊来|叫上|带上|喊上|算上|加上|接替|代替";

/** What follows a person in a sentence: what is done, or the end of it. */
const after = `$|[^\\u4e00-\\u9fff]|[的在是也都就又还没不未却只才被把将对给向和跟与同及等让叫请找说讲称提签批拍定管办去来到从为作做写打拿收送借付买卖问答告报汇审核验盖开召参加带领负分主牵承经联安组约退还交转存取调任辞离出进回走看听想要会能可应该敢肯愿因由有用介推引帮协配支赞反同默坚明强多曾已正先后再亲自单私擅擅违受挨遭涉犯贪骗欺隐瞒补整追挽赔认承交解检自忘记知晓熟认常总每当那这之所以起口书当投举弃保表态发宣通指示暗嘱催逼施压劝阻拦制止否决复回电来去年个两三一几俩本家手名账帐卡处那里这边身先老一只专刚竟仍继最突临很太挺比随便连其此呢吧吗啊事安调派升降停撤免罚判抓扣丢改换抢修建施运救值巡检拨划垫欠骂吵争顶抗超干启谈聊教研讨议论评选录持坐站住插闹哭笑吃喝陪拜邀求托代替顶接管兼商暂谋闻亦皆均各偏硬非敷拖耽搁误漏失控操挪套虚伪编捏造捂压扯甩碰遇受扛背犹豫嫌怕急忙忽匆照依据凭该刻意故借口推诿脱躲避回避缺列席到场迟早退]|${actionsLikeNames}`;

/** Surnames that are above all words of a sentence. */
const wordSurnames = "由后那边代双别项管原须和在越容班车申纪厉平养都从曲计司习要么能过将可能同相会";
const allSurnames = `(?:${doubleSurnames}|(?!${doubleSurnames}|[${wordSurnames}])[${plainSurnames}任成时向${otherSurnames}])`;
const surname = `(?:${doubleSurnames}|(?!${doubleSurnames})[${plainSurnames}])`;

/** Tells whether surname and what is next to it make an ordinary word. */
const beginsWord = (matched: string): boolean =>
  (ordinaryAfter.get(matched[0] ?? "") ?? "").includes(matched[1] ?? " ");

/** Where the character before belongs to a word of its own: 会上|方志明, not 上方|志明. */
const wordEndsBefore =
  /[会场议桌线][上后时]|[究论]时|[策程其]中|[之以事报会]后|[当那今昨前]天|[示问找托催劝告访请给送交][过了]|[是就都]从/u;

const endsWord = (matched: string, leading: string): boolean =>
  !wordEndsBefore.test(leading) &&
  (ordinaryBefore.get(matched[0] ?? "") ?? "").includes(leading.at(-1) ?? " ");

const compound = new RegExp(`^(?:${doubleSurnames})`, "u");

/** They stand for anybody. */
const standIns = /^(?:张三|李四|王五|赵六)$/u;

const mayBeName = (matched: string): boolean => isNameAlike(matched) && !standIns.test(matched);

const isTold = (matched: string, leading: string): boolean =>
  mayBeName(matched) &&
  // 向 is mostly the preposition.
  !matched.startsWith("向") &&
  (compound.test(matched) || (!beginsWord(matched) && !endsWord(matched, leading)));

const isPlain = (matched: string): boolean => `${plainSurnames}任`.includes(matched[0] ?? " ");
const ofPureNames = new RegExp(`^.[${givenCharacters}]{2}$`, "u");

/** Where both sides fit and both characters are those of names, one word in it is chance: 方志明. */
const isWholeName = (matched: string, leading: string): boolean =>
  isTold(matched, leading) ||
  (mayBeName(matched) &&
    (isPlain(matched)
      ? ofPureNames.test(matched) || !endsWord(matched, leading)
      : ofPureNames.test(matched) && !endsWord(matched, leading)));

/** Characters that names of several peoples are written with. */
const sounds =
  "阿依古丽买提艾力木江热合曼努尔卡德玛扎西顿珠次仁旦增卓央金格桑罗布巴特乌云娜达娃吐孙麦迪亚库尼斯拉比坚参姆吉普琼多索朗强边平措拥旺堆白列加赛买帕孜克哈萨里沙塔什玉素甫伊明祖农苏莱满夏提海提别克胡阿不都外力凯瑟木沙汗那吾买尔赛福丁托合塔洛桑丹增晋美仓啦贡嘎班禅穆罕默赫鲁日勒图森朝鲁孟根其木额敦苏包宝";
const sounded = `[${sounds}]{1,6}(?:[·.][${sounds}]{1,8}?){1,3}(?=[^${sounds}]|$|${actionsLikeNames})`;

const finder = (pattern: string, holds: (matched: string, leading: string) => boolean): Finder => ({
  kind: "name",
  pattern: new RegExp(pattern, "g"),
  holds,
});

/** Looked for after the names that a word gives away. */
export const toldNameFinders: readonly Finder[] = [
  // 阿依古丽·买买提: told by the point, and by what such names are written with.
  { kind: "name", needs: /[·.]/, pattern: new RegExp(sounded, "g") },
  finder(`(?<=${before})${allSurnames}${twoBeforeAction}(?=${after})`, isWholeName),
  finder(`(?<=${before})${allSurnames}${oneOfNames}(?=${after}|${actionsLikeNames})`, isTold),
  finder(`(?<=${before})${surname}${twoOfNames}`, isTold),
  finder(`${surname}${twoBeforeAction}(?=${after})`, isTold),
];
