/**
 * A process of its own that opens a store, for what one process cannot show: `node child.ts DIRECTORY ROLE`.
 *
 *   hold     holds the folder until it is killed
 *   write    commits one document after another and prints the key of each commit it was told of
 */
import { createSqliteStore } from "../../../src/adapters/stores/sqlite-store.ts";

const [directory = "", role = ""] = process.argv.slice(2);
const store = createSqliteStore({ directory, clock: Date.now, exclusive: true, what: "rongcuo server" });
process.stdout.write("open\n");
if (role === "hold") setInterval(() => {}, 1_000);
if (role === "write")
  for (let at = 0; ; at++) {
    const key = `k${String(at).padStart(6, "0")}`;
    await store.commit({ id: key, space: "p00", put: [{ key, value: "x".repeat(300) }] });
    process.stdout.write(`${key}\n`);
  }
