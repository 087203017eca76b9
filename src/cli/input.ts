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
export type Question = z.infer<typeof Question>;

/** One `{"id","text"}` a line; empty lines are skipped. @throws {UsageError} naming the line */
export async function readQuestions(path: string, terminal: Terminal): Promise<Question[]> {
  const bytes = await readInput(path, terminal);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new UsageError(`${path} is not UTF-8`, { cause: error });
  }
  return text.split(/\r?\n/).flatMap((line, at) => {
    if (line.trim() === "") return [];
    try {
      return [Question.parse(JSON.parse(line))];
    } catch (error) {
      throw new UsageError(`${path}, line ${at + 1}: must be {"id": "…", "text": "…"}`, { cause: error });
    }
  });
}

/** A whole number above 0. @throws {UsageError} naming the option */
export function positive(option: string, value: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < 1 || number > 10_000)
    throw new UsageError(`--${option} must be a whole number from 1 to 10000, not ${JSON.stringify(value)}`);
  return number;
}

/** A calendar day that exists. @throws {UsageError} naming the option */
export function day(option: string, value: string): Day {
  if (!z.iso.date().safeParse(value).success)
    throw new UsageError(`--${option} must be a day, YYYY-MM-DD, not ${JSON.stringify(value)}`);
  return value;
}
