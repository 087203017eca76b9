/** What may be granted, and whether it holds at an instant. Instants are milliseconds since 1970. */

/** Longest name of a unit (单位) in UTF-16 units. */
export const unitLengthAtMost = 100;

/** Tells whether something holds at an instant: `until` no longer does, null is without end. */
export const holdsAt = ({ until }: { readonly until: number | null }, now: number): boolean =>
  until === null || now < until;

/** The name of a unit without what surrounds it; null where it cannot be one: too long, or with control characters. */
export function readUnit(given: string): string | null {
  const unit = given.normalize("NFC").trim();
  return unit.length > unitLengthAtMost || /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(unit) ? null : unit;
}

/** Tells whether a text names a person: `channel:id`. */
export const isPersonId = (text: string): text is `${string}:${string}` =>
  /^[a-z]{1,20}:[A-Za-z0-9._-]{1,128}$/.test(text);

/** The channel of a person, the part before the colon. */
export const channelOf = (person: string): string => person.slice(0, person.indexOf(":"));
