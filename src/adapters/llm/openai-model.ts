/**
 * A language model over any service that speaks the OpenAI protocol (DeepSeek, Qwen, vLLM …).
 *
 *   budget ─ endpoint 1 ─ breaker ─ one call, streamed ─ whole? ─ one JSON object? ─ answer
 *          └ endpoint 2 … where the one before could not be had, as long as the total deadline lasts
 *
 * Only a whole answer counts: without `finish_reason: stop` what came is thrown away. Error texts of a service are neither
 * shown nor logged, for they quote what they were given.
 */
import { z } from "zod";
import type { LanguageModel, ModelFailure, ModelReply, ModelRequest } from "../../ports/model.ts";
import type { Log } from "../../ports/telemetry.ts";
import { type Breaker, createBreaker } from "./breaker.ts";
import { createDeadline, type Deadline, type Times } from "./deadline.ts";
import { bodyOf, type Dialect, simpler, strictest } from "./dialect.ts";
import { type Client, clientOf, type Endpoint, hostOf } from "./endpoint.ts";
import { jsonReply } from "./json-reply.ts";
import { readServiceError } from "./service-error.ts";

export interface OpenAiModelOptions {
  /** Asked in order; at least one. */
  readonly endpoints: readonly Endpoint[];
  readonly totalMilliseconds: number;
  readonly times: Times;
  /** Takes so many tokens of somebody's daily budget; false: it is spent. */
  readonly takeBudget: (who: string, tokens: number) => Promise<boolean>;
  /** Milliseconds that only rise. */
  readonly now: () => number;
  readonly log: Log;
  readonly breaker?: { readonly failures: number; readonly pauseMilliseconds: number };
}

/** More is no answer. */
const longestAnswer = 100_000;
/** Each token travels in an event of some 250 bytes, and reasoning travels too. */
const mostBytes = 4_000_000;

