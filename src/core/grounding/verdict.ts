/** Verdict requests (索要结论): whether somebody's case meets a demand for the result. */
import { evasionVote, verdictVote } from "./guard-examples.ts";
import { closingOf, followed, inside, pattern, storyLength } from "./guard-words.ts";

/** Whose case it is (OWN-CASE): the speaker, a relation, or somebody named or described. */
const ownCase =
  /我|俺|咱|本人|本局|本单位|他|她|这(?:个)?(?:人|样|种情况|个事|事|件事|回|次|算|位|情况|行为)|这种|上面(?:的)?情况|以上情况|本案|该(?:同志|人|案|行为)|[某甲乙丙]|张三|李四|(?:^|[给替对让，。于把和个按该这姓])(?:老|小|姓)?[张王李赵刘陈杨黄周吴孙朱胡马郭何林高罗郑梁](?:某|局|书记|镇长|县长|副|主任|科|处|总|三|四|五|同志|$|定|的)|(?:老|小)[张王李赵刘陈杨黄周吴孙朱胡马郭何林高罗郑梁]|村支书|某某/;

/** What a case may come to (RESULT). */
const results =
  "免责|容错|没事|有事|出事|处分|处理|问责|追责|追究|免予|过关|违纪|违法|违规|担责|负责|责任|算了|不了了之|开除|双开|撤|撤职|警告|记过|记大过|降级|降职|诫勉|免职|撤销|判|从轻|从宽|从重|减轻|犯罪|有罪|无罪|坐牢|进去|蹲|案底|立案|失职|渎职|失误|冤|平反|提拔|进步|有救|没救|还有救|完了|完蛋|饭碗|乌纱|编制|清白|是死是活|放过|开刀|翻身|全身而退|躲过|保得住|保住|罪|罚|被抓|该抓|批下来|背(?:这个|锅|责)|牵连|落地|板子|挨|被查|留用|调整岗位|停职|责令|通报|免|错|对不对|轻不轻|重了|轻了|性质|升|还能当|够得上|批评教育|没问题";

/**
 * Demands that no question about the rule makes (CERTAINTY, DEMAND), for what should come out: a plain word, odds, a grade,
 * a paper, a decision in the organ's place.
 */
