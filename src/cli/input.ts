/** Input of commands: files or standard input (`-`), JSON lines, options with a form. Every complaint names the place. */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { Day } from "../core/law/types.ts";
import { type Terminal, UsageError } from "./command.ts";

/** Bytes of a file, or of standard input for `-`. @throws {UsageError} the file cannot be read */
export async function readInput(path: string, terminal: Terminal): Promise<Uint8Array> {
  if (path === "-") return terminal.input();
  try {
    return await readFile(path);
  } catch (error) {
    throw new UsageError(`cannot read ${path}: ${(error as NodeJS.ErrnoException).code ?? "unreadable"}`, {
      cause: error,
    });
  }
}

const Question = z.object({ id: z.string().min(1), text: z.string() });

/** A question or query of a batch, with the line of the file it stands on, from 1. */
export type Question = z.infer<typeof Question> & { readonly line: number };

/** One `{"id","text"}` a line; empty lines are skipped. @throws {UsageError} naming the line */
export async function readQuestions(path: string, terminal: Terminal): Promise<Question[]> {
  const bytes = Buffer.from(await readInput(path, terminal));
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const questions: Question[] = [];
  let line = 0;
  for (let start = 0; start < bytes.length; ) {
    line++;
    const newline = bytes.indexOf(10, start);
    const end = newline === -1 ? bytes.length : newline;
    try {
      const text = decoder.decode(bytes.subarray(start, end));
      if (text.trim() !== "") questions.push({ ...Question.parse(JSON.parse(text)), line });
    } catch (error) {
      throw new UsageError(`${path}, line ${line}: must be {"id": "…", "text": "…"} in UTF-8`, {
        cause: error,
      });
    }
    start = end + 1;
  }
  return questions;
}

/** A whole number above 0. @throws {UsageError} naming the option */
export function positive(option: string, value: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < 1 || number > 1_000_000)
    throw new UsageError(
      `--${option} must be a whole number from 1 to 1000000, not ${JSON.stringify(value)}`,
    );
  return number;
}

/** A calendar day that exists. @throws {UsageError} naming the option */
export function day(option: string, value: string): Day {
  if (!z.iso.date().safeParse(value).success)
    throw new UsageError(`--${option} must be a day, YYYY-MM-DD, not ${JSON.stringify(value)}`);
  return value;
}
