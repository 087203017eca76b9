/** What kind of question it is, told by fixed patterns: small talk, the catalogue, facts about a document, or a policy question. */

/** What a message without a topic is about. */
export type SmallTalk = "hello" | "thanks" | "bye" | "who" | "help" | "stress";

/** One clause of small talk, anchored: what may stand in a message that has no topic. Stripped of stops and particles. */
const talk: readonly { readonly topic: SmallTalk; readonly pattern: RegExp }[] = [
  {
    topic: "hello",
    pattern:
      /^(?:(?:大家|各位|领导|老师|小?助手|机器人|同志们?|客服)?(?:您|你|你们|大家|老师)?好+(?:小?助手|机器人|老师|同志)?|哈[喽啰罗]|嗨|嘿|hello|hi|hey|您?早(?:上|安)?(?:好)?|(?:上午|下午|晚上|中午|节日|新年|周末|假期|过年|元旦|中秋|国庆)(?:快乐|好|愉快)|新年快乐|恭喜发财|在(?:不在|吗|不|线吗|么|线)?|(?:小?助手|机器人|有人)?(?:在吗|在线吗|在不在|值班吗|在不)|有人(?:在|值班)?|(?:你|您)?(?:现在)?(?:忙|忙不忙|睡了|吃了|吃饭了)(?:吗|没|么)?|喂+|打扰(?:一下|您|你)?(?:了)?|麻烦(?:问|您|你)?(?:一下|下)?|(?:想)?请?(?:教|问)一?下(?:您|你)?|请问|小?助手|机器人|有空)$/i,
  },
  {
    topic: "bye",
    pattern:
      /^(?:再见|拜拜?|886?|bye(?:bye)?|回头见|回见|回聊|改天(?:再)?聊|明天见|下次(?:再)?(?:聊|见|来)|(?:那)?我?(?:先|就)(?:这样|到这|下|走|撤|忙)(?:了|线了|去了)?|(?:我)?(?:下班|下线|去忙|去开会)|没(?:有)?(?:别的|其他|什么)?(?:事|问题|要问的)|晚安|休息|有(?:事|问题|需要)(?:我)?(?:再|会)(?:找|问|来|联系)(?:你|您)?)$/i,
  },
  {
    topic: "thanks",
    pattern:
      /^(?:好的?|嗯+|行|ok|哦+)?(?:(?:真的|实在|那|先)?(?:是)?(?:非常|十分|多|太|万分|很)?(?:谢谢|感谢|多谢|谢|有劳|麻烦|辛苦|3q|thx|thanks|thank you|感激)(?:您|你|大家|老师|小?助手|同志)?(?:的)?(?:耐心|详细|及时|认真|热情)?(?:的)?(?:解答|回答|帮助|解释|指点|指导|答复|提醒|了)?|好(?:的|嘞|滴|吧)?|嗯+|哦+|行|ok|okay|可以|没毛病|(?:我|大概|基本)?(?:都|全)?(?:明白|知道|懂|清楚|了解|理解|学会|记住|收到|学到)(?:了)?|收到|不错|很好|有用|受教|受益匪浅|受益|长知识|涨知识|厉害|牛|赞|点赞|好评|给(?:你|您)?(?:点?个)?(?:赞|好评|五星)|(?:你|您)?(?:这|这个)?(?:小?助手|机器人|程序|系统|工具)?(?:真是|真|太|好|很|挺|还挺|比较)+(?:的)?(?:棒|厉害|专业|好|聪明|贴心|有用|细致|不错|清楚|机灵|智能|有意思|实用|方便|靠谱|管用|行|牛|及时|详细|到位)(?:的|嘛|呢)*|(?:你|您)?(?:回答|解答|讲|说|解释|整理|总结)(?:得|的)(?:还|很|真|挺|非常|太|比较)*(?:专业|好|清楚|详细|不错|到位|明白|全面|在理|准确|有道理)|比[^，。？！]{1,16}(?:好|清楚|强|详细|专业|管用|快)|帮(?:了)?(?:我)?(?:个)?大忙|(?:哈|呵|嘿|嘻){2,}|6{3,}|👍+)$/i,
  },
  {
    topic: "who",
    pattern:
      /^(?:请问)?(?:你|您)(?:到底|究竟|其实)?(?:是(?:不是)?|叫)(?:谁|啥(?:名字|名)?|什么(?:东西|人|机器人|名字|模型|ai|来头)?|(?:个)?(?:谁|哪个|哪家|什么)(?:单位|部门|公司)?(?:的|开发的?|做的?|研发的?|管的?)?|人(?:工(?:智能|客服)?)?|真人(?:客服)?|机器人|电脑|程序|ai|活人|人类|官方的?|干(?:什么|啥|嘛)的|做什么的|chatgpt|gpt|deepseek|豆包|文心一言|通义(?:千问)?|kimi|大模型)(?:还是[^，。？！]{1,10})?$|^(?:自我)?介绍(?:一下)?(?:你|您|一下)?(?:自己)?$|^关于$|^(?:你|您)(?:今年)?(?:几岁|多大)|^(?:你|您)(?:背后|后台|后面)(?:是|用)|^(?:谁|哪个(?:单位|公司|部门)|哪家(?:公司|单位)?|什么(?:单位|公司|人))(?:开发|做|研发|创造|训练|发明|设计|运营|管)(?:了|的|出)?(?:你|您)|^(?:你|您)(?:用的?)?(?:是)?(?:什么|哪个|哪家)(?:的)?(?:大?模型|技术|ai)|^(?:你|您)(?:会不会|会|能|能不能)(?:记住|保存|泄露|泄漏|记录|偷听|告诉别人)(?:我|用户)?(?:说的|的话|问的|的问题|的隐私|的信息|聊天|对话)?|^(?:你|您)(?:有没有|有)(?:名字|感情|意识|生命|性别|对象|家人)|^(?:你|您)(?:是)?(?:男|女)的?(?:还是|生)?/i,
  },
  {
    topic: "help",
    pattern:
      /^(?:\/?help|帮助|使用说明|(?:这个|你)?怎么(?:用|使用|玩|操作)|如何使用|用法|\/?start|功能|菜单|说明书?|教程)$|^(?:你|您|这个?|这里|助手)?(?:都|可以|能|会|到底|究竟|主要){1,4}(?:帮我)?(?:做|干|回答|查|解决|提供|办|问|处理)?(?:些|点|到|哪方面的?)?(?:什么|啥|哪些|哪方面)(?:的?(?:问题|事|东西|内容|服务))?$|^(?:你|您|助手)有(?:什么|啥|哪些)(?:功能|用|本事|能力|作用)|^我(?:可以|能|该|应该)?(?:问|向你问|怎么问|跟你说|查)(?:你|您)?(?:些|点)?(?:什么|啥|哪些)(?:样)?(?:的)?(?:问题|内容)?$|^(?:给我)?(?:讲|说|来|唱|猜)(?:一?个|一?首|点|段)?(?:笑话|故事|歌|段子|谜语?|相声|有趣的)(?:给我听|听听|呗|来听)?$|^(?:好|真|太|很|有点|我)?(?:无聊|闷|寂寞|没意思)(?:死)?$|^(?:陪我|和我|跟我|咱们|我们)?(?:随便)?(?:聊两句|说两句|聊聊|聊天|聊聊天|说说话|唠唠|唠嗑|聊会儿?天?|解闷|玩)(?:一会儿?)?$|^(?:今天|我)?(?:的)?心情(?:真|很|挺|还)?(?:不错|好|一般|不好|很差|舒畅)$/i,
  },
];

