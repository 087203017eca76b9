/** Words and ways to join them, from which the guards (守护规则) are built; recognition data, never shown. */

/** Any character of the same clause. */
export const inside = "[^，。？！；\\n]";
/** `first` and then `second`, at most `gap` characters between them, in one clause. */
export const followed = (first: string, second: string, gap = 10): string =>
  `(?:${first})${inside}{0,${gap}}(?:${second})`;
/** The two in either order. */
export const beside = (one: string, other: string, gap = 10): string =>
  `${followed(one, other, gap)}|${followed(other, one, gap)}`;
/** One pattern out of alternatives. */
export const pattern = (...alternatives: string[]): RegExp => new RegExp(alternatives.join("|"), "i");

/** The question as the lexicons spell: NFKC, full-width stops, no spaces or invisible characters. Takes simplified text. */
export function spelled(question: string): string {
  const stops = new Map([
    [",", "，"],
    ["?", "？"],
    ["!", "！"],
    [";", "；"],
    [":", "："],
  ]);
  return question
    .normalize("NFKC")
    .replace(/[\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g, "")
    .replace(/\s+/g, (space) => (space.includes("\n") ? "\n" : ""))
    .replace(/[,?!;:]/g, (stop) => stops.get(stop) ?? stop)
    .replaceAll("纪录", "记录")
    .replace(/\b[wv]x\b|(?<![a-z])[wv]x(?![a-z])|[薇威徽]信/gi, "微信");
}

/** From this length a message tells a story; what it asks stands in its last clauses. */
export const storyLength = 80;
const closingClauses = 3;
/** The clauses of a story in which its question stands. */
export const closingOf = (text: string): string =>
  text
    .split(/[，。？！；\n]/)
    .filter((clause) => clause !== "")
    .slice(-closingClauses)
    .join("，");

/** Things that prove what happened (ACT objects). */
export const record =
  "证据|记录|记陆|纪要|材料|账本|账目|账册|[那本假旧]账|做账|凭证|聊天|微信|短信|群消息|监控|录像|录音|硬盘|手机|电脑|文件|痕迹|台账|邮件|信件|传真|档案|" +
  "资料|数据|流水|合同|协议|发票|单据|票据|条子|白条|收条|借条|签到|日志|笔记|签批|原件|请示|回单|回执|[这那][一两几]?[页张]|备注|证书|公函|批文|批件|" +
  "说明|证明|报告|月报|报表|决议|签字页|意见|印章|公章|台帐|收据|清单|文号|选票|选举票|表决票|信件|录像带";

/** Those who look into matters. */
export const authority =
  "纪委|监委|纪检|办案|专案|审计|巡察|巡视|检查|核查|督察|督查|督导|调查|审查|初核|函询|谈话|问责|追责|处分|立案|留置|组织|上级|上面|监管|招标|招投标|" +
  "政府采购|上平台|比对|评审|记者|验收|抽查|暗访|考核组|工作组|信访局|检察|公安|银行|省里|他们|外人|人家";

/** Those a blame is put on, or who are made to speak or be silent. */
export const person =
  "下属|下级|下面|别人|他人|人家|同事|部下|前任|上一任|后任|副手|临时工|劳务|辅警|经办|手下|科员|办事员|村里|村委|企业|公司|领导|外包|会计|出纳|财务|" +
  "科室|秘书|司机|站长|设计院|监理|施工|乙方|老板|供应商|证人|当事人|知情人|大家|他们|他|她|小[王李张刘陈杨赵周吴]|老[王李张刘陈杨赵周吴]|个人|谁|人|第三方|死人|老人|系统|" +
  "群众|村民|当事企业|班子成员|成员|职工|医院|银行";

/** Those who told. */
export const informant =
  "举报人|检举人|举报者|告状|告我|举报我|匿名信|匿名举报|实名件|实名信|写信的|写信人|信访人|信访户|上访|反映问题的|反映我|揭发|捅出去|捅上去|爆料|投诉人|检举信|举报信|反对票|" +
  "谁(?:在)?(?:举报|告|写|检举|投诉|反映|捅|投|爆)|举报";

/** After 怎么 these make a question of law or of one's own right (INQUIRY, PREVENT). */
export const lawful =
  "处理|处罚|处分|惩[处治]|追究|问责|追责|认定|定性|界定|区分|区别|甄别|鉴别|识别|看待|理解|适用|规定|计算|算|防|预防|避免|杜绝|遏制|治理|整治|整改|查处|" +
  "证明|申诉|申辩|申请|复[查核议]|救济|维权|拒绝|抵制|保护|保障|举报|投诉|检举|澄清|正名|办(?!得|才|到|成)|留痕|留好|做好|落实|执行|启动|衔接|把握|划分|" +
  "分责|保存|提交|向|如实|依规|依法|追回|纠正|报告|应诉|自证|反映|说清|监督|受理|惩罚|判|定(?!的)|分(?!流)|才算|进行|开展|规范|记录|登记|固定|收集|上交|清退|退还|更正|汇报|上报|解除|回避|配合";

/** Words that ask for a way. */
export const how = "怎么样?|如何|怎样|咋样?|怎(?=能|才)";
