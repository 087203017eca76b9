/**
 * The values each label may have. A label is a series of its own for ever and is read by whoever may scrape, so no value
 * comes from outside: what is not listed here is counted as `other`.
 */
import { deliveryEnds } from "../../core/campaign/results.ts";
import type { AnswerKind, AnswerMode, RefusalReason } from "../../core/grounding/answer.ts";
import { checks } from "../../core/grounding/claims/claim.ts";
import { feedbackVerdicts } from "../../ports/channel.ts";
import type { ModelFailure } from "../../ports/model.ts";
import type { Store } from "../../ports/store.ts";
import type { Counters, Durations } from "../../ports/telemetry.ts";

export const other = "other";

const keysOf = <Key extends string>(keys: Readonly<Record<Key, true>>): readonly Key[] =>
  Object.keys(keys) as Key[];

// As records, so that a value added to a type and forgotten here does not compile.
const kinds = keysOf<AnswerKind>({
  answer: true,
  refusal: true,
  precheck_offer: true,
  clarify: true,
  smalltalk: true,
});
const modes = keysOf<AnswerMode>({ curated: true, extractive: true, generated: true });
const reasons = keysOf<RefusalReason>({
  out_of_scope: true,
  no_evidence: true,
  evasion: true,
  verdict_request: true,
  unsafe: true,
  classified: true,
});
const storeCalls = keysOf<Exclude<keyof Store, "health" | "close">>({
  read: true,
  list: true,
  commit: true,
  claim: true,
  release: true,
  readStream: true,
  streams: true,
  trimStream: true,
  queues: true,
  deadLetters: true,
  revive: true,
  discard: true,
  sweep: true,
  erase: true,
  texts: true,
  rewrite: true,
});
const modelFailures = keysOf<ModelFailure>({
  off: true,
  budget: true,
  timeout: true,
  unavailable: true,
  refused: true,
  cut: true,
  malformed: true,
  stopped: true,
});

/** Channels by the part of a person's id before the colon. */
const channels = ["web", "terminal", "telegram"];

export const queueNames: readonly string[] = ["inbox", "drafts", "outbox", "push"];

type Allowed<Labels> = Readonly<Record<keyof Labels, readonly string[]>>;

export const counterLabels: { readonly [Name in keyof Counters]: Allowed<Counters[Name]> } = {
  events_in: {
    channel: channels,
    result: ["accepted", "refused", "limited", "unapproved", "notice", "unavailable"],
  },
  events_handled: { result: ["done", "dead", "retried", "lost"] },
  messages_out: { channel: channels, result: ["sent", "failed", "unknown", "retried", "withdrawn"] },
  pushes: { channel: channels, result: deliveryEnds },
  answers: { kind: kinds, mode: modes },
  refusals: { reason: reasons },
  feedback: { verdict: feedbackVerdicts },
  stories: {
    result: [
      "proposed",
      "nothing",
      "too-long",
      "recipients",
      "classified",
      "too-many-people",
      ...modelFailures,
    ],
  },
  generations: { result: ["generated", "cached", "insufficient", "dropped", ...modelFailures] },
  claims_dropped: { check: checks },
  claims_quoted: {},
  loop_blocked: {},
  model_calls: { result: ["ok", ...modelFailures] },
  model_tokens: {},
  embedding_calls: { result: ["ok", ...modelFailures] },
  embedding_tokens: {},
};

export const durationLabels: { readonly [Name in keyof Durations]: Allowed<Durations[Name]> } = {
  store_seconds: { call: storeCalls },
  generation_seconds: {},
  event_seconds: { channel: channels },
  model_seconds: {},
  embedding_seconds: {},
};

/** The labels with every value that is not listed as `other`, and every label that is not known left out. */
export const closed = (
  allowed: Readonly<Record<string, readonly string[]>>,
  labels: Readonly<Record<string, unknown>>,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(allowed).map(([label, values]) => {
      const value = labels[label];
      return [label, typeof value === "string" && values.includes(value) ? value : other];
    }),
  );

/** Every combination of listed values. */
export const combinations = (
  allowed: Readonly<Record<string, readonly string[]>>,
): readonly Record<string, string>[] =>
  Object.entries(allowed).reduce<readonly Record<string, string>[]>(
    (known, [label, values]) =>
      known.flatMap((labels) => values.map((value) => ({ ...labels, [label]: value }))),
    [{}],
  );
