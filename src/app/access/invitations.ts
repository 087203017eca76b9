import type { Access, Actor, Grant, Terms } from "../../ports/access.ts";
import type { Records } from "./records.ts";

/** Longest time an invitation can wait. */
export const invitationMilliseconds = 30 * 86_400_000;

/** 256 bits, not to be guessed. */
const tokenBytes = 32;
const tokenForm = /^[A-Za-z0-9_-]{43}$/;

interface Invitation {
  readonly terms: Terms;
  /** Who invited; the invitation ends when they cease to be an administrator. */
  readonly by: Actor;
}

export function createInvitations(records: Records): Pick<Access, "invite" | "redeem"> {
  const { keys } = records;
  const hashOf = (token: string): string => records.pseudonym(`invitation/${token}`);

  return {
    async invite(by, given, validUntil) {
      const token = Buffer.from(records.random(tokenBytes)).toString("base64url");
      const hash = hashOf(token);
      return records.act(by, [], (_, now) => {
        const terms = records.termsOf(given, now);
        const lasts = validUntil - now;
        if (
          terms === null ||
          !Number.isSafeInteger(validUntil) ||
          lasts <= 0 ||
          lasts > invitationMilliseconds
        )
          return "invalid";
        const ends = Math.min(validUntil, terms.until ?? validUntil);
        return {
          value: { token },
          change: {
            put: [
              {
                key: keys.invitation(hash),
                value: JSON.stringify({ terms, by } satisfies Invitation),
                expiresAt: ends,
              },
            ],
            event: {
              kind: "access.invited",
              actor: records.actor(by),
              invitation: hash,
              ends,
              ...records.auditedTerms(terms),
            },
          },
        };
      });
    },

    async redeem(person, token) {
      if (!tokenForm.test(token)) return { ok: false, problem: "unknown-code" };
      const hash = hashOf(token);
      const key = keys.invitation(hash);
      const invitation = await records.read<Invitation>(key);
      if (invitation === null) return { ok: false, problem: "unknown-code" };
      const inviter = invitation.by === "command-line" ? [] : [keys.grant(invitation.by)];
      return records.act("nobody", [key, ...inviter], (read, now) => {
        const current = read<Invitation>(key);
        if (current === null) return "unknown-code";
        const [inviterKey] = inviter;
        const stored = inviterKey === undefined ? null : read<Grant>(inviterKey);
        if (!records.mayAdminister(current.by, stored)) return "unknown-code";
        // They have more than any invitation gives; it stays for whom it was meant.
        if (records.isConfigured(person)) return "invalid";
        const { terms } = current;
        const grant: Grant = { person, ...terms, grantedAt: now, grantedBy: "invitation" };
        return {
          value: grant,
          change: {
            put: [records.grantPut(grant)],
            remove: [key],
            event: {
              kind: "access.redeemed",
              invitation: hash,
              ...records.audited(grant),
            },
          },
        };
      });
    },
  };
}
