import { performance } from "node:perf_hooks";
import { StoreMissingError } from "../adapters/knowledge/passage-store.ts";
import { openSearcher, type Searcher } from "../compose/knowledge.ts";
import { AbsentError, type Command, readArguments, UsageError } from "./command.ts";
import { positive, readQuestions } from "./input.ts";

/** One line of CONTRACTS §4; `ms` is that query's search time with tokenising and without loading. */
function searchLine(searcher: Searcher, id: string | null, text: string, top: number): string {
  const start = performance.now();
  const hits = searcher.search(text, top);
  const ms = performance.now() - start;
  return JSON.stringify({
    id,
    hits: hits.map((hit, at) => ({ id: hit.id, score: hit.score, rank: at + 1 })),
    ms: Number(ms.toFixed(3)),
  });
}

/** `law=1.1,party-regulation=1.05` as factors by category. */
function readPrior(text: string | undefined): Record<string, number> {
  if (text === undefined) return {};
  return Object.fromEntries(
    text.split(",").map((pair) => {
      const [category, factor] = pair.split("=");
      const value = Number(factor);
      if (category === undefined || category === "" || !(value > 0) || value > 10)
        throw new UsageError(
          `--authority must be CATEGORY=FACTOR,… with factors above 0, not ${JSON.stringify(pair)}`,
        );
      return [category, value];
    }),
  );
}

export const search: Command = {
  name: "search",
  summary: "search the knowledge base, or a store of imported passages",
  help: `cli search [--top N] [--json] [--store DIR] QUERY
cli search --json --queries FILE|- [--top N] [--store DIR]

Named articles first, then the ranking; --top defaults to 10. In batch one {"id","text"} a line in, one line a query out,
and a last line on stderr with load_ms, queries and rss_mb. --authority law=1.1,… weighs kinds of source (off by default).`,
  async run(args, terminal, config) {
    const { values, positionals } = readArguments(args, {
      json: { type: "boolean", default: false },
      top: { type: "string", default: "10" },
      store: { type: "string" },
      queries: { type: "string" },
      authority: { type: "string" },
    });
    const top = positive("top", values.top);
    const authority = readPrior(values.authority);
    if (values.queries !== undefined && (positionals.length > 0 || !values.json))
      throw new UsageError("--queries needs --json and no query on the line");
    const queries = values.queries === undefined ? null : await readQuestions(values.queries, terminal);
    const query = positionals.join(" ");
    if (queries === null && query.trim() === "") throw new UsageError("a query is needed: cli search QUERY");

    const start = performance.now();
    let searcher: Searcher;
    try {
      searcher = await openSearcher(config, values.store ?? null, authority);
    } catch (error) {
      if (error instanceof StoreMissingError) throw new AbsentError(error.message, { cause: error });
      throw error;
    }
    const loadMs = performance.now() - start;

    if (queries !== null) {
      for (const { id, text } of queries) terminal.out(`${searchLine(searcher, id, text, top)}\n`);
      const rss = Math.round(process.memoryUsage.rss() / 1_048_576);
      terminal.err(
        `${JSON.stringify({ load_ms: Math.round(loadMs), queries: queries.length, rss_mb: rss })}\n`,
      );
    } else if (values.json) terminal.out(`${searchLine(searcher, null, query, top)}\n`);
    else
      for (const [at, { id, score }] of searcher.search(query, top).entries())
        terminal.out(
          `${String(at + 1).padStart(2)}  ${score.toFixed(2).padStart(7)}  ${id}  ${searcher.title(id)}\n`,
        );
    return 0;
  },
};
