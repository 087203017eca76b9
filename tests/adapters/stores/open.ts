import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSqliteStore } from "../../../src/adapters/stores/sqlite-store.ts";
import type { OpenStore } from "../../contract/open-store.ts";

/** An empty folder of a test's own. */
export const makeFolder = (): string => mkdtempSync(join(tmpdir(), "store-"));

/** A store in a folder of its own, as the server opens it. */
export const openSqlite: OpenStore = async ({ clock }) => {
  const directory = makeFolder();
  const open = () => createSqliteStore({ directory, clock, exclusive: true, what: "a test" });
  let store = open();
  return {
    store,
    reopen: async () => {
      await store.close();
      store = open();
      return store;
    },
    close: async () => {
      await store.close();
      rmSync(directory, { recursive: true });
    },
  };
};
