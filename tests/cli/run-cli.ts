import { runCommandLine } from "../../src/cli.ts";

/** Runs a command line as the program does, in this process; with these settings and no others. */
export async function runCli(
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
  input: string | Buffer = "",
) {
  const written = { stdout: "", stderr: "" };
  const terminal = {
    out: (text: string) => {
      written.stdout += text;
    },
    err: (text: string) => {
      written.stderr += text;
    },
    input: async () => Buffer.from(input),
  };
  return { status: await runCommandLine(args, terminal, settings), ...written };
}
