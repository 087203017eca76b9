/**
 * Kills the server at a call of its database, without the server knowing:
 *
 *   KILL_AT=7 KILL_WHEN=before|after node --import ./tests/faults/kill-preload.ts src/start.js
 *
 * Every call that reaches SQLite is counted, from the printed address on, or from the first one with KILL_FROM=start. At
 * the seventh the process sends itself SIGKILL, before the call or after its effect. KILL_SQL counts only statements that
 * begin so: COMMIT. With KILL_COUNT_FILE the number of calls is written there at a clean exit, so that a run without a fault
 * tells how many there are.
 */
import { writeFileSync } from "node:fs";
import { DatabaseSync, StatementSync } from "node:sqlite";

const at = Number(process.env.KILL_AT ?? 0);
const after = process.env.KILL_WHEN === "after";
const sql = process.env.KILL_SQL ?? "";
const countFile = process.env.KILL_COUNT_FILE;

let counting = process.env.KILL_FROM === "start";
let calls = 0;

const die = (): void => {
  process.kill(process.pid, "SIGKILL");
};

/** Puts the count before, and the death before or after, a method. */
function watch(prototype: object, name: string): void {
  const original = Reflect.get(prototype, name) as (...values: unknown[]) => unknown;
  Reflect.set(prototype, name, function (this: object, ...values: unknown[]) {
    const text = this instanceof StatementSync ? this.sourceSQL : String(values[0]);
    if (!counting || !text.startsWith(sql)) return original.apply(this, values);
    calls++;
    const now = calls === at;
    if (now && !after) die();
    const result = original.apply(this, values);
    if (now) die();
    return result;
  });
}

watch(DatabaseSync.prototype, "exec");
for (const name of ["run", "get", "all"]) watch(StatementSync.prototype, name);

const write = process.stdout.write;
process.stdout.write = ((...values: Parameters<typeof write>) => {
  const written = Reflect.apply(write, process.stdout, values);
  if (/^https?:/.test(String(values[0]))) counting = true;
  return written;
}) as typeof write;

if (countFile !== undefined) process.on("exit", () => writeFileSync(countFile, String(calls)));
