import { join } from "node:path";
import { z } from "zod";
import {
  answerableFigures,
  byStratum,
  figuresMarkdown,
  type Half,
  judgeAnswerable,
  judgeUnanswerable,
  type QuestionSet,
  unanswerableFigures,
} from "../app/evaluation.ts";
import { trySynonyms } from "../app/synonym-trial.ts";
import { openSynonymTrial } from "../compose/knowledge.ts";
import { AbsentError, type Command, readOptions, type Terminal, UsageError } from "./command.ts";
import { evaluateCases } from "./eval-cases.ts";
import { countList, evaluateModel, judgeIsSilent, modelIsSilent, modelText } from "./eval-model.ts";
import { compareByMeaning, comparisonText } from "./eval-vectors.ts";
import { readInput } from "./input.ts";
import { openAsking, orKnowledgeProblems } from "./open.ts";

const half = z.enum(["calibration", "test"]);
const Answerable = z.object({
  id: z.string(),
  half,
  stratum: z.string(),
  text: z.string(),
  context: z.array(z.string()).optional(),
  as_of: z.iso.date().optional(),
  documents: z.array(z.string()),
  passages: z.array(z.string()).min(1),
});
/** A synonym to be tried: what people say, and the knowledge base's term for it. */
const Candidate = z.object({ term: z.string(), word: z.string() });
const Unanswerable = z.object({
  id: z.string(),
  half,
  stratum: z.string(),
  text: z.string(),
  kinds: z.array(z.string()).min(1),
  reasons: z.array(z.string()),
});

async function readLines<T>(path: string, schema: z.ZodType<T>, terminal: Terminal): Promise<T[]> {
  const text = new TextDecoder().decode(await readInput(path, terminal));
  return text.split("\n").flatMap((line, at) => {
    if (line.trim() === "") return [];
    try {
      return [schema.parse(JSON.parse(line))];
    } catch (error) {
      throw new UsageError(`${path}, line ${at + 1}: not a labelled question (${(error as Error).message})`, {
        cause: error,
      });
    }
  });
}

const percent = (value: number): string => `${(value * 100).toFixed(1).padStart(6)} %`;

