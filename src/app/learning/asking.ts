/** Questions as they are asked and explained: blocks, choices, native quiz. Nothing is decided or stored here. */
import { learningText } from "../../core/dialogue/learning-words.ts";
import type { Answer, AnswerBlock } from "../../core/grounding/answer.ts";
import { createCiter } from "../../core/grounding/cite.ts";
import type { Catalogue } from "../../core/law/catalogue.ts";
import type { CuratedText, Day, Quiz } from "../../core/law/types.ts";
import { explanationBlocks } from "../../core/learning/explanation.ts";
import type { QuizSource } from "../../core/learning/picking.ts";
import { isRight, rightOptions, shownOrder, trueFalse } from "../../core/learning/quiz.ts";
import type { Choice, QuizPoll } from "../../ports/channel.ts";
import { askedStem, questionText, topicNames, learningWords as words } from "../../text/learning.ts";

/** A piece of learning as it is shown. */
export interface Shown {
  readonly blocks: readonly AnswerBlock[];
  readonly citations: Answer["citations"];
  readonly choices: readonly Choice[];
  readonly quiz?: QuizPoll | undefined;
}

export const says = (...texts: readonly string[]): AnswerBlock[] =>
  texts.filter((text) => text !== "").map((text) => ({ type: "notice", text }));

export const choice = (label: string, move: Parameters<typeof learningText>[0]): Choice => ({
  label,
  text: learningText(move),
});

export const endChoice: Choice = choice(words.end, { type: "end" });
export const backChoice: Choice = choice(words.back, { type: "menu" });

/** What platforms allow of a native quiz; a question beyond it is asked with choices alone. */
const pollLimits = { question: 300, option: 100 };

/**
 * A question with its options, mixed by the seed.
 *
 * @param ticked of a question with several right options, those chosen so far
 */
export function askQuiz(
  quiz: Quiz,
  source: QuizSource,
  seed: string,
  rest: { readonly ticked?: readonly number[]; readonly poll?: boolean } = {},
): Shown {
  const { ticked = [], poll = false } = rest;
  const order = shownOrder(quiz, seed);
  const several = quiz.kind === "multiple";
  const options = order.map((at): Choice => {
    const { text } = quiz.options[at] ?? { text: "" };
    if (!several) return choice(text, { type: "answer", quiz: quiz.id, picked: [at], source });
    const after = ticked.includes(at) ? ticked.filter((one) => one !== at) : [...ticked, at];
    const label = words.ticked(text, ticked.includes(at));
    return choice(label, { type: "tick", quiz: quiz.id, picked: after.toSorted(), source });
  });
  const done =
    several && ticked.length > 0
      ? [choice(words.done, { type: "answer", quiz: quiz.id, picked: ticked, source })]
      : [];
  return {
    blocks: says(questionText(quiz, topicNames[quiz.topic]), several ? words.howMultiple : ""),
    citations: [],
    choices: [...options, ...done, backChoice, endChoice],
    quiz: poll && !several ? pollOf(quiz, order) : undefined,
  };
}

function pollOf(quiz: Quiz, order: readonly number[]): QuizPoll | undefined {
  const { options } = quiz;
  const question = askedStem(quiz);
  const texts = order.map((at) => options[at]?.text ?? "");
  const fits =
    question.length <= pollLimits.question && texts.every((text) => text.length <= pollLimits.option);
  const right = order.findIndex((at) => options[at]?.right === true) + 1;
  return fits ? { question, options: texts, right } : undefined;
}

/** A misconception (误区) that was chosen, and how that is said. */
export interface Misread {
  readonly entry: CuratedText;
  readonly said: string;
}

/** The misconceptions behind the options that were picked. @param picked options by their place in the file, counted from 0 */
export function misreadOf(catalogue: Catalogue, quiz: Quiz, picked: readonly number[]): readonly Misread[] {
  return picked.flatMap((at) => {
    const { text = "", misconception = null } = quiz.options[at] ?? {};
    const entry = misconception === null ? undefined : catalogue.curated(misconception);
    return entry === undefined ? [] : [{ entry, said: misreadWords(quiz, text, entry.title) }];
  });
}

/** Of a true-or-false question the sentence is what was misread: taken to be so, or not to be so. */
function misreadWords({ kind, stem }: Quiz, option: string, title: string): string {
  const sentence = (kind === "true-false" ? stem : option).replace(/。$/u, "");
  return kind === "true-false" && option === trueFalse[1]
    ? words.misconceptionOfDenial(sentence, title)
    : words.misconception(sentence, title);
}

/** What is said of an answer: right or not, why, with its sources, and which misconception was chosen. */
export function explainQuiz(
  catalogue: Catalogue,
  quiz: Quiz,
  picked: readonly number[],
  source: QuizSource,
  day: Day,
  remarks: readonly string[],
): Shown {
  const citer = createCiter(catalogue, day);
  const textsOf = (places: readonly number[]) => places.map((at) => quiz.options[at]?.text ?? "").join("；");
  const misread = misreadOf(catalogue, quiz, picked);
  const right = isRight(quiz, picked);
  const question = misread[0]?.entry.questions[0];
  const blocks = [
    ...says(right ? words.right : words.wrong2(textsOf(picked), textsOf(rightOptions(quiz)))),
    ...says(...misread.map(({ said }) => said)),
    ...explanationBlocks(quiz, citer),
    ...says(...remarks),
  ];
  return {
    blocks,
    citations: citer.citations,
    choices: [
      choice(words.next, { type: "next", source }),
      ...(question === undefined ? [] : [{ label: words.readMisconception, text: question }]),
      choice(words.report, { type: "report", quiz: quiz.id, reason: "" }),
      backChoice,
      endChoice,
    ],
  };
}
