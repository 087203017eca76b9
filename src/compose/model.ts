/** The language model and the embeddings, where they are configured; without them nothing of the library is loaded. */
import { createOpenAiEmbedder } from "../adapters/llm/openai-embedder.ts";
import { createOpenAiModel } from "../adapters/llm/openai-model.ts";
import type { Config } from "../config.ts";
import type { Limiter } from "../ports/limits.ts";
import type { Embedder, LanguageModel } from "../ports/model.ts";
import type { Log } from "../ports/telemetry.ts";

export interface ComposedModel {
  /** Null: there is none, and everything is said as the knowledge base says it. */
  readonly model: LanguageModel | null;
  /** Null: search by words alone. */
  readonly embedder: Embedder | null;
  /** Judges in evaluations; null: nobody does. */
  readonly judge: LanguageModel | null;
}

const day = 86_400;
/** Until the first piece of an answer, and between two; both within the total deadline. */
const idleShare = 0.6;
const embeddingMilliseconds = 10_000;

/** @param limiter counts the daily budgets, for all processes where it is shared */
export function composeModel(config: Config, limiter: Pick<Limiter, "take">, log: Log): ComposedModel {
  if (config.LLM_DISABLED) return { model: null, embedder: null, judge: null };
  const now = (): number => performance.now();
  const first = { baseURL: config.OPENAI_BASE_URL, key: config.OPENAI_API_KEY };
  const totalMilliseconds = config.LLM_DEADLINE_SECONDS * 1_000;
  const takeBudget = async (who: string, tokens: number): Promise<boolean> => {
    if (config.LLM_DAILY_TOKENS === 0) return true;
    const limit = { name: "model-day", count: config.LLM_DAILY_TOKENS, seconds: day };
    const { status } = await limiter.take([{ key: who, limit, amount: tokens }]);
    return status === "taken";
  };
  const modelNamed = (
    name: string | undefined,
    fallbacks: Config["OPENAI_FALLBACKS"],
  ): LanguageModel | null =>
    name === undefined
      ? null
      : createOpenAiModel({
          endpoints: [{ ...first, model: name }, ...fallbacks],
          totalMilliseconds,
          times: {
            firstMilliseconds: totalMilliseconds * idleShare,
            idleMilliseconds: totalMilliseconds * idleShare,
          },
          takeBudget,
          now,
          log,
        });
  return {
    model: modelNamed(config.OPENAI_MODEL, config.OPENAI_FALLBACKS),
    judge: modelNamed(config.OPENAI_JUDGE_MODEL, []),
    embedder: composeEmbedder(config, log, embeddingMilliseconds),
  };
}

/** The embeddings alone, with a deadline of their own; null where there are none. */
export const composeEmbedder = (config: Config, log: Log, totalMilliseconds: number): Embedder | null =>
  config.LLM_DISABLED || config.OPENAI_EMBEDDING_MODEL === undefined
    ? null
    : createOpenAiEmbedder({
        endpoint: {
          baseURL: config.OPENAI_BASE_URL,
          key: config.OPENAI_API_KEY,
          model: config.OPENAI_EMBEDDING_MODEL,
        },
        totalMilliseconds,
        now: () => performance.now(),
        log,
      });

/** What an operator should know of the settings. */
export function warnOfModel(config: Config, log: Log): void {
  if (config.LLM_DISABLED || config.OPENAI_MODEL === undefined) return;
  log.warn(
    { model: config.OPENAI_MODEL, host: new URL(config.OPENAI_BASE_URL).host },
    "a language model is used: masked questions are sent to this service; see docs/model.md",
  );
  if (config.MODEL_FILING_NUMBER === undefined)
    log.warn(
      {},
      "MODEL_FILING_NUMBER is not set: public bodies are to use models whose filing (备案) is complete",
    );
}
