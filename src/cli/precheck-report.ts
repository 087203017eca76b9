import { basename } from "node:path";
import { composeReporter } from "../compose/rules.ts";
import { today } from "../compose/today.ts";
import { comparisonMarkdown } from "../text/form-comparison.ts";
import { reportMarkdown } from "../text/report.ts";
import { reportText } from "../text/report-answer.ts";
import { type Command, readArguments, UsageError } from "./command.ts";
import { type Defaults, idsIn, orUsage, type Placed, readSingle, textOf } from "./forms.ts";
import { day, readInput } from "./input.ts";

const dayOptions = {
  jurisdiction: { type: "string" },
  "act-date": { type: "string" },
  "decision-date": { type: "string" },
} as const;

type DayValues = Partial<Readonly<Record<keyof typeof dayOptions, string>>>;

function defaultsOf(values: DayValues): Defaults {
  const now = today();
  return {
    actDate: day("act-date", values["act-date"] ?? now),
    decisionDate: day("decision-date", values["decision-date"] ?? now),
    jurisdictions: idsIn(values.jurisdiction ?? ""),
    today: now,
  };
}

const dayHelp = `Options, where a form says nothing else: --act-date, --decision-date (default: today in Beijing), --jurisdiction ID
(several with commas, the most general first).`;

export const precheckReport: Command = {
  name: "precheck report",
  summary: "the report of a form: six looks, rules, cases, corrections, papers",
  help: `cli precheck report [--markdown | --json] [options] FACTS.json|-

FACTS.json as for precheck evaluate. Plain output is what chat shows, at most 4000 characters; --markdown prints the whole
report for a meeting; --json prints it as data. ${dayHelp}`,
  async run(args, terminal, config) {
    const { values, positionals } = readArguments(args, {
      markdown: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      ...dayOptions,
    });
    const [path] = positionals;
    if (path === undefined || positionals.length > 1)
      throw new UsageError("one file is needed, or - for standard input");
    if (values.markdown && values.json) throw new UsageError("--markdown or --json, not both");
    const form = await readForm(path, terminal, defaultsOf(values));
    const { report } = orUsage(form.place, () => composeReporter(config).report(form.request));
    const settings = { contact: config.ORG_CONTACT };
    if (values.json) terminal.out(`${JSON.stringify(report)}\n`);
    else if (values.markdown) terminal.out(reportMarkdown(report, settings));
    else terminal.out(`${reportText(report, settings)}\n`);
    return 0;
  },
};

export const precheckCompare: Command = {
  name: "precheck compare",
  summary: "several forms of one matter side by side: what differs, and why the outcome moved",
  help: `cli precheck compare [--json] [options] A.json B.json […]

Each file as for precheck evaluate, in the order of the columns; a form is called by its id, else by its file. For officials:
it says which answers a ground for tolerance fails by. Prints Markdown, with --json the data. ${dayHelp}`,
  async run(args, terminal, config) {
    const { values, positionals } = readArguments(args, {
      json: { type: "boolean", default: false },
      ...dayOptions,
    });
    if (positionals.length < 2) throw new UsageError("at least two files are needed");
    if (positionals.filter((path) => path === "-").length > 1)
      throw new UsageError("standard input can be one of the forms only");
    const defaults = defaultsOf(values);
    const forms = await Promise.all(positionals.map((path) => readForm(path, terminal, defaults)));
    const reporter = composeReporter(config);
    // One by one first, so that a complaint names its file.
    for (const form of forms) orUsage(form.place, () => reporter.report(form.request));
    const comparison = reporter.compare(
      forms.map(({ request, place }) => ({
        label: request.id ?? basename(place, ".json"),
        request,
      })),
    );
    terminal.out(values.json ? `${JSON.stringify(comparison)}\n` : comparisonMarkdown(comparison));
    return 0;
  },
};

async function readForm(
  path: string,
  terminal: Parameters<Command["run"]>[1],
  defaults: Defaults,
): Promise<Placed> {
  const [form] = readSingle(textOf(await readInput(path, terminal), path), path, defaults);
  return form as Placed;
}
