import { openSimilarCases } from "../compose/knowledge.ts";
import type { SimilarCase } from "../core/retrieval/similar-cases.ts";
import * as zh from "../text/zh.ts";
import { type Command, readArguments, UsageError } from "./command.ts";
import { positive } from "./input.ts";
import { orKnowledgeProblems } from "./open.ts";

/** One case as CONTRACTS §4 has it; what is shared and what differs is known only where facts are given. */
const caseObject = ({ case: { id, title, outcome }, score }: SimilarCase): object => ({
  id,
  title,
  score,
  outcome,
  shared: {},
  differing: {},
});

export const similarCases: Command = {
  name: "cases similar",
  summary: "published cases like a matter told in words, with their counter-examples",
  help: `cli cases similar [--top N] [--json] TEXT

The nearest published cases by what happened, nearest first, --top defaults to 5; no case decides another. Plain output adds
the counter-examples: a similar act that came out otherwise, and the fact that differs. --json prints {"cases":[…]}.`,
  async run(args, terminal, config) {
    const { values, positionals } = readArguments(args, {
      json: { type: "boolean", default: false },
      top: { type: "string", default: "5" },
    });
    const top = positive("top", values.top);
    const text = positionals.join(" ");
    if (text.trim() === "") throw new UsageError("a text is needed: cli cases similar TEXT");
    const { similar, title } = await orKnowledgeProblems(terminal, () => openSimilarCases(config));
    const found = similar.rank(text, top);
    if (values.json) {
      terminal.out(`${JSON.stringify({ cases: found.map(caseObject) })}\n`);
      return 0;
    }
    for (const [at, { case: published, score }] of found.entries()) {
      const { id, outcome, contrasts } = published;
      terminal.out(
        `${String(at + 1).padStart(2)}  ${score.toFixed(2).padStart(7)}  ${id}  【${zh.outcomes[outcome]}】${published.title}\n`,
      );
      for (const contrast of contrasts)
        terminal.out(
          `${" ".repeat(13)}${zh.notices.contrast(contrast.case, title(contrast.case), contrast.because)}\n`,
        );
    }
    terminal.out(`${found.length === 0 ? zh.notices.noCaseNear : zh.notices.caseCaution}\n`);
    return 0;
  },
};