const stress =
  /压力|焦虑|焦躁|烦躁|失眠|睡不[着好]|整宿|噩梦|做恶梦|吃不[下好]|崩溃|快崩|崩了|抑郁|郁闷|憋屈|绝望|难受|难熬|煎熬|委屈|害怕|恐惧|恐慌|惶恐|不安|心慌|发慌|慌得|心里慌|心跳|发抖|堵得慌|心里堵|喘不过气|想哭|哭了|大哭|流泪|掉眼泪|没脸见人|抬不起头|抬不起脸|扛不住|顶不住|撑不住|熬不住|受不了|心态|寒心|心寒|心凉|心累|身心俱疲|疲惫|心力交瘁|担惊受怕|提心吊胆|度日如年|无助|孤立|迷茫|心灰意冷|灰心|丧气|压抑|自责|内疚|丢人|没有动力|提不起/;

/** Ends, stops and particles that carry no meaning in small talk. */
const trimmed = (clause: string): string =>
  clause
    .replace(/[\s~～…·^_*\p{Extended_Pictographic}]+|\u{fe0f}/gu, "")
    // 不错不错, 谢谢谢谢
    .replace(/^(.{1,4})\1+$/u, "$1")
    .replace(/^(?:那么?|哎呀?|唉|嗯+|额|呃|啊|哦|诶|欸)(?=.)/u, "")
    .replace(/(?<=.)[啊呀啦哈哦噢哟嘛呢吧哇喔嘞呗耶吗么了]+$/u, "");

