import type { LearningMove } from "../core/dialogue/learning-words.ts";

/** Of the page of learning (学习). */
export const learnPageWords = {
  title: "学习",
  skip: "跳到正文",
  choices: "可以选",
  /** Over what is told of a case while it is walked through. */
  happened: "案情",
  back: "学习首页",
  /** Over what a move shows. */
  headings: {
    menu: "学习方式",
    topics: "按专题",
    next: "题目",
    question: "题目",
    tick: "题目",
    answer: "解析",
    walks: "案例推演",
    walk: "案例推演",
    progress: "我的学习",
    erase: "我的学习",
  } satisfies Partial<Record<LearningMove["type"], string>>,
  /** On the first page. */
  note: "每日一题的推送和“此题有误”请在对话里办理。",
  eraseConfirm: "清空以后找不回来，确定吗？",
  eraseSure: "确定清空",
  expired: "页面已经过期，没有记下。请再选一次。",
  inChat: (label: string) => `${label}（到对话里）`,
} as const;
