/** The monthly digest for editors in words, printed as Markdown or as HTML for paper. */
import {
  type Cited,
  type Digest,
  listLimit,
  type QuestionEnd,
  type Told,
  type ToldGaps,
  type Topic,
  type Wording,
} from "../core/listening/digest.ts";
import { fewest } from "../core/listening/division.ts";
import { gapStateNames } from "./gaps.ts";
import { type Block, type Cell, html, markdown, type Printed } from "./printed.ts";
import { dayInChinese } from "./zh.ts";

export const digestMarkdown = (digest: Digest): string => markdown(digestPrinted(digest));
export const digestHtml = (digest: Digest): string => html(digestPrinted(digest));

const ends = {
  answer: "有答复",
  clarify: "请对方说得再具体些",
  precheck_offer: "转到预审",
  out_of_scope: "不在服务范围",
  no_evidence: "没有找到依据",
  evasion: "问的是怎样规避",
  verdict_request: "要的是认定或者保证",
  unsafe: "不宜回答",
  classified: "带有国家秘密标志",
} satisfies Record<QuestionEnd, string>;

export const monthInChinese = (month: string): string => {
  const [year, number] = month.split("-");
  return `${year}年${Number(number)}月`;
};

/** Of the desk's page. */
export const digestPageWords = {
  months: "哪个月",
  unfinished: "这个月还没有过完，次数还会增加。",
} as const;

export const digestTitle = (month: string): string => `${monthInChinese(month)}问答月报`;

export function digestPrinted(digest: Digest): Printed {
  const { month, questions, complaints, misconceptions } = digest;
  return {
    title: digestTitle(month),
    blocks: [
      {
        paragraph: `供知识编辑和宣传编辑使用。问到的人不足${fewest}人的内容不单独列出，也不能从总数里减出来，所以有的只写“${fewest}次以上”；不含任何人的身份和原话，不比较单位。只计提问，不计答题和推送；已经删除自己数据的人，不计在内。`,
      },
      { heading: "一、问了什么", level: 2 },
      {
        paragraph:
          questions === null ? `本月提问的不足${fewest}人，不列总数。` : `本月共提问${questions}次。`,
      },
      { label: "问得最多的话题" },
      ...listed(
        ["话题", "本月", "上月"],
        digest.topics.rows,
        (row) => [row.title, String(row.count), beforeWords(row)],
        restWords("话题", digest.topics),
      ),
      { label: "答复的结果" },
      ...listed(
        ["结果", "次数"],
        digest.ends.rows,
        ({ id, count }) => [ends[id], String(count)],
        restWords("结果", digest.ends),
      ),
      { label: "引用最多的文件" },
      ...citedTable("文件", digest.documents),
      { label: "引用最多的条款" },
      ...citedTable("条款", digest.provisions),
      { heading: "二、没有答上的和指出有误的", level: 2 },
      { label: "没有答上的" },
      ...gapTable(digest.unanswered),
      { label: "读者指出有误的" },
      ...gapTable(digest.reported),
      { paragraph: `投诉建议：本月收到${complaints.received}件，目前等待答复${complaints.waiting}件。` },
      { heading: "三、反复出现的误区", level: 2 },
      ...listed(
        ["误区", "本月", "上月", "怎样纠正"],
        misconceptions.rows,
        (row): Cell[] => [row.title, String(row.count), beforeWords(row), row.corrects],
        misconceptions.more ? leftOut("误区", null) : null,
      ),
    ],
  };
}

/** What a list leaves out, and that it is there. @param count of all of it, where that is no secret */
const leftOut = (what: string, count: number | null): string =>
  `另有若干${what}，提问不足${fewest}人、列出后能推算出不足${fewest}人，或者排在${listLimit}名以后，不单独列出${count === null ? "" : `，共${count}次`}。`;

/** Rows, then what is left out of them; that there is nothing is said only where nothing is left out either. */
function listed<Row>(
  head: readonly string[],
  rows: readonly Row[],
  cells: (row: Row) => readonly Cell[],
  rest: string | null,
): Block[] {
  const after = rest === null ? [] : [{ paragraph: rest }];
  if (rows.length > 0) return [{ head, rows: rows.map(cells) }, ...after];
  return after.length > 0 ? after : [{ paragraph: `没有${fewest}人以上问到的内容。` }];
}

const restWords = (what: string, { rest }: Told<unknown>): string | null =>
  rest === null ? null : leftOut(what, rest.count);

const beforeWords = ({ before }: Topic): string => (before === null ? "不列" : String(before));

const citedTable = (what: string, rows: readonly Cited[]): Block[] =>
  listed([what, "本月"], rows, ({ title, atLeast }) => [title, timesOrMore(atLeast)], null);

const timesOrMore = (atLeast: number): string => `${atLeast}次以上`;

const gapTable = ({ rows, more }: ToldGaps): Block[] =>
  listed(
    ["编号", "状态", "本月", "问的是"],
    rows,
    ({ id, state, owner, due, atLeast, wording }): Cell[] => [
      id,
      [
        gapStateNames[state],
        ...(owner === null ? [] : [`负责人：${owner}`]),
        ...(due === null ? [] : [`期限：${dayInChinese(due)}`]),
      ],
      timesOrMore(atLeast),
      wordingWords(wording),
    ],
    more
      ? `另有若干问题，提到的不足${fewest}人或者排在${listLimit}名以后，不单独列出，都在待补充清单里。`
      : null,
  );

/** A wording that nobody has decided on says that it is only near. */
export const wordingWords = (wording: Wording | null): string => {
  if (wording === null) return "还没有定话题，知识库里也没有相近的内容";
  return wording.from === "nearest" ? `还没有定话题；知识库里最接近的是：${wording.text}` : wording.text;
};

/** As many topics and gaps as a message shows; the whole stands on the desk. */
const messageLimit = 10;

/** The digest as a message to an editor: the three parts in short, and where the whole is. */
export function digestMessage(digest: Digest): string {
  const { month, questions, topics, unanswered, misconceptions, complaints } = digest;
  const part = (heading: string, lines: readonly string[]): string =>
    [
      heading,
      ...(lines.length === 0 ? [`没有${fewest}人以上问到的内容。`] : lines.slice(0, messageLimit)),
    ].join("\n");
  const before = (topic: Topic): string => (topic.before === null ? "" : `，上月${topic.before}次`);
  return [
    digestTitle(month),
    questions === null ? `提问的不足${fewest}人，不列总数。` : `共提问${questions}次。`,
    part(
      "\n一、问得最多的话题",
      topics.rows.map((row, at) => `${at + 1}. ${row.title}：${row.count}次${before(row)}`),
    ),
    part(
      "\n二、没有答上的",
      unanswered.rows.map(
        ({ id, owner, atLeast, wording }) =>
          `${id} ${timesOrMore(atLeast)}，${wordingWords(wording)}（负责人：${owner ?? "还没有"}）`,
      ),
    ),
    part(
      "\n三、反复出现的误区",
      misconceptions.rows.map(
        (row) => `${row.title}：${row.count}次${before(row)}；怎样纠正，看${row.corrects.join("、")}`,
      ),
    ),
    `\n投诉建议：收到${complaints.received}件，目前等待答复${complaints.waiting}件。`,
    `不足${fewest}人问到的不单独列出。别的月份，发送“月报 2026-10”这样的话；带条款和结果的完整月报，管理员可以在管理台“月报”一页看，或者用命令 cli digest --month ${month} 打印。`,
  ].join("\n");
}