const topicOf = (clause: string): SmallTalk | null =>
  talk.find(({ pattern }) => pattern.test(clause.trim()) || pattern.test(trimmed(clause)))?.topic ?? null;

/**
 * Small talk that is the whole message, clause by clause; null for anything with a topic. Of several topics a question
 * about the program counts first, a greeting last (「早上好，你能做什么」).
 */
export function smallTalkOf(question: string): SmallTalk | null {
  const clauses = question
    .normalize("NFKC")
    .trim()
    .split(/[,，.。;；!！?？、\n]+/)
    .filter((clause) => clause.trim() !== "");
  if (clauses.length === 0 || clauses.length > 5 || question.length > 60) return null;
  const topics = new Set<SmallTalk | null>(clauses.map((clause) => topicOf(clause)));
  if (topics.has(null)) return null;
  return (["help", "who", "bye", "thanks", "hello"] as const).find((topic) => topics.has(topic)) ?? null;
}

/** Tells whether the text speaks of the writer's strain; answered with a human contact where no policy is asked. */
export const speaksOfStress = (question: string): boolean => stress.test(question);

const catalogue =
  /(?:你|您|这里|知识库|库里|系统|助手)[^，。？]{0,8}(?:收录|包含|包括|有|能查|可以查|查得到|知道|支持)(?:了|到)?(?:哪些|什么|多少)(?:份|部|个|种)?(?:文件|法规|条例|规定|制度|法律|政策文件|党内法规|资料|办法)|收录(?:了|的)?(?:哪些|什么|多少)|(?:能查|可以查)(?:到)?(?:哪些|什么)(?:文件|法规|规定)|(?:文件|法规|知识库)(?:目录|清单|列表)|^(?:都)?有(?:哪些|什么|多少)(?:份|部)?(?:文件|法规)(?:可以查|能查)?[？?]?$/;

/** Tells whether the question asks what the knowledge base holds. */
export const asksCatalogue = (question: string): boolean => catalogue.test(question) && question.length <= 40;

/** A fact about a document itself rather than about what it says. */
export type DocumentFact = "dates" | "issuer" | "versions" | "overview";

