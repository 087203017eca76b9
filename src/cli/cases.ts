import { openSimilarCases } from "../compose/knowledge.ts";
import { openCasesByFacts } from "../compose/rules.ts";
import { today } from "../compose/today.ts";
import type { Config } from "../config.ts";
import type { SimilarCase } from "../core/retrieval/similar-cases.ts";
import { similarFactsText } from "../text/precheck.ts";
import * as zh from "../text/zh.ts";
import { type Command, type ExitCode, readArguments, type Terminal, UsageError } from "./command.ts";
import { orUsage, readSingle, textOf } from "./forms.ts";
import { positive, readInput } from "./input.ts";
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
cli cases similar [--top N] [--json] --facts FILE|-

The nearest published cases by what happened, nearest first, --top defaults to 5; no case decides another. Plain output adds
the counter-examples: a similar act that came out otherwise, and the fact that differs. --json prints {"cases":[…]}.
--facts takes a form of a pre-check and ranks the cases by what their sources state: facts shared, the rarer the more, and
facts that differ.`,
  async run(args, terminal, config) {
    const { values, positionals } = readArguments(args, {
      json: { type: "boolean", default: false },
      top: { type: "string", default: "5" },
      facts: { type: "string" },
    });
    const top = positive("top", values.top);
    if (values.facts !== undefined) {
      if (positionals.length > 0) throw new UsageError("a text or --facts FILE, not both");
      return similarToFacts(values.facts, top, values.json, terminal, config);
    }
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

async function similarToFacts(
  path: string,
  top: number,
  asJson: boolean,
  terminal: Terminal,
  config: Config,
): Promise<ExitCode> {
  const text = textOf(await readInput(path, terminal), path);
  const now = today();
  const [form] = readSingle(text, path, { actDate: now, decisionDate: now, jurisdictions: [], today: now });
  const { facts, similar } = openCasesByFacts(config);
  const found = orUsage(path, () => similar(form?.request.facts ?? {}, top));
  if (asJson) {
    const cases = found.map(({ case: { id, title, outcome }, score, shared, differing }) => ({
      id,
      title,
      score,
      outcome,
      shared,
      differing,
    }));
    terminal.out(`${JSON.stringify({ cases })}\n`);
    return 0;
  }
  for (const [at, { case: published, score, shared, differing }] of found.entries()) {
    terminal.out(
      `${String(at + 1).padStart(2)}  ${score.toFixed(2).padStart(7)}  ${published.id}  【${zh.outcomes[published.outcome]}】${published.title}\n`,
    );
    terminal.out(similarFactsText(shared, differing, facts));
  }
  terminal.out(`${found.length === 0 ? zh.notices.noCaseNear : zh.notices.caseCaution}\n`);
  return 0;
}
