/** Words alone beside words and meaning, on the same questions. */
import {
  type AnswerableQuestion,
  answerableFigures,
  type Figures,
  judgeAnswerable,
  judgeUnanswerable,
  matches,
  type QuestionSet,
  unanswerableFigures,
} from "../app/evaluation.ts";
import { understoodAs, withVectors } from "../app/vectors/ask.ts";
import { openSearcher } from "../compose/knowledge.ts";
import type { Config } from "../config.ts";
import type { Assistant } from "../ports/assistant.ts";
import type { Terminal } from "./command.ts";
import { terminalLog } from "./open.ts";

/** Shares, 0 to 1, of one way to search. */
interface WayFigures extends Figures {
  /** Questions with a right passage among the first hits of `cli search`. */
  readonly searchAt5: number;
  readonly searchAt10: number;
  readonly refusalRecall: number;
}

export interface Comparison {
  readonly model: string;
  /** Questions, follow-ups as completed, that have their vector; the others are searched by words in both rows. */
  readonly vectors: number;
  readonly words: WayFigures;
  readonly fused: WayFigures;
}

const depth = 10;

/** Share of the questions for which a labelled passage is among the first hits. */
const found = (
  questions: readonly AnswerableQuestion[],
  hits: readonly (readonly string[])[],
  limit: number,
): number =>
  questions.filter(({ passages }, at) =>
    hits[at]?.slice(0, limit).some((id) => passages.some((labelled) => matches(id, labelled))),
  ).length / Math.max(1, questions.length);

/** Null where the vectors are not there. @param assistant with the vectors of the passages, if there are any */
export async function compareByMeaning(
  config: Config,
  terminal: Terminal,
  assistant: Assistant,
  { answerable, unanswerable }: QuestionSet,
): Promise<Comparison | null> {
  const model = config.OPENAI_EMBEDDING_MODEL;
  if (model === undefined) return null;
  const log = terminalLog(terminal);
  const searcher = await openSearcher(config, { store: null, authority: {}, lexical: false, log });
  // Follow-ups mean nothing by themselves: they are searched by as they were completed.
  const alone = answerable.filter(({ context }) => context === undefined);
  const answered = answerable.map((question) => judgeAnswerable(assistant, question));
  const texts = [
    ...new Set([
      ...answered.map(({ answer, text }) => understoodAs(answer, text)),
      ...[...alone, ...unanswerable].map(({ text }) => text),
    ]),
  ];
  const given = await searcher.vectorsOf(texts);
  const vectors = new Map(texts.map((text, at) => [text, given[at] ?? null]));
  const held = given.filter((vector) => vector !== null).length;
  if (held === 0) return null;

  const figures = (of: Assistant, vectorOf: (text: string) => Float32Array | null): WayFigures => {
    const hits = alone.map(({ text }) => searcher.search(text, depth, vectorOf(text)).map(({ id }) => id));
    return {
      ...answerableFigures(answerable.map((question) => judgeAnswerable(of, question))),
      searchAt5: found(alone, hits, 5),
      searchAt10: found(alone, hits, 10),
      refusalRecall: unanswerableFigures(unanswerable.map((question) => judgeUnanswerable(of, question)))
        .refusalRecall,
    };
  };
  return {
    model,
    vectors: held,
    words: figures(assistant, () => null),
    fused: figures(withVectors(assistant, vectors), (text) => vectors.get(text) ?? null),
  };
}

const columns = [
  ["answered", "answered"],
  ["doc@1", "documentAt1"],
  ["doc@5", "documentAt5"],
  ["pass@5", "passageAt5"],
  ["refused", "falseRefusals"],
  ["search@5", "searchAt5"],
  ["search@10", "searchAt10"],
  ["recall", "refusalRecall"],
] as const;

/** Two rows under a heading, for a terminal. */
export function comparisonText({ model, vectors, words, fused }: Comparison): string {
  const row = (name: string, of: WayFigures): string =>
    name.padEnd(20) + columns.map(([, key]) => `${(of[key] * 100).toFixed(1)} %`.padStart(11)).join("");
  return [
    `by words and by meaning (${model}, ${vectors} questions with a vector)`,
    "".padEnd(20) + columns.map(([title]) => title.padStart(11)).join(""),
    row("words", words),
    row("words and meaning", fused),
  ].join("\n");
}
