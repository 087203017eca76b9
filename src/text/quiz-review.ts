/**
 * A quiz question that readers found wrong, as a file whoever reads it again works from: its key, the provisions it is bound to as
 * they stand, and what the reasons say. It proposes no other key.
 */
import type { Day, Quiz } from "../core/law/types.ts";
import { kindNames, topicNames } from "./learning.ts";

/** A passage a question is bound to, as it stands. */
export interface BoundPassage {
  readonly id: string;
  /** 《…》第十七条, or the title of a case; null: it is gone. */
  readonly source: string | null;
  readonly official: boolean;
  /** Null: it is gone. */
  readonly words: string | null;
  /** Against the words the question was written against. */
  readonly standing: "same" | "changed" | "gone";
  readonly repealed: Day | null;
}

export interface QuizReview {
  readonly gap: string;
  readonly quiz: Quiz;
  readonly bound: readonly BoundPassage[];
  /** Masked; the commonest first. */
  readonly said: readonly { readonly reason: string; readonly count: number }[];
  /** Notes without a reason. */
  readonly silent: number;
}

const standingNames = {
  same: "与出题时相同",
  changed: "出题以后变了，这道题已经停用",
  gone: "已经不在知识库里，这道题已经停用",
} satisfies Record<BoundPassage["standing"], string>;

/** What readers write stays in its line and begins nothing. */
const quoted = (text: string): string => `“${text.replaceAll(/[\r\n]+/gu, " ")}”`;

const boundLines = ({ id, source, official, words, standing, repealed }: BoundPassage): string =>
  [
    `### ${id}`,
    "",
    `${source ?? "没有找到这一处"}。${standingNames[standing]}${repealed === null ? "" : `；所在文件自${repealed}失效`}。`,
    ...(words === null
      ? []
      : [
          "",
          official ? "原文（附有要点的，要点在后）：" : "要点或者案例，非原文：",
          "",
          ...words.split("\n").map((line) => `> ${line}`),
        ]),
  ].join("\n");

/** The file, in Markdown. It is kept outside of the knowledge base. */
export function quizReviewMarkdown({ gap, quiz, bound, said, silent }: QuizReview): string {
  const reasons = [
    ...said.map(({ reason, count }) => `- ${quoted(reason)}（${count}次）`),
    ...(silent === 0 ? [] : [`- 没有说理由（${silent}次）`]),
  ];
  return `# 题目复核：${quiz.id}

清单编号 ${gap}。【${kindNames[quiz.kind]}·${topicNames[quiz.topic]}】${quiz.stem}

## 现在的答案

${quiz.options
  .map(
    ({ text, right, misconception }) =>
      `- ${right ? "对" : "错"}：${text}${misconception === null ? "" : `（误区 ${misconception}）`}`,
  )
  .join("\n")}

讲解：${quiz.explanation.map(({ text }) => text).join("")}

## 读者怎么说

${reasons.join("\n")}

## 绑定的条文，照现在的文字

${bound.map(boundLines).join("\n\n")}

## 逐项复核

- [ ] 答案从上面的文字推得出来，“可以”“应当”、期限、数额、由谁决定都与条文一致。
- [ ] 错的选项，细心的干部拿条文也说不成对的；靠哪一条才算错，那一条已经绑定。
- [ ] 题干只有一种读法，没有漏掉条文的前提。
- [ ] 写着误区的选项，说的就是那个误区。
- [ ] 讲解没有超出原文；要点没有说成原文。
- [ ] 读者说得对的，改题目文件；说得不对的，看讲解能不能写得更清楚。

改好以后运行 cli knowledge check，再用 cli gaps close ${gap} --reason 写明怎么处理的。
`;
}
