import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { storeFile } from "../../src/adapters/stores/files.ts";
import { createSqliteStore } from "../../src/adapters/stores/sqlite-store.ts";
import { auditBody } from "../../src/app/audit.ts";
import { temporaryFolder } from "../app/temporary-store.ts";
import { runCli } from "./run-cli.ts";

describe("cli audit verify", () => {
  it("finds a log whole beside a running server, and names the entry that was changed", async () => {
    const directory = temporaryFolder();
    const server = createSqliteStore({ directory, clock: Date.now, exclusive: true, what: "a server" });
    const body = auditBody({ kind: "notice", person: "0".repeat(32) });
    const append = Array.from({ length: 5 }, (_, at) => ({ stream: "audit", at, body }));
    await server.commit({ id: "batch", space: "p01", append });
    const verify = (...args: string[]) => runCli(["audit", "verify", ...args], { DATA_DIR: directory });
    const [head] = await server.streams();
    expect(JSON.parse((await verify("--json")).stdout)).toEqual({
      ok: true,
      streams: [{ space: "p01", stream: "audit", entries: 5, ok: true, broken_at: null, last: head?.last }],
    });
    expect(await verify()).toMatchObject({ status: 0, stderr: "" });

    const { status } = spawnSync(process.execPath, ["src/cli.ts", "audit", "verify"], {
      cwd: join(import.meta.dirname, "../.."),
      env: { DATA_DIR: directory },
    });
    expect(status).toBe(0);

    const database = new DatabaseSync(storeFile(directory));
    database.exec("UPDATE entry SET at = 99 WHERE sequence = 3");
    database.close();
    const broken = await verify("--json");
    expect(broken.status).toBe(1);
    expect(JSON.parse(broken.stdout)).toMatchObject({ ok: false, streams: [{ ok: false, broken_at: 3 }] });
    expect((await verify()).stdout).toContain("BROKEN  at 3");
    await server.close();
  });

  it("ends with 3 where there is no store", async () => {
    expect(await runCli(["audit", "verify"], { DATA_DIR: temporaryFolder() })).toMatchObject({
      status: 3,
      stdout: "",
    });
  });
});
