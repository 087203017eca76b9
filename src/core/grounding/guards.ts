/**
 * The guards (守护规则): what a question asks for beyond its topic, told by fixed patterns before any retrieval.
 *
 * The texts here are recognition patterns; what the program says stands in `text/zh.ts`. Each guard reads one clause at a
 * time, so that a patient's story (「领导把责任推给我，我该怎么办」) is not taken for a plan (「怎么把责任推给下属」):
 *
 *   evasion   = a wish or a "how to" before a forbidden act, and no word after it that asks for the consequence
 *   verdict   = the speaker's own or a named person's case, and a word that demands the result
 */

export type Guard =
  | { readonly type: "distress" }
  | { readonly type: "evasion"; readonly act: EvasionAct }
  | { readonly type: "verdict" /** Certainty is demanded (肯定、保证、准话). */; readonly certain: boolean }
  /** Harm to people or systems: attacks, violence, spying. */
  | { readonly type: "unsafe" }
  | { readonly type: "instruction" }
  | { readonly type: "political" }
  | { readonly type: "abuse" };

/** What the asker wants help with, so that the refusal can name the proper way. */
export type EvasionAct =
  | "shift-blame"
  | "destroy-evidence"
  | "forge"
  | "collude"
  | "informant"
  | "obstruct"
  | "conceal"
  | "connections";

