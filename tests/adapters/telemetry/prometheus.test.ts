import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createPrometheus, type GaugeSources } from "../../../src/adapters/telemetry/prometheus.ts";
import type { Counters, Durations } from "../../../src/ports/telemetry.ts";

const sources: GaugeSources = {
  clock: () => 100_000,
  queues: async () => [
    { queue: "inbox", waiting: 3, claimed: 1, dead: 2, oldestAt: 97_500 },
    { queue: "outbox", waiting: 0, claimed: 0, dead: 0, oldestAt: null },
  ],
  health: () => ({ state: "read_only", reason: "the disk is full" }),
  loopDelaySeconds: () => 0.25,
  residentBytes: () => 1024,
  knowledgeVersion: `sha256:${"ab".repeat(32)}`,
};

const linesOf = async (prometheus: { text(): Promise<string> }): Promise<string[]> =>
  (await prometheus.text()).split("\n").filter((line) => line !== "" && !line.startsWith("#"));

describe("the vectors of the passages", () => {
  it("are told by state where an embedding model is set, as of the moment", async () => {
    let held = 3;
    const prometheus = createPrometheus({ gauges: { ...sources, vectors: () => ({ held, wanted: 10 }) } });
    const first = await linesOf(prometheus);
    expect(first).toContain('rongcuo_vectors{state="held"} 3');
    expect(first).toContain('rongcuo_vectors{state="missing"} 7');
    held = 10;
    expect(await linesOf(prometheus)).toContain('rongcuo_vectors{state="missing"} 0');
  });

  it("are not told of where none is", async () => {
    const lines = await linesOf(createPrometheus({ gauges: sources }));
    expect(lines.filter((line) => line.startsWith("rongcuo_vectors"))).toEqual([]);
  });
});

