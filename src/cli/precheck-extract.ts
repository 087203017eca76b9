import { createMemoryLimiter } from "../adapters/limits/memory-limiter.ts";
import { type Extracted, storyLimit } from "../app/precheck/extractor.ts";
import { composeExtractor } from "../compose/extraction.ts";
import { composeModel } from "../compose/model.ts";
import { openFacts } from "../compose/rules.ts";
import { today } from "../compose/today.ts";
import { isPersonal } from "../core/precheck/interview.ts";
import { AbsentError, type Command, readArguments, type Terminal, UsageError } from "./command.ts";
import { idsIn, orUsage, textOf } from "./forms.ts";
import { day, readInput } from "./input.ts";
import { terminalLog } from "./open.ts";

export const precheckExtract: Command = {
  name: "precheck extract",
  summary: "facts that a model reads out of a story, each with the words it rests on",
  help: `cli precheck extract [--json] [--act-date YYYY-MM-DD] [--jurisdiction ID] FILE|-

FILE holds the story as plain text. Personal data is masked before the model sees it; a text with a secrecy mark, or about
too many people, is not sent at all (exit 2). Printed are proposals, by the facts of the day of the act (default: today in
Beijing): nothing is decided by them, and precheck evaluate takes none of them by itself. Needs OPENAI_MODEL (exit 3 without).`,
  async run(args, terminal, config) {
    const { values, positionals } = readArguments(args, {
      json: { type: "boolean", default: false },
      "act-date": { type: "string" },
      jurisdiction: { type: "string" },
    });
    const [path] = positionals;
    if (path === undefined || positionals.length > 1)
      throw new UsageError("one file is needed, or - for standard input");
    const actDay = values["act-date"] === undefined ? today() : day("act-date", values["act-date"]);
    const story = textOf(await readInput(path, terminal), path);
    if (story.trim() === "") throw new UsageError(`${path}: is empty; write what happened into it`);
    const { model } = composeModel(config, createMemoryLimiter(Date.now), terminalLog(terminal));
    if (model === null)
      throw new AbsentError(
        "precheck extract needs a language model: set OPENAI_MODEL, and not LLM_DISABLED",
      );
    // What decides that nothing is to be asked here is asked of people alone.
    const facts = orUsage("--act-date", () =>
      openFacts(config, actDay, idsIn(values.jurisdiction ?? "")),
    ).filter((fact) => !isPersonal(fact));
    const extracted = await composeExtractor(model).extract(story, facts, null);
    if (!extracted.ok) throw problemOf(path, extracted.reason);
    if (values.json)
      terminal.out(`${JSON.stringify({ facts: extracted.facts, dropped: extracted.dropped })}\n`);
    else printLines(terminal, extracted);
    return 0;
  },
};

/** What is wrong with the text is wrong input; what is wrong with the model, an absent thing. */
function problemOf(path: string, reason: Extract<Extracted, { ok: false }>["reason"]): Error {
  switch (reason) {
    case "classified":
      return new UsageError(`${path}: bears a secrecy mark; nothing was sent, and nothing is to be`);
    case "too-many-people":
      return new UsageError(`${path}: holds data of too many people for one story; nothing was sent`);
    case "too-long":
      return new UsageError(`${path}: is longer than ${storyLimit} characters; nothing was sent`);
    default:
      return new AbsentError(`no answer of the language model could be used (${reason}); see docs/model.md`);
  }
}

function printLines(terminal: Terminal, { facts, dropped }: Extract<Extracted, { ok: true }>): void {
  for (const { fact, value, span } of facts) terminal.out(`${fact} = ${value}  「${span.text}」\n`);
  for (const { fact, value, reason } of dropped) terminal.out(`dropped  ${fact} = ${value}  (${reason})\n`);
}
