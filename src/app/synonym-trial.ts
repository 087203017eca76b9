/** Tries synonyms one by one: what becomes of the labelled questions with a word and without it. */
import type { SynonymGroup } from "../core/law/types.ts";
import type { Assistant } from "../ports/assistant.ts";
import { judgeAnswerable, judgeUnanswerable, type QuestionSet, type Verdict } from "./evaluation.ts";

/** One word of one group. */
export interface SynonymWord {
  readonly term: string;
  readonly word: string;
}

/** What a word changes. */
export interface SynonymTrial extends SynonymWord {
  /** Whether the knowledge base has it now. */
  readonly held: boolean;
  /** Ids of the questions that fare better, and worse, with the word than without it. */
  readonly better: readonly string[];
  readonly worse: readonly string[];
}

/** Points of one question: answered, document first, document and passage among five; or rightly refused. */
function pointsOf({ answered, documentRank, passageRank, rightReason }: Verdict): number {
  const within = (rank: number | null, limit: number): number => Number(rank !== null && rank <= limit);
  return rightReason
    ? 4
    : Number(answered) + within(documentRank, 1) + within(documentRank, 5) + within(passageRank, 5);
}

/** Points by question; an unanswerable question that is answered has none. */
function score(assistant: Assistant, { answerable, unanswerable }: QuestionSet): Map<string, number> {
  return new Map([
    ...answerable.map((question): [string, number] => [
      question.id,
      pointsOf(judgeAnswerable(assistant, question)),
    ]),
    ...unanswerable.map((question): [string, number] => {
      const verdict = judgeUnanswerable(assistant, question);
      return [question.id, verdict.rightReason ? pointsOf(verdict) : 0];
    }),
  ]);
}

/** The groups without one word; a group without words goes. */
export const without = (groups: readonly SynonymGroup[], { term, word }: SynonymWord): SynonymGroup[] =>
  groups
    .map((group) =>
      group.term === term ? { ...group, words: group.words.filter((other) => other !== word) } : group,
    )
    .filter(({ words }) => words.length > 0);

/** The groups with one word more. */
export const including = (groups: readonly SynonymGroup[], { term, word }: SynonymWord): SynonymGroup[] => {
  const held = groups.find((group) => group.term === term);
  return held === undefined
    ? [...groups, { term, words: [word] }]
    : groups.map((group) => (group === held ? { ...group, words: [...group.words, word] } : group));
};

/**
 * Each word of the groups taken away, each candidate added, everything else as it is.
 *
 * @param assistantWith an assistant over the knowledge base with other synonyms
 * @param questions of the calibration half only: a synonym chosen on the other would spoil it
 */
export function* trySynonyms(
  groups: readonly SynonymGroup[],
  candidates: readonly SynonymWord[],
  assistantWith: (groups: readonly SynonymGroup[]) => Assistant,
  questions: QuestionSet,
): Generator<SynonymTrial> {
  const now = score(assistantWith(groups), questions);
  const changed = (from: Map<string, number>, to: Map<string, number>): string[] =>
    [...to].filter(([id, points]) => points > (from.get(id) ?? 0)).map(([id]) => id);
  const held = groups.flatMap(({ term, words }) => words.map((word) => ({ term, word })));
  for (const word of held) {
    const other = score(assistantWith(without(groups, word)), questions);
    yield { ...word, held: true, better: changed(other, now), worse: changed(now, other) };
  }
  for (const word of candidates) {
    if (held.some(({ term, word: other }) => term === word.term && other === word.word)) continue;
    const other = score(assistantWith(including(groups, word)), questions);
    yield { ...word, held: false, better: changed(now, other), worse: changed(other, now) };
  }
}
