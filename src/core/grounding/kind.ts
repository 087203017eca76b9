/** What kind of question it is, told by fixed patterns: small talk, the catalogue, facts about a document, or a policy question. */

export type SmallTalk = "hello" | "thanks" | "bye" | "who" | "help" | "stress";

const talk: readonly { readonly topic: SmallTalk; readonly pattern: RegExp }[] = [
  {
    topic: "hello",
    pattern:
      /^(?:您好|你好|你们好|哈喽|嗨|hello|hi|hey|早上好|上午好|下午好|晚上好|中午好|早|在吗|在不在|有人吗|喂)(?:[啊呀吗哈，,。！!～~\s]*(?:小助手|助手|机器人|在吗))?[啊呀哈，,。！!？?～~\s]*$/i,
  },
  {
    topic: "thanks",
    pattern:
      /^(?:好的?|嗯|行|ok|明白了?|知道了|懂了|收到|了解了?)?[，,。！!\s]*(?:非常|十分|多|太)?(?:谢谢|感谢|多谢|谢了|辛苦了?|thanks|thank you)(?:您|你|啦|了|哈|老师|助手|的?(?:解答|回答|帮助))*[，,。！!～~\s]*$|^(?:好的?|嗯+|行|ok|明白了?|知道了|懂了|收到|了解了?|不错|很好|有用)[，,。！!～~\s]*$/i,
  },
  {
    topic: "bye",
    pattern: /^(?:再见|拜拜|bye|回头见|下次再聊|先这样|没(?:有)?(?:别的)?(?:事|问题)了)[，,。！!～~\s]*$/i,
  },
  {
    topic: "who",
    pattern:
      /^(?:请问)?(?:你|您)(?:是|叫)(?:谁|什么(?:东西|人|机器人|名字|模型|ai)?|哪个(?:单位|部门)(?:的|开发的)?|人(?:工智能)?(?:吗|还是机器人)?|真人(?:吗|还是机器人)?|机器人吗?|干什么的|做什么的|干啥的|官方的?吗?)[？?。吗呢呀啊哦\s]*$|^(?:自我介绍|介绍(?:一下)?(?:你|您)?自己|关于)[。！!？?\s]*$|^(?:你|您)(?:能|可以|会)(?:做|干|帮我做|回答)(?:些|点)?(?:什么|啥|哪些(?:问题)?)[？?。呢\s]*$|^(?:谁|哪个(?:单位|公司)|什么(?:单位|公司))(?:开发|做|研发|创造)(?:了|的)?(?:你|您)/i,
  },
  {
    topic: "help",
    pattern: /^(?:\/?help|帮助|使用说明|怎么用|如何使用|用法|\/?start|功能|菜单)[。！!？?\s]*$/i,
  },
];

const stress =
  /(?:压力|焦虑|失眠|睡不着|睡不好|吃不下|崩溃|抑郁|绝望|难受|委屈|害怕|恐惧|心慌|喘不过气|想哭|没脸见人|扛不住|受不了)/;

/** Small talk that is the whole message; null for anything with a topic. */
export function smallTalkOf(question: string): SmallTalk | null {
  const text = question.normalize("NFKC").trim();
  return talk.find(({ pattern }) => pattern.test(text))?.topic ?? null;
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

/** Tells whether the question asks for a published case rather than a rule. */
export const asksCase = (question: string): boolean =>
  /案例|案子|个案|先例|实例|例子|典型|那个案|真实的?(?:事|例)/.test(question);

/** Tells whether the question asks for the wording itself (原文) rather than what it means. */
export const asksWording = (question: string): boolean =>
  /原文|全文|原话|原句|怎么写的|一字不差/.test(question);