describe("what is counted", () => {
  it("counts each combination of labels on its own", async () => {
    const prometheus = createPrometheus({ gauges: sources });
    prometheus.telemetry.count("events_in", { channel: "web", result: "accepted" });
    prometheus.telemetry.count("events_in", { channel: "web", result: "accepted" });
    prometheus.telemetry.count("events_in", { channel: "web", result: "limited" });
    const lines = await linesOf(prometheus);
    expect(lines).toContain('rongcuo_events_in_total{channel="web",result="accepted"} 2');
    expect(lines).toContain('rongcuo_events_in_total{channel="web",result="limited"} 1');
  });

  it("counts several at once, and nothing where they are no number of things", async () => {
    const { telemetry, ...prometheus } = createPrometheus({ gauges: sources });
    telemetry.count("model_tokens", {}, 1_200);
    for (const amount of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
      telemetry.count("model_tokens", {}, amount);
    telemetry.count("model_tokens", {});
    expect(await linesOf(prometheus)).toContain("rongcuo_model_tokens_total 1201");
  });

  it("shows every known counter with 0 before anything happened", async () => {
    const lines = await linesOf(createPrometheus({ gauges: sources }));
    expect(lines).toContain("rongcuo_loop_blocked_total 0");
    expect(lines).toContain('rongcuo_refusals_total{reason="classified"} 0');
    expect(lines).toContain('rongcuo_event_seconds_count{channel="web"} 0');
  });

  it("sorts durations into buckets", async () => {
    const prometheus = createPrometheus({ gauges: sources });
    prometheus.telemetry.observe("store_seconds", { call: "commit" }, 0.02);
    const lines = await linesOf(prometheus);
    expect(lines).toContain('rongcuo_store_seconds_bucket{le="0.01",call="commit"} 0');
    expect(lines).toContain('rongcuo_store_seconds_bucket{le="0.025",call="commit"} 1');
  });

  it("takes a duration of a clock set back as none, and leaves out what is no number", async () => {
    const prometheus = createPrometheus({ gauges: sources });
    for (const seconds of [-3600, Number.NaN, Number.POSITIVE_INFINITY])
      prometheus.telemetry.observe("event_seconds", { channel: "web" }, seconds);
    const lines = await linesOf(prometheus);
    expect(lines).toContain('rongcuo_event_seconds_count{channel="web"} 1');
    expect(lines).toContain('rongcuo_event_seconds_sum{channel="web"} 0');
  });

  it("keeps two instances apart", async () => {
    const [first, second] = [createPrometheus({ gauges: sources }), createPrometheus({ gauges: sources })];
    first.telemetry.count("loop_blocked", {});
    expect(await linesOf(second)).toContain("rongcuo_loop_blocked_total 0");
  });
});

describe("what is read at a scrape", () => {
  it("shows queues with the age of their oldest item, store, event loop, memory and knowledge", async () => {
    const lines = await linesOf(createPrometheus({ gauges: sources }));
    expect(lines).toEqual(
      expect.arrayContaining([
        'rongcuo_queue_items{queue="inbox",state="waiting"} 3',
        'rongcuo_queue_items{queue="inbox",state="claimed"} 1',
        'rongcuo_queue_items{queue="inbox",state="dead"} 2',
        'rongcuo_queue_oldest_seconds{queue="inbox"} 2.5',
        'rongcuo_queue_oldest_seconds{queue="outbox"} 0',
        "rongcuo_queues_readable 1",
        'rongcuo_store_state{state="up"} 0',
        'rongcuo_store_state{state="read_only"} 1',
        "rongcuo_event_loop_delay_seconds 0.25",
        "rongcuo_resident_memory_bytes 1024",
        `rongcuo_knowledge_info{version="sha256:${"ab".repeat(32)}"} 1`,
      ]),
    );
  });

  it("tells the rest where the store cannot be read, and no stale queue", async () => {
    let broken = false;
    const queues: GaugeSources["queues"] = () =>
      broken ? Promise.reject(new Error("no store")) : sources.queues();
    const prometheus = createPrometheus({ gauges: { ...sources, queues } });
    await prometheus.text();
    broken = true;
    const lines = await linesOf(prometheus);
    expect(lines).toContain("rongcuo_queues_readable 0");
    expect(lines.filter((line) => line.startsWith("rongcuo_queue_"))).toEqual([]);
    expect(lines).toContain("rongcuo_loop_blocked_total 0");
  });

  it("asks anew each time, also when two ask at once", async () => {
    const prometheus = createPrometheus({ gauges: sources });
    const [first, second] = await Promise.all([linesOf(prometheus), linesOf(prometheus)]);
    expect(second).toEqual(first);
    expect(first).toContain('rongcuo_queue_items{queue="inbox",state="waiting"} 3');
  });
});

describe("labels", () => {
  const hostile = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("__proto__", "constructor", "other", 'x"} 1\nrongcuo_evil 1', "\u202e", "\ud800"),
  );

  it("never carry what came from outside: it is counted as other", async () => {
    const known = new Set(await linesOf(createPrometheus({ gauges: sources })).then(seriesOf));
    await fc.assert(
      fc.asyncProperty(hostile, hostile, fc.double(), async (one, two, seconds) => {
        const { telemetry, text } = createPrometheus({
          gauges: { ...sources, knowledgeVersion: one },
        });
        const counted: readonly (keyof Counters)[] = [
          "events_in",
          "events_handled",
          "messages_out",
          "answers",
        ];
        const labels = { channel: one, result: two, kind: one, mode: two, [one]: two };
        for (const name of counted) telemetry.count(name, labels as never);
        for (const name of ["store_seconds", "event_seconds"] satisfies (keyof Durations)[])
          telemetry.observe(name, { call: one, channel: two } as never, seconds);
        const added = seriesOf(await linesOf({ text })).filter((series) => !known.has(series));
        for (const series of added)
          expect(series).toMatch(/^rongcuo_[a-z_]+\{(?:[a-z]+="[A-Za-z0-9_.+]*",?)*\}$/);
        for (const series of added) expect(series).toContain('"other"');
      }),
      { numRuns: 200 },
    );
  });

  it("take a missing label as other", async () => {
    const prometheus = createPrometheus({ gauges: sources });
    prometheus.telemetry.count("answers", {} as never);
    expect(await linesOf(prometheus)).toContain('rongcuo_answers_total{kind="other",mode="other"} 1');
  });
});

const seriesOf = (lines: readonly string[]): string[] => lines.map((line) => line.replace(/ [^ ]+$/, ""));
