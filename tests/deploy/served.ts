/** A real server on a free port and an empty folder, asked and stopped. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLogger } from "../../src/adapters/logging/logger.ts";
import { serve } from "../../src/compose.ts";
import { readConfig } from "../../src/config.ts";

/** What it answers at each path. */
export async function askServer(
  paths: readonly string[],
): Promise<readonly { readonly path: string; readonly status: number; readonly text: string }[]> {
  const folder = mkdtempSync(join(tmpdir(), "rongcuo-deploy-"));
  const log = createLogger("error", { write: () => {} });
  const server = await serve(readConfig({ DATA_DIR: folder, HTTP_PORT: "0" }), log);
  try {
    return await Promise.all(
      paths.map(async (path) => {
        const response = await fetch(new URL(path, server.url));
        return { path, status: response.status, text: await response.text() };
      }),
    );
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
