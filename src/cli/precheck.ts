import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { composePrecheck } from "../compose/rules.ts";
import { today } from "../compose/today.ts";
import type { PrecheckRecord } from "../core/precheck/result.ts";
import { recordSchema } from "../core/rules/record.ts";
import type { Precheck } from "../ports/precheck.ts";
import { resultText, schemaText } from "../text/precheck.ts";
import { type Command, readArguments, type Terminal, UsageError } from "./command.ts";
import { Day, type Defaults, Facts, idsIn, orUsage, parse, readBatch, readSingle, textOf } from "./forms.ts";
import { day, readInput } from "./input.ts";

export const precheckSchema: Command = {
  name: "precheck schema",
  summary: "the facts a pre-check may ask, and the jurisdictions",
  help: `cli precheck schema [--json] [--act-date YYYY-MM-DD]

By the rules of the day of the act (default: today in Beijing).`,
  async run(args, terminal, config) {
    const { values } = readArguments(args, {
      json: { type: "boolean", default: false },
      "act-date": { type: "string" },
    });
    const on = values["act-date"] === undefined ? today() : day("act-date", values["act-date"]);
    const precheck = composePrecheck(config);
    const schema = orUsage("--act-date", () => precheck.schema(on));
    terminal.out(values.json ? `${JSON.stringify(schema)}\n` : `${schemaText(schema)}\n`);
    return 0;
  },
};

export const precheckEvaluate: Command = {
  name: "precheck evaluate",
  summary: "what the rules find of a form, with reasons and records",
  help: `cli precheck evaluate [--json] [options] FACTS.json|-
cli precheck evaluate [--json] [options] --batch FILE|-

FACTS.json holds {"fact_id": "value_id"}, or {"id"?, "facts", "act_date"?, "decision_date"?, "jurisdiction"?}; a batch has
one such object a line, with its id. "unsure" means 不清楚; a fact left out has not been asked. Options, where a form says
nothing else: --act-date, --decision-date (default: today in Beijing), --jurisdiction ID (several with commas, the most
general first). --record DIR writes one record a form, which precheck replay computes again.`,
  async run(args, terminal, config) {
    const { values, positionals } = readArguments(args, {
      json: { type: "boolean", default: false },
      batch: { type: "string" },
      jurisdiction: { type: "string" },
      "act-date": { type: "string" },
      "decision-date": { type: "string" },
      record: { type: "string" },
    });
    const path = values.batch ?? positionals[0];
    if (path === undefined || positionals.length > (values.batch === undefined ? 1 : 0))
      throw new UsageError("one file is needed, or - for standard input; for many forms, --batch FILE");
    const now = today();
    const dayOf = (option: "act-date" | "decision-date") => day(option, values[option] ?? now);
    const defaults: Defaults = {
      actDate: dayOf("act-date"),
      decisionDate: dayOf("decision-date"),
      jurisdictions: idsIn(values.jurisdiction ?? ""),
      today: now,
    };
    const text = textOf(await readInput(path, terminal), path);
    const forms =
      values.batch === undefined ? readSingle(text, path, defaults) : readBatch(text, path, defaults);
    const precheck = composePrecheck(config);
    // Everything first: where one form is wrong, nothing is printed and nothing is recorded.
    const done = forms.map((form) => ({
      ...form,
      ...orUsage(form.place, () => precheck.evaluate(form.request)),
    }));
    if (values.record !== undefined) await keepRecords(values.record, values.batch === undefined, done);
    terminal.out(
      done
        .map(({ result, request }) =>
          values.json
            ? `${JSON.stringify(result)}\n`
            : `${resultText(result, precheck.schema(request.actDate).facts, precheck.ruleTitles(request))}\n${values.batch === undefined ? "" : "\n"}`,
        )
        .join(""),
    );
    return 0;
  },
};

/** One file a form, named by its hash; in a batch with its line before, so that equal forms have a file each. */
async function keepRecords(
  directory: string,
  single: boolean,
  done: readonly {
    readonly line: number;
    readonly record: string;
    readonly result: { readonly record_hash: string };
  }[],
): Promise<void> {
  try {
    await mkdir(directory, { recursive: true });
    for (const { line, record, result } of done) {
      const name = result.record_hash.replace(":", "-");
      await writeFile(
        join(directory, single ? `${name}.json` : `${String(line).padStart(6, "0")}-${name}.json`),
        record,
      );
    }
  } catch (error) {
    throw new UsageError(
      `--record ${directory}: ${(error as NodeJS.ErrnoException).code ?? "cannot write"}`,
      {
        cause: error,
      },
    );
  }
}

const Pin = z.strictObject({ id: z.string(), version: z.string(), hash: z.string() });
/** As far as it has to be known to compute it again; the rest is compared byte for byte. */
const RecordFile = z.looseObject({
  schema: z.literal(recordSchema),
  rulesets: z.array(Pin),
  overlays: z.array(Pin),
  jurisdiction: z.string().nullable(),
  actDay: Day,
  decisionDay: Day,
  facts: Facts,
});

export const precheckReplay: Command = {
  name: "precheck replay",
  summary: "compute stored records again, byte for byte",
  help: `cli precheck replay [--json] RECORD.json…

Each record is computed again from the versions of the rules that it pins. Exit 1 unless every one is equal byte for byte.`,
  async run(args, terminal, config) {
    const { values, positionals } = readArguments(args, { json: { type: "boolean", default: false } });
    if (positionals.length === 0) throw new UsageError("at least one record is needed");
    const records = await Promise.all(positionals.map((path) => readRecord(path, terminal)));
    const precheck = composePrecheck(config);
    const replays = records.map(({ path, record, text }) => ({
      file: path,
      ...precheck.replay(record, text),
    }));
    for (const replay of replays)
      terminal.out(values.json ? `${JSON.stringify(replay)}\n` : replayLine(replay));
    return replays.every(({ equal }) => equal) ? 0 : 1;
  },
};

async function readRecord(path: string, terminal: Terminal) {
  const text = textOf(await readInput(path, terminal), path);
  return { path, text, record: parse(text, RecordFile, path) as unknown as PrecheckRecord };
}

function replayLine(replay: { readonly file: string } & ReturnType<Precheck["replay"]>): string {
  if (replay.equal) return `equal    ${replay.file}  ${replay.record_hash}\n`;
  const reasons = {
    "rules-missing": "the rules it was made with are not held",
    facts: "its facts could not have been evaluated",
    differs: "computed again it has the hash",
  };
  return `DIFFERS  ${replay.file}  ${reasons[replay.reason]}: ${replay.detail}\n`;
}
