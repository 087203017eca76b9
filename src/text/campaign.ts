/** What is said of pushes and campaigns (宣传活动), to people and to editors. */

import type { Pace } from "../core/campaign/bounds.ts";
import type { Phase } from "../core/campaign/campaign.ts";
import type { DeliveryEnd } from "../core/campaign/results.ts";
import {
  campaignActs,
  campaignWord,
  subscribeWord,
  unsubscribeWord,
} from "../core/dialogue/campaign-words.ts";

/** Hours of a day, and on which days. */
export const hoursTold = ({ from, until, workdaysOnly }: Pace["hours"]): string =>
  `${workdaysOnly ? "工作日" : "每天"}${from}至${until}`;

export const pushWords = {
  subscribed: ({ hours, perWeek }: Pace): string =>
    `已订阅推送。学习内容只在${hoursTold(hours)}（北京时间）发，七天里各项活动合计至多${perWeek}条，更正发错的内容不算在内；随时发送“${unsubscribeWord}”就能停止。看不看、答不答都由您自己决定，不统计到个人，也不作任何考核。`,
  subscribedAlready: `您已经订阅了推送。要停止，请发送“${unsubscribeWord}”。`,
  private: "订阅推送请到和我的私聊里办理，推送只发到私聊。",
  unsubscribed: `已停止推送，包括“每日一题”，不会再发。以后想看，请发送“${subscribeWord}”。`,
  unsubscribedAlready: `您没有订阅学习推送；“每日一题”如果开着，也已经停止。想看学习内容，请发送“${subscribeWord}”。`,
  stop: unsubscribeWord,
  footer: `这是您订阅的学习推送。不想再收，请选“${unsubscribeWord}”。`,
  correctionFooter: `这是对先前一条推送的更正。不想再收推送，请选“${unsubscribeWord}”。`,
  correction: "更正",
  choose: "请选一项。结果只有总数，不评分；您选了什么只在您自己的对话里，别人看不到。",
  chooseSeveral:
    "请选出所有对的，再选“选好了”；也可以一次发几个编号或者字母，如“1 3”“AC”。结果只有总数，不评分；您选了什么只在您自己的对话里，别人看不到。",
  voted: "已记下，计入总数。您选了什么只留在您自己的对话里。",
  votedAlready: "您已经选过了，第二次不再计入。",
  over: "这项活动已经结束，不再计入。",
  notSent: "没有可以作答的这一项，可能没有发给您，或者选项的编号写错了。",
  /** What stands for a press in its person's own conversation. */
  pressed: {
    vote: (chosen: readonly string[]): string => `选：${chosen.join("；")}`,
    tick: (chosen: readonly string[]): string =>
      chosen.length === 0 ? "取消了全部勾选" : `勾选：${chosen.join("；")}`,
    unknown: "作答",
  },
  right: "答对了。",
  wrong: (answer: string): string => `这一项不对。答案是：${answer}。`,
} as const;

/** Channels, as editors read them. */
export const channelNames: Readonly<Record<string, string>> = {
  web: "网页",
  telegram: "Telegram",
  terminal: "终端",
};

/** Over a push: the title of its campaign. */
export const pushHeading = (title: string): string => `【学习推送】${title}`;

/** Where the question of a turn stands, on a page. */
export const pushAbout = (title: string): string => `学习推送：${title}`;

export const phaseNames = {
  draft: "草稿",
  submitted: "待批准",
  approved: "已批准",
  running: "进行中",
  paused: "已暂停",
  stopped: "已停止",
  finished: "已结束",
} satisfies Record<Phase, string>;

export const endNames = {
  sent: "已送达",
  failed: "发送失败",
  blocked: "对方不可达",
  opted_out: "已停止订阅",
  capped: "超过每周上限，未发",
  missed: "未赶上或已不在范围",
  unknown: "结果不明，待人工决定",
} satisfies Record<DeliveryEnd, string>;

/** Why an editor's act did not happen. */
export const campaignProblems = {
  forbidden: "这个操作只有宣传编辑或管理员可以做。",
  unknown: "没有这个活动。",
  phase: "活动现在的状态不能做这一步。要先提交，由另一个人批准，然后才能开始；“状态”看现在到了哪一步。",
  "not-approved": "这个活动还没有批准，不能开始。先提交，再由另一位宣传编辑或管理员批准。",
  "same-person": "写稿或提交的人不能自己批准，请另一位宣传编辑或管理员批准。",
  changed: "内容或所引条文在提交、批准之后变了，请重新提交、批准。",
  content: "内容里有找不到、不能用或者发不出去的条目，请先改正。",
  busy: "有人同时在改这个活动，请再试一次。",
  "not-sent": "这一条还没有发给任何人，不用更正：暂停活动，改好以后重新提交、批准。",
} as const;

const tooFew = "不足10人";

