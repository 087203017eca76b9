import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";

/** A process that has opened the store, and the lines it prints from then on. */
export interface Child {
  readonly process: ChildProcess;
  readonly lines: Interface;
  /** Ends it without a word, and waits until it is gone. */
  kill(): Promise<void>;
}

export async function startChild(directory: string, role: "hold" | "write"): Promise<Child> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "child.ts"), directory, role], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout });
  await once(lines, "line");
  return {
    process: child,
    lines,
    kill: async () => {
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    },
  };
}

/** Bytes of a file of an open store. By another process: closing the file here would drop SQLite's locks on it. */
export const bytesOf = (file: string): Buffer => execFileSync("cat", [file], { maxBuffer: 1 << 30 });
