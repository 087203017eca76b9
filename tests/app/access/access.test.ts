import { createHash, randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createPseudonyms } from "../../../src/adapters/sealing/keyed-hash.ts";
import { createAccess } from "../../../src/app/access/access.ts";
import { codeMilliseconds, codesAtMost } from "../../../src/app/access/admission.ts";
import type { AccessOptions } from "../../../src/app/access/records.ts";
import { verifyAudit } from "../../../src/app/audit.ts";
import { accessSpace } from "../../../src/app/flow/keys.ts";
import type { Access, AccessResult, Admission, Terms } from "../../../src/ports/access.ts";
import type { PersonId } from "../../../src/ports/channel.ts";
import { type Store, StoreUnavailableError } from "../../../src/ports/store.ts";
import { newKey, openStoreIn, temporaryFolder } from "../temporary-store.ts";

const start = Date.UTC(2026, 0, 5);
const day = 86_400_000;
const pseudonyms = createPseudonyms("a secret of at least thirty-two characters");
const cadre: Terms = { role: "cadre", unit: "某市纪委监委", until: null };
const official: Terms = { role: "official", unit: "某市委组织部", until: null };
const admin: PersonId = "web:admin";

/** Access over a store of its own, with a clock the test moves. */
function setUp(options: Partial<AccessOptions> = {}) {
  const folder = temporaryFolder();
  const time = { now: start };
  const clock = () => time.now;
  const key = newKey("k");
  const store = openStoreIn(folder, clock, [key]);
  const access = createAccess({
    store,
    mode: "approval",
    admins: [admin],
    clock,
    random: randomBytes,
    pseudonyms,
    ...options,
  });
  return { folder, time, clock, key, store, access };
}

function value<Value>(result: AccessResult<Value>): Value {
  if (!result.ok) throw new Error(`refused: ${result.problem}`);
  return result.value;
}

function codeOf(admission: Admission): string {
  if (admission.admitted || admission.code === null) throw new Error("no code was given");
  return admission.code;
}

const codeFor = async (access: Access, person: PersonId): Promise<string> =>
  codeOf(await access.admit(person));

async function letIn(access: Access, person: PersonId, terms: Terms): Promise<void> {
  value(await access.approve("command-line", await codeFor(access, person), terms));
}

/** The audit log's bodies, oldest first. */
const audited = async (store: Store): Promise<Record<string, unknown>[]> =>
  (await store.readStream(accessSpace, "audit", 0, 1_000)).map(({ body }) => JSON.parse(body));

/** Everything that stands under `access`, to show that nothing changed. */
const everything = async (store: Store) => [
  await store.list(accessSpace, "", { limit: 1_000 }),
  await store.readStream(accessSpace, "audit", 0, 1_000),
];

describe("in open mode", () => {
  it("everybody of web and terminal is a cadre, and nothing is stored", async () => {
    const { access, store } = setUp({ mode: "open" });
    for (const person of ["web:1", "terminal:501"] as const)
      expect(await access.admit(person)).toMatchObject({
        admitted: true,
        grant: { person, role: "cadre", unit: "", grantedBy: "open" },
      });
    expect(await everything(store)).toEqual([[], []]);
  });

  it("people of other channels still ask with a code", async () => {
    const { access } = setUp({ mode: "open" });
    expect(await access.admit("telegram:1001")).toMatchObject({ admitted: false });
  });

  it("what a person was given counts, and after it is taken back they are a cadre again", async () => {
    const { access } = setUp({ mode: "open" });
    const { token } = value(await access.invite("command-line", official, start + day));
    value(await access.redeem("web:1", token));
    expect(await access.grantOf("web:1")).toMatchObject({ role: "official" });
    value(await access.revoke(admin, "web:1"));
    expect(await access.grantOf("web:1")).toMatchObject({ role: "cadre", grantedBy: "open" });
  });

  it("nobody is an administrator by being first", async () => {
    const { access } = setUp({ mode: "open", admins: [] });
    await access.admit("terminal:0");
    expect(await access.grants("terminal:0")).toEqual({ ok: false, problem: "forbidden" });
  });
});

