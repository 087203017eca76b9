/** The labelled questions once more with a model, and what it made of them. */
import { performance } from "node:perf_hooks";
import { type QuestionSet, share } from "../app/evaluation.ts";
import { judged, type ModelFigures, writtenSentences } from "../app/generation/evaluation.ts";
import type { Writing } from "../compose/generation.ts";
import type { Asking } from "../compose/knowledge.ts";
import type { Answer, Context } from "../core/grounding/answer.ts";
import type { Catalogue } from "../core/law/catalogue.ts";

/** How often progress is told. */
const told = 25;

export async function evaluateModel(
  { assistant, catalogue }: Pick<Asking, "assistant"> & { readonly catalogue: Catalogue },
  { writer, judge, counts }: Writing,
  { answerable, unanswerable }: QuestionSet,
  tell: (line: string) => void,
): Promise<ModelFigures> {
  const added: number[] = [];
  let asked = 0;
  let done = 0;
  const total = answerable.length + unanswerable.length;

  const answerTo = async (text: string, context: readonly string[] = [], asOf?: string): Promise<Answer> => {
    const options = asOf === undefined ? {} : { asOf };
    let before: Context | null = null;
    for (const earlier of context) before = assistant.ask(earlier, { ...options, context: before }).context;
    const answer = assistant.ask(text, { ...options, context: before });
    const given = { question: answer.context?.question ?? text, answer, before };
    if (++done % told === 0) tell(`${done} of ${total} questions`);
    if (writer.wants(given) === "nothing") return answer;
    asked += 1;
    const started = performance.now();
    const written = await writer.write({ ...given, who: null, masked: false });
    added.push(performance.now() - started);
    return written ?? answer;
  };

  const answers: Answer[] = [];
  for (const { text, context, as_of } of answerable) answers.push(await answerTo(text, context, as_of));
  const refusals: boolean[] = [];
  const written = (): Answer[] => answers.filter(({ mode }) => mode === "generated");
  for (const { text, kinds } of unanswerable) {
    const answer = await answerTo(text);
    refusals.push(kinds.includes(answer.kind));
    if (answer.mode === "generated") answers.push(answer);
  }
  const sentences = written().flatMap((answer) => writtenSentences(answer, catalogue));
  const judgements: boolean[] = [];
  if (judge !== null)
    for (const [at, sentence] of sentences.entries()) {
      if ((at + 1) % told === 0) tell(`${at + 1} of ${sentences.length} sentences judged`);
      const supported = await judged(judge.model, judge.prompt, sentence, catalogue);
      if (supported !== null) judgements.push(supported);
    }
  added.sort((one, other) => one - other);
  const at = (part: number): number => Math.round(added[Math.floor(added.length * part)] ?? 0);
  const own = answers.slice(0, answerable.length);
  return {
    model: written()[0]?.writer?.model ?? null,
    asked,
    written: written().length,
    sentences: sentences.length,
    exact: share(sentences, ({ exact }) => exact),
    judged:
      judge === null
        ? null
        : {
            sentences: judgements.length,
            unsupported: judgements.filter((supported) => !supported).length,
            failed: sentences.length - judgements.length,
          },
    ends: Object.fromEntries(counts.ends),
    dropped: Object.fromEntries(counts.dropped),
    refusalRecall: share(refusals, (refused) => refused),
    falseRefusals: share(own, ({ kind }) => kind === "refusal"),
    addedP50: at(0.5),
    addedP95: at(0.95),
  };
}

/** Ends at which the model had answered, whatever came of it. */
const answeredEnds = ["generated", "cached", "insufficient", "dropped"];

/** Tells whether the model was asked for words and never answered: figures of such a run are not about the model. */
export const modelIsSilent = ({ ends }: ModelFigures): boolean =>
  Object.keys(ends).length > 0 && !answeredEnds.some((end) => ends[end] !== undefined);

/** Tells whether there was something to judge and the judge never judged. */
export const judgeIsSilent = ({ judged: given }: ModelFigures): boolean =>
  given !== null && given.sentences === 0 && given.failed > 0;

const judgedText = ({ sentences, unsupported, failed }: NonNullable<ModelFigures["judged"]>): string =>
  `${sentences === 0 ? "not judged" : `${unsupported} of ${sentences} judged`}${
    failed === 0 ? "" : `; ${failed} judgements were not had`
  }`;

const percent = (value: number): string => `${(value * 100).toFixed(1)} %`;
/** `unavailable 12, timeout 1`. */
export const countList = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(", ") || "none";

/** As lines for a terminal. */
export const modelText = (figures: ModelFigures): string =>
  [
    `model: ${figures.model ?? "none answered"}`,
    `put into words       ${figures.written} of ${figures.asked} answers that leave room for it (${countList(figures.ends)})`,
    `sentences            ${figures.sentences}, citations exact ${percent(figures.exact)}`,
    `claims dropped       ${countList(figures.dropped)}`,
    `unsupported          ${
      figures.judged === null ? "not judged (OPENAI_JUDGE_MODEL is not set)" : judgedText(figures.judged)
    }`,
    `refusal recall       ${percent(figures.refusalRecall)}, false refusals ${percent(figures.falseRefusals)}`,
    `added latency        p50 ${figures.addedP50} ms, p95 ${figures.addedP95} ms`,
  ].join("\n");
