import { createHash } from "node:crypto";
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openArchive, readArchive } from "../../src/adapters/archive/jsonl-archive.ts";
import { createArchivedStore, createArchiver, verifyArchive } from "../../src/app/archive.ts";
import type { Store } from "../../src/ports/store.ts";
import { createModelStore } from "../contract/store-model.ts";
import { until } from "../until.ts";

const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");
const day = 24 * 3_600_000;

describe("the archive of the audit log", () => {
  let directory: string;
  let now: number;
  let store: Store;
  let errors: object[];
  let ids: number;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "archive-"));
    now = Date.UTC(2026, 0, 5);
    store = createModelStore(() => now);
    errors = [];
    ids = 0;
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const log = { warn: () => {}, error: (fields: object) => void errors.push(fields) };
  const openIn = (fileBytes?: number) =>
    openArchive({ directory, clock: () => now, ...(fileBytes === undefined ? {} : { fileBytes }) });
  const archiver = async (fileBytes?: number) =>
    createArchiver({ store, archive: await openIn(fileBytes), log, sha256 });
  const append = (body: string, space = "p00", to = store) =>
    to.commit({ id: `batch-${++ids}`, space, append: [{ stream: "audit", at: now, body }] });
  const files = () => readdirSync(directory).filter((name) => name.endsWith(".jsonl"));
  const verify = (against: Store | null = store) => verifyArchive(readArchive(directory), against, sha256);
  const file = () => join(directory, files()[0] ?? "");

  it("holds every entry once, in files by day and size, over restarts", async () => {
    const first = await archiver();
    for (const body of ["甲", "b"]) await append(body);
    await first.run();
    await append("c");
    await append("other", "p01");
    await first.run();
    now += day;
    await append("d");
    await (await archiver()).run();
    const { streams, damaged } = await verify();
    expect(damaged).toBe(0);
    expect(streams).toMatchObject([
      { stream: "p00/audit", entries: 4, first: 1, last: { sequence: 4 }, wrong: [], missing: [] },
      { stream: "p01/audit", entries: 1, wrong: [], missing: [] },
    ]);
    expect(files()).toEqual(["audit-2026-01-05-0001.jsonl", "audit-2026-01-06-0001.jsonl"]);
    const small = await archiver(10);
    for (const body of ["e", "f"]) {
      await append(body);
      await small.run();
    }
    expect(files()).toHaveLength(4);
  });

  it("is written soon after a commit that appends", async () => {
    const running = await archiver();
    running.start();
    await append("a", "p00", createArchivedStore(store, running));
    await until(async () => (await verify()).streams.length === 1);
    await append("b", "p00", createArchivedStore(store, running));
    await running.stop();
    expect((await verify()).streams).toMatchObject([{ entries: 2 }]);
  });

  it("looks once more for all that is asked for while it looks", async () => {
    const gate = Promise.withResolvers<void>();
    let looks = 0;
    const slow: Store = {
      ...store,
      async streams() {
        looks++;
        await gate.promise;
        return store.streams();
      },
    };
    const running = createArchiver({ store: slow, archive: await openIn(), log, sha256 });
    const first = running.run();
    await until(() => looks === 1);
    await append("a");
    const more = [running.run(), running.run(), running.run()];
    gate.resolve();
    await Promise.all([first, ...more]);
    expect(looks).toBe(2);
    expect((await verify()).streams).toMatchObject([{ entries: 1 }]);
  });

  it("goes on where what it remembers of itself is gone, or a line was cut off", async () => {
    await append("a");
    await (await archiver()).run();
    rmSync(join(directory, "ends.json"));
    appendFileSync(file(), '{"space":"p00","str');
    await append("b");
    await (await archiver()).run();
    expect(await verify()).toMatchObject({ damaged: 0, streams: [{ entries: 2, wrong: [], missing: [] }] });
  });

  it("shows a changed line, a missing one and a damaged one", async () => {
    for (const body of ["a", "b", "c", "d"]) await append(body);
    await (await archiver()).run();
    const lines = readFileSync(file(), "utf8").trimEnd().split("\n");
    const check = async (changed: readonly string[]) => {
      writeFileSync(file(), `${changed.join("\n")}\n`);
      const { streams, damaged } = await verify(null);
      return { damaged, wrong: streams[0]?.wrong, missing: streams[0]?.missing };
    };
    expect(await check(lines)).toEqual({ damaged: 0, wrong: [], missing: [] });
    expect(await check(lines.map((line) => line.replace('"body":"b"', '"body":"x"')))).toMatchObject({
      wrong: [2],
    });
    expect(await check(lines.toSpliced(1, 2))).toMatchObject({ missing: [[2, 3]] });
    expect(await check(lines.toSpliced(1, 1, "no entry"))).toMatchObject({ damaged: 1, missing: [[2, 2]] });
    // A chain computed anew from a changed entry on holds by itself, but not together with what follows it.
    const forged = JSON.parse(lines[2] ?? "");
    forged.body = "x";
    forged.hash = sha256(`${forged.previous}\n3\n${forged.at}\nx`);
    expect(await check(lines.with(2, JSON.stringify(forged)))).toMatchObject({ wrong: [4] });
  });

  it("shows where the store holds another entry, or fewer, and the archiver tells it once", async () => {
    for (const body of ["a", "b", "c"]) await append(body);
    await (await archiver()).run();
    store = createModelStore(() => now);
    await append("a");
    await append("y");
    expect((await verify()).streams).toMatchObject([{ wrong: [2, 3] }]);
    const next = await archiver();
    await next.run();
    await next.run();
    expect(errors).toHaveLength(1);
    for (const body of ["z", "more"]) await append(body);
    const changed = await archiver();
    await changed.run();
    expect(errors).toHaveLength(2);
    expect((await verify()).streams[0]?.wrong).toEqual([2, 3, 4]);
  });

  it("begins where the store's kept entries begin, and lets go of what is too old", async () => {
    await append("old");
    now += 10 * day;
    await append("new");
    await store.trimStream("p00", "audit", now);
    await (await archiver()).run();
    expect((await verify()).streams).toMatchObject([{ entries: 1, first: 2, wrong: [], missing: [] }]);
    const archive = await openIn();
    expect(await archive.prune(now)).toBe(0);
    expect(await archive.prune(now + day)).toBe(1);
    expect(files()).toEqual([]);
  });

  it("is not stopped by a store that does not answer", async () => {
    const archive = await openIn();
    const failing = createArchiver({
      store: {
        ...store,
        streams: () => Promise.reject(new Error("down")),
      },
      archive,
      log,
      sha256,
    });
    await failing.run();
    await failing.stop();
    expect(files()).toEqual([]);
  });
});
