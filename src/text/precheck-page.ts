/** Words of the pre-check (预审) on its pages; the questions, the answers and the report have theirs elsewhere. */
import { readingTime, storyScope } from "./interview.ts";
import { dayInChinese, versionName } from "./zh.ts";

const dayOf = (at: number): string => dayInChinese(new Date(at + 8 * 3_600_000).toISOString().slice(0, 10));

export const precheckPageWords = {
  title: "预审",
  skip: "跳到正文",
  purpose: [
    "对照现行规定，一步一步看一件事属于哪种情形，得出一份预审提示，供自查和准备材料。",
    "结论由规则逐条推出，没有模型参与；它不是认定，以有权机关认定为准。",
  ],
  begin: "开始一件事",
  another: "开始另一件事",
  matters: "我的事项",
  none: "还没有填过。",
  matter: (number: number) => `事项${number}`,
  matterLine: (startedAt: number, changedAt: number) =>
    dayOf(startedAt) === dayOf(changedAt)
      ? `${dayOf(startedAt)}填写`
      : `${dayOf(startedAt)}开始，${dayOf(changedAt)}最后修改`,
  states: { done: "已有结果", paused: "已暂停", open: "没有填完", continued: "已在别处继续" },
  go: { done: "看结果", paused: "继续", open: "继续", continued: "查看" },
  all: "全部事项",
  remove: "删除这件事",
  removeWhy: (number: number) => `删除后，事项${number}的回答和结果都找不回来。确定要删除吗？`,
  removeDo: "确定，删除",
  removed: "已经删除。",

  consentTitle: "开始之前",
  jurisdictionTitle: "在哪里工作",
  jurisdictionLabel: "适用的地方或者单位办法（可以选几项）",
  datesTitle: "两个日期",
  actDate: "行为日：这件事是哪一天发生的？",
  actDateHelp: (firstDay: string, today: string) =>
    `持续了一段时间的，写最后一天。可以填${dayInChinese(firstDay)}到${dayInChinese(today)}。`,
  decisionDate: "决定日：有关机关是哪一天作出处理决定的？",
  decisionDateHelp: "适用哪一版规定，要看这两个日期。",
  resultTitle: "预审提示",
  unheldTitle: "原来的规则已经不在",

  progress: (answered: number, left: number) => `已答${answered}题${left === 0 ? "" : `，最多还有${left}题`}`,
  progressLabel: "进度",
  number: (number: number) => `第${number}题`,
  checklistHelp: "逐项核对，每一项都要选。拿不准的选“不清楚”，不会按“没有”处理。",
  more: "举例、材料、为什么问这个",
  example: "例",
  evidence: "能说明的材料",
  why: "为什么问这个",
  whyLine: "关系到下面的规则：",
  whyNone: "用于把六看填完整，不影响现在的结论。",
  storyLabel: "事情的经过",
  storyHelp: `写成一段话，${storyScope}整理${readingTime}。`,
  storyReading: `正在整理您写的经过，${readingTime}。`,
  storyReadingHelp:
    "整理好了，这一页会自己换成要您核对的内容，不用守着；离开也不要紧，从“我的事项”再进来接着填。不想等的，停下来按题目回答就行。",
  storyRead: "整理完了，正在打开。",
  lookAgain: "刷新看最新",
  storySend: "交给大模型整理",
  proposalsTitle: (page: string) => `请核对：${page}`,
  proposalsLabel: "AI 从经过里整理出的内容",
  proposalsHelp: "请逐项核对：对的勾选，不对的不勾。确认了才算您的回答，随时可以修改；没有确认的按题目问您。",
  proposalsLater: (count: number) => `后面几页还有${count}项。`,
  proposalsNone: "没有勾选。一项也不对的，请选“都不对，按题目问我”。",
  proposalsReject: "都不对，按题目问我",
  proposalRests: "依据您的话：",
  proposalsConfirm: "确认勾选的，其余按题目问我",
  confirmed: "从经过整理、经您确认",
  next: "下一页",
  rest: "没有选的各项都没有这种情形，下一页",
  resume: "继续",
  pausedTitle: "已暂停",
  paused: "填过的都已保存，随时可以接着填，换一天也可以。",
  answered: (count: number) => `已答的题（${count}）`,
  edit: "修改",
  editThis: (number: number, label: string) => `修改第${number}题：${label}`,
  changes: (count: number) => `改过${count}次`,
  basics: "地方和日期",
  nationalOnly: "只按全国规定",
  days: (act: string, decision: string) => `行为日${dayInChinese(act)}，决定日${dayInChinese(decision)}`,
  newer: (version: string, finding: string, differs: boolean) =>
    `规则有了新的版本（${versionName(version)}）。这件事仍按开始时的规则填完，也可以改用新规则：${differs ? `结果会不同，现在会是“${finding}”` : "结果不变"}。`,
  recompute: "按新规则重算",
  complete: "补全六看",
  completeHelp: "还有不影响结论的题没有问。需要完整记录的，可以补全。",
  print: "打印",
  printHelp: "要打印的，请用浏览器的“打印”。",
  contents: "本页内容",
  sourceOf: (n: number) => `出处${n}`,

  wrong: "有误",
  errorTitle: "还有几处要填：",
  unanswered: "这一题还没有选。拿不准的，选“不清楚”。",
  pickJurisdiction: "请至少选一项；没有您所在的地方，选“只按全国规定”。",
  jurisdictionBoth: "选了地方或者单位办法的，就不要再选“只按全国规定”。",
  dateMissing: "请填写日期。",
  dateWrong: "这个日期不存在，请写成2024年5月1日的样子。",
  decisionBoth: "填了决定日的，就不要再选“还没有作出决定”。",
  expired: "这一页打开得太久了，刚才的内容没有保存，但还在下面。请核对后再提交一次。",
  stale:
    "这件事在别处有了改动，刚才的内容没有保存。下面是最新的一步；您选过、现在还要问的，已经替您留着，请核对后再提交。",
} as const;

/** Of the page that sets several readings of a matter side by side, for officials. */
export const comparePageWords = {
  title: "几种填法对照",
  go: "几种填法对照",
  copy: "照这些回答另填一份",
  purpose:
    "同一件事，如陈述、如查明各填一份，放在一起看哪些回答不同、结果为什么变。供有权机关核对事实时使用，不提供给当事人。",
  how: (most: number) => `选两份到${most}份。要另填一份，打开一件事，选“照这些回答另填一份”，再改回答。`,
  pick: "选哪几份",
  reading: (number: number) => `事项${number}的叫法`,
  readings: { none: "只写事项号", stated: "如陈述", found: "如查明", defended: "如申辩" },
  column: (number: number, reading: string) =>
    reading === "" ? `事项${number}` : `${reading}（事项${number}）`,
  show: "对照",
  few: "可以对照的不足两份。填完日期、开始答题的事项才能对照。",
  wrongCount: (most: number) => `请选两份到${most}份。`,
  gone: "选的事项有的已经不在，或者原来的规则已经不在，请重新选。",
  again: "重新选",
  open: (label: string) => `打开${label}`,
} as const;
