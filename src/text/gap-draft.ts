/**
 * A draft of a curated entry for a gap of the list, as a file an editor starts from: how people asked, and what the nearest
 * provisions say, quoted or as gists. It concludes nothing; it stands outside of the knowledge base until somebody moves it.
 */

/** A passage near the question, and the words of it that are put down. */
export interface DraftPassage {
  /** Provision, paragraph or item. */
  readonly id: string;
  readonly document: string;
  /** 「第十七条」; null where the document has none. */
  readonly article: string | null;
  readonly official: boolean;
  readonly text: string;
}

export interface Draft {
  /** Id of the entry to be; its file is called so. */
  readonly id: string;
  /** What an editor called the gap; null: the title is the commonest text. */
  readonly topic: string | null;
  /** Texts of the gap, the commonest first; at least one. */
  readonly wordings: readonly string[];
  /** At least one, the nearest first. */
  readonly passages: readonly DraftPassage[];
}

/** As many ways to ask as are taken over. */
const questionLimit = 8;
/** An entry lists at least so many. */
const questionsAtLeast = 3;

const endings = ["有什么规定", "应该怎么办", "能不能容错"];

/** What a title may hold: no title of a document, number of an article or quotation that the draft does not cite. */
const withoutMentions = (text: string): string =>
  text
    .replaceAll(/[《》〈〉「」『』〔〕\r\n]/gu, "")
    .replaceAll(/第[零〇一二三四五六七八九十百千\d]+条(?:之[一二三四五六七八九十]+)?/gu, "")
    .trim();

const titleOf = (topic: string | null, [wording = ""]: readonly string[]): string =>
  withoutMentions(topic ?? wording) || "待补充的问题";

function questionsOf(wordings: readonly string[], title: string): readonly string[] {
  const asked = wordings.map((text) => text.replaceAll(/\s+/gu, " ").trim()).filter((text) => text !== "");
  const stem = title.replace(/[吗呢吧？?。！!]+$/u, "");
  const padded = [...new Set([...asked.slice(0, questionLimit), ...endings.map((ending) => stem + ending)])];
  return padded.slice(0, Math.max(asked.slice(0, questionLimit).length, questionsAtLeast));
}

function statementOf({ id, document, article, official, text }: DraftPassage): string {
  const source = `《${document}》${article ?? ""}`;
  return official ? `${source}写明：「${text}」[${id}「${text}」]。` : `${source}的要点：${text}[${id}]`;
}

/** The file: Markdown with its YAML head, not reviewed. JSON's quoted texts are YAML's too. */
export function draftMarkdown({ id, topic, wordings, passages }: Draft): string {
  const title = titleOf(topic, wordings);
  return `---
id: ${id}
title: ${JSON.stringify(title)}
questions:
${questionsOf(wordings, title)
  .map((question) => `  - ${JSON.stringify(question)}`)
  .join("\n")}
keywords: []
related: []
reviewed: null
---

${passages.map(statementOf).join("\n\n")}

## 可以这样做

- 编辑起草：第一句先答结论，再写限度和下一步；上面是检索到的相近条款，不相干的删掉。
- 改好标题、问法和文件名，删去这一节里的编辑提示，再移进知识库并运行检查。
`;
}