describe("in approval mode", () => {
  it("an unknown person is given a code, the same one while it lasts, and then another", async () => {
    const { access, time } = setUp();
    expect(await access.grantOf("web:1")).toBeNull();
    const first = await access.admit("web:1");
    expect(first).toMatchObject({ admitted: false, until: start + codeMilliseconds });
    time.now += codeMilliseconds - 1;
    expect(await access.admit("web:1")).toEqual(first);
    time.now += 1;
    const next = await access.admit("web:1");
    expect(codeOf(next)).not.toBe(codeOf(first));
    expect(await access.approve(admin, codeOf(first), cadre)).toEqual({ ok: false, problem: "unknown-code" });
  });

  it("an administrator lets them in with unit and role, once", async () => {
    const { access } = setUp();
    const code = await codeFor(access, "web:1");
    const typed = code.replace("-", "").toLowerCase();
    expect(await access.approve(admin, typed, official)).toEqual({
      ok: true,
      value: { person: "web:1", ...official, grantedAt: start, grantedBy: admin },
    });
    expect(await access.admit("web:1")).toMatchObject({ admitted: true, grant: official });
    expect(await access.approve(admin, code, cadre)).toEqual({ ok: false, problem: "unknown-code" });
    expect(value(await access.requests(admin))).toEqual([]);
  });

  it("two administrators who approve one code at once give one grant", async () => {
    const { access, store, clock } = setUp();
    const other = createAccess({
      store,
      mode: "approval",
      admins: [admin],
      clock,
      random: randomBytes,
      pseudonyms,
    });
    const code = await codeFor(access, "web:1");
    const results = await Promise.all([
      access.approve(admin, code, cadre),
      other.approve("command-line", code, official),
    ]);
    expect(results.map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect(await audited(store)).toHaveLength(1);
  });

  it("a grant ends at its end, at each use", async () => {
    const { access, time } = setUp();
    await letIn(access, "web:1", { ...official, until: start + day });
    time.now = start + day - 1;
    expect(await access.grantOf("web:1")).toMatchObject({ role: "official" });
    time.now = start + day;
    expect(await access.grantOf("web:1")).toBeNull();
    expect(await access.admit("web:1")).toMatchObject({ admitted: false });
    expect(value(await access.grants(admin))).toHaveLength(1);
    expect(await access.change(admin, "web:1", cadre)).toEqual({ ok: false, problem: "unknown-person" });
  });

  it("an administrator by configuration needs no approval and cannot be unmade", async () => {
    const { access } = setUp();
    expect(await access.admit(admin)).toMatchObject({
      admitted: true,
      grant: { role: "admin", grantedBy: "configuration" },
    });
    expect(await access.revoke("command-line", admin)).toEqual({ ok: false, problem: "forbidden" });
    expect(await access.change("command-line", admin, cadre)).toEqual({ ok: false, problem: "forbidden" });
    const code = await codeFor(access, "web:2");
    expect(await access.transfer("command-line", admin, code)).toEqual({ ok: false, problem: "forbidden" });
  });

  it("grants can be changed and taken back", async () => {
    const { access } = setUp();
    await letIn(access, "web:1", cadre);
    expect(value(await access.change(admin, "web:1", official))).toMatchObject(official);
    expect(await access.grantOf("web:1")).toMatchObject(official);
    value(await access.revoke(admin, "web:1"));
    expect(await access.grantOf("web:1")).toBeNull();
    expect(await access.revoke(admin, "web:1")).toEqual({ ok: false, problem: "unknown-person" });
  });

  it("a grant moves to a new device, and the old one ends with it", async () => {
    const { access } = setUp();
    await letIn(access, "web:old", { ...official, until: start + 30 * day });
    const code = await codeFor(access, "web:new");
    expect(value(await access.transfer(admin, "web:old", code))).toMatchObject({
      person: "web:new",
      ...official,
      until: start + 30 * day,
    });
    expect(await access.grantOf("web:old")).toBeNull();
    expect(await access.grantOf("web:new")).toMatchObject({ role: "official" });
    expect(await access.transfer(admin, "web:old", code)).toEqual({ ok: false, problem: "unknown-person" });
    expect(await access.transfer(admin, "web:new", code)).toEqual({ ok: false, problem: "unknown-code" });
  });

  it.each([
    ["an unknown role", { ...cadre, role: "emperor" as "admin" }],
    ["a unit over two lines", { ...cadre, unit: "某市\n纪委" }],
    ["a unit without end", { ...cadre, unit: "市".repeat(101) }],
    ["an end that is past", { ...cadre, until: start }],
    ["an end that is no instant", { ...cadre, until: Number.NaN }],
  ])("%s is not granted", async (_, terms) => {
    const { access, store } = setUp();
    const code = await codeFor(access, "web:1");
    await letIn(access, "web:2", cadre);
    const before = await everything(store);
    const invalid = { ok: false, problem: "invalid" };
    expect(await access.approve(admin, code, terms)).toEqual(invalid);
    expect(await access.change(admin, "web:2", terms)).toEqual(invalid);
    expect(await access.invite(admin, terms, start + day)).toEqual(invalid);
    expect(await everything(store)).toEqual(before);
  });

  it.each(["web:1/../web:2", "web:\u0000", "nobody", "", "web:x y", `web:${"x".repeat(600)}`])(
    "%j is nobody",
    async (person) => {
      const { access } = setUp();
      const nobody = { ok: false, problem: "unknown-person" };
      expect(await access.revoke(admin, person as PersonId)).toEqual(nobody);
      expect(await access.change(admin, person as PersonId, cadre)).toEqual(nobody);
      expect(await access.transfer(admin, person as PersonId, "ABCD-EFGH")).toEqual(nobody);
    },
  );
});

describe("requests", () => {
  it("are listed with their codes, the oldest first, while they last", async () => {
    const { access, time } = setUp();
    const first = await codeFor(access, "web:1");
    time.now += 1_000;
    const second = await codeFor(access, "web:2");
    expect(value(await access.requests(admin))).toEqual([
      { person: "web:1", code: first, askedAt: start, until: start + codeMilliseconds },
      { person: "web:2", code: second, askedAt: start + 1_000, until: start + 1_000 + codeMilliseconds },
    ]);
    time.now = start + codeMilliseconds;
    expect(value(await access.requests(admin))).toMatchObject([{ person: "web:2" }]);
  });

  it("of a flood of strangers stay few, and those who asked before can still be let in", async () => {
    const { access, store, time } = setUp();
    const code = await codeFor(access, "web:honest");
    const flood = Array.from({ length: codesAtMost + 50 }, (_, at) => access.admit(`web:flood${at}`));
    const given = (await Promise.all(flood)).filter((one) => !one.admitted && one.code !== null);
    expect(given).toHaveLength(codesAtMost - 1);
    expect(await access.admit("web:late")).toEqual({
      admitted: false,
      code: null,
      until: start + codeMilliseconds,
    });
    expect((await store.list(accessSpace, "", { limit: 5_000 })).length).toBe(2 * codesAtMost + 1);
    value(await access.approve(admin, code, cadre));
    time.now += codeMilliseconds;
    expect(codeOf(await access.admit("web:late"))).toMatch(/^.{4}-.{4}$/);
    await store.sweep();
    expect((await store.list(accessSpace, "", { limit: 5_000 })).length).toBe(4);
  }, 60_000);

  it("made at once by one person give one code", async () => {
    const { access, store } = setUp();
    const codes = await Promise.all(Array.from({ length: 10 }, () => codeFor(access, "web:1")));
    expect(new Set(codes).size).toBe(1);
    expect(await store.list(accessSpace, "request/", { limit: 10 })).toHaveLength(1);
  });

  it("never share a code, even where chance gives the same twice", async () => {
    let draws = 0;
    // The first ten draws are all the same.
    const random = (count: number) => (draws++ < 10 && count === 8 ? new Uint8Array(8) : randomBytes(count));
    const { access } = setUp({ random });
    expect(await codeFor(access, "web:1")).toBe("0000-0000");
    expect(await codeFor(access, "web:2")).not.toBe("0000-0000");
  });
});

describe("an invitation", () => {
  it("gives exactly its terms, once, and keeps the token nowhere", async () => {
    const { access, store } = setUp();
    const { token } = value(await access.invite(admin, official, start + day));
    expect(Buffer.from(token, "base64url").length).toBeGreaterThanOrEqual(16);
    expect(JSON.stringify(await everything(store))).not.toContain(token);
    expect(await access.redeem("web:1", token)).toEqual({
      ok: true,
      value: { person: "web:1", ...official, grantedAt: start, grantedBy: "invitation" },
    });
    expect(await access.redeem("web:2", token)).toEqual({ ok: false, problem: "unknown-code" });
    expect(await access.grantOf("web:2")).toBeNull();
  });

  it("redeemed by many at once, in several processes, lets one in", async () => {
    const { access, store, folder, clock, key } = setUp();
    const { token } = value(await access.invite("command-line", cadre, start + day));
    const doors = Array.from({ length: 4 }, () =>
      createAccess({
        store: openStoreIn(folder, clock, [key]),
        mode: "approval",
        admins: [admin],
        clock,
        random: randomBytes,
        pseudonyms,
      }),
    );
    const people = Array.from({ length: 20 }, (_, at): PersonId => `web:${at}`);
    const results = await Promise.all(people.map((person, at) => doors[at % 4]?.redeem(person, token)));
    expect(results.filter((result) => result?.ok)).toHaveLength(1);
    expect((await audited(store)).map(({ kind }) => kind)).toEqual(["access.invited", "access.redeemed"]);
    expect(value(await access.grants(admin))).toHaveLength(2);
  });

  it("ends at its time, and with the terms it gives", async () => {
    const { access, time } = setUp();
    const late = value(await access.invite(admin, cadre, start + day)).token;
    const short = value(await access.invite(admin, { ...cadre, until: start + 10 }, start + day)).token;
    time.now = start + 10;
    expect(await access.redeem("web:1", short)).toEqual({ ok: false, problem: "unknown-code" });
    time.now = start + day;
    expect(await access.redeem("web:1", late)).toEqual({ ok: false, problem: "unknown-code" });
  });

  it.each([start, start - 1, start + 31 * day, Number.NaN, Number.POSITIVE_INFINITY])(
    "cannot wait until %s",
    async (validUntil) => {
      const { access } = setUp();
      expect(await access.invite(admin, cadre, validUntil)).toEqual({ ok: false, problem: "invalid" });
    },
  );

  it("ends when its maker ceases to be an administrator", async () => {
    const { access } = setUp();
    await letIn(access, "web:deputy", { role: "admin", unit: "", until: null });
    const { token } = value(await access.invite("web:deputy", official, start + day));
    value(await access.revoke(admin, "web:deputy"));
    expect(await access.redeem("web:1", token)).toEqual({ ok: false, problem: "unknown-code" });
  });

  it("takes nothing from an administrator by configuration, and waits on", async () => {
    const { access } = setUp();
    const { token } = value(await access.invite(admin, cadre, start + day));
    expect(await access.redeem(admin, token)).toEqual({ ok: false, problem: "invalid" });
    expect(await access.redeem("web:1", token)).toMatchObject({ ok: true });
  });

  it("is not guessed: no other text opens anything", async () => {
    const { access, store } = setUp();
    const { token } = value(await access.invite(admin, cadre, start + day));
    const before = await everything(store);
    const near = fc
      .tuple(fc.nat(token.length - 1), fc.constantFrom(..."abcXYZ019-_"))
      .map(([at, letter]) => token.slice(0, at) + letter + token.slice(at + 1))
      .filter((text) => text !== token);
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), near, fc.constant(`${token}=`)), async (text) => {
        expect(await access.redeem("web:1", text)).toEqual({ ok: false, problem: "unknown-code" });
      }),
    );
    expect(await everything(store)).toEqual(before);
  });
});

