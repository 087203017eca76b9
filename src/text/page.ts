/**
 * Words of the web pages. Plain text with `{slots}`, because the browser gets the same object as data: what the server
 * renders and what the page's own script renders then cannot differ.
 */
import * as zh from "./zh.ts";

/** Words of the page, by place. */
export const pageWords = {
  name: zh.name,
  tagline: "按知识库回答政策问题，每一句都注明出处",
  skip: "跳到提问框",
  title: "{title} · {name}",

  site: "本站其他栏目",
  welcome: {
    greeting: zh.welcome.greeting,
    purpose: zh.welcome.purpose,
    limits: "我不替任何机关下结论，也不承诺任何处理结果。",
  },
  noticeTitle: "使用前请知悉",
  firstQuestions: "可以从这些问题开始",
  conversation: "问答记录",
  you: "您问",
  questionNumber: "第{n}问",
  asOfLine: "按{day}有效的规定回答",
  day: "{year}年{month}月{day}日",
  withheld: "（这段文字未保留）",
  loading: "正在查找依据……",
  offline: "网络断开，问题已留在这里，连上后自动发送。",
  stopping: "正在停止……",
  slow: "还在处理，请稍候……",
  lookAgain: "再看一次",
  lookForMore: "刷新看最新",
  earlier: "显示更早的问答",
  message: "提示",
  answered: "第{n}问已有答复：{start}",

  feedback: "这个答复怎么样",
  feedbackVerdicts: {
    useful: "有用",
    useless: "没用",
    wrong_citation: "引用不对",
    not_answered: "没答到",
  },
  feedbackThanks: "评价已记下。",
  feedbackFailed: "评价没有发出去，请再按一次。",
  choices: zh.choicesHeading,
  downloadData: "下载我的数据",

  menu: "菜单",
  newConversation: "新对话",
  conversations: "最近的对话",
  noConversations: "还没有保存的对话。",
  untitled: "（未保留文字的对话）",
  conversationTurns: "{count}问",
  removeConversation: "删除对话：{title}",
  removeQuestion: "删除这个对话“{title}”？删除后不能恢复。",
  remove: "删除",
  cancel: "取消",
  removeFailed: "没有删除成功，请再试一次。",
  display: "显示",
  typeSizes: { label: "字号", values: { standard: "标准", large: "大字" } },
  themes: { label: "颜色", values: { system: "跟随系统", light: "浅色", dark: "深色" } },
  more: "其他",
  print: "打印本页",
  myData: "导出我的数据",
  erase: "删除我的数据",
  eraseDialog: {
    title: "删除记录",
    all: "删除我的数据",
    allMeaning:
      "删除服务器上您的全部对话和评价，不能恢复；只留下不含内容的操作记录。这台设备上的记录也一并清除。",
    allDo: "确认删除我的数据",
    device: "清除本机记录",
    deviceMeaning:
      "只清除这个浏览器里的设置和身份标记，适合用完公用电脑后使用。服务器上的对话仍按期限保存，但清除后谁也不能再从这个浏览器打开；要连同服务器上的一起删除，请用上面的“确认删除我的数据”。需要批准才能使用的，清除后要重新申请。",
    deviceDo: "清除本机记录",
    working: "正在删除……",
    deviceDone: "本机记录已清除。",
    failed: "没有删除成功，请检查网络后再试一次。",
    goOn: "重新开始",
  },

  ask: "提问",
  question: "您的问题",
  stop: "停止回答",
  placeholder: "请输入政策问题",
  hintCaution: "请不要输入国家秘密、工作秘密和他人隐私。",
  hintKeys: "回车发送，Shift＋回车换行。",
  asOf: "按哪天的规定回答",
  asOfSet: "按{day}的规定回答",
  asOfLabel: "日期（不填就是今天）",
  asOfClear: "恢复为今天",
  retry: "重试",
  connecting: "网络断开，正在重连……",

  labels: zh.labels,
  model: "AI 生成",
  verifications: zh.verifications,
  basis: zh.basisHeading,
  suggestions: zh.suggestionsHeading,
  note: "依据{n}：{source}",
  validities: zh.validities,
  effectiveFrom: "{day}起施行",
  repealedFrom: "{day}失效",
  quoted: "“{quote}”",
  disclaimer: zh.disclaimer,

  source: "出处",
  sourceHint: "点开句末的数字，这里显示所依据的条文或者案例，引用的话加底色。",
  legend: "怎样看出处",
  legendLabels: {
    "curated-unreviewed": "编者按规定写的概括，还没有人复核。",
    campaign: "宣传编辑按所列出处写的，发出之前由另一个人批准。",
    quote: "照录文件文字。",
    gist: "没有收录原文，只有概括，不能当原话引用。",
    case: "公开发布过的案例，只说明当时当地的处理。",
  },
  legendGrades: {
    verified: "已同发布机关公布的文本核对。",
    secondary: "读自转载或开放文本库。",
    unverified: "没有读到原文，引用前必须查证。",
  },
  close: "关闭",
  back: "返回上一条",
  copy: "复制引文",
  copied: "已复制。",
  copyFailed: "没有复制成功，请选中文字后复制。",
  openPage: "单独打开这一页",
  sourceLoading: "正在打开出处……",
  excerpt: "原文节选",
  whole: "原文",
  gist: zh.labels.gist,
  caseFacts: "案情",
  facts: {
    case: "处理情况",
    provision: "文件信息",
    document: "文件信息",
  },
  notes: "提示",
  readAt: "可核对处",
  versions: "各版本",
  thisVersion: "当前所示",
  related: {
    provision: "相关问题和案例",
    case: "相关规定和案例",
    document: "已收录的条文",
  },
  citation: "《{document}》{place}",
  citationVersion: "《{document}》（{version}）{place}",
  copyQuote: "{source}：“{quote}”",
  copyGist: "{source}（要点，非原文）：{gist}",
  home: "去提问",

  about: "关于本助手",
  aboutIs: "是：按知识库检索和整理政策规定的程序，答复附出处，供学习参考。",
  aboutIsNot: "不是：任何机关，也不代替任何机关作认定、下结论或者作保证；本页文字不是公文。",
  aboutContact: "需要确切答复的，请向{contact}咨询。",
  aboutOrganisation: "由{organisation}提供。",
  aboutVersion: "知识库版本：{version}",
  noScript: "浏览器没有运行脚本，仍可提问：每次提问会重新打开这一页。",

  admission: {
    title: "需要开通后使用",
    why: "这台设备还没有开通。请把下面的申请码告诉管理员，由管理员批准。",
    codeIs: "申请码：",
    tell: "把申请码告诉{contact}，并说明您的单位和用途。",
    wait: "管理员批准后，这一页会自动打开；没有自动打开的，请点“再看一次”。",
    tooMany: "现在申请的人太多，暂时不能给出申请码。请在{moment}以后再来。",
    until: "申请码到{moment}有效，只能用一次；过期后这一页会给出新的申请码。",
    moment: "{month}月{day}日{hour}:{minutes}",
    signIn: "用单位账号登录",
    device: "开通只对这个浏览器有效。换设备、换浏览器，或者清除浏览器数据后，需要重新申请。",
    waiting: "正在等待批准。",
    admitted: "已经批准，正在打开……",
    joinTitle: "接受邀请",
    joinWhy: "您收到了使用邀请。点下面的按钮，这台设备就可以使用；邀请只能用一次，请不要转发。",
    joinDo: "接受邀请，开始使用",
    joinedTitle: "已经开通",
    joined: "这台设备已经开通，可以提问了。",
  },
} as const;

