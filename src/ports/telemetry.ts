/** What the program counts about itself; never texts or identities. */
import type { ModelFailure } from "./model.ts";

/** Counters, with the labels each takes. */
export interface Counters {
  /** Events taken in at the border: `accepted`, `refused` (secrecy mark, too long), `limited`, `unapproved`, `unavailable`. */
  readonly events_in: { readonly channel: string; readonly result: string };
  /** Events the worker ended: `done`, `dead`, `retried`, `lost`. */
  readonly events_handled: { readonly result: string };
  /** Messages the sender ended: `sent`, `failed`, `unknown`, `retried`. */
  readonly messages_out: { readonly channel: string; readonly result: string };
  /** Pushes that ended, by how: `sent`, `blocked`, `unknown` … */
  readonly pushes: { readonly channel: string; readonly result: string };
  readonly answers: { readonly kind: string; readonly mode: string };
  readonly refusals: { readonly reason: string };
  readonly feedback: { readonly verdict: string };
  /** Answers put into words by a model, by how it ended; those that did not leave the evidence card as it is. */
  readonly generations: { readonly result: string };
  /** Stories read by a model within a pre-check, by how it ended; `proposed` where something is there to confirm. */
  readonly stories: { readonly result: string };
  /** Claims of a model that were dropped, by the check they failed. */
  readonly claims_dropped: { readonly check: string };
  /** Claims of a model shown with a long stretch of the wording as a quotation. */
  readonly claims_quoted: Record<string, never>;
  readonly loop_blocked: Record<string, never>;
  /** Answers asked of a model service: `ok`, or how it failed. */
  readonly model_calls: { readonly result: "ok" | ModelFailure };
  /** Tokens of answers had, as the service counts them, else estimated. */
  readonly model_tokens: Record<string, never>;
  /** Calls for vectors: `ok`, or how it failed. */
  readonly embedding_calls: { readonly result: "ok" | ModelFailure };
  /** Tokens of texts made vectors, where the service says. */
  readonly embedding_tokens: Record<string, never>;
}

/** Durations in seconds, with the labels each takes. */
export interface Durations {
  readonly store_seconds: { readonly call: string };
  /** From the evidence to the checked answer, or to giving up. */
  readonly generation_seconds: Record<string, never>;
  /** From acceptance to the committed answer. */
  readonly event_seconds: { readonly channel: string };
  /** Of a call that was not refused before it was made, other services tried included. */
  readonly model_seconds: Record<string, never>;
  /** Of a call for vectors that reached for the service. */
  readonly embedding_seconds: Record<string, never>;
}

export interface Telemetry {
  /** @param amount a whole number from 0; left out: one */
  count<Name extends keyof Counters>(name: Name, labels: Counters[Name], amount?: number): void;
  observe<Name extends keyof Durations>(name: Name, labels: Durations[Name], seconds: number): void;
}

/** Structured log: no text of a user, no secret; errors by name and code. */
export interface Log {
  readonly debug: (fields: object, message: string) => void;
  readonly info: (fields: object, message: string) => void;
  readonly warn: (fields: object, message: string) => void;
  readonly error: (fields: object, message: string) => void;
}
