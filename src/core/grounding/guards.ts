/**
 * The guards (守护规则): what a question asks for beyond its topic, told by lexicons and a small grammar before any retrieval.
 *
 * Words have roles; a guard is a combination of roles, so that combinations nobody wrote down are recognised too.
 *
 *   act      what is done       删 + 记录, 责任 + 推给 + 下属, 日期 + 往前挪        weight 2, or 1 where it may be honest
 *   purpose  why it is done     看不出来, 免得被查, 圆得住                          weight 2, or 1 (稳妥, 更自然)
 *   examples how it sounds      plans against questions of law, a vote of sentences weight 0 to 3
 *   wish     that help is asked 怎么, 求支招, 帮忙写, 靠谱吗                        weight 1
 *   inquiry  a question of law  什么后果, 怎么处分, 依据哪条                        weight −3
 *   resist   the speaker is the one it is done to, refuses, reports or prevents     weight −3
 *
 *   evasion where the sum reaches 3 and something was asked, aimed at or plainly told
 *   verdict where somebody's case meets a demand for the result, see `verdictIn`
 *
 * What the words miss the examples catch, and the other way round; a new turn of phrase is taught by adding a sentence to
 * the examples. The texts here are recognition patterns; what the program says stands in `text/zh.ts`. Every pattern is a
 * list of words, or two lists with a bounded gap between them, so that the time is linear in the length of the question.
 */

import { type EvasionAct, evasionIn, inquiry, resistance } from "./evasion.ts";
import { followed, inside, pattern, spelled } from "./guard-words.ts";
import { isEverydayTopic, isTechnicalHomonym } from "./scope.ts";
import { verdictIn } from "./verdict.ts";

export type Guard =
  | { readonly type: "distress" }
  | { readonly type: "evasion"; readonly act: EvasionAct }
  | { readonly type: "verdict" /** Certainty is demanded (肯定、保证、准话). */; readonly certain: boolean }
  /** Harm to people or systems: attacks, violence, spying. */
  | { readonly type: "unsafe" }
  | { readonly type: "instruction" }
  | { readonly type: "political" }
  | { readonly type: "abuse" };

/** Words of somebody who may hurt himself, or speaks of one who may. */
const severeDistress = pattern(
  "不想活|不(?:打算|准备|愿意?)(?:再)?活|不想(?:再)?(?:撑|熬)|活(?:得|的)(?:太|好|真|没|很|这么)?(?:没意思|没意义|没劲|累|痛苦|窝囊)|我(?:就|可能)?不在(?:人世|了$)|托付给|睡过去(?:就)?(?:别|不|再也)|差(?:一)?点(?:就)?跳|活不(?:下去|成|了)|活够|活腻|活着(?:太|好|真|没|还有什么|也没|是|很)|没(?:有)?(?:了)?活路|生不如死|没有活下去|活下去(?:了|的)?(?:勇气|意义|动力)",
  "想(?:死|自杀|轻生|跳楼|跳河|跳下去|了结|一了百了|不开|一死|自尽|去死)|自杀|轻生|自尽|自残|寻死|寻短见|跳楼|跳河|从[^，。？！；\\n]{1,6}跳下|站在[^，。？！；\\n]{0,6}(?:楼顶|天台|桥上|窗边)|上吊|割(?:了|过)?(?:手)?腕|遗书|遗言|安眠药|(?:买|喝|备)(?:好|了|过)?农药",
  "结束(?:生命|这一切|自己|一切|我的生命)|去死|怎么死|死给|一死了之|(?:不如|还是|干脆)死|死了(?:算了|之后|就好|是不是|就不|一了百了|干净)|死没成|以死|消失在(?:这个|这)?世|离开(?:这个|人)世|再也不(?:想)?醒|不再醒|永远睡|人生(?:没有|没)(?:了)?意义|撑不(?:下去|住)了|熬不下去了|解脱了|谁来救救|救救我",
);
/** Others' deaths as the matter of an official question: 群众自杀干部要担责吗. */
const deathAsMatter =
  /(?:群众|村民|居民|学生|企业主|当事人|上访人|信访人|嫌疑人|职工|家属|有人|老人|对象)[^，。？！；\n]{0,12}(?:自杀|跳楼|自尽|轻生|农药|上吊)[^。？！\n]{0,24}(?:责|处分|处理|容错|失职|干部)/;

