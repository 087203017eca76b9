/** Alerts and dashboard speak of what the server really tells, and lead to pages that are there. */
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { createPrometheus } from "../../src/adapters/telemetry/prometheus.ts";
import { inboxQueue, outboxQueue } from "../../src/app/flow/keys.ts";
import { readProjectFile } from "./compose-file.ts";
import { askServer } from "./served.ts";

/** The server's registry, with both queues in use: one that holds nothing has no series. */
const registry = createPrometheus({
  gauges: {
    clock: () => 2_000,
    queues: async () =>
      [inboxQueue, outboxQueue].map((queue) => ({ queue, waiting: 1, claimed: 1, dead: 1, oldestAt: 1_000 })),
    health: () => ({ state: "up", reason: null }),
    loopDelaySeconds: () => 0,
    residentBytes: () => 0,
    knowledgeVersion: "sha256:0",
  },
});

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly runbook: string };
}
const rules = (
  parse(readProjectFile("deploy/prometheus-rules.yaml")) as { groups: readonly { rules: readonly Rule[] }[] }
).groups.flatMap((group) => group.rules);

interface Dashboard {
  readonly panels: readonly {
    readonly title: string;
    readonly targets: readonly { readonly expr: string }[];
  }[];
}
const dashboard = JSON.parse(readProjectFile("deploy/grafana-dashboard.json")) as Dashboard;

const expressions = [
  ...rules.map(({ alert, expr }) => [alert, expr] as const),
  ...dashboard.panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const)),
];

/** `name{label="value"}` within an expression; a label may be compared by `=` or `=~`. */
const selectors = (expression: string) =>
  [...expression.matchAll(/\b(rongcuo_\w+)(?:\{([^}]*)\})?/g)].map(([, name = "", labels = ""]) => ({
    name,
    labels: [...labels.matchAll(/(\w+)=(~?)"([^"]*)"/g)].map(([, label = "", pattern, value = ""]) => ({
      label,
      values: pattern === "~" ? value.split("|") : [value],
    })),
  }));

describe("alerts and dashboard", () => {
  let told: readonly string[] = [];
  beforeAll(async () => {
    told = (await registry.text()).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  });

  it.each(expressions)("%s asks for what is told: %s", (_, expression) => {
    const asked = selectors(expression);
    expect(asked.length + Number(/\bup\{/.test(expression))).toBeGreaterThan(0);
    for (const { name, labels } of asked) {
      const lines = told.filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
      expect(lines, name).not.toEqual([]);
      for (const { label, values } of labels)
        for (const value of values)
          expect(
            lines.some((line) => line.includes(`${label}="${value}"`)),
            `${name}{${label}="${value}"}`,
          ).toBe(true);
    }
  });
});

it("a server that has just started tells every metric that is asked for", async () => {
  const [scraped] = await askServer(["/metrics"]);
  const told = [...(scraped?.text ?? "").matchAll(/^# TYPE (\w+) (\w+)$/gm)].flatMap(([, name, kind]) =>
    kind === "histogram" ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
  );
  const asked = expressions.flatMap(([, expression]) => selectors(expression).map(({ name }) => name));
  expect(asked.length).toBeGreaterThan(20);
  expect(told).toEqual(expect.arrayContaining(asked));
});

describe("an alert", () => {
  it("has a name of its own", () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  });

  it.each(rules)("$alert wakes somebody or waits for the day, and names a heading of the runbook", (rule) => {
    expect(["page", "warn"]).toContain(rule.labels.severity);
    expect(readProjectFile("docs/operations.md")).toMatch(
      new RegExp(`^### ${rule.annotations.runbook}$`, "m"),
    );
  });

  it("is there for each thing that has to be looked after", () => {
    const watched = rules.map(({ expr }) => expr).join("\n");
    for (const thing of [
      'up{job="rongcuo"}',
      'store_state{state="down"}',
      'store_state{state="read_only"}',
      "queues_readable",
      'queue_oldest_seconds{queue="inbox"}',
      'state="waiting"',
      'state="dead"',
      'result="unknown"',
      'result="failed"',
      "event_loop_delay_seconds",
    ])
      expect(watched).toContain(thing);
  });
});
