/**
 * A language model over any service that speaks the OpenAI protocol (DeepSeek, Qwen, vLLM …).
 *
 *   endpoint 1 ─ breaker ─ budget ─ one call, streamed ─ whole? ─ one JSON object that fits? ─ answer
 *   └ endpoint 2 … where the one before could not be had
 *     └ once more where that may help, after a moment
 *
 * All of it within one deadline. Only a whole answer counts: without `finish_reason: stop` what came is thrown away. Error
 * texts of a service are neither shown nor logged, for they quote what they were given.
 */
import type { LanguageModel, ModelFailure, ModelReply, ModelRequest } from "../../ports/model.ts";
import type { Log } from "../../ports/telemetry.ts";
import { type Attempt, attempt, type FailedAttempt, type Station } from "./attempt.ts";
import { createBreaker } from "./breaker.ts";
import { createDeadline, type Times } from "./deadline.ts";
import { strictest } from "./dialect.ts";
import { clientOf, type Endpoint, hostOf } from "./endpoint.ts";

export interface OpenAiModelOptions {
  /** Asked in order; at least one. */
  readonly endpoints: readonly Endpoint[];
  readonly totalMilliseconds: number;
  readonly times: Times;
  /** Takes so many tokens of somebody's daily budget; false: it is spent. */
  readonly takeBudget: (who: string, tokens: number) => Promise<boolean>;
  /** Milliseconds that only rise. */
  readonly now: () => number;
  /** Resolves after so many milliseconds, and early when the signal aborts. */
  readonly wait: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;
  /** From 0 to below 1: services that failed together are not asked again together. */
  readonly chance: () => number;
  readonly log: Log;
  readonly breaker?: { readonly failures: number; readonly pauseMilliseconds: number };
}

/** Each token travels in an event of some 250 bytes, and reasoning travels too. */
const mostBytes = 4_000_000;
/** Of what is left of the deadline, as much as one service may take where another could still be asked. */
const shareBeforeNext = 0.75;
/** Before a service is asked again, and as much more by chance. */
const pauseMilliseconds = 200;

/**
 * Chinese text takes about a token a character, and the form travels with each request; so many are taken for each attempt
 * and never given back.
 */
const reserveOf = ({ instructions, input, schema, maxTokens }: ModelRequest): number =>
  instructions.length + input.length + JSON.stringify(schema.json).length + maxTokens;

export function createOpenAiModel(options: OpenAiModelOptions): LanguageModel {
  const { endpoints, totalMilliseconds, times, takeBudget, now, wait, chance, log } = options;
  const { breaker = { failures: 3, pauseMilliseconds: 30_000 } } = options;
  const stations = endpoints.map(
    (endpoint): Station => ({
      endpoint,
      breaker: createBreaker({ ...breaker, now }),
      client: clientOf(endpoint, { totalMilliseconds, mostBytes }),
      dialect: strictest,
    }),
  );

  const tell = ({ breaker: own }: Station, result: Attempt): void => {
    if (result.ok || result.up === true) own.succeeded();
    else if (result.up === false) own.failed(result.restMilliseconds);
  };

  const noted = ({ endpoint }: Station, { failure, status, cause }: FailedAttempt): void => {
    if (failure !== "stopped") log.warn({ host: hostOf(endpoint), failure, status, cause }, "model not had");
  };

  /** Null: the budget is spent. */
  const once = async (
    station: Station,
    request: ModelRequest,
    leftMilliseconds: () => number,
    signal: AbortSignal | undefined,
  ): Promise<Attempt | null> => {
    const { budgetOf } = request;
    if (budgetOf !== null && !(await takeBudget(budgetOf, reserveOf(request)))) return null;
    const deadline = createDeadline(times, leftMilliseconds(), signal);
    return attempt(station, request, deadline).finally(deadline.clear);
  };

  /**
   * How long to leave a service alone before it is asked once more, in milliseconds; null: it would not help, or there is no
   * time. One of several that asks for a rest has it, and the next is asked.
   */
  const pauseBefore = (result: FailedAttempt, leftMilliseconds: number): number | null => {
    const { again, restMilliseconds: rest = null } = result;
    const pause = (rest ?? 0) + pauseMilliseconds * (1 + chance());
    return again && pause < leftMilliseconds && (rest === null || stations.length === 1) ? pause : null;
  };

  /** Asks one after another until one answers, one of them once more, or the time is over. */
  const ask = async (request: ModelRequest, signal: AbortSignal | undefined): Promise<ModelReply> => {
    const until = request.until ?? now() + totalMilliseconds;
    const left = (): number => until - now();
    let failure: ModelFailure | null = null;
    let repeat: { readonly station: Station; readonly at: number } | null = null;
    for (const [at, station] of stations.entries()) {
      if (left() <= 0) return { ok: false, failure: failure ?? "timeout" };
      if (!station.breaker.allows()) continue;
      const share = at + 1 < stations.length ? shareBeforeNext : 1;
      const result = await once(station, request, () => left() * share, signal);
      if (result === null) return { ok: false, failure: failure ?? "budget" };
      const pause = result.ok ? null : pauseBefore(result, left());
      // A service that says when to come again, and can be waited for, is not out of order.
      if (result.ok || pause === null || result.restMilliseconds == null) tell(station, result);
      if (result.ok) return replyOf(request, station.endpoint, result);
      noted(station, result);
      failure = result.failure;
      if (!result.next) return { ok: false, failure };
      if (pause !== null) repeat ??= { station, at: now() + pause };
    }
    if (repeat === null || !repeat.station.breaker.allows())
      return { ok: false, failure: failure ?? "unavailable" };
    await wait(Math.max(0, repeat.at - now()), signal);
    if (signal?.aborted === true) return { ok: false, failure: "stopped" };
    const result = await once(repeat.station, request, left, signal);
    if (result === null) return { ok: false, failure: failure ?? "budget" };
    tell(repeat.station, result);
    if (result.ok) return replyOf(request, repeat.station.endpoint, result);
    noted(repeat.station, result);
    return { ok: false, failure: result.failure };
  };

  return {
    name: endpoints[0]?.model ?? "",
    async complete(request, signal) {
      if (signal?.aborted === true) return { ok: false, failure: "stopped" };
      try {
        return await ask(request, signal);
      } catch (error) {
        log.warn({ err: error }, "model not asked");
        return { ok: false, failure: "unavailable" };
      }
    },
  };
}

const replyOf = (
  request: ModelRequest,
  { model }: Endpoint,
  { value, tokens, length }: Extract<Attempt, { readonly ok: true }>,
): ModelReply => ({
  ok: true,
  value,
  model,
  tokens: tokens ?? reserveOf(request) - request.maxTokens + length,
});
