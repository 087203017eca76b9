/** Real stores in temporary folders, closed and deleted after the test file. */
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { createSealer, type SealingKey } from "../../src/adapters/sealing/aes-gcm.ts";
import { createSealedStore } from "../../src/adapters/stores/sealed-store.ts";
import { createSqliteStore } from "../../src/adapters/stores/sqlite-store.ts";
import type { Store } from "../../src/ports/store.ts";
import type { Clock } from "../../src/ports/time.ts";

const opened: Store[] = [];
const folders: string[] = [];

afterAll(async () => {
  for (const store of opened) await store.close();
  for (const folder of folders) rmSync(folder, { recursive: true });
});

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "store-"));
  folders.push(folder);
  return folder;
}

/** The store of a folder; several may be open at once. */
export function openStoreIn(directory: string, clock: Clock, keys: readonly SealingKey[] = []): Store {
  const store = createSqliteStore({ directory, clock, exclusive: false, what: "a test" });
  opened.push(store);
  return keys.length === 0 ? store : createSealedStore(store, createSealer(keys));
}

export const newKey = (id: string): SealingKey => ({ id, bytes: randomBytes(32) });
