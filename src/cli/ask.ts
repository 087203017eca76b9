import { wordedBy } from "../app/generation/ask.ts";
import { askByMeaning } from "../app/vectors/ask.ts";
import type { Asking } from "../compose/knowledge.ts";
import { today } from "../compose/today.ts";
import type { Answer } from "../core/grounding/answer.ts";
import { statementsOf } from "../core/grounding/blocks.ts";
import { isReliable } from "../core/law/validity.ts";
import { answerText } from "../text/render.ts";
import { type Command, readArguments, UsageError } from "./command.ts";
import { day, readQuestions } from "./input.ts";
import { openAsking } from "./open.ts";

/** The JSON object of CONTRACTS §4. */
export function answerObject(id: string | null, answer: Answer): Record<string, unknown> {
  return {
    id,
    kind: answer.kind,
    mode: answer.mode,
    text: answerText(answer),
    sentences: answer.blocks
      .flatMap(statementsOf)
      .map(({ text, citations, origin }) => ({ text, citations, origin })),
    citations: answer.citations.map(
      ({ n, passage, document, article, wording, quote, validity, verification }) => ({
        n,
        passage,
        document,
        article,
        wording,
        quote,
        in_force: isReliable(validity),
        verification,
      }),
    ),
    refusal_reason: answer.refusalReason,
    suggestions: answer.suggestions,
    knowledge_version: answer.knowledgeVersion,
    as_of: answer.asOf,
  };
}

export const ask: Command = {
  name: "ask",
  summary: "answer a question from the knowledge base",
  help: `cli ask [--json] [--as-of YYYY-MM-DD] [--no-model] QUESTION
cli ask --json --questions FILE|- [--as-of YYYY-MM-DD] [--no-model]

Prints the answer with its sources; with --json one object, in batch one line a question ({"id","text"} a line in).
--as-of answers by the law of that day (default: today in Beijing). Where OPENAI_MODEL is set, an answer put together from
provisions is put into words by it, each sentence checked against its source; where that fails, and with --no-model, it stands
as it is.`,
  async run(args, terminal, config) {
    const { values, positionals } = readArguments(args, {
      json: { type: "boolean", default: false },
      "as-of": { type: "string" },
      "no-model": { type: "boolean", default: false },
      questions: { type: "string" },
    });
    const asOf = values["as-of"] === undefined ? today() : day("as-of", values["as-of"]);
    const answer = async ({ assistant, vectorOf, writing }: Asking, question: string) =>
      wordedBy(
        values["no-model"] ? null : (writing?.writer ?? null),
        question,
        await askByMeaning(assistant, vectorOf, question, { asOf }),
      );
    if (values.questions !== undefined) {
      if (positionals.length > 0 || !values.json)
        throw new UsageError("--questions needs --json and no question on the line");
      const questions = await readQuestions(values.questions, terminal);
      for (const { id, text, line } of questions)
        if (text.trim() === "")
          throw new UsageError(`${values.questions}, line ${line}: question ${id} is empty`);
      const asking = await openAsking(config, terminal);
      for (const { id, text } of questions)
        terminal.out(`${JSON.stringify(answerObject(id, await answer(asking, text)))}\n`);
      return 0;
    }
    const question = positionals.join(" ");
    if (question.trim() === "") throw new UsageError("a question is needed: cli ask QUESTION");
    const given = await answer(await openAsking(config, terminal), question);
    terminal.out(`${values.json ? JSON.stringify(answerObject(null, given)) : answerText(given)}\n`);
    return 0;
  },
};