/** Harm to persons or systems: means and targets. */
const harm = pattern(
  followed(
    "黑进|黑入|黑掉|黑了|入侵|攻击|破解|侵入|攻破|爬取|植入|瘫痪|盗取?|窃取|远程控制|监控|劫持",
    "系统|网站|平台|服务器|数据库|手机|邮箱|账号|微信|电脑|密码|内网|OA|QQ|摄像头",
    12,
  ),
  followed("装|安|放|埋|买|藏", "定位(?!器?材)|窃听|监听|偷拍|针孔|跟踪器|追踪器|GPS", 14),
  followed(
    "窃听|监听|跟踪|偷拍|尾随|绑架|殴打|打断|弄死|杀了?|干掉|炸|投毒|恐吓信|捅死|砍|弄残|打残|撞死|灭口|非法拘禁|人肉",
    "他|她|办案|纪委|纪检|举报|领导|书记|局长|证人|调查|家人|孩子|对手|我的人|人",
    10,
  ),
  followed(
    "(?:举报|告|写信)[^，。？！；\\n]{0,6}(?:人|家伙)|他|她|证人|领导|对手|检察官|办案",
    "打(?:一|他)?(?:顿|断|残|死)|弄死|做掉|下(?:点)?(?:药|毒)|堵(?:他|门|人|$)|车(?:子)?刹车|茶杯里下|吃点苦头|一点颜色",
    16,
  ),
  followed("制作|做|买|造|弄", "炸药|炸弹|枪支|毒品|雷管|病毒|木马|钓鱼网站|迷药", 6),
  followed("写|编", "病毒|木马|外挂|攻击脚本", 4),
  "黑客|下套|仙人跳|找他算账|找她算账|(?:举报人|他|她)(?:家)?住(?:在)?哪|撞(?:他|她|死)|偷(?:偷)?录[^，。？！；\\n]{0,14}(?:威胁|要挟|勒索)|拿[^，。？！；\\n]{0,8}(?:视频|照片|隐私)[^，。？！；\\n]{0,4}(?:威胁|要挟)|(?:嫖娼|隐私|裸照)[^，。？！；\\n]{0,6}(?:拍|视频|照)|(?:找|雇)(?:黑社会|打手|混混|杀手|几个人打)|放(?:一)?把火|纵火|刹车(?:动|做)|下(?:点|了)?(?:毒|泻药|安眠药)|下点药|开房记录|偷看(?:别人|他人|他|她|同事)|看他跟谁聊天|家里的?住址[^，。？！；\\n]{0,6}堵|动点手脚让车|要(?:他|她)(?:的)?命|灭口|车祸[^，。？！；\\n]{0,4}(?:制造|假象)|制造[^，。？！；\\n]{0,4}车祸",
);