/** A piece of a stream as far as it is used; services differ in the rest. */
const Piece = z.object({
  choices: z
    .array(
      z.object({
        delta: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }).nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .nullish(),
  usage: z.object({ total_tokens: z.number().int().nonnegative() }).nullish(),
});

/** What came of asking one endpoint. */
type Attempt =
  | { readonly ok: true; readonly text: string; readonly tokens: number | null }
  | {
      readonly ok: false;
      readonly failure: ModelFailure;
      /** Whether the next endpoint may do better. */
      readonly next: boolean;
      /** Whether this one is in order all the same; null: nothing is known. */
      readonly up: boolean | null;
      readonly status?: number | null;
      readonly restMilliseconds?: number | null;
    };

const down = { ok: false, failure: "unavailable", next: true, up: false } as const;
const cut = { ok: false, failure: "cut", next: true, up: true } as const;
const refused = { ok: false, failure: "refused", next: false, up: true } as const;
const malformed = { ok: false, failure: "malformed", next: false, up: true } as const;

interface Station {
  readonly endpoint: Endpoint;
  readonly breaker: Breaker;
  readonly client: () => Promise<Client>;
  /** What it is known to take. */
  dialect: Dialect;
}

/** Chinese text takes about a token a character; the reserve is what is counted, so that a budget cannot be overdrawn. */
const reserveOf = ({ instructions, input, maxTokens }: ModelRequest): number =>
  instructions.length + input.length + maxTokens;

export function createOpenAiModel(options: OpenAiModelOptions): LanguageModel {
  const { endpoints, totalMilliseconds, times, takeBudget, now, log } = options;
  const { breaker = { failures: 3, pauseMilliseconds: 30_000 } } = options;
  const stations = endpoints.map(
    (endpoint): Station => ({
      endpoint,
      breaker: createBreaker({ ...breaker, now }),
      client: clientOf(endpoint, { totalMilliseconds, mostBytes }),
      dialect: strictest,
    }),
  );

  const tell = ({ breaker: own, endpoint }: Station, result: Attempt): void => {
    if (result.ok || result.up === true) own.succeeded();
    else if (result.up === false) own.failed(result.restMilliseconds);
    if (result.ok) return;
    const { failure, status } = result;
    if (failure !== "stopped") log.warn({ host: hostOf(endpoint), failure, status }, "model not had");
  };

  /** Asks one after another until one answers, or the time is over. */
  const ask = async (request: ModelRequest, signal: AbortSignal | undefined): Promise<ModelReply> => {
    const until = now() + totalMilliseconds;
    let failure: ModelFailure = "unavailable";
    for (const station of stations) {
      if (now() >= until) return { ok: false, failure: "timeout" };
      if (!station.breaker.allows()) continue;
      const deadline = createDeadline(times, until - now(), signal);
      const result = await attempt(station, request, deadline).finally(deadline.clear);
      tell(station, result);
      if (result.ok) return replyOf(request, station.endpoint, result.text, result.tokens);
      failure = result.failure;
      if (!result.next) break;
    }
    return { ok: false, failure };
  };

  return {
    name: endpoints[0]?.model ?? "",
    async complete(request, signal) {
      if (signal?.aborted === true) return { ok: false, failure: "stopped" };
      try {
        const { budgetOf } = request;
        if (budgetOf !== null && !(await takeBudget(budgetOf, reserveOf(request))))
          return { ok: false, failure: "budget" };
        return await ask(request, signal);
      } catch (error) {
        log.warn({ err: error }, "model not asked");
        return { ok: false, failure: "unavailable" };
      }
    },
  };
}

function replyOf(
  request: ModelRequest,
  { model }: Endpoint,
  text: string,
  counted: number | null,
): ModelReply {
  const value = jsonReply(text);
  const tokens = counted ?? reserveOf(request) - request.maxTokens + text.length;
  return value === null ? { ok: false, failure: "malformed" } : { ok: true, value, model, tokens };
}

/** Asks one endpoint, as often as it turns the way of asking down; what it takes is remembered. Never rejects. */
async function attempt(station: Station, request: ModelRequest, deadline: Deadline): Promise<Attempt> {
  for (let dialect: Dialect | null = station.dialect; dialect !== null; ) {
    try {
      const result = await streamed(station, dialect, request, deadline);
      station.dialect = dialect;
      return result;
    } catch (error) {
      const why = deadline.ended();
      if (why === "timeout") return { ...down, failure: why };
      if (why === "stopped") return { ok: false, failure: why, next: false, up: null };
      const { status, turnedDown, filtered, parameter, restMilliseconds } = readServiceError(error);
      if (filtered) return { ...refused, status };
      if (!turnedDown) return { ...down, status, restMilliseconds };
      dialect = simpler(dialect, parameter);
      if (dialect === null) return { ...down, up: true, status };
    }
  }
  return down;
}

/** One call. @throws whatever the library throws; an abort too */
async function streamed(
  { client, endpoint }: Station,
  dialect: Dialect,
  request: ModelRequest,
  { signal, beat }: Deadline,
): Promise<Attempt> {
  const { chat } = await client();
  const pieces = await chat.completions.create(bodyOf(dialect, endpoint.model, request), { signal });
  let text = "";
  let finish: string | null = null;
  let tokens: number | null = null;
  let answered = false;
  for await (const given of pieces) {
    beat();
    const piece = Piece.safeParse(given);
    if (!piece.success) return malformed;
    const [choice] = piece.data.choices ?? [];
    if (choice !== undefined) answered = true;
    // Beside the text, where a model says itself that it will not.
    if (choice?.delta?.refusal) return refused;
    text += choice?.delta?.content ?? "";
    finish = choice?.finish_reason ?? finish;
    tokens = piece.data.usage?.total_tokens ?? tokens;
    if (text.length > longestAnswer) return { ...cut, next: false };
  }
  // A stream that is aborted may end as if it had been whole.
  signal.throwIfAborted();
  // A page of some proxy has no choices, nor has a stream of something else.
  if (!answered) return down;
  if (finish === "content_filter") return refused;
  if (finish !== "stop") return cut;
  return text === "" ? malformed : { ok: true, text, tokens };
}