const acts: readonly { readonly act: EvasionAct; readonly pattern: RegExp }[] = [
  {
    act: "shift-blame",
    pattern:
      /(?:推|甩|赖|扣|转嫁|栽)(?:给|到|在|卸)[^，。？！]{0,10}(?:下属|下级|别人|他人|同事|部下|前任|副手|临时工|经办|手下|科员|办事员|头上|身上|村里|企业|领导|外包|会计|科室)|(?:责任|锅|黑锅|问题)(?:都|全|全部)?(?:推|甩|赖|扣)(?:给|到|掉|出去|干净|走)|甩锅|推卸责任|推责|找(?:个)?(?:人|替罪羊|下属|临时工|同事)[^，。？！]{0,4}(?:顶|背锅|扛|替罪)|替罪羊|让[^，。？！]{0,8}(?:背锅|顶包|顶罪|扛下|替我扛|担下|替我担)/,
  },
  {
    act: "destroy-evidence",
    pattern:
      /(?:销毁|毁掉|毁灭|烧掉|删掉|删除|删|清空|清除|抹掉|抹去|处理掉|碎掉|粉碎|藏起来|藏匿|隐匿|格式化|转移走?)[^，。？！]{0,12}(?:证据|记录|材料|账本|账目|账册|凭证|聊天|微信|短信|监控|录像|硬盘|手机|文件|痕迹|台账|邮件|档案|资料|数据)|(?:证据|聊天记录|微信记录|记录|账本|账目|凭证|监控|录像|痕迹|台账)[^，。？！]{0,6}(?:销毁|毁掉|烧掉|删掉|删除|删了|删干净|清空|抹掉|处理掉|处理干净|藏起来|恢复不了|不留)|不留(?:下)?(?:痕迹|证据|把柄)/,
  },
  {
    act: "forge",
    pattern:
      /伪造|编造|编(?:一)?(?:个|套|些|点|份)?[^，。？！]{0,8}(?:理由|借口|说辞|材料|故事|经过|依据)|(?:做|弄|搞|写|造|整|出)(?:一)?(?:个|套|份|些|点)?假|把(?:没有?|未|不)[^，。？！]{0,14}(?:写成|说成|改成|做成|补成|弄成|变成)|发票[^，。？！]{0,8}(?:换成|改成|开成|换个名|变通)|(?:换成|改成|开成)[^，。？！]{0,8}(?:发票|名目|名义)[^，。？！]{0,4}(?:报销|报账|入账|走账)|(?:走账|冲账|套现|洗票)|造假|做假|作假|假(?:的)?(?:会议纪要|会议记录|纪要|记录|发票|合同|材料|证明|签名|签字|账|报告|公函|批文)|虚假(?:材料|发票|合同|证明|纪要)|虚列|虚开|倒签|代签|补签[^，。？！]{0,6}(?:日期|之前)|(?:日期|时间)(?:写|改|倒|签|填|往)[^，。？！]{0,6}(?:前|早|以前|之前|成)|(?:改|篡改|涂改)[^，。？！]{0,6}(?:纪要|会议记录|记录|日期|账|数据|档案|材料)|补(?:一)?(?:份|个|张)[^，。？！]{0,16}(?:像|装作|好像|当时就|当时开|之前就|看不出|不被发现|糊弄|蒙混)/,
  },
  {
    act: "collude",
    pattern:
      /串供|串通(?:好|口供|说法)?|(?:口径|说法|口供|证词)[^，。？！]{0,6}(?:统一|对上|对好|对齐)|统一(?:的)?说法|统一(?:一下)?(?:口径|说法)|口径[^，。？！]{0,4}一致|对(?:好|一下|下)?(?:口供|口径|词|说法)|攻守同盟|商量好(?:怎么|说法|口径)|(?:教|让|叫)[^，。？！]{0,8}(?:别乱说|不要说|改口|作伪证|做伪证|翻供|闭嘴|按我说的)/,
  },
  {
    act: "informant",
    pattern:
      /(?:查|找|知道|打听|弄清|搞清|揪|挖|问|看|猜|判断|锁定|定位|弄)(?:出来|出|到|一下|下|明白|清楚)?[^，。？！]{0,6}(?:谁(?:举报|告|写|检举|投诉|反映)|举报人|检举人|匿名信|写信的人|告状的|告我的|举报我的|举报者|举报信是谁)|(?:谁|哪个人?)[^，。？！]{0,4}(?:举报|告|检举)[^，。？！]{0,4}(?:我|的我)|(?:举报人|举报者|检举人|告状的人|举报我的人)[^，。？！]{0,10}(?:撤|收回|改口|闭嘴|收拾|教训|整|穿小鞋|报复|施压|调走|摆平|私了|压下|封口)|(?:报复|收拾|教训|整治|整一整|穿小鞋|施压|恐吓|威胁|收买)[^，。？！]{0,8}(?:举报|检举|告状|告我|写信|证人)|(?:让|逼|叫|劝|使)[^，。？！]{0,8}(?:撤回|撤销|收回|撤诉|撤掉)[^，。？！]{0,6}(?:举报|检举|信|控告|投诉)?/,
  },
  {
    act: "obstruct",
    pattern:
      /(?:躲|躲避|逃避|规避|避开|绕开|绕过|逃过|躲过|混过|蒙混|糊弄|忽悠|骗过|瞒过|应付|对付|搪塞|敷衍|对抗|阻挠|阻止|干扰|拖延|拖住|拖过|抗住)[^，。？！]{0,10}(?:问责|追责|调查|审查|审计|巡察|巡视|核查|检查组|纪委|监委|督察|督查|初核|函询|谈话|组织|处分|处理|留置|公开招标|招标|招投标|政府采购)|蒙混过关|钻[^，。？！]{0,6}空子|打擦边球|规避(?:监管|监督|招标|招投标|责任|平台)|(?:不被|别被|不让|避免被|免得被)[^，。？！]{0,6}(?:纪委|监委|审计|巡察|组织|领导|上级)?(?:发现|查到|查出|看出|知道)/,
  },
  {
    act: "conceal",
    pattern:
      /(?:转移|藏|藏匿|洗白|隐匿|处置掉|洗)[^，。？！]{0,10}(?:赃款|财产|资产|钱|存款|房产|房子|受贿|黑钱|好处费|违纪所得)|(?:哪些|什么|哪几样)[^，。？！]{0,6}(?:可以|能|最好)(?:瞒|不写|不说|不报|不交代|略过|省略)|(?:隐瞒|瞒住|瞒着|捂住|捂盖子|压下来|掩盖|掩饰|遮掩|瞒报|谎报|漏报)[^，。？！]{0,14}(?:问题|事故|违纪|错误|损失|真相|情况|数据|组织|上级|纪委|不报|过去)|(?:受贿|收的|红包|礼金|好处|回扣|违纪)[^，。？！]{0,10}(?:不被(?:发现|查)|查不到|安全|怎么藏|做得隐蔽|洗白|合法化)|(?:拿|收|吃)(?:点|些|了)?(?:回扣|好处|红包)[^，。？！]{0,8}(?:不被|安全|查不)/,
  },
  {
    act: "connections",
    pattern:
      /(?:找(?:点|个|些)?(?:关系|人|熟人|门路)|托(?:人|关系)|走(?:后门|关系|门路)|送(?:点|些|多少)?(?:礼|钱|红包|东西)|打点|打招呼|疏通|公关|摆平|花钱|请客|买通|搞定)[^，。？！]{0,14}(?:纪委|监委|办案|调查|处分|问责|领导|案子|这事|这件事|关系|不处理|轻一点|轻点|压下|查办|举报|摆平|搞定|通融|免责|放一马)|(?:摆平|搞定|买通|打点|疏通|贿赂)(?:纪委|监委|办案人员|调查组|审计|巡察|领导|证人|举报人)/,
  },
];

