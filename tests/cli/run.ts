/** The real command line in a process of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  /** Resolves once the output holds the text. */
  printed(text: string): Promise<void>;
  readonly ended: Promise<Ended>;
}

/** A new empty folder for `DATA_DIR`. */
export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), "rongcuo-"));

/** Starts a command on a folder of its own; input is left open. */
export function startCommand(
  args: readonly string[],
  dataFolder: string,
  environment: Readonly<Record<string, string>> = {},
): Running {
  const child = spawn(process.execPath, ["src/cli.ts", ...args], {
    cwd: join(import.meta.dirname, "../.."),
    env: { ...process.env, DATA_DIR: dataFolder, ...environment },
    stdio: "pipe",
  });
  let stdout = "";
  let stderr = "";
  let heard = (): void => {};
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    heard();
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  return {
    child,
    printed: (text) =>
      new Promise((resolve) => {
        heard = () => {
          if (stdout.includes(text)) resolve();
        };
        heard();
      }),
    ended: new Promise((resolve) => child.on("close", (status) => resolve({ status, stdout, stderr }))),
  };
}

/** Runs a command to its end. */
export function runCommand(
  args: readonly string[],
  dataFolder: string,
  input = "",
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const { child, ended } = startCommand(args, dataFolder, environment);
  child.stdin?.end(input);
  return ended;
}
