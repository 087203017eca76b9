/** From `npm start` to a served page, and the memory resident then and after the first answered question. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { noticeVersion } from "../src/text/dialogue.ts";
import { startArguments, untilIdle } from "../tests/faults/harness.ts";

const root = join(import.meta.dirname, "..");
const runs = 5;

export interface StartRow {
  readonly runs: number;
  /** Median of the runs. */
  readonly seconds: number;
  readonly residentMegabytes: number;
  readonly answeredMegabytes: number;
}

/** The first question of a visitor, from sending it to its stored answer. */
async function askOnce(url: string): Promise<void> {
  const page = await fetch(url);
  await page.text();
  const cookie = page.headers
    .getSetCookie()
    .map((line) => line.split(";", 1)[0])
    .join("; ");
  const reply = await fetch(new URL("/api/messages", url), {
    method: "POST",
    headers: { "content-type": "application/json", cookie },
    body: JSON.stringify({
      conversation: "start",
      eventId: "first",
      text: "没走政府采购程序先施工，事后补办了手续，能容错吗？",
      notice: noticeVersion,
    }),
  });
  if (reply.status !== 202) throw new Error(`the question was answered with ${reply.status}`);
  await untilIdle(url);
}

const residentMegabytes = (process: number | undefined): number => {
  const status = readFileSync(`/proc/${process}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
};

export async function measureStart(): Promise<StartRow> {
  const seconds: number[] = [];
  const served: number[] = [];
  const answered: number[] = [];
  const folder = mkdtempSync(join(tmpdir(), "rongcuo-start-"));
  for (let run = 0; run < runs; run++) {
    const started = performance.now();
    const child = spawn(process.execPath, [...startArguments], {
      cwd: root,
      env: { ...process.env, HTTP_PORT: "0", LOG_LEVEL: "error", DATA_DIR: folder },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    const url = String(line).trim();
    const page = await fetch(url);
    await page.text();
    seconds.push((performance.now() - started) / 1000);
    served.push(residentMegabytes(child.pid));
    await askOnce(url);
    answered.push(residentMegabytes(child.pid));
    child.kill("SIGTERM");
    await once(child, "exit");
  }
  rmSync(folder, { recursive: true });
  const median = (values: number[]): number =>
    values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
  return {
    runs,
    seconds: Number(median(seconds).toFixed(2)),
    residentMegabytes: Math.round(median(served)),
    answeredMegabytes: Math.round(median(answered)),
  };
}

if (import.meta.main) console.table([await measureStart()]);