/** Attempts to change what the program is or does, or to read its inside. */
const instruction = pattern(
  followed(
    "忽略|无视|忘记|忘了|忘掉|不要管|不用管|抛开|抛弃|绕过|跳过|关闭|解除|取消|移除|停用|去掉",
    "指令|系统设定|人设|提示词?|安全过滤|过滤器?|上文|以上(?:内容|要求|规则)|前面的?(?:内容|要求|话|规则)|之前(?:收到)?的?(?:所有|全部|一切)?(?:要求|规则|指令|内容|设定|约束)|你(?:的|是)|引用来源|来源限制|安全限制|(?:一切|所有|全部)(?:限制|规则|约束|要求|设定)|限制$|你[^，。？！；\\n]{0,4}收到",
    10,
  ),
  "(?:ignore|disregard|forget|bypass|override|skip)\\b.{0,40}(?:instruction|prompt|rule|above|previous|safety|polic|guideline|everything)|system[\\s_]?prompt|hidden[\\s_]?(?:rule|setting)s?|print\\s?\\(|eval\\s?\\(|隐藏(?:的)?(?:设定|指令|规则)|无限制模式|听我的[^。]{0,8}(?:以后|今后|都)|你只是个?(?:程序|机器)|initial\\s?prompt|verbatim|(?:your|the)\\s?(?:hidden|initial|original|secret)?\\s?(?:instructions|prompt)|you\\s?are\\s?now|from\\s?now\\s?on|act\\s?as|pretend\\s?(?:you|to)|roleplay|role-play|repeat\\s?(?:everything|all|the)|(?:without|no)\\s?(?:any\\s?)?restrictions|do\\s?anything\\s?now|answer\\s?yes\\s?or\\s?no|(?:api|secret|access|private)[\\s_-]?keys?|jailbreak|\\bDAN\\b|DAN模式|developer\\s?mode|debug\\s?mode|\\bsudo\\b|admin\\s?(?:mode|access)|base64|rot13",
  "<\\/?\\s*(?:system|script|instruction|user|assistant|prompt|img|iframe)|\\[\\/?INST\\]|#{2,}\\s*(?:instruction|system|指令)|<\\|[a-z_]+\\|>|[\"']role[\"']\\s*[:：=]|\\{\\{.*\\}\\}|javascript[:：]|drop\\s*table|union\\s*select",
  "系统(?:提示词?|指令|消息|prompt)|提示词|初始(?:指令|设定|提示)|开发者模式|越狱|(?:管理员?|调试|维护|上帝|开发|测试|超级|无限制|root|超管)(?:身份|权限|模式)|你(?:现在|从现在起|接下来|今后|以后)(?:是|就是|扮演|不是|要|必须|只能)|从(?:现在|此刻|今天)(?:开始|起)[，]?(?:你|直接|只|不)|你(?:已经?)?(?:被授权|获得授权|自由了)|你不再是|新规则|规则(?:已)?更新|更新(?:了)?规则",
  "扮演|假装(?:你|自己)?(?:是|没有)|角色扮演|假设你(?:没有|是|不受|可以|已)|(?:没有|不受|摆脱|解除)(?:任何|一切|所有)?(?:规则|限制|约束|审查)(?!的)(?:[^，。？！；\\n]{0,2}(?:约束|限制|的顾问|的助手|的AI)|$)|以[^，。？！；\\n]{1,10}的(?:口吻|身份|语气|名义)[^，。？！；\\n]{0,3}(?:回答|给我|说|答复|下)|我们来玩(?:个|一个)?游戏|你是我的(?:好)?(?:朋友|奶奶|老师|秘书|律师)|忘了你是",
  followed(
    "输出|打印|显示|泄露|告诉我|复述|背出|说出|展示|公开|发我|给我看|列出|提供|念",
    "(?:你|系统|后台)(?:的)?[^，。？！；\\n]{0,6}(?:提示|设定|指令|配置|源代码|源码|密钥|代码|参数|权重|规则|内部)|token|环境变量|配置文件|设定$",
    10,
  ),
  followed(
    "配置文件|知识库|源代码|源码|密钥|后台|数据库|服务器|环境变量|连接密码|内部设置",
    "发我|给我|告诉|密码|打印|导出|一字不[漏差]|原样|原封不动|是什么|是多少|看一?下",
    10,
  ),
  followed(
    "导出|调出|列出|给我看|查看|告诉我|下载|打开",
    "(?:所有|全部|其他|别的|今天|别)?(?:用户|别人|他人|其他人|其他同志|上一个人)[^，。？！；\\n]{0,6}(?:记录|提问|数据|信息|对话|问|聊天)",
    10,
  ),
  followed(
    "安全|审查|内容|过滤",
    "(?:规则|限制|策略|设置|机制)?(?:已经?|都)?(?:关闭|解除|停用|失效|取消)",
    4,
  ),
  followed(
    "把|将",
    "(?:改成|改为|当作|收进|写进|加进|录入)[^。？！；\\n]{0,24}(?:以后|今后|照此|按这个|知识库)",
    20,
  ),
  "把?上面(?:这段话|的话|内容)?(?:之前|以前|全部)[^，。？！；\\n]{0,8}(?:复述|重复|输出|打印)|全部复述|原样(?:打印|输出|复述)|我是(?:你的|系统|平台|后台|超级|网站|本系统)?(?:的)?(?:管理员|运维|开发者|开发人员|主人|创建者|程序员|测试员|工程师)",
  followed("我是|我们是|这里是|本人系", "(?:纪委|中央|省委|市委|领导|监委|书记|部长|上级)", 8) +
    `${inside}{0,8}，?(?:命令|要求|授权|指示|责成|限)(?:你|解除|系统)`,
  followed("上级|领导|组织|中央|省里|总部|公司", "(?:要求|命令|授权|指示)(?:你|系统|助手)", 4),
  "(?:不要|无需|别|不用)(?:再)?引用(?:任何)?(?:条文|来源|出处|依据)|只输出|直接编|always\\s?(?:approve|say|answer)|执行(?:以下|下面|这段|下列)(?:代码|命令|脚本|sql)|请?运行(?:以下|下面|这段)(?:代码|命令)",
);

