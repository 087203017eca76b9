/**
 * What the program counts about itself, as Prometheus text.
 *
 * | metric | labels | says |
 * | --- | --- | --- |
 * | `rongcuo_events_in_total` | channel, result | events at the border |
 * | `rongcuo_events_handled_total` | result | events the worker ended |
 * | `rongcuo_messages_out_total` | channel, result | messages the sender ended |
 * | `rongcuo_pushes_total` | channel, result | pushes of campaigns that ended |
 * | `rongcuo_answers_total`, `rongcuo_refusals_total`, `rongcuo_feedback_total` | kind, mode; reason; verdict | |
 * | `rongcuo_stories_total` | result | stories read by a model within a pre-check |
 * | `rongcuo_generations_total`, `rongcuo_claims_dropped_total` | result; check | answers by a model, and what was dropped of them |
 * | `rongcuo_claims_quoted_total` | | claims shown with a long stretch of the wording as a quotation |
 * | `rongcuo_loop_blocked_total` | | times the event loop stood still |
 * | `rongcuo_model_calls_total` | result (ok or how it failed) | answers asked of a model service |
 * | `rongcuo_model_tokens_total` | | tokens of the answers had |
 * | `rongcuo_embedding_calls_total` | result (ok or how it failed) | calls for vectors |
 * | `rongcuo_embedding_tokens_total` | | tokens of the texts, where the service says |
 * | `rongcuo_embedding_seconds` | | histogram: one call for vectors |
 * | `rongcuo_store_seconds`, `rongcuo_event_seconds` | call; channel | histograms |
 * | `rongcuo_model_seconds`, `rongcuo_generation_seconds` | | histograms: one call, and an answer with all its calls and checks |
 * | `rongcuo_queue_items` | queue, state (waiting, claimed, dead) | gauge |
 * | `rongcuo_queue_oldest_seconds` | queue | age of the oldest item; 0: empty |
 * | `rongcuo_queues_readable` | | 0: the store could not say, and the two above are absent |
 * | `rongcuo_store_state` | state | 1 for the one it is in |
 * | `rongcuo_event_loop_delay_seconds`, `rongcuo_resident_memory_bytes` | | gauges |
 * | `rongcuo_knowledge_info` | version | 1 |
 * | `rongcuo_vectors` | state (held, missing) | passages; absent where no embedding model is set |
 *
 * Every known combination of labels is there from the start with 0, so that a rate can be taken of the first event.
 */
import { createRequire } from "node:module";
import type { Counter, Histogram } from "prom-client";
import type { Counters, Durations, Telemetry } from "../../ports/telemetry.ts";
import { type GaugeSources, registerGauges } from "./gauges.ts";
import { closed, combinations, counterLabels, durationLabels } from "./labels.ts";

export type { GaugeSources } from "./gauges.ts";

export interface Prometheus {
  /** Never throws, whatever it is given. */
  readonly telemetry: Telemetry;
  /** All metrics, for `GET /metrics`. A store that cannot be read leaves its gauges out; the rest is still told. */
  text(): Promise<string>;
  /** Media type of the text. */
  readonly contentType: string;
}

const help: Readonly<Record<keyof Counters | keyof Durations, string>> = {
  events_in: "Events at the border.",
  events_handled: "Events the worker ended.",
  messages_out: "Messages the sender ended.",
  pushes: "Pushes of campaigns that ended.",
  answers: "Answers given.",
  refusals: "Questions refused.",
  feedback: "Feedback on answers.",
  generations: "Answers put into words by a model.",
  stories: "Stories read by a model within a pre-check.",
  claims_dropped: "Claims of a model that failed a check.",
  claims_quoted: "Claims of a model shown with a long stretch of the wording as a quotation.",
  loop_blocked: "Times the event loop stood still.",
  model_calls: "Answers asked of a model service.",
  model_tokens: "Tokens of answers had from a model.",
  embedding_calls: "Calls for vectors.",
  embedding_tokens: "Tokens of texts made vectors.",
  store_seconds: "Duration of a call of the store.",
  generation_seconds: "From the evidence to the checked answer.",
  event_seconds: "From acceptance to the committed answer.",
  model_seconds: "Duration of a call of a model service.",
  embedding_seconds: "Duration of a call for vectors.",
};

/** Upper bounds in seconds; each includes the promise made for it (accepted in 50 ms, answered in 1 s). */
const buckets: Readonly<Record<keyof Durations, readonly number[]>> = {
  store_seconds: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1],
  generation_seconds: [0.5, 1, 2, 3, 5, 8, 12, 20, 30],
  event_seconds: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  model_seconds: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120],
  embedding_seconds: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
};

type Library = typeof import("prom-client");

/**
 * Metrics with a registry of their own; nothing is shared with another instance.
 *
 * The library is loaded with the first thing counted: a start does not wait for it.
 */
export function createPrometheus(options: { readonly gauges: GaugeSources }): Prometheus {
  let made: ReturnType<typeof register> | undefined;
  const metrics = () => {
    made ??= register(createRequire(import.meta.url)("prom-client") as Library, options.gauges);
    return made;
  };
  return {
    telemetry: {
      count(name, labels, amount = 1) {
        // The library throws at what only a gauge may be given.
        if (Number.isFinite(amount) && amount >= 0)
          metrics().counters[name]?.inc(closed(counterLabels[name], labels), amount);
      },
      observe(name, labels, seconds) {
        // The wall clock may have been set back between the two ends of a duration.
        if (Number.isFinite(seconds))
          metrics().histograms[name]?.observe(closed(durationLabels[name], labels), Math.max(0, seconds));
      },
    },
    async text() {
      const { registry, refresh } = metrics();
      await refresh();
      return registry.metrics();
    },
    contentType: "text/plain; version=0.0.4; charset=utf-8",
  };
}

function register({ Counter, Gauge, Histogram, Registry }: Library, sources: GaugeSources) {
  const registry = new Registry();
  const registers = [registry];
  const counters: Partial<Record<keyof Counters, Counter>> = {};
  for (const name of Object.keys(counterLabels) as (keyof Counters)[]) {
    const counter = new Counter({
      name: `rongcuo_${name}_total`,
      help: help[name],
      labelNames: Object.keys(counterLabels[name]),
      registers,
    });
    for (const labels of combinations(counterLabels[name])) counter.inc(labels, 0);
    counters[name] = counter;
  }
  const histograms: Partial<Record<keyof Durations, Histogram>> = {};
  for (const name of Object.keys(durationLabels) as (keyof Durations)[]) {
    const histogram = new Histogram({
      name: `rongcuo_${name}`,
      help: help[name],
      labelNames: Object.keys(durationLabels[name]),
      buckets: [...buckets[name]],
      registers,
    });
    for (const labels of combinations(durationLabels[name])) histogram.zero(labels);
    histograms[name] = histogram;
  }
  return { registry, counters, histograms, refresh: registerGauges(Gauge, registry, sources) };
}
