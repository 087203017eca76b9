/** Writes the store's file anew, then cuts its log off. A thread of its own; `workerData` is the file. */
import { DatabaseSync } from "node:sqlite";
import { workerData } from "node:worker_threads";

/** How long to wait for other processes, a backup for instance. */
const busyMilliseconds = 30_000;

const database = new DatabaseSync(String(workerData), { timeout: busyMilliseconds });
try {
  database.exec("PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; VACUUM");
  const { busy } = database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get() as { busy: number };
  // As SQLite reports a lock elsewhere.
  if (busy !== 0)
    throw Object.assign(new Error("another process reads the log"), { code: "ERR_SQLITE_ERROR", errcode: 5 });
} finally {
  database.close();
}
