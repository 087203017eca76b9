/** Access written by hand: grants, requests and invitations in memory, `web:admin` alone may act. */
import type {
  Access,
  AccessProblem,
  AccessResult,
  Actor,
  Grant,
  PairingRequest,
} from "../../../src/ports/access.ts";

export interface FakeAccess extends Access {
  readonly held: Map<string, Grant>;
  readonly asked: Map<string, PairingRequest>;
  /** Acts in order: `approve web:admin ABCD`. */
  readonly acts: string[];
  /** Whether `web:admin` is an administrator. */
  desk: boolean;
}

const day = 24 * 3_600_000;
export const start = Date.UTC(2026, 10, 23, 1, 0);

export function createFakeAccess(): FakeAccess {
  const held = new Map<string, Grant>();
  const asked = new Map<string, PairingRequest>();
  const acts: string[] = [];
  const ok = <Value>(value: Value): AccessResult<Value> => ({ ok: true, value });
  const no = (problem: AccessProblem) => ({ ok: false, problem }) as const;
  const may = (by: Actor): boolean => access.desk && by === "web:admin";

  const ask = (code: string, person: PairingRequest["person"]): void => {
    asked.set(code, { code, person, askedAt: start, until: start + day });
  };
  ask("4821-7730", "web:7f3a9c");
  ask("1905-2266", "telegram:1001");
  held.set("web:b2", {
    person: "web:b2",
    role: "official",
    unit: "市纪委监委",
    until: Date.UTC(2026, 11, 31, 16),
    grantedAt: start - 30 * day,
    grantedBy: "web:admin",
  });
  held.set("telegram:77", {
    person: "telegram:77",
    role: "admin",
    unit: "",
    until: null,
    grantedAt: start - 90 * day,
    grantedBy: "configuration",
  });

  const access: FakeAccess = {
    held,
    asked,
    acts,
    desk: true,
    grantOf: async (person) => held.get(person) ?? null,
    admit: async (person) => {
      const grant = held.get(person);
      return grant === undefined
        ? { admitted: false, code: "0000-0000", until: start + day }
        : { admitted: true, grant };
    },
    approve: async (by, code, terms) => {
      acts.push(`approve ${by} ${code}`);
      const request = asked.get(code);
      if (!may(by)) return no("forbidden");
      if (request === undefined) return no("unknown-code");
      asked.delete(code);
      const grant = { ...terms, person: request.person, grantedAt: start, grantedBy: by };
      held.set(request.person, grant);
      return ok(grant);
    },
    change: async (by, person, terms) => {
      acts.push(`change ${by} ${person}`);
      const grant = held.get(person);
      if (!may(by)) return no("forbidden");
      if (grant === undefined) return no("unknown-person");
      const changed = { ...grant, ...terms };
      held.set(person, changed);
      return ok(changed);
    },
    revoke: async (by, person) => {
      acts.push(`revoke ${by} ${person}`);
      if (!may(by)) return no("forbidden");
      return held.delete(person) ? ok(null) : no("unknown-person");
    },
    transfer: async (by, from, code) => {
      acts.push(`transfer ${by} ${from} ${code}`);
      const [grant, request] = [held.get(from), asked.get(code)];
      if (!may(by)) return no("forbidden");
      if (grant === undefined) return no("unknown-person");
      if (request === undefined) return no("unknown-code");
      held.delete(from);
      asked.delete(code);
      const moved = { ...grant, person: request.person };
      held.set(request.person, moved);
      return ok(moved);
    },
    invite: async (by, { role, unit, until }, validUntil) => {
      acts.push(`invite ${by} ${role} ${unit} ${until} ${validUntil}`);
      return may(by) ? ok({ token: "one-time-token" }) : no("forbidden");
    },
    redeem: async () => no("unknown-code"),
    grants: async (by) => (may(by) ? ok([...held.values()]) : no("forbidden")),
    requests: async (by) => (may(by) ? ok([...asked.values()]) : no("forbidden")),
  };
  return access;
}
