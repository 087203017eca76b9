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

  welcome: zh.welcome,
  firstQuestions: "可以从这些问题开始",
  conversation: "问答记录",
  you: "您问",
  questionNumber: "第{n}问",
  asOfLine: "按{day}有效的规定回答",
  day: "{year}年{month}月{day}日",
  withheld: "（这段文字未保留）",
  shortened: "{start}……（共{count}字，未保留全文）",
  loading: "正在查找依据……",

  ask: "提问",
  question: "您的问题",
  placeholder: "请输入政策问题",
  hintCaution: "请不要输入国家秘密、工作秘密和他人隐私。",
  hintKeys: "回车发送，Shift＋回车换行。",
  asOf: "按哪天的规定回答",
  asOfSet: "按{day}的规定回答",
  asOfLabel: "日期（不填就是今天）",
  asOfClear: "恢复为今天",
  clear: "清空对话",
  cleared: "对话已清空。",
  retry: "重试",

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
  aboutStorage: "对话只留在这个浏览器标签页里，关闭标签页或者点“清空对话”就没有了。",
  aboutContact: "需要确切答复的，请向{contact}咨询。",
  aboutOrganisation: "由{organisation}提供。",
  aboutVersion: "知识库版本：{version}",
  noScript: "浏览器没有运行脚本，仍可提问：每次提问会打开新的一页。",
} as const;

export type PageWords = typeof pageWords;

/** What goes wrong between browser and server, by code. */
export const httpErrors = {
  host: "这个服务只在本机使用。请用 http://127.0.0.1 或者 http://localhost 开头的地址打开。",
  origin: "这个请求来自别的网站，已拒绝。请在本页面提问。",
  media: "请求的格式不对：请用 application/json。",
  json: "请求的内容不是完整的 JSON。",
  body: "请求的内容不对：{detail}",
  tooLarge: "这段文字太长了，没有处理。请用一两句话写明发生了什么事、想问哪一点。",
  day: "日期不对，请写成 2024-07-01 的样子。",
  source: "没有找到这个出处，可能是地址不完整，或者知识库已经更新。",
  notFound: "没有这个页面。",
  internal: "服务出了故障，没有得到答复。请稍后再试。",
} as const;

export type HttpErrorCode = keyof typeof httpErrors;

/** What the page says when it could not reach the server. */
export const connectionErrors = {
  network: "没有连上服务，问题还在这里。请检查网络后重试。",
  timeout: "等了很久没有答复，问题还在这里。请重试。",
  source: "出处没有打开。",
} as const;
