import { createHash } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { storeFile } from "../../src/adapters/stores/files.ts";
import { type AuditEvent, auditBody, verifyAudit } from "../../src/app/audit.ts";
import { entryHashInput, type Store } from "../../src/ports/store.ts";
import { openStoreIn, temporaryFolder } from "./temporary-store.ts";

const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");
const start = 1_767_225_600_000;
const person = "0123456789abcdef0123456789abcdef";
const event = { kind: "forgotten", person, documents: 3 } as const satisfies AuditEvent;

/** A store with a long stream and a short one, and its file opened beside it. */
async function filled(entries = 1_203) {
  const folder = temporaryFolder();
  const store = openStoreIn(folder, () => start);
  const append = (space: string, count: number, from = 0) =>
    store.commit({
      id: `${space}-${from}`,
      space,
      append: Array.from({ length: count }, (_, at) => ({
        stream: "audit",
        at: start + from + at,
        body: auditBody({ ...event, documents: from + at }),
      })),
    });
  await append("access", 3);
  await append("p07", entries);
  const database = new DatabaseSync(storeFile(folder));
  return { store, append, database, check: () => verifyAudit(store, sha256) };
}

const found = { space: "p07", stream: "audit", ok: false };

describe("the check of the audit log", () => {
  it("finds an untouched log whole, and says where each stream ends", async () => {
    const { check, store } = await filled();
    const heads = await store.streams();
    expect(await check()).toEqual([
      { space: "access", stream: "audit", entries: 3, ok: true, brokenAt: null, last: heads[0]?.last },
      { space: "p07", stream: "audit", entries: 1_203, ok: true, brokenAt: null, last: heads[1]?.last },
    ]);
    expect(heads[1]?.last.sequence).toBe(1_203);
  });

  it("finds an empty store whole", async () => {
    expect(
      await verifyAudit(
        openStoreIn(temporaryFolder(), () => start),
        sha256,
      ),
    ).toEqual([]);
  });

  it("finds a trimmed log whole, also one trimmed to nothing", async () => {
    const { check, store } = await filled();
    await store.trimStream("p07", "audit", start + 700);
    await store.trimStream("access", "audit", start + 3);
    expect(await check()).toMatchObject([
      { space: "access", entries: 0, ok: true },
      { space: "p07", entries: 503, ok: true },
    ]);
  });

  it.each([
    ["a changed body", "UPDATE entry SET body = '{}' WHERE space = 'p07' AND sequence = 700", 700],
    ["a changed instant", "UPDATE entry SET at = at + 1 WHERE space = 'p07' AND sequence = 700", 700],
    ["a changed hash", "UPDATE entry SET hash = 'beef' WHERE space = 'p07' AND sequence = 700", 700],
    ["a deleted entry", "DELETE FROM entry WHERE space = 'p07' AND sequence = 700", 700],
    ["a deleted first entry", "DELETE FROM entry WHERE space = 'p07' AND sequence = 1", 1],
    ["a cut end", "DELETE FROM entry WHERE space = 'p07' AND sequence > 1201", 1_202],
    ["an emptied stream", "DELETE FROM entry WHERE space = 'p07'", 1],
    [
      "an entry slipped in at the end",
      "INSERT INTO entry (space, stream, sequence, at, hash, body) VALUES ('p07', 'audit', 1204, 0, 'beef', '{}')",
      1_204,
    ],
    [
      "an entry slipped in before the start",
      "INSERT INTO entry (space, stream, sequence, at, hash, body) VALUES ('p07', 'audit', 0, 0, 'beef', '{}')",
      0,
    ],
    ["a head set back", "UPDATE stream SET last_sequence = 1200 WHERE space = 'p07'", 1_200],
    ["another last hash", "UPDATE stream SET last_hash = 'beef' WHERE space = 'p07'", 1_203],
    ["a start moved on", "UPDATE stream SET base_sequence = 5 WHERE space = 'p07'", 1],
  ])("finds and names %s", async (_, tampering, brokenAt) => {
    const { check, database } = await filled();
    database.exec(`PRAGMA foreign_keys = OFF; ${tampering}`);
    const [untouched, broken] = await check();
    expect(untouched).toMatchObject({ space: "access", ok: true });
    expect(broken).toMatchObject({ ...found, brokenAt });
  });

  it("finds a row put in the middle with those after it moved on", async () => {
    const { check, database } = await filled(50);
    database.exec(`
      UPDATE entry SET sequence = sequence + 1000 WHERE space = 'p07' AND sequence > 20;
      UPDATE entry SET sequence = sequence - 999 WHERE space = 'p07' AND sequence > 1000;
      INSERT INTO entry (space, stream, sequence, at, hash, body) SELECT space, stream, 21, at, hash, body
        FROM entry WHERE space = 'p07' AND sequence = 20;
      UPDATE stream SET last_sequence = last_sequence + 1 WHERE space = 'p07';`);
    expect((await check())[1]).toMatchObject({ ...found, brokenAt: 21 });
  });

  it("finds an entry slipped in before a trimmed start", async () => {
    const { check, database, store } = await filled(50);
    await store.trimStream("p07", "audit", start + 20);
    database.exec(
      "INSERT INTO entry (space, stream, sequence, at, hash, body) VALUES ('p07', 'audit', 7, 0, 'beef', '{}')",
    );
    expect((await check())[1]).toMatchObject({ ...found, brokenAt: 7 });
  });

  it("finds any one field of any one entry changed", async () => {
    const { check, database } = await filled(40);
    const read = database.prepare("SELECT * FROM entry WHERE space = 'p07' AND sequence = ?");
    const write = database.prepare(
      "UPDATE entry SET at = :at, body = :body, hash = :hash WHERE space = 'p07' AND sequence = :sequence",
    );
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom("at", "body", "hash"),
        fc.integer({ min: 1, max: 1_000 }),
        async (sequence, field, by) => {
          const { at, body, hash } = read.get(sequence) as { at: number; body: string; hash: string };
          const changed = { at, body, hash, [field]: field === "at" ? at + by : `${by}` };
          write.run({ ...changed, sequence });
          const [, broken] = await check();
          write.run({ at, body, hash, sequence });
          expect(broken).toMatchObject({ ...found, brokenAt: sequence });
        },
      ),
      { numRuns: 40 },
    );
    expect((await check())[1]).toMatchObject({ ok: true });
  });

  it("holds a log for whole that is appended to and trimmed during the check", async () => {
    const { store, append } = await filled();
    let pages = 0;
    const busy: Store = {
      ...store,
      readStream: async (space, stream, after, limit) => {
        pages++;
        if (space === "p07" && pages === 3) await append("p07", 400, 2_000);
        if (space === "p07" && pages === 4) await store.trimStream("p07", "audit", start + 900);
        return store.readStream(space, stream, after, limit);
      },
    };
    expect((await verifyAudit(busy, sha256)).map(({ ok }) => ok)).toEqual([true, true]);
    const trimmedAtOnce: Store = {
      ...store,
      streams: async () => {
        const heads = await store.streams();
        await store.trimStream("p07", "audit", start + 1_000);
        return heads;
      },
    };
    expect((await verifyAudit(trimmedAtOnce, sha256)).map(({ ok }) => ok)).toEqual([true, true]);
  });
});

