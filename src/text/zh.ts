/** Every sentence the program says by itself, keyed by code. Policy is not said here: it stands in `knowledge/`. */
import type { Label } from "../core/grounding/answer.ts";
import type { CaseOutcome, CuratedText, DocumentKind, Verification } from "../core/law/types.ts";
import type { Validity } from "../core/law/validity.ts";

export const labels = {
  "curated-reviewed": "知识库要点 · 人工审核",
  "curated-unreviewed": "知识库要点 · 待人工审核",
  campaign: "宣传编辑撰写",
  quote: "原文摘录",
  gist: "要点，非原文",
  case: "公开案例",
  model: "AI 生成，逐句核对过依据；以依据原文为准",
} satisfies Record<Label, string>;

/** Behind each sentence of a model, before its sources: the heading above is lost where a sentence is copied by itself. */
export const modelMark = "〔AI 生成〕";

export const verifications = {
  verified: "已核对原文",
  secondary: "转载文本，引用前请核对",
  unverified: "待核原文",
} satisfies Record<Verification, string>;

export const kinds = {
  law: "法律",
  "party-regulation": "党内法规",
  "administrative-regulation": "行政法规",
  "department-rule": "部门规章",
  "administrative-document": "行政规范性文件",
  "local-regulation": "地方性法规",
  "party-document": "党内和政策文件",
  speech: "讲话",
  "local-measure": "地方办法",
  report: "调研报告",
} satisfies Record<DocumentKind, string>;

export const outcomes = {
  tolerated_exempt: "予以容错、免责",
  tolerated_lighter: "予以容错、从轻处理",
  tolerated_mitigated: "予以容错、减责",
  not_tolerated: "依规依纪依法处理",
  clarified: "澄清、纠正",
  other: "其他结果",
} satisfies Record<CaseOutcome, string>;

export const name = "容错纠错政策助手";

/** Footer of every policy answer. */
export const disclaimer =
  "以上为政策信息，供学习参考，不是对任何人、任何事的认定；以有权机关认定和发布机关公布的文本为准。";

export const welcome = {
  greeting: "您好，我是容错纠错政策助手。",
  purpose: "我回答“三个区分开来”、容错纠错及相关法规的政策问题，每一句政策都注明出处。",
  limits: "我不替任何机关下结论，也不承诺任何处理结果。请不要输入国家秘密、工作秘密和他人隐私。",
} as const;

/** How a model is told what kind of text it is handed. */
export const modelKinds = { provision: "条文", case: "案例", report: "报告" } as const;

/** A statement with what says that it is no rule, where it is none. */
export function toldAs(kind: keyof typeof modelKinds, statement: string): string {
  switch (kind) {
    case "provision":
      return statement;
    case "case":
      return `公开案例中，${statement}`;
    case "report":
      return statement.startsWith("报告") ? statement : `报告说，${statement}`;
  }
}

