/** A real server on a free port and an empty folder, asked and stopped. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLogger } from "../../src/adapters/logging/logger.ts";
import { serve } from "../../src/compose.ts";
import { readConfig } from "../../src/config.ts";

async function withServer<Result>(work: (url: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "rongcuo-deploy-"));
  const log = createLogger("error", { write: () => {} });
  const server = await serve(readConfig({ DATA_DIR: folder, HTTP_PORT: "0" }), log);
  try {
    return await work(server.url);
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What it answers at each path. */
export const addressesOfServer = (
  paths: readonly string[],
): Promise<readonly { readonly path: string; readonly status: number }[]> =>
  withServer((url) =>
    Promise.all(
      paths.map(async (path) => {
        const response = await fetch(new URL(path, url));
        await response.arrayBuffer();
        return { path, status: response.status };
      }),
    ),
  );

/** What it tells Prometheus. */
export const metricsOfServer = (): Promise<string> =>
  withServer(async (url) => (await fetch(new URL("/metrics", url))).text());
