/** What is said about the gap list (待补充清单): to people who asked or complained, and to editors. */
import { replyWord } from "../core/dialogue/listening-words.ts";
import type { FreeTextProblem } from "../core/law/free-text.ts";
import type { GapState, NoteKind } from "../core/listening/gap-list.ts";

export const listeningReplies = {
  wished: "好的。知识库补上这个问题的答案，或者编辑看过以后不补充，都会在这个对话里告诉您一次。",
  unwished: "好的，不再通知。",
  wishOfWhat: "没有等待答案的问题。没有答上的问题下面会有“有答案时告诉我”这个选项。",
  nowAnswered: "您之前问的这个问题，当时没有答上；现在知识库里有了。",
  editorAnswered: "您之前问的这个问题，当时没有答上；编辑认为知识库的这一篇可以作答，请您看看合不合用：",
  closedWithout:
    "您之前问的这个问题，编辑看过了，知识库不补充它的答案。需要办理或者咨询的，请找本单位的主管部门；换个问法再问也可以。这件事不再另行通知。",
  monthAhead: "这个月还没有到，没有月报。写法：月报 2026-10；不写月份，就是上个月。",
  mayNotAnswer: "只有知识编辑或者管理员可以答复投诉建议。",
  answerHow: `写法：${replyWord} 编号 答复内容。例如：${replyWord} 7K3M-Q9TD 引文已经更正，谢谢指出。`,
  answerResults: {
    told: "答复已经记下，会发到对方的对话里。",
    already: "这一条已经答复过，没有再发。",
    unknown: "没有这个编号，可能写错了，或者对方已经删除了自己的数据。",
    gone: "对方已经删除了这段对话，答复没有发出。",
  },
} as const;

export const noteKindNames = {
  unanswered: "没有答上",
  feedback: "读者反馈",
  complaint: "投诉建议",
  quiz: "学习题有误",
} satisfies Record<NoteKind, string>;

export const gapStateNames = {
  open: "待认领",
  assigned: "已分派",
  drafted: "已起草",
  closed: "已办结",
} satisfies Record<GapState, string>;

/** What the person is answered about. */
const mine = {
  unanswered: "您的提问",
  feedback: "您的反馈",
  complaint: "您的投诉建议",
  quiz: "您指出的题目问题",
} satisfies Record<NoteKind, string>;

/** Stands where the question of the turn would stand. */
export const receiptHeading = (kind: NoteKind, receipt: string): string => `${mine[kind]}（编号${receipt}）`;

/** Before the answer. */
export const replyHeading = (kind: NoteKind, receipt: string): string =>
  `${receiptHeading(kind, receipt)}有了答复：`;

const unsupportedWords = ({ type, words }: FreeTextProblem): string =>
  ({
    title: `《${words}》：知识库里没有这份文件。请核对名称，或者不写文件名。`,
    article: `${words}：请写明是哪份文件的这一条，例如“《中国共产党问责条例》第十七条”；知识库里没有的条文，不要写。`,
    quotation: `「${words}」：不是所写条文的原文。请写明文件和条，照原文引；或者去掉引号，不写数字和期限。`,
  })[type];

/** Why an answer was not sent: what it names or quotes must stand in the knowledge base. */
const answerUnsupported = (problems: readonly FreeTextProblem[]): string =>
  [
    "没有发出。答复里提到的文件、条文和引用的原文，要能在知识库里核对：",
    ...problems.map(unsupportedWords),
  ].join("\n");

/** What became of an answer. */
export const answerResultWords = (
  result: keyof typeof listeningReplies.answerResults | { readonly unsupported: readonly FreeTextProblem[] },
): string =>
  typeof result === "string" ? listeningReplies.answerResults[result] : answerUnsupported(result.unsupported);

/** Of the desk's page of gaps. */
export const gapPageWords = {
  title: "待补充清单",
  help: "没有答上的问题、读者指出的错误和投诉建议，意思相近的归在一起，不显示是谁说的。起草得到一个文件，补好以后移进知识库，重新启动服务才算数。",
  counts: (waiting: number, closed: number, overdue: number) =>
    `待处理${waiting}项${overdue === 0 ? "" : `（其中${overdue}项已过期限）`}，已办结${closed}项。`,
  more: (limit: number) => `只显示次数最多的${limit}项，要看全部，用命令 cli gaps list。`,
  moreWordings: (count: number) => `另有${count}种问法。`,
  quiz: "题目",
  reasons: "读者说的理由",
  count: "次数",
  last: "最近一次",
  owner: "负责人",
  nobody: "还没有",
  topic: "话题",
  noTopic: "还没有定",
  topicHint: "月报里这样写它，不出现提问人的原话",
  draft: "下载草稿",
  draftThis: (gap: string) => `下载草稿：${gap}`,
  nothingNear: "知识库里没有相近的现行条款，或者这道题已经不在了，起不了草稿。",
  name: "定话题",
  nameThis: (gap: string) => `给${gap}定话题`,
  named: "话题已经记下。",
  due: "办理期限",
  overdue: (day: string) => `${day}，已经过期`,
  noDay: "由组织确定",
  dueHint: "由组织确定，可以不填",
  answerTo: (receipt: string) => `答复投诉建议${receipt}`,
  answerHint: "会发到对方的对话里，只发一次，不能收回。",
  answer: "发送答复",
  answerThis: (receipt: string) => `发送答复：${receipt}`,
  assign: "分派",
  assignThis: (gap: string) => `分派${gap}`,
  close: "办结",
  closeThis: (gap: string) => `办结${gap}`,
  entry: "由知识库的哪一篇回答",
  entryHint: "写条目的编号；没有的，写下面的理由，两项只写一项",
  reason: "不补充的理由",
  assigned: "已经分派。",
  pastDue: "期限已经过去，没有分派。请填今天或者以后的日期。",
  closed: "已经办结。等着答案的人会收到通知。",
  gone: "没有这一项，可能已经过期，或者提问的人删除了自己的数据。",
  answerFirst: "这一项里有投诉建议还没有答复，没有办结。答复以后会自动办结。",
  noEntry: "知识库里没有这一篇，没有办结。请核对编号，新写的条目要重新启动服务后才算数。",
} as const;