describe("whoever is no administrator", () => {
  const roles = ["cadre", "official", "knowledge-editor", "publicity-editor", "auditor"] as const;

  it.each([null, ...roles])("(%s) changes nothing and sees nothing", async (role) => {
    const { access, store } = setUp();
    const code = await codeFor(access, "web:waiting");
    await letIn(access, "web:other", cadre);
    const me: PersonId = "web:me";
    if (role !== null) await letIn(access, me, { ...cadre, role });
    const own = await codeFor(access, role === null ? me : "web:another-device");
    const before = await everything(store);
    const forbidden = { ok: false, problem: "forbidden" };
    const all: Terms = { role: "admin", unit: "", until: null };
    expect(await access.approve(me, code, all)).toEqual(forbidden);
    expect(await access.approve(me, own, all)).toEqual(forbidden);
    expect(await access.approve(me, "wrong", all)).toEqual(forbidden);
    expect(await access.change(me, me, all)).toEqual(forbidden);
    expect(await access.revoke(me, "web:other")).toEqual(forbidden);
    expect(await access.transfer(me, "web:other", own)).toEqual(forbidden);
    expect(await access.invite(me, all, start + day)).toEqual(forbidden);
    expect(await access.grants(me)).toEqual(forbidden);
    expect(await access.requests(me)).toEqual(forbidden);
    expect(await everything(store)).toEqual(before);
  });

  it("any longer cannot act from the moment the role ended", async () => {
    const { access, time } = setUp();
    await letIn(access, "web:deputy", { role: "admin", unit: "", until: start + day });
    const code = await codeFor(access, "web:1");
    time.now = start + day;
    expect(await access.approve("web:deputy", code, cadre)).toEqual({ ok: false, problem: "forbidden" });
  });

  it("any longer is stopped even while the act is being committed", async () => {
    const { access, store, clock } = setUp();
    await letIn(access, "web:deputy", { role: "admin", unit: "", until: null });
    const code = await codeFor(access, "web:1");
    let revoked = false;
    const slow: Store = {
      ...store,
      commit: async (batch) => {
        if (!revoked) {
          revoked = true;
          value(await access.revoke(admin, "web:deputy"));
        }
        return store.commit(batch);
      },
    };
    const elsewhere = createAccess({
      store: slow,
      mode: "approval",
      admins: [admin],
      clock,
      random: randomBytes,
      pseudonyms,
    });
    expect(await elsewhere.approve("web:deputy", code, cadre)).toEqual({ ok: false, problem: "forbidden" });
    expect(await access.grantOf("web:1")).toBeNull();
  });
});

