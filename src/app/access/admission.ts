import { pairingCode, pairingCodeBytes } from "../../core/access/pairing-code.ts";
import { holdsAt } from "../../core/access/terms.ts";
import type { Access, Admission, Grant, PairingRequest } from "../../ports/access.ts";
import type { PersonId } from "../../ports/channel.ts";
import type { Instant } from "../../ports/time.ts";
import type { Decision, Read, Records } from "./records.ts";

/** How long a pairing code can be approved. */
export const codeMilliseconds = 60 * 60_000;

/** Most codes given within the time that one lasts. */
export const codesAtMost = 1_000;

/** Key under which a request is found by its code. */
export const requestKey = (records: Records, code: string): string =>
  records.keys.request(records.pseudonym(`code/${code}`));

export function createAdmission(records: Records): Pick<Access, "grantOf" | "admit"> {
  const { keys } = records;
  const grantOf = async (person: PersonId): Promise<Grant | null> =>
    records.holding(person, await records.read(keys.grant(person)));

  /** What is known of the person already; null where a code is to be made. */
  const known = (person: PersonId, read: Read, now: Instant): Admission | null => {
    const grant = records.holding(person, read(keys.grant(person)));
    if (grant !== null) return { admitted: true, grant };
    const asked = read<PairingRequest>(keys.asked(person));
    return asked !== null && holdsAt(asked, now)
      ? { admitted: false, code: asked.code, until: asked.until }
      : null;
  };

  const ask =
    (person: PersonId, code: string) =>
    (read: Read, now: Instant): Decision<Admission> => {
      const admission = known(person, read, now);
      if (admission !== null) return { value: admission, change: null };
      const asking = (read<Instant[]>(keys.asking) ?? []).filter((until) => now < until);
      const [first] = asking;
      if (first !== undefined && asking.length >= codesAtMost)
        return { value: { admitted: false, code: null, until: first }, change: null };
      // Somebody else has just been given this code; the next try makes another.
      if (read(requestKey(records, code)) !== null) return "invalid";
      const until = now + codeMilliseconds;
      const request: PairingRequest = { code, person, askedAt: now, until };
      const value = JSON.stringify(request);
      const put = [
        { key: keys.asked(person), value, expiresAt: until },
        { key: requestKey(records, code), value, expiresAt: until },
        { key: keys.asking, value: JSON.stringify([...asking, until]), expiresAt: until },
      ];
      return { value: { admitted: false, code, until }, change: { put, event: null } };
    };

  return {
    grantOf,
    async admit(person) {
      const grant = await grantOf(person);
      if (grant !== null) return { admitted: true, grant };
      for (;;) {
        const code = pairingCode(records.random(pairingCodeBytes));
        const wanted = [keys.grant(person), keys.asked(person), keys.asking, requestKey(records, code)];
        const result = await records.act("nobody", wanted, ask(person, code));
        if (result.ok) return result.value;
      }
    },
  };
}
