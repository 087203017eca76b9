/** Splits a Markdown file into its YAML header and its body. */
import type { z } from "zod";
import { type LineOf, linesOf } from "./lines.ts";
import type { Tell } from "./problems.ts";
import { readYaml } from "./yaml.ts";

/** A header that fits its schema, null where it does not; and the body, which is read in either case. */
export interface MarkdownFile<T> {
  readonly header: T | null;
  readonly lineOf: LineOf;
  /** Lines of the body. */
  readonly body: readonly string[];
  /** Line of the file on which the body begins, counted from 1. */
  readonly bodyLine: number;
}

/** @returns null where no header can be told from the body; every problem has been told */
export function readMarkdown<T>(text: string, schema: z.ZodType<T>, tell: Tell): MarkdownFile<T> | null {
  const lines = linesOf(text);
  if (lines[0]?.trimEnd() !== "---") {
    tell("front-matter.missing", 1);
    return null;
  }
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === "---");
  if (end === -1) {
    tell("front-matter.unclosed", 1);
    return null;
  }
  const header = readYaml(lines.slice(1, end).join("\n"), schema, 2, tell);
  return {
    header: header?.value ?? null,
    lineOf: header?.lineOf ?? (() => 1),
    body: lines.slice(end + 1),
    bodyLine: end + 2,
  };
}
