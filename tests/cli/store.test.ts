import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEpochFile } from "../../src/adapters/stores/redis/epoch-file.ts";
import { createSqliteStore } from "../../src/adapters/stores/sqlite-store.ts";
import { runCommandLine } from "../../src/cli.ts";
import type { Store } from "../../src/ports/store.ts";

const folder = mkdtempSync(join(tmpdir(), "cli-store-"));
const data = join(folder, "data");
let server: Store;

const openServer = (): Store =>
  createSqliteStore({ directory: data, clock: Date.now, exclusive: true, what: "rongcuo server" });

/** Runs a command line beside the store this test holds. */
async function cli(args: readonly string[], directory = data) {
  let stdout = "";
  let stderr = "";
  const terminal = {
    out: (text: string) => {
      stdout += text;
    },
    err: (text: string) => {
      stderr += text;
    },
    input: async () => new Uint8Array(),
  };
  const status = await runCommandLine(args, terminal, { DATA_DIR: directory });
  return { status, stdout, stderr };
}
const json = async (args: readonly string[]) => JSON.parse((await cli([...args, "--json"])).stdout);

beforeAll(async () => {
  server = openServer();
  for (const [queue, group] of [
    ["inbox", "web:1/a"],
    ["outbox", "telegram:1001/a"],
  ] as const) {
    const payload = "文字不应出现";
    await server.commit({ id: `${queue} in`, space: "p00", enqueue: [{ queue, group, payload }] });
    const [claimed] = await server.claim(queue, { worker: "w", leaseSeconds: 60, limit: 1 });
    if (claimed !== undefined)
      await server.commit({ id: `${queue} dead`, space: "p00", settle: [{ claimed, dead: "too-often" }] });
  }
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

describe("dead letters on the command line", () => {
  it("are listed beside a running server, without their texts", async () => {
    const { dead_letters: letters } = await json(["dead-letters"]);
    expect(letters).toMatchObject([
      { id: "1", queue: "inbox", group: "web:1/a", attempts: 1, reason: "too-often" },
      { id: "2", queue: "outbox" },
    ]);
    expect(new Date(letters[0].died_at).toISOString()).toBe(letters[0].died_at);
    const { status, stdout } = await cli(["dead-letters"]);
    expect(status).toBe(0);
    expect(stdout.trim().split("\n")).toHaveLength(2);
    expect(stdout + JSON.stringify(letters)).not.toContain("文字");
  });

  it("are listed by queue", async () => {
    expect((await json(["dead-letters", "--queue", "outbox"])).dead_letters).toMatchObject([{ id: "2" }]);
    expect(await cli(["dead-letters", "--queue", "other"])).toMatchObject({ status: 2, stdout: "" });
  });

  it("are retried and discarded, once each", async () => {
    expect(await json(["dead-letters", "retry", "1"])).toEqual({ id: "1", status: "retried" });
    expect(await server.claim("inbox", { worker: "w", leaseSeconds: 60, limit: 1 })).toHaveLength(1);
    expect(await json(["dead-letters", "discard", "2"])).toEqual({ id: "2", status: "discarded" });
    expect(await json(["dead-letters"])).toEqual({ dead_letters: [] });
    const again = await cli(["dead-letters", "discard", "2"]);
    expect(again).toMatchObject({ status: 2, stdout: "" });
    expect(again.stderr).toContain("no dead letter 2");
  });

  it("need a store", async () => {
    const none = join(folder, "none");
    for (const args of [["dead-letters"], ["dead-letters", "retry", "1"], ["backup", join(folder, "x")]]) {
      const { status, stdout, stderr } = await cli(args, none);
      expect({ status, stdout }).toEqual({ status: 3, stdout: "" });
      expect(stderr).toContain("no store in");
    }
    expect(existsSync(none)).toBe(false);
  });
});

describe("commands that take options alone", () => {
  it.each([
    "audit verify",
    "chat",
    "dead-letters",
    "eval",
    "gaps",
    "keys new",
    "keys rotate",
    "knowledge check",
    "knowledge stats",
  ])("%s refuses a word it does not know", async (name) => {
    const refused = await cli([...name.split(" "), "extra"]);
    expect(refused).toMatchObject({ status: 2, stdout: "" });
    expect(refused.stderr).toContain("extra");
  });
});

describe("the Redis that was used before", () => {
  it("is forgotten once; then there is nothing to forget, which is said", async () => {
    const directory = join(folder, "forgetful");
    createEpochFile(directory).write("a mark");
    expect(await cli(["store", "forget"], directory)).toMatchObject({ status: 0, stdout: "forgotten\n" });
    const again = await cli(["store", "forget"], directory);
    expect(again).toMatchObject({ status: 3, stdout: "" });
    expect(again.stderr).toContain(`nothing to forget: ${directory}`);
  });
});

describe("backup and restore on the command line", () => {
  const file = join(folder, "backup.sqlite");

  it("name a backup file that cannot be written", async () => {
    const nowhere = join(folder, "nowhere", "backup.sqlite");
    const refused = await cli(["backup", nowhere]);
    expect(refused).toMatchObject({ status: 2, stdout: "" });
    expect(refused.stderr).toContain(`cannot write ${nowhere}: ENOENT`);
  });

  it("back up beside a running server, and restore only when it has stopped", async () => {
    await server.commit({ id: "a", space: "p00", put: [{ key: "a", value: "x" }] });
    expect(await json(["backup", file])).toEqual({ file, bytes: expect.any(Number) });
    const locked = await cli(["restore", file]);
    expect(locked).toMatchObject({ status: 3, stdout: "" });
    expect(locked.stderr).toContain(`rongcuo server (process ${process.pid})`);
    await server.commit({ id: "b", space: "p00", put: [{ key: "b", value: "x" }] });
    await server.close();
    expect(await json(["restore", file])).toEqual({
      file,
      replaced: expect.stringContaining("replaced-"),
      set_aside: 0,
    });
    server = openServer();
    expect((await server.list("p00", "", { limit: 9 })).map(({ key }) => key)).toEqual(["a"]);
  });

  it("end with 2 where the file is there already, missing, or no backup", async () => {
    const other = join(folder, "other");
    writeFileSync(other, "something else");
    await server.close();
    const commands = [
      ["backup", file],
      ["restore", join(folder, "missing")],
      ["restore", other],
      ["restore", folder],
      ["store", "export", join(folder, "nowhere", "export")],
      ["restore"],
      ["backup", file, file],
    ];
    const ends: Awaited<ReturnType<typeof cli>>[] = [];
    for (const args of commands) ends.push(await cli(args));
    server = openServer();
    expect(ends.map(({ status, stdout }) => ({ status, stdout }))).toEqual(
      Array(commands.length).fill({ status: 2, stdout: "" }),
    );
    expect(ends.every(({ stderr }) => stderr.length > 0 && !stderr.includes("    at "))).toBe(true);
  });

  it("end with 2 where a folder is to be imported, and name it", async () => {
    const refused = await cli(["store", "import", folder], join(folder, "empty"));
    expect(refused).toMatchObject({ status: 2, stdout: "" });
    expect(refused.stderr).toContain(`cannot use ${folder}: EISDIR; name a file`);
  });
});