describe("the body of an audit entry", () => {
  it("is JSON with sorted keys, whatever the order it was given in", () => {
    expect(auditBody({ person, documents: 3, kind: "forgotten" })).toBe(
      `{"documents":3,"kind":"forgotten","person":"${person}"}`,
    );
    expect(auditBody(event)).toBe(auditBody({ documents: 3, kind: "forgotten", person }));
  });

  it("takes no text of a user in any field, and the refusal does not repeat it", () => {
    const said = "张三说：Zhang San said it";
    const whole: Record<string, unknown>[] = [
      { kind: "dead", event: person, reason: "poison" },
      { kind: "refused", event: person, reason: "classified" },
      { kind: "feedback", person, conversation: person, turn: 1, verdict: "useful" },
      {
        kind: "question",
        person,
        conversation: person,
        turn: 1,
        answer: "refusal",
        mode: "curated",
        reason: "out_of_scope",
        text: null,
      },
      { kind: "access.approved", actor: "command-line", person, role: "cadre", unit: person, until: null },
    ];
    for (const one of whole) {
      expect(() => auditBody(one as AuditEvent)).not.toThrow();
      for (const field of [...Object.keys(one), "note"]) {
        const wrong = { ...one, [field]: said };
        expect(() => auditBody(wrong as AuditEvent)).toThrow(
          expect.objectContaining({ code: "audit.event" }),
        );
        expect(() => auditBody(wrong as AuditEvent)).not.toThrow(/Zhang|张三/);
      }
    }
  });

  it("is what the hash of its entry is made of", async () => {
    const { store } = await filled(1);
    const [entry] = await store.readStream("p07", "audit", 0, 1);
    expect(entry?.hash).toBe(sha256(entryHashInput("", { sequence: 1, at: start, body: entry?.body ?? "" })));
  });
});