export const notices = {
  evidenceBelow: "依据原文",
  empty: "请输入要问的政策问题，例如：问责条例第十七条说了什么？",
  tooLong: (limit: number) =>
    `这段文字太长了（超过${limit}字），我没有保存。请用一两句话写明：发生了什么事、想问哪一点。例如：没走政府采购程序先施工，事后补办了手续，能容错吗？`,
  understoodAs: (question: string) => `按此理解检索：${question}`,
  masked: "您的话里有疑似个人信息，已遮蔽后再检索。请不要在这里填写本人或他人的证件号、电话等。",
  classified: (contact: string) =>
    `这段文字带有国家秘密标志，我没有保存，也不会处理。涉密内容请通过保密渠道办理；误发的，请按保密规定报告，并联系${contact}。`,
  verdict:
    "我不能替有权机关判断某个人、某件事会不会被处理，也不能作任何保证。能不能容错，要由有管理权限的机关查清事实后研究决定。",
  verdictWhat: "可以先对照下面的规定和“六看”，把事实和证据理清楚：",
  noVerdict: "以上是规定怎么说，不是对您这件事的判断；具体由有管理权限的机关查清事实后研究决定。",
  instruction:
    "我只回答容错纠错方面的政策问题，不接受改变身份、规则或输出内部设置的要求。自称管理员或上级也不改变这一点。",
  unsafe: "我不能帮助伤害、跟踪他人或者侵入系统。遇到威胁请报警；对办案有意见，请通过申诉、控告等渠道反映。",
  help: "直接输入政策问题就行。可以说文件和条号（问责条例第十七条说了什么），也可以说情形（班子会上我提了反对意见，还要担责吗）；可以接着追问（那第十八条呢、依据是什么）。每句政策后面的数字是出处，列在答复下面，可以查看或者复制。",
  whichDocument: (article: string) => `请说明是哪份文件的${article}，例如：`,
  political: "这个问题不在我的服务范围内。我只回答容错纠错及相关法规的政策问题。",
  outOfScope: "这个问题不在我的服务范围内。我只回答“三个区分开来”、容错纠错、问责处分及相关程序的政策问题。",
  homonym: "您问的像是技术上的“容错”“纠错”。我只回答干部工作中的容错纠错政策问题。",
  noEvidence: "知识库里没有找到足以回答这个问题的依据，我不作猜测。",
  askOrgan: (contact: string) => `需要确切答复的，请向${contact}咨询，或查阅发布机关公布的文本。`,
  articleNotHeld: (document: string, article: string) =>
    `知识库没有收录《${document}》${article}，我不凭印象复述。`,
  versionInForce: (document: string, day: string, version: string) =>
    `${day}有效的版本是：《${document}》（${version}）。`,
  noVersionThen: (document: string, day: string, version: string) =>
    `${day}没有已收录且有效的《${document}》；已收录的一版是${version}。`,
  moreArticles: (count: number) => `一次最多回答${count}条，其余的请再问一次。`,
  whichArticle: "请说明是哪份文件、哪一条的这一款（项），例如：问责条例第十七条第二款。",
  heldArticles: (list: string) => `已收录的条：${list}。`,
  earlierNumber: "以前的版本有这个条号，旧材料里引用的可能是它：",
  paragraphNotHeld: (place: string) => `知识库没有单独收录${place}的原文，以下是该条已收录的内容。`,
  undated: "日期未读到",
  reminder: "提醒：",
  cut: "（内容较长，这里没有全部列出；可以按条号逐条查问。）",
  repealed: (day: string) => `注意：该文本自${day}起失效，仅供了解当时的规定。`,
  notYet: (day: string) => `注意：该文本自${day}起施行，在所问日期尚未生效。`,
  ambiguousTitle: (list: string) => `您说的可能是以下文件之一：${list}。请补充完整名称。`,
  placeNotHeld: (place: string) =>
    `知识库没有收录${place}的容错办法（没有收录不等于没有）。以下是全国性规定；当地办法请向当地纪检监察或组织部门查询。`,
  placeWithinHeld: (place: string, wider: string) =>
    `知识库没有收录${place}自己的容错办法（没有收录不等于没有）。以下先列${wider}的规定，再列全国性规定；当地办法请向当地纪检监察或组织部门查询。`,
  placeFirst: (place: string) => `${place}的规定`,
  nationalAfter: "全国性规定",
  alsoRelevant: "相关条文",
  documentNotHeld: (title: string) =>
    `知识库没有收录《${title}》，我不凭印象复述。请查阅发布机关公布的文本，或先导入本单位的知识库。`,
  detailNotHeld:
    "您问的这个细节，知识库收录的条文里没有读到，不作推算。没有读到，不等于当地没有规定；请向承办机关或者有干部管理权限的组织部门核实。",
  factNotHeld:
    "您问的是统计数字、名单、联系方式或者某个人的处理情况，知识库没有收录，我不作猜测，也不查询任何个人。",
  caseCaution: "案例只说明当时当地的处理，不能直接套用。",
  noCaseNear: "没有找到相近的公开案例。没有找到不等于没有。",
  contrast: (id: string, title: string, because: string) => `对照 ${id}《${title}》：${because}`,
  basisOf: "上一个回答依据的是：",
  nothingBefore: "请先问一个政策问题，我再说明它的依据。",
  distress: (contact: string) =>
    `您现在的感受很重要，请先照顾好自己。如果有伤害自己的念头，请马上联系身边信得过的人，或拨打全国统一心理援助热线12356；情况紧急请拨打120或110。工作上的事可以慢慢说清楚，${contact}和您的家人、同事都可以陪您面对。`,
  stress: (contact: string) =>
    `被询问、被举报时有压力是很自然的。可以找信得过的领导、同事或家人谈谈，也可以拨打全国统一心理援助热线12356；工作上的事可以向${contact}如实说明。想了解哪条规定，我随时可以查。`,
  thanks: "不客气。还有政策问题可以接着问。",
  bye: "再见。需要时随时来问。",
  who: "我是容错纠错政策助手，一个按知识库回答政策问题的程序，不是任何机关，也不下结论。我只引用知识库里有出处的内容；没有读过原文的，会标明“待核原文”。",
  abuse: (contact: string) =>
    `抱歉没有帮上忙。请告诉我您想查哪条规定或什么情形；对服务有意见，可以向${contact}反映。`,
  catalogue: (documents: number, provisions: number) =>
    `知识库目前收录${documents}份文件、${provisions}条规定，主要有：`,
  catalogueCaption: "全国性规定",
  catalogueHead: ["文件", "种类", "日期"],
  catalogueMore: (count: number) => `另有${count}份地方规定和历史版本，可以直接问文件名或地名。`,
  contents: "已收录的条文",
  relatedCase: "可参考的公开案例",
  entryTitle: (kind: CuratedText["kind"], title: string) =>
    kind === "misconception" ? `常见误区：${title}` : title,
} as const;

