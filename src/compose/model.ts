/** The language model and the embeddings, where they are configured; the library is loaded when one is first asked. */
import { setTimeout as pause } from "node:timers/promises";
import { createObservedEmbedder } from "../adapters/llm/observed-embedder.ts";
import { createObservedModel } from "../adapters/llm/observed-model.ts";
import { createOpenAiEmbedder } from "../adapters/llm/openai-embedder.ts";
import { createOpenAiModel } from "../adapters/llm/openai-model.ts";
import { createPrefixedEmbedder } from "../adapters/llm/prefixed-embedder.ts";
import type { Config } from "../config.ts";
import type { Limiter } from "../ports/limits.ts";
import type { Embedder, LanguageModel } from "../ports/model.ts";
import type { Log, Telemetry } from "../ports/telemetry.ts";
import type { ModelsUsed } from "../text/model.ts";
import { nearnessOf } from "./nearness.ts";

export interface ComposedModel {
  /** Null: there is none, and everything is said as the knowledge base says it. */
  readonly model: LanguageModel | null;
  /** Judges in evaluations; null: nobody does. */
  readonly judge: LanguageModel | null;
}

const day = 86_400;
/** Of the total deadline: until the first piece of an answer, and between two. What is left is for the next service. */
const idleShare = 0.6;

const now = (): number => performance.now();

/** When what is asked of a model for a question that comes now must have ended: all calls for it share one deadline. */
export const modelDeadline =
  ({ LLM_DEADLINE_SECONDS }: Pick<Config, "LLM_DEADLINE_SECONDS">) =>
  (): number =>
    now() + LLM_DEADLINE_SECONDS * 1_000;

/**
 * @param limiter counts the daily budgets, for all processes where it is shared
 * @param telemetry counts the calls; left out: nobody does, as on the command line
 */
export function composeModel(
  config: Config,
  limiter: Pick<Limiter, "take">,
  log: Log,
  telemetry?: Telemetry,
): ComposedModel {
  if (config.LLM_DISABLED) return { model: null, judge: null };
  const first = { baseURL: config.OPENAI_BASE_URL, key: config.OPENAI_API_KEY };
  const totalMilliseconds = config.LLM_DEADLINE_SECONDS * 1_000;
  const times = {
    firstMilliseconds: totalMilliseconds * idleShare,
    idleMilliseconds: totalMilliseconds * idleShare,
  };
  const takeBudget = dailyBudget(config.LLM_DAILY_TOKENS, limiter);
  const modelNamed = (
    name: string | undefined,
    fallbacks: Config["OPENAI_FALLBACKS"],
  ): LanguageModel | null => {
    if (name === undefined) return null;
    const endpoints = [{ ...first, model: name }, ...fallbacks];
    const model = createOpenAiModel({
      endpoints,
      totalMilliseconds,
      times,
      takeBudget,
      now,
      wait: (milliseconds, signal) => pause(milliseconds, undefined, { signal }).catch(() => {}),
      chance: Math.random,
      log,
    });
    return telemetry === undefined ? model : createObservedModel(model, telemetry, now);
  };
  return {
    model: modelNamed(config.OPENAI_MODEL, config.OPENAI_FALLBACKS),
    judge: modelNamed(config.OPENAI_JUDGE_MODEL, []),
  };
}

/**
 * Embeddings, with the deadline of who asks; null: search by words alone.
 *
 * @param what is made a vector: some models want other words before a question than before a passage
 */
export function composeEmbedder(
  config: Config,
  log: Log,
  totalMilliseconds: number,
  what: "questions" | "passages",
  telemetry?: Telemetry,
): Embedder | null {
  const { LLM_DISABLED, OPENAI_EMBEDDING_MODEL: model, OPENAI_BASE_URL, OPENAI_API_KEY } = config;
  if (LLM_DISABLED || model === undefined) return null;
  const endpoint = { baseURL: OPENAI_BASE_URL, key: OPENAI_API_KEY, model };
  const embedder = createOpenAiEmbedder({ endpoint, totalMilliseconds, now, log });
  const observed = telemetry === undefined ? embedder : createObservedEmbedder(embedder, telemetry, now);
  return what === "passages"
    ? createPrefixedEmbedder(observed, config.EMBEDDING_PASSAGE_PREFIX, true)
    : createPrefixedEmbedder(observed, config.EMBEDDING_QUESTION_PREFIX, false);
}

const dailyBudget =
  (count: number, limiter: Pick<Limiter, "take">) =>
  async (who: string, tokens: number): Promise<boolean> => {
    if (count === 0) return true;
    const limit = { name: "model-day", count, seconds: day };
    const { status } = await limiter.take([{ key: who, limit, amount: tokens }]);
    return status === "taken";
  };

/** What is said of the models where people ask about the program. */
export function modelsUsed(config: Config): ModelsUsed {
  const { OPENAI_MODEL: model, OPENAI_FALLBACKS, MODEL_FILING_NUMBER, OPENAI_EMBEDDING_MODEL } = config;
  const off = config.LLM_DISABLED;
  return {
    writing: off || model === undefined ? [] : [model, ...OPENAI_FALLBACKS.map((fallback) => fallback.model)],
    filing: MODEL_FILING_NUMBER ?? null,
    embedding: off ? null : (OPENAI_EMBEDDING_MODEL ?? null),
  };
}

/** What an operator should know of the settings: where texts go, how they get there, and which duty is open. */
export function warnOfModel(config: Config, log: Log): void {
  const {
    OPENAI_MODEL: model,
    OPENAI_EMBEDDING_MODEL: embedding,
    OPENAI_BASE_URL,
    OPENAI_FALLBACKS,
  } = config;
  if (config.LLM_DISABLED || (model === undefined && embedding === undefined)) return;
  const services = [OPENAI_BASE_URL, ...(model === undefined ? [] : OPENAI_FALLBACKS).map((at) => at.baseURL)]
    .map((address) => new URL(address))
    .map((url) => ({ host: url.host, plain: url.protocol === "http:", near: nearnessOf(url) }));
  const hostsOf = (some: typeof services): readonly string[] => [...new Set(some.map(({ host }) => host))];
  log.info({ model, embedding, services: hostsOf(services) }, "a model is used; see docs/model.md");
  const outside = services.filter(({ near }) => near === "outside");
  if (outside.length > 0)
    log.warn(
      { services: hostsOf(outside) },
      "masked texts leave your network for these services: settle with the provider what is kept and in which country it stands, or use a model of your own; LLM_DISABLED=true switches it off",
    );
  const open = services.filter(({ plain, near }) => plain && near !== "machine");
  if (open.length > 0)
    log.warn(
      { services: hostsOf(open) },
      "http:// carries the key and masked texts unencrypted to these services; use https://",
    );
  if (config.MODEL_FILING_NUMBER === undefined)
    log.warn(
      {},
      "MODEL_FILING_NUMBER is not set: public bodies are to use models whose filing (备案) is complete",
    );
}