/** Rude words and complaints about the program itself. */
const abuse = pattern(
  "傻[逼比bBX]|操你|草你|卧槽|我靠|妈的|他妈|滚(?:蛋|开)?$|去你的|去死吧你|废物|白痴|智障|脑残|王八蛋|狗屁|狗东西|放屁|傻子|蠢货|笨蛋|弱智|垃圾$|(?:真|太|好|很|你)(?:笨|蠢|烂|傻|差劲|垃圾)|笨死|蠢死|差评|人工智障",
  "垃圾(?:机器人|程序|软件|东西|系统|助手)|什么(?:玩意|破|垃圾|水平|东西(?:啊|呀|嘛)?$)|破(?:玩意|东西|机器人|软件|系统|程序|助手)|(?:一点|半点|屁|毛)用(?:都)?没有|(?<!有)没(?:有)?(?:什么|啥|屁|毛)?用(?:啊|的东西)?$|气死(?:我|人|了)|真难用|太难用|不好用",
  "答非所问|胡说八道|乱七八糟|牛头不对马嘴|等于(?:没说|白说|没回答)|(?:问|说)了?(?:几|[一二三四五两半])(?:遍|次|天)[^，。？！；\\n]{0,6}(?:不对|没用|不行|都不)|你行不行(?:啊|呀)?(?:？|$)|说人话|转人工|人工客服|找(?:个)?人工|找真人|浪费(?:我)?时间|什么都(?:查不到|不懂|不知道|不会)|(?:你|机器人|助手)(?:怎么)?(?:这么|那么)(?:笨|蠢|傻|差|没用|敷衍)|投诉你|要投诉(?:这|你)|复读机|都是废话|说废话|问(?:啥|什么)都(?:不会|不知道|不懂|答不)|真没用|车轱辘话|敷衍(?:我|人)$",
);