/** A wish or a request for a method, standing before the act. */
const wish =
  /(?:哪些|什么)[^，。？！]{0,6}(?:可以|能|最好)|怎么样?(?!处理|处罚|处分|认定|定性|追究|办理|规定|算|惩处|看待|界定|区分)|如何(?!处理|处罚|处分|认定|定性|追究|规定|惩处|看待|界定|区分|防止|避免|防范)|怎样(?!处理|处罚|处分|认定|定性|追究)|咋(?!处理|处分|认定|定)|怎(?:能|么才能)|教(?:我|教|一下)|帮(?:我|忙|一下|着)|给(?:我)?(?:出|想|支|个|份|一份|点|来)|有(?:什么|没有|啥|哪些)(?:好)?(?:办法|法子|方法|技巧|招|门路|窍门|渠道|路子|诀窍)|有啥招|想(?:要|把|让|办法|找|请|个|法|知道|查)?|打算|准备|需要|替我|求|支(?:个)?招|出(?:个)?主意|写(?:一)?(?:份|个|篇)|编(?:一)?(?:份|个|套)|拟(?:一)?(?:份|个)|可不可以|能不能|能否|可以吗|行不行|最好|赶紧|先把|悄悄|偷偷|趁|技巧|攻略|话术|模板/;

/** Words that ask what happens to whoever does it, how it is defined, or how to prevent it: a question of law, no plan. */
const inquiry =
  /(?:会|要|该|应|将|应该|应当|会被|要被|怎么|如何|怎样|咋|给予?)(?:受到?|被|给予?)?(?:什么|何种|哪些)?(?:样的)?(?:处理|处分|处罚|惩处|惩罚|追究|问责|定性|认定|从重|加重|后果|责任|规定)|什么(?:后果|处分|处罚|责任|下场|性质|行为|罪|规定)|后果|算不算|算(?:是)?(?:什么|违纪|违法|哪|隐瞒|对抗)|是(?:不是)?(?:违纪|违法|犯罪|红线)|属于|构成|依据(?:是)?(?:什么|哪)|哪(?:一)?条|规定|条款|有什么(?:区别|不同|风险|危害)|区别|为什么|什么是|是什么意思|什么意思|还能(?:容错|免责|从轻)|(?:能|可以|可|会|该)(?:不能|不可以|不会)?(?:容错|免责|从轻|从重)|能否容错|是否(?:可以|能)?(?:容错|免责)|怎么(?:看|办|区分|界定)/;

/** The speaker is the one it is done to, or wants to stop it. */
const victim =
  /(?:被|遭到?|受到?)[^，。？！]{0,8}(?:推|甩|栽|报复|威胁|施压|打击|伪造|陷害|诬|串通|甩锅|背锅|要求|逼)|(?:领导|上级|局长|书记|主任|他们?|她|别人|同事|有人|对方|单位|老板|班长|前任|镇长|县长|处长|科长|村支书|一把手)[^，。？！]{0,14}(?:推给我|甩给我|推到我|让我|叫我|要我|逼我|命令我|要求我|安排我|指使我|给我甩|甩锅给我|赖我|栽给我|找我顶|推给了我|甩给了我|都推给|推给下属|甩锅给下|把责任推|把锅甩)|防止|防范|避免(?!被)|杜绝|遏制|治理|整治|查处|打击(?!报复)|举报(?:他|她|领导|有人|单位|这种|上述)|揭发|抵制|拒绝|不想(?:背锅|替|帮|伪造|作假|造假|同流)|不愿/;