describe("a store that does not say whether a commit took effect", () => {
  it.each(["before", "after"])(
    "(cut off %s it) is asked again, and each act has one effect",
    async (when) => {
      const { access: calm, store, clock } = setUp();
      let faults = 0;
      const cutOff: Store = {
        ...store,
        commit: async (batch) => {
          if (faults++ % 2 === 1) return store.commit(batch);
          if (when === "after") await store.commit(batch);
          throw new StoreUnavailableError("cut off");
        },
      };
      const options = { mode: "approval", admins: [admin], clock, random: randomBytes, pseudonyms } as const;
      const access = createAccess({ ...options, store: cutOff });
      await letIn(access, "web:1", cadre);
      const { token } = value(await access.invite(admin, official, start + day));
      value(await access.redeem("web:2", token));
      value(await access.revoke(admin, "web:1"));
      expect(await calm.grantOf("web:1")).toBeNull();
      expect(await calm.grantOf("web:2")).toMatchObject({ role: "official" });
      expect((await audited(store)).map(({ kind }) => kind)).toEqual([
        "access.approved",
        "access.invited",
        "access.redeemed",
        "access.revoked",
      ]);
    },
  );

  it("and stays away is told to the caller, and the next act goes on", async () => {
    const { store, clock } = setUp();
    let away = true;
    const gone: Store = {
      ...store,
      commit: async (batch) => {
        if (away) throw new StoreUnavailableError("away");
        return store.commit(batch);
      },
    };
    const options = { mode: "approval", admins: [admin], clock, random: randomBytes, pseudonyms } as const;
    const access = createAccess({ ...options, store: gone });
    await expect(access.admit("web:1")).rejects.toBeInstanceOf(StoreUnavailableError);
    away = false;
    expect(codeOf(await access.admit("web:1"))).toHaveLength(9);
  });
});

