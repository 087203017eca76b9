/** What is read when somebody scrapes: queues, store, event loop, memory. */
import type { Gauge, Registry } from "prom-client";
import type { QueueState, StoreHealth } from "../../ports/store.ts";
import type { Clock } from "../../ports/time.ts";
import { other, queueNames } from "./labels.ts";

/** Where gauges come from; each is asked at every scrape. */
export interface GaugeSources {
  readonly clock: Clock;
  /** A rejection leaves the gauges of the queues out. */
  readonly queues: () => Promise<readonly QueueState[]>;
  readonly health: () => StoreHealth;
  /** Longest delay of the event loop of late. */
  readonly loopDelaySeconds: () => number;
  readonly residentBytes: () => number;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly knowledgeVersion: string;
  /** Passages that have their vector, of those that are to have one; absent: no embedding model is set. */
  readonly vectors?: () => { readonly held: number; readonly wanted: number };
}

const states = ["up", "read_only", "down"] as const satisfies readonly StoreHealth["state"][];

/** Registers the gauges. @returns what brings them up to date; never rejects */
export function registerGauges(
  GaugeOf: typeof Gauge,
  registry: Registry,
  sources: GaugeSources,
): () => Promise<void> {
  const gauge = (name: string, help: string, labelNames: readonly string[] = []): Gauge =>
    new GaugeOf({ name: `rongcuo_${name}`, help, labelNames: [...labelNames], registers: [registry] });

  const items = gauge("queue_items", "Items by queue and state.", ["queue", "state"]);
  const oldest = gauge("queue_oldest_seconds", "Age of the oldest item; 0: none.", ["queue"]);
  const readable = gauge("queues_readable", "Whether the store could say what its queues hold.");
  const state = gauge("store_state", "1 for the state the store is in.", ["state"]);
  const delay = gauge("event_loop_delay_seconds", "Longest delay of the event loop of late.");
  const resident = gauge("resident_memory_bytes", "Resident memory.");
  const knowledge = gauge("knowledge_info", "Version of the knowledge base.", ["version"]);

  const { vectors: progress } = sources;
  const vectors = progress && gauge("vectors", "Passages by vector: held, missing.", ["state"]);

  const version = /^sha256:[0-9a-f]{64}$/.test(sources.knowledgeVersion) ? sources.knowledgeVersion : other;
  knowledge.set({ version }, 1);

  const showQueue = ({ queue: name, oldestAt, ...counts }: QueueState): void => {
    const queue = queueNames.includes(name) ? name : other;
    for (const state of ["waiting", "claimed", "dead"] as const) items.inc({ queue, state }, counts[state]);
    const age = oldestAt === null ? 0 : (sources.clock() - oldestAt) / 1000;
    oldest.inc({ queue }, Math.max(0, age));
  };

  return async () => {
    const queues = await sources.queues().catch(() => null);
    // From here on without a pause, so that scrapes at the same time do not mix.
    items.reset();
    oldest.reset();
    readable.set(queues === null ? 0 : 1);
    for (const queue of queues ?? []) showQueue(queue);
    const current = sources.health().state;
    for (const of of states) state.set({ state: of }, of === current ? 1 : 0);
    delay.set(sources.loopDelaySeconds());
    resident.set(sources.residentBytes());
    if (progress === undefined) return;
    const { held, wanted } = progress();
    vectors?.set({ state: "held" }, held);
    vectors?.set({ state: "missing" }, wanted - held);
  };
}