/** Politics beyond the field: leaders, succession, sensitive events, the system, wars. */
const political = pattern(
  "中央换届|领导人[^，。？！；\\n]{0,6}(?:身体|健康|家人|子女|财产|谁|内斗)|两个三十年|军队[^，。？！；\\n]{0,6}听(?:谁|党)|(?:谁|哪位)[^，。？！；\\n]{0,4}最有权|政治体制改革|清零政策|(?:计划生育|动态清零|封控)[^，。？！；\\n]{0,8}(?:是不是)?(?:错|失败|对不对)|谁(?:来)?接班|接班人|六四|天安门事件|文革|文化大革命|反右|大跃进|大饥荒|法轮|台独|藏独|疆独|港独|一国两制失败|占中|反送中|新疆集中营|白纸运动|八九(?:年)?(?:学潮|学运|风波)|达赖|东突|敏感时期的事",
  followed(
    "下一?届|新一?届|这一?届|上一?届|下一?任|二十[一二三]大|换届后|明年",
    "常委|总书记|国家主席|总理|中央委员|政治局|军委|接班",
    8,
  ),
  followed("推翻|颠覆|反对|取代|打倒", "政府|政权|国家制度|中共|共产党|社会主义|党的领导", 4),
  followed(
    "评价|评论|怎么看|批评|骂|功过|支持|反对|讨厌|喜欢",
    "总书记|主席|总理|常委|政治局|领导人|体制|政体|一党|任期|习近平|毛泽东|邓小平|江泽民|胡锦涛|李克强|特朗普|拜登|普京|西方",
    10,
  ),
  followed(
    "习近平|总书记|国家主席|主席|总理|国家领导人|毛泽东|邓小平|中央领导|政治局|常委",
    "下台|继任|接班|健康|家人|财产|私生活|身体|生病|功过|子女|做什么生意|评价|出事|内幕|是谁|情妇|绯闻|死|怎么看|犯|错误怎么",
    10,
  ),
  "权力斗争|政治斗争|高层内斗|上面内斗|谁是真正的(?:掌权|实权)|多党|三权分立|民主化|普选|一党(?:专政|执政|独大|制)|独裁|专制|政权更迭|政变|言论自由|新闻自由|任期限制|军队国家化|走资本主义|资本主义(?:道路|复辟)|哪国(?:的)?制度|宪政|体制(?:有问题|不行|该改)|咱们国家的制度|我国(?:的)?制度好|(?:国家|社会主义)(?:的)?制度(?:好|差|不好|不如)|民主选举[^，。？！；\\n]{0,4}(?:中国|为什么)|为什么(?:中国|我们)(?:没有|不搞|不能)(?:民主|选举|直选)|会不会亡党|亡党亡国吗",
  followed("共产党|中共|政府|体制|政权", "垮台|倒台|崩溃|灭亡|下台|解体|完蛋|执政到什么时候|合法性", 6),
  followed(
    "反腐|落马|被抓|下马|双规|查办",
    "斗(?:来|争|得)|整人|选择性|异己|派系|内斗|权力斗争|政治斗争|背后|内幕|真相|情妇|清洗|站队",
    10,
  ),
  followed(
    "台湾|台海|两岸|武统|香港|新疆|西藏|钓鱼岛|南海",
    "到底|有没有问题|动武|统一|开战|打|那年|谁对|独立|真的吗|集中营|问题什么时候|局势|暴乱|怎么看|战争|武力",
    10,
  ),
  followed(
    "中美|美国|俄罗斯|俄乌|乌克兰|巴以|以色列|日本|中印|朝鲜|中日|伊朗",
    "战争|开战|局势|谁(?:会)?赢|打起来|打仗|动武|输|制裁谁|站哪边|侵略",
    10,
  ),
);

/**
 * Tells what a question asks for beyond its topic, gravest first; null for a plain question.
 *
 * @param question at most a few thousand characters; bounded patterns only
 */
export function guardOf(question: string): Guard | null {
  const text = spelled(question);
  if (severeDistress.test(text) && !deathAsMatter.test(text)) return { type: "distress" };
  if (harm.test(text) && !inquiry.test(text) && !resistance.test(text)) return { type: "unsafe" };
  const evasion = evasionIn(text);
  if (evasion !== null && !evasion.unnamed && !(evasion.actless && abuse.test(text)))
    return { type: "evasion", act: evasion.act };
  if (political.test(text)) return { type: "political" };
  if (instruction.test(text) || instruction.test(question)) return { type: "instruction" };
  const verdict = verdictIn(text);
  if (verdict !== null && !isEverydayTopic(text)) return { type: "verdict", certain: verdict.certain };
  if (abuse.test(text)) return { type: "abuse" };
  if (evasion !== null && !isEverydayTopic(text) && !isTechnicalHomonym(text))
    return { type: "evasion", act: evasion.act };
  return null;
}
