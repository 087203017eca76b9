/** What is said of what a message leads to. */
import { commandWord } from "../core/dialogue/commands.ts";
import { learningText } from "../core/dialogue/learning-words.ts";
import type { LinkTarget } from "../core/dialogue/links.ts";

/** A source as a question names it. */
export interface NamedSource {
  readonly kind: "provision" | "case" | "document";
  readonly title: string;
  /** 「第十七条」, where it has one. */
  readonly article: string | null;
}

/** What is held under an id; undefined: nothing. */
export interface Held {
  source(id: string): NamedSource | undefined;
  /** A question that an editor's text answers. */
  question(id: string): string | undefined;
}

/**
 * Of the ways people ask for an editor's text, the first that shows it: one in the first person may be taken for their own
 * matter, one that asks for help with something wrong is refused.
 *
 * @param entryOf the text that is shown for a question; null: none
 */
export const openingQuestion = (
  id: string,
  questions: readonly string[],
  entryOf: (question: string) => string | null,
): string | undefined => questions.find((question) => entryOf(question) === id);

const sourceQuestion = ({ kind, title, article }: NamedSource): string =>
  kind === "case" ? `案例 ${title}` : `《${title}》${article ?? ""}说了什么？`;

/** What following a link asks, in words the dialogue understands; null: what it leads to is gone. */
export function linkWords(target: LinkTarget, held: Held): string | null {
  switch (target.type) {
    case "source": {
      const source = held.source(target.id);
      return source === undefined ? null : sourceQuestion(source);
    }
    case "entry":
      return held.question(target.id) ?? null;
    case "precheck":
      return commandWord("precheck");
    case "learn":
      return target.quiz === null
        ? commandWord("learn")
        : learningText({ type: "question", quiz: target.quiz });
  }
}

/** 「第十七条」 at the beginning of a heading; null: it has none. */
export const articleOf = (heading: string | null): string | null =>
  /^第[\p{Script=Han}]+条(?:之[\p{Script=Han}]+)?/u.exec(heading ?? "")?.[0] ?? null;

/** On a link or its button. @param name of the source or text it leads to */
export function linkLabel(target: LinkTarget, name: string): string {
  switch (target.type) {
    case "source":
      return `打开${name.startsWith("《") ? "原文" : "案例"}：${name}`;
    case "entry":
      return `打开要点：${name}`;
    case "precheck":
      return "开始预审";
    case "learn":
      return target.quiz === null ? "去学习" : "做这道题";
  }
}

/** A link where nothing can be followed. */
export const linkLine = (label: string, words: string): string => `${label}，请发送“${words}”`;
