import { performance } from "node:perf_hooks";
import { StoreMissingError } from "../adapters/knowledge/passage-store.ts";
import { openSearcher, type Searcher } from "../compose/knowledge.ts";
import { AbsentError, type Command, readArguments, UsageError } from "./command.ts";
import { positive, readQuestions } from "./input.ts";
import { terminalLog } from "./open.ts";

interface Query {
  readonly id: string | null;
  readonly text: string;
  /** Null: words alone. */
  readonly vector: Float32Array | null;
}

/** One line of CONTRACTS §4; `ms` is that query's search time with tokenising and without loading, and without the embedding service. */
function searchLine(searcher: Searcher, { id, text, vector }: Query, top: number): string {
  const start = performance.now();
  const hits = searcher.search(text, top, vector);
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
  help: `cli search [--top N] [--json] [--store DIR] [--lexical] QUERY
cli search --json --queries FILE|- [--top N] [--store DIR] [--lexical]

Named articles first, then the ranking; --top defaults to 10. In batch one {"id","text"} a line in, one line a query out,
and a last line on stderr with load_ms, queries and rss_mb. --authority law=1.1,… weighs kinds of source (off by default).

Where OPENAI_EMBEDDING_MODEL is set and cli knowledge embed has been run, what lies near in meaning is fused with the ranking;
--lexical searches by words alone. ms leaves the call to the embedding service out.`,
  async run(args, terminal, config) {
    const { values, positionals } = readArguments(args, {
      json: { type: "boolean", default: false },
      top: { type: "string", default: "10" },
      store: { type: "string" },
      queries: { type: "string" },
      authority: { type: "string" },
      lexical: { type: "boolean", default: false },
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
      searcher = await openSearcher(config, {
        store: values.store ?? null,
        authority,
        lexical: values.lexical,
        log: terminalLog(terminal),
      });
    } catch (error) {
      if (error instanceof StoreMissingError) throw new AbsentError(error.message, { cause: error });
      throw error;
    }
    const loadMs = performance.now() - start;

    if (queries !== null) {
      const vectors = await searcher.vectorsOf(queries.map(({ text }) => text));
      for (const [at, { id, text }] of queries.entries())
        terminal.out(`${searchLine(searcher, { id, text, vector: vectors[at] ?? null }, top)}\n`);
      const rss = Math.round(process.memoryUsage.rss() / 1_048_576);
      terminal.err(
        `${JSON.stringify({ load_ms: Math.round(loadMs), queries: queries.length, rss_mb: rss })}\n`,
      );
      return 0;
    }
    const [vector = null] = await searcher.vectorsOf([query]);
    if (values.json) terminal.out(`${searchLine(searcher, { id: null, text: query, vector }, top)}\n`);
    else
      for (const [at, { id, score }] of searcher.search(query, top, vector).entries())
        terminal.out(
          `${String(at + 1).padStart(2)}  ${score.toFixed(vector === null ? 2 : 4).padStart(7)}  ${id}  ${searcher.title(id)}\n`,
        );
    return 0;
  },
};
