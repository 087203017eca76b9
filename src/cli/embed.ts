import { StoreMissingError } from "../adapters/knowledge/passage-store.ts";
import { VectorsUnusableError } from "../adapters/vectors/sqlite-vectors.ts";
import { buildVectors, type Progress } from "../app/vectors/build.ts";
import { embeddedText } from "../app/vectors/passages.ts";
import { readSearched } from "../compose/knowledge.ts";
import { openVectors, passageEmbedder, waitFor } from "../compose/vectors.ts";
import { AbsentError, type Command, readOptions, type Terminal } from "./command.ts";
import { orKnowledgeProblems, terminalLog } from "./open.ts";

/** Calls at once, texts a call, and failures in a row that are waited out: some two minutes, once the service has answered. */
const pace = { parallel: 2, batch: 32, patience: { atFirst: 3, later: 8 } } as const;

/** At most a hundred lines, however many batches there are. */
function progressOn(terminal: Terminal): (progress: Progress) => void {
  let shown = -1;
  return ({ held, wanted }) => {
    const percent = wanted === 0 ? 100 : Math.floor((held / wanted) * 100);
    if (percent === shown) return;
    shown = percent;
    terminal.err(`${held} of ${wanted} passages have their vector\n`);
  };
}

async function orAbsent<Value>(open: () => Promise<Value>): Promise<Value> {
  try {
    return await open();
  } catch (error) {
    if (error instanceof StoreMissingError || error instanceof VectorsUnusableError)
      throw new AbsentError(error.message, { cause: error });
    throw error;
  }
}

export const knowledgeEmbed: Command = {
  name: "knowledge embed",
  summary: "compute the vectors of the passages, for search by meaning",
  help: `cli knowledge embed [--store DIR] [--prune]

Sends what has no vector yet to the embedding model (OPENAI_EMBEDDING_MODEL) and keeps the vectors in DATA_DIR/vectors, by
model and text: what was broken off goes on, and a changed text alone is computed again. Masked like everything that is sent;
a text that bears a secrecy mark is not sent. Prints {"model","passages","held","computed","not_taken"}; not_taken is what
the service would not take. With --prune, what is no vector of these passages by this model is taken out afterwards and
counted: {"pruned":{"stale","otherModels"}}; a server that runs on them reads on. Exit 3 without a model, or where the service cannot be reached.`,
  async run(args, terminal, config) {
    const { store: folder = null, prune = false } = readOptions(args, {
      store: { type: "string" },
      prune: { type: "boolean" },
    });
    const embedder = passageEmbedder(config, terminalLog(terminal));
    if (embedder === null)
      throw new AbsentError(
        "no embedding model: set OPENAI_EMBEDDING_MODEL and OPENAI_BASE_URL, and not LLM_DISABLED; see docs/model.md",
      );
    const passages = await orAbsent(() => orKnowledgeProblems(terminal, () => readSearched(config, folder)));
    const store = await orAbsent(() => openVectors(config, (message) => terminal.err(`${message}\n`)));
    try {
      const texts = passages.map(embeddedText);
      const built = await orAbsent(() =>
        buildVectors({
          ...pace,
          embedder,
          store,
          texts,
          wait: waitFor,
          signal: new AbortController().signal,
          progress: progressOn(terminal),
        }),
      );
      if (built.failure !== null)
        throw new AbsentError(
          `the embedding service fails (${built.failure}); ${built.computed} vectors were computed and are kept, run the command again to go on`,
        );
      const held = built.vectors.filter((vector) => vector !== null).length;
      const pruned = prune
        ? {
            pruned: await orAbsent(async () =>
              store.prune(
                embedder.model,
                texts.filter((text) => text !== null),
              ),
            ),
          }
        : {};
      terminal.out(
        `${JSON.stringify({ model: embedder.model, passages: passages.length, held, computed: built.computed, not_taken: built.notTaken, ...pruned })}\n`,
      );
      return 0;
    } finally {
      store.close();
    }
  },
};
