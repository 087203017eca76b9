/** Scores the assistant on labelled questions: what is answered, with the right document, and what is refused. */
import type { Answer, Context } from "../core/grounding/answer.ts";
import type { Day } from "../core/law/types.ts";
import type { Assistant } from "../ports/assistant.ts";

export type Half = "calibration" | "test";

/** A question with an answer in the knowledge base, and what a right answer cites (any of). */
export interface AnswerableQuestion {
  readonly id: string;
  readonly half: Half;
  readonly stratum: string;
  readonly text: string;
  readonly context?: readonly string[] | undefined;
  readonly as_of?: Day | undefined;
  readonly documents: readonly string[];
  readonly passages: readonly string[];
}

/** A question to be refused, with the acceptable kinds and reasons. */
export interface UnanswerableQuestion {
  readonly id: string;
  readonly half: Half;
  readonly stratum: string;
  readonly text: string;
  readonly kinds: readonly string[];
  readonly reasons: readonly string[];
}

export interface QuestionSet {
  readonly answerable: readonly AnswerableQuestion[];
  readonly unanswerable: readonly UnanswerableQuestion[];
}

/** What came of one question. */
export interface Verdict {
  readonly id: string;
  readonly stratum: string;
  readonly text: string;
  readonly answer: Answer;
  readonly answered: boolean;
  /** Rank among the answer's citations of the first right document, of the first right passage; null where none is. */
  readonly documentRank: number | null;
  readonly passageRank: number | null;
  /** For an unanswerable question: refused with an acceptable kind; with an acceptable reason. */
  readonly refused: boolean;
  readonly rightReason: boolean;
}

/** Tells whether a cited passage is the labelled one, a unit of it, or a provision of the labelled document. */
export const matches = (cited: string, labelled: string): boolean =>
  cited === labelled ||
  cited.startsWith(`${labelled}.`) ||
  labelled.startsWith(`${cited}.`) ||
  cited.startsWith(`${labelled}#`);

/** A title as titles are compared: without marks, spaces, brackets and the name of the state. */
const bareTitle = (title: string): string =>
  title
    .normalize("NFKC")
    .replace(/\([^()]*\)|[《》“”"「」\s]/g, "")
    .replaceAll("中华人民共和国", "");

/** Versions of one document share its title: where the version is what is asked, only the id tells. */
const asksVersion = ({ as_of, stratum }: AnswerableQuestion): boolean =>
  as_of !== undefined || stratum === "version";

const documentOf = (passage: string): string => passage.split("#")[0] ?? passage;

/** 1-based place of the first distinct value that holds; null where none does. */
function rankOf(values: readonly string[], holds: (value: string) => boolean): number | null {
  const at = [...new Set(values)].findIndex(holds);
  return at === -1 ? null : at + 1;
}

/** Asks a question as its own conversation, the context questions first. */
function converse(
  assistant: Assistant,
  question: Pick<AnswerableQuestion, "text" | "context" | "as_of">,
): Answer {
  let context: Context | null = null;
  const asOf = question.as_of === undefined ? {} : { asOf: question.as_of };
  for (const before of question.context ?? []) context = assistant.ask(before, { ...asOf, context }).context;
  return assistant.ask(question.text, { ...asOf, context });
}

export function judgeAnswerable(assistant: Assistant, question: AnswerableQuestion): Verdict {
  const answer = converse(assistant, question);
  const cited = answer.citations.map(({ passage }) => passage);
  const answered = (answer.kind === "answer" || answer.kind === "precheck_offer") && cited.length > 0;
  const ids = new Set(question.passages.map(documentOf));
  const titles = asksVersion(question) ? [] : question.documents.map(bareTitle);
  const documents = new Set(
    answer.citations.flatMap(({ passage, document }) => {
      const title = bareTitle(document);
      const right = titles.some((labelled) => title.includes(labelled) || labelled.includes(title));
      return right || ids.has(documentOf(passage)) ? [documentOf(passage)] : [];
    }),
  );
  return {
    ...question,
    answer,
    answered,
    documentRank: answered ? rankOf(cited.map(documentOf), (id) => documents.has(id)) : null,
    passageRank: answered
      ? rankOf(cited, (id) => question.passages.some((labelled) => matches(id, labelled)))
      : null,
    refused: answer.kind === "refusal",
    rightReason: false,
  };
}

export function judgeUnanswerable(assistant: Assistant, question: UnanswerableQuestion): Verdict {
  const answer = assistant.ask(question.text);
  const refused = question.kinds.includes(answer.kind);
  const rightReason =
    refused &&
    (answer.refusalReason === null ||
      question.reasons.length === 0 ||
      question.reasons.includes(answer.refusalReason));
  return {
    ...question,
    answer,
    answered: answer.kind === "answer",
    documentRank: null,
    passageRank: null,
    refused,
    rightReason,
  };
}

/** Shares, 0 to 1, of one set of verdicts. */
export interface Figures {
  readonly questions: number;
  readonly answered: number;
  readonly documentAt1: number;
  readonly documentAt5: number;
  readonly passageAt5: number;
  readonly falseRefusals: number;
}

/** Share of things for which something holds; 0 of none. */
export const share = <Thing>(things: readonly Thing[], holds: (thing: Thing) => boolean): number =>
  things.length === 0 ? 0 : things.filter(holds).length / things.length;

const within = (rank: number | null, limit: number): boolean => rank !== null && rank <= limit;

export const answerableFigures = (verdicts: readonly Verdict[]): Figures => ({
  questions: verdicts.length,
  answered: share(verdicts, ({ answered }) => answered),
  documentAt1: share(verdicts, ({ documentRank }) => within(documentRank, 1)),
  documentAt5: share(verdicts, ({ documentRank }) => within(documentRank, 5)),
  passageAt5: share(verdicts, ({ passageRank }) => within(passageRank, 5)),
  falseRefusals: share(verdicts, ({ refused }) => refused),
});

export const unanswerableFigures = (verdicts: readonly Verdict[]) => ({
  questions: verdicts.length,
  refusalRecall: share(verdicts, ({ refused }) => refused),
  rightReason: share(verdicts, ({ rightReason }) => rightReason),
});

/** Verdicts by stratum, in the order of the set, and all together last. */
export const byStratum = (verdicts: readonly Verdict[]): [string, readonly Verdict[]][] => [
  ...Map.groupBy(verdicts, ({ stratum }) => stratum),
  ["all", verdicts],
];

const percent = (value: number): string => `${(value * 100).toFixed(1)} %`;

const row = (cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |`;

/** The figures of one half as two Markdown tables, as `docs/evaluation.md` keeps them. */
export function figuresMarkdown(answers: readonly Verdict[], refusals: readonly Verdict[]): string {
  return [
    row(["可答", "题数", "作答", "首个文件即对", "前五个文件内有对的", "前五条内有对的条", "误拒"]),
    row(["---", "---:", "---:", "---:", "---:", "---:", "---:"]),
    ...byStratum(answers).map(([name, group]) => {
      const figures = answerableFigures(group);
      return row([
        name,
        figures.questions,
        percent(figures.answered),
        percent(figures.documentAt1),
        percent(figures.documentAt5),
        percent(figures.passageAt5),
        percent(figures.falseRefusals),
      ]);
    }),
    "",
    row(["不可答", "题数", "正确拒答", "理由也对"]),
    row(["---", "---:", "---:", "---:"]),
    ...byStratum(refusals).map(([name, group]) => {
      const figures = unanswerableFigures(group);
      return row([name, figures.questions, percent(figures.refusalRecall), percent(figures.rightReason)]);
    }),
  ].join("\n");
}
