/** Embeddings over any service that speaks the OpenAI protocol; each vector is brought to length 1. */
import { z } from "zod";
import type { Embedder, EmbeddingReply } from "../../ports/model.ts";
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

const mostTexts = 64;
const mostDimensions = 16_384;
const mostBytes = 32_000_000;

const Vectors = z.object({
  data: z.array(
    z.object({
      index: z.int().nonnegative(),
      embedding: z.array(z.number()).min(1).max(mostDimensions),
    }),
  ),
});

export function createOpenAiEmbedder(options: OpenAiEmbedderOptions): Embedder {
  const { endpoint, totalMilliseconds, now, log } = options;
  const { breaker: limits = { failures: 3, pauseMilliseconds: 30_000 } } = options;
  const breaker = createBreaker({ ...limits, now });
  const client = clientOf(endpoint, { totalMilliseconds, mostBytes });

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
      breaker.succeeded();
      const vectors = vectorsOf(given, texts.length);
      return vectors === null
        ? { ok: false, failure: "malformed" }
        : { ok: true, vectors, tokens: tokensOf(given) };
    } catch (error) {
      const why = deadline.ended();
      if (why === "stopped") return { ok: false, failure: why };
      const { status, turnedDown, filtered, restMilliseconds } = readServiceError(error);
      // A service that says no to these texts is not down: some take fewer at once (百炼 ten), or shorter ones, or filter them.
      if (why === null && (turnedDown || filtered)) {
        breaker.succeeded();
        return { ok: false, failure: "refused" };
      }
      breaker.failed(restMilliseconds);
      const failure = why ?? "unavailable";
      log.warn({ host: hostOf(endpoint), failure, status }, "embeddings not had");
      return { ok: false, failure };
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
      if (!breaker.allows()) return { ok: false, failure: "unavailable" };
      return embed(texts, signal);
    },
  };
}

const Usage = z.object({ usage: z.object({ total_tokens: z.int().nonnegative() }) });

const tokensOf = (given: unknown): number | undefined => {
  const parsed = Usage.safeParse(given);
  return parsed.success ? parsed.data.usage.total_tokens : undefined;
};

/** In the order of the texts; null where one is missing, of another length, or of no direction. */
function vectorsOf(given: unknown, count: number): readonly Float32Array[] | null {
  const parsed = Vectors.safeParse(given);
  if (!parsed.success || parsed.data.data.length !== count) return null;
  const byIndex = new Map(parsed.data.data.map(({ index, embedding }) => [index, unit(embedding)]));
  const vectors = Array.from({ length: count }, (_, index) => byIndex.get(index) ?? null);
  const [first] = vectors;
  return vectors.every((vector): vector is Float32Array => vector !== null && vector.length === first?.length)
    ? vectors
    : null;
}

function unit(numbers: readonly number[]): Float32Array | null {
  const length = Math.hypot(...numbers);
  return Number.isFinite(length) && length > 0
    ? Float32Array.from(numbers, (number) => number / length)
    : null;
}
