/**
 * Calls of the Bot API: what became of each as a plain value, never an error of the library; the pace the platform asks
 * for kept; nothing told to the log but method, code and description.
 */
import { Api, type ApiClientOptions, GrammyError, HttpError } from "grammy";
import type { Log } from "../../../ports/telemetry.ts";
import type { Clock, Instant } from "../../../ports/time.ts";
import { TransportError, transport } from "./transport.ts";

/** Time as the channel needs it; given, so that a test owns it. */
export interface ChannelTime {
  readonly clock: Clock;
  /** Resolves after so many milliseconds, or at once when the signal is given. Keeps no process alive. */
  readonly wait: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

export type Outcome<Result> =
  | { readonly status: "ok"; readonly result: Result }
  /** Not done; the API asks to wait. */
  | { readonly status: "wait"; readonly seconds: number }
  /** Not done and not to be tried again as it is. */
  | { readonly status: "refused"; readonly code: number; readonly description: string }
  /** Not done; the API could not be reached, or failed. */
  | { readonly status: "unsent" }
  /** It may have been done. */
  | { readonly status: "lost" };

export interface CallOptions {
  /** The chat it concerns; the platform's delays are for a method and a chat. */
  readonly chat: number | null;
  readonly seconds?: number;
  readonly signal?: AbortSignal;
}

export interface Calls {
  perform<Result>(
    method: string,
    options: CallOptions,
    call: (api: Api, signal: Signal) => Promise<Result>,
  ): Promise<Outcome<Result>>;
  /** A text of the platform without the token, and not endless. */
  redact(text: string): string;
}

/** The library's signals are of a type of their own. */
export type Signal = NonNullable<Parameters<Api["getMe"]>[0]>;

export interface CallsSettings {
  readonly token: string;
  /** Without a slash at the end. */
  readonly apiRoot: string;
  readonly time: ChannelTime;
  readonly log: Pick<Log, "warn">;
}

/** How long an ordinary call may take. */
const callSeconds = 20;
/** Where the API names no delay. */
const unnamedSeconds = 5;
const rememberedWindows = 10_000;

export function createCalls(settings: CallsSettings): Calls {
  const { token, apiRoot, time, log } = settings;
  const options: ApiClientOptions = { apiRoot, fetch: transport, timeoutSeconds: 120 };
  const api = new Api(token, options);
  /** Until when a method must not be called for a chat. */
  const windows = new Map<string, Instant>();

  const redact = (text: string): string =>
    text
      .replaceAll(token, "[token]")
      .replaceAll(/\d{5,}:[A-Za-z0-9_-]{20,}/g, "[token]")
      .slice(0, 200);

  /** Seconds until the method may be called again for that chat; 0: now. */
  const closedFor = (key: string): number => {
    const until = windows.get(key);
    if (until === undefined) return 0;
    const rest = until - time.clock();
    if (rest <= 0) windows.delete(key);
    return Math.max(0, Math.ceil(rest / 1000));
  };

  const close = (key: string, seconds: number): void => {
    windows.set(key, time.clock() + seconds * 1000);
    for (const oldest of windows.keys()) {
      if (windows.size <= rememberedWindows) break;
      windows.delete(oldest);
    }
  };

  const outcomeOf = (method: string, key: string, error: unknown): Outcome<never> => {
    if (error instanceof GrammyError) {
      const { error_code: code, parameters } = error;
      const description = redact(error.description);
      log.warn({ method, code, description }, "the Bot API refused a call");
      if (code === 429) {
        const seconds = Math.max(1, parameters.retry_after ?? unnamedSeconds);
        close(key, seconds);
        return { status: "wait", seconds };
      }
      return code >= 500 ? { status: "unsent" } : { status: "refused", code, description };
    }
    const inner = error instanceof HttpError ? error.error : error;
    const fate = inner instanceof TransportError ? inner.fate : "lost";
    log.warn({ method, fate }, "the Bot API did not answer");
    return { status: fate };
  };

  return {
    redact,
    async perform(method, { chat, seconds = callSeconds, signal }, call) {
      const key = `${method}/${chat ?? ""}`;
      const closed = closedFor(key);
      if (closed > 0) return { status: "wait", seconds: closed };
      const limit = AbortSignal.timeout(seconds * 1000);
      const ended = signal === undefined ? limit : AbortSignal.any([limit, signal]);
      try {
        return { status: "ok", result: await call(api, ended as unknown as Signal) };
      } catch (error) {
        if (signal?.aborted === true) return { status: "lost" };
        return outcomeOf(method, key, error);
      }
    },
  };
}
