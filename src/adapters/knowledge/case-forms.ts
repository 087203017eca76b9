/** Published cases as forms to hold the rules against: `seed/*.yaml` and `cases/*.yaml` of a folder. */
import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import type { Form } from "../../core/rules/types.ts";
import type { Problem } from "../../ports/knowledge-source.ts";
import { decode } from "./files.ts";
import { describe } from "./problems.ts";
import { caseFormFile } from "./rule-schemas.ts";
import { readYaml } from "./yaml.ts";

/** A case mapped twice: what its source states, and completed with assumptions that the file names. */
export interface CaseForm extends Omit<z.output<typeof caseFormFile>, "stated" | "assumed" | "expect"> {
  readonly stated: Form;
  readonly completed: Form;
}

/** @returns the cases in the order of their ids, the seed report's first, and what keeps any from being read */
export function readCaseForms(directory: string): {
  readonly cases: CaseForm[];
  readonly problems: Problem[];
} {
  const problems: Problem[] = [];
  const cases = ["seed", "cases"].flatMap((folder) => {
    const path = join(directory, folder);
    if (!lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) {
      problems.push(describe("folder.missing", path, 1, [path]));
      return [];
    }
    return readdirSync(path)
      .filter((name) => name.endsWith(".yaml"))
      .sort()
      .flatMap((name) => readCase(join(path, name), problems));
  });
  return { cases, problems };
}

function readCase(path: string, problems: Problem[]): CaseForm[] {
  const tell = (code: Parameters<typeof describe>[0], line: number, ...values: string[]) =>
    void problems.push(describe(code, path, line, values));
  const text = decode(readFileSync(path), tell);
  const read = text === null ? null : readYaml(text, caseFormFile, 1, tell);
  if (read === null) return [];
  const { stated, assumed, expect: _, ...entry } = read.value;
  const said: Form = Object.fromEntries(stated.map(({ fact, value }) => [fact, value]));
  return [
    { ...entry, stated: said, completed: Object.assign({}, said, ...assumed.map(({ facts }) => facts)) },
  ];
}