export type PageWords = typeof pageWords;

/** Other parts of the site, in the header of every page. */
export const siteLinks = [
  { href: "/precheck", label: "预审" },
  { href: "/learn", label: "学习" },
  { href: "/catalogue", label: "目录" },
] as const;

/** What goes wrong between browser and server, by code. */
export const httpErrors = {
  host: "这个地址不是本服务的地址，请用管理员给出的地址打开。只在本机使用的，请用 http://127.0.0.1 或者 http://localhost 开头的地址。",
  origin: "这个请求来自别的网站，已拒绝。请在本页面提问。",
  media: "请求的格式不对：请用 application/json。",
  form: "页面已经过期，请重新打开后再提交一次。",
  json: "请求的内容不是完整的 JSON。",
  body: "请求的内容不对，请刷新页面后再试。",
  tooLarge: "这段文字太长了，没有处理。请用一两句话写明发生了什么事、想问哪一点。",
  day: "日期不对，请写成 2024-07-01 的样子。",
  source: "没有找到这个出处，可能是地址不完整，或者知识库已经更新。",
  notFound: "没有这个页面。",
  unapproved: "这台设备还没有开通，请刷新页面查看申请码。",
  cookies: "浏览器没有保存 Cookie，认不出这台设备。请允许本网站使用 Cookie 后再打开。",
  limited: "发送得太快或者今天发送得太多了，这条消息没有处理，请稍后再试。",
  notice: "使用说明有更新，请看过后再提交一次。",
  unavailable: "服务繁忙，请稍后再试。",
  streams: "同时打开的页面太多，请关闭一些后再试。",
  invitation: "这个邀请已经用过、过期或者不完整，请向管理员要新的邀请。",
  signIn: "登录没有完成，请重新登录。",
  internal: "服务出了故障，没有得到答复。请稍后再试。",
} as const;

export type HttpErrorCode = keyof typeof httpErrors;

/** What the page says when it could not reach the server. */
export const connectionErrors = {
  network: "没有连上服务，问题还在这里。请检查网络后重试。",
  source: "出处没有打开。",
  cookies: httpErrors.cookies,
} as const;

export type ConnectionErrors = typeof connectionErrors;
