/** One attempt at one service: asked, its stream read to the end, the one JSON object in it found and fitting. */
import { z } from "zod";
import type { ModelFailure, ModelRequest } from "../../ports/model.ts";
import type { Breaker } from "./breaker.ts";
import type { Deadline } from "./deadline.ts";
import { bodyOf, type Dialect, simpler } from "./dialect.ts";
import type { Client, Endpoint } from "./endpoint.ts";
import { jsonReply } from "./json-reply.ts";
import { readServiceError } from "./service-error.ts";

/** A service and what is known of it. */
export interface Station {
  readonly endpoint: Endpoint;
  readonly breaker: Breaker;
  readonly client: () => Promise<Client>;
  /** What it is known to take. */
  dialect: Dialect;
}

/** What came of it. */
export type Attempt =
  | {
      readonly ok: true;
      readonly value: Readonly<Record<string, unknown>>;
      /** As the service counts them; null: it does not say. */
      readonly tokens: number | null;
      readonly length: number;
    }
  | FailedAttempt;

export interface FailedAttempt {
  readonly ok: false;
  readonly failure: ModelFailure;
  /** Whether the next service may do better. */
  readonly next: boolean;
  /** Whether this one may do better a moment later. */
  readonly again: boolean;
  /** Whether this one is in order all the same; null: nothing is known. */
  readonly up: boolean | null;
  /** Of the response; null: none came. */
  readonly status: number | null;
  /** Why no response came, as the system names it. */
  readonly cause?: string | null;
  readonly restMilliseconds?: number | null;
}

/** More is no answer. */
const longestAnswer = 100_000;

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

const failed = { ok: false, next: true, again: false } as const;
const down = { ...failed, failure: "unavailable", up: false } as const;
const cut = { ...failed, failure: "cut", up: true, status: 200 } as const;
const refused = { ...failed, failure: "refused", next: false, up: true, status: 200 } as const;
/** Counts against the service: one that answers rubbish every time is as good as gone. */
const malformed = { ...failed, failure: "malformed", again: true, up: false, status: 200 } as const;

/** Statuses that pass by themselves; without a status, the connection broke. */
const passing: readonly (number | null)[] = [null, 408, 409, 425, 429, 500, 502, 503, 504, 529];

/** Asks one service, as often as it turns the way of asking down; what it takes is remembered. Never rejects. */
export async function attempt(station: Station, request: ModelRequest, deadline: Deadline): Promise<Attempt> {
  for (let dialect: Dialect | null = station.dialect; dialect !== null; ) {
    try {
      const result = await streamed(station, dialect, request, deadline);
      station.dialect = dialect;
      return result;
    } catch (error) {
      const why = deadline.ended();
      if (why === "timeout") return { ...down, failure: why, status: null };
      if (why === "stopped") return { ...failed, failure: why, next: false, up: null, status: null };
      const { status, cause, turnedDown, filtered, parameter, restMilliseconds } = readServiceError(error);
      if (filtered) return { ...refused, status };
      if (!turnedDown) return { ...down, again: passing.includes(status), status, cause, restMilliseconds };
      dialect = simpler(dialect, parameter);
      if (dialect === null) return { ...down, up: true, status };
    }
  }
  return { ...down, status: null };
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
  for await (const given of pieces) {
    beat();
    const piece = Piece.safeParse(given);
    if (!piece.success) return malformed;
    const [choice] = piece.data.choices ?? [];
    // Beside the text, where a model says itself that it will not.
    if (choice?.delta?.refusal) return refused;
    text += choice?.delta?.content ?? "";
    finish = choice?.finish_reason ?? finish;
    tokens = piece.data.usage?.total_tokens ?? tokens;
    if (text.length > longestAnswer) return { ...malformed, again: false };
  }
  // A stream that is aborted may end as if it had been whole.
  signal.throwIfAborted();
  if (finish === "content_filter") return refused;
  // A page of some proxy has no text and no end, nor has a stream of something else.
  if (text === "" && (finish === null || finish === "stop")) return malformed;
  if (finish !== "stop") return cut;
  const value = jsonReply(text);
  if (value === null) return malformed;
  // What is asked can lead a model off its form; whether the service is in order, that does not say.
  if (request.schema.fits?.(value) === false) return { ...malformed, up: null };
  return { ok: true, value, tokens, length: text.length };
}