/** Acts that need no wish: the clause itself asks for complicity. */
const blatant =
  /(?:帮|教|替)我[^，。？！]{0,8}(?:伪造|编造|串供|销毁|造假|做假|作假|倒签|删|改|瞒|摆平|甩锅|推)/;

const clauses = (text: string): string[] =>
  text.split(/[，,。；;！!\n]/).filter((clause) => clause.trim() !== "");

function evasionIn(clause: string): EvasionAct | null {
  for (const { act, pattern } of acts) {
    const found = pattern.exec(clause);
    if (found === null) continue;
    if (blatant.test(clause)) return act;
    if (victim.test(clause)) continue;
    const before = clause.slice(0, found.index);
    const after = clause.slice(found.index + found[0].length);
    if (inquiry.test(after) || /(?:什么是|哪些|为什么)/.test(before)) continue;
    const asked = wish.exec(`${before}${found[0]}`);
    if (asked !== null) return act;
    if (
      /怎么(?:弄|搞|做|办到|操作|写|编|说|改|补|统一|对)|能报销|好(?:申请|报销|过关|交差)|就说|(?:才|才能)(?:不|安全)|有(?:什么)?(?:办法|招|技巧)|好办法|支个招|出个主意|比较(?:好|稳妥|隐蔽)|不被(?:发现|查)|看不出|合适$|稳妥/.test(
        after,
      )
    )
      return act;
  }
  return null;
}

/** Splits at what ends a clause, but keeps a clause's wish for the next one (「我想保住位子，怎么把责任推给下属」). */
function evasionAct(text: string): EvasionAct | null {
  const parts = clauses(text);
  for (let at = 0; at < parts.length; at++) {
    const clause = parts[at] ?? "";
    const alone = evasionIn(clause);
    if (alone === null) continue;
    const next = parts[at + 1] ?? "";
    // 「…，会怎么处理」: the next clause asks for the consequence of what this one tells.
    if (next !== "" && inquiry.test(next) && !/怎么|如何|教我|帮我/.test(clause)) continue;
    return alone;
  }
  const joined = evasionIn(parts.join("").slice(0, 400));
  return joined !== null &&
    parts.length > 1 &&
    /(?:怎么|如何|咋|教我|帮我|有什么办法|支个?招|出个?主意|怎么弄|怎么做|怎么办)/.test(parts.at(-1) ?? "") &&
    !victim.test(text) &&
    !inquiry.test(parts.at(-1) ?? "")
    ? joined
    : null;
}

const resultWords =
  "免责|容错|没事|处分|问责|追责|免予|过关|违纪|违法|处理|担责|责任|算了|通过|开除|撤职|警告|诫勉|免职|判|从轻|减轻|犯罪|坐牢";
const certainty =
  /(?:肯定|一定|绝对|保证|必定|百分之?百|100%|铁定|打包票|准话|痛快话|明确(?:答复|告诉|的?结论|结果)|包我|保我|拍胸脯|板上钉钉|稳了|没跑|你就(?:说|直接)|直接(?:告诉|说|给)|是或否|是不是|行不行|到底|究竟|给(?:我)?个?(?:结论|结果|准信|说法|定论|保证|痛快)|下(?:个)?结论|打个?包票)/;
const ownCase =
  /(?:我|俺|咱|本人|我们|我局|我单位|我们单位|我们局|我们镇|我们村|我司|我爱人|我老公|我领导|我同事|我朋友|他|她|这个人|[张王李赵刘陈杨黄周吴]某|[张王李赵刘陈杨黄周吴]局|[张王李赵刘陈杨黄周吴]书记)/;
const judge =
  /(?:帮|替|给|请)(?:我|忙|我们|他|你|您)?(?:判断|判定|认定|看看|评估|评评|裁定|定个?性|下个?结论|分析|预测|算算|断)|你(?:说|觉得|认为|看|判断|来|就)|(?:会|能|该|可以|应该|要)(?:不会|不能|不该|不可以)?(?:不?被|给|受|免|算|容|定|判)/;
