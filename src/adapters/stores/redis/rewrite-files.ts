/**
 * What was deleted still stands in Redis' append-only file until that is written anew. Replicas write files of their own,
 * which only they rewrite; their `auto-aof-rewrite-percentage` decides when.
 */
import { setTimeout as pause } from "node:timers/promises";
import { StoreUnavailableError } from "../../../ports/store.ts";
import type { Client } from "./client.ts";
import { parseInfo } from "./server-check.ts";

/** Longest wait for a rewrite, and how often to look. */
const patienceMilliseconds = 30_000;
const lookMilliseconds = 50;

async function isRewriting(client: Client): Promise<boolean> {
  const infos = (await client.onMasters("INFO", "persistence")) as readonly string[];
  return infos.some((info) => {
    const told = parseInfo(info);
    return told.get("aof_rewrite_in_progress") === "1" || told.get("aof_rewrite_scheduled") === "1";
  });
}

/**
 * Has every master write its file anew, and waits for it.
 *
 * @param warn told where Redis does not take the command, so that an operator has to see to it
 * @throws {StoreUnavailableError} it did not end within half a minute; it may be asked for again
 */
export async function rewriteFiles(client: Client, warn: (message: string) => void): Promise<void> {
  const until = performance.now() + patienceMilliseconds;
  const rest = async (): Promise<void> => {
    while (await isRewriting(client)) {
      if (performance.now() > until)
        throw new StoreUnavailableError("Redis has not yet written its append-only file anew");
      await pause(lookMilliseconds);
    }
  };
  // One that is under way may have begun before the deletion.
  await rest();
  try {
    await client.onMasters("BGREWRITEAOF");
  } catch (error) {
    if (error instanceof StoreUnavailableError) throw error;
    warn(
      `deleted texts stay in Redis' append-only file until it is rewritten, and BGREWRITEAOF was refused: ${(error as Error).message}`,
    );
    return;
  }
  await rest();
}
