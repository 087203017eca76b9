/**
 * A language model over any service that speaks the OpenAI protocol (DeepSeek, Qwen, vLLM …).
 *
 *   off? ─ budget ─ endpoint 1 ─ breaker ─ one call, streamed ─ whole? ─ one JSON object? ─ answer
 *                 └ endpoint 2 … where the one before could not be had, as long as the total deadline lasts
 *
 * Only a whole answer counts: without `finish_reason: stop` what came is thrown away. Error texts of a service are neither
 * shown nor logged, for they quote what they were given.
 */
import { z } from "zod";
import type { LanguageModel, ModelFailure, ModelReply, ModelRequest } from "../../ports/model.ts";
import type { Log } from "../../ports/telemetry.ts";
import { type Breaker, createBreaker } from "./breaker.ts";
import { createDeadline, type Deadline, type Times } from "./deadline.ts";
import { type Client, type Endpoint, openClient, statusOf } from "./endpoint.ts";
import { jsonReply } from "./json-reply.ts";

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

/** How an answer's form is asked for, the strictest first. */
const formats = ["json_schema", "json_object", "none"] as const;
type Format = (typeof formats)[number];

/** A piece of a stream as far as it is used; services differ in the rest. */
const Piece = z.object({
  choices: z
    .array(
      z.object({
        delta: z.object({ content: z.string().nullish() }).nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .nullish(),
  usage: z.object({ total_tokens: z.number().int().nonnegative() }).nullish(),
});

/** What one endpoint gave. `again`: the next may be asked. */
type Attempt =
  | { readonly ok: true; readonly text: string; readonly tokens: number | null }
  | { readonly ok: false; readonly failure: ModelFailure; readonly again: boolean };

interface Station {
  readonly endpoint: Endpoint;
  readonly breaker: Breaker;
  readonly client: Promise<Client>;
  /** The strictest form it is known to take. */
  format: Format;
}

const failed = (failure: ModelFailure, again: boolean): Attempt => ({ ok: false, failure, again });

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
      client: openClient(endpoint, totalMilliseconds),
      format: "json_schema",
    }),
  );

  const attempt = async (station: Station, request: ModelRequest, deadline: Deadline): Promise<Attempt> => {
    try {
      return await streamed(station, request, deadline);
    } catch (error) {
      const why = deadline.ended();
      if (why !== null) return failed(why, why === "timeout");
      const status = statusOf(error);
      const next = formats[formats.indexOf(station.format) + 1];
      if ((status === 400 || status === 422) && next !== undefined) {
        // Many services know no schema; which form they take is remembered.
        station.format = next;
        return attempt(station, request, deadline);
      }
      log.warn({ status, host: hostOf(station.endpoint) }, "model not had");
      return failed("unavailable", true);
    }
  };

  const tell = ({ breaker: own }: Station, result: Attempt): void => {
    if (result.ok || result.failure === "refused" || result.failure === "cut") own.succeeded();
    else if (result.failure === "timeout" || result.failure === "unavailable") own.failed();
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
      if (result.ok) {
        const value = jsonReply(result.text);
        if (value === null) return { ok: false, failure: "malformed" };
        const tokens = result.tokens ?? reserveOf(request) - request.maxTokens + result.text.length;
        return { ok: true, value, model: station.endpoint.model, tokens };
      }
      failure = result.failure;
      if (!result.again) break;
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

const hostOf = ({ baseURL }: Endpoint): string => new URL(baseURL).host;

/** One call. @throws whatever the library throws; an abort too */
async function streamed(
  { client, endpoint, format }: Station,
  request: ModelRequest,
  { signal, beat }: Deadline,
): Promise<Attempt> {
  const { instructions, input, maxTokens, schema } = request;
  const pieces = await (await client).chat.completions.create(
    {
      model: endpoint.model,
      messages: [
        { role: "system", content: instructions },
        { role: "user", content: input },
      ],
      temperature: 0,
      max_tokens: maxTokens,
      stream: true,
      ...formatOf(format, schema),
    },
    { signal },
  );
  let text = "";
  let finish: string | null = null;
  let tokens: number | null = null;
  for await (const given of pieces) {
    beat();
    const piece = Piece.safeParse(given);
    if (!piece.success) return failed("malformed", false);
    const [choice] = piece.data.choices ?? [];
    text += choice?.delta?.content ?? "";
    finish = choice?.finish_reason ?? finish;
    tokens = piece.data.usage?.total_tokens ?? tokens;
    if (text.length > longestAnswer) {
      pieces.controller.abort();
      return failed("cut", false);
    }
  }
  // A stream that is aborted may end as if it had been whole.
  signal.throwIfAborted();
  if (finish === "content_filter") return failed("refused", false);
  if (finish !== "stop") return failed("cut", true);
  return text === "" ? failed("malformed", false) : { ok: true, text, tokens };
}

function formatOf(format: Format, { name, json }: ModelRequest["schema"]) {
  switch (format) {
    case "json_schema":
      return {
        response_format: {
          type: "json_schema" as const,
          json_schema: { name, schema: { ...json }, strict: true },
        },
      };
    case "json_object":
      return { response_format: { type: "json_object" as const } };
    case "none":
      return {};
  }
}
