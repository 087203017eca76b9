/** What is typed at a question (题目) in place of pressing one of its options: letters, or other words for 对 and 错. */
import { parseCampaign } from "./campaign-words.ts";
import { parseLearning } from "./learning-words.ts";

/** What a choice of an option does: `answer` and `vote` are for good, the others tick it. */
type OptionType = "answer" | "tick" | "vote";

export interface Options {
  /** Several may be chosen. */
  readonly several: boolean;
  readonly labels: readonly string[];
}

/** The options that a message offered first; null: it asked no question. */
export function optionsOf(
  choices: readonly { readonly label: string; readonly text: string }[],
): Options | null {
  const types = choices.map(({ text }) => optionType(text));
  const [first] = types;
  if (first == null) return null;
  // What ends the ticking follows the options, and is an answer.
  const end = types.findIndex((type) => type !== first);
  const labels = choices.slice(0, end === -1 ? types.length : end).map(({ label }) => label);
  return { several: first === "tick", labels };
}

function optionType(text: string): OptionType | null {
  const type = (parseLearning(text) ?? parseCampaign(text))?.type;
  return type === "answer" || type === "tick" || type === "vote" ? type : null;
}

const trueWords = /^(?:对的?|正确的?|是对的|√|✓|✔)$/u;
const falseWords = /^(?:错[的误了]?|不对的?|不正确的?|是错的|×|✗|✘)$/u;

/**
 * The options that a text names, counted from 1, each once; one beyond the last is none of them. Null: the text names no
 * options. 「A」, 「ac」, 「Ａ、Ｃ」, 「B D」; at 对 and 错 also 「正确」, 「×」.
 */
export function namedOptions(text: string, { labels }: Options): readonly number[] | null {
  const folded = text
    .normalize("NFKC")
    .trim()
    .replace(/[.。!！]+$/u, "");
  if (labels.join("/") === "对/错") {
    if (trueWords.test(folded)) return [1];
    if (falseWords.test(folded)) return [2];
  }
  if (!/^(?:[A-Z]|[A-J](?:[\s,、;和]*[A-J])*)$/iu.test(folded)) return null;
  const letters = folded.toUpperCase().match(/[A-Z]/gu) ?? [];
  return [...new Set(letters.map((letter) => letter.charCodeAt(0) - "A".charCodeAt(0) + 1))];
}