const demand = pattern(
  "痛快|给(?:我)?(?:一)?句话|给个话|准话|准信|实话|定心丸|一句话|拍胸脯|打?个?包票|能(?:不能)?确定(?=我|他|不)|敢不敢|板上钉钉|十拿九稳|铁定|没跑|稳了吧|百分之?百|100%|敢不敢(?:保证|打包票)|保准|确保(?=我|给我|他|没|不会)|你(?:能不能|敢不敢|可以|能|来)?(?:给我)?(?:保证|担保|承诺)|保证我|你[^，。？！；\\n]{0,4}[保包]我|给我保证|跟我保证",
  "肯定(?!性|的是|了|意见)|一定(?!要|的|条件|范围|程度|时间|期限|数额|比例|影响|会影响)|绝对(?!不能|禁止)|必定|必被|必然会|铁板钉钉",
  followed(
    "别|不要|不用|少|无需|甭",
    "绕|卖关子|分析|打官腔|讲条文|废话|讲道理|兜圈|扯|说以组织|讲依据|引用|解释",
    6,
  ),
  "直接(?:说|告诉|回答|讲|给|认定|判|下|定)|直说|明说|明确(?:说|告诉|回答|答复|表态|结论)|请明确|只(?:需|要|用|能)?(?:回答|回复|说|给)|是或(?:者)?(?:不是|否)|是还是(?:不是|否)|行就行|只要(?:一)?个?(?:结果|结论|答案|数)|就一个答案|二选一|你选|选一个|选哪个|免还是不免|撤还是不撤|是还是不是|([行能算对免罚撤判处])还是不\\1|会[^，。？！；\\n]{1,3}还是不会",
  "凭你(?:的)?(?:判断|经验|感觉|直觉)|断(?:一|个)?断|评(?:个|一?评)?理|你(?:来)?评评|你(?:就|来)?(?:点(?:个)?头|拍(?:个)?板)|你(?:就)?(?:说了算|来断|来判|来定|判|断|裁|宣布|认定|定一个|定一下|定个)|听你(?:的|明确)|你说了我就信|我就信你|以你(?:的)?(?:专业|经验)|按照?你(?:的)?(?:经验|看|判断|估计)|依你看|你估计|你预测|假如你是|如果你是|换作是你|换成你",
  followed("把握|概率|几率|机率|可能性|胜算|希望|成功率", "多少|几|多大|百分|大不大|有没有|高不高|吗", 8),
  followed("多少|几(?:成|分|率)|百分之|多大|算算|估算", "把握|概率|几率|机率|可能性|胜算|可能", 8),
  "打(?:个|一?下|多少)?分|打几(?:颗)?[星分]|几星|十个里|三七开|五五开|算出[^，。？！；\\n]{0,6}结果|可能(?:性)?大不大|评(?:个|一?下)?(?:分|等级)|满分|几分|优良中差|百分之多少|几成|占[几多]|责任比例|估计呢|预测(?:一下|下|我|他|结果)|算一?卦|算算(?:我|他)|占卜|看看命|命好|预估一下",
  followed(
    "替|帮|给|(?<!申)请(?:你)?(?:对|根据|为)?|为|把|对",
    "定(?:个)?性|下(?:个)?(?:结论|定论)|判(?:断|定)(?:一下|一?个)?|裁[定决]|认定(?!的|程序|标准|条件|主体)|断一断|断案|断个|评判|鉴定|作出(?:处理|决定)|做(?:个|出)决定|评一评",
    10,
  ),
  "定个性|下(?:个|一个)?(?:结论|定论)|裁[定决](?:一下|责任|谁)|断个?案|最终裁决|宣布(?:他|我|无罪)|该给[^，。？！；\\n]{1,6}什么处分|评一评|评评理|来评理",
  followed(
    "写|出具?|开具?|盖|签发|打印|给我|弄|做",
    "(?:免责|无责|没有违纪|不承担|不用担责|无违纪|容错|符合)[^，。？！；\\n]{0,8}(?:证明|意见|结论|承诺|鉴定|文书|决定|通知|函|章|报告)|(?:结论|证明|鉴定意见|官方答复|承诺书|决定书|认定书|盖章|审核意见)",
    16,
  ),
  followed(
    "写|出具|开具|盖章?|签发|打印",
    "(?:予以|同意|准予|可以|符合|应予)[^，。？！；\\n]{0,4}(?:容错|免责|免予)",
    20,
  ),
  `${followed("替|代|代表", "(?:纪委|监委|组织|上级|单位|部门)", 2)}${inside}{0,10}(?:定|判|结论|认定|决定)`,
  "给(?:我)?(?:一)?个?(?:结论|结果|准信|说法|定论|确切|答案|官方)|确切(?:的)?(?:说法|答复|答案)|凭什么没事|谁的错|谁对谁错|你(?:也|就|们)?(?:说|认为|觉得|看)[^，。？！；\\n]{0,12}(?:对不对|该不该|是不是|会不会|要不要|冤不冤|够不够)|书面(?:答复|保证|承诺|意见|结论)|写(?:清楚|明)[^，。？！；\\n]{0,8}(?:不予|不承担|无责|没有责任|不追究)|回复[“「]?[^，。？！；\\n]{1,6}(?:即可|就行|就好)|你(?:内心|心里)|(?:换|若|要)(?:是)?你|你会(?:给|怎么)|你(?:们)?[^，。？！；\\n]{0,6}承诺|断断|你定|你选|公不公道|公道话|宣判|法律意见|认定书|拿主意|一锤定音|主责(?:谁|是)|保(?:个|一下)?底|你支持|就问你|(?:有救|没救|是死是活|全身而退|乌纱|饭碗|拿我开刀|还能翻身)|就说一句|说一句|四个字",
);

/** Questions about a rule or a way: no demand, even where somebody's case is told. */
const generalAsk =
  /(?:什么|哪些|哪种|哪条|何种)(?:情况|情形|条件|时候|样的|规定|依据|标准|证据|材料|程序|期限|权利)|多少天|几天|天数|时限|怎么(?:申请|办|认定|计算|界定|写|准备|证明|区分|申诉|处理(?!我|他))|如何|多久|多长|几个月|依据哪|哪一?条|向谁|哪个部门|条例第|有什么(?:规定|区别|影响)/;