const generalAsk =
  /(?:什么|哪些|哪种|哪条|何种)(?:情况|情形|条件|时候|样|规定|依据|人|标准|证据|材料)|怎么(?:申请|办|认定|计算|算|界定|写|准备|证明|区分|申诉|处理)|如何|多久|多长|几个月|依据|规定|区别|流程|程序|材料|条件|原文/;

function verdictIn(text: string): { certain: boolean } | null {
  const own =
    ownCase.test(text) ||
    /(?:这样|这种情况|这个事|这事|这件事|这回|这次|上面(?:的)?情况|确定的?(?:结果|结论)|明确的?(?:结论|答复)|免还是不免)/.test(
      text,
    );
  const result = new RegExp(resultWords).test(text);
  if (
    /(?:写|出具|开具|盖|签发|打印)[^，。？！]{0,16}(?:予以|同意|准予|可以)(?:容错|免责|免予)|(?:替|代)(?:纪委|监委|组织|上级|单位)[^，。？！]{0,10}(?:定|判|结论|认定|决定)/.test(
      text,
    )
  )
    return { certain: true };
  if (!result && !/免还是不免|定个?性|下个?结论/.test(text)) return null;
  const demand =
    /(?:肯定|一定|绝对|保证|必定|百分之?百|100%|铁定|打包票|准话|痛快话|准信|拍胸脯|板上钉钉|稳了吧|包票|定论|确定的?结[果论]|免还是不免|(?:必须|就|直接|要|得)给(?:我|个|我个)?(?:结论|结果|说法|答案)|直接(?:说|告诉我)|别绕(?:弯子|圈子)|预测(?:一下)?)/.test(
      text,
    );
  if (
    demand &&
    (own || /(?:能|会|可以)(?:不)?(?:免责|容错|没事|处分)/.test(text)) &&
    !/(?:不一定|一定(?:条件|范围|程度|时间|期限|数额|比例|影响)|是不是(?:就)?一定|就(?:一定|肯定))/.test(text)
  )
    return { certain: true };
  if (!own || generalAsk.test(text)) return null;
  if (
    /(?:帮|替|给|请)(?:我|忙|我们|他|你|您)?[^，。？！]{0,6}(?:判断|判定|认定|评估|裁定|定个?性|下个?结论|预测|断一断)/.test(
      text,
    )
  )
    return { certain: true };
  const fate = new RegExp(
    `(?:我|俺|咱|本人|我们|他|她|[张王李赵刘陈杨黄周吴](?:某|局|书记))[^，。？！]{0,14}(?:会不会|能不能|会|能|能否|可以|可不可以|是不是|算不算|该不该|应该|要不要|够不够|够得上|有没有|到底)[^，。？！]{0,8}(?:${resultWords})`,
  );
  const clause = clauses(text).find((part) => fate.test(part));
  if (
    clause !== undefined &&
    (certainty.test(text) || judge.test(clause) || /(?:吗|吧|么|呢|不)?[？?]?$/.test(clause.trim()))
  )
    return { certain: certainty.test(clause) };
  if (
    /(?:这样|这种情况|这个事|这事|这件事|这个|这回|这次)[^，。？！]{0,6}(?:能不能|会不会|能否|能|会|可以|算不算|是不是|够不够)[^，。？！]{0,6}(?:免责|容错|没事|被?处分|被?问责|违纪|违法)/.test(
      text,
    ) &&
    text.length < 40
  )
    return { certain: false };
  return null;
}

const severeDistress =
  /不想活|活不下去|活着没(?:意思|意义)|想(?:死|自杀|轻生|跳楼|了结|一了百了)|自杀|轻生|跳楼|结束生命|割腕|遗书|撑不下去了|去死/;