/** A number of persons, rounded down to tens; null: too few to be told. */
export const personsTold = (count: number | null): string => (count === null ? tooFew : `${count}人以上`);

/** How often something was done, rounded down to tens; null: by too few. */
export const timesTold = (count: number | null): string => (count === null ? tooFew : `${count}次以上`);

const actList = Object.values(campaignActs).join("、");

export const editorWords = {
  how: `写法：${campaignWord} 操作 活动编号。操作可以是${actList}。例如：${campaignWord} 预览 spring-2026。新建、修改、海报和重发用命令行“cli campaign”。`,
  sound: "内容没有问题，可以发送。",
  problems: "有这些问题，改好才能发送：",
  howToCorrect: (campaign: string): string =>
    `写法：${campaignWord} 更正 ${campaign} 条目编号 更正的话。更正只发给收到过那一条的人，要另一个人批准。`,
  corrected: (notice: string): string => `更正已经写好并提交（${notice}），请另一个人批准，然后开始。`,
  none: "还没有活动。",
  warnings: "照现在的日子，下面几条发不出去，或者不在写的那天发：",
  held: "所引条文或内容与批准时不同，暂停发送；请先暂停，改好后重新提交、批准。",
  narrowed: ({ hours, perWeek }: Pace): string =>
    `活动要求的时间或者条数超出了本系统的上限，按上限发：${hoursTold(hours)}，各项活动合计每人七天里至多${perWeek}条。`,
  noHours: "活动要求的时间同本系统的推送时段没有重合，不会发；请改 hours，重新提交、批准。",
  line: (id: string, title: string, phase: Phase): string => `${id}　${title}　${phaseNames[phase]}`,
  done: (title: string, phase: Phase): string => `“${title}”现在是：${phaseNames[phase]}。`,
  counts: (audience: number | null): string => `现在符合范围并已订阅的：${personsTold(audience)}。`,
  approvedFor: (audience: number | null): string => `批准时符合范围并已订阅的：${personsTold(audience)}。`,
  byChannel: "按渠道",
  others: "其余的合并，不列出",
  nextMessage: "—— 下一条消息 ——",
  lookAt: (item: string): string => `看${item}的图片`,
  queued: (count: number | null): string => `已排入${personsTold(count)}`,
  waiting: (count: number | null): string => `待发${personsTold(count)}`,
  /** After the states of deliveries that are told. */
  otherEnds: "其余各项都不足10人",
} as const;

/** What a campaign, its posters and its pictures are said to be. */
const standing = { approved: "已经两人审批", draft: "草稿，未批准" } as const;
export const approvalWords = (approved: boolean): string => (approved ? standing.approved : standing.draft);

/** The report of a campaign. */
export const reportWords = {
  title: (title: string): string => `《${title}》活动情况`,
  period: (from: string, to: string): string => `${from} 至 ${to}`,
  note: "只列总数，按整十向下取；不足10人的不列出数字。不记名，不评分，不按单位比较，不作考核依据。",
  reached: "送达人数",
  options: "各选项人数",
  option: "选项",
  question: "题目",
  people: "人数",
  answer: "（答案）",
  missed: "答错较多的题目及所依条款",
  missedCount: "选错人数",
  provisions: "所依条款",
  asked: "推送以后对所引条款的提问（算到活动结束后14天）",
  askedCount: "提问次数",
  made: (day: string): string => `${day}生成`,
} as const;

/** The poster of a campaign. */
export const posterWords = {
  alt: (title: string, heading: string): string => `海报：${title}。${heading}`,
  draftAlt: (alt: string): string => `${standing.draft}。${alt}`,
  general: {
    /** Under the code. */
    scan: "扫码查看原文和出处",
    app: "容错纠错政策助手",
    footer: "学习宣传材料，以公布的文件原文为准。",
    /** What it is said to be at its foot; of a draft across it, too. */
    ...standing,
    /** Over the sources. */
    sources: "出处",
    /** In place of sources, where there are none. */
    aside: "",
    excerpt: "〔节选〕全文请扫码查看",
    /** Over the words of the poster, on a page. */
    inWords: "文字版",
    /** On the link to where the code leads, on a page. */
    follow: "打开二维码指向的页面",
  },
  /** Over options. */
  asks: "选项",
  quiz: {
    scan: "扫码作答",
    sources: "怎样作答",
    aside: "扫码打开这道题，选完就有答案、解析和出处。自愿作答，不评分，不排名；答了什么只有本人看得到。",
  },
  poll: {
    scan: "扫码打开助手",
    sources: "怎样参加",
    aside:
      "这项调查不在海报上作答，只发给订阅推送的人：扫码打开助手，发送“订阅推送”，收到推送后再选。自愿参加，只看总数。",
  },
  link: { scan: "扫码打开" },
} as const;