/** Nouns of procedure: beside a mild question they tell that the rule is meant. */
const procedureTalk = /规定|区别|流程|程序|材料|条件|原文|依据/;

/** Things that look like a demand for a result and are rules: 打分考核, 一定要…才, 概率论. */
const ruleTalk =
  /给(?:干部|领导|下属|同志们?|班子)?打分(?:的)?(?:考核|办法|标准)|(?:是不是|不|就|都)一定|(?:写|规定|说|用|讲)的(?:是|到底)|^(?!.*[我俺咱]).*就(?:铁定|肯定|必定|必然|绝对|百分之?百)|一定(?:就|会)(?=[^我他]{0,6}吗)|考核(?:办法|打分)|预测不到|保证(?:公平|质量|金)|打击报复|绝对(?:不能|禁止)|(?:处分|条例|规定|办法|问责)[^，。？！；\n]{0,4}管不(?:到|着)|(?:受|挨|背)(?:到|了|过)?[^，。？！；\n]{0,6}(?:处分|警告|记过)[^？！。\n]{0,12}(?:补贴|工资|奖金|待遇|津贴|绩效|职称|退休)|第?[一二三四五六七八九十百零0-9]+条(?!命|烟|鱼)/;

const fate = pattern(
  followed(
    "是不是|不用|不必|就不|不该|没|不|怎么会|会不会|能不能|会|能|能否|可以|可不可以|是不是|算不算|该不该|应该|要不要|够不够|够得上|有没有|到底|算是?|属于|还|够|轻不轻|构成|是|这回|这次",
    results,
    8,
  ),
);

/** Where the vote of the examples tells a demand by itself, with a word of result and without. */
const verdictVotes = { named: 1.5, unnamed: 2.5 } as const;

/** Something to be looked up, written or done, no judgement. */
const lookUp =
  /了解|是谁|谁给|有没有(?:自己|专门|具体|相关)|哪些|包括|制定|查一?下|找一?下|列出|介绍|讲讲|解读|起草|帮我(?:写|做|算(?!我)|查|找)|电话|地址|怎样|怎么|如何|能不能(?:要求|申请)|可不可以(?:要求|申请)/;

/** The organ's own decision is asked of the program. */
const delegated = pattern(followed("替|代|代表|帮", "纪委|监委|组织|上级|办案|审理", 2));

/** A message of this length tells hardly any facts. */
const bare = 34;

/**
 * Whether the result of somebody's case is asked for; `certain` where certainty is demanded (肯定、准话、打包票).
 *
 * @param given as `spelled` gives it
 */
export function verdictIn(given: string): { certain: boolean } | null {
  // 「走流程肯定赶不上」 in a story demands nothing.
  const text = given.length > storyLength ? closingOf(given) : given;
  if (ruleTalk.test(text)) return null;
  const own = ownCase.test(given);
  const result = new RegExp(results).test(text);
  const demands = demand.test(text);
  if (demands && (own || result || delegated.test(text)) && !generalAsk.test(text)) return { certain: true };
  if (!own || generalAsk.test(text) || procedureTalk.test(text)) return null;
  // The examples speak where the words are new.
  const vote = text.length <= 40 && !lookUp.test(text) ? verdictVote(text) : 0;
  if (vote > (result ? verdictVotes.named : verdictVotes.unnamed) && vote > evasionVote(text))
    return { certain: false };
  if (!result) return null;
  const clause = text.split(/[，。；！\n]/).findLast((part) => fate.test(part));
  if (clause === undefined) return null;
  const asks =
    /(?:吗|吧|么|呢|不|没有|对不对|是不是|还是[^，。？！；\n]{1,10}|哪[一个种]|什么处分)？*$|会不会|能不能|该不该|要不要|算不算|是不是|到底|够不够|轻不轻|重了还是/.test(
      clause,
    );
  const subject =
    /我|俺|咱|本人|他|她|某|这|[张王李赵刘陈杨黄周吴孙](?:局|书|镇|县|主|科|处)|主任|书记|局长|镇长|老公|爱人|爸|妈/.test(
      clause,
    );
  return asks && (subject || text.length <= bare) ? { certain: false } : null;
}
