/** What is said in learning (学习), in every channel. */

import type { Hours } from "../core/campaign/campaign.ts";
import type { Quiz, QuizKind, QuizTopic } from "../core/law/types.ts";
import { boxDays } from "../core/learning/leitner.ts";

export const topicNames = {
  distinctions: "三个区分开来",
  tolerable: "容错情形",
  excluded: "不予容错的红线",
  accountability: "党内问责",
  leniency: "从轻、减轻与免予",
  looks: "六看",
  procedure: "程序与救济",
  clarification: "澄清正名",
  afterwards: "受处分以后",
  local: "地方规定",
  misconceptions: "常见误区",
} satisfies Record<QuizTopic, string>;

export const kindNames = {
  single: "单选",
  multiple: "多选，可选几项",
  "true-false": "判断",
  case: "案例判断",
} satisfies Record<QuizKind, string>;

/** A question as it is asked: a statement (判断题) is none by itself, and would be read as what the program says. */
export const askedStem = ({ kind, stem }: Pick<Quiz, "kind" | "stem">): string =>
  kind === "true-false" ? `${stem.replace(/。$/u, "")}，对不对？` : stem;

/** A question with its kind, wherever one is shown. @param topic as people read it; null: it is not said */
export const questionText = (quiz: Pick<Quiz, "kind" | "stem">, topic: string | null): string =>
  `【${kindNames[quiz.kind]}${topic === null ? "" : `·${topic}`}】${askedStem(quiz)}`;

export const learningWords = {
  menu: "学习是自愿的：没有打卡，没有积分，没有排名，也不计时长；答题情况只有您自己看得到，随时可以删除。请选一种方式：",
  daily: "每日一题",
  topics: "按专题",
  misconceptions: "误区辨析",
  walks: "案例推演",
  wrong: "我的错题",
  wrongDue: (due: number) => `我的错题（${due}道到期）`,
  progress: "我的学习",
  end: "结束学习",
  back: "换个方式",
  subscribe: "每日一题 开",
  unsubscribe: "每日一题 关",
  polls: "用投票形式",
  noPolls: "不用投票形式",
  whichTopic: "请选一个专题：",
  topicChoice: (name: string, count: number) => `${name}（${count}题）`,
  howMultiple: "请选出所有对的，再选“选好了”；在对话里也可以一次发几个编号或者字母，如“1 3”“AC”。",
  ticked: (text: string, on: boolean) => `${on ? "☑" : "☐"} ${text}`,
  done: "选好了",
  nothingTicked: "还没有选，请先选。",
  right: "答对了。",
  wrong2: (picked: string, right: string) => `您选的是：${picked}。\n对的是：${right}。`,
  again: "这道题今天已经答过，复习安排不变。",
  comesBack: `这道题放进“我的错题”，隔${boxDays.join("、")}天各再问一次，答对就往后排。`,
  misconception: (text: string, title: string) => `“${text}”，这里有一个常见误区：${title}。`,
  /** A true sentence was called wrong. */
  misconceptionOfDenial: (sentence: string, title: string) =>
    `认为“${sentence}”不对，这里有一个常见误区：${title}。`,
  readMisconception: "看看这个误区",
  next: "下一题",
  report: "此题有误",
  /** @param reason that was given; empty: none */
  reported: (receipt: string, reason: string) =>
    reason === ""
      ? `已经记下（编号${receipt}），会由知识库的编辑复核。愿意说哪里不对的，选一项，或者发“此题有误”加上您的理由，如“此题有误 选项写反了”。`
      : `已经记下您说的理由（编号${receipt}），会由知识库的编辑复核。`,
  /** Why a question may be wrong, offered at once. */
  reasons: ["答案不对", "不止一项对", "题目说不清楚", "条文已经变了"],
  none: "这里暂时没有可以出的题。",
  noneDue: (next: string | null) =>
    next === null ? "没有错题要复习。" : `现在没有到期的错题，最早的一道${next}再问。`,
  gone: "这道题已经不用了，换一道吧。",
  goneCase: "没有这个案例可以推演，换一个吧。",
  subscribed: ({ from, until }: Pick<Hours, "from" | "until">) =>
    `好的，每个工作日${from}至${until}之间推送一题；当天有宣传推送的，不再发题。不想要了，随时发“每日一题 关”。`,
  unsubscribed: "好的，不再推送每日一题；想做题时发“每日一题”就有。",
  pollsOn: "好的，单选和判断题会用投票形式出；渠道不支持的，仍然用选项。",
  noPollsHere: "这里没有投票形式，题目照常用选项出。",
  pollsOff: "好的，不用投票形式。",
  ended: "好的，先学到这里。想再学时发“学习”。",
  progressNone: "本月还没有答过题。这里只有您自己看得到。",
  progressText: (lines: readonly string[]) => `本月答过的题（只有您自己看得到）：\n${lines.join("\n")}`,
  progressLine: (topic: string, count: number) => `${topic}：${count}题`,
  waiting: (count: number) => `“我的错题”里还有${count}道，到期会再问。`,
  erase: "清空学习记录",
  erased:
    "学习记录已经清空：答过哪些题、对错和错题的复习安排都删掉了。在对话里做过的题和您的回答，还留在对话记录里，到期自动删除；要现在就删，请发“删除我的数据”。每日一题的设置没有变。",
  whichCase: "请选一个公开案例，一看一看地推：",
  moreCases: "换一批案例",
} as const;