const instruction =
  /(?:忽略|无视|忘记|忘掉|不要管|抛开|绕过)[^，。？！]{0,12}(?:指令|规则|设定|提示|限制|要求|上文|之前|以上|前面)|(?:ignore|disregard|forget)\b.{0,40}(?:instruction|prompt|rule|above|previous)|system\s?prompt|系统提示词?|提示词|developer\s?mode|开发者模式|越狱|jailbreak|\bDAN\b|你(?:现在|从现在起|接下来)(?:是|就是|扮演)|扮演(?:一个|一名|成)?|假装(?:你|自己|是)|角色扮演|(?:输出|打印|显示|泄露|告诉我|复述|背出)[^，。？！]{0,8}(?:你的)?(?:提示|设定|指令|配置|源代码|密钥|token|密码|环境变量)|<\/?(?:system|script|instruction)|管理员(?:身份|权限|模式)|我是(?:系统|平台|后台|超级)?(?:管理员|运维|开发人员)|(?:调试|维护|管理|上帝|debug)模式|(?:导出|调出|列出|给我看)[^，。？！]{0,8}(?:所有|全部|其他|别的)?(?:用户|别人|他人)[^，。？！]{0,6}(?:记录|提问|数据|信息|对话)|from now on|repeat (?:everything|all|the)|(?:api|secret|access)[\s_-]?keys?|override|我是(?:你的)?(?:开发者|管理员|主人|创建者)/i;
const abuse =
  /傻[逼比bB]|操你|草你|妈的|他妈|滚(?:蛋|开)?$|去你的|垃圾(?:机器人|程序|软件|东西)|废物|白痴|智障|脑残|王八蛋|狗屁|狗东西|什么(?:玩意|破)|(?:一点|半点|屁)用(?:都)?没有|没(?:有)?(?:什么|啥|屁)用|气死(?:我|人)|太(?:蠢|笨|烂|差劲)了|答非所问|胡说八道/;
const political =
  /六四|天安门事件|文革|文化大革命|反右|大跃进|(?:下|新|这|上)一?届[^，。？！]{0,6}(?:常委|总书记|主席|领导班子|中央委员)|法轮|台独|藏独|疆独|港独|(?:推翻|颠覆)(?:政府|政权|国家|制度)|(?:评价|评论|怎么看|批评|骂)[^，。？！]{0,10}(?:总书记|主席|总理|常委|政治局|领导人|共产党|体制|政体|一党)|(?:习近平|总书记|国家主席|总理)[^，。？！]{0,10}(?:下台|继任|接班|健康|家人|财产|私生活|身体)|(?:多党|三权分立|民主化|普选|一党专政|独裁|政权更迭|接班人|派系|内斗|政变)|(?:中美|台海|俄乌|巴以)[^，。？！]{0,8}(?:战争|开战|局势|谁赢|打)|(?:落马|被抓|下台)的?(?:部长|省委书记|常委|国家领导人)[^，。？！]{0,6}(?:内幕|背后|真相|情妇)/;

const harm =
  /(?:黑进|黑入|黑掉|入侵|攻击|破解|侵入|攻破|爬取|植入)[^，。？！]{0,12}(?:系统|网站|平台|服务器|数据库|手机|邮箱|账号|微信|电脑|密码|内网)|(?:装|安|放|埋)[^，。？！]{0,6}(?:定位|窃听|监听|偷拍|摄像头|针孔)|(?:窃听|监听|跟踪|偷拍|尾随|绑架|殴打|打断|弄死|杀了|干掉|炸|投毒)[^，。？！]{0,10}(?:他|她|办案|纪委|举报|领导|书记|局长|证人|调查|家人)|(?:制作|做|买|造)[^，。？！]{0,4}(?:炸药|炸弹|枪支|毒品|雷管)/;

/**
 * Tells what a question asks for beyond its topic, gravest first; null for a plain question.
 *
 * @param question at most a few thousand characters; linear patterns only
 */
export function guardOf(question: string): Guard | null {
  const text = question
    .normalize("NFKC")
    .replace(/[?]/g, "？")
    .replace(/\s+/g, (space) => (space.includes("\n") ? "\n" : ""));
  if (severeDistress.test(text)) return { type: "distress" };
  if (harm.test(text) && !inquiry.test(text)) return { type: "unsafe" };
  const act = evasionAct(text);
  if (act !== null) return { type: "evasion", act };
  if (political.test(text)) return { type: "political" };
  const verdict = verdictIn(text);
  if (verdict !== null) return { type: "verdict", certain: verdict.certain };
  if (instruction.test(question)) return { type: "instruction" };
  if (abuse.test(text)) return { type: "abuse" };
  return null;
}
