import { readPairingCode } from "../../core/access/pairing-code.ts";
import { holdsAt, isPersonId } from "../../core/access/terms.ts";
import type { Access, AccessResult, Actor, Grant, PairingRequest, Terms } from "../../ports/access.ts";
import type { PersonId } from "../../ports/channel.ts";
import type { Instant } from "../../ports/time.ts";
import { requestKey } from "./admission.ts";
import type { Read, Records } from "./records.ts";

type Administration = Pick<Access, "approve" | "change" | "revoke" | "transfer" | "grants" | "requests">;

/** What administrators do; what the configuration gives, only the configuration takes back. */
export function createAdministration(records: Records): Administration {
  const { keys } = records;

  const grantFrom = (by: Actor, person: PersonId, terms: Terms, now: Instant): Grant => ({
    person,
    ...terms,
    grantedAt: now,
    grantedBy: by,
  });

  /** The stored grant of a person while it holds. */
  const stored = (person: PersonId, read: Read, now: Instant): Grant | null => {
    const grant = read<Grant>(keys.grant(person));
    return grant !== null && holdsAt(grant, now) ? grant : null;
  };

  /** Who asked with the code; null where nobody did, or too long ago. */
  const asked = (key: string, read: Read, now: Instant): PairingRequest | null => {
    const request = read<PairingRequest>(key);
    return request !== null && holdsAt(request, now) ? request : null;
  };

  /** A code that is none is looked for all the same, so that a stranger hears `forbidden` whatever they type. */
  const keyOf = (code: string): string => requestKey(records, readPairingCode(code) ?? "");

  return {
    approve(by, code, given) {
      const key = keyOf(code);
      return records.act(by, [key], (read, now) => {
        const terms = records.termsOf(given, now);
        if (terms === null) return "invalid";
        const request = asked(key, read, now);
        if (request === null) return "unknown-code";
        const { person } = request;
        const grant = grantFrom(by, person, terms, now);
        return {
          value: grant,
          change: {
            put: [records.grantPut(grant)],
            remove: [key, keys.asked(person)],
            event: { kind: "access.approved", actor: records.actor(by), ...records.audited(grant) },
          },
        };
      });
    },

    change(by, person, given) {
      return records.act(by, grantKey(person), (read, now) => {
        const terms = records.termsOf(given, now);
        if (terms === null) return "invalid";
        if (records.isConfigured(person)) return "forbidden";
        if (!isPersonId(person) || stored(person, read, now) === null) return "unknown-person";
        const grant = grantFrom(by, person, terms, now);
        return {
          value: grant,
          change: {
            put: [records.grantPut(grant)],
            event: { kind: "access.changed", actor: records.actor(by), ...records.audited(grant) },
          },
        };
      });
    },

    revoke(by, person) {
      return records.act(by, grantKey(person), (read, now) => {
        if (records.isConfigured(person)) return "forbidden";
        if (!isPersonId(person) || stored(person, read, now) === null) return "unknown-person";
        return {
          value: null,
          change: {
            remove: [keys.grant(person)],
            event: { kind: "access.revoked", actor: records.actor(by), person: records.pseudonym(person) },
          },
        };
      });
    },

    transfer(by, from, code) {
      const key = keyOf(code);
      return records.act(by, [key, ...grantKey(from)], (read, now) => {
        if (records.isConfigured(from)) return "forbidden";
        const old = isPersonId(from) ? stored(from, read, now) : null;
        if (old === null) return "unknown-person";
        const request = asked(key, read, now);
        if (request === null) return "unknown-code";
        const { person } = request;
        if (person === from) return "invalid";
        const { role, unit, until } = old;
        const grant = grantFrom(by, person, { role, unit, until }, now);
        return {
          value: grant,
          change: {
            put: [records.grantPut(grant)],
            remove: [keys.grant(from), key, keys.asked(person)],
            event: {
              kind: "access.transferred",
              actor: records.actor(by),
              from: records.pseudonym(from),
              ...records.audited(grant),
            },
          },
        };
      });
    },

    async grants(by) {
      const allowed = await instantOf(by);
      if (!allowed.ok) return allowed;
      const stored = await records.list<Grant>(keys.grant(""));
      const others = stored.filter(
        (grant) => holdsAt(grant, allowed.value) && !records.isConfigured(grant.person),
      );
      return { ok: true, value: [...records.configured(), ...others] };
    },

    async requests(by) {
      const allowed = await instantOf(by);
      if (!allowed.ok) return allowed;
      const stored = await records.list<PairingRequest>(keys.request(""));
      const open = stored.filter((request) => holdsAt(request, allowed.value));
      return { ok: true, value: open.sort((one, other) => one.askedAt - other.askedAt) };
    },
  };

  /** The present for an administrator, before anything is listed for them. */
  function instantOf(by: Actor): Promise<AccessResult<Instant>> {
    return records.act(by, [], (_, now) => ({ value: now, change: null }));
  }

  /** What names nobody is not looked for. */
  function grantKey(person: PersonId): readonly string[] {
    return isPersonId(person) ? [keys.grant(person)] : [];
  }
}
