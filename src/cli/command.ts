/** What a command is, and how it ends: 0 done, 1 what was checked does not hold, 2 wrong usage or input, 3 a needed thing is absent. */
import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import type { Config } from "../config.ts";

/** How a command ends, as above. */
export type ExitCode = 0 | 1 | 2 | 3;

/** Where a command reads and writes. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** All of standard input. */
  input(): Promise<Uint8Array>;
}

/** One command of the command line. */
export interface Command {
  /** The words that call it: `knowledge import-jsonl`. */
  readonly name: string;
  readonly summary: string;
  readonly help: string;
  /** Makes what the settings still lack (a key, a hash), so that it runs with defaults whatever they are. */
  readonly ignoresSettings?: boolean;
  run(args: readonly string[], terminal: Terminal, config: Config): Promise<ExitCode>;
}

/** Wrong usage or unreadable input: exit 2, nothing on stdout. */
export class UsageError extends Error {
  readonly code = "cli.usage";
}

/** A needed thing is absent, a store or a model: exit 3, nothing on stdout. */
export class AbsentError extends Error {
  readonly code = "cli.absent";
}

/** `parseArgs` whose complaints are usage errors. */
export function readArguments<T extends ParseArgsOptionsConfig>(args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}

/** As {@link readArguments}, for a command that takes options alone. */
export function readOptions<T extends ParseArgsOptionsConfig>(args: readonly string[], options: T) {
  const { values, positionals } = readArguments(args, options);
  if (positionals.length > 0) throw new UsageError(`unknown argument: ${positionals.join(" ")}; see --help`);
  return values;
}
