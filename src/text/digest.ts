/** The monthly digest for editors in words, printed as Markdown or as HTML for paper. */
import type { Counted, Digest, QuestionEnd } from "../core/listening/digest.ts";
import { fewest } from "../core/listening/digest.ts";
import { gapStateNames, noteKindNames } from "./gaps.ts";
import { type Block, type Cell, html, markdown, type Printed } from "./printed.ts";

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

const monthInChinese = (month: string): string => {
  const [year, number] = month.split("-");
  return `${year}年${Number(number)}月`;
};

export function digestPrinted(digest: Digest): Printed {
  const { month, questions, complaints } = digest;
  return {
    title: `${monthInChinese(month)}问答月报`,
    blocks: [
      {
        paragraph: `供知识编辑使用。问到的人不足${fewest}人的内容不列；不含任何人的身份，不比较单位。已经删除自己数据的人，不计在内。`,
      },
      { heading: "一、问了什么", level: 2 },
      {
        paragraph:
          questions === null ? `本月提问的不足${fewest}人，不列总数。` : `本月共提问${questions}次。`,
      },
      ...table(["结果", "次数"], digest.ends, ({ id, count }) => [ends[id], String(count)]),
      { label: "引用最多的文件" },
      ...ranked("文件", digest.documents),
      { label: "引用最多的条款" },
      ...ranked("条款", digest.provisions),
      { heading: "二、没有答上的和指出有误的", level: 2 },
      ...(digest.gaps.length === 0
        ? [{ paragraph: "本月没有。" }]
        : table(["编号", "状态", "本月次数", "问的是"], digest.gaps, (gap): Cell[] => [
            gap.id,
            gapStateNames[gap.state],
            [String(gap.count), kindWords(gap.kinds)],
            gap.text,
          ])),
      { paragraph: `投诉建议：本月收到${complaints.received}件，目前等待答复${complaints.waiting}件。` },
      { heading: "三、反复出现的误区", level: 2 },
      ...ranked("误区", digest.misconceptions),
    ],
  };
}

const kindWords = (kinds: Digest["gaps"][number]["kinds"]): string =>
  (Object.keys(kinds) as (keyof typeof kinds)[])
    .map((kind) => `${noteKindNames[kind]}${kinds[kind]}`)
    .join("、");

const table = <Row>(
  head: readonly string[],
  rows: readonly Row[],
  cells: (row: Row) => readonly Cell[],
): Block[] => (rows.length === 0 ? [] : [{ head, rows: rows.map(cells) }]);

const ranked = (what: string, rows: readonly Counted[]): Block[] =>
  rows.length === 0
    ? [{ paragraph: `没有${fewest}人以上问到的内容。` }]
    : table([what, "本月", "上月"], rows, ({ title, count, before }) => [
        title,
        String(count),
        before === null ? "不列" : String(before),
      ]);