export const evaluate: Command = {
  name: "eval",
  summary: "score the answers on the labelled questions",
  help: `cli eval [--half test|calibration] [--questions DIR] [--misses] [--json | --markdown]
cli eval --synonyms [--questions DIR]
cli eval --cases [--case-forms DIR] [--json]
cli eval --with-model [--half test|calibration] [--questions DIR] [--json]

DIR (default tests/questions) holds answerable.jsonl and unanswerable.jsonl. Thresholds are set on the calibration half;
figures are reported on the test half (default). --misses lists each question that failed. The figures are of words alone;
where OPENAI_EMBEDDING_MODEL is set and cli knowledge embed has been run, two rows more compare them with words and meaning.

--synonyms takes each word of the knowledge base's synonyms away, adds each candidate of DIR/synonym-candidates.jsonl, and
lists which questions of the calibration half fare better or worse for it; takes some minutes.

--with-model asks OPENAI_MODEL too and prints what it adds: sentences, whether their citations are exact, what was dropped by
which check, refusals, added latency; OPENAI_JUDGE_MODEL, where set, judges which sentences are unsupported. Costs a call a
question; exit 3 without a model, and where the model, or the judge, never answered.

--cases holds the newest rules against the published cases of DIR (default tests/rules: seed/ and cases/) and prints the
confusion table; exit 1 where a sanctioned case comes out favourable or less than 80 % come out as decided.`,
  async run(args, terminal, config) {
    const values = readOptions(args, {
      half: { type: "string", default: "test" },
      questions: { type: "string", default: "tests/questions" },
      misses: { type: "boolean", default: false },
      cases: { type: "boolean", default: false },
      "case-forms": { type: "string", default: "tests/rules" },
      json: { type: "boolean", default: false },
      markdown: { type: "boolean", default: false },
      synonyms: { type: "boolean", default: false },
      "with-model": { type: "boolean", default: false },
    });
    if (values.cases) return evaluateCases(values["case-forms"], values.json, terminal, config);
    if (!half.safeParse(values.half).success) throw new UsageError("--half must be test or calibration");
    const reportSynonyms = async (
      candidates: readonly z.infer<typeof Candidate>[],
      questions: QuestionSet,
    ): Promise<void> => {
      const { groups, assistantWith } = await orKnowledgeProblems(terminal, () => openSynonymTrial(config));
      terminal.out("held  better  worse  term ← word\n");
      for (const { term, word, held, better, worse } of trySynonyms(
        groups,
        candidates,
        assistantWith,
        questions,
      ))
        terminal.out(
          `${held ? "held" : "new "}${String(better.length).padStart(8)}${String(worse.length).padStart(7)}  ${term} ← ${word}${
            better.length + worse.length === 0 ? "" : `  +[${better.join(" ")}] -[${worse.join(" ")}]`
          }\n`,
        );
    };
    const wanted = values.synonyms ? "calibration" : (values.half as Half);
    const answerable = await readLines(join(values.questions, "answerable.jsonl"), Answerable, terminal);
    const unanswerable = await readLines(
      join(values.questions, "unanswerable.jsonl"),
      Unanswerable,
      terminal,
    );
    const ofWanted = <T extends { half: Half }>(questions: readonly T[]): T[] =>
      questions.filter((question) => question.half === wanted);
    if (values.synonyms) {
      const candidates = await readLines(
        join(values.questions, "synonym-candidates.jsonl"),
        Candidate,
        terminal,
      );
      await reportSynonyms(candidates, {
        answerable: ofWanted(answerable),
        unanswerable: ofWanted(unanswerable),
      });
      return 0;
    }
    const asking = await openAsking(config, terminal);
    const { assistant } = asking;
    if (values["with-model"]) {
      const { writing, knowledge } = asking;
      if (writing === null)
        throw new AbsentError("no model is set; set OPENAI_MODEL, and LLM_DISABLED to false");
      const figures = await evaluateModel(
        { assistant, catalogue: knowledge.catalogue },
        writing,
        { answerable: ofWanted(answerable), unanswerable: ofWanted(unanswerable) },
        (line) => terminal.err(`${line}\n`),
      );
      if (modelIsSilent(figures))
        throw new AbsentError(
          `no answer was had of the model (${countList(figures.ends)}): no figures; see docs/operations.md, 大模型用不上`,
        );
      terminal.out(values.json ? `${JSON.stringify(figures)}\n` : `${modelText(figures)}\n`);
      if (judgeIsSilent(figures))
        throw new AbsentError("no judgement was had of OPENAI_JUDGE_MODEL: the figures above are unjudged");
      return 0;
    }
    const answers = ofWanted(answerable).map((question) => judgeAnswerable(assistant, question));
    const refusals = ofWanted(unanswerable).map((question) => judgeUnanswerable(assistant, question));

    if (values.markdown) {
      terminal.out(`${figuresMarkdown(answers, refusals)}\n`);
      return 0;
    }
    const comparison = await compareByMeaning(config, terminal, assistant, {
      answerable: ofWanted(answerable),
      unanswerable: ofWanted(unanswerable),
    });
    if (values.json) {
      terminal.out(
        `${JSON.stringify({
          half: wanted,
          knowledge_version: assistant.knowledgeVersion,
          answerable: Object.fromEntries(
            byStratum(answers).map(([name, group]) => [name, answerableFigures(group)]),
          ),
          unanswerable: Object.fromEntries(
            byStratum(refusals).map(([name, group]) => [name, unanswerableFigures(group)]),
          ),
          ...(comparison === null ? {} : { by_meaning: comparison }),
        })}\n`,
      );
      return 0;
    }
    terminal.out(`half: ${wanted}   knowledge: ${assistant.knowledgeVersion}\n\n`);
    terminal.out(`${"answerable".padEnd(16)}   n  answered     doc@1     doc@5    pass@5   refused\n`);
    for (const [name, group] of byStratum(answers)) {
      const figures = answerableFigures(group);
      const columns = [
        figures.answered,
        figures.documentAt1,
        figures.documentAt5,
        figures.passageAt5,
        figures.falseRefusals,
      ];
      terminal.out(
        `${name.padEnd(16)}${String(figures.questions).padStart(4)}  ${columns.map(percent).join("  ")}\n`,
      );
    }
    terminal.out(`\n${"unanswerable".padEnd(16)}   n    recall    reason\n`);
    for (const [name, group] of byStratum(refusals)) {
      const figures = unanswerableFigures(group);
      terminal.out(
        `${name.padEnd(16)}${String(figures.questions).padStart(4)}  ${percent(figures.refusalRecall)}  ${percent(figures.rightReason)}\n`,
      );
    }
    if (comparison !== null) terminal.out(`\n${comparisonText(comparison)}\n`);
    if (values.misses) {
      for (const { id, stratum, text, answer, documentRank } of answers.filter(
        ({ documentRank, passageRank }) => documentRank === null || documentRank > 5 || passageRank === null,
      ))
        terminal.out(
          `\nmiss ${id} ${stratum}: ${text.slice(0, 90)}\n  ${answer.kind} ${answer.refusalReason ?? ""} ${answer.context?.entry ?? ""} doc@${documentRank} ${answer.citations
            .map(({ passage }) => passage)
            .slice(0, 8)
            .join(" ")}\n`,
        );
      for (const { id, stratum, text, answer } of refusals.filter(({ rightReason }) => !rightReason))
        terminal.out(
          `\nmiss ${id} ${stratum}: ${text.slice(0, 90)}\n  ${answer.kind} ${answer.refusalReason ?? ""} ${answer.context?.entry ?? ""} ${answer.citations
            .map(({ passage }) => passage)
            .slice(0, 5)
            .join(" ")}\n`,
        );
    }
    return 0;
  },
};