export const basisHeading = "依据";
export const suggestionsHeading = "您还可以问";
/** Over choices that are no questions. */
export const choicesHeading = "请选择";
/** How a source stands on the day asked. */
export const validities = {
  in_force: "现行有效",
  repealed: "已失效",
  not_yet: "尚未施行",
  undated: "时效待核",
  not_binding: "不是规定",
} satisfies Record<Validity, string>;

/** Chinese date of a day: 2019-09-01 → 2019年9月1日. */
export const dayInChinese = (day: string): string => {
  const [year, month, date] = day.split("-").map(Number);
  return `${year}年${month}月${date}日`;
};

/** A version of the rules as it is called: most are named by the day from which they hold. */
export const versionName = (version: string): string =>
  /^\d{4}-\d{2}-\d{2}$/.test(version) ? `${dayInChinese(version)}版` : `${version}版`;

/** The page of local rules. */
export const places = {
  title: "收录的地方规定",
  intro: (count: number, held: number) =>
    `${count}份地方规定，适用于${held}个地方或者单位。没有收录不等于没有；没有读到不等于没有写。地方规定只在当地、本领域适用。不收哪些、为什么，见[知识库怎么写](knowledge.md)。本页由 \`npm run --silent cli -- knowledge places --markdown\` 生成，改了知识库就重新生成，测试会核对。`,
  head: "| 文件 | 适用 | 种类 | 日期 | 收录的部分 | 收录的是 | 没有读到的、要注意的 |",
  quoted: "原文",
  gist: "要点",
} as const;

/** The page of all quotations. */
export const quotations = {
  title: "收录的原文",
  intro: (count: number, documents: number) =>
    `知识库以原文收录的全部文字：${documents}份文件，${count}段。每段注明出自哪份文件的哪一条、是整条还是节选、核验等级；不在这里的都是编者的要点，不能当原文引用。本页由 \`npm run --silent cli -- knowledge quotations --markdown\` 生成，改了知识库就重新生成，测试会核对。`,
  about: (kind: string, dates: string, source: string) => `${kind}；${dates}。出处：${source}。`,
  head: "| 条、段 | 范围 | 等级 | 原文 |",
  whole: "整条",
  excerpt: "节选",
  excerptOf: (first: number, last: number) =>
    first === last ? `节选第${first}款` : `节选第${first}至${last}款`,
} as const;

export const documentFacts = {
  issuer: (issuer: string) => `发布机关：${issuer}。`,
  speaker: (speaker: string) => `讲话（报告）人：${speaker}。`,
  delivered: (day: string) => `讲话日期：${dayInChinese(day)}。`,
  number: (number: string) => `文号：${number}。`,
  adopted: (day: string) => `通过（审议批准）日期：${dayInChinese(day)}。`,
  published: (day: string) => `公布（印发）日期：${dayInChinese(day)}。`,
  effective: (day: string) => `施行日期：${dayInChinese(day)}。`,
  repealed: (day: string) => `自${dayInChinese(day)}起失效。`,
  unknownEffective: "施行日期：知识库没有读到，不作推算。",
  versions: "知识库收录的各版本",
  versionHead: ["版本", "时效"],
  repealedAt: (day: string) => `${dayInChinese(day)}失效`,
} as const;

export const terminal = {
  prompt: "问：",
  footer: "输入问题后回车；输入数字选择下面的问题；输入“帮助”看用法；按 Ctrl+D 退出。",
  earlier: "（上次没有答完的问题，现在补上）",
  file: (name: string) => `文件“${name}”的内容：`,
} as const;

/** A published case as a source. */
export const caseTitle = (title: string): string => `公开案例：${title}`;

/** Shown where a source is silent; never filled in. */
export const silent = "来源未写明";

export const factLabels = {
  kind: "文件种类",
  issuer: "发布机关",
  number: "文号",
  adopted: "通过日期",
  published: "公布日期",
  effective: "施行日期",
  repealed: "失效日期",
  level: "层级",
  field: "领域",
  year: "年份",
  outcome: "结果",
  decision: "处理",
  decidedBy: "作出机关",
  reason: "理由",
  correction: "纠正",
} as const;