describe("the audit log of access", () => {
  it("holds each act with who, what and terms as pseudonyms, and no name", async () => {
    const { access, store } = setUp();
    await letIn(access, "web:1", { ...official, until: start + day });
    value(await access.change(admin, "web:1", { role: "auditor", unit: "", until: null }));
    value(await access.transfer(admin, "web:1", await codeFor(access, "web:2")));
    const { token } = value(await access.invite(admin, cadre, start + day));
    value(await access.redeem("web:3", token));
    value(await access.revoke(admin, "web:2"));
    const me = pseudonyms.of(admin);
    const unit = pseudonyms.of(`unit/${official.unit}`);
    const one = pseudonyms.of("web:1");
    const two = pseudonyms.of("web:2");
    expect(await audited(store)).toMatchObject([
      {
        kind: "access.approved",
        actor: "command-line",
        person: one,
        role: "official",
        unit,
        until: start + day,
      },
      { kind: "access.changed", actor: me, person: one, role: "auditor", unit: null, until: null },
      { kind: "access.transferred", actor: me, from: one, person: two, role: "auditor" },
      { kind: "access.invited", actor: me, role: "cadre", ends: start + day },
      { kind: "access.redeemed", person: pseudonyms.of("web:3"), role: "cadre" },
      { kind: "access.revoked", actor: me, person: two },
    ]);
    const bodies = JSON.stringify(await audited(store));
    for (const name of ["web:", "某市", token]) expect(bodies).not.toContain(name);
    const sha256 = (text: string) => createHash("sha256").update(text, "utf8").digest("hex");
    expect(await verifyAudit(store, sha256)).toMatchObject([{ entries: 6, ok: true }]);
  });

  it("and what is stored show neither codes nor units to who reads the file", async () => {
    const { access, folder, clock } = setUp();
    const code = await codeFor(access, "web:1");
    await letIn(access, "web:2", official);
    const raw = openStoreIn(folder, clock);
    const stored = JSON.stringify([await raw.list(accessSpace, "", { limit: 100 }), await audited(raw)]);
    for (const secret of [code, code.replace("-", ""), official.unit]) expect(stored).not.toContain(secret);
  });
});
