import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openRedisStore } from "../../../../src/adapters/stores/redis/open.ts";
import { needs } from "../../../needs.ts";
import { type RedisServer, startRedis } from "../../../redis-server.ts";
import { createEpochMemory } from "./open.ts";

/** Whether a text stands in any file of the server. */
const inFiles = ({ directory }: RedisServer, text: string): boolean =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .some((file) => readFileSync(join(file.parentPath, file.name)).includes(text));

it.skipIf(needs("redis-server") === null)(
  "a deleted text is in no file of Redis any more once it was erased; one that is kept stays",
  async () => {
    const server = await startRedis(["--appendfsync", "always", "--rdbcompression", "no"]);
    const { store } = await openRedisStore({
      url: server.url,
      clock: Date.now,
      memory: createEpochMemory(),
      warn: () => {},
    });
    try {
      const put = [
        { key: "gone", value: "text-that-was-deleted" },
        { key: "kept", value: "text-that-is-kept" },
      ];
      await store.commit({ id: "put", space: "p00", put });
      await store.commit({ id: "remove", space: "p00", remove: ["gone"] });
      expect(inFiles(server, "text-that-was-deleted")).toBe(true);
      await store.erase();
      expect(inFiles(server, "text-that-was-deleted")).toBe(false);
      expect(inFiles(server, "text-that-is-kept")).toBe(true);
    } finally {
      await store.close();
      await server.close();
    }
  },
);
