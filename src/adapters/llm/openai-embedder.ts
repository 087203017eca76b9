/** Embeddings over any service that speaks the OpenAI protocol; each vector is brought to length 1. */
import { z } from "zod";
import type { Embedder, EmbeddingReply, ModelFailure } from "../../ports/model.ts";
import type { Log } from "../../ports/telemetry.ts";
import { createBreaker } from "./breaker.ts";
import { createDeadline } from "./deadline.ts";
import { clientOf, type Endpoint, hostOf } from "./endpoint.ts";
import { readServiceError } from "./service-error.ts";

export interface OpenAiEmbedderOptions {
  readonly endpoint: Endpoint;
  readonly totalMilliseconds: number;
  /** Milliseconds that only rise. */
  readonly now: () => number;
  readonly log: Log;
  readonly breaker?: { readonly failures: number; readonly pauseMilliseconds: number };
}

/** Beside host and kind of a failure. */
interface FailureFields {
  /** Of the response; null: none came. */
  readonly status: number | null;
  readonly cause?: string | null;
}

const mostTexts = 64;
const mostDimensions = 16_384;
const mostBytes = 32_000_000;

const Vectors = z.object({
  data: z.array(z.object({ index: z.int().nonnegative(), embedding: z.unknown() })),
});
const Numbers = z.array(z.number()).min(1).max(mostDimensions);

export function createOpenAiEmbedder(options: OpenAiEmbedderOptions): Embedder {
  const { endpoint, totalMilliseconds, now, log } = options;
  const { breaker: limits = { failures: 3, pauseMilliseconds: 30_000 } } = options;
  const breaker = createBreaker({ ...limits, now });
  const client = clientOf(endpoint, { totalMilliseconds, mostBytes });

  /** What was told last: a service that goes wrong the same way in every call is told of once. */
  let told = "";
  /** How it went wrong when it was last asked. */
  let last: ModelFailure = "unavailable";
  const failed = (failure: ModelFailure, fields: FailureFields): EmbeddingReply => {
    const line = JSON.stringify([failure, fields]);
    if (line !== told) log.warn({ host: hostOf(endpoint), failure, ...fields }, "embeddings not had");
    told = line;
    last = failure;
    return { ok: false, failure };
  };

  const embed = async (
    texts: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<EmbeddingReply> => {
    const times = { firstMilliseconds: totalMilliseconds, idleMilliseconds: totalMilliseconds };
    const deadline = createDeadline(times, totalMilliseconds, signal);
    try {
      const given = await (await client()).embeddings.create(
        // Said, because the library would ask for another form by itself, which not every service knows.
        { model: endpoint.model, input: [...texts], encoding_format: "float" },
        { signal: deadline.signal },
      );
      const vectors = vectorsOf(given, texts.length);
      if (vectors === "malformed") {
        breaker.failed();
        return failed(vectors, { status: 200 });
      }
      breaker.succeeded();
      if (vectors === "refused") return { ok: false, failure: vectors };
      told = "";
      return { ok: true, vectors, tokens: tokensOf(given) };
    } catch (error) {
      const why = deadline.ended();
      if (why === "stopped") return { ok: false, failure: why };
      const { status, cause, turnedDown, filtered, restMilliseconds } = readServiceError(error);
      // A service that says no to these texts is not down: some take fewer at once (百炼 ten), or shorter ones, or filter them.
      if (why === null && (turnedDown || filtered)) {
        breaker.succeeded();
        return { ok: false, failure: "refused" };
      }
      breaker.failed(restMilliseconds);
      return failed(why ?? "unavailable", { status, cause });
    } finally {
      deadline.clear();
    }
  };

  return {
    model: endpoint.model,
    async embed(texts, signal) {
      if (texts.length === 0) return { ok: true, vectors: [] };
      if (texts.length > mostTexts)
        throw new RangeError(`at most ${mostTexts} texts at once, not ${texts.length}`);
      if (signal?.aborted === true) return { ok: false, failure: "stopped" };
      if (!breaker.allows()) return { ok: false, failure: last };
      return embed(texts, signal);
    },
  };
}

const Usage = z.object({ usage: z.object({ total_tokens: z.int().nonnegative() }) });

const tokensOf = (given: unknown): number | undefined => {
  const parsed = Usage.safeParse(given);
  return parsed.success ? parsed.data.usage.total_tokens : undefined;
};

/**
 * In the order of the texts. `refused`: some of the texts have their vector and some have none, as of a service that takes
 * fewer at once; `malformed`: none has, or they are of two lengths, or these are no vectors.
 */
function vectorsOf(given: unknown, count: number): readonly Float32Array[] | "refused" | "malformed" {
  const parsed = Vectors.safeParse(given);
  if (!parsed.success) return "malformed";
  const byIndex = new Map(parsed.data.data.map(({ index, embedding }) => [index, unit(embedding)]));
  const vectors = Array.from({ length: count }, (_, index) => byIndex.get(index) ?? null);
  const had = vectors.filter((vector) => vector !== null);
  if (had.length === 0 || parsed.data.data.length > count) return "malformed";
  if (had.some(({ length }) => length !== had[0]?.length)) return "malformed";
  return had.length === count ? had : "refused";
}

/** Null: it has no direction, or is no vector. */
function unit(embedding: unknown): Float32Array | null {
  const numbers = Numbers.safeParse(embedding).data ?? [];
  const length = Math.hypot(...numbers);
  return Number.isFinite(length) && length > 0
    ? Float32Array.from(numbers, (number) => number / length)
    : null;
}