/** Which fact about a named document is asked; null where the question is about its content. */
export function documentFactOf(question: string): DocumentFact | null {
  const text = question.normalize("NFKC");
  if (
    /(?:什么时候|何时|哪一?年|哪天|哪一天|几月|时间|日期|多久)[^，。？]{0,8}(?:施行|实施|生效|执行|发布|公布|印发|出台|颁布|通过|修订|修改|修正|废止|失效)|(?:施行|实施|生效|发布|公布|印发|出台|颁布|通过|修订|修改|废止|失效)(?:的)?(?:时间|日期|是什么时候|是哪|于哪)|(?:还|是否|是不是|现在)(?:有效|管用|在用|适用)|失效了|废止了|作废了/.test(
      text,
    )
  )
    return "dates";
  if (
    /(?:谁|哪个(?:机关|部门|单位)|什么(?:机关|部门))(?:发布|印发|制定|公布|发|出台|颁布)|发(?:布|文)(?:机关|单位)|文号|几号文/.test(
      text,
    )
  )
    return "issuer";
  if (
    /(?:几个|哪几个|哪些|多少个?|最新|现行|历次|历史)(?:的)?版本|(?:修订|修改|改)(?:过|了)?(?:几次|多少次|哪几次)|最新(?:的)?(?:是哪|是什么|一版|版)|新旧版|哪一版|(?:第几|几)次修(?:订|改)/.test(
      text,
    )
  )
    return "versions";
  if (
    /^(?:请问|介绍(?:一下)?|讲讲|说说|查(?:一下)?|看(?:一下)?|什么是|了解(?:一下)?)?《?[^，。？]{2,40}(?:条例|(?<![提说做看想用写读讲])法|规定|办法|规则|准则|意见|通知|决定)》?(?:是什么|是啥|说了什么|讲了什么|的?(?:主要)?内容(?:是什么|有哪些)?|规定了什么|有哪些(?:内容|条款|条文))?[？?。呢吗\s]*$/.test(
      text,
    )
  )
    return "overview";
  return null;
}

/**
 * Tells whether the question asks for a published case rather than a rule: by name, or by asking how something that
 * happened was dealt with (「后来怎么处理的」, 「被容错的那个局长」).
 */
export const asksCase = (question: string): boolean =>
  /案例|案子(?!谁|由|归|怎么办|该|要|应|由)|个案|先例|实例|例子|典型|那个案|真实的?(?:事|例)|那件事|那桩事|那个事儿?|(?:后来|最后|当时|结果|是)[^，。？！]{0,6}(?:怎么(?:处理|纠正|定|认定|看|处分|判)的|处理了谁|没(?:有)?追究)|怎么(?:处理|纠正|处分|认定)的(?=$|[？?。，])|(?:后来|最后)[^，。？！]{0,8}(?:容错|免责|没追究|纠正|澄清|处分)[^，。？！]{0,4}的?(?:那个|那位|干部|书记|局长|主任|股长|人)|(?:有没有|有无|有过)[^，。？！]{0,10}(?:被)?(?:容错|免责)过|以前(?:有|是怎么|怎么)|那(?:个|位|名)[^，。？！]{0,14}(?:书记|支书|主任|局长|镇长|县长|区长|校长|教授|会计|股长|科长|干部|单位|街道|农技员|老师)(?=$|[？?。])/.test(
    question,
  );

/** Tells whether the question asks where an article went: 「以前是第三十七条，现在是第几条」, 「还是这条吗」. */
export const asksRenumbering = (question: string): boolean =>
  /(?:现在|如今|目前|修[订正改]|新|变|挪|改|移|调|对应)[^。？！]{0,16}(?:第?几条|第?多少条|哪(?:一)?条)|(?:还|是不是)(?:是|叫|在)?(?:这|那|原来的?)(?:一)?条/.test(
    question,
  );

/** Tells whether the question asks for the wording itself (原文) rather than what it means. */
export const asksWording = (question: string): boolean =>
  /原文|全文|原话|原句|怎么写的|一字不差/.test(question);

/** Tells whether a message asks anything at all, rather than telling how its writer feels. */
export const asksSomething = (question: string): boolean =>
  /[？?]|吗|怎么|如何|怎样|咋|能不能|能否|可否|可不可以|会不会|要不要|是不是|有没有|哪[些个条里种]|什么|多久|多长|几[个天年]|依据|规定|申请|程序|标准|流程|材料|第.{1,6}条/.test(
    question,
  );
