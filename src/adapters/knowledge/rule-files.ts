/** Finds the rule files of a knowledge folder and of an organisation's, and reads them one by one. */
import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decode, MAX_FILE_BYTES } from "./files.ts";
import type { ProblemCode } from "./problems.ts";
import { hashOf, REGISTER } from "./rule-register.ts";
import type { RuleReading } from "./rules.ts";

/** Who answers for what the lints would refuse. */
export const SIGNED = "rules/signed.yaml";

/** Reports a problem of one file. */
export type TellLine = (code: ProblemCode, line: number, ...values: string[]) => void;

export interface RuleFile {
  readonly path: string;
  readonly shown: string;
  readonly root: string;
  /** Folder below `rules`, or null for an overlay. */
  readonly folder: string | null;
  /** File name without `.yaml`. */
  readonly name: string;
}

/** A file that was read, with what later checks need. */
export interface Read<T> {
  readonly file: RuleFile;
  readonly reading: RuleReading<T>;
  readonly hash: string;
  readonly tell: TellLine;
}

/** Files by path; where both folders have one, the organisation's. */
export function filesIn(
  roots: readonly string[],
  tell: (shown: string, code: "file.unknown" | "file.not-regular") => void,
): RuleFile[] {
  const found = new Map<string, RuleFile>();
  for (const root of roots) {
    const shownIn = (path: string) => (root === roots[0] ? path : `${root.replace(/\/+$/u, "")}/${path}`);
    const visit = (path: string, folder: string | null) => {
      if (!lstatSync(join(root, path), { throwIfNoEntry: false })?.isDirectory()) return;
      for (const entry of readdirSync(join(root, path), { withFileTypes: true })) {
        const inside = `${path}/${entry.name}`;
        if (entry.name.startsWith(".") || inside === REGISTER || inside === SIGNED) continue;
        if (path === "rules" && entry.isDirectory()) visit(inside, entry.name);
        else if (path === "rules" || !entry.name.endsWith(".yaml")) tell(shownIn(inside), "file.unknown");
        else if (!entry.isFile()) tell(shownIn(inside), "file.not-regular");
        else {
          const name = entry.name.slice(0, -".yaml".length);
          found.set(inside, { path: inside, shown: shownIn(inside), root, folder, name });
        }
      }
    };
    visit("rules", null);
    visit("overlays", null);
  }
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** A file read and hashed; empty where it cannot be read, which is told. */
export function readOne<T>(
  file: RuleFile,
  tell: TellLine,
  read: (text: string, tell: TellLine, file: RuleFile) => RuleReading<T> | null,
): Read<T>[] {
  const place = join(file.root, file.path);
  const { size } = lstatSync(place);
  if (size > MAX_FILE_BYTES) {
    tell("file.too-large", 1, String(size), String(MAX_FILE_BYTES));
    return [];
  }
  const text = decode(readFileSync(place), tell);
  const reading = text === null ? null : read(text, tell, file);
  return reading === null ? [] : [{ file, reading, hash: hashOf(reading.content), tell }];
}
