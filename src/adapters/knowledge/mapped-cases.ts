/** Reads published cases mapped to facts: one YAML file a case, in the folders `seed` and `cases`. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { outcomes } from "../../core/rules/types.ts";
import { KnowledgeError, type Problem } from "../../ports/knowledge-source.ts";
import { caseClasses, type MappedCase } from "../../ports/mapped-cases.ts";
import { describe } from "./problems.ts";
import { readYaml } from "./yaml.ts";

const text = z.string().min(1);
const answer = z.union([z.string(), z.array(z.string()).min(1)]);
const outcome = z.enum(outcomes).optional();

const caseFile = z.strictObject({
  id: text,
  title: text,
  official: text,
  borderline: z.boolean(),
  class: z.enum(caseClasses),
  consultCounts: z.boolean(),
  note: text.optional(),
  known: text.nullable().default(null),
  stated: z.array(z.strictObject({ fact: text, value: answer, says: text })),
  assumed: z.array(z.strictObject({ facts: z.record(z.string(), answer), because: text })),
  expect: z.strictObject({
    stated: z.strictObject({ status: text, outcome, worst: outcome, best: outcome }),
    completed: z.strictObject({ status: text, outcome, fired: z.array(z.string()) }),
  }),
});

/**
 * Reads all cases, those of the seed report first, each folder by name.
 *
 * @throws {KnowledgeError} a file does not have the form, with its line; none is left out silently
 */
export function readMappedCases(directory: string): MappedCase[] {
  const problems: Problem[] = [];
  const cases = ["seed", "cases"].flatMap((folder) =>
    readdirSync(join(directory, folder))
      .filter((name) => name.endsWith(".yaml"))
      .sort()
      .flatMap((name) => readCase(join(directory, folder, name), problems)),
  );
  if (problems.length > 0) throw new KnowledgeError(problems);
  return cases;
}

function readCase(path: string, problems: Problem[]): MappedCase[] {
  const read = readYaml(readFileSync(path, "utf8"), caseFile, 1, (code, line, ...values) => {
    problems.push(describe(code, path, line, values));
  });
  if (read === null) return [];
  const { stated, assumed, note: _, ...rest } = read.value;
  const said = Object.fromEntries(stated.map(({ fact, value }) => [fact, value]));
  return [
    {
      ...rest,
      stated: said,
      completed: Object.assign({}, said, ...assumed.map(({ facts }) => facts)),
      says: stated.map(({ says }) => says),
      because: assumed.map(({ because }) => because),
    },
  ];
}
