/**
 * Prompts (提示词): instructions to a model, one Markdown file each, with named slots `{{slot}}`. A prompt is known by the hash of
 * its file, so that what was said under one wording is never taken for what another would have said.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Prompt } from "../../ports/model.ts";

/** A prompt that cannot be read, or whose slots are not those the code fills. */
export class PromptError extends Error {
  readonly code = "prompt.invalid";
  readonly file: string;

  constructor(file: string, problem: string, options?: ErrorOptions) {
    super(`${file}: ${problem}`, options);
    this.name = "PromptError";
    this.file = file;
  }
}

const slot = /\{\{([a-z]+(?:-[a-z]+)*)\}\}/g;

/**
 * Reads `<name>.md` of a folder.
 *
 * @param slots those the code fills, all of which must occur, and no other
 * @throws {PromptError} the file cannot be read, or has other slots
 */
export function readPrompt<Slot extends string>(
  folder: string,
  name: string,
  slots: readonly Slot[],
): Prompt<Slot> {
  const file = join(folder, `${name}.md`);
  const text = textOf(file);
  const found = new Set([...text.matchAll(slot)].map(([, found = ""]) => found));
  const unknown = [...found].filter((given) => !slots.includes(given as Slot));
  const missing = slots.filter((wanted) => !found.has(wanted));
  if (unknown.length > 0 || missing.length > 0)
    throw new PromptError(
      file,
      [
        ...unknown.map((given) => `nothing fills the slot {{${given}}}; take it out`),
        ...missing.map((wanted) => `the slot {{${wanted}}} is missing; put it where its text belongs`),
      ].join("; "),
    );
  return {
    name,
    hash: createHash("sha256").update(text, "utf8").digest("hex"),
    // Filled in one pass, so that a text with braces in it fills no slot.
    fill: (values) => text.replace(slot, (_, named: Slot) => values[named]).trim(),
  };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8").replaceAll("\r\n", "\n");
  } catch (cause) {
    throw new PromptError(file, "cannot be read; the folder prompts belongs to the program", { cause });
  }
}
