/** From `npm start` to a served page, and the memory resident then. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startArguments } from "../tests/faults/harness.ts";

const root = join(import.meta.dirname, "..");
const runs = 5;

export interface StartRow {
  readonly runs: number;
  /** Median of the runs. */
  readonly seconds: number;
  readonly residentMegabytes: number;
}

export async function measureStart(): Promise<StartRow> {
  const seconds: number[] = [];
  const megabytes: number[] = [];
  const folder = mkdtempSync(join(tmpdir(), "rongcuo-start-"));
  for (let run = 0; run < runs; run++) {
    const started = performance.now();
    const child = spawn(process.execPath, [...startArguments], {
      cwd: root,
      env: { ...process.env, HTTP_PORT: "0", LOG_LEVEL: "error", DATA_DIR: folder },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    const page = await fetch(String(line).trim());
    await page.text();
    seconds.push((performance.now() - started) / 1000);
    const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
    megabytes.push(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024);
    child.kill("SIGTERM");
    await once(child, "exit");
  }
  rmSync(folder, { recursive: true });
  const median = (values: number[]): number =>
    values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
  return {
    runs,
    seconds: Number(median(seconds).toFixed(2)),
    residentMegabytes: Math.round(median(megabytes)),
  };
}
